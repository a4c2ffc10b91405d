"""Redaction reads a line once: a hundred thousand characters of anything cost as much as any other."""

import io
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import quote

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from bot import log
from bot.log import HIDDEN_MARK, LINE_CHARS, RENDERED_CHARS, Redactor, even_share, hide_patterns, shorten_middle
from tests.fakes.logs import log_kept

TOKEN = "0123456789abcdef0123456789abcdef"
TELEGRAM = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFak"
PASSPHRASE = "open sesame and more"
PIECES = [
    *("a", "b", "A", "1", " ", "\n", ":", "/", "?", "&", "=", "%3A", "'", '"', ",", "-", "é", "猫", "😀"),
    *("?sig=", "&x=y", "?key", "authorization", "authorization: ", "secret_token='", "a://", "://a:", "://a:b@"),
    *("Bearer ", "bearer", "Basic%20", "bot", "bot12345:", "12345%3A", "platform-v1-", "platform-v1-0123456789"),
    *("cookie", "Cookie: a=b; ", "password", "password=", "'password': '", "/webhooks/12345/", "aW50ZXJhY3Rpb2"),
    *(
        "12345%253A",
        ".",
        f".{'a' * 20}.",
        "x-amz-",
        "?x-amz-a",
        "token",
        "[a](b)",
        "\\",
        "\x00",
        TOKEN,
        f"Bearer {TOKEN}",
        TELEGRAM,
    ),
]
GROWTH = 40.0  # ten times the text may cost so much more, on a machine with other things to do; a square costs 100
CHEAP = 0.004  # seconds; below that a clock tells nothing

pieces = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)


def least(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of this thread that it takes, without what the machine did meanwhile."""
    found = []
    for _ in range(times):
        start = time.thread_time()
        work()
        found.append(time.thread_time() - start)
    return min(found)


def grows(repeated: str) -> None:
    """The patterns alone, without any cut."""
    small, large = (repeated * (size // len(repeated) + 1) for size in (10_000, 100_000))
    spent = least(lambda: hide_patterns(large))
    assert spent < max(CHEAP, least(lambda: hide_patterns(small)) * GROWTH), repeated


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_one_thing_again_and_again(piece: str) -> None:
    """Every part of what the patterns look for, repeated."""
    grows(piece)


@given(st.lists(pieces, min_size=1, max_size=3).map("".join))
@settings(max_examples=40, deadline=None)
def test_any_mixture_again_and_again(piece: str) -> None:
    """Time grows as the text does."""
    grows(piece)


@given(
    st.sampled_from([TOKEN, PASSPHRASE, TELEGRAM, f"Bearer {TOKEN}", f"authorization : '{TOKEN}", f"?sig={TOKEN}"]),
    st.sampled_from(["x", "ab cd ", "é", "\n", '"', "lorem ipsum, "]),
    st.integers(-80, 80),
    st.sampled_from(
        [
            LINE_CHARS * 2 // 3,
            RENDERED_CHARS * 2 // 3,
            LINE_CHARS,
            RENDERED_CHARS,
            -LINE_CHARS // 3,
            -RENDERED_CHARS // 3,
        ]
    ),
)
@settings(max_examples=100, deadline=None)
def test_no_half_of_a_secret_at_a_cut(secret: str, filling: str, offset: int, near: int) -> None:
    """Wherever a long line is cut."""
    whole = filling * (300_000 // len(filling))
    at = (near + offset) % len(whole)
    redactor = Redactor([secret] if secret in {TOKEN, PASSPHRASE} else [])
    text = f"{whole[:at]} {secret} {whole[at + len(secret) + 2 :]}"
    for clean in (redactor.clean(text), redactor.clean_line(None, "", text)):
        told = clean.replace(filling, "")
        assert not any(part in told for part in (TOKEN[:8], TOKEN[-8:], "open", "sesame", "and more", "AAFake"))
        assert len(clean) <= RENDERED_CHARS + 100


def test_a_long_text_keeps_both_ends() -> None:
    """With how much was left out; a short one is as it was."""
    assert shorten_middle("a cat", 10) == "a cat"
    text = " ".join(f"word{n}" for n in range(1000))
    short = shorten_middle(text, 300)
    assert short.startswith("word0 word1 ")
    assert short.endswith(" word999")
    assert "characters …]" in short
    assert len(short) < 340
    assert "x" not in shorten_middle("x" * 1000, 300)


@pytest.mark.parametrize(
    ("sizes", "limit", "most"),
    [([], 10, 10), ([3, 4], 10, 7), ([3, 40], 10, 7), ([30, 40, 2], 10, 4), ([100], 10, 10)],
)
def test_the_longest_give_way(sizes: list[int], limit: int, most: int) -> None:
    """Short values stay whole."""
    assert even_share(sizes, limit) == most
    assert sum(min(size, most) for size in sizes) <= limit


class Odd:
    """Nothing can be said of it."""

    @override
    def __repr__(self) -> str:
        raise ValueError(TOKEN)


@contextmanager
def logged(form: Literal["json", "console"], *secrets: str) -> Iterator[io.StringIO]:
    """What is logged inside, and not to the handlers of the test run: they would show it all."""
    with log_kept():
        log.set_up(form, "info", secrets)
        stream = io.StringIO()
        handler = logging.root.handlers[0]
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)
        yield stream


FORMS = pytest.mark.parametrize("form", ["json", "console"])


@FORMS
def test_long_values_are_cut_before_they_are_written(form: Literal["json", "console"]) -> None:
    """A line stays a line, of JSON where it is to be, and says what else it has to say."""
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with logged(form, TOKEN) as lines:
        for value in ("é" * 100_000, [TOKEN] * 10_000, "a b " * 100_000, {"x": "y " * 100_000}, Odd(), deep):
            structlog.get_logger().warning("odd", value=value, job="J1")
        try:
            int("word " * 100_000 + TOKEN)
        except ValueError:
            logging.getLogger("some.library").exception("%s", "word " * 100_000)
        told = lines.getvalue()
    assert TOKEN not in told
    assert told.count("J1") == 6
    assert "Traceback (most" in told
    if told.startswith("{"):
        events = [json.loads(line) for line in told.splitlines()]
        assert len(events) == 7
        assert all(len(line) < RENDERED_CHARS for line in told.splitlines())


@FORMS
def test_a_line_that_cannot_be_written_shows_nothing(
    form: Literal["json", "console"], capsys: pytest.CaptureFixture[str]
) -> None:
    """Python would print it, uncleaned."""
    with logged(form, TOKEN) as lines:
        logging.getLogger("some.library").warning("%d of them", TOKEN)
        told = capsys.readouterr()
    assert "a line of some.library could not be written" in told.err
    assert TOKEN not in told.err + told.out + lines.getvalue()


@pytest.mark.parametrize("secret", ["pass'word\"quoted", "pa/ss+wo rd", "käse-und-brot", "back\\slash-word"])
def test_however_it_is_spelt(secret: str) -> None:
    """As JSON, as Python and as part of an address."""
    redactor = Redactor([f" {secret}\n"])
    for way in (json.dumps(secret), json.dumps({"a": secret}), repr(secret), repr([secret]), quote(secret), secret):
        assert HIDDEN_MARK in redactor.clean(f"it is {way}"), way


def test_a_name_that_is_looked_for_behind_another() -> None:
    """`?a=b?sig=…`: what is no secret hides none."""
    assert TOKEN not in hide_patterns(f"https://x/?a=b?sig={TOKEN}&index=3&this=4")
    assert "index=3&this=4" in hide_patterns("https://x/?a=b&index=3&this=4")
