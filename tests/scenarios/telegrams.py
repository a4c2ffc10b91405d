"""A Telegram of our own as a process beside the bot, and what its chats show."""

from pathlib import Path
from typing import Any

from tests.fakes.telegram.remote import Remote
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.programs import Program, get, stand_in_program

TOKEN = "123456:not-a-real-token-not-a-real-token-x"


def stand_in(folder: Path, token: str = TOKEN, **rules: float) -> Program:
    """Not started yet; `rules` as in `Rules`."""
    return stand_in_program("telegram", folder, token, rules)


def reached(chat: Program, token: str = TOKEN) -> Remote:
    """Wait until it answers."""
    wait_until_sync(lambda: get(f"{chat.url}/bot{token}/getMe") is not None, "Telegram is there")
    return Remote(chat.url)


def own(telegram: Remote, chat: int) -> list[dict[str, Any]]:
    """The bot's messages that were not deleted."""
    return [message for message in telegram.chat(chat)["messages"] if message["bot"] and not message["deleted"]]


def labels(message: dict[str, Any]) -> set[str]:
    """The words on a message's buttons; some have an emoji before them."""
    return {word for row in message["labels"] for label in row for word in (label, *label.split())}


def finished(telegram: Remote, chat: int) -> list[dict[str, Any]]:
    """Messages that show a finished grid: a picture with U1 below it."""
    return [one for one in own(telegram, chat) if one["kind"] == "photo" and "U1" in labels(one)]


def asks_for(message: dict[str, Any], words: str) -> bool:
    """Whether these words are the prompt that a message speaks of: its first line."""
    return bool(message["text"].split("\n")[0] == words)
