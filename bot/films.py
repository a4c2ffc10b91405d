"""Makes films smaller, where the library for that is installed: one at a time, in a thread of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:  # it need not be there
    from av.container import InputContainer

log = structlog.get_logger()

FILM_FRAMES_MOST: Final = 3600  # of a film; the service's longest has some hundred
FRAME_PIXELS: Final = 4096 * 2304
FILM_TRIES: Final = 3
ROOM_USED: Final = 0.85  # of the bytes that there may be: an encoder keeps to what it is told on average only
BITS_PER_PIXEL: Final = 0.05  # of a frame, at least: with fewer it looks better with fewer pixels
FILM_SIDE_LEAST: Final = 160  # pixels of the longer side; with fewer it is of no use

ReadFilm = Callable[[], Awaitable[bytes]]


class FilmShrinker:
    """One film is held at a time; the next one is not even fetched before that is done."""

    def __init__(self) -> None:
        self._place = asyncio.Semaphore(1)
        self._thread = ThreadPoolExecutor(1, "films")

    async def shrink(self, read: ReadFilm, limit: int) -> bytes | None:
        """What is read, as an MP4 of at most `limit` bytes; None where that cannot be made of it, or not here.

        Raises whatever `read` raises.
        """
        if find_spec("av") is None:
            return None
        async with self._place:
            data = await read()
            return await asyncio.get_running_loop().run_in_executor(self._thread, shrink_film, data, limit)


def shrink_film(data: bytes, limit: int) -> bytes | None:
    """As above, without sound, of which the service's films have none; it takes about as long as the film."""
    try:
        from av import FFmpegError  # noqa: PLC0415 - it need not be there
    except ImportError as error:  # it is there, and not for this machine
        log.warning("film.no_library", error=str(error))
        return None
    room = int(limit * ROOM_USED)
    try:
        for _ in range(FILM_TRIES):
            made = encode_film(data, room)
            if made is None or len(made) <= limit:
                return made
            room = room * limit // (2 * len(made))
    except (FFmpegError, ValueError, OSError) as error:
        log.info("film.shrink_failed", error=type(error).__name__)
    return None


def encode_film(data: bytes, room: int) -> bytes | None:
    """The film in about so many bytes; None where there are no frames, too many, or no room for them.

    Raises what the library raises.
    """
    import av  # noqa: PLC0415 - it need not be there

    out = BytesIO()
    with av.open(BytesIO(data), "r") as source, av.open(out, "w", format="mp4") as target:
        frames, rate = count_frames(source)
        film = source.streams.video[0]
        size = fitting_sides(film.width, film.height, room * 8 / frames) if frames else None
        if size is None:
            return None
        made = target.add_stream("libx264", rate=rate)
        made.width, made.height = size
        made.pix_fmt, made.bit_rate = "yuv420p", int(room * 8 * rate / frames)
        most = str(made.bit_rate)
        made.options = {"preset": "veryfast", "threads": "1", "maxrate": most, "bufsize": most}
        for number, frame in zip(range(frames), source.decode(film), strict=False):
            shown = frame.reformat(*size, format="yuv420p")
            shown.pts, shown.time_base = number, 1 / rate
            target.mux(made.encode(shown))
        target.mux(made.encode())
    return out.getvalue()


def count_frames(source: "InputContainer") -> tuple[int, Fraction]:
    """How many there are, and how many in a second; none where these are too many, or too large."""
    film = source.streams.video[0] if source.streams.video else None
    if film is None or not film.average_rate or not 0 < film.width * film.height <= FRAME_PIXELS:
        return 0, Fraction(1)
    return film.frames if film.frames <= FILM_FRAMES_MOST else 0, Fraction(film.average_rate)


def fitting_sides(width: int, height: int, bits: float) -> tuple[int, int] | None:
    """Even sides, as large as so many bits for each frame are worth; None where nobody could see anything."""
    share = min(1.0, (bits / BITS_PER_PIXEL / (width * height)) ** 0.5)
    sides = int(width * share) // 2 * 2, int(height * share) // 2 * 2
    return sides if max(sides) >= FILM_SIDE_LEAST and min(sides) > 0 else None
