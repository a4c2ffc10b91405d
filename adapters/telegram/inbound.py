"""What people do on Telegram, as events. Pure."""

import re
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, Message, Update, User
from typing_extensions import override

from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import ButtonPress, CommandCall, Incoming, Origin, Person

NAME = "telegram"
COMMAND = re.compile(r"/([A-Za-z0-9_]+)(@\w+)?(?:\s+|$)(.*)", re.DOTALL)
GENERAL = 1  # the topic that may not be named when something is sent there
WITH_PICTURES = frozenset({"imagine", "edit", "describe", "animate"})
PRESS, MESSAGE = "press", "message"


@dataclass(frozen=True, slots=True)
class Reply:
    """How an event can be answered: with a toast to a press, or with a message below another."""

    kind: str
    name: str

    @classmethod
    def parse(cls, text: str) -> "Reply":
        kind, _, name = text.partition(":")
        return cls(kind, name)

    @override
    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


def event(update: Update, username: str) -> Incoming | None:
    """The event of an update; None for what is none of ours: talk, edits, commands of other bots."""
    key = f"{NAME}:{update.update_id}"
    if update.callback_query is not None:
        return press(key, update.callback_query)
    if update.message is not None and update.message.from_user is not None:
        return command(key, update.message, update.message.from_user, username)
    return None


def press(key: str, query: CallbackQuery) -> ButtonPress | None:
    message = query.message
    if message is None or query.data is None:
        return None
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    origin = Origin(place(message.chat, thread), person(query.from_user), str(Reply(PRESS, query.id)))
    return ButtonPress(key, origin, MessageRef(NAME, str(message.chat.id), str(message.message_id)), query.data)


def command(key: str, message: Message, who: User, username: str) -> CommandCall | None:
    """In a private chat words without a command are a prompt, and so is a picture with words."""
    text, at = message.text or message.caption or "", message.date.timestamp()
    thread = message.message_thread_id if message.is_topic_message else None
    origin = Origin(place(message.chat, thread), person(who), str(Reply(MESSAGE, str(message.message_id))))
    found = COMMAND.fullmatch(text)
    if found is None:
        alone = message.chat.type == Chat.PRIVATE and bool(text)
        return CommandCall(key, origin, "imagine", text, at, pictures(message)) if alone else None
    if found[2] and found[2][1:].lower() != username.lower():
        return None
    name = found[1].lower()
    taken = pictures(message) if name in WITH_PICTURES else ()
    return CommandCall(key, origin, "help" if name == "start" else name, found[3], at, taken)


def pictures(message: Message) -> tuple[str, ...]:
    """The picture of a message, or of the one that it replies to: file ids."""
    for one in (message, message.reply_to_message):
        if one is not None and one.photo:
            return (one.photo[-1].file_id,)  # the largest
        if one is not None and one.document and (one.document.mime_type or "").startswith("image/"):
            return (one.document.file_id,)
    return ()


def place(chat: Chat, thread: int | None) -> Place:
    return Place(NAME, str(chat.id), "" if thread in {None, GENERAL} else str(thread))


def person(user: User) -> Person:
    return Person(f"{NAME}:{user.id}", user.full_name, user.language_code or "")
