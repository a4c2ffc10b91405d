"""Films that a platform does not take for their size are made smaller: all of the film is there, in fewer bytes."""

import asyncio
from functools import cache
from io import BytesIO

import av
import numpy as np
import pytest

from bot import films
from bot.films import FilmShrinker, shrink_film
from tests.fakes.waiting import wait_until

FRAMES, RATE = 48, 24


@cache
def noisy_film(width: int = 640, height: int = 352) -> bytes:
    """Two seconds that cannot be packed well: some megabytes, which go from dark to light."""
    out, dice = BytesIO(), np.random.default_rng(1)
    with av.open(out, "w", format="mp4") as target:
        made = target.add_stream("libx264", rate=RATE)
        made.width, made.height, made.pix_fmt = width, height, "yuv420p"
        made.options = {"preset": "ultrafast", "crf": "10"}
        for number in range(FRAMES):
            plane = dice.integers(0, 60, (height, width, 3)) + 4 * number
            target.mux(made.encode(av.VideoFrame.from_ndarray(plane.astype(np.uint8), format="rgb24")))
        target.mux(made.encode())
    return out.getvalue()


def light_of(film: bytes) -> list[float]:
    """How light each frame is."""
    with av.open(BytesIO(film), "r") as source:
        return [float(frame.to_ndarray(format="gray").mean()) for frame in source.decode(source.streams.video[0])]


@pytest.mark.parametrize("share", [0.5, 0.1, 0.01])
def test_all_of_it_is_there(share: float) -> None:
    """As many frames, one after the other as they were, within what is taken, if need be with fewer pixels."""
    film = noisy_film()
    limit = int(len(film) * share)
    made = shrink_film(film, limit)
    assert made is not None
    assert len(made) <= limit
    before, after = light_of(film), light_of(made)
    assert len(after) == FRAMES
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 12
    with av.open(BytesIO(made), "r") as source:
        assert source.duration == pytest.approx(FRAMES / RATE * av.time_base, rel=0.05)


@pytest.mark.parametrize("film", [b"", b"no film", noisy_film()[:50_000]], ids=["empty", "words", "half"])
def test_what_is_no_film(film: bytes) -> None:
    """Is not made smaller, and ends nothing."""
    assert shrink_film(film, 10_000) is None


def test_what_has_no_room() -> None:
    """Nothing is made that nobody could see anything in."""
    assert shrink_film(noisy_film(), 1000) is None


async def test_where_the_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched for it."""
    monkeypatch.setattr(films, "find_spec", lambda _name: None)

    async def read() -> bytes:
        raise AssertionError("it is read")

    assert await FilmShrinker().shrink(read, 1000) is None


async def test_one_at_a_time() -> None:
    """The next one is not even fetched before the first is done; one that cannot be had lets go of its place."""
    shrinker, asked, come = FilmShrinker(), list[int](), asyncio.Event()

    async def read(number: int) -> bytes:
        asked.append(number)
        await come.wait()
        if not number:
            raise OSError("it is gone")
        return noisy_film()

    async def shrink(number: int) -> bytes | None:
        return await shrinker.shrink(lambda: read(number), 100_000)

    both = asyncio.gather(shrink(0), shrink(1), return_exceptions=True)
    await wait_until(lambda: bool(asked), "one is fetched")
    await asyncio.sleep(0)
    assert asked == [0]
    come.set()
    first, second = await both
    assert isinstance(first, OSError)
    assert isinstance(second, bytes)
