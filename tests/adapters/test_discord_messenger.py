"""Cards on Discord: in the one answer of an interaction by its token, and by the bot's own when that is over."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from adapters.discord.attachments import Attachments
from adapters.discord.messenger import DiscordMessenger, short_nonce
from adapters.discord.places import DISCORD
from adapters.discord.reply import Kind
from bot.domain.card import Card, plain
from bot.domain.errors import (
    DeliveryError,
    MessageGone,
    NotAllowed,
    Unwanted,
)
from bot.domain.ids import MessageRef, Place
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord_scene import BUTTONS, LATE, acting, final_card, progress_card
from tests.fakes.telegram.client import picture

# --- one message from the command to the picture -------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.PUBLIC, Kind.PRIVATE])
async def test_a_picture_sharpens_in_the_one_answer(kind: Kind) -> None:
    """What was "thinking…" becomes the message, and each card takes the place of the one before, files too."""
    async with acting() as scene:
        one, origin = await scene.typed(kind)
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        assert scene.find(message) is one.message
        assert await scene.messenger.edit(message, progress_card(60, picture(32, 32))) == message
        await scene.messenger.edit(message, final_card())
        assert len(scene.room.messages) == 1
        assert one.message.ephemeral is (kind is Kind.PRIVATE)
        assert [len(shown.attachments) for shown in one.message.history] == [0, 0, 1, 1]
        assert one.message.now.data == picture()
        assert one.message.labels == [["U1", "U2"]]
        assert scene.routes() == ["edit_original"] * 3
        assert all(
            record.body["allowed_mentions"] == {"parse": []} for record in scene.discord.calls("edit_original")
        )


async def test_to_post_once_more_changes_nothing() -> None:
    """Whoever crashed between a post and writing down where it is does it again."""
    async with acting() as scene:
        _, origin = await scene.typed()
        first = await scene.messenger.post(origin, progress_card(), nonce="n")
        assert await scene.messenger.post(origin, progress_card(), nonce="n") == first
        assert len(scene.room.messages) == 1


async def test_another_process_goes_on_with_what_was_written_down() -> None:
    """By the name of the message and what it brings along, and by nothing that only the first one knew."""
    async with acting() as scene:
        one, origin = await scene.typed()
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        other = DiscordMessenger(scene.wire, Attachments(scene.discord.api_url))
        await other.edit(message, final_card())
        assert one.message.now.data == picture()


async def test_after_fourteen_minutes_the_bots_own_token_finishes_it() -> None:
    """In the same message, without a call to the one that is over."""
    async with acting() as scene:
        one, origin = await scene.typed()
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        scene.clock.time += LATE
        assert await scene.messenger.edit(message, final_card()) == message
        assert one.message.now.data == picture()
        assert scene.routes() == ["edit_original", "edit_message"]


@pytest.mark.parametrize(("status", "code"), [(401, 50027), (404, 10015), (404, 0), (401, 0)])
async def test_a_dead_token_is_asked_once(status: int, code: int) -> None:
    """Whatever killed it, the bot's own takes over at once, and goes on."""
    async with acting() as scene:
        one, origin = await scene.typed()
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        scene.discord.fault("error", "edit_original", status=status, code=code, times=-1)
        for percent in (50, 60, 70):
            await scene.messenger.edit(message, progress_card(percent))
        await scene.messenger.edit(message, final_card())
        assert one.message.now.data == picture()
        assert scene.routes() == ["edit_original", "edit_original", *["edit_message"] * 4]


@pytest.mark.parametrize("private", [True, False])
async def test_where_the_bot_is_not_no_channel_is_ever_called(private: bool) -> None:  # noqa: FBT001 - a case
    """Neither for what only one person sees nor in a server that only people brought it to."""
    async with acting() as scene:
        room = None if private else scene.discord.room(scene.ann, installed=False)
        one, origin = await scene.typed(Kind.PRIVATE if private else Kind.PUBLIC, room)
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        scene.clock.time += LATE
        for doing in (
            scene.messenger.edit(message, final_card()),
            scene.messenger.relabel(message, final_card()),
            scene.messenger.erase(message),
            scene.messenger.post(origin, final_card(), nonce="n:again"),
        ):
            with pytest.raises(NotAllowed):
                await doing
        if not private:
            with pytest.raises(NotAllowed):
                await scene.messenger.post(origin.place, plain("the barest"), nonce="n:bare")
        assert scene.routes() == ["edit_original"]
        assert one.message.text.startswith("a fox")


