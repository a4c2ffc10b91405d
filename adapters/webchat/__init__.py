"""The web chat: a room in the browser, served by the bot itself."""

from adapters.webchat.gateway import WebChat
from bot.ports import Surroundings


def open_platform(surroundings: Surroundings) -> WebChat:
    return WebChat(surroundings)
