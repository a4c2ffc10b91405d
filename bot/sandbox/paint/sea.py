"""Sea pieces: a lighthouse in the storm, boats on a quiet evening, a whale under the moon."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish_picture, paint_mist, paint_orb, paint_sky, paint_water
from bot.sandbox.paint.figures import draw_boat, draw_lighthouse, draw_whale, paint_birds
from bot.sandbox.paint.land import sun_place
from bot.sandbox.paint.noise import skyline_heights, stretch_plane
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import (
    Ink,
    Sheet,
    add_light,
    below_line,
    blur_plane,
    paint_over,
    round_glow,
    shift_plane,
    smooth_step,
)


def paint_sea(sheet: Sheet) -> Plane:
    """Water to the horizon; the words, else chance, put something on it."""
    dice = sheet.dice.stream_of("sea")
    wild = any(word in sheet.text for word in ("storm", "wave", "thunder", "rough"))
    horizon = dice.pick_between(0.52, 0.64)
    sun = sun_place(sheet, 0.18, horizon - 0.08)
    image = paint_sky(sheet, sun, horizon, cover=0.95 if wild else dice.pick_between(0.25, 0.7))
    if not wild:
        paint_orb(sheet, image, sun, dice.pick_between(0.04, 0.085), moon=sheet.palette.dark)
    if dice.next_unit() > 0.35:
        _paint_islands(sheet, image, horizon)
    paint_water(sheet, image, horizon, sun, rough=1.0 if wild else dice.pick_between(0.25, 0.6))
    paint_mist(sheet, image, horizon, 0.025, 0.4, "spray")
    if wild:
        _paint_breakers(sheet, image, horizon)
    _paint_guest(sheet, image, horizon, sun)
    if wild and dice.next_unit() > 0.45:
        _paint_lightning(sheet, image, horizon)
    paint_birds(sheet, image, sheet.palette.near if not sheet.palette.dark else sheet.palette.sky[3])
    return finish_picture(sheet, image)


def _paint_guest(sheet: Sheet, image: Plane, horizon: float, sun: tuple[float, float]) -> None:
    dice = sheet.dice.stream_of("guest")
    if "lighthouse" in sheet.text or "beacon" in sheet.text:
        return _paint_cliff(sheet, image, sun)
    if "whale" in sheet.text:
        return _paint_whale(sheet, image, horizon)
    if "paper" in sheet.text or "ship" in sheet.text:
        return None  # what is named stands in the foreground
    choice = dice.pick_one(("boats", "cliff", "boats", "boats"))
    if choice == "cliff":
        return _paint_cliff(sheet, image, sun)
    return _paint_boats(sheet, image, horizon)


def _paint_boats(sheet: Sheet, image: Plane, horizon: float) -> None:
    dice = sheet.dice.stream_of("boats")
    ink, shadow = Ink(sheet), Ink(sheet)
    for index in range(dice.count_between(1, 3)):
        depth = dice.pick_between(0.03, 0.2) + 0.05 * index
        at = dice.pick_between(0.15, 0.85) * sheet.wide, horizon + depth
        size, turned = 0.05 + depth * 0.75, dice.flip_coin()
        draw_boat(ink, at, size, mirror=turned)
        draw_boat(shadow, (at[0], -at[1] + 2 * at[1]), size, mirror=turned)
        shadow.draw_shape(
            [(at[0] - size * 0.4, at[1]), (at[0] + size * 0.4, at[1]), (at[0], at[1] + size * 0.7)], 120
        )
    paint_over(image, sheet.palette.near, blur_plane(shadow.to_mask(), sheet.height / 120) * np.float32(0.35))
    paint_over(image, sheet.palette.near * np.float32(0.75), ink.to_mask())


def _paint_whale(sheet: Sheet, image: Plane, horizon: float) -> None:
    dice = sheet.dice.stream_of("whale")
    ink = Ink(sheet)
    at = dice.pick_between(0.38, 0.62) * sheet.wide, horizon + dice.pick_between(0.14, 0.22)
    size = dice.pick_between(0.3, 0.4)
    draw_whale(ink, at, size, mirror=at[0] > sheet.wide / 2)
    body = ink.to_mask() * (sheet.y < at[1] + 0.004)
    foot = np.clip(np.pad(body[::-1], ((0, 0), (0, 0))), 0, 1)
    mirror = shift_plane(foot, int((2 * at[1] - 1) * sheet.height), 0) * smooth_step(
        at[1] + size * 0.8, at[1], sheet.y
    )
    tone = sheet.palette.near * np.float32(0.8)
    paint_over(image, tone, blur_plane(mirror * (sheet.y > at[1]), sheet.height / 90) * np.float32(0.5))
    light = smooth_step(at[1] - size, at[1], sheet.y)[..., None]
    paint_over(image, (tone * (1.7 - 0.7 * light) * np.ones((1, sheet.width, 1))).astype(np.float32), body)
    ring = round_glow(sheet, at[0], at[1], 0.02) * 0 + np.exp(-(((sheet.y - at[1]) / 0.006) ** 2)) * blur_plane(
        body, sheet.height / 30
    )
    add_light(image, sheet.palette.sun, ring.astype(np.float32) * np.float32(0.8))


def _paint_islands(sheet: Sheet, image: Plane, horizon: float) -> None:
    dice = sheet.dice.stream_of("islands")
    line = horizon - np.clip(skyline_heights(dice, sheet.width, bumps=3, octaves=7) * 0.14 - 0.012, 0, 1)
    paint_over(
        image,
        blend_colours(sheet.palette.far, sheet.palette.sky[3], 0.35),
        below_line(sheet, line) * (sheet.y < horizon + 0.004),
    )


def _paint_cliff(sheet: Sheet, image: Plane, sun: tuple[float, float]) -> None:
    """A rock at one side with a lighthouse and its beam."""
    dice = sheet.dice.stream_of("cliff")
    right = sun[0] < sheet.wide / 2
    edge = dice.pick_between(0.3, 0.42) * max(1.0, sheet.wide * 0.8)
    inward = (sheet.wide - sheet.x) if right else sheet.x
    rough = skyline_heights(dice, sheet.width, bumps=5, octaves=8, rough=0.6)
    slope = smooth_step(edge * 1.5, edge * 0.55, inward[0])
    crest = 1.02 - slope * dice.pick_between(0.3, 0.36) + rough * 0.035 * slope
    rock = sheet.noise_plane("cliffs", cells=9, squeeze=0.6, octaves=7, fade=0.65)
    step = max(1, sheet.height // 200)
    face = np.clip(0.5 + (rock - shift_plane(rock, step if right else -step, axis=1)) * 6, 0, 1)
    tone = blend_colours(sheet.palette.near, sheet.palette.far, 0.18) * (0.45 + 0.85 * face[..., None])
    paint_over(image, tone.astype(np.float32), below_line(sheet, crest))
    column = int(np.clip((sheet.wide - edge * 0.42 if right else edge * 0.42) * sheet.height, 0, sheet.width - 1))
    ink, lamp = Ink(sheet), Ink(sheet)
    foot = (column + 0.5) / sheet.height, float(crest[column]) + 0.012
    light = draw_lighthouse(ink, lamp, foot, dice.pick_between(0.34, 0.44))
    _paint_tower(sheet, image, ink.to_mask(), foot, sun)
    _paint_beam(sheet, image, light, lamp.to_mask(), towards=-1 if right else 1)


def _paint_tower(
    sheet: Sheet, image: Plane, mask: Plane, foot: tuple[float, float], sun: tuple[float, float]
) -> None:
    """White and red bands, round by shading."""
    bands = np.clip(np.sin((foot[1] - sheet.y) * 42 + 0.6) * 8 + 0.5, 0, 1)
    white, red = (
        blend_colours(sheet.palette.sky[3], np.ones(3, np.float32), 0.25),
        blend_colours(sheet.palette.accents[0], sheet.palette.near, 0.3),
    )
    colour = white + (red - white) * np.broadcast_to(bands, mask.shape)[..., None]
    side = 1 if sun[0] > foot[0] else -1
    round_ = np.clip(0.62 + (sheet.x - foot[0]) * side * 9, 0.22, 1)
    paint_over(
        image, (colour * round_[..., None] * (0.72 if sheet.palette.dark else 0.92)).astype(np.float32), mask
    )


def _paint_beam(sheet: Sheet, image: Plane, light: tuple[float, float], lamp: Plane, *, towards: int) -> None:
    dx, dy = (sheet.x - light[0]) * towards, sheet.y - light[1]
    along = np.maximum(dx, 1e-3)
    cone = np.exp(-(((dy - along * 0.05) / (0.012 + along * 0.085)) ** 2)) * np.clip(dx * 60, 0, 1)
    back = np.maximum(-dx, 1e-3)
    cone = cone + 0.4 * np.exp(-(((dy + back * 0.05) / (0.012 + back * 0.085)) ** 2)) * np.clip(-dx * 60, 0, 1)
    power = np.float32(0.75 if sheet.palette.dark else 0.4)
    warm = blend_colours(sheet.palette.sun, sheet.palette.accents[0], 0.2)
    add_light(image, warm, (cone * np.exp(-np.abs(dx) * 1.3)).astype(np.float32) * power)
    paint_over(image, warm, lamp)
    add_light(image, warm, round_glow(sheet, *light, 0.03) * np.float32(0.95))


def _paint_breakers(sheet: Sheet, image: Plane, horizon: float) -> None:
    """Rows of high waves with foam on their crests, in place."""
    for layer in range(5):
        near = (layer + 1) / 5
        dice = sheet.dice.stream_of(f"breaker{layer}")
        line = skyline_heights(dice, sheet.width, bumps=7 - 4.6 * near, octaves=5, rough=0.42)
        line = 1 - np.abs(line)  # pointed crests, round troughs
        crest = horizon + 0.02 + near**1.5 * 0.36 - line * (0.02 + 0.075 * near)
        drop = sheet.y - crest[None, :]
        deep = blend_colours(sheet.palette.far, sheet.palette.near, 0.25 + 0.5 * near)
        bright = blend_colours(sheet.palette.sky[2], sheet.palette.sky[3], 0.4)
        body = deep + (bright - deep) * (np.exp(-np.maximum(drop, 0) * (26 - 14 * near)) * 0.55)[..., None]
        paint_over(image, body.astype(np.float32), below_line(sheet, crest) * np.float32(0.95))
        threads = stretch_plane(
            dice.stream_of("foam").normal_grid(96, int(22 * sheet.wide)), sheet.width, sheet.height
        )
        foam = smooth_step(0.35, 1.5, threads + 2.6 * np.exp(-np.maximum(drop, 0) * (95 - 55 * near)) - 0.9)
        foam *= np.exp(-np.maximum(drop, 0) * 16) * (drop > -0.003)
        paint_over(
            image,
            blend_colours(sheet.palette.sun, sheet.palette.sky[3], 0.4),
            foam.astype(np.float32) * np.float32(0.75),
        )


def _paint_lightning(sheet: Sheet, image: Plane, horizon: float) -> None:
    dice = sheet.dice.stream_of("lightning")
    x, y = dice.pick_between(0.2, 0.8) * sheet.wide, 0.0
    line = [(x, y)]
    while y < horizon - 0.02:
        x, y = x + dice.pick_between(-0.045, 0.045), y + dice.pick_between(0.015, 0.05)
        line.append((x, min(y, horizon)))
    ink = Ink(sheet)
    ink.draw_stroke(line, 0.004)
    half = len(line) // 2
    ink.draw_stroke([(px + 0.5 * (py - line[half][1]), py) for px, py in line[half : half + 6]], 0.002)
    bolt = ink.to_mask()
    add_light(image, sheet.palette.sun, blur_plane(bolt, sheet.height / 24) * np.float32(2.2))
    add_light(image, sheet.palette.sun, bolt)
