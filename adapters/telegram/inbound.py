"""What people do on Telegram, as events. Pure."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from telegram import (
    Bot,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    InlineQuery,
    Message,
    Update,
    User,
)
from typing_extensions import override

from adapters.telegram.contents import (
    NOTHING,
    Content,
    linked_text,
    message_content,
    quoted_content,
    quoted_message,
)
from adapters.telegram.ephemeral import message_name
from bot.domain.command import near_command
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Arrival, ButtonPress, CommandCall, Incoming, Moved, Origin, Person, Search
from bot.domain.plain_words import PLAIN_WORDS_COMMAND

TELEGRAM = "telegram"
COMMAND_PATTERN = re.compile(r"[/／]([A-Za-z0-9_]+)(@\w+)?(?:\s+|$)(.*)", re.DOTALL)
GENERAL_TOPIC = 1  # the topic that may not be named when something is sent there
PRESS_REPLY, MESSAGE_REPLY, INLINE_REPLY = "press", "message", "inline"
LIKENESS = 0.84  # of what is taken for one of our commands with a slip in it, where other bots may be
PROOF_BYTES = 4096  # of a proof, at most; usual ones have some hundred
PROOF_LIFE_S = 3600.0  # a page may have stayed open for so long, in seconds
PROOF_AHEAD_S = 300.0
MEMBER_STATUSES = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED})


@dataclass(frozen=True, slots=True)
class Reply:
    """How an event can be answered: with a toast to a press, a message below another, results of a search.

    `name`: of the press, the message or the search; `below`: the message that what comes of a press answers.
    """

    kind: str
    name: str
    below: str = ""

    @classmethod
    def parse(cls, text: str) -> "Reply":
        """One that an older version wrote names no message below which a press was."""
        kind, _, name = text.partition(":")
        name, _, below = name.partition(":")
        return cls(kind, name, below)

    @property
    def answered(self) -> str:
        """The message that one of ours answers; empty where there is none."""
        return self.name if self.kind == MESSAGE_REPLY else self.below

    @override
    def __str__(self) -> str:
        return f"{self.kind}:{self.name}:{self.below}" if self.below else f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """Who the bot is on Telegram: its name, whether it answers inline queries, and the link of its Mini App.

    `commands` are the names of its commands, `with_pictures` those that pictures can come with; `operators`, by
    their ids, have `operator_commands` beside them.
    """

    username: str = ""
    inline: bool = False
    commands: frozenset[str] = frozenset()
    with_pictures: frozenset[str] = frozenset()
    operators: frozenset[str] = frozenset()
    operator_commands: frozenset[str] = frozenset()
    app: str = ""

    def has_command(self, name: str, person: str) -> bool:
        """Whether it is one of ours, for the person with that id."""
        return name in self.commands or (person in self.operators and name in self.operator_commands)


def read_update(told: Mapping[str, Any], bot: Bot, identity: BotIdentity) -> Incoming | None:
    """The event of an update as Telegram wrote it; None for what is none of ours: talk, edits, commands of other
    bots. What cannot be read raises whatever its reader does.
    """
    key = f"{TELEGRAM}:{told['update_id']}"
    if "callback_query" in told:
        return read_press(key, told["callback_query"])
    update = Update.de_json(dict(told), bot)
    if update.inline_query is not None:
        return read_search(key, update.inline_query)
    if update.my_chat_member is not None:
        return read_arrival(key, update.my_chat_member)
    if update.message is not None:
        return read_message(key, update.message, identity)
    return None


def said_at(told: Mapping[str, Any]) -> float:
    """When the message of an update was sent, in unix seconds; 0 for other updates."""
    message = told.get("message")
    return float(message.get("date", 0)) if isinstance(message, Mapping) else 0.0


def read_press(key: str, query: Mapping[str, Any]) -> ButtonPress | None:
    """A CallbackQuery, by its fields: python-telegram-bot makes an object of every button of the message, which
    costs as much as everything else that most presses take.
    """
    message, data = query.get("message"), query.get("data")
    if message is None or data is None:
        return None
    chat, who = message["chat"], query["from"]
    thread = message.get("message_thread_id") if message.get("is_topic_message") else None
    name = message_name(message, who["id"])
    origin = Origin(
        Place(TELEGRAM, str(chat["id"]), topic_name(thread)),
        Person(
            f"{TELEGRAM}:{who['id']}",
            " ".join(filter(None, (who["first_name"], who.get("last_name")))),
            who.get("language_code") or "",
        ),
        str(Reply(PRESS_REPLY, query["id"], name if name.isdecimal() else "")),  # what others do not see
        private=chat["type"] == Chat.PRIVATE,
    )
    shown = MessageRef(TELEGRAM, str(chat["id"]), name)
    # Older than Telegram remembers ("InaccessibleMessage"), it comes without words and without its buttons.
    words = message.get("text") or message.get("caption") or ""
    # What is sent as data need stand on no button ("CallbackQuery"): a client can make it up.
    vouched = data in offered_data(message.get("reply_markup") or {})
    return ButtonPress(key, origin, shown, data, words, vouched)


def offered_data(markup: Mapping[str, Any]) -> set[object]:
    """What stands on the back of a message's buttons."""
    return {button.get("callback_data") for row in markup.get("inline_keyboard", ()) for button in row}


