"""/help: what the bot can do."""

from collections.abc import Sequence

from bot.domain.card import Card, Span, Style
from bot.domain.command import Command
from bot.domain.plain_words import PlainWords
from bot.i18n import say


def help_card(menu: Sequence[Command], language: str, words: PlainWords | None = None) -> Card:
    lines = [
        span for command in menu for span in (Span(f"\n{command.usage}", Style.CODE), Span(f"\n{command.summary}"))
    ]
    head = Span(say("help-head", language=language), Style.BOLD)
    tail = Span("\n\n" + say("help-tail", language=language), Style.MUTED)
    alone = (Span("\n\n" + say(f"help-words-{words}", language=language)),) if words else ()
    return Card((head, *lines, tail, *alone))
