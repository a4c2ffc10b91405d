"""What goes wrong on Telegram, by mistake or on purpose: for other bots, forged, too much at once, too late."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.domain.access import AccessList
from bot.domain.incoming import Person as Person_
from bot.domain.parcel import SHARED, SLOT_LIMITS
from bot.handlers.results import mark_of
from tests.adapters.house import NINE, House, answered, bot, house, painted, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH, SlowPainter
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.entities import typed
from tests.fakes.telegram.room import Person, Shown
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture


@dataclass
class Held:
    house: House
    painter: SlowPainter


@pytest.fixture
async def slow(telegram: Telegram, stage: Stage) -> AsyncIterator[Held]:  # noqa: F811 - the fixtures
    """A painter that stops after its first preview."""
    painter = SlowPainter()
    async with bot(telegram, stage, painter=painter) as made:
        yield Held(made, painter)


async def test_commands_of_other_bots_are_left_alone(house: House) -> None:  # noqa: F811
    """Where several bots hear everything; one that is addressed to us and unknown is explained."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    group.says(ann, "/ban Bob")
    message = await answered(group, ann, f"/imagin@{house.telegram.world.bot.username} a cat")
    assert "Did you mean /imagine?" in message.text
    assert len(group.by_bot) == 1


async def test_a_list_turns_its_pages_for_whom_it_is(house: House) -> None:  # noqa: F811
    """Others are told so."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    for _ in range(6):
        await painted(house, group, ann)
    listed = await answered(group, ann, "/history")
    press = group.presses(bob, listed, "▶")
    await wait_until(lambda: press.answer is not None, "it is answered")
    assert "somebody else's" in str(press.answer)


async def test_a_chosen_group_stays_chosen_when_it_moves(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """The operator's list has its old number."""
    access = AccessList(frozenset({"telegram:-5001"}))
    async with bot(telegram, stage, access=access) as here:
        ann = telegram.person("Ann")
        group = telegram.group("Atelier", ann, kind="group")
        assert group.id == -5001
        await painted(here, group, ann)
        await painted(here, group.migrates(), ann)


FLOODS = ["/cancel", "/imagine a cat --foo 3", "/imagin@{bot} a cat", "/help", "/show 7K2M9QXD"]


@pytest.mark.parametrize("text", FLOODS)
async def test_who_floods_a_group_holds_up_nobody(house: House, text: str) -> None:  # noqa: F811
    """A few of their answers are on their way at any time, the rest is dropped: Bob hardly notices."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    for _ in range(40):
        group.says(ann, text.format(bot=house.telegram.world.bot.username))
    house.painter.scripts.append(SMOOTH)
    group.says(bob, "/imagine a cat")
    asked = group.says(bob, "/history")
    await wait_until(lambda: any("U1" in str(one.labels) for one in group.by_bot), "the picture is there")
    await wait_until(lambda: any(one.reply_to is asked for one in group.by_bot), "Bob is answered")
    await house.idle()
    to_ann = [one for one in group.by_bot if one.reply_to is not None and one.reply_to.sender == ann]
    assert len(to_ann) <= SLOT_LIMITS[SHARED][1]
    before_bob = [one for one in to_ann if one.id < next(one.id for one in group.by_bot if one not in to_ann)]
    assert len(before_bob) <= SLOT_LIMITS[SHARED][0] + 1


async def test_who_floods_in_private_is_answered_as_far_as_that_goes(house: House) -> None:  # noqa: F811
    """Only their own answers wait there."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    room, other = house.telegram.private(ann), house.telegram.private(bob)
    for _ in range(40):
        room.says(ann, "/cancel")
    assert "Type a command" in (await answered(other, bob, "/help")).text
    await house.idle()
    assert 0 < len(room.by_bot) < 40


async def test_cancelled_after_a_preview(slow: Held) -> None:
    """The message shows a picture by then, so its words are a caption: found out without a second call at once."""
    ann = slow.house.telegram.person("Ann")
    group = slow.house.telegram.group("Atelier", ann)
    group.says(ann, "/imagine a cat")
    await wait_until(lambda: group.by_bot and group.last.now.kind == "photo", "a preview is there")
    slow.house.platform.messenger.pictured.names.clear()  # as another process would have it
    group.presses(ann, group.last, "Cancel")
    await wait_until(lambda: "Show" in str(group.last.labels), "the message says so")
    assert slow.house.telegram.refused() == 0
    slow.painter.go_on.set()


async def test_a_forged_list_replaces_no_picture(house: House) -> None:  # noqa: F811
    """What is written on a button comes from the client."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    message = await painted(house, group, ann)
    for data in ("history:0", f"history:0.{mark_of(Person_('telegram:1002', 'Bob'))}", "adjust:previews=off"):
        button = message.now.rows[0][0]
        button["callback_data"], before = data, button["callback_data"]
        press = group.presses(ann if data.startswith("adjust") else bob, message, data)
        button["callback_data"] = before
        await wait_until(lambda: press.answer is not None, "it is answered")  # noqa: B023 - at once
        assert "not known" in str(press.answer)
    await house.idle()
    assert message.labels == NINE


async def test_a_picture_of_a_topic_that_is_gone_comes_all_the_same(house: House) -> None:  # noqa: F811
    """In the main one."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann, forum=True)
    topic = group.opens_topic(ann, "Cats")
    house.painter.scripts = [SMOOTH]
    group.says(ann, "/imagine a cat", thread=topic)
    group.closes_topic(topic)
    await wait_until(lambda: group.by_bot and group.last.labels == NINE, "the picture is there")


@pytest.mark.parametrize("text", ["/help.", "/", "/привет мир", "/cancel!"])
async def test_a_command_gone_wrong_is_no_prompt(house: House, text: str) -> None:  # noqa: F811
    """In private words are orders, and those cost."""
    ann = house.telegram.person("Ann")
    message = await answered(house.telegram.private(ann), ann, text)
    assert "There is no command" in message.text
    assert house.painter.sent == []


async def test_an_admin_who_hides_may_press_for_the_group(house: House) -> None:  # noqa: F811
    """What was ordered in the group's name is its admins'."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    await answered(group, ann, "/settings press requester")
    anonymous = Person(1087968824, "Group", username="GroupAnonymousBot", bot=True)
    shown = Shown("text", typed("/imagine a cat"), [], at=group.world.clock())
    house.painter.scripts = [SMOOTH, SMOOTH]
    group._write(anonymous, shown, extra={"sender_chat": group.room.show()})
    await wait_until(lambda: group.last.labels == NINE, "the picture is there")
    await wait_until(lambda: not house.bench.runner.sessions, "it is written down where")
    refused = group.presses(bob, group.last, "V1")
    await wait_until(lambda: refused.answer is not None, "Bob is answered")
    assert "Only Atelier" in str(refused.answer)
    group.presses(ann, group.last, "V1")
    await wait_until(lambda: len(house.painter.sent) == 2, "Ann may")


async def test_a_slow_question_holds_up_nobody_else(house: House, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """While Telegram takes its time to say who is an admin, others are served."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group, room = house.telegram.group("Atelier", ann, bob), house.telegram.private(bob)
    go_on = asyncio.Event()

    async def is_admin(*_: object) -> bool:
        await go_on.wait()
        return True

    monkeypatch.setattr(house.platform.rights, "is_admin", is_admin)
    group.says(ann, "/settings")
    room.says(bob, "/help")
    await wait_until(lambda: room.by_bot, "Bob is answered")
    assert not group.by_bot
    go_on.set()
    await wait_until(lambda: group.by_bot, "Ann, too")
