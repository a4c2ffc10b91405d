"""What goes wrong on Discord while a picture is painted, and how that ends: its person has it all the same."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.discord_house import LATE_S, NINE, Easel, easel
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

Strike = Callable[[Easel, Room, Interaction], None]
ALIVE, LATE = 0.0, LATE_S
by_either = pytest.mark.parametrize("seconds", [ALIVE, LATE], ids=["by its token", "by the bot's"])


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried soon."""
    monkeypatch.setattr("bot.jobs.sender.SEND_RETRY_S", 0.01)
    monkeypatch.setattr("bot.jobs.sender.PAUSE_JITTER_S", 0.0)


def fault(kind: str, *routes: str, **more: Any) -> Strike:
    """Something that Discord does, by whichever token the picture is shown."""

    def strike(house: Easel, room: Room, _asked: Interaction) -> None:
        for route in routes or ("edit_original", "edit_message"):
            house.discord.fault(kind, route, channel=room, **more)

    return strike


def refusal(status: int, code: int, *routes: str, **more: Any) -> Strike:
    return fault("error", *routes, status=status, code=code, **more)


def deleted(_house: Easel, room: Room, asked: Interaction) -> None:
    room.deletes(asked.message)


def removed(house: Easel, room: Room, _asked: Interaction) -> None:
    house.discord.expels(room.server)


def denied(permission: Permission) -> Strike:
    def strike(_house: Easel, room: Room, _asked: Interaction) -> None:
        room.channel.denied |= permission

    return strike


def marked(*names: str) -> Strike:
    """What is true of the channel from then on."""

    def strike(_house: Easel, room: Room, _asked: Interaction) -> None:
        for name in names:
            setattr(room.channel, name, True)

    return strike


async def ended(house: Easel, strike: Strike, seconds: float, room: Room, ann: Person) -> Interaction:
    """An order to which this happens while it is painted, so long after it was given."""
    asked = await house.begun(room, ann)
    house.clock.shift(seconds)
    strike(house, room, asked)
    sent = len(house.painter.sent)
    await house.ended()
    assert len(house.painter.sent) == sent
    return asked


def pictured(message: Message) -> bool:
    return bool(message.now.visible) and message.labels == NINE


# What passes, or is a matter of form: the picture is in the same message in the end, with its buttons.
PASSING: dict[str, Strike] = {
    "429": fault("flood", retry_after=0.1, times=2),
    "429 shared": fault("flood", retry_after=0.1, scope="shared"),
    "30046": refusal(400, 30046, more={"retry_after": 0.1}),
    "502": refusal(502, 0),
    "503, done": fault("error_after", status=503),
    "cut": fault("drop"),
    "cut, done": fault("drop_after"),
    "413": refusal(413, 0),
    "40005": refusal(400, 40005),
    "50035": refusal(400, 50035, times=2),
}


@by_either
@pytest.mark.parametrize("strike", PASSING.values(), ids=PASSING)
async def test_what_passes_is_waited_for(stage: Stage, strike: Strike, seconds: float) -> None:  # noqa: F811 - the fixture
    """In the one message there is."""
    async with easel(stage) as house:
        ann = house.discord.person("Ann")
        room = house.discord.room(ann)
        asked = await ended(house, strike, seconds, room, ann)
        assert room.by_bot == [asked.message]
        assert pictured(asked.message)


@by_either
async def test_no_answer_in_time_is_no_answer(
    stage: Stage,  # noqa: F811 - the fixture
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
) -> None:
    """It is asked again."""
    monkeypatch.setattr("adapters.discord.wire.REST_UPLOAD_S", -4.0)  # so that it is a second
    await test_what_passes_is_waited_for(stage, fault("hold"), seconds)


@by_either
async def test_a_card_that_is_malformed_once_has_its_picture(stage: Stage, seconds: float) -> None:  # noqa: F811
    """In its barest form, and by its code with all the rest."""
    async with easel(stage) as house:
        ann = house.discord.person("Ann")
        room = house.discord.room(ann)
        asked = await ended(house, refusal(400, 50035), seconds, room, ann)
        assert room.by_bot == [asked.message]
        assert asked.message.now.visible
        assert pictured(await house.kept(ann))


@by_either
async def test_what_is_too_large_in_any_form_is_linked(stage: Stage, seconds: float) -> None:  # noqa: F811
    """With its buttons."""
    async with easel(stage) as house:
        ann = house.discord.person("Ann")
        room = house.discord.room(ann)
        asked = await ended(house, refusal(413, 40005, times=2), seconds, room, ann)
        assert room.by_bot == [asked.message]
        assert (asked.message.now.visible, asked.message.labels) == ([], NINE)
        assert "https://pictures.example/1.png" in asked.message.text


