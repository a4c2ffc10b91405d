"""The bot on Discord from an order to what becomes of its picture, wherever that is and however long it takes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from typing_extensions import override

from adapters.discord import gateway
from bot.domain.ids import ImageId, TaskId
from bot.domain.job import Job
from bot.domain.order import Act
from bot.domain.update import Accepted, Finished, Progressed, TaskUpdate
from tests.adapters.discord_house import (  # noqa: F401 - fixtures
    LATE_S,
    NINE,
    PREVIEW_GAP_S,
    Easel,
    House,
    bot,
    discord,
    easel,
    house,
)
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Answer, Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.fakes.painter import GRID, TASK, FakePainter, Step, done, image
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

CHANNEL_ROUTES = ("create_message", "edit_message", "get_message", "delete_message")
TOKEN_ROUTES = ("get_original", "edit_original", "delete_original", "follow_up", "edit_follow_up")
PLACES = ("conversation with it", "conversation of people", "foreign server", "server")


def opened(house: Discord, place: str, ann: Person) -> Room:  # noqa: F811 - a fixture
    match place:
        case "conversation with it":
            return house.dm(ann)
        case "conversation of people":
            return house.group(ann, house.person("Bob"))
        case "foreign server":
            return house.room(ann, installed=False)
        case _:
            return house.room(ann)


def grid(number: int) -> Finished:
    """A finished grid like no other."""
    task = TaskId(f"task-{number}")
    return Finished(task, replace(image(task), image_id=ImageId(f"155700000000000{number:04}")))


async def asked_for(house: House, room: Room, who: Person, number: int) -> Message:  # noqa: F811
    """The message of a grid of that number, painted without a preview."""
    house.painter.scripts.append([grid(number)])
    asked = room.types(who, "imagine", prompt=f"cat {number}")
    await wait_until(lambda: asked.done and asked.message.labels == NINE, "the picture is there")
    await house.known()
    return asked.message


async def test_all_nine_buttons_do_what_they_say(
    stage: Stage,  # noqa: F811 - the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each orders that of the picture it stands under, in a message of its own; the other one stays as it is."""
    painter = FakePainter()
    monkeypatch.setattr(gateway, "TOKEN_LIMITS", replace(gateway.TOKEN_LIMITS, window=0.01))  # lanes have no clock
    async with easel(stage, painter=painter) as house:  # noqa: F811 - the fixture
        ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
        room = house.discord.room(ann, bob)
        first, second = [await asked_for(house, room, who, number) for number, who in ((1, ann), (2, bob))]
        before = first.now
        for number, label in enumerate([*NINE[0][:4], "Reroll", *NINE[1]]):
            house.clock.shift(PREVIEW_GAP_S)
            painter.scripts.append([grid(10 + number)])
            press = room.presses(ann, second, label)
            await shown(press)
            assert press.answer is Answer.THINKING
            order = painter.sent[-1].order
            assert isinstance(order, Act)
            assert (order.action, order.image_id) == (GRID[number], ImageId("1557000000000000002"))
            await marked(second, number + 1)
        await house.idle()
        assert len(room.by_bot) == 2 + len(GRID)
        assert first.now is before
        assert second.labels[:2] == [
            ["✓ U1", "✓ U2", "✓ U3", "✓ U4", "🔄 ✓ Reroll"],
            ["✓ V1", "✓ V2", "✓ V3", "✓ V4"],
        ]
        assert house.discord.refused() == 0


async def marked(message: Message, count: int) -> None:
    await wait_until(lambda: str(message.labels).count("✓") == count, f"{count} buttons are marked")


async def shown(press: Interaction) -> None:
    await wait_until(lambda: press.done and press.message.now.visible, "its picture is there")


