"""What a page sends, as events: pure, and it trusts nothing."""

import re
from dataclasses import dataclass
from typing import Any

import orjson

from bot.domain.errors import UserError
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import ButtonPress, CommandCall, Incoming, Origin, Person

NAME = "webchat"
ROOM = "atelier"
NAME_LIMIT = 40
# Far above what a command can use, so that a prompt that is too long is told so by the prompt's own rule.
TEXT_LIMIT = 32_000
TALK_LIMIT = 4_000
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
COMMAND = re.compile(r"/(\w+)(?:\s+(.*))?", re.DOTALL)
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class BadFrame(Exception):
    """A frame that no page of ours sends."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Ordinary words to the room."""

    key: str
    origin: Origin
    text: str


def person(name: str) -> Person:
    """A guest by the name they gave; the same name is the same person."""
    clean = " ".join(UNSEEN.sub(" ", name).split())[:NAME_LIMIT].strip() or "Guest"
    return Person(f"{NAME}:{clean.casefold()}", clean)


def place() -> Place:
    return Place(NAME, ROOM)


def read(frame: str, who: Person, connection: str) -> Incoming | Talk:
    """One frame as an event. BadFrame, or UserError when the person can mend it."""
    said = parse(frame)
    key = said.get("key")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise BadFrame("no key")
    origin = Origin(place(), who, reply=f"{connection} {key}")
    match said:
        case {"type": "say", "text": str(text)}:
            return words(key, origin, text)
        case {"type": "press", "message": str(message), "payload": str(payload)} if len(message) <= 128:  # noqa: PLR2004
            return ButtonPress(f"{NAME}:{key}", origin, MessageRef(NAME, ROOM, message), payload)
    raise BadFrame("neither say nor press")


def parse(frame: str) -> dict[str, Any]:
    try:
        said = orjson.loads(frame)
    except ValueError as error:
        raise BadFrame("not JSON") from error
    if not isinstance(said, dict):
        raise BadFrame("not an object")
    return said


def key_of(frame: str) -> str:
    """The key of a frame, for answering one that could not be read."""
    try:
        key = parse(frame).get("key")
    except BadFrame:
        return ""
    return key if isinstance(key, str) and KEY.fullmatch(key) else ""


def words(key: str, origin: Origin, text: str) -> CommandCall | Talk:
    if len(text) > TEXT_LIMIT:
        raise UserError("message-too-long", length=len(text), limit=TEXT_LIMIT)
    command = COMMAND.fullmatch(text.strip())
    if command:
        return CommandCall(f"{NAME}:{key}", origin, command[1].lower(), command[2] or "")
    if len(text) > TALK_LIMIT:
        raise UserError("message-too-long", length=len(text), limit=TALK_LIMIT)
    return Talk(key, origin, text.replace("\x00", "").strip())
