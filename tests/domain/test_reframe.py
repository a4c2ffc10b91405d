"""A picture on a larger ground: which sizes are meant, and that all of the picture lies on it."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain.errors import UserError
from bot.domain.reframe import SCALE_LEAST, SCALE_MOST, Frame, Reframe, frame_around, has_ratio, read_reframe

SIDES = st.integers(1, 9000)
SIZES = st.tuples(SIDES, SIDES)
PLACES = st.tuples(st.floats(0, 1), st.floats(0, 1))
SCALES = st.floats(SCALE_LEAST, SCALE_MOST)
SHAPES = SIZES.filter(lambda one: max(one) <= 3 * min(one))  # for which no ratio is too far off
RATIOS = st.tuples(st.integers(1, 40), st.integers(1, 40)).filter(lambda one: max(one) <= 3 * min(one))


@pytest.mark.parametrize(
    ("text", "wish", "words"),
    [
        ("1.7", Reframe(1.7), ""),
        ("1,7 a castle", Reframe(1.7), "a castle"),
        ("2x, a castle", Reframe(2.0), "a castle"),
        ("1.5× --turbo", Reframe(1.5), "--turbo"),
        ("4", Reframe(4.0), ""),
        ("1.1", Reframe(1.1), ""),
        ("16:9", Reframe(ratio=(16, 9)), ""),
        (" 9：16  by the sea", Reframe(ratio=(9, 16)), "by the sea"),
        ("16/9: a castle", Reframe(ratio=(16, 9)), "a castle"),
        ("1x1 a castle", Reframe(ratio=(1, 1)), "a castle"),
        ("３：１", Reframe(ratio=(3, 1)), ""),
        ("1:3", Reframe(ratio=(1, 3)), ""),
        ("2 dogs", Reframe(2.0), "dogs"),
    ],
)
def test_a_size_and_words(text: str, wish: Reframe, words: str) -> None:
    """A factor or a ratio, in the signs that keyboards have for them."""
    assert read_reframe(text) == (wish, words)


@pytest.mark.parametrize(
    "text", ["", "a castle", "twice", "a 16:9 castle", "-2", "--ar 16:9", ":9", "1:2:3", "16:9,5", "½"]
)
def test_no_size(text: str) -> None:
    """It has to be said, and first."""
    assert read_reframe(text) == (None, text)


@pytest.mark.parametrize(
    "text", ["1", "1.09", "4.01", "0", "0.5", "100", "999999", "4:1", "1:4", "301:100", "0:1", "1:0", "0:0"]
)
def test_an_impossible_size(text: str) -> None:
    """Says so, as it was typed."""
    with pytest.raises(UserError, match="reframe-size") as found:
        read_reframe(f"{text} a castle")
    assert found.value.facts == {"typed": text}


def check_frame(frame: Frame, size: tuple[int, int]) -> None:
    """All of the picture lies in it, as large as it is, and something is left around it."""
    left, top, right, bottom = frame.box
    assert 0 <= left < right <= frame.size[0]
    assert 0 <= top < bottom <= frame.size[1]
    assert frame.inner == size
    assert frame.size[0] * frame.size[1] > size[0] * size[1]


@given(SIZES, SCALES, PLACES)
def test_a_factor(size: tuple[int, int], scale: float, at: tuple[float, float]) -> None:
    """Each side is so many times as long, to the pixel, but never less than one more."""
    frame = frame_around(size, Reframe(scale, at=at))
    check_frame(frame, size)
    assert all(abs(now - was * scale) <= 1 for now, was in zip(frame.size, size, strict=True))


@given(SHAPES, RATIOS, PLACES)
def test_a_ratio(size: tuple[int, int], ratio: tuple[int, int], at: tuple[float, float]) -> None:
    """Within a pixel, and there is no smaller one: one side is as long as it was."""
    assume(not has_ratio(size, ratio))
    frame = frame_around(size, Reframe(ratio=ratio, at=at))
    check_frame(frame, size)
    width, height = frame.size
    assert abs(width - height * ratio[0] / ratio[1]) < 1 or abs(height - width * ratio[1] / ratio[0]) < 1
    assert width == size[0] or height == size[1]


@given(SHAPES, RATIOS, st.floats(SCALE_LEAST, 2.0))
def test_a_ratio_and_a_factor(size: tuple[int, int], ratio: tuple[int, int], scale: float) -> None:
    """There is room on all sides then, also for a picture that has the ratio."""
    frame = frame_around(size, Reframe(scale, ratio))
    check_frame(frame, size)
    assert all(now > was for now, was in zip(frame.size, size, strict=True))


@given(st.tuples(st.integers(16, 9000), st.integers(16, 9000)), RATIOS, PLACES, st.integers(64, 4096))
@example((1402, 737), (20, 11), (0.5, 0.5), 65)  # the border is two thirds of a pixel
@example((1402, 737), (20, 11), (1.0, 1.0), 65)
def test_made_smaller(size: tuple[int, int], ratio: tuple[int, int], at: tuple[float, float], side: int) -> None:
    """It keeps its shape within a pixel, and a border, however thin."""
    assume(not has_ratio(size, ratio) and max(size) <= 3 * min(size))
    frame = frame_around(size, Reframe(ratio=ratio, at=at))
    small = frame.within(side)
    assert max(small.size) == min(side, max(frame.size))
    assert small.inner != small.size
    share = max(small.size) / max(frame.size)
    assert all(abs(now - was * share) <= 1 for now, was in zip(small.box, frame.box, strict=True))
    assert all(0 <= now <= small.size[n % 2] for n, now in enumerate(small.box))


@pytest.mark.parametrize(
    ("size", "wish", "code"),
    [
        ((1456, 816), Reframe(ratio=(16, 9)), "reframe-same"),
        ((1024, 1024), Reframe(ratio=(1, 1)), "reframe-same"),
        ((1000, 985), Reframe(ratio=(3, 3)), "reframe-same"),
        ((100, 2000), Reframe(ratio=(3, 1)), "reframe-far"),
        ((100, 1500), Reframe(4.0, (3, 1)), "reframe-far"),
    ],
)
def test_what_nobody_could_paint(size: tuple[int, int], wish: Reframe, code: str) -> None:
    """Nothing is left around it, or next to nothing inside."""
    with pytest.raises(UserError, match=code):
        frame_around(size, wish)


def test_names() -> None:
    """As people read it."""
    wishes = Reframe(1.5), Reframe(2.0), Reframe(ratio=(16, 9)), Reframe(1.25, (1, 1))
    assert [one.name for one in wishes] == ["1.5×", "2×", "16:9", "1:1 1.25×"]
