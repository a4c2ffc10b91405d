"""The canvas a scene is painted on: its size, its chance and colours, and the brushes every scene shares."""

from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image, ImageDraw

from bot.sandbox.paint.noise import MIDDLE, fbm, stretch, stretch_colour
from bot.sandbox.paint.palettes import Palette
from bot.sandbox.paint.seeded_random import Dice, Plane


@dataclass(frozen=True, slots=True)
class Stage:
    """Lengths are in picture heights: y runs 0..1 downwards, x 0..`wide`. Images are float32 (h, w, 3) in 0..1."""

    width: int
    height: int
    dice: Dice
    palette: Palette
    text: str = ""
    x: Plane = field(init=False)
    y: Plane = field(init=False)

    def __post_init__(self) -> None:
        xs = (np.arange(self.width, dtype=np.float32) + 0.5) / self.height
        ys = (np.arange(self.height, dtype=np.float32) + 0.5) / self.height
        object.__setattr__(self, "x", xs[None, :])
        object.__setattr__(self, "y", ys[:, None])

    @property
    def wide(self) -> float:
        return self.width / self.height

    def half(self) -> "Stage":
        """For soft things, which nobody can tell from full size once they are enlarged."""
        return replace(self, width=max(8, self.width // 2), height=max(8, self.height // 2))

    def noise(
        self, name: str, *, cells: float = 3, squeeze: float = 1, octaves: int = 6, fade: float = 0.5
    ) -> Plane:
        dice = self.dice.of(name)
        return fbm(dice, self.width, self.height, cells=cells, squeeze=squeeze, octaves=octaves, fade=fade)

    def enlarge(self, image: Plane) -> Plane:
        """An image made on `half()` at this stage's size."""
        grow = stretch if image.ndim == 2 else stretch_colour
        return grow(image, self.width, self.height)


def smooth(low: float, high: float, value: Plane) -> Plane:
    """0 below `low`, 1 above `high`, an S between."""
    share: Plane = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    curve: Plane = share * share * (3 - 2 * share)
    return curve


def ramp(colours: Plane, share: Plane) -> Plane:
    """Colours looked up along an even gradient."""
    stops = np.linspace(0, 1023, len(colours))
    table = np.stack([np.interp(np.arange(1024), stops, colours[:, channel]) for channel in range(3)], axis=-1)
    colour: Plane = table.astype(np.float32)[np.clip(share * 1023, 0, 1023).astype(np.int16)]
    return colour


def lay(image: Plane, colour: Plane, cover: Plane) -> Plane:
    """Paint over, in place; `colour` is one colour or an image."""
    for channel in range(3):
        plane = image[..., channel]
        plane += (colour[..., channel] - plane) * cover
    return image


def shine(image: Plane, colour: Plane, light: Plane) -> Plane:
    """Add light, in place, the way a screen blend does: never beyond white."""
    for channel in range(3):
        plane = image[..., channel]
        plane += (1 - plane) * np.clip(light * colour[channel], 0, 1)
    return image


def glow(stage: Stage, cx: float, cy: float, radius: float) -> Plane:
    """A round bloom, 1 in the middle, with a long soft tail."""
    away = ((stage.x - cx) ** 2 + (stage.y - cy) ** 2) / np.float32(radius**2)
    return 1 / (1 + away) ** 1.5


def disc(stage: Stage, cx: float, cy: float, radius: float) -> Plane:
    """A circle with an edge one pixel soft."""
    away = np.sqrt((stage.x - cx) ** 2 + (stage.y - cy) ** 2)
    return np.clip((radius - away) * stage.height + 0.5, 0, 1)


def below(stage: Stage, line: Plane) -> Plane:
    """1 under a line given per column, one pixel soft."""
    return np.clip((stage.y - line[None, :]) * stage.height + 0.5, 0, 1)


def shifted(plane: Plane, step: int, axis: int) -> Plane:
    """Moved by `step` pixels, the edge repeated (np.roll would wrap the far edge round)."""
    pad = [(0, 0), (0, 0)]
    pad[axis] = (max(step, 0), max(-step, 0))
    size = plane.shape[axis]
    return np.take(np.pad(plane, pad, mode="edge"), np.arange(size) + max(-step, 0), axis=axis)


class Ink:
    """Shapes drawn sharp: a mask twice too large, reduced at the end. Lengths as on the stage."""

    def __init__(self, stage: Stage) -> None:
        self._size = stage.width, stage.height
        self._unit = stage.height * 2
        self._mask = Image.new("L", (stage.width * 2, stage.height * 2))
        self._draw = ImageDraw.Draw(self._mask)

    def shape(self, points: list[tuple[float, float]], value: int = 255) -> None:
        self._draw.polygon([(x * self._unit, y * self._unit) for x, y in points], fill=value)

    def box(self, left: float, top: float, right: float, bottom: float, value: int = 255) -> None:
        box = [edge * self._unit for edge in (left, top, max(left, right), max(top, bottom))]
        self._draw.rectangle(box, fill=value)

    def oval(self, cx: float, cy: float, rx: float, ry: float, value: int = 255) -> None:
        box = [(cx - rx) * self._unit, (cy - ry) * self._unit, (cx + rx) * self._unit, (cy + ry) * self._unit]
        self._draw.ellipse(box, fill=value)

    def stroke(self, points: list[tuple[float, float]], thick: float, value: int = 255) -> None:
        line = [(x * self._unit, y * self._unit) for x, y in points]
        self._draw.line(line, fill=value, width=max(1, round(thick * self._unit)), joint="curve")

    def mask(self) -> Plane:
        """0..1, (h, w)."""
        return np.asarray(self._mask.resize(self._size, Image.Resampling.BOX), dtype=np.float32) / np.float32(255)


def blurred(plane: Plane, radius: float) -> Plane:
    """Cheaply, by shrinking and growing back; `radius` in pixels."""
    height, width = plane.shape
    times = max(1, int(radius))
    small = Image.fromarray(plane).resize((max(2, width // times), max(2, height // times)), Image.Resampling.BOX)
    return np.asarray(small.resize((width, height), MIDDLE), dtype=np.float32)
