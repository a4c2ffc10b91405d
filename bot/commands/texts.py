"""/describe and /shorten: orders that end in words."""

from bot.commands.images import picture_and_words
from bot.domain.command import CommandInput
from bot.domain.errors import UserError
from bot.domain.order import Describe, Shorten
from bot.domain.prompt import parse_prompt


def describe(given: CommandInput) -> Describe:
    link, _ = picture_and_words(given)
    return Describe(link)


def shorten(given: CommandInput) -> Shorten:
    if not given.text.strip():
        raise UserError("need-text", usage=given.usage)
    return Shorten(parse_prompt(given.text, given.rules).render())
