"""Flowers near by, with everything behind them out of focus."""

import math
from dataclasses import replace

import numpy as np

from bot.sandbox.paint.atmosphere import finish_picture
from bot.sandbox.paint.figures import smooth_curve
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Dice, Plane
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


def paint_flowers(sheet: Sheet) -> Plane:
    """One to five blossoms before a blurred garden."""
    dice = sheet.dice.stream_of("flowers")
    image = _paint_garden(sheet)
    many = dice.count_between(1, 4) if "flower " in f"{sheet.text} " else dice.count_between(3, 6)
    places = sorted((dice.pick_between(0.08, 0.26) for _ in range(many)), reverse=False)
    _paint_stems(
        sheet, image, [(_flower_slot(dice, index, many) * sheet.wide, size) for index, size in enumerate(places)]
    )
    return finish_picture(sheet, image)


def _flower_slot(dice: Dice, index: int, many: int) -> float:
    """Largest last and nearest the middle."""
    if index == many - 1:
        return dice.pick_between(0.38, 0.62)
    return (index + 0.5) / many + dice.pick_between(-0.1, 0.1)


def _paint_garden(sheet: Sheet) -> Plane:
    """A wash of greens and sky with discs of light."""
    soft = sheet.half_size()
    palette = sheet.palette
    wash = soft.noise_plane("wash", cells=3, octaves=4)
    top, foot = blend_colours(palette.sky[2], palette.sky[3], 0.4), blend_colours(palette.near, palette.far, 0.3)
    image = colour_ramp(
        np.stack([palette.sky[3], top, blend_colours(palette.far, top, 0.4), foot]),
        np.clip(soft.y + (wash - 0.5) * 0.7, 0, 1),
    )
    dice = sheet.dice.stream_of("discs")
    add_light(image, palette.sun, round_glow(soft, dice.pick_between(0.1, 0.9) * sheet.wide, 0.05, 0.4) * 0.7)
    for index in range(26):
        x, y, size = dice.pick_between(0, sheet.wide), dice.next_unit() ** 0.8, dice.pick_between(0.02, 0.085)
        away = np.sqrt((soft.x - x) ** 2 + (soft.y - y) ** 2)
        light = smooth_step(size, size * 0.86, away) * (0.55 + 0.45 * smooth_step(size * 0.4, size, away))
        add_light(
            image,
            blend_colours(palette.accents[index % 3], palette.sun, 0.3),
            light * np.float32(dice.pick_between(0.08, 0.3)),
        )
    return sheet.enlarge_half(image)


def _paint_stems(sheet: Sheet, image: Plane, heads: list[tuple[float, float]]) -> None:
    dice = sheet.dice.stream_of("stems")
    count = len(heads)
    for index, (x, size) in enumerate(heads):
        y = dice.pick_between(0.3, 0.66) if index < count - 1 else dice.pick_between(0.36, 0.46)
        _paint_stem(sheet, image, (x, y), size, dice.stream_of(f"stem{index}"))
        _paint_blossom(sheet, image, (x, y), size, dice.stream_of(f"head{index}"), index)


def _paint_stem(sheet: Sheet, image: Plane, head: tuple[float, float], size: float, dice: Dice) -> None:
    ink = Ink(sheet)
    foot = head[0] + dice.pick_between(-0.12, 0.12)
    line = smooth_curve(
        [head, ((head[0] + foot) / 2 + dice.pick_between(-0.05, 0.05), (head[1] + 1) / 2), (foot, 1.05)],
        closed=False,
    )
    ink.draw_stroke(line, 0.012 + size * 0.035)
    for share in (0.45, 0.7):
        x, y = line[int(share * (len(line) - 1))]
        side = dice.pick_one((-1, 1))
        tip = x + side * size * 1.1, y - size * 0.55
        bulge = [(x, y), (x + side * size * 0.35, y - size * 0.5), tip, (x + side * size * 0.75, y - size * 0.02)]
        ink.draw_shape(smooth_curve(bulge))
    mask = ink.to_mask()
    green = blend_colours(np.array([0.24, 0.45, 0.2], np.float32), sheet.palette.near, 0.45)
    side_light = 0.7 + 0.6 * blur_plane(mask, max(2, sheet.height / 90))[..., None] * mask[..., None]
    paint_over(image, green * side_light, mask)


