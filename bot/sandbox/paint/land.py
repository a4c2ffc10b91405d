"""Land: mountains, dunes, forests and what stands in them."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish, mist, orb, sky, water
from bot.sandbox.paint.figures import birds, pine_line
from bot.sandbox.paint.noise import ridges, skyline
from bot.sandbox.paint.palettes import blend
from bot.sandbox.paint.seeded_random import Dice, Plane
from bot.sandbox.paint.sheet import Stage, below, glow, lay, shifted, shine, smooth


def sun_place(stage: Stage, low: float, high: float) -> tuple[float, float]:
    """On a third of the picture, left or right, at a height between the two."""
    dice = stage.dice.of("sun")
    third = dice.pick((0.3, 0.68, 0.5)) + dice.span(-0.06, 0.06)
    return third * stage.wide, dice.span(low, high)


def mountains(stage: Stage) -> Plane:
    """Ranges behind ranges, each nearer one darker; half the time above a lake."""
    dice = stage.dice.of("mountains")
    lake = dice.flip() or "lake" in stage.text
    horizon = dice.span(0.62, 0.72) if lake else dice.span(0.78, 0.88)
    sun = sun_place(stage, 0.16, 0.4)
    image = sky(stage, sun, horizon, cover=dice.span(0.2, 0.6))
    orb(stage, image, sun, dice.span(0.035, 0.075), moon=stage.palette.dark)
    layers = dice.count(4, 5)
    peak = dice.span(0.24, 0.36)
    for layer in range(layers):
        _range(stage, image, (layer, layers), horizon, peak, sun)
    if not lake:
        lay(image, stage.palette.near, smooth(horizon, horizon + 0.012, stage.y) * np.ones_like(image[..., 0]))
        mist(stage, image, horizon, 0.05, 0.6, "valley")
    else:
        water(stage, image, horizon, sun, rough=dice.span(0.12, 0.3))
        mist(stage, image, horizon, 0.03, 0.55, "shore")
    pine_line(stage, image, dice.span(0.9, 0.95), stage.palette.near * np.float32(0.8), "front")
    if dice.unit() > 0.4:
        birds(stage, image, stage.palette.near)
    return finish(stage, image)


def _range(
    stage: Stage, image: Plane, place: tuple[int, int], horizon: float, peak: float, sun: tuple[float, float]
) -> None:
    """One ridge with light from the sun's side, snow on the far high ones and haze at its foot."""
    layer, layers = place
    near = layer / max(1, layers - 1)
    dice = stage.dice.of(f"range{layer}")
    line = skyline(dice, stage.width, bumps=3.2 + 2 * near, rough=0.46 + 0.05 * near)
    line = np.maximum(np.abs(line) * 1.1 - 0.12, line)  # sharp summits, flat valleys
    top = horizon - (horizon - peak) * (1 - near) ** 1.1 * 0.7 - 0.02
    crest = top - line * (0.2 - 0.11 * near)
    body = below(stage, crest) * (stage.y < horizon + 0.02)
    tone = blend(blend(stage.palette.far, stage.palette.sky[3], 0.45 * (1 - near)), stage.palette.near, near * 0.82)
    face = _slopes(stage, dice, crest, sun, near)
    colour = tone * (0.78 + 0.5 * face[..., None])
    if near < 0.6:
        snow = smooth(0.5, 0.72, face) * smooth(0.2, 0.02, stage.y - crest[None, :]) * (0.75 - near)
        lay(colour, blend(stage.palette.sun, stage.palette.sky[3], 0.3), snow)
    fog = smooth(crest.min(), horizon + 0.03, stage.y) * (0.75 - 0.55 * near)
    lay(colour, blend(stage.palette.sky[3], stage.palette.sun, 0.15), np.broadcast_to(fog, body.shape))
    lay(image, colour, body)


