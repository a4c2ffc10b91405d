"""Messages that one person of a group sees (Bot API 10.2): after a press, or from an admin at any time."""

from dataclasses import replace
from typing import Any

from tests.fakes.telegram import text as words
from tests.fakes.telegram.call import Call
from tests.fakes.telegram.keyboard import keyboard
from tests.fakes.telegram.refusal import SAME, TOO_LATE, bad
from tests.fakes.telegram.room import Message, Room, Shown
from tests.fakes.telegram.world import World

PARAMETERS = "ephemeral_message_parameters"
MEMBERS = frozenset({"creator", "administrator", "member"})


def wanted(world: World, call: Call) -> bool:
    """An older server passes over what it does not know."""
    return world.rules.ephemeral and PARAMETERS in call.values


def send(world: World, call: Call, room: Room, shown: Shown) -> Any:
    """It has no number in its chat, but one of its own."""
    asked = call.table(PARAMETERS)
    person = world.people.get(int(asked.get("receiver_user_id", 0)))
    if room.private or person is None or room.members.get(person.id) not in MEMBERS:
        raise bad("USER_NOT_PARTICIPANT")
    press = world.presses.get(str(asked.get("callback_query_id", "")))
    late = press is None or press.person != person or world.clock() - press.at > world.rules.query_life
    if late and room.bot != "administrator":
        raise bad(TOO_LATE)
    number = len(room.alone) + 1
    extra = {"ephemeral_message_id": number, "receiver_user": person.show()}
    message = Message(room, 0, int(shown.at), world.bot, shown, [shown], extra=extra)
    room.alone[person.id, number] = message
    return message.show(world.shelf)


def target(world: World, call: Call) -> Message:
    """The one that a call names."""
    room = world.room(call)
    name = int(call.need("receiver_user_id")), int(call.need("ephemeral_message_id"))
    found = room.alone.get(name)
    if found is None or found.deleted:
        raise bad("message to edit not found")
    return found


def turn(world: World, message: Message, shown: Shown) -> bool:
    if shown.same(message.now):
        raise bad(SAME)
    message.turn(shown)
    return True


def edit_text(world: World, call: Call) -> Any:
    message, rich = target(world, call), words.text(call, world.rules)
    if len(rich.text.encode("utf-16-le")) // 2 > world.rules.caption_limit:
        raise bad("MESSAGE_TOO_LONG")
    rows = keyboard(call, world.rules, private=False)
    return turn(world, message, replace(message.now, rich=rich, rows=rows, at=world.clock(), method=call.method))


def edit_markup(world: World, call: Call) -> Any:
    message, rows = target(world, call), keyboard(call, world.rules, private=False)
    return turn(world, message, replace(message.now, rows=rows, at=world.clock(), method=call.method))


def delete(world: World, call: Call) -> Any:
    target(world, call).deleted = True
    return True
