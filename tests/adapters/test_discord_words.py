"""Words to one person on Discord, wherever the interaction's answer stands by then."""

from contextlib import suppress
from dataclasses import replace

import pytest

from adapters.discord.attachments import Attachments
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.places import DISCORD
from adapters.discord.reply import Kind, read_reply
from bot.domain.card import plain
from bot.domain.errors import DeliveryError
from bot.domain.ids import MessageRef, Place
from tests.fakes.discord_scene import LATE, acting, final_card, progress_card
from tests.fakes.telegram.client import picture


async def test_a_private_word_is_the_private_answer() -> None:
    """A later one takes its place."""
    async with acting() as scene:
        one, origin = await scene.typed(Kind.PRIVATE)
        assert await scene.messenger.answer(origin, plain("first"))
        assert await scene.messenger.answer(origin, plain("second"))
        assert [message.text for message in scene.room.messages] == ["second"]
        assert one.message.seen_by == scene.ann
        assert scene.routes() == ["edit_original"] * 2


async def test_a_private_word_after_a_public_thinking() -> None:
    """Nobody else ever sees it: something that is nothing, then the word, then the first goes, in this order."""
    async with acting() as scene:
        one, origin = await scene.typed()
        assert await scene.messenger.answer(origin, plain("your quota is spent"))
        assert scene.routes() == ["get_original", "edit_original", "follow_up", "delete_original"]
        assert [(message.text, message.seen_by) for message in scene.room.messages] == [
            ("your quota is spent", scene.ann)
        ]
        assert one.message.deleted
        assert all("quota" not in shown.text for shown in one.message.history)
        assert await scene.messenger.answer(origin, plain("try tomorrow"))
        assert [message.text for message in scene.room.messages] == ["try tomorrow"]


@pytest.mark.parametrize("route", ["edit_original", "follow_up", "delete_original"])
@pytest.mark.parametrize("kind", ["drop", "drop_after", "error", "flood"])
async def test_a_private_word_that_was_cut_off_leaves_nothing_behind(route: str, kind: str) -> None:
    """Whichever call it was, and whether it was done: said once more, by whoever does that, all see nothing."""
    async with acting() as scene:
        one, origin = await scene.typed()
        scene.discord.fault(kind, route)
        with suppress(DeliveryError):  # a connection that breaks off before an end is tried again by aiohttp
            await scene.messenger.answer(origin, plain("your quota is spent"))
        other = DiscordMessenger(scene.wire, Attachments(scene.discord.api_url))
        assert await other.answer(origin, plain("your quota is spent"))
        assert {(message.text, message.seen_by) for message in scene.room.messages} == {
            ("your quota is spent", scene.ann)
        }
        assert one.message.deleted


async def test_a_picture_that_came_after_a_word_was_cut_off_stays() -> None:
    """The answer says something by then."""
    async with acting() as scene:
        one, origin = await scene.typed()
        scene.discord.fault("drop", "follow_up")
        with pytest.raises(DeliveryError):
            await scene.messenger.answer(origin, plain("a word"))
        await scene.messenger.post(origin, final_card(), nonce="n")
        assert await scene.messenger.answer(origin, plain("a word"))
        assert not one.message.deleted
        assert one.message.now.data == picture()


async def test_a_private_word_takes_no_picture_away() -> None:
    """Where a job stands already, in whichever process, its message stays."""
    async with acting() as scene:
        one, origin = await scene.typed()
        await scene.messenger.post(origin, progress_card(), nonce="n")
        other = DiscordMessenger(scene.wire, Attachments(scene.discord.api_url))
        assert await other.answer(origin, plain("a word"))
        assert not one.message.deleted
        assert one.message.text.startswith("a fox")
        assert [message.text for message in one.follow_ups] == ["a word"]
        assert one.follow_ups[0].seen_by == scene.ann


async def test_a_word_after_a_press_leaves_the_message_as_it_is() -> None:
    """It follows, for the person alone, and the next one takes its place."""
    async with acting() as scene:
        place = Place(DISCORD, scene.room.server.id, scene.room.id)
        shown = scene.find(await scene.messenger.post(place, final_card(), nonce="n"))
        one, origin = await scene.pressed(shown)
        for text in ("one", "two", "three"):
            assert await scene.messenger.answer(origin, plain(text))
        assert [(message.text, message.seen_by) for message in one.follow_ups] == [("three", scene.ann)]
        assert shown.now.data == picture()


async def test_a_press_changes_the_message_by_its_own_token() -> None:
    """A panel that only one person sees is reached by nothing else."""
    async with acting() as scene:
        one, origin = await scene.typed(Kind.PRIVATE)
        await scene.messenger.post(origin, final_card(), nonce="n")
        press, pressing = await scene.pressed(one.message)
        reply = read_reply(pressing.reply)
        message = MessageRef(DISCORD, scene.room.id, one.message.id, reply.pack())
        await scene.messenger.edit(message, final_card("the next page"))
        assert one.message.text.startswith("the next page")
        assert press.original is one.message


async def test_never_more_than_five_follow_ups() -> None:
    """However often somebody takes the word away, and however much there is to say."""
    async with acting() as scene:
        room = scene.discord.room(scene.ann, installed=False)
        one, origin = await scene.typed(room=room)
        await scene.messenger.post(origin, final_card(), nonce="n")
        for number in range(5):
            assert await scene.messenger.answer(origin, plain(f"word {number}"))
            room.deletes(one.follow_ups[-1])
        with pytest.raises(DeliveryError):
            await scene.messenger.answer(origin, plain("one too many"))
        assert len(one.follow_ups) == 5


@pytest.mark.parametrize("kind", [Kind.PRIVATE, Kind.PUBLIC, Kind.UPDATE])
async def test_a_word_that_comes_too_late_is_not_said(kind: Kind) -> None:
    """Who asks is told so, without a call, and by one call when the token died early."""
    async with acting() as scene:
        place = Place(DISCORD, scene.room.server.id, scene.room.id)
        shown = scene.find(await scene.messenger.post(place, final_card(), nonce="n"))
        _, origin = await (scene.pressed(shown) if kind is Kind.UPDATE else scene.typed(kind))
        scene.discord.fault("error", status=401, code=50027, times=-1)
        before = len(scene.routes())
        assert not await scene.messenger.answer(origin, plain("hello"))
        assert not await scene.messenger.answer(origin, plain("hello"))
        assert len(scene.routes()) == before + 1
        scene.clock.time += LATE
        assert not await scene.messenger.answer(origin, plain("hello"))
        assert not await scene.messenger.answer(replace(origin, reply=""), plain("hello"))
        assert len(scene.routes()) == before + 1