def _slopes(stage: Stage, dice: Dice, crest: Plane, sun: tuple[float, float], near: float) -> Plane:
    """Brightness 0..1 of rock faces: crests of noise, seen from the side of the light."""
    soft = stage.half()
    rock = ridges(dice.of("rock"), soft.width, soft.height, cells=6 + 5 * near, squeeze=0.8, octaves=6)
    step = max(1, soft.height // 128)
    tilt = (rock - shifted(rock, step if sun[0] < stage.wide / 2 else -step, axis=1)) * 1.4
    lit = stage.enlarge(np.clip(0.5 + tilt, 0, 1))
    window = max(3, stage.height // 24)
    even = np.convolve(np.pad(crest, window, mode="edge"), np.full(window, 1 / window), "same")[window:-window]
    side = np.gradient(even) * stage.height * (1 if sun[0] < stage.wide / 2 else -1)
    fade = np.exp(-np.maximum(stage.y - crest[None, :], 0) * 9)
    bright: Plane = np.clip(lit - np.clip(side, -1, 1)[None, :] * 0.16 * fade, 0, 1)
    return bright.astype(np.float32)


def dunes(stage: Stage) -> Plane:
    """Sand in long curves, one side lit, the other in shade, with ripples near by."""
    dice = stage.dice.of("dunes")
    horizon = dice.span(0.48, 0.6)
    sun = sun_place(stage, 0.14, horizon - 0.1)
    image = sky(stage, sun, horizon, cover=dice.span(0.05, 0.4))
    orb(stage, image, sun, dice.span(0.05, 0.1), moon=stage.palette.dark)
    if "pyramid" in stage.text or dice.unit() > 0.72:
        _pyramids(stage, image, horizon, sun)
    for layer in range(5):
        _dune(stage, image, layer, horizon, sun)
    mist(stage, image, horizon + 0.02, 0.04, 0.5, "dust")
    return finish(stage, image)


def _dune(stage: Stage, image: Plane, layer: int, horizon: float, sun: tuple[float, float]) -> None:
    near = layer / 4
    dice = stage.dice.of(f"dune{layer}")
    line = skyline(dice, stage.width, bumps=3.4 - 1.6 * near, octaves=2, rough=0.3)
    crest = horizon + 0.015 + near**1.35 * 0.34 - line * (0.025 + 0.085 * near)
    body = below(stage, crest)
    fold = skyline(dice.of("fold"), stage.width, bumps=2.5, octaves=2, rough=0.4) * 0.22 * (0.3 + near) + 0.02
    shade = smooth(-0.05, 0.12 + 0.1 * near, stage.y - crest[None, :] - fold[None, :])
    palette = stage.palette
    lit = blend(palette.sky[3], palette.far, 0.25 + 0.35 * near)
    dark = blend(palette.far, palette.near, 0.35 + 0.35 * near)
    colour = lit + (dark - lit) * shade[..., None]
    ripple = np.sin((stage.y - crest[None, :]) * (170 - 95 * near) + line[None, :] * 26 + stage.x * 8)
    colour *= (1 + ripple * (0.012 + 0.03 * near) * smooth(0.0, 0.12, stage.y - crest[None, :]))[..., None]
    shine(colour, palette.sun, np.exp(-np.abs(stage.y - crest[None, :]) * 60) * 0.35 * glow(stage, *sun, 0.8))
    lay(image, colour.astype(np.float32), body)


def _pyramids(stage: Stage, image: Plane, horizon: float, sun: tuple[float, float]) -> None:
    dice = stage.dice.of("pyramids")
    for index in range(3):
        size = 0.2 - 0.055 * index
        middle = (0.24 + 0.25 * index + dice.span(-0.05, 0.05)) * stage.wide
        slope = np.abs(stage.x - middle) / 1.45
        body = np.clip((stage.y - (horizon + 0.05 - size + slope)) * stage.height, 0, 1)
        ridge = middle + (stage.y - horizon + size) * 0.35
        bright = np.clip((ridge - stage.x) * stage.height * (1 if sun[0] < middle else -1), 0, 1)
        lit, dark = (
            blend(stage.palette.far, stage.palette.sky[3], 0.35),
            blend(stage.palette.far, stage.palette.near, 0.5),
        )
        lay(image, dark + (lit - dark) * bright[..., None], body * np.float32(0.92))


def forest(stage: Stage) -> Plane:
    """Trunks fading into a lit haze, shafts of light, ferns on the ground."""
    dice = stage.dice.of("forest")
    sun = sun_place(stage, 0.12, 0.38)
    soft = stage.half()
    palette = stage.palette
    haze = soft.noise("haze", cells=3, squeeze=0.8, octaves=5)
    image = ramp_haze(soft, sun, haze)
    shine(image, palette.sun, glow(soft, *sun, 0.3) * 0.8)
    image = stage.enlarge(image)
    for layer in range(5):
        _trunks(stage, image, layer, 5)
        if layer < 4:
            mist(stage, image, 0.72 + 0.03 * layer, 0.2, 0.5 - 0.08 * layer, f"mist{layer}")
        if layer == 2:
            _shafts(stage, image, sun)
    _ground(stage, image, dice)
    return finish(stage, image)


def ramp_haze(stage: Stage, sun: tuple[float, float], haze: Plane) -> Plane:
    """A soft back light that falls off from the sun."""
    palette = stage.palette
    share = np.clip(glow(stage, *sun, 0.55) * 1.1 + (haze - 0.5) * 0.5, 0, 1)[..., None]
    dark = blend(palette.far, palette.sky[0], 0.4)
    bright = blend(palette.sky[3], palette.sun, 0.35)
    return (dark + (bright - dark) * share).astype(np.float32)


def _trunks(stage: Stage, image: Plane, layer: int, layers: int) -> None:
    """Stems with branches; nearer ones thicker, darker and fewer, with bark."""
    near = layer / (layers - 1)
    dice = stage.dice.of(f"trunks{layer}")
    count = int((17 - 13 * near) * max(1.0, stage.wide))
    field = np.zeros((stage.height, stage.width), dtype=np.float32)
    base = 0.74 + 0.2 * near
    for at, size, lean in zip(dice.units(count), dice.units(count), dice.units(count), strict=True):
        thick = (0.006 + 0.03 * near**1.6) * (0.6 + 0.8 * size)
        foot = base + 0.04 * size
        middle = at * stage.wide + (stage.y - 0.5) * (lean - 0.5) * 0.09
        flare = thick * (1 + 1.1 * np.exp((stage.y - foot) * 26) + 0.25 * stage.y)
        stem = np.clip((flare - np.abs(stage.x - middle)) * stage.height + 0.5, 0, 1)
        np.maximum(field, stem * (stage.y < foot + 0.012), out=field)
    tone = blend(blend(stage.palette.sky[3], stage.palette.far, 0.5), stage.palette.near, 0.12 + 0.86 * near)
    lay(image, tone, field * np.float32(0.55 + 0.45 * near))
    _leaves(stage, image, dice, near, tone)


def _leaves(stage: Stage, image: Plane, dice: Dice, near: float, tone: Plane) -> None:
    """A crown that hangs into the picture from above, in clumps."""
    soft = stage.half()
    name = f"leaves{near:.2f}"
    clumps = soft.noise(name, cells=5 + 3 * near, octaves=7, fade=0.72)
    reach = 0.3 + 0.12 * dice.unit() - 0.1 * near
    crown = smooth(0.5, 0.56, clumps + (reach - soft.y) * 0.8 - 0.05)
    colour = blend(tone, stage.palette.accents[0], 0.1 + 0.4 * (1 - near))
    lay(image, colour, stage.enlarge(crown) * np.float32(0.5 + 0.45 * near))


def _shafts(stage: Stage, image: Plane, sun: tuple[float, float]) -> None:
    """Light fanning out from the sun between the trees."""
    soft = stage.half()
    angle = np.arctan2(soft.y - sun[1] + 0.25, soft.x - sun[0])
    beams = skyline(stage.dice.of("beams"), 512, bumps=24, octaves=3) * 0.5 + 0.35
    light = beams[np.clip(angle / np.pi * 511, 0, 511).astype(int)]
    light = np.clip(light, 0, 1) * smooth(1.1, 0.1, soft.y) * glow(soft, *sun, 0.75)
    shine(image, stage.palette.sun, stage.enlarge(light.astype(np.float32)) * 0.5)


def _ground(stage: Stage, image: Plane, dice: Dice) -> None:
    line = 0.86 + skyline(dice.of("ground"), stage.width, bumps=2, octaves=4) * 0.05
    turf = stage.noise("turf", cells=22, squeeze=0.7, octaves=5, fade=0.75)
    tone = blend(stage.palette.near, stage.palette.accents[1], 0.12)
    colour = tone * (0.45 + 0.9 * turf[..., None])
    lay(image, colour.astype(np.float32), smooth(-0.02, 0.05, stage.y - line[None, :] + (turf - 0.5) * 0.1))
