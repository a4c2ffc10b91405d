"""Smooth noise planes that look the same at every size, because their lattices do not know the size."""

import numpy as np
from PIL import Image

from bot.sandbox.paint.seeded_random import Dice, Plane

SMOOTH_RESAMPLING = Image.Resampling.BICUBIC


def stretch_plane(plane: Plane, width: int, height: int) -> Plane:
    """Smoothly resized to (height, width)."""
    picture = Image.fromarray(np.ascontiguousarray(plane, dtype=np.float32))
    return np.asarray(picture.resize((width, height), SMOOTH_RESAMPLING), dtype=np.float32)


def stretch_colour(image: Plane, width: int, height: int) -> Plane:
    """The same for (h, w, 3)."""
    return np.stack([stretch_plane(image[..., channel], width, height) for channel in range(3)], axis=-1)


def fractal_noise(
    dice: Dice,
    width: int,
    height: int,
    *,
    cells: float = 3,
    squeeze: float = 1,
    octaves: int = 6,
    fade: float = 0.5,
) -> Plane:
    """Cloud-like noise of about 0..1 around 0.5; `cells` lumps down the height, `squeeze` times wider than high."""
    across = max(2, round(cells * width / height / squeeze))
    down = max(2, round(cells))
    plane = dice.normal_grid(down, across)
    weight, total = 1.0, 1.0
    for _ in range(octaves - 1):
        across, down, weight = across * 2, down * 2, weight * fade
        if down > height * 2:
            break
        plane = stretch_plane(plane, across, down) + dice.normal_grid(down, across) * np.float32(weight)
        total += weight**2
    return stretch_plane(plane, width, height) * np.float32(0.22 / total**0.5) + np.float32(0.5)


def ridge_noise(
    dice: Dice, width: int, height: int, *, cells: float = 3, squeeze: float = 1, octaves: int = 6
) -> Plane:
    """Noise with sharp crests, 0..1."""
    plane = fractal_noise(dice, width, height, cells=cells, squeeze=squeeze, octaves=octaves)
    crests: Plane = np.clip(1 - np.abs(plane - 0.5) * 4, 0, 1)
    return crests**2


def skyline_heights(dice: Dice, width: int, *, bumps: float = 3, octaves: int = 7, rough: float = 0.5) -> Plane:
    """A jagged line of `width` points, about -1..1."""
    count = max(2, round(bumps))
    line, weight, total = dice.normal_grid(1, count), 1.0, 1.0
    for _ in range(octaves - 1):
        count, weight = count * 2, weight * rough
        line = stretch_plane(line, count, 1) + dice.normal_grid(1, count) * np.float32(weight)
        total += weight**2
    heights: Plane = stretch_plane(line, width, 1)[0]
    return heights / np.float32(1.6 * total**0.5)


def sample_pixels(image: Plane, x: Plane, y: Plane) -> Plane:
    """Pixels at fractional places, edges repeated. Nearest is enough: callers blur or are busy."""
    height, width = image.shape[:2]
    rows = np.clip(np.rint(y), 0, height - 1).astype(np.int32)
    columns = np.clip(np.rint(x), 0, width - 1).astype(np.int32)
    return image[rows, columns]
