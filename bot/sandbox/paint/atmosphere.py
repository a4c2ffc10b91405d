"""Skies, suns, clouds, mist, water and the finish every picture gets."""

import numpy as np

from bot.sandbox.paint.noise import sample_pixels, stretch_plane
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import (
    Sheet,
    add_light,
    colour_ramp,
    paint_over,
    round_glow,
    shift_plane,
    smooth_step,
    soft_disc,
)


def paint_sky(sheet: Sheet, sun: tuple[float, float], horizon: float, *, cover: float = 0.5) -> Plane:
    """Gradient, glow, stars if it is dark, and clouds lit from the sun; `cover` 0 clear .. 1 overcast."""
    soft = sheet.half_size()
    wash = soft.noise_plane("wash", cells=2, squeeze=2.5, octaves=4)
    share = soft.y / horizon + (wash - 0.5) * 0.35
    image = colour_ramp(sheet.palette.sky, np.clip(share, 0, 1) ** 1.15)
    add_light(image, sheet.palette.sun, round_glow(soft, *sun, 0.32) * 0.55 + round_glow(soft, *sun, 0.09) * 0.5)
    _paint_clouds(soft, image, sun, horizon, cover)
    image = sheet.enlarge_half(image)
    if sheet.palette.dark:
        paint_stars(sheet, image, smooth_step(horizon, horizon * 0.3, sheet.y) * (1 - 0.75 * cover))
    return image


