"""How groups and people want things done on Telegram: settings, rights, languages, who may use the bot at all."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.domain.admission import Admission
from bot.domain.incoming import Person as Person_
from bot.i18n import say
from bot.wishes.pictures import mark_of
from tests.adapters.house import NINE, House, bot, house, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH, SlowPainter
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.entities import typed
from tests.fakes.telegram.room import Message, Person, Shown
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


async def answered(chat: Chat, who: Person, text: str) -> Message:
    """The bot's answer to a command."""
    before = len(chat.by_bot)
    chat.says(who, text)
    await wait_until(lambda: len(chat.by_bot) > before, f"{text} is answered")
    return chat.last


async def painted(house: House, chat: Chat, who: Person) -> Message:  # noqa: F811
    house.painter.scripts.append(SMOOTH)
    before = len(chat.by_bot)
    chat.says(who, "/imagine a cat")
    await wait_until(lambda: len(chat.by_bot) > before and "U1" in str(chat.last.labels), "the picture is there")
    return chat.last


async def test_settings_are_changed_by_buttons_in_one_message(house: House) -> None:  # noqa: F811
    """The message always says how things stand."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    panel = await answered(group, ann, "/settings")
    assert panel.labels == [
        ["Language: automatic"],
        ["Previews: on"],
        ["Buttons: for everyone"],
        ["Spoiler cover: off"],
    ]
    for label, after in (("Previews: on", "Previews: off"), ("Spoiler cover: off", "Spoiler cover: on")):
        group.presses(ann, panel, label)
        await wait_until(lambda: [after] in panel.labels, f"it says {after}")  # noqa: B023 - at once
    group.presses(ann, panel, "Language: automatic")
    await wait_until(lambda: "Deutsch" in str(panel.labels), "languages are listed")
    group.presses(ann, panel, "Deutsch")
    await wait_until(lambda: ["Sprache: Deutsch"] in panel.labels, "it speaks German")
    assert len(group.by_bot) == 1


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("/settings colour red", "There is no setting colour. There are: language, previews,"),
        ("/settings previews maybe", "previews cannot be maybe. Possible: on, off"),
        ("/settings language tlh", "language cannot be tlh"),
        ("/settings press nobody", "Possible: everyone, requester, admins"),
        ("/settings gallery @nowhere", "There is no channel @nowhere"),
        ("/settings gallery", "gallery cannot be -"),
    ],
)
async def test_a_wrong_setting_is_explained(house: House, text: str, part: str) -> None:  # noqa: F811
    """With what is possible, and nothing changes."""
    ann = house.telegram.person("Ann")
    message = await answered(house.telegram.group("Atelier", ann), ann, text)
    assert part in message.text


async def test_only_admins_change_how_a_group_has_it(house: House) -> None:  # noqa: F811
    """Also by the buttons of a panel that an admin has opened; an admin who hides behind the group is one."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    assert "Only an admin" in (await answered(group, bob, "/settings previews off")).text
    panel = await answered(group, ann, "/settings")
    press = group.presses(bob, panel, "Previews: on")
    await wait_until(lambda: press.answer is not None, "Bob is answered")
    assert "Only an admin" in str(press.answer)
    anonymous = Person(1087968824, "Group", username="GroupAnonymousBot", bot=True)
    shown = Shown("text", typed("/settings previews off"), [], at=group.world.clock())
    group._write(anonymous, shown, extra={"sender_chat": group.room.show()})
    await wait_until(lambda: ["Previews: off"] in group.last.labels, "the hidden admin has changed it")


