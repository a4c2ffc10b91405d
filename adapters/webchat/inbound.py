"""What a page sends, as events: pure, and it trusts nothing."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from bot.domain.errors import UserError
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import ButtonPress, CommandCall, FormReply, Incoming, Origin, Person
from bot.domain.language import TRADITIONAL_CHINESE
from bot.domain.plain_words import PLAIN_WORDS_COMMAND
from bot.ports import RoomSpot

WEBCHAT = "webchat"
ROOM = "atelier"
ENGLISH = "en"  # where nothing else is known
VISITOR_NAME_LIMIT = 40
LOGIN_LIMIT = 200  # characters
# Far above what a command can use, so that a prompt that is too long is told so by the prompt's own rule.
TYPED_TEXT_LIMIT = 32_000
TALK_LIMIT = 4_000
MESSAGE_ID_MOST = 128  # characters of the name of a message
MEDIA_PATH = "/media/"
LATEST_MS = 2**53  # what a page can count up to
SEEN_LIMIT = 4_000  # characters of the first line of the message whose button was pressed
FORM_VALUES_MOST = 20  # fields that a page may fill in
# Before the name of a sheet: what one page shows, and the room does not keep.
SHEET = "sheet-"
# Pictures that go along with one command; it says itself how many it takes.
FILES_MOST = 5
FILE_PATTERN = re.compile(r"sent/[0-9a-f]{40}")  # as our own server names what it received
FRAME_AGE_MOST_S = 10**9  # seconds: more is nonsense
KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]{1,64}")
PAGE_PATTERN = re.compile(r"[A-Za-z0-9_-]{32,64}")  # long enough to be guessed by nobody
# Also what people write who know other bots: /imagine: a cat, /imagine@bot a cat; and on keyboards of wide signs.
TYPED_COMMAND = re.compile(r"[/／]([^\s:@]*)(?:@\w*)?:?\s*(.*)", re.DOTALL)
# Unicode's control, format, surrogate, private and unassigned characters; then letters that show nothing.
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
INVISIBLE_SIGNS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
BOT_NAME = "chatelier"
LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


class BadFrame(Exception):
    """A frame that no page of ours sends."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Ordinary words to the room; `answers`: the message that they are an answer to, if any."""

    key: str
    origin: Origin
    text: str
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Older:
    """A page wants what was said before a spot of the room."""

    key: str
    before: RoomSpot


def clean_label(name: str) -> str:
    """A name as somebody wants to be called: visible, bounded, not the bot's; empty when nothing is left of it."""
    plain = unicodedata.normalize("NFKC", name)
    seen = "".join(char if is_visible_char(char) else " " for char in plain)
    clean = " ".join(seen.split())[:VISITOR_NAME_LIMIT].strip()
    return f"{clean} (guest)" if clean.casefold() == BOT_NAME else clean


def browser_person(guest_id: str, label: str) -> Person:
    """Who comes with one browser, whatever they are called today."""
    return Person(f"{WEBCHAT}:{guest_id}", label)


def guest_person(name: str) -> Person:
    """Whom somebody plays in a demo; the same name is the same person."""
    label = clean_label(name) or "Guest"
    return Person(f"{WEBCHAT}:{label.casefold()}", label)


def login_person(values: Sequence[str]) -> Person | None:
    """The person that a proxy names, once and legibly; None otherwise. Two logins are never one person."""
    login = values[0].strip() if len(values) == 1 else ""
    if not login or len(login) > LOGIN_LIMIT or not login.isprintable():
        return None
    return Person(f"{WEBCHAT}:{login}", guest_person(login).name)


def is_visible_char(char: str) -> bool:
    variation = "\ufe00" <= char <= "\ufe0f"
    return unicodedata.category(char) not in UNSEEN_CATEGORIES and char not in INVISIBLE_SIGNS and not variation


def author_mark(person: Person) -> str:
    """What tells people apart who are called alike: everybody may know it, and nobody is it by knowing it."""
    return hashlib.sha256(f"author {person.id}".encode()).hexdigest()[:16]


def talk_id(talk: Talk) -> str:
    """The name of a message in the room: nobody can foresee another person's, nor write over it."""
    return "t-" + hashlib.sha256(talk.key.encode()).hexdigest()[:24]


