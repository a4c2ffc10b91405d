"""Which part of a picture is meant, as people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.region import FIELDS, Region, field_box, read_region


@pytest.mark.parametrize(
    ("text", "fields", "words"),
    [
        ("1 2 5 a red hat", (1, 2, 5), "a red hat"),
        ("5,1,1 , a red hat", (1, 5), ", a red hat"),
        ("1, 2, 5 hats", (1, 2, 5), "hats"),
        ("9", (9,), ""),
        ("5: 7 dwarfs", (5,), "7 dwarfs"),
        ("5 top hats", (5,), "top hats"),
        ("left a tree", (1, 4, 7), "a tree"),
        ("Top Left a bird", (1,), "a bird"),
        ("left top", (1,), ""),
        ("top, left a frame", (1, 2, 3, 4, 7), "a frame"),
        ("left right pillars", (1, 3, 4, 6, 7, 9), "pillars"),
        ("middle left a door", (4,), "a door"),
        ("bottom middle a cat", (8,), "a cat"),
        ("middle a cat", (5,), "a cat"),
        ("middle: top hats", (5,), "top hats"),
        ("top left bottom right moss", (1, 9), "moss"),
        ("edge ivy --fast", (1, 2, 3, 4, 6, 7, 8, 9), "ivy --fast"),
    ],
)
def test_a_region_and_words(text: str, fields: tuple[int, ...], words: str) -> None:
    """Numbers or places, up to the first word that is none, or to a colon."""
    assert read_region(text) == (Region(fields), words)


@pytest.mark.parametrize("text", ["", "a red hat", "0 a hat", "10 a hat", "12 monkeys", "1-3 hats", "topmost hat"])
def test_no_region(text: str) -> None:
    """It has to be said."""
    assert read_region(f" {text} ") == (None, text)


@given(st.integers(3, 300), st.integers(3, 300))
def test_fields_cover_the_picture(width: int, height: int) -> None:
    """Each pixel is in one of them, and in one only: there is no seam."""
    seen = [
        (x, y)
        for left, top, right, bottom in (field_box(field, width, height) for field in FIELDS)
        for x in (left, right - 1)
        for y in (top, bottom - 1)
    ]
    boxes = [field_box(field, width, height) for field in FIELDS]
    assert sum((right - left) * (bottom - top) for left, top, right, bottom in boxes) == width * height
    assert {(0, 0), (width - 1, height - 1)} <= set(seen)
    assert field_box(1, width, height)[2] == field_box(2, width, height)[0]
    assert field_box(1, width, height)[3] == field_box(4, width, height)[1]