async def test_quiet_and_covered(house: House) -> None:  # noqa: F811
    """A quiet place sees words and then the picture; a covered one has to ask for it."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    await answered(group, ann, "/settings previews off")
    await answered(group, ann, "/settings spoiler on")
    message = await painted(house, group, ann)
    kinds = [shown.kind for shown in message.history]
    assert kinds.count("photo") == 1
    assert message.now.spoiler


@pytest.mark.parametrize(("pressers", "allowed"), [("everyone", "ABC"), ("requester", "B"), ("admins", "A")])
async def test_who_may_press(house: House, pressers: str, allowed: str) -> None:  # noqa: F811
    """Ann is the admin, Bob asked for the picture, Cid looks on. Who may not is told so, and nothing is paid."""
    people = {name: house.telegram.person(name) for name in ("Ann", "Bob", "Cid")}
    group = house.telegram.group("Atelier", *people.values())
    await answered(group, people["Ann"], f"/settings press {pressers}")
    message = await painted(house, group, people["Bob"])
    for name, label in (("Ann", "V1"), ("Bob", "V2"), ("Cid", "V3")):
        house.painter.scripts = [SMOOTH]
        orders = len(house.painter.sent)
        press = group.presses(people[name], message, label)
        await wait_until(lambda: press.answer is not None, "the press is answered")  # noqa: B023 - at once
        if name[0] in allowed:
            await wait_until(lambda: len(house.painter.sent) == orders + 1, "it is ordered")  # noqa: B023 - at once
            await wait_until(lambda: group.last.labels == NINE, "it is there")
        else:
            assert "Only " in str(press.answer)
            assert len(house.painter.sent) == orders


async def test_the_language_is_the_clients_then_the_persons_then_the_groups(house: House) -> None:  # noqa: F811
    """Each in its place."""
    ann = house.telegram.person("Ann", language="de")
    group, room = house.telegram.group("Atelier", ann), house.telegram.private(ann)

    async def speaks(chat: Chat, language: str) -> bool:
        return (await answered(chat, ann, "/cancel")).text == say("cancel-none", language=language)

    assert await speaks(room, "de")
    await answered(room, ann, "/settings language fr")
    assert await speaks(room, "fr")
    assert await speaks(group, "fr")
    await answered(group, ann, "/settings language es")
    assert await speaks(group, "es")
    await answered(room, ann, "/settings language auto")
    assert await speaks(room, "de")


async def test_cancel_takes_the_newest_or_the_one_it_answers(house: House) -> None:  # noqa: F811
    """And only ones own."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    message = await painted(house, group, ann)
    assert "waiting or being painted" in (await answered(group, ann, "/cancel")).text
    group.says(bob, "/cancel", reply_to=message)
    await wait_until(lambda: "Only Ann" in group.last.text, "it is not Bob's")
    group.says(ann, "/cancel", reply_to=message)
    await wait_until(lambda: "finished already" in group.last.text, "it was too late")


async def test_what_was_chosen_moves_with_the_group(house: House) -> None:  # noqa: F811
    """A group that becomes a supergroup is another chat for Telegram, but not for its people."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann, kind="group")
    await answered(group, ann, "/settings previews off")
    grown = group.migrates()
    assert ["Previews: off"] in (await answered(grown, ann, "/settings")).labels


ADMITTED = Admission(frozenset({"telegram:-1001000000001"}), frozenset({"telegram:1001"}), leave=True)


async def test_only_chosen_chats_and_people(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """Others are told what to tell the operator, and pay nothing; chosen people may use it anywhere."""
    async with bot(telegram, stage, admission=ADMITTED) as here:
        ann, bob = telegram.person("Ann"), telegram.person("Bob")
        chosen, other = telegram.group("Chosen", ann, bob), telegram.group("Other", ann, bob)
        assert (chosen.id, ann.id) == (-1001000000001, 1001)
        message = await answered(other, bob, "/imagine a cat")
        assert f"the chat is telegram:{other.id}, you are telegram:{bob.id}" in message.text
        assert here.painter.sent == []
        await painted(here, chosen, bob)
        await painted(here, other, ann)


async def test_unknown_groups_are_left_when_told_to(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """At once when we are added; a chosen one is not, nor one that a chosen person adds us to."""
    async with bot(telegram, stage, admission=ADMITTED):
        ann, bob = telegram.person("Ann"), telegram.person("Bob")
        chosen, other = telegram.group("Chosen", bob, bot="left"), telegram.group("Other", bob, bot="left")
        third = telegram.group("Third", ann, bot="left")
        for group in (chosen, third, other):
            group.unblocks()
        await wait_until(lambda: other.room.bot == "left", "it has left")
        assert (chosen.room.bot, third.room.bot) == ("member", "member")


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
    admission = Admission(frozenset({"telegram:-5001"}))
    async with bot(telegram, stage, admission=admission) as here:
        ann = telegram.person("Ann")
        group = telegram.group("Atelier", ann, kind="group")
        assert group.id == -5001
        await painted(here, group, ann)
        await painted(here, group.migrates(), ann)


async def test_many_answers_do_not_stop_a_group(house: House) -> None:  # noqa: F811
    """Each is answered in its turn, as far as Telegram lets us, and pictures come meanwhile."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    house.platform.group = replace(house.platform.group, window=6.5)
    for _ in range(20):
        group.says(ann, "/cancel")
    house.painter.scripts.append(SMOOTH)
    group.says(bob, "/imagine a cat")
    await wait_until(lambda: any("U1" in str(one.labels) for one in group.by_bot), "the picture is there")
    await wait_until(lambda: len(group.by_bot) == 21, "all are answered")
    assert house.telegram.refused() == 0


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

    async def governs(*_: object) -> bool:
        await go_on.wait()
        return True

    monkeypatch.setattr(house.platform.rights, "governs", governs)
    group.says(ann, "/settings")
    room.says(bob, "/help")
    await wait_until(lambda: room.by_bot, "Bob is answered")
    assert not group.by_bot
    go_on.set()
    await wait_until(lambda: group.by_bot, "Ann, too")
