"""What is dropped of people's texts, over all characters that there are."""

import sys
from unicodedata import category

import pytest

from bot.domain.characters import clean_lines, clean_words

EVERY = "".join(map(chr, range(sys.maxunicode + 1)))
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")


def is_harmful(char: str) -> bool:
    return char in TURNING or category(char) in {"Cc", "Cs"}


def test_lines_keep_all_but_what_controls() -> None:
    """Every way to end a line becomes the one."""
    ended = "".join("\n" if char in LINE_ENDS else char for char in EVERY)
    assert clean_lines(EVERY) == "".join(char for char in ended if char in "\n\t" or not is_harmful(char))


def test_words_keep_all_but_what_controls() -> None:
    """Blanks of every kind part them, also those that are control characters."""
    seen = "".join(char for char in EVERY if not char.isspace() and not is_harmful(char))
    assert "".join(clean_words(EVERY)) == seen


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "\u202e"])
def test_nothing_is_left_of_nothing(text: str) -> None:
    """Not even an empty word."""
    assert list(clean_words(text)) == []
