"""A part of a picture that is to change: how people say which in words, and what a mask of it has to be."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

# The service takes a mask within the JSON of an order; the vendor's guide shows one of 11,000 characters.
MASK_BASE64_MOST = 700_000  # characters, so that an order stays below a megabyte
MASK_SENT_BYTES = 2 * 1024 * 1024  # at most, of a picture that somebody sends as a mask
MASK_SENT_PIXELS = 40_000_000
RATIO_OFF_MOST = 0.02  # by so much the ratio of its sides may be another than the picture's
SHARE_LEAST, SHARE_MOST = 0.0005, 0.98  # of the picture

ACROSS = 3  # fields in a row, and in a column
FIELDS = frozenset(range(1, ACROSS * ACROSS + 1))
COLUMNS = {"left": frozenset({1, 4, 7}), "right": frozenset({3, 6, 9})}
ROWS = {"top": frozenset({1, 2, 3}), "bottom": frozenset({7, 8, 9})}
MIDDLE = frozenset({5})
PLACES = {**COLUMNS, **ROWS, "middle": MIDDLE, "edge": FIELDS - MIDDLE}
# What `middle` is beside a place.
_BESIDE = {
    **{row: ROWS[row] & frozenset({2, 5, 8}) for row in ROWS},
    **{column: COLUMNS[column] & frozenset({4, 5, 6}) for column in COLUMNS},
}
_FIELD_NUMBERS = re.compile(r"[1-9](?:,[1-9])*[,:]?")
_PLACE = re.compile(rf"(?:{'|'.join(PLACES)})[,:]?", re.IGNORECASE)
_WORD_ENDS = ",:"


def mask_name(mask: bytes) -> str:
    """By what is in it: the same mask has the same name wherever it is met."""
    return hashlib.sha256(mask).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Region:
    """What is to change, as it was told: fields of the picture, or the address that stands for a mask of it, or
    the name of one that is `kept` (see Masks) and may still have another size, unless it `fits`.

    Fields are ninths, from 1 at the top left to 9, row by row.
    """

    fields: tuple[int, ...] = ()
    sent: str = ""
    kept: str = ""
    fits: bool = False


def read_region(text: str) -> tuple[Region | None, str]:
    """The region that a text begins with, and what follows; None when it begins with none.

    Numbers of fields, `1 2 5`, or places, `top left, bottom`: a row and a column beside each other are where they
    meet. A colon ends it, for words that go on like that: `middle: top hats`.
    """
    words = text.split()
    numbers = list(_leading(words, _FIELD_NUMBERS.fullmatch))
    places = [] if numbers else list(_leading(words, _PLACE.fullmatch))
    if not numbers and not places:
        return None, text.strip()
    fields = _numbered(numbers) or _placed([word.lower() for word in places])
    return Region(tuple(sorted(fields))), " ".join(words[len(numbers or places) :])


def field_box(field: int, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a field in pixels, the last two not in it; neighbours share their border."""
    row, column = divmod(field - 1, ACROSS)
    left, right = (width * n // ACROSS for n in (column, column + 1))
    top, bottom = (height * n // ACROSS for n in (row, row + 1))
    return left, top, right, bottom


def _leading(words: Sequence[str], fits: Callable[[str], object]) -> Iterator[str]:
    for word in words:
        if not fits(word):
            return
        yield word
        if word.endswith(":"):
            return


def _numbered(words: Iterable[str]) -> frozenset[int]:
    return frozenset(int(number) for word in words for number in word.rstrip(_WORD_ENDS).split(","))


def _placed(words: Sequence[str]) -> frozenset[int]:
    left, found = list(words), frozenset[int]()
    while left:
        met = _meeting(left[0], left[1].rstrip(_WORD_ENDS)) if len(left) > 1 else frozenset[int]()
        found |= met or PLACES[left[0].rstrip(_WORD_ENDS)]
        del left[: 2 if met else 1]
    return found


def _meeting(one: str, other: str) -> frozenset[int]:
    """The field of `top left` or `middle left`, in either order; none for what does not meet."""
    for first, second in ((one, other), (other, one)):
        if first in ROWS and second in COLUMNS:
            return ROWS[first] & COLUMNS[second]
        if first == "middle" and second in _BESIDE:
            return _BESIDE[second]
    return frozenset()
