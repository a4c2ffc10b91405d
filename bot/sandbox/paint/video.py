"""Short films of a still picture: a slow camera, drifting light, and a fade to the last frame if there is one."""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import av
import numpy as np
from PIL import Image

from bot.sandbox.paint.seeded_random import Dice, Plane

FRAMES_PER_S: Final = 12
PART_S: Final = 2
_PART_FRAMES: Final = FRAMES_PER_S * PART_S
_PARTS_MOST: Final = 4
"""Parts of a film; further ones replace its beginning."""
_MOVES: Final = ((0.28, 0.0, -0.1), (0.2, 1.0, 0.0), (0.3, 0.25, 0.6), (0.2, -0.9, -0.8))
"""Of each take: how much nearer the camera comes, and where to, from the middle (0) to an edge (-1, 1)."""


@dataclass(frozen=True, slots=True)
class Part:
    """Two seconds. `take` 0..3 chooses the camera, `last` is what it fades to; with `loop` it ends as it began."""

    take: int
    last: Image.Image | None = None
    loop: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """A film that begins with `first`; each part goes on where the one before it ended."""

    first: Image.Image
    parts: tuple[Part, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class _View:
    """Of the whole picture, or nearer and aside."""

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def move(self, take: int, turn: float) -> "_View":
        zoom, x, y = (step * turn for step in _MOVES[take])
        return _View(self.zoom + zoom, max(-1, min(1, self.x + x)), max(-1, min(1, self.y + y)))

    def show(self, picture: Image.Image) -> Image.Image:
        """It never leaves the picture."""
        width, height = picture.width / self.zoom, picture.height / self.zoom
        left = (picture.width - width) * (0.5 + self.x / 2)
        top = (picture.height - height) * (0.5 + self.y / 2)
        box = (left, top, left + width, top + height)
        return picture.transform(picture.size, Image.Transform.EXTENT, box, Image.Resampling.BICUBIC)


def film_shot(shot: Shot) -> bytes:
    """H.264 in MP4 at the first picture's size (even sides), about two seconds per part."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FRAMES_PER_S)
        stream.width, stream.height = shot.first.size
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "veryfast", "crf": "24", "threads": "1"}
        for pixels in shot_frames(shot):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())
    return file.getvalue()


def shot_frames(shot: Shot) -> Iterator[Plane]:
    """Every frame as uint8 (h, w, 3)."""
    motes = _Motes(shot)
    picture, start = shot.first, _View()
    for number, part in enumerate(shot.parts):
        shown = number >= len(shot.parts) - _PARTS_MOST
        for index in range(_PART_FRAMES if shown else 0):
            yield motes.draw_over(
                np.asarray(_part_frame(picture, start, part, index)), number + index / _PART_FRAMES
            )
        if part.last is not None:
            picture, start = part.last, _View()
        elif not part.loop:
            start = start.move(part.take, _turn_at(1.0))


def _part_frame(picture: Image.Image, start: _View, part: Part, index: int) -> Image.Image:
    at, done = index / _PART_FRAMES, index / (_PART_FRAMES - 1)
    turn = 0.5 - 0.5 * math.cos(math.tau * at) if part.loop else _turn_at(at)
    frame = start.move(part.take, turn).show(picture)
    if part.last is None:
        return frame
    share = max(0.0, (done - 0.35) / 0.65)
    return Image.blend(frame, _View().move(part.take, _turn_at(1 - done)).show(part.last), share)


def _turn_at(at: float) -> float:
    """How far the camera has come `at` 0..1 of a part."""
    return 1 - math.exp(-0.55 * at)


class _Motes:
    """Specks of light that rise through the picture."""

    def __init__(self, shot: Shot) -> None:
        dice = Dice(shot.seed + shot.parts[0].take)
        count = 26
        self._size = shot.first.size
        self._x, self._y, self._speed, self._light = (dice.next_units(count) for _ in range(4))
        reach = max(2, self._size[1] // 110)
        line = np.arange(-reach, reach + 1, dtype=np.float32) / reach
        self._speck = np.clip(1 - np.hypot(line[None, :], line[:, None]), 0, 1)[..., None]

    def draw_over(self, pixels: Plane, at: float) -> Plane:
        frame = pixels.copy()
        width, height = self._size
        reach = self._speck.shape[0]
        for x, y, speed, light in zip(self._x, self._y, self._speed, self._light, strict=True):
            left = int((x + 0.02 * math.sin(at * 3 + speed * 9)) % 1 * (width - reach - 1))
            top = int((y - at * (0.03 + 0.08 * speed)) % 1 * (height - reach - 1))
            spot = frame[top : top + reach, left : left + reach]
            spot += ((255 - spot) * self._speck * (0.12 + 0.4 * light)).astype(np.uint8)
        return frame
