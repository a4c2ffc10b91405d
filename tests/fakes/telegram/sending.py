"""Methods that put new messages into a chat."""

from typing import Any
from uuid import uuid4

from tests.fakes.telegram import alone
from tests.fakes.telegram import text as words
from tests.fakes.telegram.call import Call
from tests.fakes.telegram.entities import Rich
from tests.fakes.telegram.files import Stored
from tests.fakes.telegram.keyboard import keyboard
from tests.fakes.telegram.refusal import bad
from tests.fakes.telegram.room import Message, Room, Shown
from tests.fakes.telegram.world import World

_PARAMETERS = {"sendPhoto": "photo", "sendDocument": "document", "sendVideo": "video", "sendAnimation": "animation"}
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_ALBUM = 10


_WORDS = {
    "text": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "video": ("can_send_videos", "videos"),
    "document": ("can_send_documents", "documents"),
}


def allow(room: Room, kind: str) -> None:
    """Members may send this kind here; admins may in any case."""
    permission, words = _WORDS.get(kind, ("", ""))
    if permission in room.forbidden and room.bot == "member":
        raise bad(f"not enough rights to send {words} to the chat")


def send_message(world: World, call: Call) -> Any:
    room = world.room(call)
    allow(room, "text")
    rows = keyboard(call, world.rules, private=room.private)
    shown = Shown("text", words.text(call, world.rules), rows, at=world.clock(), method=call.method)
    if alone.wanted(world, call):
        return alone.send(world, call, room, shown)
    return _post(world, call, room, shown)


def send_media(world: World, call: Call) -> Any:
    """sendPhoto, sendDocument, sendVideo and sendAnimation."""
    room, kind = world.room(call), _PARAMETERS[call.method]
    allow(room, kind)
    rows = keyboard(call, world.rules, private=room.private)
    caption = words.caption(call, world.rules)
    file = stored(world, call, kind, call.text(kind))
    shown = Shown(kind, caption, rows, file, call.flag("has_spoiler"), world.clock(), call.method)
    return _post(world, call, room, shown)


def _post(world: World, call: Call, room: Room, shown: Shown) -> Any:
    answered, thread = reply(room, call), topic(room, call)
    message = world.write(room, _author(world, room), shown, reply_to=answered, thread=thread)
    if call.flag("protect_content"):
        message.extra["has_protected_content"] = True
    return message.show(world.shelf)


def _author(world: World, room: Room) -> Any:
    return None if room.kind == "channel" else world.bot


def stored(world: World, call: Call, kind: str, source: str) -> Stored:
    """The file a parameter stands for: a part of the request, or one the platform has already."""
    upload = call.upload(source or kind)
    if upload is not None:
        return world.shelf.upload(kind, upload)
    if not source:
        raise bad(f"there is no {kind} in the request")
    if source.startswith("attach://"):
        raise bad("can't find file in the request")
    if source.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    known = world.shelf.find(source)
    if known is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if known.kind != kind and "document" not in {known.kind, kind}:
        raise bad(f"can't use file of type {known.kind.title()} as {kind.title()}")
    if known.kind != kind:
        raise bad(f"type of file mismatch: {known.kind.title()} is not {kind.title()}")
    return known


def reply(room: Room, call: Call) -> Message | None:
    """The message this one answers, unless it is gone and the bot said it does not mind."""
    asked = call.table("reply_parameters")
    number = asked.get("message_id") or call.number("reply_to_message_id")
    if not number:
        return None
    found = room.messages.get(int(number))
    if found is not None and not found.deleted:
        return found
    if asked.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def topic(room: Room, call: Call) -> int | None:
    """The topic to write in. The general one has the number 1 and must not be named."""
    number = call.number("message_thread_id")
    if number is None:
        return None
    if number not in room.topics:
        raise bad("message thread not found")
    if number in room.closed and room.bot == "member":
        raise bad("TOPIC_CLOSED")
    return number


def send_album(world: World, call: Call) -> Any:
    room, items = world.room(call), call.json("media")
    if not isinstance(items, list) or not 2 <= len(items) <= _ALBUM:
        raise bad("wrong number of messages to send in an album; it must be 2 to 10")
    if "reply_markup" in call.values:
        raise bad("reply_markup is not allowed in an album")
    answered, thread = reply(room, call), topic(room, call)
    pieces = [item(world, call, one) for one in items]
    if len({shown.kind == "document" for shown in pieces}) > 1:
        raise bad("documents can't be mixed with other media types")
    album, author = uuid4().hex[:16], _author(world, room)
    sent = [world.write(room, author, shown, reply_to=answered, thread=thread, album=album) for shown in pieces]
    return [message.show(world.shelf) for message in sent]


def item(world: World, call: Call, media: Any) -> Shown:
    """One InputMedia as it will be shown."""
    if not isinstance(media, dict) or media.get("type") not in {"photo", "video", "document", "animation"}:
        raise bad("can't parse InputMedia: type is not supported")
    caption = words.item_caption(media, world.rules)
    kind = str(media["type"])
    file = stored(world, call, kind, str(media.get("media", "")))
    return Shown(kind, caption, [], file, bool(media.get("has_spoiler")), world.clock(), call.method)


def send_action(world: World, call: Call) -> Any:
    room = world.room(call)
    topic(room, call)
    if call.need("action") not in _ACTIONS:
        raise bad("wrong parameter action in request")
    room.actions.append(call.text("action"))
    return True


def send_draft(world: World, call: Call) -> Any:
    """A preview that is typed before the person's eyes; only in private chats, and it becomes no message."""
    room = world.room(call)
    if not room.private:
        raise bad("method is available only in private chats")
    if not call.number("draft_id"):
        raise bad("draft_id must be non-zero")
    shown = words.text(call, world.rules) if call.text("text") else Rich()
    room.drafts.append({"draft_id": call.number("draft_id"), "text": shown.text, "at": world.clock()})
    return True
