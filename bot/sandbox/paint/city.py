"""Cities: towers in the haze with lit windows, mirrored in a river or a wet street."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish_picture, paint_mist, paint_orb, paint_sky, paint_water
from bot.sandbox.paint.land import sun_place
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Ink, Sheet, blur_plane, paint_over, smooth_step


def paint_city(sheet: Sheet) -> Plane:
    """Four rows of towers above the water."""
    dice = sheet.dice.stream_of("city")
    horizon = dice.pick_between(0.68, 0.8)
    sun = sun_place(sheet, 0.2, 0.5)
    image = paint_sky(sheet, sun, horizon, cover=dice.pick_between(0.15, 0.6))
    paint_orb(sheet, image, sun, dice.pick_between(0.06, 0.13), moon=sheet.palette.dark)
    for row in range(4):
        _paint_row(sheet, image, row, horizon)
        if row < 3:
            paint_mist(sheet, image, horizon - 0.04, 0.16, 0.5 - 0.1 * row, f"smog{row}")
    paint_water(sheet, image, horizon, sun, rough=dice.pick_between(0.18, 0.4))
    paint_over(
        image,
        sheet.palette.near,
        np.exp(-np.abs(sheet.y - horizon) * 320) * np.ones_like(image[..., 0]) * np.float32(0.8),
    )
    return finish_picture(sheet, image)


def _paint_row(sheet: Sheet, image: Plane, row: int, horizon: float) -> None:
    near = row / 3
    dice = sheet.dice.stream_of(f"row{row}")
    ink, windows = Ink(sheet), Ink(sheet)
    x = -0.05
    while x < sheet.wide:
        width = dice.pick_between(0.035, 0.085) * (0.7 + 0.5 * near)
        middle = 1 - abs((x + width / 2) / sheet.wide - 0.5) * 1.1
        tall = dice.pick_between(0.12, 0.5 - 0.2 * near) * middle * (1.15 if dice.next_unit() > 0.8 else 0.85)
        _draw_tower(ink, windows, sheet, (x, horizon - tall, x + width, horizon), row)
        x += width * dice.pick_between(0.82, 1.15)
    tone = blend_colours(
        blend_colours(sheet.palette.far, sheet.palette.sky[3], 0.5 * (1 - near)),
        sheet.palette.near,
        0.1 + 0.82 * near,
    )
    rise = smooth_step(horizon, horizon - 0.5, sheet.y)[..., None]
    paint_over(image, (tone * (1.12 - 0.3 * rise) * np.ones((1, sheet.width, 1))).astype(np.float32), ink.to_mask())
    if row > 0:
        _paint_lights(sheet, image, windows.to_mask(), near)


def _draw_tower(ink: Ink, windows: Ink, sheet: Sheet, box: tuple[float, float, float, float], row: int) -> None:
    """A block with a roof of its own and a pattern of lit windows."""
    left, top, right, foot = box
    dice = sheet.dice.stream_of(f"tower{row}{left:.2f}")
    width = right - left
    ink.draw_box(left, top, right, foot)
    roof = dice.count_between(0, 5)
    if roof == 0:
        ink.draw_shape([(left, top), (right, top), ((left + right) / 2, top - width * dice.pick_between(0.4, 1.1))])
    elif roof in {1, 2}:
        ink.draw_box(left + width * 0.2, top - width * 0.35, right - width * 0.2, top)
        ink.draw_stroke(
            [((left + right) / 2, top), ((left + right) / 2, top - width * dice.pick_between(0.9, 1.7))], 0.0025
        )
    elif roof == 3:
        ink.draw_oval((left + right) / 2, top, width / 2, width * 0.3)
    if row > 0:
        _draw_panes(windows, dice.next_units(600), box, 0.0075 + 0.0045 * row / 3)


def _draw_panes(windows: Ink, chances: Plane, box: tuple[float, float, float, float], pitch: float) -> None:
    left, top, right, foot = box
    columns = max(1, int((right - left) / pitch) - 1)
    margin = ((right - left) - columns * pitch) / 2
    for index, chance in enumerate(chances[: columns * max(0, int((foot - top) / (pitch * 1.5)) - 1)]):
        if chance < 0.58:
            continue
        x = left + margin + index % columns * pitch
        y = top + pitch + index // columns * pitch * 1.5
        windows.draw_box(
            x + pitch * 0.2, y, x + pitch * 0.78, y + pitch * 0.85, int(90 + 165 * (chance - 0.58) / 0.42)
        )


def _paint_lights(sheet: Sheet, image: Plane, panes: Plane, near: float) -> None:
    palette = sheet.palette
    power = np.float32((1.0 if palette.dark else 0.6) * (0.55 + 0.45 * near))
    warm = blend_colours(palette.accents[0], palette.sun, 0.45)
    other = blend_colours(palette.accents[1], palette.sun, 0.25)
    mixed = warm + (other - warm) * (np.sin(sheet.x * 37) > 0.45)[..., None]
    bloom = blur_plane(panes, sheet.height / 70) * power
    for channel in range(3):
        plane = image[..., channel]
        plane += (mixed[..., channel] - plane) * panes * power
        plane += (1 - plane) * bloom * mixed[..., channel] * np.float32(0.55)
