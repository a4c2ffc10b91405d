"""The sheet a scene is painted on: its size, its chance and colours, and the brushes every scene shares."""

from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image, ImageDraw

from bot.sandbox.paint.noise import SMOOTH_RESAMPLING, fractal_noise, stretch_colour, stretch_plane
from bot.sandbox.paint.palettes import Palette
from bot.sandbox.paint.seeded_random import Dice, Plane


@dataclass(frozen=True, slots=True)
class Sheet:
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
        """Its width in heights."""
        return self.width / self.height

    def half_size(self) -> "Sheet":
        """For soft things, which nobody can tell from full size once they are enlarged."""
        return replace(self, width=max(8, self.width // 2), height=max(8, self.height // 2))

    def noise_plane(
        self, name: str, *, cells: float = 3, squeeze: float = 1, octaves: int = 6, fade: float = 0.5
    ) -> Plane:
        """`fractal_noise` of its size, with chance of that name."""
        dice = self.dice.stream_of(name)
        return fractal_noise(
            dice, self.width, self.height, cells=cells, squeeze=squeeze, octaves=octaves, fade=fade
        )

    def enlarge_half(self, image: Plane) -> Plane:
        """An image made on `half_size()` at this sheet's size."""
        grow = stretch_plane if image.ndim == 2 else stretch_colour
        return grow(image, self.width, self.height)


def smooth_step(low: float, high: float, value: Plane) -> Plane:
    """0 below `low`, 1 above `high`, an S between."""
    share: Plane = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    curve: Plane = share * share * (3 - 2 * share)
    return curve


def colour_ramp(colours: Plane, share: Plane) -> Plane:
    """Colours looked up along an even gradient."""
    stops = np.linspace(0, 1023, len(colours))
    table = np.stack([np.interp(np.arange(1024), stops, colours[:, channel]) for channel in range(3)], axis=-1)
    colour: Plane = table.astype(np.float32)[np.clip(share * 1023, 0, 1023).astype(np.int16)]
    return colour


def paint_over(image: Plane, colour: Plane, cover: Plane) -> Plane:
    """Paint over, in place; `colour` is one colour or an image."""
    for channel in range(3):
        plane = image[..., channel]
        plane += (colour[..., channel] - plane) * cover
    return image


def add_light(image: Plane, colour: Plane, light: Plane) -> Plane:
    """Add light, in place, the way a screen blend does: never beyond white."""
    for channel in range(3):
        plane = image[..., channel]
        plane += (1 - plane) * np.clip(light * colour[channel], 0, 1)
    return image


def round_glow(sheet: Sheet, cx: float, cy: float, radius: float) -> Plane:
    """A round bloom, 1 in the middle, with a long soft tail."""
    away = ((sheet.x - cx) ** 2 + (sheet.y - cy) ** 2) / np.float32(radius**2)
    return 1 / (1 + away) ** 1.5


def soft_disc(sheet: Sheet, cx: float, cy: float, radius: float) -> Plane:
    """A circle with an edge one pixel soft."""
    away = np.sqrt((sheet.x - cx) ** 2 + (sheet.y - cy) ** 2)
    return np.clip((radius - away) * sheet.height + 0.5, 0, 1)


def below_line(sheet: Sheet, line: Plane) -> Plane:
    """1 under a line given per column, one pixel soft."""
    return np.clip((sheet.y - line[None, :]) * sheet.height + 0.5, 0, 1)


def shift_plane(plane: Plane, step: int, axis: int) -> Plane:
    """Moved by `step` pixels, the edge repeated (np.roll would wrap the far edge round)."""
    pad = [(0, 0), (0, 0)]
    pad[axis] = (max(step, 0), max(-step, 0))
    size = plane.shape[axis]
    return np.take(np.pad(plane, pad, mode="edge"), np.arange(size) + max(-step, 0), axis=axis)


class Ink:
    """Shapes drawn sharp: a mask twice too large, reduced at the end. Lengths as on the sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._size = sheet.width, sheet.height
        self._unit = sheet.height * 2
        self._mask = Image.new("L", (sheet.width * 2, sheet.height * 2))
        self._draw = ImageDraw.Draw(self._mask)

    def draw_shape(self, points: list[tuple[float, float]], value: int = 255) -> None:
        """A polygon, filled; `value` 0..255 is how much of it covers."""
        self._draw.polygon([(x * self._unit, y * self._unit) for x, y in points], fill=value)

    def draw_box(self, left: float, top: float, right: float, bottom: float, value: int = 255) -> None:
        """A rectangle, filled; one turned inside out is a line."""
        box = [edge * self._unit for edge in (left, top, max(left, right), max(top, bottom))]
        self._draw.rectangle(box, fill=value)

    def draw_oval(self, cx: float, cy: float, rx: float, ry: float, value: int = 255) -> None:
        """An ellipse by its middle and its two radii, filled."""
        box = [(cx - rx) * self._unit, (cy - ry) * self._unit, (cx + rx) * self._unit, (cy + ry) * self._unit]
        self._draw.ellipse(box, fill=value)

    def draw_stroke(self, points: list[tuple[float, float]], thick: float, value: int = 255) -> None:
        """A line through the points."""
        line = [(x * self._unit, y * self._unit) for x, y in points]
        self._draw.line(line, fill=value, width=max(1, round(thick * self._unit)), joint="curve")

    def to_mask(self) -> Plane:
        """0..1, (h, w)."""
        return np.asarray(self._mask.resize(self._size, Image.Resampling.BOX), dtype=np.float32) / np.float32(255)


def blur_plane(plane: Plane, radius: float) -> Plane:
    """Cheaply, by shrinking and growing back; `radius` in pixels."""
    height, width = plane.shape
    times = max(1, int(radius))
    small = Image.fromarray(plane).resize((max(2, width // times), max(2, height // times)), Image.Resampling.BOX)
    return np.asarray(small.resize((width, height), SMOOTH_RESAMPLING), dtype=np.float32)
