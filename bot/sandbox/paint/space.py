"""Deep space: nebulae, star fields, planets with weather and rings."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish_picture, paint_stars
from bot.sandbox.paint.noise import fractal_noise, sample_pixels
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Sheet, add_light, colour_ramp, paint_over, round_glow, smooth_step, soft_disc


def paint_space(sheet: Sheet) -> Plane:
    """A nebula folded out of noise, stars before it, and usually a planet."""
    dice = sheet.dice.stream_of("space")
    image = sheet.enlarge_half(_paint_nebula(sheet.half_size()))
    everywhere = np.ones((1, 1), dtype=np.float32)
    paint_stars(sheet, image, everywhere, density=1.5)
    _paint_near_stars(sheet, image)
    if "galaxy" not in sheet.text and "nebula" not in sheet.text and dice.next_unit() > 0.2:
        _paint_planet(sheet, image)
    return finish_picture(sheet, image)


def _paint_nebula(sheet: Sheet) -> Plane:
    """Noise displaced by noise, twice, then coloured by thickness."""
    palette = sheet.palette
    a = sheet.noise_plane("a", cells=2, octaves=5) - 0.5
    b = sheet.noise_plane("b", cells=2, octaves=5) - 0.5
    field = sheet.noise_plane("field", cells=3, octaves=7, fade=0.58)
    rows, columns = np.mgrid[0 : sheet.height, 0 : sheet.width].astype(np.float32)
    push = sheet.height * 0.75
    folded = sample_pixels(field, columns + a * push, rows + b * push)
    folded = (folded + np.roll(folded, 1, axis=0) + np.roll(folded, 1, axis=1)) / 3
    tilt = sheet.dice.stream_of("tilt").pick_one((-1, 1))
    band = np.exp(-(((sheet.y - 0.5 + (sheet.x - sheet.wide / 2) * 0.5 * tilt) / 0.42) ** 2))
    body = smooth_step(0.34, 0.8, folded + (band - 0.5) * 0.26)
    image = colour_ramp(np.concatenate([palette.sky * np.float32(0.9), palette.sun[None]]), body**1.6 * 0.82)
    add_light(
        image,
        palette.accents[0],
        smooth_step(0.5, 0.75, sheet.noise_plane("veil", cells=3, octaves=6)) * body * 0.5,
    )
    paint_over(
        image,
        palette.near,
        smooth_step(0.55, 0.72, sheet.noise_plane("dust", cells=4, octaves=7, fade=0.6)) * 0.6 * band,
    )
    return image


def _paint_near_stars(sheet: Sheet, image: Plane) -> None:
    """A handful of near stars with a cross of light."""
    dice = sheet.dice.stream_of("bright")
    for _ in range(dice.count_between(4, 8)):
        x, y, size = dice.pick_between(0, sheet.wide), dice.next_unit(), dice.pick_between(0.3, 1.0) ** 2
        dx, dy = np.abs(sheet.x - x), np.abs(sheet.y - y)
        reach = 0.035 * size
        cross = np.exp(-dx / reach) * np.exp(-dy * 900) + np.exp(-dy / reach) * np.exp(-dx * 900)
        light = cross * 0.8 + round_glow(sheet, x, y, 0.006 * size)
        add_light(
            image, blend_colours(sheet.palette.accents[1], np.ones(3, np.float32), 0.6), light.astype(np.float32)
        )


def _paint_planet(sheet: Sheet, image: Plane) -> None:
    dice = sheet.dice.stream_of("planet")
    radius = dice.pick_between(0.14, 0.3)
    at = dice.pick_one((0.3, 0.68)) * sheet.wide, dice.pick_between(0.38, 0.64)
    angle = dice.pick_between(-0.5, 0.5)
    sun = dice.pick_one((-1, 1)) * dice.pick_between(0.5, 0.75), dice.pick_between(-0.65, -0.3)
    rings = "ring" in sheet.text or "saturn" in sheet.text or dice.next_unit() > 0.45
    add_light(image, sheet.palette.accents[0], round_glow(sheet, *at, radius * 1.15) * 0.45)
    if rings:
        _paint_rings(sheet, image, at, radius, angle, front=False)
    _paint_globe(sheet, image, at, radius, angle, sun)
    if rings:
        _paint_rings(sheet, image, at, radius, angle, front=True)


def _paint_globe(
    sheet: Sheet, image: Plane, at: tuple[float, float], radius: float, angle: float, sun: tuple[float, float]
) -> None:
    """A sphere with bands of weather, a night side and a thin bright air."""
    dx, dy = (sheet.x - at[0]) / radius, (sheet.y - at[1]) / radius
    height = np.sqrt(np.clip(1 - dx**2 - dy**2, 0, 1))
    along = -dx * np.sin(angle) + dy * np.cos(angle)
    swirl = fractal_noise(sheet.dice.stream_of("swirl"), 256, 256, cells=5, squeeze=3, octaves=6)
    turn = np.clip((dx * np.cos(angle) + dy * np.sin(angle)) / (height + 0.6), -1, 1)
    weather = sample_pixels(swirl, turn * 90 + 128, along * 110 + 128)
    bands = 0.5 + 0.5 * np.sin(along * 11 + (weather - 0.5) * 7)
    palette = sheet.palette
    colours = np.stack([palette.far, palette.accents[0], palette.sky[3], palette.accents[2]])
    face = colour_ramp(colours, np.clip(bands * 0.7 + (weather - 0.5) * 0.9 + 0.1, 0, 1))
    light = np.clip((dx * sun[0] + dy * sun[1] + height * 0.55) * 1.15, 0, 1) ** 0.9
    face *= (0.03 + 0.97 * light)[..., None]
    rim = np.clip(1 - height, 0, 1) ** 3 * (0.15 + light)
    add_light(face, palette.accents[0], rim * 0.8)
    paint_over(image, face, soft_disc(sheet, *at, radius))


def _paint_rings(
    sheet: Sheet, image: Plane, at: tuple[float, float], radius: float, angle: float, *, front: bool
) -> None:
    dx, dy = sheet.x - at[0], sheet.y - at[1]
    u = dx * np.cos(angle) + dy * np.sin(angle)
    v = (-dx * np.sin(angle) + dy * np.cos(angle)) / 0.28
    far = np.sqrt(u**2 + v**2) / radius
    grooves = fractal_noise(sheet.dice.stream_of("grooves"), 512, 2, cells=2, squeeze=0.02, octaves=3)[0]
    pattern = grooves[np.clip((far - 1.3) / 0.95 * 511, 0, 511).astype(int)]
    cover = smooth_step(1.32, 1.38, far) * smooth_step(2.25, 2.1, far) * np.clip(pattern * 2.2 - 0.5, 0.05, 1)
    side = v > 0 if front else v <= 0
    colour = blend_colours(sheet.palette.accents[2], sheet.palette.sun, 0.35)
    paint_over(image, colour, (cover * side * 0.75).astype(np.float32))