async def test_one_message_from_the_first_word_to_the_last(stage: Stage) -> None:  # noqa: F811 - the fixture
    """It thinks, says what it does, shows a preview and then the picture."""
    async with easel(stage) as house:  # noqa: F811 - the fixture
        ann = house.discord.person("Ann")
        room = house.discord.room(ann)
        asked = await house.begun(room, ann)
        await house.ended()
        assert room.messages == [asked.message]
        states = asked.message.history
        assert states[0].flags & states[0].flags.LOADING
        assert [bool(one.visible) for one in states[-2:]] == [True, True]
        assert states[-1].labels == NINE


@pytest.mark.parametrize("place", PLACES)
async def test_from_an_order_to_a_press_anywhere(house: House, place: str) -> None:  # noqa: F811 - the fixture
    """The pressed button has its mark, and where the bot is not no channel's route is ever called.

    Where it is none is either: a message is changed by the token that made it while that lives.
    """
    ann = house.discord.person("Ann")
    room = opened(house.discord, place, ann)
    message = await asked_for(house, room, ann, 1)
    house.painter.scripts.append([grid(2)])
    press = room.presses(ann, message, "U2")
    await shown(press)
    await wait_until(lambda: message.labels[0][1] == "✓ U2", "it is marked")
    await house.idle()
    assert message.now.visible
    assert not message.ephemeral
    assert len(room.by_bot) == 2
    assert house.discord.calls(*CHANNEL_ROUTES) == []


# --- twenty minutes ------------------------------------------------------------------------------------


class Stepwise(FakePainter):
    """Says what a test says."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = asyncio.Queue[Step]()

    @override
    async def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        self.sent.append(job)
        while True:
            step = await self.steps.get()
            assert not isinstance(step, Exception)
            yield step
            if isinstance(step, Finished):
                return


def preview(percent: int) -> Progressed:
    return Progressed(TASK, percent, f"https://pictures.example/{percent}.webp")


async def paced(easel: Easel, painter: Stepwise, asked: Interaction, minutes: float, percent: int) -> None:
    """So much later it is so far, and shown."""
    easel.clock.shift(60 * minutes)
    shown = len(asked.message.history)
    painter.steps.put_nowait(preview(percent))
    await wait_until(lambda: len(asked.message.history) > shown, f"{percent} % are shown")
    await easel.still()


@pytest.mark.parametrize("dead", [False, True], ids=["", "and its token dies early"])
async def test_a_job_of_twenty_minutes(stage: Stage, *, dead: bool) -> None:  # noqa: F811 - the fixture
    """Is finished where it began, by the bot's own token when that of the interaction is over.

    Which is asked nothing any more then, and at most twice when it dies before its time.
    """
    painter = Stepwise()
    async with easel(stage, painter=painter) as house:  # noqa: F811 - the fixture
        house.platform.channel_limits = replace(house.platform.channel_limits, preview_gap=0.0)
        ann = house.discord.person("Ann")
        room = house.discord.room(ann)
        asked = room.types(ann, "imagine", prompt="a cat")
        await wait_until(lambda: asked.done, "it is heard")
        painter.steps.put_nowait(Accepted(TASK))
        await paced(house, painter, asked, 1, 10)
        await paced(house, painter, asked, 9, 40)
        if dead:
            house.discord.fault("error", "edit_original", status=401, code=50027, times=-1)
        else:
            assert house.discord.calls(*CHANNEL_ROUTES) == []
        before = len(house.discord.calls(*TOKEN_ROUTES))
        house.clock.shift(-60 if dead else 0)
        await paced(house, painter, asked, 5, 60)
        await paced(house, painter, asked, 3, 80)
        house.clock.shift(120)
        painter.steps.put_nowait(done())
        await wait_until(lambda: asked.message.labels == NINE, "it is finished")
        assert room.messages == [asked.message]
        assert len(house.discord.calls(*TOKEN_ROUTES)) - before <= 2 * dead
        assert len(house.discord.calls("edit_message")) == 3
        assert len(painter.sent) == 1


@pytest.mark.parametrize("place", PLACES[1:3])
async def test_a_job_of_twenty_minutes_where_the_bot_is_not(stage: Stage, place: str) -> None:  # noqa: F811
    """Has nothing to show it by: it is kept, and no channel's route is called."""
    async with easel(stage) as house:  # noqa: F811 - the fixture
        ann = house.discord.person("Ann")
        room = opened(house.discord, place, ann)
        asked = await house.begun(room, ann)
        shown, calls = asked.message.now, len(house.discord.calls())
        house.clock.shift(LATE_S)
        await house.ended()
        assert asked.message.now is shown
        assert len(house.discord.calls()) == calls
        assert (await house.kept(ann)).labels == NINE
        assert len(house.painter.sent) == 1


