"""Flowers near by, with everything behind them out of focus."""

import math
from dataclasses import replace

import numpy as np

from bot.sandbox.paint.atmosphere import finish
from bot.sandbox.paint.figures import curve
from bot.sandbox.paint.palettes import blend
from bot.sandbox.paint.seeded_random import Dice, Plane
from bot.sandbox.paint.sheet import Ink, Stage, blurred, glow, lay, ramp, shine, smooth


def flowers(stage: Stage) -> Plane:
    """One to five blossoms before a blurred garden."""
    dice = stage.dice.of("flowers")
    image = _garden(stage)
    many = dice.count(1, 4) if "flower " in f"{stage.text} " else dice.count(3, 6)
    places = sorted((dice.span(0.08, 0.26) for _ in range(many)), reverse=False)
    _stems(stage, image, [(_slot(dice, index, many) * stage.wide, size) for index, size in enumerate(places)])
    return finish(stage, image)


def _slot(dice: Dice, index: int, many: int) -> float:
    """Largest last and nearest the middle."""
    if index == many - 1:
        return dice.span(0.38, 0.62)
    return (index + 0.5) / many + dice.span(-0.1, 0.1)


def _garden(stage: Stage) -> Plane:
    """A wash of greens and sky with discs of light."""
    soft = stage.half()
    palette = stage.palette
    wash = soft.noise("wash", cells=3, octaves=4)
    top, foot = blend(palette.sky[2], palette.sky[3], 0.4), blend(palette.near, palette.far, 0.3)
    image = ramp(
        np.stack([palette.sky[3], top, blend(palette.far, top, 0.4), foot]),
        np.clip(soft.y + (wash - 0.5) * 0.7, 0, 1),
    )
    dice = stage.dice.of("discs")
    shine(image, palette.sun, glow(soft, dice.span(0.1, 0.9) * stage.wide, 0.05, 0.4) * 0.7)
    for index in range(26):
        x, y, size = dice.span(0, stage.wide), dice.unit() ** 0.8, dice.span(0.02, 0.085)
        away = np.sqrt((soft.x - x) ** 2 + (soft.y - y) ** 2)
        light = smooth(size, size * 0.86, away) * (0.55 + 0.45 * smooth(size * 0.4, size, away))
        shine(image, blend(palette.accents[index % 3], palette.sun, 0.3), light * np.float32(dice.span(0.08, 0.3)))
    return stage.enlarge(image)


def _stems(stage: Stage, image: Plane, heads: list[tuple[float, float]]) -> None:
    dice = stage.dice.of("stems")
    count = len(heads)
    for index, (x, size) in enumerate(heads):
        y = dice.span(0.3, 0.66) if index < count - 1 else dice.span(0.36, 0.46)
        _stem(stage, image, (x, y), size, dice.of(f"stem{index}"))
        _head(stage, image, (x, y), size, dice.of(f"head{index}"), index)


def _stem(stage: Stage, image: Plane, head: tuple[float, float], size: float, dice: Dice) -> None:
    ink = Ink(stage)
    foot = head[0] + dice.span(-0.12, 0.12)
    line = curve(
        [head, ((head[0] + foot) / 2 + dice.span(-0.05, 0.05), (head[1] + 1) / 2), (foot, 1.05)], closed=False
    )
    ink.stroke(line, 0.012 + size * 0.035)
    for share in (0.45, 0.7):
        x, y = line[int(share * (len(line) - 1))]
        side = dice.pick((-1, 1))
        tip = x + side * size * 1.1, y - size * 0.55
        bulge = [(x, y), (x + side * size * 0.35, y - size * 0.5), tip, (x + side * size * 0.75, y - size * 0.02)]
        ink.shape(curve(bulge))
    mask = ink.mask()
    green = blend(np.array([0.24, 0.45, 0.2], np.float32), stage.palette.near, 0.45)
    side_light = 0.7 + 0.6 * blurred(mask, max(2, stage.height / 90))[..., None] * mask[..., None]
    lay(image, green * side_light, mask)


def _head(stage: Stage, image: Plane, at: tuple[float, float], size: float, dice: Dice, index: int) -> None:
    """Rings of petals from the outside in, shaded from the heart, then the heart itself."""
    stage, image, at = _around(stage, image, at, size * 1.3)
    dx, dy = stage.x - at[0], (stage.y - at[1]) / dice.span(0.8, 1.0)
    away, angle = np.sqrt(dx**2 + dy**2) / size, np.arctan2(dy, dx)
    petals, turn = dice.pick((5, 8, 13, 6)), dice.span(0, math.tau)
    tone = stage.palette.accents[(index + dice.count(0, 2)) % 3]
    veins = stage.dice.of("veins").units(2)
    rings = 3 if petals > 5 else 2
    for ring in range(rings):
        reach = 1 - 0.27 * ring
        phase = angle * petals / 2 + turn + ring * math.pi / 2
        wave = np.abs(np.cos(phase))
        edge = reach * (0.42 + 0.58 * wave ** dice.span(0.35, 0.75))
        cover = np.clip((edge - away) * size * stage.height + 0.5, 0, 1)
        depth = np.clip(away / reach, 0, 1)
        streak = 1 + 0.1 * np.sin(phase * 9 + float(veins[0]) * 6) * depth
        light = (0.5 + 0.55 * depth) * (0.72 + 0.28 * wave) * streak * (0.86 + 0.14 * ring)
        colour = blend(tone, stage.palette.sun, 0.2 + 0.08 * ring) * np.clip(light, 0, 1.25)[..., None]
        shade = smooth(0.16, 0.0, edge - away) * 0.12
        lay(
            image,
            stage.palette.near,
            smooth(edge.max() * 1.18, edge.max() * 0.7, away) * np.float32(0.12) * (1 - cover),
        )
        lay(image, np.clip(colour + shade[..., None], 0, 1).astype(np.float32), cover)
    _heart(stage, image, away, angle, size)


def _around(
    stage: Stage, image: Plane, at: tuple[float, float], reach: float
) -> tuple[Stage, Plane, tuple[float, float]]:
    """The square around a blossom: a view of the image, with x, y still in heights of the whole picture."""
    left, right = (
        int(np.clip(at[0] * stage.height + side * reach * stage.height, 0, stage.width)) for side in (-1, 1)
    )
    top, foot = (int(np.clip((at[1] + side * reach) * stage.height, 0, stage.height)) for side in (-1, 1))
    part = replace(stage)
    object.__setattr__(part, "x", stage.x[:, left:right])
    object.__setattr__(part, "y", stage.y[top:foot])
    return part, image[top:foot, left:right], at


def _heart(stage: Stage, image: Plane, away: Plane, turn: Plane, size: float) -> None:
    seeds = 0.5 + 0.25 * np.sin(away * 90) + 0.25 * np.sin(turn * 21 + away * 40)
    gold = blend(stage.palette.accents[1], np.array([0.72, 0.45, 0.14], np.float32), 0.75)
    cover = np.clip((0.24 - away) * size * stage.height + 0.5, 0, 1)
    shade = (0.6 + 0.5 * seeds) * (0.65 + 1.8 * away)
    lay(image, np.clip(gold * np.clip(shade, 0.15, 1.2)[..., None], 0, 1).astype(np.float32), cover)
