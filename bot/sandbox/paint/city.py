"""Cities: towers in the haze with lit windows, mirrored in a river or a wet street."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish, mist, orb, sky, water
from bot.sandbox.paint.land import sun_place
from bot.sandbox.paint.palettes import blend
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Ink, Stage, blurred, lay, smooth


def city(stage: Stage) -> Plane:
    """Four rows of towers above the water."""
    dice = stage.dice.of("city")
    horizon = dice.span(0.68, 0.8)
    sun = sun_place(stage, 0.2, 0.5)
    image = sky(stage, sun, horizon, cover=dice.span(0.15, 0.6))
    orb(stage, image, sun, dice.span(0.06, 0.13), moon=stage.palette.dark)
    for row in range(4):
        _row(stage, image, row, horizon)
        if row < 3:
            mist(stage, image, horizon - 0.04, 0.16, 0.5 - 0.1 * row, f"smog{row}")
    water(stage, image, horizon, sun, rough=dice.span(0.18, 0.4))
    lay(
        image,
        stage.palette.near,
        np.exp(-np.abs(stage.y - horizon) * 320) * np.ones_like(image[..., 0]) * np.float32(0.8),
    )
    return finish(stage, image)


def _row(stage: Stage, image: Plane, row: int, horizon: float) -> None:
    near = row / 3
    dice = stage.dice.of(f"row{row}")
    ink, windows = Ink(stage), Ink(stage)
    x = -0.05
    while x < stage.wide:
        width = dice.span(0.035, 0.085) * (0.7 + 0.5 * near)
        middle = 1 - abs((x + width / 2) / stage.wide - 0.5) * 1.1
        tall = dice.span(0.12, 0.5 - 0.2 * near) * middle * (1.15 if dice.unit() > 0.8 else 0.85)
        _tower(ink, windows, stage, (x, horizon - tall, x + width, horizon), row)
        x += width * dice.span(0.82, 1.15)
    tone = blend(
        blend(stage.palette.far, stage.palette.sky[3], 0.5 * (1 - near)), stage.palette.near, 0.1 + 0.82 * near
    )
    rise = smooth(horizon, horizon - 0.5, stage.y)[..., None]
    lay(image, (tone * (1.12 - 0.3 * rise) * np.ones((1, stage.width, 1))).astype(np.float32), ink.mask())
    if row > 0:
        _lights(stage, image, windows.mask(), near)


def _tower(ink: Ink, windows: Ink, stage: Stage, box: tuple[float, float, float, float], row: int) -> None:
    """A block with a roof of its own and a pattern of lit windows."""
    left, top, right, foot = box
    dice = stage.dice.of(f"tower{row}{left:.2f}")
    width = right - left
    ink.box(left, top, right, foot)
    roof = dice.count(0, 5)
    if roof == 0:
        ink.shape([(left, top), (right, top), ((left + right) / 2, top - width * dice.span(0.4, 1.1))])
    elif roof in {1, 2}:
        ink.box(left + width * 0.2, top - width * 0.35, right - width * 0.2, top)
        ink.stroke([((left + right) / 2, top), ((left + right) / 2, top - width * dice.span(0.9, 1.7))], 0.0025)
    elif roof == 3:
        ink.oval((left + right) / 2, top, width / 2, width * 0.3)
    if row > 0:
        _panes(windows, dice.units(600), box, 0.0075 + 0.0045 * row / 3)


def _panes(windows: Ink, chances: Plane, box: tuple[float, float, float, float], pitch: float) -> None:
    left, top, right, foot = box
    columns = max(1, int((right - left) / pitch) - 1)
    margin = ((right - left) - columns * pitch) / 2
    for index, chance in enumerate(chances[: columns * max(0, int((foot - top) / (pitch * 1.5)) - 1)]):
        if chance < 0.58:
            continue
        x = left + margin + index % columns * pitch
        y = top + pitch + index // columns * pitch * 1.5
        windows.box(x + pitch * 0.2, y, x + pitch * 0.78, y + pitch * 0.85, int(90 + 165 * (chance - 0.58) / 0.42))


def _lights(stage: Stage, image: Plane, panes: Plane, near: float) -> None:
    palette = stage.palette
    power = np.float32((1.0 if palette.dark else 0.6) * (0.55 + 0.45 * near))
    warm = blend(palette.accents[0], palette.sun, 0.45)
    other = blend(palette.accents[1], palette.sun, 0.25)
    mixed = warm + (other - warm) * (np.sin(stage.x * 37) > 0.45)[..., None]
    bloom = blurred(panes, stage.height / 70) * power
    for channel in range(3):
        plane = image[..., channel]
        plane += (mixed[..., channel] - plane) * panes * power
        plane += (1 - plane) * bloom * mixed[..., channel] * np.float32(0.55)
