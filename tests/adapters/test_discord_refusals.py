"""What the messenger does with what Discord refuses: each row of the table, and what waits because of it."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from adapters.discord.places import DISCORD
from adapters.discord.presence import REFUSED_S
from adapters.discord.reply import Kind, read_reply
from adapters.discord.standing import REFUSALS_MOST
from bot.domain.card import Card, Stage
from bot.domain.errors import (
    NotAllowed,
    NotNow,
    Refused,
    TooFast,
    TooLarge,
    Unreachable,
)
from bot.domain.ids import Place
from tests.fakes.discord.places import TEXT
from tests.fakes.discord.rules import ROOMY
from tests.fakes.discord_scene import LATE, acting, final_card, progress_card
from tests.fakes.telegram.client import picture

# --- each row of the table of refusals -----------------------------------------------------------------


@pytest.mark.parametrize("code", [10003, 50001, 50013, 50007])
@pytest.mark.parametrize("late", [0, LATE])
async def test_where_we_may_not_it_is_not_tried_again(code: int, late: int) -> None:
    """Nothing came of it there; the result is kept."""
    async with acting() as scene:
        _, origin = await scene.typed()
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        scene.clock.time += late
        scene.discord.fault("error", status=403, code=code)
        with pytest.raises(NotAllowed) as caught:
            await scene.messenger.edit(message, final_card())
        assert caught.value.right is None


@pytest.mark.parametrize("late", [0, LATE])
async def test_a_thread_that_was_put_away(late: int) -> None:
    """The picture comes as a new message there, once, which takes the thread out again; progress waits for it."""
    async with acting() as scene:
        thread = scene.room.thread()
        one, origin = await scene.typed(room=thread)
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        scene.clock.time += late
        thread.channel.archived = True
        if not late:  # whether a token may change it there is not documented
            scene.discord.fault("error", "edit_original", status=400, code=50083, times=2)
        with pytest.raises(NotAllowed):
            await scene.messenger.edit(message, progress_card(80))
        moved = await scene.messenger.edit(message, final_card())
        assert moved != message
        assert [one.id for one in thread.by_bot] == [moved.message]
        assert thread.last.now.data == picture()
        assert one.message.deleted
        await scene.messenger.edit(moved, final_card("a better fox"))


@pytest.mark.parametrize("kind", [Kind.PRIVATE, Kind.UPDATE])
async def test_a_thread_that_was_put_away_shows_nobody_what_one_person_sees(kind: Kind) -> None:
    """What cannot be changed there any more stays as it is, and nothing comes in its place."""
    async with acting() as scene:
        thread = scene.room.thread()
        one, origin = await scene.typed(Kind.PRIVATE, thread)
        message = await scene.messenger.post(origin, final_card(), nonce="n")
        if kind is Kind.UPDATE:
            _, pressing = await scene.pressed(one.message, room=thread)
            message = replace(message, by=replace(read_reply(pressing.reply), ephemeral=True).pack())
        scene.discord.fault("error", "edit_original", status=400, code=50083)
        with pytest.raises(NotAllowed):
            await scene.messenger.edit(message, final_card("a better fox"))
        assert not thread.by_bot
        assert not scene.discord.calls("create_message")


async def test_a_thread_that_is_locked() -> None:
    """Takes nothing at all."""
    async with acting() as scene:
        thread = scene.room.thread()
        _, origin = await scene.typed(room=thread)
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        scene.clock.time += LATE
        thread.channel.archived = thread.channel.locked = True
        with pytest.raises(NotAllowed):
            await scene.messenger.edit(message, final_card())
        assert len(thread.messages) == 1


@pytest.mark.parametrize("status", [400, 429])
async def test_a_message_that_is_old_is_changed_when_discord_says(status: int) -> None:
    """One call, and the pause is that of whoever let it go."""
    async with acting() as scene:
        place = Place(DISCORD, scene.room.server.id, scene.room.id)
        message = await scene.messenger.post(place, final_card(), nonce="n")
        scene.clock.time += 3601
        scene.discord.fault("error", "edit_message", status=status, code=30046, more={"retry_after": 2.5})
        with pytest.raises(TooFast) as caught:
            await scene.messenger.edit(message, final_card("one"))
        assert caught.value.retry_after == 2.5
        assert not scene.clock.slept
        await scene.messenger.edit(message, final_card("two"))
        assert scene.routes() == ["create_message", "edit_message", "edit_message"]


async def test_a_file_that_is_too_large_is_not_sent() -> None:
    """By what the interaction allows while its token lives, and by what Discord takes from anybody after that."""
    async with acting(judging=False) as scene:
        scene.room.server.file_limit = 50 * 1024 * 1024
        big = final_card(data=bytes(12 * 1024 * 1024))
        one, origin = await scene.typed()
        message = await scene.messenger.post(origin, big, nonce="n")
        assert len(one.message.now.data) == 12 * 1024 * 1024
        scene.clock.time += LATE
        with pytest.raises(TooLarge):
            await scene.messenger.edit(message, big)
        assert scene.routes() == ["edit_original"]


@pytest.mark.parametrize(("status", "code"), [(413, 0), (413, 40005), (400, 40005)])
async def test_a_file_that_discord_finds_too_large(status: int, code: int) -> None:
    """It says so in more than one way."""
    async with acting() as scene:
        _, origin = await scene.typed()
        scene.discord.fault("error", "edit_original", status=status, code=code)
        with pytest.raises(TooLarge):
            await scene.messenger.post(origin, final_card(), nonce="n")


async def test_a_card_that_is_malformed_goes_out_barest() -> None:
    """Once, with the picture and without the buttons; the field is named in the log."""
    async with acting() as scene:
        one, origin = await scene.typed()
        errors = {"components": {"1": {"label": {"_errors": [{"code": "X", "message": "a secret prompt"}]}}}}
        scene.discord.fault("error", "edit_original", status=400, code=50035, more={"errors": errors})
        with capture_logs() as lines:
            await scene.messenger.post(origin, final_card(), nonce="n")
        assert one.message.now.data == picture()
        assert (one.message.text, one.message.labels) == ("a fox", [])
        (line,) = [line for line in lines if line["event"] == "discord.malformed"]
        assert line["path"] == "components.1.label"
        assert "secret" not in str(lines)
        scene.discord.fault("error", "edit_original", status=400, code=50035, times=2)
        with pytest.raises(Refused):
            await scene.messenger.post(origin, final_card(), nonce="n")


@pytest.mark.parametrize("kind", ["drop", "drop_after", "error", "error_after"])
async def test_what_passes_is_tried_again_and_changes_nothing_twice(kind: str) -> None:
    """A connection that is cut and a 502, before or after it was done: an answer and a new message, each is one."""
    async with acting() as scene:
        _, origin = await scene.typed()
        place = Place(DISCORD, scene.room.server.id, scene.room.id)
        for to in (origin, place):
            scene.discord.fault(kind)
            with pytest.raises(Unreachable):
                await scene.messenger.post(to, final_card(), nonce="n")
            await scene.messenger.post(to, final_card(), nonce="n")
        assert len(scene.room.messages) == 2


# --- where we are not ----------------------------------------------------------------------------------


async def test_an_app_without_a_bot_is_refused_once() -> None:
    """A server may have its commands alone, which no event tells: after one refusal no channel route is tried."""
    async with acting() as scene:
        room = scene.discord.room(scene.ann, bot=False)
        _, origin = await scene.typed(room=room)
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        scene.clock.time += LATE
        for percent in (50, 60, 70):
            with pytest.raises(NotAllowed):
                await scene.messenger.edit(message, progress_card(percent))
        with pytest.raises(NotAllowed):
            await scene.messenger.post(origin, final_card(), nonce="n:again")
        assert scene.routes() == ["edit_original", "edit_message"]
        scene.discord.invites(room.server)
        scene.clock.time += REFUSED_S
        await scene.messenger.edit(message, final_card())


async def test_whoever_invites_the_bot_is_believed() -> None:
    """The newest event in a channel counts, also when messages of older ones are changed after it."""
    async with acting() as scene:
        room = scene.discord.room(scene.ann, installed=False)
        place = Place(DISCORD, room.server.id, room.id)
        _, before = await scene.typed(room=room)
        old = await scene.messenger.post(before, progress_card(), nonce="n")
        with pytest.raises(NotAllowed):
            await scene.messenger.post(place, final_card(), nonce="n:1")
        scene.discord.invites(room.server)
        scene.clock.time += 1
        _, after = await scene.typed(room=room)
        await scene.messenger.post(after, final_card(), nonce="n:2")
        await scene.messenger.edit(old, final_card())
        await scene.messenger.post(place, final_card(), nonce="n:3")
        assert scene.routes()[-1] == "create_message"


# --- previews ------------------------------------------------------------------------------------------


async def test_when_all_bots_are_too_fast_previews_of_that_channel_wait() -> None:
    """Of every job there, without a call; pictures that are ready go, and so does every other channel."""
    async with acting() as scene:
        elsewhere = scene.discord.channel(scene.room.server, "elsewhere", TEXT)
        posted = []
        for room in (scene.room, scene.room, elsewhere):
            _, origin = await scene.typed(room=room)
            posted.append(await scene.messenger.post(origin, progress_card(), nonce="n"))
        first, second, third = posted
        scene.discord.fault("flood", "edit_original", scope="shared", retry_after=5.0)
        with pytest.raises(TooFast):
            await scene.messenger.edit(first, progress_card(50))
        calls = len(scene.routes())
        with pytest.raises(Unreachable):
            await scene.messenger.edit(second, progress_card(50))
        assert len(scene.routes()) == calls
        await scene.messenger.edit(third, progress_card(50))
        await scene.messenger.edit(second, final_card())
        scene.clock.time += 5.1
        await scene.messenger.edit(first, progress_card(60))


async def test_previews_wait_for_a_bucket_that_is_used_up() -> None:
    """Discord said so with the last change that it took: so nothing is refused."""
    async with acting(buckets={**ROOMY, "edit_message": (3, 5.0)}) as scene:
        place = Place(DISCORD, scene.room.server.id, scene.room.id)
        message = await scene.messenger.post(place, progress_card(), nonce="n")
        for percent in (40, 50, 60):
            await scene.messenger.edit(message, progress_card(percent))
        with pytest.raises(Unreachable):
            await scene.messenger.edit(message, progress_card(70))
        assert not scene.discord.refused()
        scene.clock.time += 5.1
        await scene.messenger.edit(message, progress_card(80))
        assert scene.routes() == ["create_message", *["edit_message"] * 4]


async def test_a_limit_of_our_own_holds_nobody_else() -> None:
    """What one interaction has used up is its own matter."""
    async with acting() as scene:
        posted = []
        for _ in range(2):
            _, origin = await scene.typed()
            posted.append(await scene.messenger.post(origin, progress_card(), nonce="n"))
        scene.discord.fault("flood", "edit_original", scope="user", retry_after=5.0)
        with pytest.raises(TooFast):
            await scene.messenger.edit(posted[0], progress_card(50))
        await scene.messenger.edit(posted[1], progress_card(50))


async def test_when_discord_has_refused_too_much_no_previews_are_sent() -> None:
    """Long before it hears us no more; what people wait for still goes."""
    async with acting() as scene:
        _, origin = await scene.typed()
        message = await scene.messenger.post(origin, progress_card(), nonce="n")
        for _ in range(REFUSALS_MOST + 1):
            scene.wire.standing = scene.wire.standing.refused(scene.clock.now())
        with pytest.raises(NotNow):
            await scene.messenger.edit(message, progress_card(50))
        await scene.messenger.edit(message, Card((), stage=Stage.WAITING))
        await scene.messenger.edit(message, final_card())
        assert scene.routes() == ["edit_original"] * 3
