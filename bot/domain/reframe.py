"""A picture on a larger ground: how people say how large, and where on it the picture lies."""

import re
from dataclasses import dataclass
from typing import Final

from bot.domain.characters import MARKS, narrow_width
from bot.domain.errors import UserError
from bot.domain.region import RATIO_OFF_MOST, SHARE_MOST

SCALE_LEAST, SCALE_MOST = 1.1, 4.0
RATIO_MOST = 3  # to one, either way
REFRAME_SIZES = ("1.5x", "2x", "16:9", "9:16", "1:1", "3:2")  # those that are offered, as they are typed
# What the image service is told where nobody said what is to be around the picture.
REFRAME_WORDS = "the same scene, going on beyond the edges of the picture"
# 1.7, 1,7 and 1.7x; 16:9, 16/9 and 16x9, in the signs that keyboards have for them.
_SCALE_WORD: Final = re.compile(r"(?P<scale>[0-9]{1,6}(?:[.,][0-9]{1,6})?)[x×]?")
_RATIO_WORD: Final = re.compile(r"(?P<width>[0-9]{1,6})[:/x×](?P<height>[0-9]{1,6})")
_BEHIND_SIZE: Final = ",:;"

Size = tuple[int, int]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Reframe:
    """So many times as wide and as high (`scale`), of another `ratio` of width to height, or first that and then
    the other; zeros: neither.

    `at`: where the picture lies in the room there is beside it and above it, from 0, at the left and the top, to 1.
    """

    scale: float = 0.0
    ratio: Size = (0, 0)
    at: tuple[float, float] = (0.5, 0.5)

    @property
    def name(self) -> str:
        """As people read it: 1.7×, 16:9."""
        ratio = "{}:{}".format(*self.ratio) if all(self.ratio) else ""
        return " ".join(filter(None, (ratio, f"{self.scale:g}×" if self.scale else "")))


@dataclass(frozen=True, slots=True)
class Frame:
    """All of a picture on a larger ground, in pixels: the ground's `size`, width and height, and the `box` where
    the picture lies: left, top, right and bottom, the last two not in it.
    """

    size: Size
    box: Box

    @property
    def inner(self) -> Size:
        """Width and height of the picture in it."""
        left, top, right, bottom = self.box
        return right - left, bottom - top

    def within(self, side: int) -> "Frame":
        """The same, at most so many pixels wide and high.

        The ground is rounded up and the picture down: what is left around it, on whichever side, is there after it.
        """
        longest = max(self.size)
        if longest <= side:
            return self
        width, height, left, top = (-(-n * side // longest) for n in (*self.size, *self.box[:2]))
        right, bottom = (n * side // longest for n in self.box[2:])
        left, top = min(left, width - 1), min(top, height - 1)
        return Frame((width, height), (left, top, max(right, left + 1), max(bottom, top + 1)))


def read_reframe(text: str) -> tuple[Reframe | None, str]:
    """How large it is to be, as a text begins, and what follows; None when it begins with neither factor nor ratio.

    Raises UserError for one that is not possible.
    """
    word, _, rest = text.strip().partition(" ")
    plain = narrow_width(word.strip(MARKS)).lower().rstrip(_BEHIND_SIZE)
    if match := _RATIO_WORD.fullmatch(plain):
        wish = Reframe(ratio=(int(match["width"]), int(match["height"])))
    elif match := _SCALE_WORD.fullmatch(plain):
        wish = Reframe(float(match["scale"].replace(",", ".")))
    else:
        return None, text.strip()
    if not is_possible(wish):
        raise UserError("reframe-size", typed=plain)
    return wish, rest.strip()


def is_possible(wish: Reframe) -> bool:
    """Whether it is a factor and a ratio that there are for any picture; one of the two is enough."""
    width, height = wish.ratio
    shaped = width > 0 and height > 0 and max(width, height) <= RATIO_MOST * min(width, height)
    scaled = SCALE_LEAST <= wish.scale <= SCALE_MOST
    placed = all(0 <= one <= 1 for one in wish.at)
    return placed and (shaped or wish.ratio == (0, 0)) and (scaled or not wish.scale) and (shaped or scaled)


def frame_around(size: Size, wish: Reframe) -> Frame:
    """The smallest ground of that ratio which holds all of a picture of `size` pixels, and so many times that.

    Raises UserError when there would be nothing to paint, or hardly a picture to go on from.
    """
    width, height = shaped_size(size, wish.ratio) if all(wish.ratio) else size
    if wish.scale:
        width, height = (max(side + 1, round(side * wish.scale)) for side in (width, height))
    elif has_ratio(size, wish.ratio):
        raise UserError("reframe-same", ratio=wish.name)
    if size[0] * size[1] < (1 - SHARE_MOST) * width * height:
        raise UserError("reframe-far", size=wish.name)
    left, top = (
        round(room * share) for room, share in zip((width - size[0], height - size[1]), wish.at, strict=True)
    )
    return Frame((width, height), (left, top, left + size[0], top + size[1]))


def shaped_size(size: Size, ratio: Size) -> Size:
    """The smallest one of that ratio that is no smaller in either way."""
    (width, height), (across, down) = size, ratio
    if width * down > height * across:
        return width, -(-width * down // across)
    return -(-height * across // down), height


def has_ratio(size: Size, ratio: Size) -> bool:
    """Whether it is of that ratio, as far as anybody would say so."""
    return abs(size[0] * ratio[1] / (size[1] * ratio[0]) - 1) <= RATIO_OFF_MOST
