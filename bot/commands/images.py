"""/imagine, /edit and /animate: orders that end in a picture or a clip."""

from bot.domain.errors import UserError
from bot.domain.flags import FlagRules, good_link
from bot.domain.order import Animate, Edit, Imagine
from bot.domain.prompt import parse_prompt


def imagine(text: str, rules: FlagRules) -> Imagine:
    return Imagine(parse_prompt(text, rules))


def blend(text: str, rules: FlagRules) -> Imagine:
    """Two to five pictures and no words; flags may follow."""
    usage = "/blend https://example.org/a.png https://example.org/b.png"
    if not text.strip():
        raise UserError("need-pictures", usage=usage)
    prompt = parse_prompt(text, rules)
    if len(prompt.urls) < 2:  # noqa: PLR2004 - one cannot be blended
        raise UserError("need-pictures", usage=usage)
    return Imagine(prompt)


def edit(text: str, rules: FlagRules) -> Edit:
    usage = "/edit https://example.org/cat.png give it a hat"
    link, words = picture_and_words(text, usage)
    if not words:
        raise UserError("need-words", usage=usage)
    prompt = parse_prompt(words, rules)
    return Edit(link, prompt.render(), prompt.mode)


def animate(text: str, rules: FlagRules) -> Animate:
    usage = "/animate https://example.org/cat.png it yawns"
    link, words = picture_and_words(text, usage)
    if not words:
        return Animate(link)
    prompt = parse_prompt(words, rules)
    return Animate(link, prompt.render(), prompt.mode)


def picture_and_words(text: str, usage: str) -> tuple[str, str]:
    """The address that a text begins with, and the rest of it."""
    link, *words = text.split(maxsplit=1) or [""]
    if not link:
        raise UserError("need-picture", usage=usage)
    if not good_link(link):
        raise UserError("bad-link", link=link[:80], usage=usage)
    return link, "".join(words).strip()