def _paint_blossom(
    sheet: Sheet, image: Plane, at: tuple[float, float], size: float, dice: Dice, index: int
) -> None:
    """Rings of petals from the outside in, shaded from the heart, then the heart itself."""
    sheet, image, at = _crop_around(sheet, image, at, size * 1.3)
    dx, dy = sheet.x - at[0], (sheet.y - at[1]) / dice.pick_between(0.8, 1.0)
    away, angle = np.sqrt(dx**2 + dy**2) / size, np.arctan2(dy, dx)
    petals, turn = dice.pick_one((5, 8, 13, 6)), dice.pick_between(0, math.tau)
    tone = sheet.palette.accents[(index + dice.count_between(0, 2)) % 3]
    veins = sheet.dice.stream_of("veins").next_units(2)
    rings = 3 if petals > 5 else 2
    for ring in range(rings):
        reach = 1 - 0.27 * ring
        phase = angle * petals / 2 + turn + ring * math.pi / 2
        wave = np.abs(np.cos(phase))
        edge = reach * (0.42 + 0.58 * wave ** dice.pick_between(0.35, 0.75))
        cover = np.clip((edge - away) * size * sheet.height + 0.5, 0, 1)
        depth = np.clip(away / reach, 0, 1)
        streak = 1 + 0.1 * np.sin(phase * 9 + float(veins[0]) * 6) * depth
        light = (0.5 + 0.55 * depth) * (0.72 + 0.28 * wave) * streak * (0.86 + 0.14 * ring)
        colour = blend_colours(tone, sheet.palette.sun, 0.2 + 0.08 * ring) * np.clip(light, 0, 1.25)[..., None]
        shade = smooth_step(0.16, 0.0, edge - away) * 0.12
        farthest = float(np.max(edge))
        paint_over(
            image,
            sheet.palette.near,
            smooth_step(farthest * 1.18, farthest * 0.7, away) * np.float32(0.12) * (1 - cover),
        )
        paint_over(image, np.clip(colour + shade[..., None], 0, 1).astype(np.float32), cover)
    _paint_heart(sheet, image, away, angle, size)


def _crop_around(
    sheet: Sheet, image: Plane, at: tuple[float, float], reach: float
) -> tuple[Sheet, Plane, tuple[float, float]]:
    """The square around a blossom: a view of the image, with x, y still in heights of the whole picture."""
    left, right = (
        int(np.clip(at[0] * sheet.height + side * reach * sheet.height, 0, sheet.width)) for side in (-1, 1)
    )
    top, foot = (int(np.clip((at[1] + side * reach) * sheet.height, 0, sheet.height)) for side in (-1, 1))
    part = replace(sheet)
    object.__setattr__(part, "x", sheet.x[:, left:right])
    object.__setattr__(part, "y", sheet.y[top:foot])
    return part, image[top:foot, left:right], at


def _paint_heart(sheet: Sheet, image: Plane, away: Plane, turn: Plane, size: float) -> None:
    seeds = 0.5 + 0.25 * np.sin(away * 90) + 0.25 * np.sin(turn * 21 + away * 40)
    gold = blend_colours(sheet.palette.accents[1], np.array([0.72, 0.45, 0.14], np.float32), 0.75)
    cover = np.clip((0.24 - away) * size * sheet.height + 0.5, 0, 1)
    shade = (0.6 + 0.5 * seeds) * (0.65 + 1.8 * away)
    paint_over(image, np.clip(gold * np.clip(shade, 0.15, 1.2)[..., None], 0, 1).astype(np.float32), cover)
