"""Words that answer a picture on Discord: they call the bot, so it is told them without a privileged intent."""

from typing import Any

import discord as library
import pytest

from adapters.discord.messages import read_answer
from adapters.discord.reply import MessageReply, read_message_reply, read_reply
from bot.domain.ids import MessageRef, Place, code_of
from bot.domain.order import Edit
from bot.domain.subject import Result
from bot.domain.update import Finished
from tests.adapters.discord_house import House, bot, discord, house, painted  # noqa: F401 - fixtures
from tests.fakes.discord.interaction import Answer
from tests.fakes.discord.message import Message
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import Person
from tests.fakes.discord.room import Room
from tests.fakes.painter import SMOOTH, TASK, image
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import stage  # noqa: F401 - a fixture

SINGLE = ("zoom_out_2x",)
OWN = "4242"
PAYLOAD = {
    "id": "1700000000000000001",
    "type": 19,
    "channel_id": "77",
    "guild_id": "55",
    "author": {"id": "9", "username": "ann", "global_name": "Ann"},
    "member": {"nick": "Annie"},
    "content": f"<@{OWN}> make it winter",
    "mentions": [{"id": OWN}],
    "message_reference": {"type": 0, "message_id": "66", "channel_id": "77"},
    "attachments": [],
}


async def switched_on(room: Room, who: Person) -> None:
    """For the server, by somebody who manages it."""
    asked = room.types(who, "settings", setting="talk", value="on")
    await wait_until(lambda: asked.done and "on" in str(asked.message.labels), "it is switched on")


async def single(house: House, room: Room, who: Person) -> Message:  # noqa: F811 - the fixture
    """A finished picture of one, which the service can still find."""
    house.painter.scripts.append([Finished(TASK, image(actions=SINGLE))])
    asked = room.types(who, "imagine", prompt="a cat")
    await wait_until(lambda: asked.done and "Zoom" in str(asked.message.labels), "the picture is there")
    await house.known()
    house.painter.lookups += [{TASK: Finished(TASK, image(actions=SINGLE))}] * 3
    return asked.message


async def test_in_a_server(house: House) -> None:  # noqa: F811 - the fixture
    """Where somebody who manages it has it on: asked about first, then an edit below what was written."""
    ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
    room = house.discord.room(ann, bob)
    await switched_on(room, ann)
    cat = await single(house, room, ann)
    said = room.answers(bob, cat, "make it winter")
    await wait_until(lambda: "Shall I change that picture so?" in room.last.text, "he is asked")
    asked = room.last
    assert asked.reply_to is said
    assert r"/settings setting\:talk value\:off" in asked.text
    house.painter.scripts += [SMOOTH, SMOOTH]
    press = room.presses(bob, asked, "Change")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await wait_until(lambda: press.answer is not None and "✓" in str(asked.labels), "the button is marked")
    again = room.answers(bob, cat, "without the boat")
    await wait_until(lambda: room.last.reply_to is again and "Shall I" in room.last.text, "he is asked again")
    room.presses(bob, room.last, "Change")
    await wait_until(lambda: len(house.painter.sent) == 3, "it is ordered")
    await wait_until(lambda: room.last.reply_to is again and "↳ #" in room.last.text, "it hangs below the words")
    await house.idle()
    orders = [job.order for job in house.painter.sent[1:]]
    assert [order.prompt for order in orders if isinstance(order, Edit)] == ["make it winter", "without the boat"]
    assert house.discord.complaints == []
    assert not house.discord.unhushed()


async def test_of_a_sheet_it_is_asked_which(house: House) -> None:  # noqa: F811 - the fixture
    """In a conversation with the bot it need not be called."""
    ann = house.discord.person("Ann")
    room = house.discord.dm(ann)
    cat = await painted(house, room, ann)
    room.answers(ann, cat, "make it winter", called=False)
    await wait_until(lambda: "Which of the four" in room.last.text, "it is asked")
    house.painter.scripts.append(SMOOTH)
    room.presses(ann, room.last, "2")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    order = house.painter.sent[1].order
    assert isinstance(order, Edit)
    assert order.prompt == "make it winter"


async def test_what_is_not_for_us(house: House) -> None:  # noqa: F811 - the fixture
    """An answer that does not call us, one to somebody else, words that do neither: nothing comes of them."""
    ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
    room = house.discord.room(ann, bob)
    await switched_on(room, ann)
    cat = await single(house, room, ann)
    before = len(room.by_bot)
    room.answers(bob, cat, "make it winter", called=False)
    said = room.says(bob, "make it winter")
    room.answers(ann, said, "without the boat")
    asked = room.types(bob, "help")
    await wait_until(lambda: asked.done, "he is answered")
    await house.idle()
    assert (len(room.by_bot), len(house.painter.sent)) == (before, 1)


async def test_words_that_call_us_and_answer_nothing(house: House) -> None:  # noqa: F811 - the fixture
    """Are told what to type, once in a while; also where only we are."""
    ann, bob = house.discord.person("Ann"), house.discord.person("Bob")
    room, alone = house.discord.room(ann, bob), house.discord.dm(ann)
    said = [room.says(bob, f"<@{house.discord.world.bot.id}> a {what}", called=True) for what in ("cat", "dog")]
    alone.says(ann, "a cat")
    await wait_until(lambda: room.by_bot and alone.by_bot, "both are told")
    await house.idle()
    assert ["/imagine" in one.text for one in (*room.by_bot, *alone.by_bot)] == [True, True]
    assert room.last.reply_to in said  # whichever was read first
    assert house.painter.sent == []


