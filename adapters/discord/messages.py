"""Messages of people that are for us, as words without a command: they answer one of ours, or call us. Pure."""

import re
from typing import Any

from adapters.discord.payload import number_at, objects_at, text_at, value_at
from adapters.discord.places import DISCORD, own_place
from adapters.discord.reply import MessageReply, snowflake_time
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import CommandCall, Origin, Person
from bot.domain.plain_words import PLAIN_WORDS_COMMAND

USUAL, ANSWER = 0, 19  # types of a message, one that answers another ("Message Resource", Message Types)


def read_answer(payload: Any, own_id: str) -> CommandCall | None:
    """Of a MESSAGE_CREATE; None for what is not for us. `own_id`: of our user.

    In a server a message has to call us, as an answer does unless its writer switches that off: otherwise we are
    not told its words. Whoever only answers has not named us. `reply_to` is whatever it answers, which need not be
    ours. What is said to us alone, and answers nothing, is as if it named us.
    """
    number, author = number_at(payload, "id"), number_at(payload, "author", "id")
    answered, channel = answered_message(payload), text_at(payload, "channel_id")
    if None in {number, author} or answered is None or not channel.isdecimal():
        return None
    if value_at(payload, "author", "bot") or value_at(payload, "webhook_id"):
        return None
    server = text_at(payload, "guild_id")
    if server and own_id not in {text_at(one, "id") for one in objects_at(payload, "mentions")}:
        return None
    text, calls = re.subn(rf"<@!?{own_id}>", " ", text_at(payload, "content"))
    text = text.strip()
    if text.startswith("/"):  # a command that was not chosen from the menu
        return None
    if not (answered or (text and (calls or not server))):
        return None
    person = read_author(payload, str(author))
    place = Place(DISCORD, server, channel) if server else own_place(person, channel)
    return CommandCall(
        f"{DISCORD}:message:{number}",
        Origin(place, person, MessageReply(channel, str(number)).pack(), private=not server),
        PLAIN_WORDS_COMMAND,
        text,
        snowflake_time(str(number)),
        attachments=tuple(filter(None, (text_at(one, "url") for one in objects_at(payload, "attachments")))),
        reply_to=MessageRef(DISCORD, channel, answered) if answered else None,
        plain=True,
        named=bool(calls) if server else not answered,
    )


def answered_message(payload: Any) -> str | None:
    """What it answers; empty for nothing, None for a message of another kind, such as a forwarded one."""
    kind, number = value_at(payload, "type"), number_at(payload, "message_reference", "message_id")
    if kind == ANSWER:
        return None if number is None else str(number)
    return "" if kind == USUAL and not value_at(payload, "message_reference") else None


def read_author(payload: Any, number: str) -> Person:
    """By the name that people of the server see. What language their Discord has, a message does not say."""
    author = value_at(payload, "author")
    names = text_at(payload, "member", "nick"), text_at(author, "global_name"), text_at(author, "username")
    return Person(f"{DISCORD}:{number}", next(filter(str.strip, names), number))
