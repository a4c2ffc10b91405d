"""How groups and people want things done on Telegram: settings, rights, languages, who may use the bot at all."""

import pytest

from bot.domain.access import AccessList
from bot.i18n import say
from tests.adapters.house import NINE, House, answered, bot, house, painted, telegram  # noqa: F401 - fixtures
from tests.fakes.painter import SMOOTH
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.entities import typed
from tests.fakes.telegram.room import Person, Shown
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture


async def test_settings_are_changed_by_buttons_in_one_message(house: House) -> None:  # noqa: F811
    """The message always says how things stand."""
    ann = house.telegram.person("Ann")
    group = house.telegram.group("Atelier", ann)
    panel = await answered(group, ann, "/settings")
    assert panel.labels == [
        ["Language: automatic"],
        ["Previews: on"],
        ["Answers to pictures: off"],
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
        ("/settings gallery", "gallery cannot be -. Possible: @channel, off"),
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


async def test_who_decides_nothing_in_a_group_still_chooses_their_language(house: House) -> None:  # noqa: F811
    """For themselves; so does an admin who presses there, rather than for everybody."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    group = house.telegram.group("Atelier", ann, bob)
    panel = await answered(group, bob, "/settings")
    assert ["✓ automatic"] in panel.labels
    group.presses(bob, panel, "Deutsch")
    await wait_until(lambda: "✓ Deutsch" in str(panel.labels), "it is marked")
    group.presses(ann, panel, "Français")
    await wait_until(lambda: "✓ Français" in str(panel.labels), "it is marked")
    assert "Sprache" in str((await answered(house.telegram.private(bob), bob, "/settings")).labels)
    assert ["Language: automatic"] not in (await answered(house.telegram.private(ann), ann, "/settings")).labels
    here = await answered(group, ann, "/settings")
    assert "automatique" in str(here.labels), "the group has none"


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
    await wait_until(lambda: not house.telegram.world.feed.pending, "the move was taken")
    assert ["Previews: off"] in (await answered(grown, ann, "/settings")).labels


ADMITTED = AccessList(frozenset({"telegram:-1001000000001"}), frozenset({"telegram:1001"}), leave=True)


async def test_only_chosen_chats_and_people(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """Others are told what to tell the operator, and pay nothing; chosen people may use it anywhere."""
    async with bot(telegram, stage, access=ADMITTED) as here:
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
    async with bot(telegram, stage, access=ADMITTED):
        ann, bob = telegram.person("Ann"), telegram.person("Bob")
        chosen, other = telegram.group("Chosen", bob, bot="left"), telegram.group("Other", bob, bot="left")
        third = telegram.group("Third", ann, bot="left")
        for group in (chosen, third, other):
            group.unblocks()
        await wait_until(lambda: other.room.bot == "left", "it has left")
        assert (chosen.room.bot, third.room.bot) == ("member", "member")