async def test_a_post_comes_late() -> None:
    """Who waited in line for longer than a token lives gets a message in the channel, once."""
    async with acting() as scene:
        _, origin = await scene.typed()
        scene.clock.time += LATE
        first = await scene.messenger.post(origin, final_card(), nonce="n")
        assert await scene.messenger.post(origin, final_card(), nonce="n") == first
        assert scene.find(first) is scene.room.last
        assert scene.routes() == ["create_message"] * 2
        assert len(scene.room.by_bot) == 2  # the other one still says that the bot is thinking


# --- what was taken away -------------------------------------------------------------------------------


async def test_who_deletes_it_gets_the_picture_alone() -> None:
    """While the token lives; there is nothing in the room any more."""
    async with acting() as scene:
        one, origin = await scene.typed()
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        scene.room.deletes(one.message)
        with pytest.raises(MessageGone):
            await scene.messenger.edit(message, final_card())
        alone = await scene.messenger.post(origin, final_card(), nonce="n:again")
        assert scene.find(alone).seen_by == scene.ann
        assert not scene.room.by_bot
        await scene.messenger.edit(alone, final_card("a better fox"))
        assert scene.find(alone).text.startswith("a better fox")
        assert "edit_follow_up" in scene.routes()


async def test_who_deletes_it_late_gets_nothing_in_public() -> None:
    """The picture is kept, and shown to nobody who has not asked for it."""
    async with acting() as scene:
        one, origin = await scene.typed()
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        scene.room.deletes(one.message)
        scene.clock.time += LATE
        with pytest.raises(MessageGone):
            await scene.messenger.edit(message, final_card())
        with pytest.raises(Unwanted):
            await scene.messenger.post(origin, final_card(), nonce="n:again")
        assert not scene.room.messages


async def test_who_deletes_it_before_there_is_anything_to_see() -> None:
    """There may be no follow-up after that (Discord says 10008), and none in public instead."""
    async with acting() as scene:
        one, origin = await scene.typed()
        scene.room.deletes(one.message)
        with pytest.raises(Unwanted):
            await scene.messenger.post(origin, progress_card(), nonce="n")
        assert not scene.room.messages


async def test_it_is_erased_by_whichever_token_there_is() -> None:
    """And to erase what is gone says so."""
    async with acting() as scene:
        for late in (0, LATE):
            one, origin = await scene.typed()
            message = await scene.messenger.post(origin, progress_card(), nonce="n")
            scene.clock.time += late
            await scene.messenger.erase(message)
            assert one.message.deleted
            with pytest.raises(MessageGone):
                await scene.messenger.erase(message)
        assert scene.routes()[1:3] == ["delete_original"] * 2
        assert scene.routes()[4:] == ["delete_message"] * 2


# --- messages without an interaction -------------------------------------------------------------------


async def test_a_message_in_a_channel_is_made_once() -> None:
    """By a nonce of ours that is short enough, and changed by the bot's own token for ever."""
    async with acting() as scene:
        place = Place(DISCORD, scene.room.server.id, scene.room.id)
        first = await scene.messenger.post(place, final_card(), nonce="01JGZ5T3M4:gallery")
        again = await scene.messenger.post(place, final_card(), nonce="01JGZ5T3M4:gallery")
        other = await scene.messenger.post(place, final_card(), nonce="01JGZ5T3M5:gallery")
        assert (again, len(scene.room.by_bot)) == (first, 2)
        assert first != other
        assert all(len(record.body["nonce"]) <= 25 for record in scene.discord.calls("create_message"))
        scene.clock.time += 7 * 24 * 3600
        await scene.messenger.edit(first, final_card("years later"))
        assert scene.find(first).text.startswith("years later")


async def test_what_needs_no_nonce_has_none() -> None:
    """The empty one would be that of everything else that the bot says by it, in any channel."""
    async with acting() as scene:
        rooms = [scene.room, scene.discord.room(scene.ann)]
        for room in rooms:
            await scene.messenger.post(Place(DISCORD, room.server.id, room.id), plain(room.id), nonce="")
        assert [room.last.text for room in rooms] == [room.id for room in rooms]
        assert not any("nonce" in record.body for record in scene.discord.calls("create_message"))


