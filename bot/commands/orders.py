"""What commands mean that order something: pictures, clips, or words about them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.chat_request import PaintRegion
from bot.domain.command import CommandInput
from bot.domain.errors import UserError
from bot.domain.film import split_film
from bot.domain.flags import FlagRules, Scope, good_link
from bot.domain.ids import ImageId
from bot.domain.links import is_link, is_web_page, separate_links
from bot.domain.order import VARIATION, Act, Animate, Describe, Edit, ExtendVideo, Imagine, Shorten, Translate
from bot.domain.parts import take_split
from bot.domain.prompt import Mode, Prompt, check, parse_prompt
from bot.domain.reframe import read_reframe
from bot.domain.region import Region, read_region
from bot.domain.subject import Link, Result, Sent, Source

LOGIN_LINK = re.compile(r"[a-z]+://[^/?#]*@", re.IGNORECASE)
QUOTED_LENGTH = 80  # characters of what they typed that are quoted back


def imagine(given: CommandInput) -> Imagine:
    """Raises BadPrompt."""
    prompt, split = take_split(parse_prompt(given.text, given.rules, images=given.addresses))
    return Imagine(prompt, sources=given.sources, split=split)


def blend(given: CommandInput) -> Imagine:
    """Two to five pictures and no words; flags may follow."""
    if not given.text.strip() and not given.pictures:
        raise UserError("need-pictures", usage=given.usage)
    prompt, split = take_split(parse_prompt(given.text, given.rules, images=given.addresses))
    if len(prompt.urls) < 2:  # noqa: PLR2004 - one cannot be blended
        raise UserError("need-pictures", usage=given.usage)
    return Imagine(prompt, sources=given.sources, split=split)


def edit(given: CommandInput) -> Edit:
    """A picture and what to change. Raises UserError."""
    link, words = picture_and_words(given)
    if not words:
        raise UserError("need-words", usage=given.usage)
    prompt, split = take_split(one_picture_prompt(given, words))
    return Edit(link, prompt.render(), prompt.mode, sources=given.sources, split=split)


def region(given: CommandInput) -> Edit | PaintRegion:
    """A picture, which part of it is to change, and perhaps what is to be there. Raises UserError.

    Without the part it may be painted, where there is a page for that.
    """
    picture, mask, text = region_pictures(given)
    told, words = (Region(sent=mask), text) if mask else read_region(text)
    typed, mode, split = read_repaint(words, given.rules, given.usage)
    if told is None:
        subject = next((one.subject for one in given.sources if one.url == picture), Link(picture))
        return PaintRegion(subject, words, given.usage)
    return Edit(picture, typed, mode, sources=given.sources, region=told, split=split)


def reframe(given: CommandInput) -> Edit:
    """A picture, how large it is to be, and perhaps what is to be around it. Raises UserError."""
    picture, text = picture_and_words(given)
    wish, words = read_reframe(text)
    if wish is None:
        raise UserError("need-reframe", usage=given.usage)
    prompt, split = read_surroundings(words, given.rules, given.usage)
    # A link is given something else, so it is found anew whenever this is ordered once more.
    linked = () if picture in {one.url for one in given.sources} else (Source(Link(picture), picture),)
    sources = (*given.sources, *linked)
    return Edit(picture, prompt.render(), prompt.mode, sources=sources, split=split, reframe=wish)


def read_repaint(words: str, rules: FlagRules, usage: str = "") -> tuple[str, Mode | None, bool]:
    """What is to be there, how fast, and whether in four pictures, too; words may be left out. Raises UserError."""
    given = CommandInput("", rules, usage=usage)
    prompt, split = take_split(one_picture_prompt(given, words, wordless=True))
    if prompt.flags and not prompt.text:
        raise UserError("region-words")
    return prompt.render(), prompt.mode, split


def read_surroundings(words: str, rules: FlagRules, usage: str) -> tuple[Prompt, bool]:
    """What is to be around a picture, and whether in four pictures; words may be left out. Raises UserError."""
    prompt, split = take_split(one_picture_prompt(CommandInput("", rules, usage=usage), words, wordless=True))
    if prompt.flags and not prompt.text:
        raise UserError("need-words", usage=usage)
    return prompt, split


def vary(given: CommandInput) -> Act:
    """One of the four pictures of a sheet, and other words for a variation of it. Raises UserError."""
    picture, words = picture_and_words(given)
    named = next((one.subject for one in given.sources if one.url == picture), None)
    if not isinstance(named, Result):
        raise UserError("need-sheet", usage=given.usage)
    if not words:
        raise UserError("need-words", usage=given.usage)
    prompt, split = take_split(one_picture_prompt(given, words))
    typed = prompt.render()
    more = [one for one in given.named if one.url in typed]
    if more:  # the service takes none beside the sheet
        raise UserError("pictures-too-many", count=len(more) + 1, usage=given.usage)
    action, hints = f"{VARIATION}{named.part}", prompt.hints()
    return Act(action, ImageId(""), mode=prompt.mode, hints=hints, repaint=typed, split=split, sheet=named)


def animate(given: CommandInput) -> Animate:
    """A picture, perhaps the one that it ends with, and perhaps what should move. Raises UserError."""
    link, words, more = first_picture(given)
    typed = end_with(one_picture_prompt(given, words, Scope.FILM), more, given, others=1)
    prompt, film = split_film(typed)
    return Animate(
        link,
        prompt.render(),
        prompt.mode,
        film.resolution,
        loop=film.loop,
        end_image_url=film.end_image_url,
        sources=given.sources,
    )


def end_with(prompt: Prompt, sent: Sequence[Source], given: CommandInput, others: int = 0) -> Prompt:
    """The prompt of a film that ends with what was sent, if anything was; `others`: pictures that it is about.

    Raises UserError for two ends.
    """
    if not sent:
        return prompt
    ends = len(sent) + (prompt.flag("end") is not None)
    if ends > 1:
        raise UserError("pictures-too-many", count=ends + others, usage=given.usage)
    ended = replace(prompt, flags=(*prompt.flags, ("end", sent[0].url)))
    check(ended, given.rules)
    return ended


def extend(given: CommandInput) -> ExtendVideo:
    """A take of a clip by its code, perhaps its last picture, and perhaps what should move. Raises UserError."""
    link, _, words = given.text.strip().partition(" ")
    clip = next((one.subject for one in given.named if one.url == link), None)
    if not isinstance(clip, Result):
        raise UserError("need-clip", usage=given.usage)
    # What is answered may be the clip itself; any other picture there was not sent to be its end.
    if any(not isinstance(one.subject, Result) or one.subject.code != clip.code for one in given.quoted):
        raise UserError("quoted-unused", name="extend")
    sent = [one for one in given.pictures if one not in given.quoted]
    typed = end_with(one_picture_prompt(given, words, Scope.FILM), sent, given)
    prompt, film = split_film(typed)
    said = f"{prompt.render()} {film.end_image_url}"
    return ExtendVideo(
        "",
        prompt=prompt.render(),
        mode=prompt.mode,
        resolution=typed.flag("resolution") or "",
        loop=film.loop,
        end_image_url=film.end_image_url,
        sources=tuple(one for one in (*sent, *given.named) if one.url in said.split()),
        clip=clip,
    )


def describe(given: CommandInput) -> Describe:
    """One picture. Raises UserError."""
    link, words = picture_and_words(given)
    if words:
        raise UserError("words-unused", words=words[:QUOTED_LENGTH], usage=given.usage)
    return Describe(link, sources=given.sources)


def shorten(given: CommandInput) -> Shorten:
    """A prompt. Raises UserError."""
    if not given.text.strip():
        raise UserError("need-text", usage=given.usage)
    prompt, split = take_split(parse_prompt(given.text, given.rules))
    return Shorten(prompt.render(), prompt.mode, split)


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
    if len(given.pictures) > 1:
        raise UserError("pictures-too-many", count=len(given.pictures), usage=given.usage)
    if given.pictures:
        return given.pictures[0].url, given.text.strip()
    return named_and_words(given)


def region_pictures(given: CommandInput) -> tuple[str, str, str]:
    """The picture, what was sent as a mask for it (empty: nothing), and the rest of the text. Raises UserError."""
    picture, text, sent = first_picture(given)
    masks = [one for one in sent if isinstance(one.subject, Sent)]
    if len(sent) > 1 or len(masks) < len(sent):
        raise UserError("region-pictures", count=len(sent) + 1, usage=given.usage)
    return picture, masks[0].url if masks else "", text


def first_picture(given: CommandInput) -> tuple[str, str, Sequence[Source]]:
    """The picture that is named, or else came along; the rest of the text, and what else came. Raises UserError."""
    words, sent = list(separate_links(given.text.split())), list(given.pictures)
    if (words and is_link(words[0])) or not sent:
        return *named_and_words(given), sent
    return sent[0].url, given.text.strip(), sent[1:]


def named_and_words(given: CommandInput) -> tuple[str, str]:
    """The first address in a text, and the rest of it. Raises UserError."""
    words = list(separate_links(given.text.split()))
    # What somebody means by an address has its signs; words alone only lack a picture.
    link = next((word for word in words if is_link(word) or "://" in word), "")
    if not link:
        raise UserError("need-picture", usage=given.usage)
    if LOGIN_LINK.match(link):
        raise UserError("link-login", usage=given.usage)
    if not good_link(link):
        raise UserError("bad-link", link=link[:QUOTED_LENGTH], usage=given.usage)
    if is_web_page(link):
        raise UserError("link-page", link=link[:QUOTED_LENGTH], usage=given.usage)
    words.remove(link)
    return link, " ".join(words)


def one_picture_prompt(
    given: CommandInput, words: str, scope: Scope = Scope.PICTURE, *, wordless: bool = False
) -> Prompt:
    """The words for a picture that was told already. Raises UserError for further pictures among them."""
    prompt = parse_prompt(words, given.rules, scope=scope, wordless=wordless)
    if prompt.urls:
        raise UserError("pictures-too-many", count=len(prompt.urls) + 1, usage=given.usage)
    return prompt
