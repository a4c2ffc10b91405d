"""Telegram, by the Bot API."""

from adapters.telegram.gateway import Telegram
from bot.ports import Surroundings


def open_platform(surroundings: Surroundings) -> Telegram:
    return Telegram(surroundings)
