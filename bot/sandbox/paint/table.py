"""What stands on a table: fruit in a bowl, or a cup of something hot."""

import re
from typing import Final

import numpy as np

from bot.sandbox.paint.atmosphere import finish_picture
from bot.sandbox.paint.figures import Points, place_points, smooth_curve
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import (
    Ink,
    Sheet,
    add_light,
    blur_plane,
    colour_ramp,
    paint_over,
    round_glow,
    smooth_step,
)

_TABLE_TOP: Final = np.array((0.47, 0.3, 0.18), np.float32)
_CHINA: Final = np.array((0.93, 0.91, 0.87), np.float32)
_COFFEE: Final = np.array((0.22, 0.12, 0.06), np.float32)
_STALK: Final = np.array((0.28, 0.2, 0.1), np.float32)
_HOT: Final = frozenset({"coffee", "cup", "cups", "mug", "tea", "espresso"})
_FRUITS: Final = {
    "apple": (0.78, 0.14, 0.12),
    "orange": (0.95, 0.55, 0.1),
    "lemon": (0.97, 0.84, 0.2),
    "pear": (0.72, 0.76, 0.25),
    "plum": (0.4, 0.16, 0.38),
    "peach": (0.96, 0.62, 0.42),
}
_HORIZON: Final = 0.66


def paint_table(sheet: Sheet) -> Plane:
    """By a wall that a window lights, with its shadow on the wood."""
    wall = blend_colours(sheet.palette.sky[2], sheet.palette.sky[3], 0.4)
    shade = np.broadcast_to(1.05 - 0.5 * sheet.y, (sheet.height, sheet.width)).astype(np.float32)
    image = colour_ramp(np.stack([wall * np.float32(0.45), wall]), np.clip(shade, 0, 1))
    add_light(image, sheet.palette.sun, round_glow(sheet, 0.1 * sheet.wide, 0.1, 0.75) * 0.45)
    grain = sheet.noise_plane("wood", cells=3, octaves=5)
    rings = 0.86 + 0.2 * np.sin(grain * 22 + sheet.y * 60)
    top = smooth_step(_HORIZON - 0.004, _HORIZON + 0.004, sheet.y) * np.ones_like(image[..., 0])
    paint_over(image, _TABLE_TOP * rings[..., None] * (0.75 + 0.5 * sheet.y[..., None]), top)
    hot = _HOT & set(re.findall(r"[a-z]+", sheet.text))
    (_paint_cup if hot else _paint_bowl)(sheet, image)
    return finish_picture(sheet, np.clip(image, 0, 1))


def _layer(sheet: Sheet, image: Plane, colour: Plane, ink: Ink, light: tuple[float, float] | None = None) -> None:
    """Rounded by light that comes from the left, when it is told where the middle is."""
    mask = ink.to_mask()
    if light is not None:
        glow = round_glow(sheet, light[0] - 0.05, light[1] - 0.06, 0.16)
        colour = colour * (0.68 + 0.5 * glow[..., None])
    paint_over(image, colour, mask)


def _oval(sheet: Sheet, x: float, y: float, across: float, along: float) -> Ink:
    ink = Ink(sheet)
    ink.draw_oval(x, y, across, along)
    return ink


def _shape(sheet: Sheet, points: Points, at: tuple[float, float], size: float) -> Ink:
    ink = Ink(sheet)
    ink.draw_shape(smooth_curve(place_points(points, at, size), steps=8))
    return ink


def _shadow(sheet: Sheet, image: Plane, x: float, y: float, across: float) -> None:
    mask = blur_plane(_oval(sheet, x + 0.05, y, across, 0.035).to_mask(), sheet.height / 40)
    paint_over(image, _COFFEE * np.float32(0.5), mask * np.float32(0.65))


