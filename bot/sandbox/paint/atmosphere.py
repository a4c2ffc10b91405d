"""Skies, suns, clouds, mist, water and the finish every picture gets."""

import numpy as np

from bot.sandbox.paint.noise import sample, stretch
from bot.sandbox.paint.palettes import blend
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Stage, disc, glow, lay, ramp, shifted, shine, smooth


def sky(stage: Stage, sun: tuple[float, float], horizon: float, *, cover: float = 0.5) -> Plane:
    """Gradient, glow, stars if it is dark, and clouds lit from the sun; `cover` 0 clear .. 1 overcast."""
    soft = stage.half()
    wash = soft.noise("wash", cells=2, squeeze=2.5, octaves=4)
    share = soft.y / horizon + (wash - 0.5) * 0.35
    image = ramp(stage.palette.sky, np.clip(share, 0, 1) ** 1.15)
    shine(image, stage.palette.sun, glow(soft, *sun, 0.32) * 0.55 + glow(soft, *sun, 0.09) * 0.5)
    _clouds(soft, image, sun, horizon, cover)
    image = stage.enlarge(image)
    if stage.palette.dark:
        stars(stage, image, smooth(horizon, horizon * 0.3, stage.y) * (1 - 0.75 * cover))
    return image


def _clouds(stage: Stage, image: Plane, sun: tuple[float, float], horizon: float, cover: float) -> None:
    """Banks of cloud, flatter towards the horizon, bright where they thin out towards the sun."""
    field = stage.noise("clouds", cells=3.2, squeeze=2.2, octaves=7, fade=0.56)
    streaks = stage.noise("streaks", cells=7, squeeze=5, octaves=5)
    depth = np.clip(stage.y / horizon, 0, 1)
    body = field * (1 - 0.45 * depth) + streaks * 0.45 * depth
    edge = 0.66 - 0.3 * cover
    thick = smooth(edge, edge + 0.22, body)
    step = max(1, stage.height // 40)
    lit = np.clip((body - shifted(body, step, axis=0)) * 5 + 0.45, 0, 1)
    warm = glow(stage, *sun, 0.5)
    palette = stage.palette
    shade = blend(palette.sky[1], palette.far, 0.35) * np.float32(0.92)
    bright = blend(palette.sky[3], palette.sun, 0.55)
    tone = shade + (bright - shade) * np.clip(lit * (0.35 + 0.9 * warm), 0, 1)[..., None]
    lay(image, tone, thick * 0.85)


def stars(stage: Stage, image: Plane, light: Plane, *, density: float = 1.0) -> None:
    """Small round stars of a few colours, in place; `light` says where and how bright."""
    dice = stage.dice.of("stars")
    count = int(900 * stage.wide * density)
    xs, ys, sizes, hues = (dice.units(count) for _ in range(4))
    canvas = np.zeros((stage.height, stage.width), dtype=np.float32)
    power = (sizes**9 * 1.6 + 0.16) * min(1.0, stage.height / 420) ** 2  # fewer pixels are larger ones
    columns, rows = (xs * (stage.width - 3)).astype(int) + 1, (ys * (stage.height - 3)).astype(int) + 1
    spread = max(1, stage.height // 700)
    np.maximum.at(canvas, (rows, columns), power)
    for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        near = np.clip(rows + dy * spread, 0, stage.height - 1), np.clip(columns + dx * spread, 0, stage.width - 1)
        np.maximum.at(canvas, near, np.clip(power - 0.35, 0, 1) * 0.6)
    tint = stage.palette.accents[int(hues[0] * 2.99)] * np.float32(0.35) + np.float32(0.65)
    shine(image, tint, canvas * np.broadcast_to(light, canvas.shape))


def orb(stage: Stage, image: Plane, at: tuple[float, float], radius: float, *, moon: bool) -> None:
    """The sun, or a moon with seas, in place, with its bloom."""
    face = disc(stage, *at, radius)
    colour = stage.palette.sun
    if moon:
        soft = stage.half()
        seas = stage.enlarge(soft.noise("seas", cells=9, octaves=4))
        shade = (0.86 + 0.14 * smooth(0.42, 0.6, seas))[..., None]
        lay(image, colour * shade, face)
    else:
        lay(image, colour, face)
    shine(image, colour, glow(stage, *at, radius * 1.9) * 0.5 * (1 - face))


def mist(stage: Stage, image: Plane, level: float, depth: float, strength: float, name: str) -> None:
    """A bank of haze around the height `level`, in place."""
    soft = stage.half()
    drift = soft.noise(name, cells=4, squeeze=4, octaves=4)
    band = np.exp(-(((soft.y - level) / depth) ** 2)) * smooth(0.25, 0.75, drift)
    colour = blend(stage.palette.sky[3], stage.palette.sun, 0.2)
    lay(image, colour, stage.enlarge(band.astype(np.float32)) * np.float32(strength))


def water(stage: Stage, image: Plane, horizon: float, sun: tuple[float, float], *, rough: float) -> None:
    """Everything under the horizon becomes a mirror of what is above it, broken by waves, in place."""
    top = min(stage.height - 2, int(horizon * stage.height))
    rows = stage.height - top
    if rows < 4:
        return
    depth = (np.arange(rows, dtype=np.float32)[:, None] + 1) / rows
    waves = _waves(stage, rows, depth)
    source_y = top - 1 - depth * rows * 0.95 + waves * rough * stage.height * 0.10 * (0.15 + depth)
    source_x = np.arange(stage.width, dtype=np.float32)[None, :] + waves * rough * 14 * depth * stage.height / 1024
    mirror = sample(image, source_x, np.clip(source_y, 0, top - 1))
    deep = blend(stage.palette.sky[0], stage.palette.near, 0.45)
    sea = mirror * np.float32(0.88)
    lay(sea, deep, 0.22 + 0.5 * depth + np.clip(waves, -1, 1) * 0.16)
    _glitter(stage, sea, depth, waves, sun)
    image[top:] = sea


def _waves(stage: Stage, rows: int, depth: Plane) -> Plane:
    """Swell in perspective: long flat lines far away, lumps near by; about -1..1."""
    dice = stage.dice.of("waves")
    total = np.zeros((rows, stage.width), dtype=np.float32)
    for octave in range(4):
        lines = 12 * 2**octave
        lattice = dice.grid(lines, max(3, round(2.2 * 2**octave * stage.wide)))
        plane = stretch(lattice, stage.width, 128)
        at = (np.log(0.04 + depth) - np.log(0.04)) / (np.log(1.04) - np.log(0.04)) * 127
        total += plane[np.clip(at, 0, 127).astype(int)[:, 0]] * np.float32(0.5 / (1 + 0.6 * octave))
    return total


def _glitter(stage: Stage, sea: Plane, depth: Plane, waves: Plane, sun: tuple[float, float]) -> None:
    """The path of light under the sun."""
    width = 0.05 + 0.22 * depth
    path = np.exp(-(((stage.x - sun[0]) / width) ** 2))
    sparks = np.clip(waves * 2.4 - 0.1, 0, 1) * path * (1.05 - 0.6 * depth)
    shine(sea, stage.palette.sun, (sparks * 0.85 + path * 0.16).astype(np.float32))


def finish(stage: Stage, image: Plane) -> Plane:
    """Contrast and vignette; the same image, in place."""
    np.clip(image, 0, 1, out=image)
    image += (image * image * (3 - 2 * image) - image) * np.float32(0.35)
    cx, cy = stage.wide / 2, 0.5
    away = ((stage.x - cx) / stage.wide) ** 2 + (stage.y - cy) ** 2
    image *= (1 - 0.62 * np.clip(away - 0.08, 0, 1))[..., None]
    return np.clip(image, 0, 1, out=image)
