"""Land: mountains, dunes, forests and what stands in them."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish_picture, paint_mist, paint_orb, paint_sky, paint_water
from bot.sandbox.paint.figures import paint_birds, paint_pines
from bot.sandbox.paint.noise import ridge_noise, skyline_heights
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Dice, Plane
from bot.sandbox.paint.sheet import Sheet, add_light, below_line, paint_over, round_glow, shift_plane, smooth_step


def sun_place(sheet: Sheet, low: float, high: float) -> tuple[float, float]:
    """On a third of the picture, left or right, at a height between the two."""
    dice = sheet.dice.stream_of("sun")
    third = dice.pick_one((0.3, 0.68, 0.5)) + dice.pick_between(-0.06, 0.06)
    return third * sheet.wide, dice.pick_between(low, high)


def paint_mountains(sheet: Sheet) -> Plane:
    """Ranges behind ranges, each nearer one darker; half the time above a lake."""
    dice = sheet.dice.stream_of("mountains")
    lake = dice.flip_coin() or "lake" in sheet.text
    horizon = dice.pick_between(0.62, 0.72) if lake else dice.pick_between(0.78, 0.88)
    sun = sun_place(sheet, 0.16, 0.4)
    image = paint_sky(sheet, sun, horizon, cover=dice.pick_between(0.2, 0.6))
    paint_orb(sheet, image, sun, dice.pick_between(0.035, 0.075), moon=sheet.palette.dark)
    layers = dice.count_between(4, 5)
    peak = dice.pick_between(0.24, 0.36)
    for layer in range(layers):
        _paint_range(sheet, image, (layer, layers), horizon, peak, sun)
    if not lake:
        paint_over(
            image, sheet.palette.near, smooth_step(horizon, horizon + 0.012, sheet.y) * np.ones_like(image[..., 0])
        )
        paint_mist(sheet, image, horizon, 0.05, 0.6, "valley")
    else:
        paint_water(sheet, image, horizon, sun, rough=dice.pick_between(0.12, 0.3))
        paint_mist(sheet, image, horizon, 0.03, 0.55, "shore")
    paint_pines(sheet, image, dice.pick_between(0.9, 0.95), sheet.palette.near * np.float32(0.8), "front")
    if dice.next_unit() > 0.4:
        paint_birds(sheet, image, sheet.palette.near)
    return finish_picture(sheet, image)


def _paint_range(
    sheet: Sheet, image: Plane, place: tuple[int, int], horizon: float, peak: float, sun: tuple[float, float]
) -> None:
    """One ridge with light from the sun's side, snow on the far high ones and haze at its foot."""
    layer, layers = place
    near = layer / max(1, layers - 1)
    dice = sheet.dice.stream_of(f"range{layer}")
    line = skyline_heights(dice, sheet.width, bumps=3.2 + 2 * near, rough=0.46 + 0.05 * near)
    line = np.maximum(np.abs(line) * 1.1 - 0.12, line)  # sharp summits, flat valleys
    top = horizon - (horizon - peak) * (1 - near) ** 1.1 * 0.7 - 0.02
    crest = top - line * (0.2 - 0.11 * near)
    body = below_line(sheet, crest) * (sheet.y < horizon + 0.02)
    tone = blend_colours(
        blend_colours(sheet.palette.far, sheet.palette.sky[3], 0.45 * (1 - near)), sheet.palette.near, near * 0.82
    )
    face = _slope_light(sheet, dice, crest, sun, near)
    colour = tone * (0.78 + 0.5 * face[..., None])
    if near < 0.6:
        snow = smooth_step(0.5, 0.72, face) * smooth_step(0.2, 0.02, sheet.y - crest[None, :]) * (0.75 - near)
        paint_over(colour, blend_colours(sheet.palette.sun, sheet.palette.sky[3], 0.3), snow)
    fog = smooth_step(crest.min(), horizon + 0.03, sheet.y) * (0.75 - 0.55 * near)
    paint_over(
        colour, blend_colours(sheet.palette.sky[3], sheet.palette.sun, 0.15), np.broadcast_to(fog, body.shape)
    )
    paint_over(image, colour, body)


