"""/imagine, /edit and /animate: orders that end in a picture or a clip."""

from collections.abc import Sequence

from bot.domain.errors import UserError
from bot.domain.flags import FlagRules, good_link
from bot.domain.links import is_link, separate_links
from bot.domain.order import Animate, Edit, Imagine
from bot.domain.prompt import parse_prompt


def imagine(text: str, rules: FlagRules, pictures: Sequence[str] = ()) -> Imagine:
    return Imagine(parse_prompt(text, rules, images=pictures))


def blend(text: str, rules: FlagRules, pictures: Sequence[str] = ()) -> Imagine:
    """Two to five pictures and no words; flags may follow."""
    usage = "/blend https://example.org/a.png https://example.org/b.png"
    if not text.strip() and not pictures:
        raise UserError("need-pictures", usage=usage)
    prompt = parse_prompt(text, rules, images=pictures)
    if len(prompt.urls) < 2:  # noqa: PLR2004 - one cannot be blended
        raise UserError("need-pictures", usage=usage)
    return Imagine(prompt)


def edit(text: str, rules: FlagRules, pictures: Sequence[str] = ()) -> Edit:
    usage = "/edit https://example.org/cat.png give it a hat"
    link, words = picture_and_words(text, usage, pictures)
    if not words:
        raise UserError("need-words", usage=usage)
    prompt = parse_prompt(words, rules)
    return Edit(link, prompt.render(), prompt.mode)


def animate(text: str, rules: FlagRules, pictures: Sequence[str] = ()) -> Animate:
    usage = "/animate https://example.org/cat.png it yawns"
    link, words = picture_and_words(text, usage, pictures)
    if not words:
        return Animate(link)
    prompt = parse_prompt(words, rules)
    return Animate(link, prompt.render(), prompt.mode)


def picture_and_words(text: str, usage: str, pictures: Sequence[str]) -> tuple[str, str]:
    """The picture that came with a text, or the first address in it, and the rest of it. UserError."""
    if pictures:
        return pictures[0], text.strip()
    words = list(separate_links(text.split()))
    if not words:
        raise UserError("need-picture", usage=usage)
    link = next(filter(is_link, words), words[0])
    if not good_link(link):
        raise UserError("bad-link", link=link[:80], usage=usage)
    words.remove(link)
    return link, " ".join(words)
