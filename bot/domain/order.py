"""What is asked of the image service."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.domain.characters import has_foreign_letters
from bot.domain.chat_settings import Translation
from bot.domain.film import RESOLUTION, film_words
from bot.domain.hosted import HIDDEN, InputPicture, earliest_end, hide_addresses, without_addresses
from bot.domain.ids import ImageId
from bot.domain.image import Clip, Image, Outcome
from bot.domain.prompt import Hints, Mode, Prompt
from bot.domain.reframe import Reframe
from bot.domain.region import Region
from bot.domain.subject import Result, Source, replace_addresses


@dataclass(frozen=True, slots=True)
class Imagine:
    """Four new pictures from a prompt.

    `pictures_until`: when the first picture that it needs is gone, in unix seconds; 0: not soon. `left_out`: flags
    of the line that it was made of which are not known here. `sources`: what those pictures are whose addresses
    have to be found. `split`: the four are wanted as single pictures, too. `translated`: the service is to say the
    words in English first.
    """

    prompt: Prompt
    pictures_until: float = 0.0
    left_out: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    split: bool = False
    translated: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a finished picture. `prompt` is the picture's own, for showing.

    `mask`: the name of one that is kept (see Masks), and `repaint` what is to be there; of a variation it is what
    is painted instead of those words. Both are empty for most. `split`: see Imagine. `sheet`: how the picture is
    named by who does not know its id; then it is found later, and with it all that nobody said.
    """

    action: str
    image_id: ImageId
    prompt: str = ""
    mode: Mode | None = None
    hints: Hints = field(default_factory=Hints)
    mask: str = ""
    repaint: str = ""
    split: bool = False
    sheet: Result | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Change any picture that has a public address. `pictures_until`, `sources`, `split`: see Imagine.

    `mask`: the name of one that is kept; empty: all of the picture. `region` stands for it until it is made.
    `reframe`: what is changed is the picture on a larger ground, of which only what is around it; the prompt may be
    empty then.
    """

    image_url: str
    prompt: str
    mode: Mode | None = None
    pictures_until: float = 0.0
    sources: tuple[Source, ...] = ()
    mask: str = ""
    region: Region | None = None
    split: bool = False
    reframe: Reframe | None = None


@dataclass(frozen=True, slots=True)
class Animate:
    """Clips that begin with a picture, and end with `end_image_url`, or, if they `loop`, as they began.

    `pictures_until`, `sources`: see Imagine.
    """

    image_url: str
    prompt: str = ""
    mode: Mode | None = None
    resolution: str = RESOLUTION
    pictures_until: float = 0.0
    loop: bool = False
    end_image_url: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtendVideo:
    """Go on from one of the takes of a clip; `index` counts from 0. The rest is as in Animate.

    `clip`: how it is named by who does not know its id; then it is found later, and so are the speed and the
    resolution of its parent where none are given (None, empty).
    """

    video_id: str
    index: int = 0
    prompt: str = ""
    mode: Mode | None = None
    resolution: str = RESOLUTION
    loop: bool = False
    end_image_url: str = ""
    pictures_until: float = 0.0
    sources: tuple[Source, ...] = ()
    clip: Result | None = None


@dataclass(frozen=True, slots=True)
class Describe:
    """Four prompts that would paint a picture like this one. `pictures_until`, `sources`: see Imagine."""

    image_url: str
    pictures_until: float = 0.0
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Shorten:
    """Shorter prompts that say the same. `mode`, `split`: of what is painted of them, as of a prompt."""

    prompt: str
    mode: Mode | None = None
    split: bool = False


@dataclass(frozen=True, slots=True)
class Translate:
    """The words of a prompt in English; its pictures, flags and speed stay as they are."""

    prompt: Prompt


@dataclass(frozen=True, slots=True)
class AskSeed:
    """The number that began a picture. `prompt` and `mode`: what that was made with, to make another one of."""

    image_id: ImageId
    prompt: str = ""
    mode: Mode | None = None


WordOrder = Describe | Shorten | Translate | AskSeed  # those that are answered in words, at once
Order = Imagine | Act | Edit | Animate | ExtendVideo | WordOrder
PictureOrder = Imagine | Edit | Animate | ExtendVideo | Describe  # those that may begin with pictures
OrderT = TypeVar("OrderT", bound=Order)


REPAINT = "variation_region"  # of single pictures; the service never lists it
VARIATION = "variation"  # of one of the four of a sheet, with its number behind it
# These give a picture another shape than its prompt says.
RESHAPES = re.compile(r"square$|pan_")
AR = re.compile(r" --(ar|aspect) \S+")


def caption(order: Order) -> str:
    """The words a person knows the order by: its prompt, or the picture it is about."""
    return hide_addresses(shown_words(order, prompt_text(order)))


def shown_words(order: Order, words: str) -> str:
    """Words of an order with a sign in the place of addresses that were found for it."""
    return replace_addresses(words, {source.url: HIDDEN for source in sources_of(order)})


def sources_of(order: Order) -> tuple[Source, ...]:
    """The pictures that the order begins with, but those that are used where somebody typed that they lie."""
    return order.sources if isinstance(order, PictureOrder) else ()


def is_unfound(order: Order) -> bool:
    """Whether something that it is about has to be found before it can be opened, or the mask of a region made."""
    match order:
        case ExtendVideo(clip=Result()) | Act(sheet=Result()):
            return True
        case Edit(region=region) if region is not None:
            return True
        case _:
            return bool(sources_of(order))


def mask_of(order: Order) -> str:
    """The name of the mask that the order needs; empty when it needs none."""
    return order.mask if isinstance(order, Act | Edit) else ""


def repaint(image: Image, edit: Edit) -> Act:
    """What an edit of a part of this picture is as an action of the service's own; with words or without."""
    mode = edit.mode or image.mode
    hints, words = image.hints, edit.prompt
    return Act(REPAINT, image.image_id, image.prompt, mode, hints, edit.mask, words, edit.split)


