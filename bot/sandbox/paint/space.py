"""Deep space: nebulae, star fields, planets with weather and rings."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish, stars
from bot.sandbox.paint.noise import fbm, sample
from bot.sandbox.paint.palettes import blend
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Stage, disc, glow, lay, ramp, shine, smooth


def space(stage: Stage) -> Plane:
    """A nebula folded out of noise, stars before it, and usually a planet."""
    dice = stage.dice.of("space")
    image = stage.enlarge(_nebula(stage.half()))
    everywhere = np.ones((1, 1), dtype=np.float32)
    stars(stage, image, everywhere, density=1.5)
    _bright(stage, image)
    if "galaxy" not in stage.text and "nebula" not in stage.text and dice.unit() > 0.2:
        _planet(stage, image)
    return finish(stage, image)


def _nebula(stage: Stage) -> Plane:
    """Noise displaced by noise, twice, then coloured by thickness."""
    palette = stage.palette
    a = stage.noise("a", cells=2, octaves=5) - 0.5
    b = stage.noise("b", cells=2, octaves=5) - 0.5
    field = stage.noise("field", cells=3, octaves=7, fade=0.58)
    rows, columns = np.mgrid[0 : stage.height, 0 : stage.width].astype(np.float32)
    push = stage.height * 0.75
    folded = sample(field, columns + a * push, rows + b * push)
    folded = (folded + np.roll(folded, 1, axis=0) + np.roll(folded, 1, axis=1)) / 3
    tilt = stage.dice.of("tilt").pick((-1, 1))
    band = np.exp(-(((stage.y - 0.5 + (stage.x - stage.wide / 2) * 0.5 * tilt) / 0.42) ** 2))
    body = smooth(0.34, 0.8, folded + (band - 0.5) * 0.26)
    image = ramp(np.concatenate([palette.sky * np.float32(0.9), palette.sun[None]]), body**1.6 * 0.82)
    shine(image, palette.accents[0], smooth(0.5, 0.75, stage.noise("veil", cells=3, octaves=6)) * body * 0.5)
    lay(image, palette.near, smooth(0.55, 0.72, stage.noise("dust", cells=4, octaves=7, fade=0.6)) * 0.6 * band)
    return image


def _bright(stage: Stage, image: Plane) -> None:
    """A handful of near stars with a cross of light."""
    dice = stage.dice.of("bright")
    for _ in range(dice.count(4, 8)):
        x, y, size = dice.span(0, stage.wide), dice.unit(), dice.span(0.3, 1.0) ** 2
        dx, dy = np.abs(stage.x - x), np.abs(stage.y - y)
        reach = 0.035 * size
        cross = np.exp(-dx / reach) * np.exp(-dy * 900) + np.exp(-dy / reach) * np.exp(-dx * 900)
        light = cross * 0.8 + glow(stage, x, y, 0.006 * size)
        shine(image, blend(stage.palette.accents[1], np.ones(3, np.float32), 0.6), light.astype(np.float32))


def _planet(stage: Stage, image: Plane) -> None:
    dice = stage.dice.of("planet")
    radius = dice.span(0.14, 0.3)
    at = dice.pick((0.3, 0.68)) * stage.wide, dice.span(0.38, 0.64)
    angle = dice.span(-0.5, 0.5)
    sun = dice.pick((-1, 1)) * dice.span(0.5, 0.75), dice.span(-0.65, -0.3)
    rings = "ring" in stage.text or "saturn" in stage.text or dice.unit() > 0.45
    shine(image, stage.palette.accents[0], glow(stage, *at, radius * 1.15) * 0.45)
    if rings:
        _rings(stage, image, at, radius, angle, front=False)
    _globe(stage, image, at, radius, angle, sun)
    if rings:
        _rings(stage, image, at, radius, angle, front=True)


def _globe(
    stage: Stage, image: Plane, at: tuple[float, float], radius: float, angle: float, sun: tuple[float, float]
) -> None:
    """A sphere with bands of weather, a night side and a thin bright air."""
    dx, dy = (stage.x - at[0]) / radius, (stage.y - at[1]) / radius
    height = np.sqrt(np.clip(1 - dx**2 - dy**2, 0, 1))
    along = -dx * np.sin(angle) + dy * np.cos(angle)
    swirl = fbm(stage.dice.of("swirl"), 256, 256, cells=5, squeeze=3, octaves=6)
    turn = np.clip((dx * np.cos(angle) + dy * np.sin(angle)) / (height + 0.6), -1, 1)
    weather = sample(swirl, turn * 90 + 128, along * 110 + 128)
    bands = 0.5 + 0.5 * np.sin(along * 11 + (weather - 0.5) * 7)
    palette = stage.palette
    colours = np.stack([palette.far, palette.accents[0], palette.sky[3], palette.accents[2]])
    face = ramp(colours, np.clip(bands * 0.7 + (weather - 0.5) * 0.9 + 0.1, 0, 1))
    light = np.clip((dx * sun[0] + dy * sun[1] + height * 0.55) * 1.15, 0, 1) ** 0.9
    face *= (0.03 + 0.97 * light)[..., None]
    rim = np.clip(1 - height, 0, 1) ** 3 * (0.15 + light)
    shine(face, palette.accents[0], rim * 0.8)
    lay(image, face, disc(stage, *at, radius))


def _rings(
    stage: Stage, image: Plane, at: tuple[float, float], radius: float, angle: float, *, front: bool
) -> None:
    dx, dy = stage.x - at[0], stage.y - at[1]
    u = dx * np.cos(angle) + dy * np.sin(angle)
    v = (-dx * np.sin(angle) + dy * np.cos(angle)) / 0.28
    far = np.sqrt(u**2 + v**2) / radius
    grooves = fbm(stage.dice.of("grooves"), 512, 2, cells=2, squeeze=0.02, octaves=3)[0]
    pattern = grooves[np.clip((far - 1.3) / 0.95 * 511, 0, 511).astype(int)]
    cover = smooth(1.32, 1.38, far) * smooth(2.25, 2.1, far) * np.clip(pattern * 2.2 - 0.5, 0.05, 1)
    side = v > 0 if front else v <= 0
    colour = blend(stage.palette.accents[2], stage.palette.sun, 0.35)
    lay(image, colour, (cover * side * 0.75).astype(np.float32))
