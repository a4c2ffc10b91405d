"""What commands mean that order something: pictures, clips, or words about them."""

from bot.domain.command import CommandInput
from bot.domain.errors import UserError
from bot.domain.film import split_film
from bot.domain.flags import Scope, good_link
from bot.domain.links import is_link, separate_links
from bot.domain.order import Animate, Describe, Edit, Imagine, Shorten, Translate
from bot.domain.prompt import parse_prompt


def imagine(given: CommandInput) -> Imagine:
    """Raises BadPrompt."""
    return Imagine(parse_prompt(given.text, given.rules, images=given.addresses), given.pictures_until)


def blend(given: CommandInput) -> Imagine:
    """Two to five pictures and no words; flags may follow."""
    if not given.text.strip() and not given.pictures:
        raise UserError("need-pictures", usage=given.usage)
    prompt = parse_prompt(given.text, given.rules, images=given.addresses)
    if len(prompt.urls) < 2:  # noqa: PLR2004 - one cannot be blended
        raise UserError("need-pictures", usage=given.usage)
    return Imagine(prompt, given.pictures_until)


def edit(given: CommandInput) -> Edit:
    """A picture and what to change. Raises UserError."""
    link, words = picture_and_words(given)
    if not words:
        raise UserError("need-words", usage=given.usage)
    prompt = parse_prompt(words, given.rules)
    return Edit(link, prompt.render(), prompt.mode, given.pictures_until)


def animate(given: CommandInput) -> Animate:
    """A picture, and perhaps what should move. Raises UserError."""
    link, words = picture_and_words(given)
    prompt, film = split_film(parse_prompt(words, given.rules, scope=Scope.FILM))
    return Animate(
        link,
        prompt.render(),
        prompt.mode,
        film.resolution,
        given.pictures_until,
        loop=film.loop,
        end_image_url=film.end_image_url,
    )


def describe(given: CommandInput) -> Describe:
    """One picture. Raises UserError."""
    link, _ = picture_and_words(given)
    return Describe(link, given.pictures_until)


def shorten(given: CommandInput) -> Shorten:
    """A prompt. Raises UserError."""
    if not given.text.strip():
        raise UserError("need-text", usage=given.usage)
    return Shorten(parse_prompt(given.text, given.rules).render())


def translate(given: CommandInput) -> Translate:
    """Words of any language. Raises UserError."""
    if not given.text.strip():
        raise UserError("need-text", usage=given.usage)
    prompt = parse_prompt(given.text, given.rules)
    if not prompt.text:
        raise UserError("need-text", usage=given.usage)
    return Translate(prompt)


def picture_and_words(given: CommandInput) -> tuple[str, str]:
    """The picture that came with a text, or the first address in it, and the rest of it. Raises UserError."""
    if given.pictures:
        return given.pictures[0].url, given.text.strip()
    words = list(separate_links(given.text.split()))
    # What somebody means by an address has its signs; words alone only lack a picture.
    link = next((word for word in words if is_link(word) or "://" in word), "")
    if not link:
        raise UserError("need-picture", usage=given.usage)
    if not good_link(link):
        raise UserError("bad-link", link=link[:80], usage=given.usage)
    words.remove(link)
    return link, " ".join(words)
