"""What grows before a scene when it is named: one tree by itself, and a rose."""

import math
from typing import Final

import numpy as np

from bot.sandbox.paint.figures import place_points, smooth_curve
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Ink, Sheet, blur_plane, paint_over, round_glow, smooth_step

_BARK: Final = np.array((0.27, 0.18, 0.12), np.float32)
_GREEN: Final = np.array((0.3, 0.52, 0.2), np.float32)
_LEAF: Final = np.array((0.16, 0.36, 0.17), np.float32)
_ROSES: Final = {
    "white": (0.96, 0.94, 0.9),
    "yellow": (0.96, 0.78, 0.22),
    "pink": (0.95, 0.55, 0.66),
    "blue": (0.3, 0.42, 0.82),
    "black": (0.16, 0.1, 0.14),
}
_RED: Final = (0.78, 0.09, 0.16)
_RINGS: Final = ((1.0, 6), (0.78, 5), (0.56, 5), (0.36, 4), (0.2, 3))  # how far out its petals stand, and how many


def paint_tree(sheet: Sheet, image: Plane) -> None:
    """An old one with a wide crown, in the light."""
    dice = sheet.dice.stream_of("tree")
    at, size = (sheet.wide * dice.pick_between(0.45, 0.55), 0.98), 0.9
    trunk = [(-0.16, 0.0), (-0.07, -0.12), (-0.055, -0.42), (-0.2, -0.6), (-0.16, -0.62), (0.0, -0.5)]
    trunk += [(0.15, -0.64), (0.19, -0.62), (0.06, -0.42), (0.075, -0.12), (0.18, 0.0)]
    ink = Ink(sheet)
    ink.draw_shape(place_points(trunk, at, size))
    bark = sheet.noise_plane("bark", cells=26, squeeze=0.25, octaves=4)
    side = 0.7 + 0.5 * smooth_step(at[0] + 0.08, at[0] - 0.08, sheet.x) * np.ones_like(bark)
    paint_over(image, (_BARK * (side * (0.75 + 0.5 * bark))[..., None]).astype(np.float32), ink.to_mask())
    _paint_crown(sheet, image, at, size)


def _paint_crown(sheet: Sheet, image: Plane, at: tuple[float, float], size: float) -> None:
    """Cushions of leaves, the lower ones first and in the shade."""
    dice = sheet.dice.stream_of("crown")
    leaves = sheet.noise_plane("leaves", cells=46, octaves=3)
    warm = blend_colours(_GREEN, sheet.palette.sun, 0.18)
    for layer in range(4):
        ink = Ink(sheet)
        for _ in range(9):
            turn, far = dice.pick_between(0, math.tau), dice.next_unit() ** 0.5
            x = at[0] + math.cos(turn) * far * (0.36 - 0.05 * layer) * size
            y = at[1] + (-0.66 - 0.035 * layer + math.sin(turn) * far * (0.2 - 0.025 * layer)) * size
            radius = dice.pick_between(0.07, 0.13) * size
            ink.draw_oval(x, y, radius, radius * 0.86)
        ragged = blur_plane(ink.to_mask(), max(1, sheet.height / 80))
        mask = smooth_step(0.42, 0.58, ragged + (leaves - 0.5) * 0.55)
        light = (0.42 + 0.2 * layer) * (0.7 + 0.6 * leaves)
        paint_over(image, np.clip(warm * light[..., None], 0, 1).astype(np.float32), mask.astype(np.float32))


def paint_rose(sheet: Sheet, image: Plane) -> None:
    """Petals around each other, the inner ones in the shade of the outer, on a stem with leaves."""
    dice = sheet.dice.stream_of("rose")
    named = next((tone for word, tone in _ROSES.items() if word in sheet.text), _RED)
    tone, size = np.array(named, np.float32), 0.25
    x, y = sheet.wide * dice.pick_between(0.46, 0.54), dice.pick_between(0.36, 0.42)
    _paint_rose_stem(sheet, image, (x, y), size)
    turned = dice.pick_between(0, math.tau)
    for ring, (far, count) in enumerate(_RINGS):
        for petal in range(count):
            turn = turned + math.tau * petal / count + ring * 0.63
            middle = x + math.cos(turn) * far * size * 0.6, y + math.sin(turn) * far * size * 0.5
            _paint_petal(sheet, image, middle, size * (0.5 * far + 0.12), tone, 0.78 + 0.28 * (ring % 2))
    heart = Ink(sheet)
    spiral = [
        (x + math.cos(t / 4) * t * size * 0.006, y + math.sin(t / 4) * t * size * 0.005) for t in range(2, 34)
    ]
    heart.draw_stroke(spiral, 0.006)
    paint_over(image, tone * np.float32(0.4), heart.to_mask())


def _paint_petal(
    sheet: Sheet, image: Plane, at: tuple[float, float], size: float, tone: Plane, light: float
) -> None:
    """Lit from above, with a dark edge below it."""
    edge, ink = Ink(sheet), Ink(sheet)
    edge.draw_oval(at[0], at[1], size * 1.03, size * 0.93)
    ink.draw_oval(at[0], at[1] - size * 0.03, size, size * 0.88)
    paint_over(image, tone * np.float32(0.45), edge.to_mask() * np.float32(0.85))
    glow = 0.62 + 0.5 * smooth_step(at[1] + size, at[1] - size, sheet.y) * np.ones_like(image[..., 0])
    glow += 0.12 * round_glow(sheet, at[0] - size * 0.3, at[1] - size * 0.4, size * 0.7)
    paint_over(image, np.clip(tone * (glow * light)[..., None], 0, 1).astype(np.float32), ink.to_mask())


def _paint_rose_stem(sheet: Sheet, image: Plane, head: tuple[float, float], size: float) -> None:
    ink = Ink(sheet)
    line = smooth_curve([head, (head[0] + 0.03, 0.72), (head[0] - 0.01, 1.05)], closed=False)
    ink.draw_stroke(line, 0.02)
    for side, y in ((-1, 0.74), (1, 0.82)):
        leaf = [(head[0] + 0.02, y), (head[0] + side * 0.1, y - 0.1), (head[0] + side * 0.24, y - 0.1)]
        ink.draw_shape(smooth_curve([*leaf, (head[0] + side * 0.14, y + 0.01)]))
    for side in (-1, 0, 1):
        sepal = [(head[0] - 0.05, head[1] + size * 0.55), (head[0] + side * 0.12, head[1] + size * 1.15)]
        ink.draw_shape([*sepal, (head[0] + 0.05, head[1] + size * 0.55)])
    paint_over(image, blend_colours(_LEAF, sheet.palette.near, 0.25), ink.to_mask())
