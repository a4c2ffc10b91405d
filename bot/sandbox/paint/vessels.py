"""What floats near by: boats folded of paper, and a ship with three masts."""

from typing import Final

import numpy as np

from bot.sandbox.paint.figures import Points, place_points, smooth_curve
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Ink, Sheet, blur_plane, paint_over, smooth_step

_PAPER_WHITE: Final = np.ones(3, np.float32)
_SHIP_WOOD: Final = np.array((0.3, 0.17, 0.1), np.float32)
_HULL: Final = [(-0.55, -0.24), (-0.27, -0.06), (0.27, -0.06), (0.55, -0.24), (0.31, 0.14), (-0.31, 0.14)]
_BOAT_INSIDE: Final = [(-0.55, -0.24), (-0.27, -0.06), (0.27, -0.06), (0.55, -0.24), (0.27, -0.16), (-0.27, -0.16)]
_FOLDS: Final = [
    ([(-0.26, -0.08), (0.0, -0.52), (0.0, -0.08)], 1.0),
    ([(0.0, -0.52), (0.26, -0.08), (0.0, -0.08)], 0.8),
]
_SHIP_HULL: Final = [
    (-0.82, -0.2),
    (-0.74, 0.0),
    (-0.6, 0.15),
    (0.5, 0.15),
    (0.74, 0.0),
    (0.88, -0.18),
    (0.6, -0.06),
    (-0.5, -0.06),
]
_SHIP_BAND: Final = [(-0.74, -0.06), (-0.5, 0.02), (0.56, 0.02), (0.76, -0.06)]
_MASTS: Final = ((-0.42, 0.78), (0.02, 0.95), (0.44, 0.72))  # where each stands, and how high it is
_SAILS: Final = 3  # of each mast


def paint_paper_boats(sheet: Sheet, image: Plane) -> None:
    """Three of them, the nearest in the middle, each with its mirror image in the water."""
    dice = sheet.dice.stream_of("paper boats")
    near = sheet.wide * dice.pick_between(0.42, 0.58)
    for index, (dx, y, size) in enumerate(((-0.3, 0.66, 0.2), (0.31, 0.71, 0.25), (0.0, 0.82, 0.42))):
        at = near + dx * max(1.0, sheet.wide * 0.85), y + dice.pick_between(-0.012, 0.012)
        tint = blend_colours(_PAPER_WHITE, sheet.palette.accents[index % 3], 0.28 if index < 2 else 0.05)
        _paint_folded(sheet, image, at, size, tint)


def _paint_folded(sheet: Sheet, image: Plane, at: tuple[float, float], size: float, paper: Plane) -> None:
    """Drawn from the back to the front."""
    _mirror(sheet, image, at, size, paper)
    dim = np.float32(0.82 if sheet.palette.dark else 0.97)
    parts: list[tuple[Points, float]] = [(_BOAT_INSIDE, 0.55), *_FOLDS, (_HULL, 0.92)]
    for points, light in parts:
        ink = Ink(sheet)
        ink.draw_shape(place_points(points, at, size))
        shade = (
            np.float32(light) * dim * (1.06 - 0.3 * smooth_step(at[1] - 0.3 * size, at[1] + 0.16 * size, sheet.y))
        )
        paint_over(
            image, (paper * (shade * np.ones_like(image[..., 0]))[..., None]).astype(np.float32), ink.to_mask()
        )
    lines = Ink(sheet)
    for one, other in ((_HULL[1], _HULL[5]), (_HULL[2], _HULL[4])):
        lines.draw_stroke(place_points([one, other], at, size), 0.004 * size / 0.3)
    paint_over(image, paper * np.float32(0.6), lines.to_mask() * np.float32(0.5))


def _mirror(sheet: Sheet, image: Plane, at: tuple[float, float], size: float, paper: Plane) -> None:
    ink, foot = Ink(sheet), at[1] + 0.14 * size
    for points in (_HULL, [*_FOLDS[0][0][:2], _FOLDS[1][0][1]]):
        ink.draw_shape([(x, 2 * foot - y) for x, y in place_points(points, at, size)])
    soft = blur_plane(ink.to_mask(), max(2, sheet.height / 110)) * smooth_step(foot + 0.7 * size, foot, sheet.y)
    paint_over(image, paper, soft * np.float32(0.38))


