"""Addresses of pictures that people sent: how ours are built and read, and how they are hidden from people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.reframe import Frame

# Seconds that a picture has to be there when it is ordered from: an order may wait for its turn for half of that.
PICTURE_LIFE_S = 3600
# As a route of aiohttp; the mark signs the other two.
HOSTED_ROUTE = r"/media/lent/{until:[0-9]{1,12}}/{mark:[0-9a-f]{32}}/{name:[a-z]+/[0-9a-f]{40}\.[a-z]+}"
# What a bot that is tried out on one computer hosts: only a service on the same computer can fetch it.
_HOSTED_HERE = re.compile(r"http://127\.0\.0\.1(:[0-9]{1,5})?/media/lent/[0-9a-z/.]+")
HIDDEN = "🖼️"  # stands where an address that people do not see would
# Ours, those at which the service has its results and its shelf, and those that Discord signs (`hm`) for what
# people attach.
_SENT_ADDRESS = re.compile(
    r"https?://(?:\S*/media/lent/\S*|(?:[\w-]+\.)*acedata\.cloud/\S*|storage\.fonedis\.cc/\S*|cdn\.midjourney\.com/\S*"
    r"|[^\s?]+\?(?:\S*&)?hm=[0-9a-f]{64}(?![0-9a-f])\S*)"
)


@dataclass(frozen=True, slots=True)
class InputPicture:
    """A picture that came with a command: where the image service can fetch it, and until when.

    `until` in unix seconds; 0: for as long as anybody knows. `size`: width and height in pixels; 0: not known.
    `frame`: where on a larger ground it lies, if it was put on one.
    """

    url: str
    until: float = 0.0
    size: tuple[int, int] = (0, 0)
    frame: Frame | None = None


def hosted_address(base: str, until: int, mark: str, name: str) -> str:
    """An address that HOSTED_ROUTE takes, below our public one."""
    return f"{base}/media/lent/{until}/{mark}/{name}"


def is_hosted_here(word: str) -> bool:
    """Whether this is a picture on this very computer, from a bot that is tried out there."""
    return _HOSTED_HERE.fullmatch(word) is not None


def hide_addresses(prompt: str) -> str:
    """A prompt as people see it: without the addresses that were made for pictures of theirs."""
    return _SENT_ADDRESS.sub(HIDDEN, prompt)


def without_addresses(prompt: str) -> str:
    """A prompt for something else, in which these pictures have no part: they may be gone by then."""
    return " ".join(_SENT_ADDRESS.sub(" ", prompt).replace(HIDDEN, " ").split())


def earliest_end(pictures: Iterable[InputPicture]) -> float:
    """When the first of them is gone, in unix seconds; 0 when that is not known of any."""
    return min((picture.until for picture in pictures if picture.until), default=0.0)
