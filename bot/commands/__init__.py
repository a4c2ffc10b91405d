"""The commands people can type, and what each one means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.commands import about, asks, images, texts
from bot.domain.card import Card
from bot.domain.command import Command
from bot.domain.errors import UserError
from bot.domain.flags import FlagRules
from bot.domain.order import Order
from bot.domain.plain_words import PlainWords
from bot.domain.wish import Wish
from bot.i18n import say

# The text after a command, the rules for flags, and addresses of pictures that came with it.
Meaning = Callable[[str, FlagRules, Sequence[str]], Order]

ORDERS: dict[str, tuple[Meaning, str]] = {
    "imagine": (images.imagine, "/imagine <prompt> [--ar 16:9] [--seed 7] …"),
    "blend": (images.blend, "/blend https://…/one.png https://…/two.png"),
    "describe": (texts.describe, "/describe https://…/picture.png"),
    "shorten": (texts.shorten, "/shorten <prompt>"),
    "edit": (images.edit, "/edit https://…/picture.png <what to change>"),
    "animate": (images.animate, "/animate https://…/picture.png <what should move>"),
}
WISHES: dict[str, tuple[Callable[[str], Wish], str]] = {
    "history": (asks.history, "/history"),
    "show": (asks.show, "/show <code>"),
    "cancel": (asks.cancel, "/cancel [all]"),
    "settings": (asks.settings, "/settings"),
    "help": (asks.help_, "/help"),
}
UNLISTED: dict[str, Callable[[str], Wish]] = {"start": asks.start}
# Somebody who is no admin of a group can do nothing with these there.
FOR_ADMINS = frozenset({"settings"})


@dataclass(frozen=True, slots=True)
class Commands:
    """All commands, with the rules they read prompts by."""

    rules: FlagRules

    def meaning(self, name: str, text: str, pictures: Sequence[str] = ()) -> Order | Wish:
        """`pictures` came with it: their addresses are our own, and not looked at. UserError."""
        if name in ORDERS:
            return ORDERS[name][0](text, self.rules, pictures)
        if name in WISHES:
            return WISHES[name][0](text)
        if name in UNLISTED:
            return UNLISTED[name](text)
        raise unknown(name)


def unknown(name: str) -> UserError:
    short = name[:40]
    near = get_close_matches(short, [*ORDERS, *WISHES], n=1)
    if near:
        return UserError("command-unknown-near", name=short, near=near[0])
    return UserError("command-unknown", name=short)


def menu(language: str) -> Sequence[Command]:
    """The commands as a menu shows them."""
    listed = [(name, usage) for name, (_, usage) in [*ORDERS.items(), *WISHES.items()]]
    return [
        Command(name, say(f"command-{name}", language=language), usage, for_admins=name in FOR_ADMINS)
        for name, usage in listed
    ]


def help_card(language: str, words: PlainWords | None = None) -> Card:
    """`words`: what words without a command do, where they are heard."""
    return about.help_card(menu(language), language, words)