@by_either
async def test_a_message_that_was_deleted(stage: Stage, seconds: float) -> None:  # noqa: F811 - the fixture
    """Is the person's alone from then on, while that can be; nobody else ever sees the picture."""
    async with easel(stage) as house:
        ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
        room = house.discord.room(ann, bob)
        await ended(house, deleted, seconds, room, ann)
        assert room.sees(bob) == []
        assert [pictured(one) for one in room.sees(ann)] == [True] * (seconds == ALIVE)
        assert pictured(await house.kept(ann))


@by_either
@pytest.mark.parametrize("cut", [False, True], ids=["", "and cut"])
async def test_a_thread_that_was_put_away(stage: Stage, seconds: float, *, cut: bool) -> None:  # noqa: F811
    """Is taken out by one new message with the picture, however often that has to be sent."""
    async with easel(stage) as house:
        ann = house.discord.person("Ann")
        thread = house.discord.room(ann).thread()

        def strike(house: Easel, room: Room, _asked: Interaction) -> None:
            room.channel.archived = True
            if cut:
                house.discord.fault("drop_after", "create_message", channel=room)

        asked = await ended(house, strike, seconds, thread, ann)
        assert [pictured(one) for one in thread.by_bot] == [True]
        assert asked.message.deleted


# What takes nothing any more, with the calls that find that out by the token, and late.
CLOSED: dict[str, Strike] = {
    "10003": marked("deleted"),
    "50083, locked": marked("archived", "locked"),
    "50001": refusal(403, 50001, "edit_original", "edit_message", "create_message", times=-1),
    "50013": refusal(403, 50013, "edit_original", "edit_message", "create_message", times=-1),
    "10004": refusal(404, 10004, "edit_original", "edit_message", "create_message", times=-1),
}


@by_either
@pytest.mark.parametrize("strike", CLOSED.values(), ids=CLOSED)
async def test_where_nothing_is_taken_any_more(stage: Stage, strike: Strike, seconds: float) -> None:  # noqa: F811
    """It is found out by a few calls, and the picture is kept."""
    async with easel(stage) as house:
        ann = house.discord.person("Ann")
        server = house.discord.room(ann)
        room = server.thread()
        before = len(house.discord.calls(channel=room))
        asked = await ended(house, strike, seconds, room, ann)
        assert not [one for one in room.by_bot if "U1" in str(one.labels)]
        assert len(house.discord.calls(channel=room)) - before < 12
        assert pictured(await house.kept(ann))
        assert not asked.follow_ups


@by_either
async def test_a_person_who_takes_no_messages(stage: Stage, seconds: float) -> None:  # noqa: F811 - the fixture
    """What they ordered before that is kept."""
    async with easel(stage) as house:
        ann = house.discord.person("Ann")
        room = house.discord.room(ann)
        shut = refusal(403, 50007, "edit_original", "edit_message", "create_message", times=-1)
        await ended(house, shut, seconds, house.discord.dm(ann), ann)
        house.discord.world.faults.faults.clear()
        told = room.types(ann, "show", code=await code_of_newest(house, room, ann))
        await answered(house, told)
        assert pictured(told.message)


@by_either
async def test_where_no_files_are_allowed_any_more(stage: Stage, seconds: float) -> None:  # noqa: F811 - the fixture
    """Words say so, and how the picture can be had."""
    async with easel(stage) as house:
        ann = house.discord.person("Ann")
        room = house.discord.room(ann)
        asked = await ended(house, denied(Permission.ATTACH_FILES), seconds, room, ann)
        assert room.by_bot == [asked.message]
        assert "/show" in asked.message.text
        assert pictured(await house.kept(ann))


@by_either
async def test_a_bot_that_was_thrown_out(stage: Stage, seconds: float) -> None:  # noqa: F811 - the fixture
    """Ends what people began there while it can, and keeps the rest."""
    async with easel(stage) as house:
        ann = house.discord.person("Ann")
        room = house.discord.room(ann)
        asked = await ended(house, removed, seconds, room, ann)
        assert pictured(asked.message) is (seconds == ALIVE)
        assert pictured(await house.kept(ann))


async def code_of_newest(house: Easel, room: Room, who: Person) -> str:
    """Of their newest picture, as the list of them says it."""
    listed = room.types(who, "history")
    await answered(house, listed)
    found = re.search(r"\b[0-9A-Z]{8}\b", listed.message.text)
    assert found is not None, listed.message.text
    return found[0]


async def answered(house: Easel, one: Interaction) -> None:
    await house.discord.answered(one)
    await house.idle()
