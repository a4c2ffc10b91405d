"""/describe and /shorten: orders that end in words."""

from collections.abc import Sequence

from bot.commands.images import picture_and_words
from bot.domain.errors import UserError
from bot.domain.flags import FlagRules
from bot.domain.order import Describe, Shorten
from bot.domain.prompt import parse_prompt


def describe(text: str, _rules: FlagRules, pictures: Sequence[str] = ()) -> Describe:
    link, _ = picture_and_words(text, "/describe https://example.org/cat.png", pictures)
    return Describe(link)


def shorten(text: str, rules: FlagRules, _pictures: Sequence[str] = ()) -> Shorten:
    if not text.strip():
        raise UserError("need-text", usage="/shorten a very very long text about a cat")
    return Shorten(parse_prompt(text, rules).render())
