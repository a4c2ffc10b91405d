"""Lines come out whole, however the bytes were cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.midjourney.ndjson import LineSplitter, LineTooLong


def read(chunks: list[bytes]) -> list[bytes]:
    lines = LineSplitter()
    found = [line for chunk in chunks for line in lines.feed(chunk)]
    return [*found, *filter(None, [lines.take_rest()])]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))), st.booleans(), st.data())
def test_cuts_do_not_matter(texts: list[str], closed: bool, data: st.DataObject) -> None:  # noqa: FBT001 - hypothesis
    """Any cutting of a body, also within a character, gives the lines of the whole body."""
    body = b"\n".join(text.encode() for text in texts) + (b"\n" if closed else b"")
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=8)))
    chunks = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
    assert read(chunks) == [line for line in map(bytes.strip, body.split(b"\n")) if line]


def test_line_ends_and_blank_lines() -> None:
    """Carriage returns and blank lines are no part of any line; the last line needs no end."""
    assert read([b'\r\n\n{"a":1}\r\n', b"  \n", b'{"b":2}']) == [b'{"a":1}', b'{"b":2}']


def test_long_lines_in_small_pieces() -> None:
    """A line of megabytes may come in thousands of pieces."""
    piece = b"x" * 1000
    assert read([piece] * 5000 + [b"\n", b"y"]) == [piece * 5000, b"y"]


def test_limit() -> None:
    """A line may be as long as the limit; the next byte is too much, even before the line ends."""
    lines = LineSplitter(limit=4)
    assert lines.feed(b"abcd\nabcd") == [b"abcd"]
    with pytest.raises(LineTooLong):
        lines.feed(b"e")