def _paint_clouds(sheet: Sheet, image: Plane, sun: tuple[float, float], horizon: float, cover: float) -> None:
    """Banks of cloud, flatter towards the horizon, bright where they thin out towards the sun."""
    field = sheet.noise_plane("clouds", cells=3.2, squeeze=2.2, octaves=7, fade=0.56)
    streaks = sheet.noise_plane("streaks", cells=7, squeeze=5, octaves=5)
    depth = np.clip(sheet.y / horizon, 0, 1)
    body = field * (1 - 0.45 * depth) + streaks * 0.45 * depth
    edge = 0.66 - 0.3 * cover
    thick = smooth_step(edge, edge + 0.22, body)
    step = max(1, sheet.height // 40)
    lit = np.clip((body - shift_plane(body, step, axis=0)) * 5 + 0.45, 0, 1)
    warm = round_glow(sheet, *sun, 0.5)
    palette = sheet.palette
    shade = blend_colours(palette.sky[1], palette.far, 0.35) * np.float32(0.92)
    bright = blend_colours(palette.sky[3], palette.sun, 0.55)
    tone = shade + (bright - shade) * np.clip(lit * (0.35 + 0.9 * warm), 0, 1)[..., None]
    paint_over(image, tone, thick * 0.85)


def paint_stars(sheet: Sheet, image: Plane, light: Plane, *, density: float = 1.0) -> None:
    """Small round stars of a few colours, in place; `light` says where and how bright."""
    dice = sheet.dice.stream_of("stars")
    count = int(900 * sheet.wide * density)
    xs, ys, sizes, hues = (dice.next_units(count) for _ in range(4))
    canvas = np.zeros((sheet.height, sheet.width), dtype=np.float32)
    power = (sizes**9 * 1.6 + 0.16) * min(1.0, sheet.height / 420) ** 2  # fewer pixels are larger ones
    columns, rows = (xs * (sheet.width - 3)).astype(int) + 1, (ys * (sheet.height - 3)).astype(int) + 1
    spread = max(1, sheet.height // 700)
    np.maximum.at(canvas, (rows, columns), power)
    for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        near = np.clip(rows + dy * spread, 0, sheet.height - 1), np.clip(columns + dx * spread, 0, sheet.width - 1)
        np.maximum.at(canvas, near, np.clip(power - 0.35, 0, 1) * 0.6)
    tint = sheet.palette.accents[int(hues[0] * 2.99)] * np.float32(0.35) + np.float32(0.65)
    add_light(image, tint, canvas * np.broadcast_to(light, canvas.shape))


def paint_orb(sheet: Sheet, image: Plane, at: tuple[float, float], radius: float, *, moon: bool) -> None:
    """The sun, or a moon with seas, in place, with its bloom."""
    face = soft_disc(sheet, *at, radius)
    colour = sheet.palette.sun
    if moon:
        soft = sheet.half_size()
        seas = sheet.enlarge_half(soft.noise_plane("seas", cells=9, octaves=4))
        shade = (0.86 + 0.14 * smooth_step(0.42, 0.6, seas))[..., None]
        paint_over(image, colour * shade, face)
    else:
        paint_over(image, colour, face)
    add_light(image, colour, round_glow(sheet, *at, radius * 1.9) * 0.5 * (1 - face))


def paint_mist(sheet: Sheet, image: Plane, level: float, depth: float, strength: float, name: str) -> None:
    """A bank of haze around the height `level`, in place."""
    soft = sheet.half_size()
    drift = soft.noise_plane(name, cells=4, squeeze=4, octaves=4)
    band = np.exp(-(((soft.y - level) / depth) ** 2)) * smooth_step(0.25, 0.75, drift)
    colour = blend_colours(sheet.palette.sky[3], sheet.palette.sun, 0.2)
    paint_over(image, colour, sheet.enlarge_half(band.astype(np.float32)) * np.float32(strength))


def paint_water(sheet: Sheet, image: Plane, horizon: float, sun: tuple[float, float], *, rough: float) -> None:
    """Everything under the horizon becomes a mirror of what is above it, broken by waves, in place."""
    top = min(sheet.height - 2, int(horizon * sheet.height))
    rows = sheet.height - top
    if rows < 4:
        return
    depth = (np.arange(rows, dtype=np.float32)[:, None] + 1) / rows
    waves = _wave_heights(sheet, rows, depth)
    source_y = top - 1 - depth * rows * 0.95 + waves * rough * sheet.height * 0.10 * (0.15 + depth)
    source_x = np.arange(sheet.width, dtype=np.float32)[None, :] + waves * rough * 14 * depth * sheet.height / 1024
    mirror = sample_pixels(image, source_x, np.clip(source_y, 0, top - 1))
    deep = blend_colours(sheet.palette.sky[0], sheet.palette.near, 0.45)
    sea = mirror * np.float32(0.88)
    paint_over(sea, deep, 0.22 + 0.5 * depth + np.clip(waves, -1, 1) * 0.16)
    _paint_glitter(sheet, sea, depth, waves, sun)
    image[top:] = sea


def _wave_heights(sheet: Sheet, rows: int, depth: Plane) -> Plane:
    """Swell in perspective: long flat lines far away, lumps near by; about -1..1."""
    dice = sheet.dice.stream_of("waves")
    total = np.zeros((rows, sheet.width), dtype=np.float32)
    for octave in range(4):
        lines = 12 * 2**octave
        lattice = dice.normal_grid(lines, max(3, round(2.2 * 2**octave * sheet.wide)))
        plane = stretch_plane(lattice, sheet.width, 128)
        at = (np.log(0.04 + depth) - np.log(0.04)) / (np.log(1.04) - np.log(0.04)) * 127
        total += plane[np.clip(at, 0, 127).astype(int)[:, 0]] * np.float32(0.5 / (1 + 0.6 * octave))
    return total


def _paint_glitter(sheet: Sheet, sea: Plane, depth: Plane, waves: Plane, sun: tuple[float, float]) -> None:
    """The path of light under the sun."""
    width = 0.05 + 0.22 * depth
    path = np.exp(-(((sheet.x - sun[0]) / width) ** 2))
    sparks = np.clip(waves * 2.4 - 0.1, 0, 1) * path * (1.05 - 0.6 * depth)
    add_light(sea, sheet.palette.sun, (sparks * 0.85 + path * 0.16).astype(np.float32))


def finish_picture(sheet: Sheet, image: Plane) -> Plane:
    """Contrast and vignette; the same image, in place."""
    np.clip(image, 0, 1, out=image)
    image += (image * image * (3 - 2 * image) - image) * np.float32(0.35)
    cx, cy = sheet.wide / 2, 0.5
    away = ((sheet.x - cx) / sheet.wide) ** 2 + (sheet.y - cy) ** 2
    image *= (1 - 0.62 * np.clip(away - 0.08, 0, 1))[..., None]
    return np.clip(image, 0, 1, out=image)