def read_search(key: str, query: InlineQuery) -> Search:
    """Typed behind the bot's name, in whatever chat: where, we are not told."""
    who = user_person(query.from_user)
    here = Place(TELEGRAM, str(query.from_user.id))
    return Search(key, Origin(here, who, str(Reply(INLINE_REPLY, query.id)), private=True), query.query)


def read_arrival(key: str, change: ChatMemberUpdated) -> Arrival | None:
    """Added to a group or channel; None for blocks and for what changes while we are there."""
    came = change.new_chat_member.status in MEMBER_STATUSES and change.old_chat_member.status not in MEMBER_STATUSES
    if not came or change.chat.type == Chat.PRIVATE:
        return None
    return Arrival(key, Origin(chat_place(change.chat, None), user_person(change.from_user)))


def arrived_chat(told: Mapping[str, Any]) -> int:
    """The number of a group or a channel where we are, or may do more than before; 0 for other updates."""
    change = told.get("my_chat_member")
    if change is None or change["new_chat_member"]["status"] not in MEMBER_STATUSES:
        return 0
    return 0 if change["chat"]["type"] == Chat.PRIVATE else int(change["chat"]["id"])


def read_message(key: str, message: Message, identity: BotIdentity) -> Incoming | None:
    chat = message.chat
    if message.migrate_to_chat_id:
        here = Origin(chat_place(chat, None), Person(f"{TELEGRAM}:{chat.id}", chat.title or ""))
        return Moved(key, here, Place(TELEGRAM, str(message.migrate_to_chat_id)))
    who = message_author(message)
    sent_on = message.via_bot is not None and has_username(message.via_bot, identity.username)
    if who is None or sent_on:  # a picture of ours that somebody sent on is no order
        return None
    reply = str(Reply(MESSAGE_REPLY, str(message.message_id)))
    origin = Origin(chat_place(chat, topic_id(message)), who, reply, private=chat.type == Chat.PRIVATE)
    return message_command(key, message, origin, identity)


def message_command(key: str, message: Message, origin: Origin, identity: BotIdentity) -> CommandCall | None:
    """In a private chat words without a command are a prompt, and so is a picture."""
    text, own = linked_text(message), message_content(message)
    found = COMMAND_PATTERN.fullmatch(text)
    forwarded = message.forward_origin is not None
    if found and forwarded:  # somebody else's command
        return None
    album = f"{TELEGRAM}:{message.chat.id}:{message.media_group_id}" if own and message.media_group_id else ""
    if found is None:
        name, rest = spoken_command(message, text, own, identity)
        if album and not rest:
            name = ""  # another part of it says what to do
        elif not name:
            return None
    elif found[2] and found[2][1:].lower() != identity.username.lower():
        return None
    elif not (origin.private or found[2] or identity.has_command(found[1].lower(), origin.person.id)):
        return mistyped_command(key, message, origin, found[1].lower(), identity)
    else:
        name, rest = found[1].lower(), found[3]
    wanted = name in identity.with_pictures or bool(album)
    quoted = quoted_content(message) if wanted else NOTHING
    used = (own or quoted) if wanted else NOTHING
    return CommandCall(
        key,
        origin,
        name,
        rest,
        message.date.timestamp(),
        own.pictures,
        quoted.pictures,
        our_message(quoted_message(message), identity.username),
        album if wanted else "",
        still=wanted and (own.still or quoted.still),
        unusable=used.other,
        plain=found is None and name == PLAIN_WORDS_COMMAND,
        forwarded=forwarded,
        named=found is None and names_bot(text, identity.username),
    )