@pytest.mark.parametrize("seconds", [0.0, LATE_S], ids=["soon", "late"])
@pytest.mark.parametrize("place", PLACES)
async def test_what_was_cancelled_and_is_wanted_after_all(stage: Stage, place: str, seconds: float) -> None:  # noqa: F811
    """Is shown where the button stands, as its press is told: by the token of that press, if need be."""
    async with easel(stage) as house:  # noqa: F811 - the fixture
        ann = house.discord.person("Ann")
        room = opened(house.discord, place, ann)
        asked = await house.begun(room, ann)
        await house.known()
        cancel = room.presses(ann, asked.message, "Cancel")
        await wait_until(lambda: cancel.done and "Show" in str(asked.message.labels), "it is cancelled")
        assert cancel.message.seen_by == ann
        await house.ended()
        house.clock.shift(seconds)
        show = room.presses(ann, asked.message, "Show")
        await wait_until(lambda: asked.message.labels == NINE, "the picture is there")
        await wait_until(lambda: show.follow_ups, "she is told")
        assert [one.seen_by for one in show.follow_ups] == [ann]
        assert room.by_bot == [asked.message]
        assert len(house.painter.sent) == 1


async def test_a_right_that_goes_while_it_is_painted(stage: Stage) -> None:  # noqa: F811 - the fixture
    """What was paid is told in words; the next order there is refused with the right's name, before it is paid.

    As soon as it is given back an order is taken again: each says by itself what we may do where it was given.
    """
    async with easel(stage) as house:  # noqa: F811 - the fixture
        ann = house.discord.person("Ann")
        room = house.discord.room(ann)
        asked = await house.begun(room, ann)
        house.clock.shift(LATE_S)
        room.channel.denied = Permission.ATTACH_FILES
        await house.ended()
        assert "/show" in asked.message.text
        refused = room.types(ann, "imagine", prompt="a dog")
        await wait_until(lambda: refused.done, "the next is refused")
        assert "Attach Files" in refused.message.text
        assert refused.message.seen_by == ann
        assert len(house.painter.sent) == 1
        room.channel.denied = Permission(0)
        again = room.types(ann, "imagine", prompt="a bird")
        await wait_until(lambda: again.done and again.message.labels == NINE, "it is painted")
        assert len(house.painter.sent) == 2


# --- two gateways --------------------------------------------------------------------------------------


async def test_two_bots_on_one_shard(discord: Discord, stage: Stage) -> None:  # noqa: F811 - the fixtures
    """Both hear everything; each order is answered, painted and shown once."""
    ann = discord.person("Ann")
    room = discord.room(ann)
    async with bot(discord, stage) as one, bot(discord, stage) as other:
        for each in (one, other):
            each.painter.scripts = [[grid(number)] for number in range(20)]
        asked = [room.types(ann, "imagine", prompt=f"cat {number}") for number in range(6)]
        await wait_until(lambda: all(each.done and each.message.labels == NINE for each in asked), "all are there")
        await wait_until(lambda: len(discord.calls("callback")) == 12, "both have tried each")
        assert room.by_bot == [each.message for each in asked]
        assert len(one.painter.sent) + len(other.painter.sent) == 6
        assert sorted(call.code for call in discord.calls("callback")) == [0] * 6 + [40060] * 6
