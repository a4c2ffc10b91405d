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


@dataclass(frozen=True, slots=True)
class Shot:
    """`parts` clips of two seconds without a seam (an extension adds one), `take` 0..3 chooses the camera."""

    first: Image.Image
    take: int
    seed: int
    parts: int = 1
    last: Image.Image | None = None
    loop: bool = False


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
    total = FRAMES_PER_S * PART_S * shot.parts
    for index in range(total):
        at = index / (FRAMES_PER_S * PART_S)
        view = _camera_view(shot.first, shot, at)
        if shot.last is not None:
            share = max(0.0, (index / (total - 1) - 0.35) / 0.65)
            view = Image.blend(view, _camera_view(shot.last.resize(shot.first.size), shot, at), share)
        yield motes.draw_over(np.asarray(view), at)


def _camera_view(picture: Image.Image, shot: Shot, at: float) -> Image.Image:
    """What the camera sees `at` clips after the start; it never leaves the picture."""
    turn = 0.5 - 0.5 * math.cos(math.tau * at) if shot.loop else 1 - math.exp(-0.55 * at)
    zoom, dx, dy = (
        (1 + 0.28 * turn, 0.0, -0.1 * turn),
        (1.18, -0.9 + 1.8 * turn, 0.0),
        (1.3 - 0.28 * turn, 0.25 * turn, 0.2),
        (1.16 + 0.08 * turn, 0.6 - 0.9 * turn, 0.8 - 1.3 * turn),
    )[shot.take]
    width, height = picture.width / zoom, picture.height / zoom
    left = (picture.width - width) * (0.5 + dx / 2)
    top = (picture.height - height) * (0.5 + dy / 2)
    box = (left, top, left + width, top + height)
    return picture.transform(picture.size, Image.Transform.EXTENT, box, Image.Resampling.BICUBIC)


class _Motes:
    """Specks of light that rise through the picture."""

    def __init__(self, shot: Shot) -> None:
        dice = Dice(shot.seed + shot.take)
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