def mistyped_command(
    key: str, message: Message, origin: Origin, name: str, identity: BotIdentity
) -> CommandCall | None:
    """Among people, one that is nearly ours: any other is meant for another bot."""
    if not near_command(name, identity.commands, LIKENESS):
        return None
    return CommandCall(key, origin, name, at=message.date.timestamp(), guess=True)


def spoken_command(message: Message, text: str, own: Content, identity: BotIdentity) -> tuple[str, str]:
    """The name and text of words without a command; without a name they are not for us.

    Among people they are handed on where they answer a message of ours, which may have asked for them, or name us.
    """
    if message.chat.type == Chat.PRIVATE:
        return plain_command(text) if message.text or own else ("", "")
    answers = our_message(quoted_message(message), identity.username) is not None
    if not (answers or names_bot(text, identity.username)) or not (message.text or own) or text[:1] in {"/", "／"}:
        return "", ""
    return PLAIN_WORDS_COMMAND, bot_mention(identity.username).sub("", text).strip()


def names_bot(text: str, username: str) -> bool:
    """Whether words call us by our name."""
    return bool(username) and bot_mention(username).search(text) is not None


def bot_mention(username: str) -> re.Pattern[str]:
    """Our name as people write it among other words."""
    return re.compile(rf"(?<!\w)@{re.escape(username)}\b", re.IGNORECASE)


def plain_command(text: str) -> tuple[str, str]:
    """Words to us alone, as a command's name and text: a prompt, unless they look like a command gone wrong."""
    slash, _, rest = text.partition(" ")
    if slash.startswith(("/", "／")):
        return slash[1:].lower() or "/", rest
    return PLAIN_WORDS_COMMAND, text


def our_message(answered: Message | None, username: str) -> MessageRef | None:
    """The message that another answers, if we wrote it."""
    if answered is None or answered.from_user is None or not has_username(answered.from_user, username):
        return None
    return MessageRef(TELEGRAM, str(answered.chat.id), str(answered.message_id))


def has_username(user: User, username: str) -> bool:
    return (user.username or "").lower() == username.lower()


def topic_id(message: object) -> int | None:
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id
    return None


def chat_place(chat: Chat, thread: int | None) -> Place:
    return Place(TELEGRAM, str(chat.id), topic_name(thread))


def topic_name(thread: int | None) -> str:
    """As a Place has it."""
    return "" if thread in {None, GENERAL_TOPIC} else str(thread)


def message_author(message: Message) -> Person | None:
    """Who says it; None for other bots and for what Telegram copies from a channel by itself.

    Admins who hide behind their group are the group, and who writes as a channel is the channel.
    """
    sender, user = message.sender_chat, message.from_user
    if message.is_automatic_forward:
        return None
    if sender is not None:
        return Person(f"{TELEGRAM}:{sender.id}", sender.title or "Admin")
    return user_person(user) if user is not None and not user.is_bot else None


def user_person(user: User) -> Person:
    return Person(f"{TELEGRAM}:{user.id}", user.full_name, user.language_code or "")


def user_numbers(persons: Iterable[str]) -> Sequence[int]:
    """Of those of these ids that are users of Telegram."""
    numbers = [name.removeprefix(f"{TELEGRAM}:") for name in persons if name.startswith(f"{TELEGRAM}:")]
    return sorted(int(number) for number in numbers if number.isdecimal())


def vouched_user(proof: str, token: str, now: float) -> int | None:
    """The id of the user who opened a Mini App of the bot with that token, by its `initData`; None: nobody knows.

    Telegram's manual, "Validating data received via the Mini App": HMAC-SHA-256 over the sorted lines of all fields
    but `hash`, with the HMAC-SHA-256 of the token under "WebAppData" as the key.
    """
    if len(proof) > PROOF_BYTES:
        return None
    try:
        fields = dict(parse_qsl(proof, keep_blank_values=True, strict_parsing=True))
        shown = fields.pop("hash")
        lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
        key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
        right = hmac.digest(key, lines.encode(), hashlib.sha256).hex()
        good = hmac.compare_digest(right.encode(), shown.encode())
        age = now - int(fields["auth_date"])
        user = json.loads(fields["user"])["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    fresh = -PROOF_AHEAD_S <= age <= PROOF_LIFE_S
    return user if good and fresh and isinstance(user, int) else None
