"""The commands people can type, and the order each one stands for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.commands import about, images, texts
from bot.domain.card import Card
from bot.domain.command import Command
from bot.domain.errors import UserError
from bot.domain.flags import FlagRules
from bot.domain.order import Order
from bot.i18n import say

Meaning = Callable[[str, FlagRules], Order]

ORDERS: dict[str, tuple[Meaning, str]] = {
    "imagine": (images.imagine, "/imagine <prompt> [--ar 16:9] [--seed 7] …"),
    "describe": (texts.describe, "/describe https://…/picture.png"),
    "shorten": (texts.shorten, "/shorten <prompt>"),
    "edit": (images.edit, "/edit https://…/picture.png <what to change>"),
    "animate": (images.animate, "/animate https://…/picture.png <what should move>"),
}
HELP = "help"


@dataclass(frozen=True, slots=True)
class Commands:
    """All commands, with the rules they read prompts by."""

    rules: FlagRules

    def order(self, name: str, text: str) -> Order | None:
        """The order of a command; None for one that only talks. UserError when it cannot be read."""
        if name == HELP:
            return None
        if name not in ORDERS:
            raise unknown(name)
        meaning, _ = ORDERS[name]
        return meaning(text, self.rules)


def unknown(name: str) -> UserError:
    short = name[:40]
    near = get_close_matches(short, [*ORDERS, HELP], n=1)
    if near:
        return UserError("command-unknown-near", name=short, near=near[0])
    return UserError("command-unknown", name=short)


def menu(language: str) -> Sequence[Command]:
    """The commands as a menu shows them."""
    listed = [(name, usage) for name, (_, usage) in ORDERS.items()]
    return [
        Command(name, say(f"command-{name}", language=language), usage)
        for name, usage in [*listed, (HELP, "/help")]
    ]


def help_card(language: str) -> Card:
    return about.help_card(menu(language), language)
