"""What is asked of the image service."""

import re
from dataclasses import dataclass, field, replace

from bot.domain.film import RESOLUTION
from bot.domain.hosted import hide_addresses, without_addresses
from bot.domain.ids import ImageId
from bot.domain.image import Clip, Image, Outcome
from bot.domain.prompt import Hints, Mode, Prompt


@dataclass(frozen=True, slots=True)
class Imagine:
    """Four new pictures from a prompt.

    `pictures_until`: when the first picture that it needs is gone, in unix seconds; 0: not soon. `left_out`: flags
    of the line that it was made of which are not known here.
    """

    prompt: Prompt
    pictures_until: float = 0.0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a finished picture. `prompt` is the picture's own, for showing; `mask` is base64."""

    action: str
    image_id: ImageId
    prompt: str = ""
    mode: Mode | None = None
    hints: Hints = field(default_factory=Hints)
    mask: str = ""
    repaint: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Change any picture that has a public address. `pictures_until`: see Imagine."""

    image_url: str
    prompt: str
    mode: Mode | None = None
    pictures_until: float = 0.0


@dataclass(frozen=True, slots=True)
class Animate:
    """Clips that begin with a picture, and end with `end_image_url`, or, if they `loop`, as they began.

    `pictures_until`: see Imagine.
    """

    image_url: str
    prompt: str = ""
    mode: Mode | None = None
    resolution: str = RESOLUTION
    pictures_until: float = 0.0
    loop: bool = False
    end_image_url: str = ""


@dataclass(frozen=True, slots=True)
class ExtendVideo:
    """Go on from one of the takes of a clip; `index` counts from 0. The rest is as in Animate."""

    video_id: str
    index: int = 0
    prompt: str = ""
    mode: Mode | None = None
    resolution: str = RESOLUTION
    loop: bool = False
    end_image_url: str = ""


@dataclass(frozen=True, slots=True)
class Describe:
    """Four prompts that would paint a picture like this one. `pictures_until`: see Imagine."""

    image_url: str
    pictures_until: float = 0.0


@dataclass(frozen=True, slots=True)
class Shorten:
    """Shorter prompts that say the same."""

    prompt: str


@dataclass(frozen=True, slots=True)
class Translate:
    """The words of a prompt in English; its pictures, flags and speed stay as they are."""

    prompt: Prompt


WordOrder = Describe | Shorten | Translate  # those that are answered in words, at once
Order = Imagine | Act | Edit | Animate | ExtendVideo | WordOrder


# These give a picture another shape than its prompt says.
RESHAPES = re.compile(r"square$|pan_")
AR = re.compile(r" --(ar|aspect) \S+")


def caption(order: Order) -> str:
    """The words a person knows the order by: its prompt, or the picture it is about."""
    return hide_addresses(prompt_text(order))


def pictures_until(order: Order) -> float:
    """When the first picture that the order needs is gone, in unix seconds; 0 when it needs none that will be."""
    return order.pictures_until if isinstance(order, Imagine | Edit | Animate | Describe) else 0.0


def typed_prompt(order: Order) -> str:
    """The prompt as a person could type it once more, without pictures that are gone by then; empty: none."""
    if isinstance(order, Describe) or (isinstance(order, Animate) and not order.prompt):
        return ""
    text = without_addresses(prompt_text(order))
    return "" if text.startswith("--") else text


def prompt_text(order: Order) -> str:
    match order:
        case Imagine(prompt) | Translate(prompt):
            return prompt.render()
        case Describe(image_url):
            return image_url
        case Animate(image_url, ""):
            return image_url
        case Act(action) if RESHAPES.match(action):
            return AR.sub("", order.prompt)
        case Act() | Edit() | Animate() | ExtendVideo() | Shorten():
            return order.prompt


def adopt(outcome: Outcome, order: Order) -> Outcome:
    """The result with the words and settings it was ordered with; the service may tell them otherwise."""
    match outcome, order:
        case Image(), Imagine(prompt):
            return replace(outcome, prompt=prompt.render(), mode=prompt.mode, hints=prompt.hints())
        case Image(), Act():
            return replace(outcome, prompt=order.repaint or order.prompt, mode=order.mode, hints=order.hints)
        case Image(), Edit():
            return replace(outcome, prompt=order.prompt, mode=order.mode)
        case Clip(), Animate() | ExtendVideo():
            return replace(outcome, prompt=order.prompt, mode=order.mode, resolution=order.resolution)
        case _:
            return outcome