def _paint_bowl(sheet: Sheet, image: Plane) -> None:
    """Five fruits or more; those that are named are most of them."""
    dice = sheet.dice.stream_of("fruit")
    x, y = sheet.wide * dice.pick_between(0.46, 0.54), 0.8
    words = {word.removesuffix("s") for word in re.findall(r"[a-z]+", sheet.text)}
    kinds = [name for name in _FRUITS if name in words] or list(_FRUITS)
    _shadow(sheet, image, x, y + 0.02, 0.3)
    rear = [(-0.17, -0.19), (-0.02, -0.25), (0.14, -0.2)]
    front = [(-0.22, -0.12), (-0.09, -0.14), (0.05, -0.15), (0.19, -0.12)]
    for dx, dy in (*rear, *front):
        name = kinds[dice.count_between(0, len(kinds) - 1)]
        spot, size = (x + dx, y + dy), dice.pick_between(0.075, 0.092)
        tall = size * (1.2 if name in {"pear", "lemon"} else 0.97)
        _layer(sheet, image, np.array(_FRUITS[name], np.float32), _oval(sheet, *spot, size, tall), spot)
        stalk = Ink(sheet)
        stalk.draw_stroke([(spot[0], spot[1] - tall), (spot[0] + 0.014, spot[1] - tall - 0.025)], 0.006)
        _layer(sheet, image, _STALK, stalk)
    glaze = blend_colours(sheet.palette.far, _CHINA, 0.55)
    bowl = Ink(sheet)
    sides = [(-0.34, -0.12), (0.34, -0.12), (0.3, -0.02), (0.2, 0.04), (0.1, 0.06)]
    bowl.draw_shape([(x + dx, y + dy) for dx, dy in (*sides, *((-dx, dy) for dx, dy in reversed(sides[2:])))])
    _layer(sheet, image, glaze, bowl, (x - 0.1, y - 0.04))
    rim = Ink(sheet)
    rim.draw_box(x - 0.345, y - 0.13, x + 0.345, y - 0.11)
    _layer(sheet, image, blend_colours(glaze, _CHINA, 0.6), rim)


def _paint_cup(sheet: Sheet, image: Plane) -> None:
    """On its saucer, steaming."""
    dice = sheet.dice.stream_of("cup")
    x, y = sheet.wide * dice.pick_between(0.45, 0.52), 0.8
    glaze = blend_colours(_CHINA, sheet.palette.accents[1], 0.12)
    _shadow(sheet, image, x, y + 0.04, 0.28)
    _layer(sheet, image, glaze * np.float32(0.86), _oval(sheet, x, y + 0.01, 0.31, 0.055))
    _layer(sheet, image, glaze, _oval(sheet, x, y, 0.29, 0.045), (x, y))
    handle = Ink(sheet)
    loop = [(0.17, -0.24), (0.3, -0.25), (0.31, -0.12), (0.14, -0.08)]
    handle.draw_stroke(smooth_curve([(x + dx, y + dy) for dx, dy in loop], closed=False, steps=10), 0.032)
    _layer(sheet, image, glaze * np.float32(0.9), handle)
    body = [(-0.2, -0.3), (0.2, -0.3), (0.19, -0.14), (0.12, -0.01), (0.0, 0.01), (-0.12, -0.01), (-0.19, -0.14)]
    cup = Ink(sheet)
    cup.draw_shape([(x + dx, y + dy) for dx, dy in body])
    _layer(sheet, image, glaze, cup, (x - 0.05, y - 0.16))
    _layer(sheet, image, glaze * np.float32(0.97), _oval(sheet, x, y - 0.3, 0.2, 0.045))
    _layer(sheet, image, _COFFEE, _oval(sheet, x, y - 0.297, 0.178, 0.036))
    steam = Ink(sheet)
    for dx in (-0.07, 0.01, 0.08):
        bend = dice.pick_between(0.02, 0.05)
        curl = [(dx, -0.34), (dx + bend, -0.42), (dx - bend, -0.52), (dx + bend, -0.62)]
        steam.draw_stroke(smooth_curve([(x + cx, y + cy) for cx, cy in curl], closed=False, steps=10), 0.014)
    add_light(image, _CHINA, blur_plane(steam.to_mask(), sheet.height / 70) * np.float32(0.55))