def page_language(wanted: str, languages: Sequence[str]) -> str:
    """The first of what a browser asks for (RFC 9110, 12.5.4) that we have; English otherwise."""
    ours = {tag.lower(): tag for tag in languages}
    ours = {tag.partition("-")[0]: name for tag, name in ours.items()} | ours
    for one in wanted.lower().split(","):
        tag = one.partition(";")[0].strip()
        tag = TRADITIONAL_CHINESE.get(tag, tag)
        if found := ours.get(tag) or ours.get(tag.partition("-")[0]):
            return found
    return ENGLISH


def room_place() -> Place:
    return Place(WEBCHAT, ROOM)


def read_frame(said: Mapping[str, Any], who: Person, connection: str, page: str = "") -> Incoming | Talk | Older:
    """One frame as an event; `page` as in `page_mark`. Raises BadFrame, or UserError for what can be mended."""
    key = frame_key(said)
    mark, origin = event_key(who, key, page), Origin(room_place(), who, reply=f"{connection} {key}")
    match said:
        case {"type": "say", "text": str(text)}:
            event = read_text(mark, origin, text, read_files(said.get("files", [])))
            return replying(event, said.get("reply", ""))
        case {"type": "press", "message": str(message), "payload": str(payload)} if len(message) <= MESSAGE_ID_MOST:
            seen = said.get("seen", "")
            words = seen[:SEEN_LIMIT] if isinstance(seen, str) else ""
            by = connection if message.startswith(SHEET) else ""
            return ButtonPress(mark, origin, MessageRef(WEBCHAT, ROOM, message, by), payload, words)
        case {"type": "form", "form": str(form), "values": dict(values)}:
            pictures = read_pictures(said.get("files", {}))
            return FormReply(mark, origin, form, read_values(values), pictures)
        case {"type": "older", "before": {"at": int(at), "id": str(name)}} if len(name) <= MESSAGE_ID_MOST:
            return Older(key, (min(max(at, 0), LATEST_MS), name))
        case _:
            raise BadFrame("neither say, press, form nor older")


def read_values(values: Mapping[Any, Any]) -> Mapping[str, str]:
    """What was filled in. Raises BadFrame, or UserError for a text that is far too long."""
    if len(values) > FORM_VALUES_MOST or not all(isinstance(one, str) for pair in values.items() for one in pair):
        raise BadFrame("no values of a form")
    longest = max(map(len, values.values()), default=0)
    if longest > TYPED_TEXT_LIMIT:
        raise UserError("message-too-long", length=str(longest), limit=str(TYPED_TEXT_LIMIT))
    return {name: value.replace("\x00", "") for name, value in values.items()}


def read_pictures(files: object) -> Mapping[str, str]:
    """What was sent for fields of a form, by their names. Raises BadFrame."""
    named: dict[str, Any] = files if isinstance(files, dict) else {"": None}
    read_files(list(named.values()))
    return named


def read_files(files: object) -> tuple[str, ...]:
    """The pictures that go along with a text, each once. Raises BadFrame."""
    names = files if isinstance(files, list) else [None]
    if len(names) > FILES_MOST or not all(isinstance(one, str) and FILE_PATTERN.fullmatch(one) for one in names):
        raise BadFrame("no files of ours")
    return tuple(dict.fromkeys(names))


def replying(event: CommandCall | Talk, message: object) -> CommandCall | Talk:
    """The same as an answer to a message, by its name; an empty one is none. Raises BadFrame."""
    if not isinstance(message, str) or len(message) > MESSAGE_ID_MOST:
        raise BadFrame("no message")
    if not message:
        return event
    if isinstance(event, Talk):
        return replace(event, answers=message)
    return replace(event, reply_to=MessageRef(WEBCHAT, ROOM, message))


def answering(call: CommandCall, record: Mapping[str, Any] | None, *, takes_pictures: bool) -> CommandCall:
    """A command with the pictures of the message that it answers, if it can use any; `record` as in outbound."""
    if not is_ours(record):
        call = replace(call, reply_to=None)
    if record is None or not takes_pictures:
        return call
    shown = [one for one in record.get("media", ()) if str(one.get("src", "")).startswith(MEDIA_PATH)]
    still = [one for one in shown if one.get("kind") == "image"]
    found = still or shown[:1]  # the takes of a clip begin alike
    return replace(
        call,
        quoted=tuple(str(one["src"]).removeprefix(MEDIA_PATH) for one in found),
        still=bool(found) and not still,
    )


