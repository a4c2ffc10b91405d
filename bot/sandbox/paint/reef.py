"""Under water: fish above a reef, in light that falls from the waves."""

from typing import Final

import numpy as np

from bot.sandbox.paint.atmosphere import finish_picture
from bot.sandbox.paint.figures import Points, place_points, smooth_curve
from bot.sandbox.paint.noise import skyline_heights
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Ink, Sheet, add_light, below_line, colour_ramp, paint_over, smooth_step

_DEEP: Final = np.array(((0.5, 0.85, 0.9), (0.1, 0.5, 0.68), (0.03, 0.2, 0.36), (0.02, 0.09, 0.2)), np.float32)
_BODIES: Final = ((0.98, 0.5, 0.12), (0.98, 0.82, 0.2), (0.85, 0.25, 0.35), (0.4, 0.75, 0.95))
_PALE: Final = np.array((0.97, 0.96, 0.92), np.float32)
_DARK: Final = np.array((0.04, 0.05, 0.09), np.float32)


def paint_reef(sheet: Sheet) -> Plane:
    """One large fish, and a few small ones behind it."""
    dice = sheet.dice.stream_of("reef")
    image = colour_ramp(_DEEP, np.broadcast_to(sheet.y, (sheet.height, sheet.width)))
    beams = sheet.noise_plane("beams", cells=4, octaves=2)[0]
    slanted = np.stack([np.roll(beams, row // 4) for row in range(sheet.height)])
    add_light(image, _PALE, smooth_step(0.55, 0.8, slanted) * (1 - sheet.y) ** 2 * np.float32(0.3))
    for depth, level in ((0.55, 0.8), (0.9, 0.9)):
        line = (
            level + skyline_heights(dice.stream_of(f"{depth}"), sheet.width, bumps=5, octaves=5, rough=0.6) * 0.09
        )
        paint_over(image, blend_colours(_DEEP[2], _DARK, depth), below_line(sheet, line))
    for _ in range(dice.count_between(4, 7)):
        at = dice.pick_between(0.08, 0.92) * sheet.wide, dice.pick_between(0.14, 0.74)
        _draw_fish(
            sheet, image, at, dice.pick_between(0.05, 0.09), dice.count_between(0, 3), mirror=dice.flip_coin()
        )
    place = sheet.wide * dice.pick_between(0.42, 0.58), dice.pick_between(0.42, 0.52)
    _draw_fish(sheet, image, place, 0.3, dice.count_between(0, 3), mirror=dice.flip_coin())
    return finish_picture(sheet, np.clip(image, 0, 1))


def _draw_fish(
    sheet: Sheet, image: Plane, at: tuple[float, float], size: float, kind: int, *, mirror: bool
) -> None:
    """From its side; `at` is its middle."""
    colour = np.array(_BODIES[kind], np.float32)
    fins = blend_colours(colour, _DARK, 0.3)

    def fill(tone: Plane, points: Points) -> None:
        ink = Ink(sheet)
        ink.draw_shape(smooth_curve(place_points(points, at, size, mirror=mirror), steps=8))
        paint_over(image, tone, ink.to_mask())

    fill(fins, [(-0.7, 0.0), (-1.2, -0.42), (-1.08, 0.0), (-1.2, 0.42)])
    fill(fins, [(-0.4, -0.4), (0.0, -0.78), (0.42, -0.42)])
    fill(fins, [(-0.3, 0.42), (-0.12, 0.72), (0.2, 0.44)])
    body = [(-0.85, 0.0), (-0.45, -0.36), (0.1, -0.5), (0.65, -0.3), (0.92, 0.02), (0.65, 0.3), (0.1, 0.5)]
    fill(colour, [*body, (-0.45, 0.36)])
    fill(_PALE, [(0.3, -0.43), (0.42, -0.4), (0.46, 0.0), (0.42, 0.4), (0.3, 0.43), (0.34, 0.0)])
    fill(_PALE, [(-0.28, -0.4), (-0.16, -0.44), (-0.1, 0.0), (-0.16, 0.44), (-0.28, 0.4), (-0.22, 0.0)])
    fill(fins, [(0.02, 0.05), (0.24, 0.1), (0.06, 0.32)])
    for tone, radius in ((_PALE, 0.1), (_DARK, 0.06)):
        eye = Ink(sheet)
        eye.draw_oval(*place_points([(0.64, -0.1)], at, size, mirror=mirror)[0], radius * size, radius * size)
        paint_over(image, tone, eye.to_mask())
