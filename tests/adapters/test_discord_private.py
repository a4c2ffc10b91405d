"""What only one person is to see on Discord: in no form, and after no refusal, does anybody else."""

import pytest

from tests.adapters.discord_house import (  # noqa: F401 - fixtures
    LATE_S,
    NINE,
    Easel,
    House,
    discord,
    easel,
    house,
    painted,
)
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.fakes.painter import SMOOTH
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

STORM, WAITING = 24, 10  # presses at once; words that may wait for one person
REFUSED = {"status": 403, "code": 50013, "times": -1}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried soon."""
    monkeypatch.setattr("bot.jobs.sender.SEND_RETRY_S", 0.01)


async def shown_alone(house: House, room: Room, ann: Person) -> Message:  # noqa: F811 - the fixture
    """A picture of hers that she has had shown again, to her alone."""
    listed = room.types(ann, "history")
    await wait_until(lambda: listed.done and listed.message.labels, "they are listed")
    await house.idle()
    press = room.presses(ann, listed.message, "1")
    await wait_until(lambda: press.done and press.message.labels == NINE, "it is shown")
    await house.idle()
    assert press.message.seen_by == ann
    return press.message


async def ordered_alone(house: Easel, room: Room, ann: Person) -> Interaction:  # noqa: F811 - the fixture
    """An order from under such a message, whose first preview is shown."""
    await house.picture(room, ann)
    alone = await shown_alone(house, room, ann)
    press = room.presses(ann, alone, "U2")
    await wait_until(lambda: press.done and press.message.now.visible, "it is being painted")
    assert press.message.seen_by == ann
    return press


@pytest.mark.parametrize("seconds", [0.0, LATE_S], ids=["by its token", "when that is over"])
@pytest.mark.parametrize("refused", [False, True], ids=["taken", "refused"])
async def test_a_picture_that_was_ordered_alone(
    stage: Stage,  # noqa: F811 - the fixture
    seconds: float,
    *,
    refused: bool,
) -> None:
    """Is shown there, or in her conversation with the bot: not even its barest words are for all."""
    async with easel(stage) as house:  # noqa: F811
        ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
        room = house.discord.room(ann, bob)
        press = await ordered_alone(house, room, ann)
        seen, tried = room.sees(bob), len(house.discord.calls("create_message", "edit_message", channel=room))
        if refused:
            house.discord.fault("error", "edit_original", **REFUSED)
        house.clock.shift(seconds)
        await house.ended()
        shown = not refused and not seconds
        assert (press.message.labels == NINE) is shown
        assert [one.labels for one in house.discord.dm(ann).by_bot] == [NINE] * (not shown)
        assert room.sees(bob) == seen
        assert len(house.discord.calls("create_message", "edit_message", channel=room)) == tried
        house.discord.world.faults.faults.clear()
        assert (await house.kept(ann)).now.visible


async def test_a_thread_that_was_put_away_gets_no_copy_of_it(stage: Stage) -> None:  # noqa: F811 - the fixture
    """A new message would take it out again, before everybody."""
    async with easel(stage) as house:  # noqa: F811
        ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
        thread = house.discord.room(ann, bob).thread()
        await ordered_alone(house, thread, ann)
        seen = thread.sees(bob)
        thread.channel.archived = True
        await house.ended()
        assert thread.sees(bob) == seen
        assert (await house.kept(ann)).now.visible


async def test_who_asks_right_after_somebody_else_is_answered_too(house: House) -> None:  # noqa: F811 - the fixture
    """What Ann was given alone Bob has not seen."""
    ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
    room = house.discord.room(ann, bob)
    message = await painted(house, room, ann, "a red fox")
    for button in ("Prompt", "Original"):
        both = [room.presses(who, message, button) for who in (ann, bob)]
        for one in both:
            await house.discord.answered(one)
        await house.idle()
        assert [one.message.seen_by for one in both] == [ann, bob]
        assert both[0].message.text == both[1].message.text
        assert "fox" in both[1].message.text


async def test_a_picture_that_is_shown_again_alone(house: House) -> None:  # noqa: F811 - the fixture
    """Refused in every form, it is posted in none, and she is told so, where nobody else reads it."""
    ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
    room = house.discord.room(ann, bob)
    await painted(house, room, ann)
    listed = room.types(ann, "history")
    await wait_until(lambda: listed.done and listed.message.labels, "they are listed")
    await house.idle()
    seen = room.sees(bob)
    refusing = house.discord.fault("error", "edit_original", **REFUSED)
    room.presses(ann, listed.message, "1")
    await wait_until(lambda: refusing.struck > 2, "it is refused")
    await house.idle()
    assert room.sees(bob) == seen
    assert not house.discord.calls("create_message", channel=room)
    assert ["could not be posted" in one.text for one in house.discord.dm(ann).by_bot] == [True]


@pytest.mark.parametrize("what", ["said", "picture"])
async def test_an_answer_that_comes_when_its_token_is_over(stage: Stage, what: str) -> None:  # noqa: F811 - the fixture
    """The workers were away for a quarter of an hour: a list and a prompt come to who asked, and not before all."""
    async with easel(stage) as house:  # noqa: F811
        ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
        room = house.discord.room(ann, bob)
        message = await house.picture(room, ann)
        seen = room.sees(bob)
        asked = room.types(ann, "history") if what == "said" else room.presses(ann, message, "Prompt")
        task = ("parcel", f"discord:{asked.id}-{what}")
        house.background[task] = float("inf")
        await wait_until(lambda: asked.answer, "it was heard")
        await house.written(task[1])
        house.clock.shift(LATE_S)
        house.background[task] = 0.0
        await house.idle()
        assert asked.message.text == ""
        assert room.sees(bob) == seen
        assert not house.discord.calls("create_message", channel=room)
        assert len(house.discord.dm(ann).by_bot) == 1
        await house.ended()


@pytest.mark.parametrize("route", ["get_original", "edit_original", "follow_up", "delete_original"])
@pytest.mark.parametrize("kind", ["flood", "error", "drop_after"])
async def test_a_word_that_is_held_up(stage: Stage, kind: str, route: str) -> None:  # noqa: F811 - the fixture
    """Is said later, to its person alone, and no message with nothing in it is left."""
    async with easel(stage) as house:  # noqa: F811
        ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
        room = house.discord.room(ann, bob)
        message = await house.picture(room, ann)
        first = room.presses(ann, message, "U1")
        await wait_until(lambda: first.done and first.message.now.visible, "it is being painted")
        await house.idle()
        fault = house.discord.fault(kind, route, times=1)
        again = room.presses(ann, message, "U1")
        await wait_until(lambda: fault.struck and again.follow_ups and again.message.deleted, "she is told")
        await house.idle()
        told = {(one.text, one.seen_by) for one in room.messages if one.interaction is again}
        assert told == {("That is being made already.", ann)}
        assert all("already" not in shown.text for shown in again.message.history)
        await house.ended()


async def test_a_storm_of_presses_leaves_no_thinking_behind(house: House) -> None:  # noqa: F811 - the fixture
    """When no more words can be said to somebody, what says that one comes goes away for those that are dropped."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    shown = await painted(house, room, ann)
    house.painter.scripts = [SMOOTH]
    first = room.presses(ann, shown, "U1")
    await wait_until(lambda: first.done and "U1" not in shown.labels[0], "it is ordered, and marked")
    await house.idle()
    house.discord.fault("flood", "follow_up", times=-1, retry_after=600.0)
    presses = [room.presses(ann, shown, "✓ U1") for _ in range(STORM)]

    def left() -> int:
        """Those whose answer, for all to see, says that one comes."""
        return sum(not one.message.deleted for one in presses)

    await wait_until(lambda: all(one.original for one in presses) and left() <= WAITING, "the others are gone")