def varies(image: Image, part: int) -> bool:
    """Whether there are variations of that picture of a sheet, from 1."""
    return bool(image.image_id) and f"{VARIATION}{part}" in image.actions


def vary(image: Image, order: Act) -> Act:
    """A variation of a picture of this sheet with other words; made like it, where those do not say how."""
    own, said = image.hints, order.hints
    hints = replace(
        own, version=said.version or own.version, hd=said.hd or own.hd, quality=said.quality or own.quality
    )
    mode = order.mode or image.mode
    return replace(order, image_id=image.image_id, prompt=image.prompt, mode=mode, hints=hints, sheet=None)


def with_addresses(order: OrderT, found: Mapping[str, InputPicture]) -> OrderT:
    """The order with these addresses in the place of those at which its sources stand."""
    urls = {old: picture.url for old, picture in found.items()}
    made: Order = order
    match order:
        case Imagine(prompt):
            flags = tuple((name, replace_addresses(value, urls)) for name, value in prompt.flags)
            pictures = tuple(urls.get(url, url) for url in prompt.urls)
            text = replace_addresses(prompt.text, urls)
            made = replace(order, prompt=replace(prompt, text=text, urls=pictures, flags=flags))
        case Edit(image_url, words):
            made = replace(order, image_url=urls.get(image_url, image_url), prompt=replace_addresses(words, urls))
        case Animate(image_url, words, end_image_url=end):
            words = replace_addresses(words, urls)
            first, last = urls.get(image_url, image_url), urls.get(end, end)
            made = replace(order, image_url=first, prompt=words, end_image_url=last)
        case ExtendVideo(prompt=words, end_image_url=end):
            words, last = replace_addresses(words, urls), urls.get(end, end)
            made = replace(order, prompt=words, end_image_url=last)
        case Describe(image_url):
            made = replace(order, image_url=urls.get(image_url, image_url))
        case _:
            return order
    if isinstance(made, PictureOrder):
        sources = tuple(replace(source, url=urls.get(source.url, source.url)) for source in made.sources)
        made = replace(made, sources=sources, pictures_until=earliest_end(found.values()))
    return made


def is_split(order: Order) -> bool:
    """Whether the four pictures of its result are wanted one by one, too."""
    return isinstance(order, Imagine | Act | Edit) and order.split


def pictures_until(order: Order) -> float:
    """When the first picture that the order needs is gone, in unix seconds; 0 when it needs none that will be."""
    return order.pictures_until if isinstance(order, PictureOrder) else 0.0


def typed_prompt(order: Order) -> str:
    """The prompt as a person could type it once more, without pictures that are gone by then; empty: none."""
    if isinstance(order, Describe | AskSeed) or (isinstance(order, Animate | Edit) and not order.prompt):
        return ""
    text = without_addresses(shown_words(order, prompt_text(order)))
    return "" if text.startswith("--") else text


def scene_words(order: Order) -> str:
    """What all of its picture shows, in words alone; empty where those are about a change, or a part of it."""
    part = isinstance(order, Act) and order.action == REPAINT and order.repaint
    whole = isinstance(order, Imagine | Act) and not part
    return film_words(typed_prompt(order)) if whole else ""


def prompt_text(order: Order) -> str:
    match order:
        case Imagine(prompt) | Translate(prompt):
            return prompt.render()
        case Describe(image_url) | Animate(image_url, "") | Edit(image_url, ""):
            return image_url
        case ExtendVideo(prompt=""):
            return HIDDEN
        case Act(action) if RESHAPES.match(action):
            return AR.sub("", order.prompt)
        case Act(repaint=words) if words:
            return words
        case Act() | Edit() | Animate() | ExtendVideo() | Shorten() | AskSeed():
            return order.prompt


def adopt(outcome: Outcome, order: Order) -> Outcome:
    """The result with the words and settings it was ordered with; the service may tell them otherwise."""
    match outcome, order:
        case Image(), Imagine(prompt):
            words = shown_words(order, prompt.render())
            return replace(outcome, prompt=words, mode=prompt.mode, hints=prompt.hints())
        case Image(), Act():
            return replace(outcome, prompt=order.repaint or order.prompt, mode=order.mode, hints=order.hints)
        case Image(), Edit():
            return replace(outcome, prompt=shown_words(order, order.prompt), mode=order.mode)
        case Clip(), Animate() | ExtendVideo():
            words = shown_words(order, order.prompt)
            return replace(outcome, prompt=words, mode=order.mode, resolution=order.resolution)
        case _:
            return outcome


def translated_order(order: Imagine, choice: Translation) -> Imagine:
    """The order as the person wants it; what was translated once stays so."""
    words = order.prompt.text
    wanted = choice is Translation.ON or (choice is Translation.AUTO and has_foreign_letters(words))
    return replace(order, translated=order.translated or (wanted and bool(words)))