def is_ours(record: Mapping[str, Any] | None) -> bool:
    """Whether the room has it, as a message of the bot's."""
    return record is not None and bool(record.get("author", {}).get("bot"))


def heard_words(talk: Talk, record: Mapping[str, Any] | None) -> CommandCall | None:
    """Talk as words without a command; None where it answers no message of ours. `record` as in outbound.

    Its key and its reply are its own: the words are in the room, whatever comes of them, and are not given back.
    """
    if not is_ours(record):
        return None
    key, origin = f"{talk.key}-heard", replace(talk.origin, reply=f"{talk.origin.reply}-heard")
    message = MessageRef(WEBCHAT, ROOM, talk.answers)
    return CommandCall(key, origin, PLAIN_WORDS_COMMAND, talk.text, reply_to=message, plain=True)


def compared(press: ButtonPress, record: Mapping[str, Any] | None) -> ButtonPress:
    """With what the room knows of the message, whatever the page says; `record` as in outbound.

    A room that has lost it says nothing. Then a page that stayed open may be right, and cannot be relied upon.
    """
    if record is None:
        return press
    offered = [button.get("payload") for row in record.get("buttons", ()) for button in row]
    words = "".join(str(span.get("text", "")) for span in record.get("text", ()) if isinstance(span, dict))
    return replace(press, seen=words.partition("\n")[0], vouched=press.payload in offered)


def event_key(who: Person, key: str, page: str = "") -> str:
    """A key is the page's own, or the person's: reusing somebody else's suppresses nothing.

    A page repeats what was not acknowledged, and may be somebody else by then: a browser that keeps no cookie is a
    new person with each connection, and what it repeats would be ordered, and paid, again.
    """
    return f"{WEBCHAT}:{page or who.id}:{key}"


def page_mark(page: str) -> str:
    """One page among all, by the random text that it made; empty for what somebody else could make, too.

    The same when it comes back, whoever it is by then, so that it hears what it asked for.
    """
    return f"page-{hashlib.sha256(page.encode()).hexdigest()[:32]}" if PAGE_PATTERN.fullmatch(page) else ""


def parse_frame(frame: str) -> dict[str, Any]:
    """Raises BadFrame."""
    try:
        said = read_json(frame)
    except (ValueError, RecursionError) as error:
        raise BadFrame("not JSON") from error
    if not isinstance(said, dict):
        raise BadFrame("not an object")
    return said


def read_json(frame: str) -> Any:
    """Half an emoji, cut off by a keyboard, arrives as an escaped surrogate that strict JSON does not allow."""
    try:
        return orjson.loads(frame)
    except ValueError:
        return orjson.loads(LONE_SURROGATE.sub("\\\\ufffd", frame))


def frame_key(said: Mapping[str, Any]) -> str:
    """What a page calls a frame, and hears with the answer. Raises BadFrame."""
    key = said.get("key")
    if not isinstance(key, str) or not KEY_PATTERN.fullmatch(key):
        raise BadFrame("no key")
    return key


def frame_age(said: Mapping[str, Any]) -> float:
    """Seconds since the person did it, as the page says, which keeps what was not acknowledged; 0: just now."""
    age = said.get("age")
    return float(min(max(age, 0), FRAME_AGE_MOST_S)) if isinstance(age, int) and not isinstance(age, bool) else 0.0


def read_text(key: str, origin: Origin, text: str, files: tuple[str, ...] = ()) -> CommandCall | Talk:
    """Raises UserError for what is too long, and for pictures that no command takes."""
    if len(text) > TYPED_TEXT_LIMIT:
        raise UserError("message-too-long", length=str(len(text)), limit=str(TYPED_TEXT_LIMIT))
    command = TYPED_COMMAND.fullmatch(text.strip())
    if command:
        return CommandCall(key, origin, command[1].lower(), command[2] or "", attachments=files)
    if files:
        raise UserError("files-without-command")
    if len(text) > TALK_LIMIT:
        raise UserError("message-too-long", length=str(len(text)), limit=str(TALK_LIMIT))
    return Talk(key, origin, text.replace("\x00", "").strip())