async def test_a_server_has_it_off(house: House) -> None:  # noqa: F811 - the fixture
    """Who calls us by our name is told once who can switch it on; who only answers talks about a picture."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    cat = await single(house, room, ann)
    room.answers(ann, cat, "lol nice")
    for _ in range(2):
        room.answers(ann, cat, f"<@{house.discord.world.bot.id}> make it winter")
    await wait_until(lambda: r"/settings setting\:talk value\:on" in room.last.text, "she is told")
    await house.idle()
    [told] = [one for one in room.by_bot if r"/settings setting\:talk value\:on" in one.text]
    assert told.reply_to is not None
    assert "make it winter" in told.reply_to.text
    assert len(house.painter.sent) == 1


async def test_a_picture_that_comes_along(house: House) -> None:  # noqa: F811 - the fixture
    """Is named, and nothing ordered."""
    ann = house.discord.person("Ann")
    room = house.discord.dm(ann)
    cat = await single(house, room, ann)
    room.answers(ann, cat, "make it winter", files=[picture()])
    await wait_until(lambda: "change that picture alone" in room.last.text, "she is told")
    await house.idle()
    assert len(house.painter.sent) == 1


async def test_where_nothing_can_be_answered(house: House) -> None:  # noqa: F811 - the fixture
    """Since we may not read what was said: then what comes is a message of its own."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    await switched_on(room, ann)
    cat = await single(house, room, ann)
    room.channel.denied = Permission.READ_MESSAGE_HISTORY
    room.answers(ann, cat, "make it winter")
    await wait_until(lambda: "Shall I change that picture so?" in room.last.text, "she is asked")
    assert room.last.reply_to is None
    await house.idle()
    assert len(house.painter.sent) == 1


async def test_edit_in_a_modal(house: House) -> None:  # noqa: F811 - the fixture
    """The button asks for the words, and orders them for this very picture when they are sent."""
    ann = house.discord.person("Ann")
    room = house.discord.room(ann)
    cat = await single(house, room, ann)
    press = room.presses(ann, cat, "Edit…")
    await wait_until(lambda: press.answer is Answer.FORM, "the modal is shown")
    house.painter.scripts.append(SMOOTH)
    room.submits(ann, press, words="make it winter")
    await wait_until(lambda: len(house.painter.sent) == 2, "it is ordered")
    await house.idle()
    order = house.painter.sent[1].order
    assert isinstance(order, Edit)
    assert order.prompt == "make it winter"
    assert [one.subject for one in order.sources] == [Result(code_of(TASK))]


async def test_only_messages_are_asked_for(house: House) -> None:  # noqa: F811 - the fixture
    """By intents that need nobody's leave."""
    (session,) = house.discord.world.gateway.connected
    assert session.intents == library.Intents(guild_messages=True, dm_messages=True).value


def test_an_answer_that_calls_us() -> None:
    """In a server, by the name that people see there."""
    call = read_answer(PAYLOAD, OWN)
    assert call is not None
    assert (call.name, call.text, call.plain, call.named) == ("imagine", "make it winter", True, True)
    assert call.reply_to == MessageRef("discord", "77", "66")
    assert call.key == "discord:message:1700000000000000001"
    assert (call.origin.place, call.origin.person.name) == (Place("discord", "55", "77"), "Annie")
    assert call.origin.private is False
    assert read_message_reply(call.origin.reply) == MessageReply("77", PAYLOAD["id"])  # type: ignore[arg-type]
    assert call.at == pytest.approx(1_825_381_984, abs=1)
    alone = read_answer({**PAYLOAD, "guild_id": None, "mentions": []}, OWN)
    assert alone is not None
    assert (alone.origin.private, alone.named, alone.origin.place) == (True, False, Place("discord", "@9", "77"))


@pytest.mark.parametrize(
    "change",
    [
        {"type": 0},
        {"type": "19"},
        {"mentions": []},
        {"mentions": [{"id": "1"}, 7, {}]},
        {"mentions": None},
        {"author": {"id": "9", "bot": True}},
        {"author": None},
        {"webhook_id": "3"},
        {"message_reference": None},
        {"message_reference": {"message_id": "x"}},
        {"channel_id": 77},
        {"channel_id": "a:b"},
        {"id": "-1"},
        {"content": f"<@{OWN}> /imagine a dog"},
    ],
)
def test_what_is_for_others(change: dict[str, Any]) -> None:
    """Whatever it is like."""
    assert read_answer(PAYLOAD | change, OWN) is None


@pytest.mark.parametrize("payload", [None, 7, "x", [], {}])
def test_what_is_no_message(payload: object) -> None:
    """Is none."""
    assert read_answer(payload, OWN) is None


@pytest.mark.parametrize("text", ["", "message", "message 1", "message 1 2 3", "message a 2", "1 2 3", "x" * 900])
def test_replies_are_told_apart(text: str) -> None:
    """What is no message's is none, and a message's is no interaction's."""
    assert read_message_reply(text) is None
    with pytest.raises(ValueError, match="no reply"):
        read_reply(MessageReply("1", "2").pack())