def test_a_nonce_is_as_long_as_discord_takes() -> None:
    """The same for the same, and another for another, however long."""
    names = ["a", "a" * 200, "a" * 201, "01JGZ5T3M4", "01JGZ5T3M4:again", "ä"]
    nonces = [short_nonce(name) for name in names]
    assert all(0 < len(nonce) <= 25 for nonce in nonces)
    assert len(set(nonces)) == len(names)
    assert [short_nonce(name) for name in names] == nonces


async def test_a_channel_that_is_none_is_not_called() -> None:
    """A place that stands for a person has the channel that Discord names; without one nothing is posted."""
    async with acting() as scene:
        with pytest.raises(NotAllowed):
            await scene.messenger.post(Place(DISCORD, "#general"), plain("hello"), nonce="n")
        assert not scene.routes()
        with pytest.raises(DeliveryError):
            await scene.messenger.post(Place(DISCORD, "@42"), plain("hello"), nonce="n")
        assert scene.routes() == ["open_dm"]


@pytest.mark.parametrize("text", ["x", "1 2 3", "1 1 1 1 public 1 1 1 two words"])
async def test_a_reply_that_cannot_be_read_is_refused(text: str) -> None:
    """It crashes nothing, and nothing is written where nobody asked for it."""
    async with acting() as scene:
        _, origin = await scene.typed()
        with pytest.raises(NotAllowed):
            await scene.messenger.post(replace(origin, reply=text), plain("hello"), nonce="n")
        with pytest.raises(NotAllowed):
            await scene.messenger.edit(MessageRef(DISCORD, scene.room.id, "1", text), plain("hello"))
        with pytest.raises(NotAllowed):
            await scene.messenger.answer(replace(origin, reply=text), plain("hello"))
        assert not scene.routes()


# --- buttons alone -------------------------------------------------------------------------------------


@pytest.mark.parametrize("late", [0, LATE])
async def test_only_the_buttons_change(late: int) -> None:
    """Picture, words and what is said of the picture stay."""
    async with acting() as scene:
        one, origin = await scene.typed()
        message = await scene.messenger.post(origin, final_card(), nonce="n")
        before = one.message.now
        scene.clock.time += late
        await scene.messenger.relabel(message, replace(final_card(), buttons=(*BUTTONS, (BUTTONS[0][0],))))
        await scene.messenger.relabel(message, Card((), buttons=((BUTTONS[0][1],),)))
        now = one.message.now
        assert now.labels == [["U2"]]
        assert (now.text, now.data, now.attachments) == (before.text, before.data, before.attachments)
        assert [item.get("description") for item in now.media] == ["a fox"]


async def test_buttons_need_the_right_to_read() -> None:
    """What stands there has to be looked at first."""
    async with acting() as scene:
        place = Place(DISCORD, scene.room.server.id, scene.room.id)
        message = await scene.messenger.post(place, final_card(), nonce="n")
        scene.room.channel.denied = Permission.READ_MESSAGE_HISTORY
        with pytest.raises(NotAllowed):
            await scene.messenger.relabel(message, final_card())


async def test_a_picture_that_somebody_sent() -> None:
    """Comes from Discord's own files."""
    async with acting() as scene:
        cdn = scene.discord.world.cdn
        address = cdn.sign(cdn.keep("1", "fox.png", b"a fox", ephemeral=True).path)
        assert b"".join([part async for part in scene.messenger.fetch(address)]) == b"a fox"


# --- secrets -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ["edit_original", "follow_up", "create_message", "edit_message"])
async def test_no_token_in_what_is_raised_or_logged(route: str) -> None:
    """Neither the interaction's nor the bot's, whatever goes wrong, nor in what a message is called in a log."""
    async with acting() as scene:
        one, origin = await scene.typed()
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        tokens = (one.token, scene.discord.token)
        told = [repr(message), repr(origin)]
        with capture_logs() as lines:
            for status, code in ((500, 0), (403, 50013), (404, 10015), (401, 0), (400, 50035)):
                scene.discord.fault("error", route, status=status, code=code, times=2)
                for doing in (
                    scene.messenger.edit(message, final_card()),
                    scene.messenger.answer(origin, plain("hello")),
                    scene.messenger.post(origin, final_card(), nonce="n"),
                ):
                    try:
                        await doing
                    except DeliveryError as error:
                        told.append(f"{error!r} {error.__cause__!r}")
        assert not any(token in text for token in tokens for text in [*told, str(lines)])