def _slope_light(sheet: Sheet, dice: Dice, crest: Plane, sun: tuple[float, float], near: float) -> Plane:
    """Brightness 0..1 of rock faces: crests of noise, seen from the side of the light."""
    soft = sheet.half_size()
    rock = ridge_noise(dice.stream_of("rock"), soft.width, soft.height, cells=6 + 5 * near, squeeze=0.8, octaves=6)
    step = max(1, soft.height // 128)
    tilt = (rock - shift_plane(rock, step if sun[0] < sheet.wide / 2 else -step, axis=1)) * 1.4
    lit = sheet.enlarge_half(np.clip(0.5 + tilt, 0, 1))
    window = max(3, sheet.height // 24)
    even = np.convolve(np.pad(crest, window, mode="edge"), np.full(window, 1 / window), "same")[window:-window]
    side = np.gradient(even) * sheet.height * (1 if sun[0] < sheet.wide / 2 else -1)
    fade = np.exp(-np.maximum(sheet.y - crest[None, :], 0) * 9)
    bright: Plane = np.clip(lit - np.clip(side, -1, 1)[None, :] * 0.16 * fade, 0, 1)
    return bright.astype(np.float32)


def paint_dunes(sheet: Sheet) -> Plane:
    """Sand in long curves, one side lit, the other in shade, with ripples near by."""
    dice = sheet.dice.stream_of("dunes")
    horizon = dice.pick_between(0.48, 0.6)
    sun = sun_place(sheet, 0.14, horizon - 0.1)
    image = paint_sky(sheet, sun, horizon, cover=dice.pick_between(0.05, 0.4))
    paint_orb(sheet, image, sun, dice.pick_between(0.05, 0.1), moon=sheet.palette.dark)
    if "pyramid" in sheet.text or dice.next_unit() > 0.72:
        _paint_pyramids(sheet, image, horizon, sun)
    for layer in range(5):
        _paint_dune(sheet, image, layer, horizon, sun)
    paint_mist(sheet, image, horizon + 0.02, 0.04, 0.5, "dust")
    return finish_picture(sheet, image)


def _paint_dune(sheet: Sheet, image: Plane, layer: int, horizon: float, sun: tuple[float, float]) -> None:
    near = layer / 4
    dice = sheet.dice.stream_of(f"dune{layer}")
    line = skyline_heights(dice, sheet.width, bumps=3.4 - 1.6 * near, octaves=2, rough=0.3)
    crest = horizon + 0.015 + near**1.35 * 0.34 - line * (0.025 + 0.085 * near)
    body = below_line(sheet, crest)
    fold = (
        skyline_heights(dice.stream_of("fold"), sheet.width, bumps=2.5, octaves=2, rough=0.4) * 0.22 * (0.3 + near)
        + 0.02
    )
    shade = smooth_step(-0.05, 0.12 + 0.1 * near, sheet.y - crest[None, :] - fold[None, :])
    palette = sheet.palette
    lit = blend_colours(palette.sky[3], palette.far, 0.25 + 0.35 * near)
    dark = blend_colours(palette.far, palette.near, 0.35 + 0.35 * near)
    colour = lit + (dark - lit) * shade[..., None]
    ripple = np.sin((sheet.y - crest[None, :]) * (170 - 95 * near) + line[None, :] * 26 + sheet.x * 8)
    colour *= (1 + ripple * (0.012 + 0.03 * near) * smooth_step(0.0, 0.12, sheet.y - crest[None, :]))[..., None]
    add_light(
        colour, palette.sun, np.exp(-np.abs(sheet.y - crest[None, :]) * 60) * 0.35 * round_glow(sheet, *sun, 0.8)
    )
    paint_over(image, colour.astype(np.float32), body)


def _paint_pyramids(sheet: Sheet, image: Plane, horizon: float, sun: tuple[float, float]) -> None:
    dice = sheet.dice.stream_of("pyramids")
    for index in range(3):
        size = 0.2 - 0.055 * index
        middle = (0.24 + 0.25 * index + dice.pick_between(-0.05, 0.05)) * sheet.wide
        slope = np.abs(sheet.x - middle) / 1.45
        body = np.clip((sheet.y - (horizon + 0.05 - size + slope)) * sheet.height, 0, 1)
        ridge = middle + (sheet.y - horizon + size) * 0.35
        bright = np.clip((ridge - sheet.x) * sheet.height * (1 if sun[0] < middle else -1), 0, 1)
        lit, dark = (
            blend_colours(sheet.palette.far, sheet.palette.sky[3], 0.35),
            blend_colours(sheet.palette.far, sheet.palette.near, 0.5),
        )
        paint_over(image, dark + (lit - dark) * bright[..., None], body * np.float32(0.92))


def paint_forest(sheet: Sheet) -> Plane:
    """Trunks fading into a lit haze, shafts of light, ferns on the ground."""
    dice = sheet.dice.stream_of("forest")
    sun = sun_place(sheet, 0.12, 0.38)
    soft = sheet.half_size()
    palette = sheet.palette
    haze = soft.noise_plane("haze", cells=3, squeeze=0.8, octaves=5)
    image = haze_light(soft, sun, haze)
    add_light(image, palette.sun, round_glow(soft, *sun, 0.3) * 0.8)
    image = sheet.enlarge_half(image)
    for layer in range(5):
        _paint_trunks(sheet, image, layer, 5)
        if layer < 4:
            paint_mist(sheet, image, 0.72 + 0.03 * layer, 0.2, 0.5 - 0.08 * layer, f"mist{layer}")
        if layer == 2:
            _paint_shafts(sheet, image, sun)
    _paint_ground(sheet, image, dice)
    return finish_picture(sheet, image)


def haze_light(sheet: Sheet, sun: tuple[float, float], haze: Plane) -> Plane:
    """A soft back light that falls off from the sun."""
    palette = sheet.palette
    share = np.clip(round_glow(sheet, *sun, 0.55) * 1.1 + (haze - 0.5) * 0.5, 0, 1)[..., None]
    dark = blend_colours(palette.far, palette.sky[0], 0.4)
    bright = blend_colours(palette.sky[3], palette.sun, 0.35)
    return (dark + (bright - dark) * share).astype(np.float32)


def _paint_trunks(sheet: Sheet, image: Plane, layer: int, layers: int) -> None:
    """Stems with branches; nearer ones thicker, darker and fewer, with bark."""
    near = layer / (layers - 1)
    dice = sheet.dice.stream_of(f"trunks{layer}")
    count = int((17 - 13 * near) * max(1.0, sheet.wide))
    field = np.zeros((sheet.height, sheet.width), dtype=np.float32)
    base = 0.74 + 0.2 * near
    for at, size, lean in zip(dice.next_units(count), dice.next_units(count), dice.next_units(count), strict=True):
        thick = (0.006 + 0.03 * near**1.6) * (0.6 + 0.8 * size)
        foot = base + 0.04 * size
        middle = at * sheet.wide + (sheet.y - 0.5) * (lean - 0.5) * 0.09
        flare = thick * (1 + 1.1 * np.exp((sheet.y - foot) * 26) + 0.25 * sheet.y)
        stem = np.clip((flare - np.abs(sheet.x - middle)) * sheet.height + 0.5, 0, 1)
        np.maximum(field, stem * (sheet.y < foot + 0.012), out=field)
    tone = blend_colours(
        blend_colours(sheet.palette.sky[3], sheet.palette.far, 0.5), sheet.palette.near, 0.12 + 0.86 * near
    )
    paint_over(image, tone, field * np.float32(0.55 + 0.45 * near))
    _paint_leaves(sheet, image, dice, near, tone)


def _paint_leaves(sheet: Sheet, image: Plane, dice: Dice, near: float, tone: Plane) -> None:
    """A crown that hangs into the picture from above, in clumps."""
    soft = sheet.half_size()
    name = f"leaves{near:.2f}"
    clumps = soft.noise_plane(name, cells=5 + 3 * near, octaves=7, fade=0.72)
    reach = 0.3 + 0.12 * dice.next_unit() - 0.1 * near
    crown = smooth_step(0.5, 0.56, clumps + (reach - soft.y) * 0.8 - 0.05)
    colour = blend_colours(tone, sheet.palette.accents[0], 0.1 + 0.4 * (1 - near))
    paint_over(image, colour, sheet.enlarge_half(crown) * np.float32(0.5 + 0.45 * near))


def _paint_shafts(sheet: Sheet, image: Plane, sun: tuple[float, float]) -> None:
    """Light fanning out from the sun between the trees."""
    soft = sheet.half_size()
    angle = np.arctan2(soft.y - sun[1] + 0.25, soft.x - sun[0])
    beams = skyline_heights(sheet.dice.stream_of("beams"), 512, bumps=24, octaves=3) * 0.5 + 0.35
    light = beams[np.clip(angle / np.pi * 511, 0, 511).astype(int)]
    light = np.clip(light, 0, 1) * smooth_step(1.1, 0.1, soft.y) * round_glow(soft, *sun, 0.75)
    add_light(image, sheet.palette.sun, sheet.enlarge_half(light.astype(np.float32)) * 0.5)


def _paint_ground(sheet: Sheet, image: Plane, dice: Dice) -> None:
    line = 0.86 + skyline_heights(dice.stream_of("ground"), sheet.width, bumps=2, octaves=4) * 0.05
    turf = sheet.noise_plane("turf", cells=22, squeeze=0.7, octaves=5, fade=0.75)
    tone = blend_colours(sheet.palette.near, sheet.palette.accents[1], 0.12)
    colour = tone * (0.45 + 0.9 * turf[..., None])
    paint_over(
        image, colour.astype(np.float32), smooth_step(-0.02, 0.05, sheet.y - line[None, :] + (turf - 0.5) * 0.1)
    )