def paint_tall_ship(sheet: Sheet, image: Plane) -> None:
    """With all its sails before the light."""
    dice = sheet.dice.stream_of("tall ship")
    at, size = (sheet.wide * dice.pick_between(0.44, 0.56), 0.74), 0.46
    mirror = dice.flip_coin()
    wood = blend_colours(_SHIP_WOOD, sheet.palette.near, 0.55 if sheet.palette.dark else 0.3)
    cloth = blend_colours(blend_colours(_PAPER_WHITE, sheet.palette.sun, 0.4), sheet.palette.near, 0.1)
    rig, sails, seams = Ink(sheet), Ink(sheet), Ink(sheet)
    for x, tall in _MASTS:
        rig.draw_stroke(place_points([(x, 0.0), (x, -tall - 0.14)], at, size, mirror=mirror), 0.009)
        _hang_sails(sails, seams, (x, tall), at, size, mirror=mirror)
    rig.draw_stroke(place_points([(0.7, -0.12), (1.06, -0.3)], at, size, mirror=mirror), 0.008)
    sails.draw_shape(place_points([(0.48, -0.7), (1.04, -0.29), (0.56, -0.18)], at, size, mirror=mirror))
    paint_over(image, wood * np.float32(0.8), rig.to_mask())
    light = (1.05 - 0.4 * smooth_step(at[1] - size, at[1], sheet.y) * np.ones_like(image[..., 0]))[..., None]
    paint_over(
        image, (cloth * light * np.float32(0.8 if sheet.palette.dark else 1)).astype(np.float32), sails.to_mask()
    )
    paint_over(image, cloth * np.float32(0.55), seams.to_mask())
    _paint_ship_hull(sheet, image, place_points(_SHIP_HULL, at, size, mirror=mirror), wood)
    band = Ink(sheet)
    band.draw_stroke(place_points(_SHIP_BAND, at, size, mirror=mirror), 0.012)
    paint_over(image, blend_colours(cloth, wood, 0.35), band.to_mask())


def _paint_ship_hull(sheet: Sheet, image: Plane, hull: Points, wood: Plane) -> None:
    """With its mirror image below it."""
    foot = max(y for _, y in hull)
    ink, deep = Ink(sheet), Ink(sheet)
    ink.draw_shape(hull)
    deep.draw_shape([(x, 2 * foot - y) for x, y in hull])
    soft = blur_plane(deep.to_mask(), max(2, sheet.height / 90))
    paint_over(image, wood * np.float32(0.6), soft * np.float32(0.5))
    paint_over(image, wood, ink.to_mask())


def _hang_sails(
    sails: Ink, seams: Ink, mast: tuple[float, float], at: tuple[float, float], size: float, *, mirror: bool
) -> None:
    """One above the other, narrower upwards, each swollen by the wind."""
    x, tall = mast
    for level in range(_SAILS):
        foot, head = -0.16 - tall * level / _SAILS * 0.92, -0.13 - tall * (level + 1) / _SAILS * 0.92
        low, high = 0.21 - 0.035 * level, 0.175 - 0.035 * level
        shape = [(x - low, foot), (x - high, head), (x + high, head), (x + low, foot)]
        swell = [(x + low * 0.5, foot - 0.035), (x, foot - 0.05), (x - low * 0.5, foot - 0.035)]
        sails.draw_shape(place_points([*shape, *swell], at, size, mirror=mirror))
        seams.draw_stroke(place_points([(x - high, head), (x + high, head)], at, size, mirror=mirror), 0.004)
        curve = smooth_curve([(x - low, foot), (x, foot - 0.05), (x + low, foot)], closed=False, steps=6)
        seams.draw_stroke(place_points(curve, at, size, mirror=mirror), 0.003)
