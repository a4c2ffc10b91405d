"""Methods that change or remove what is there."""

from dataclasses import replace
from typing import Any

from tests.fakes.telegram import text as words
from tests.fakes.telegram.call import Call
from tests.fakes.telegram.keyboard import Rows, keyboard
from tests.fakes.telegram.refusal import SAME, bad
from tests.fakes.telegram.room import Message
from tests.fakes.telegram.sending import allow, item
from tests.fakes.telegram.world import World

_GONE = "message to edit not found"
_MANY = 100


def _mine(world: World, call: Call) -> Message:
    message = world.target(call, _GONE)
    theirs = message.sender != world.bot and message.room.kind != "channel" and not call.text("inline_message_id")
    if theirs or message.now.kind == "service":
        raise bad("message can't be edited")
    if message.thread in message.room.closed and message.room.bot == "member":
        raise bad("TOPIC_CLOSED")
    return message


def _rows(world: World, call: Call, message: Message) -> Rows:
    """An edit without a keyboard takes the keyboard away."""
    private = message.room.private or bool(call.text("inline_message_id"))
    return keyboard(call, world.rules, private=private)


def _turn(world: World, call: Call, message: Message, **changes: Any) -> Any:
    shown = replace(message.now, at=world.clock(), method=call.method, **changes)
    if shown.same(message.now):
        raise bad(SAME)
    message.turn(shown)
    message.edited = world.now
    return True if call.text("inline_message_id") else message.show(world.shelf)


def edit_text(world: World, call: Call) -> Any:
    message = _mine(world, call)
    if message.now.kind != "text":
        raise bad("there is no text in the message to edit")
    rich, rows = words.text(call, world.rules), _rows(world, call, message)
    return _turn(world, call, message, rich=rich, rows=rows)


def edit_caption(world: World, call: Call) -> Any:
    message = _mine(world, call)
    if message.now.kind == "text":
        raise bad("there is no caption in the message to edit")
    rich, rows = words.caption(call, world.rules), _rows(world, call, message)
    return _turn(world, call, message, rich=rich, rows=rows)


def edit_media(world: World, call: Call) -> Any:
    """A text may become a picture; an item of an album stays what it is, and inline messages take no uploads."""
    message = _mine(world, call)
    media = call.table("media")
    if call.text("inline_message_id") and call.uploads:
        raise bad("can't upload a file when editing an inline message")
    shown = item(world, call, media)
    allow(message.room, shown.kind)
    if (
        message.album
        and {message.now.kind, shown.kind} & {"document", "animation"}
        and message.now.kind != shown.kind
    ):
        raise bad("message can't be edited to this type of media")
    rows = _rows(world, call, message)
    return _turn(
        world, call, message, kind=shown.kind, rich=shown.rich, file=shown.file, spoiler=shown.spoiler, rows=rows
    )


def edit_markup(world: World, call: Call) -> Any:
    message = _mine(world, call)
    return _turn(world, call, message, rows=_rows(world, call, message))


def delete_one(world: World, call: Call) -> Any:
    message = world.target(call, "message to delete not found")
    if not _may(world, message):
        raise bad("message can't be deleted")
    message.deleted = True
    return True


def delete_many(world: World, call: Call) -> Any:
    """Those that are gone or not to be deleted are passed over."""
    room, numbers = world.room(call), call.json("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= _MANY:
        raise bad("1 to 100 message identifiers must be specified")
    for number in numbers:
        found = room.messages.get(int(number))
        if found is not None and _may(world, found):
            found.deleted = True
    return True


def _may(world: World, message: Message) -> bool:
    own = message.sender == world.bot or message.room.kind == "channel" or message.room.private
    fresh = world.clock() - message.date <= world.rules.delete_age
    return (own or message.room.bot == "administrator") and fresh


def react(world: World, call: Call) -> Any:
    message = world.target(call, "message to react not found")
    wanted = call.json("reaction") or []
    if len(wanted) > 1:
        raise bad("REACTIONS_TOO_MANY")
    message.reactions = wanted
    return True
