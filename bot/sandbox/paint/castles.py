"""A castle: on a hill, or high above a sea of clouds."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish_picture, paint_orb, paint_sky
from bot.sandbox.paint.figures import paint_birds, paint_pines
from bot.sandbox.paint.land import sun_place
from bot.sandbox.paint.noise import skyline_heights
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Dice, Plane
from bot.sandbox.paint.sheet import Ink, Sheet, add_light, below_line, blur_plane, paint_over, smooth_step


def paint_castle(sheet: Sheet) -> Plane:
    """Keep, towers with pointed roofs, lit windows; rock beneath, and clouds or pines around it."""
    dice = sheet.dice.stream_of("castle")
    floating = any(word in sheet.text for word in ("cloud", "sky", "float", "flying", "air"))
    sun = sun_place(sheet, 0.16, 0.34)
    image = paint_sky(sheet, sun, 0.95, cover=0.35)
    paint_orb(sheet, image, sun, dice.pick_between(0.05, 0.09), moon=sheet.palette.dark)
    at = sheet.wide * dice.pick_between(0.44, 0.56), 0.66
    stone = blend_colours(sheet.palette.far, sheet.palette.near, 0.5)
    _paint_rock(sheet, image, at, stone, dice, floating=floating)
    walls, roofs, lights = _draw_castle(sheet, at, dice)
    mask = walls.to_mask()
    side = smooth_step(-0.1, 0.1, (sheet.x - at[0]) * (1 if sun[0] > at[0] else -1))
    paint_over(image, blend_colours(stone, sheet.palette.sun, 0.12) * (0.8 + 0.45 * side)[..., None], mask)
    paint_over(image, blend_colours(sheet.palette.accents[0], sheet.palette.near, 0.45), roofs.to_mask())
    glow = lights.to_mask()
    paint_over(image, np.array((1.0, 0.83, 0.5), np.float32), glow)
    add_light(image, np.array((1.0, 0.75, 0.4), np.float32), blur_plane(glow, sheet.height / 50) * 0.9)
    if floating:
        for number, level in enumerate((0.8, 0.88, 0.97)):
            _paint_cloud_bank(sheet, image, level, f"bank{number}", number / 2)
    else:
        paint_pines(sheet, image, 0.92, sheet.palette.near * np.float32(0.8), "front")
    paint_birds(sheet, image, sheet.palette.near)
    return finish_picture(sheet, image)


def _paint_rock(
    sheet: Sheet, image: Plane, at: tuple[float, float], stone: Plane, dice: Dice, *, floating: bool
) -> None:
    """What it stands on: a crag that hangs in the air, or a hill."""
    rough = skyline_heights(dice.stream_of("rock"), sheet.width, bumps=9, octaves=5)
    away = np.abs(sheet.x[0] - at[0])
    tone = blend_colours(stone, sheet.palette.near, 0.6)
    if not floating:
        line = at[1] + np.maximum(away - 0.2, 0) * 0.55 + rough * 0.03
        paint_over(image, tone, below_line(sheet, line))
        return
    top = at[1] - 0.01 + rough * 0.01
    foot = at[1] + 0.24 * np.clip(1 - (away / 0.36) ** 1.6, -1, 1) + rough * 0.07
    body = below_line(sheet, top) * (1 - below_line(sheet, foot)) * (away < 0.36)
    paint_over(image, tone * (1.15 - 0.5 * smooth_step(at[1], at[1] + 0.25, sheet.y))[..., None], body)


def _draw_castle(sheet: Sheet, at: tuple[float, float], dice: Dice) -> tuple[Ink, Ink, Ink]:
    walls, roofs, lights = Ink(sheet), Ink(sheet), Ink(sheet)
    x, foot = at
    walls.draw_box(x - 0.24, foot - 0.12, x + 0.24, foot + 0.02)
    for at_x in np.arange(x - 0.24, x + 0.235, 0.03):
        walls.draw_box(at_x, foot - 0.135, at_x + 0.016, foot - 0.11)
    walls.draw_box(x - 0.1, foot - 0.25, x + 0.1, foot)
    towers = ((-0.24, 0.045, 0.2), (0.24, 0.045, 0.22), (-0.11, 0.035, 0.32), (0.12, 0.038, 0.29), (0.0, 0.05, 0.4))
    for dx, half, tall in towers:
        high = tall * dice.pick_between(0.92, 1.08)
        top = foot - high
        walls.draw_box(x + dx - half, top, x + dx + half, foot)
        walls.draw_box(x + dx - half * 1.2, top - 0.008, x + dx + half * 1.2, top + 0.012)
        roofs.draw_shape(
            [
                (x + dx - half * 1.3, top - 0.006),
                (x + dx, top - 0.055 - half * 1.9),
                (x + dx + half * 1.3, top - 0.006),
            ]
        )
        roofs.draw_stroke([(x + dx, top - 0.05 - half * 1.9), (x + dx, top - 0.1 - half * 1.9)], 0.003)
        roofs.draw_shape(
            [
                (x + dx, top - 0.1 - half * 1.9),
                (x + dx + 0.035, top - 0.09 - half * 1.9),
                (x + dx, top - 0.08 - half * 1.9),
            ]
        )
        for floor in np.arange(top + 0.03, foot - 0.06, 0.055):
            if dice.next_unit() < 0.75:
                lights.draw_box(x + dx - 0.006, float(floor), x + dx + 0.006, float(floor) + 0.02)
    lights.draw_oval(x, foot - 0.045, 0.02, 0.02)
    lights.draw_box(x - 0.02, foot - 0.045, x + 0.02, foot + 0.01)
    return walls, roofs, lights


def _paint_cloud_bank(sheet: Sheet, image: Plane, level: float, name: str, near: float) -> None:
    """Round heads of cloud, lit from above."""
    soft = sheet.noise_plane(name, cells=4 + 2 * near, squeeze=1.6, octaves=6)
    heads = np.clip((sheet.y - level) * 9 + (soft - 0.5) * 3.2 + 0.35, 0, 1)
    lit = np.clip(1.15 - (sheet.y - level + 0.05) * 4 + (soft - 0.5) * 1.4, 0, 1)
    shade = blend_colours(sheet.palette.sky[1], sheet.palette.far, 0.3)
    bright = blend_colours(sheet.palette.sky[3], np.ones(3, np.float32), 0.55)
    paint_over(image, shade + (bright - shade) * lit[..., None], (heads * 0.94).astype(np.float32))
