"""Sea pieces: a lighthouse in the storm, boats on a quiet evening, a whale under the moon."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish, mist, orb, sky, water
from bot.sandbox.paint.figures import birds, boat, lighthouse, whale
from bot.sandbox.paint.land import sun_place
from bot.sandbox.paint.noise import skyline, stretch
from bot.sandbox.paint.palettes import blend
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Ink, Stage, below, blurred, glow, lay, shifted, shine, smooth


def sea(stage: Stage) -> Plane:
    """Water to the horizon; the words, else chance, put something on it."""
    dice = stage.dice.of("sea")
    wild = any(word in stage.text for word in ("storm", "wave", "thunder", "rough"))
    horizon = dice.span(0.52, 0.64)
    sun = sun_place(stage, 0.18, horizon - 0.08)
    image = sky(stage, sun, horizon, cover=0.95 if wild else dice.span(0.25, 0.7))
    if not wild:
        orb(stage, image, sun, dice.span(0.04, 0.085), moon=stage.palette.dark)
    if dice.unit() > 0.35:
        _islands(stage, image, horizon)
    water(stage, image, horizon, sun, rough=1.0 if wild else dice.span(0.25, 0.6))
    mist(stage, image, horizon, 0.025, 0.4, "spray")
    if wild:
        _breakers(stage, image, horizon)
    _guest(stage, image, horizon, sun)
    if wild and dice.unit() > 0.45:
        _lightning(stage, image, horizon)
    birds(stage, image, stage.palette.near if not stage.palette.dark else stage.palette.sky[3])
    return finish(stage, image)


def _guest(stage: Stage, image: Plane, horizon: float, sun: tuple[float, float]) -> None:
    dice = stage.dice.of("guest")
    if "lighthouse" in stage.text or "beacon" in stage.text:
        return _cliff(stage, image, sun)
    if "whale" in stage.text:
        return _swimmer(stage, image, horizon)
    choice = dice.pick(("boats", "cliff", "boats", "boats"))
    if choice == "cliff":
        return _cliff(stage, image, sun)
    return _boats(stage, image, horizon)


def _boats(stage: Stage, image: Plane, horizon: float) -> None:
    dice = stage.dice.of("boats")
    ink, shadow = Ink(stage), Ink(stage)
    for index in range(dice.count(1, 3)):
        depth = dice.span(0.03, 0.2) + 0.05 * index
        at = dice.span(0.15, 0.85) * stage.wide, horizon + depth
        size, turned = 0.05 + depth * 0.75, dice.flip()
        boat(ink, at, size, mirror=turned)
        boat(shadow, (at[0], -at[1] + 2 * at[1]), size, mirror=turned)
        shadow.shape([(at[0] - size * 0.4, at[1]), (at[0] + size * 0.4, at[1]), (at[0], at[1] + size * 0.7)], 120)
    lay(image, stage.palette.near, blurred(shadow.mask(), stage.height / 120) * np.float32(0.35))
    lay(image, stage.palette.near * np.float32(0.75), ink.mask())


def _swimmer(stage: Stage, image: Plane, horizon: float) -> None:
    dice = stage.dice.of("whale")
    ink = Ink(stage)
    at = dice.span(0.38, 0.62) * stage.wide, horizon + dice.span(0.14, 0.22)
    size = dice.span(0.3, 0.4)
    whale(ink, at, size, mirror=at[0] > stage.wide / 2)
    body = ink.mask() * (stage.y < at[1] + 0.004)
    foot = np.clip(np.pad(body[::-1], ((0, 0), (0, 0))), 0, 1)
    mirror = shifted(foot, int((2 * at[1] - 1) * stage.height), 0) * smooth(at[1] + size * 0.8, at[1], stage.y)
    tone = stage.palette.near * np.float32(0.8)
    lay(image, tone, blurred(mirror * (stage.y > at[1]), stage.height / 90) * np.float32(0.5))
    light = smooth(at[1] - size, at[1], stage.y)[..., None]
    lay(image, (tone * (1.7 - 0.7 * light) * np.ones((1, stage.width, 1))).astype(np.float32), body)
    ring = glow(stage, at[0], at[1], 0.02) * 0 + np.exp(-(((stage.y - at[1]) / 0.006) ** 2)) * blurred(
        body, stage.height / 30
    )
    shine(image, stage.palette.sun, ring.astype(np.float32) * np.float32(0.8))


def _islands(stage: Stage, image: Plane, horizon: float) -> None:
    dice = stage.dice.of("islands")
    line = horizon - np.clip(skyline(dice, stage.width, bumps=3, octaves=7) * 0.14 - 0.012, 0, 1)
    lay(
        image,
        blend(stage.palette.far, stage.palette.sky[3], 0.35),
        below(stage, line) * (stage.y < horizon + 0.004),
    )


def _cliff(stage: Stage, image: Plane, sun: tuple[float, float]) -> None:
    """A rock at one side with a lighthouse and its beam."""
    dice = stage.dice.of("cliff")
    right = sun[0] < stage.wide / 2
    edge = dice.span(0.3, 0.42) * max(1.0, stage.wide * 0.8)
    inward = (stage.wide - stage.x) if right else stage.x
    rough = skyline(dice, stage.width, bumps=5, octaves=8, rough=0.6)
    slope = smooth(edge * 1.5, edge * 0.55, inward[0])
    crest = 1.02 - slope * dice.span(0.3, 0.36) + rough * 0.035 * slope
    rock = stage.noise("cliffs", cells=9, squeeze=0.6, octaves=7, fade=0.65)
    step = max(1, stage.height // 200)
    face = np.clip(0.5 + (rock - shifted(rock, step if right else -step, axis=1)) * 6, 0, 1)
    tone = blend(stage.palette.near, stage.palette.far, 0.18) * (0.45 + 0.85 * face[..., None])
    lay(image, tone.astype(np.float32), below(stage, crest))
    column = int(np.clip((stage.wide - edge * 0.42 if right else edge * 0.42) * stage.height, 0, stage.width - 1))
    ink, lamp = Ink(stage), Ink(stage)
    foot = (column + 0.5) / stage.height, float(crest[column]) + 0.012
    light = lighthouse(ink, lamp, foot, dice.span(0.34, 0.44))
    _tower(stage, image, ink.mask(), foot, sun)
    _beam(stage, image, light, lamp.mask(), towards=-1 if right else 1)


def _tower(stage: Stage, image: Plane, mask: Plane, foot: tuple[float, float], sun: tuple[float, float]) -> None:
    """White and red bands, round by shading."""
    bands = np.clip(np.sin((foot[1] - stage.y) * 42 + 0.6) * 8 + 0.5, 0, 1)
    white, red = (
        blend(stage.palette.sky[3], np.ones(3, np.float32), 0.25),
        blend(stage.palette.accents[0], stage.palette.near, 0.3),
    )
    colour = white + (red - white) * np.broadcast_to(bands, mask.shape)[..., None]
    side = 1 if sun[0] > foot[0] else -1
    round_ = np.clip(0.62 + (stage.x - foot[0]) * side * 9, 0.22, 1)
    lay(image, (colour * round_[..., None] * (0.72 if stage.palette.dark else 0.92)).astype(np.float32), mask)


def _beam(stage: Stage, image: Plane, light: tuple[float, float], lamp: Plane, *, towards: int) -> None:
    dx, dy = (stage.x - light[0]) * towards, stage.y - light[1]
    along = np.maximum(dx, 1e-3)
    cone = np.exp(-(((dy - along * 0.05) / (0.012 + along * 0.085)) ** 2)) * np.clip(dx * 60, 0, 1)
    back = np.maximum(-dx, 1e-3)
    cone = cone + 0.4 * np.exp(-(((dy + back * 0.05) / (0.012 + back * 0.085)) ** 2)) * np.clip(-dx * 60, 0, 1)
    power = np.float32(0.75 if stage.palette.dark else 0.4)
    warm = blend(stage.palette.sun, stage.palette.accents[0], 0.2)
    shine(image, warm, (cone * np.exp(-np.abs(dx) * 1.3)).astype(np.float32) * power)
    lay(image, warm, lamp)
    shine(image, warm, glow(stage, *light, 0.03) * np.float32(0.95))


def _breakers(stage: Stage, image: Plane, horizon: float) -> None:
    """Rows of high waves with foam on their crests, in place."""
    for layer in range(5):
        near = (layer + 1) / 5
        dice = stage.dice.of(f"breaker{layer}")
        line = skyline(dice, stage.width, bumps=7 - 4.6 * near, octaves=5, rough=0.42)
        line = 1 - np.abs(line)  # pointed crests, round troughs
        crest = horizon + 0.02 + near**1.5 * 0.36 - line * (0.02 + 0.075 * near)
        drop = stage.y - crest[None, :]
        deep = blend(stage.palette.far, stage.palette.near, 0.25 + 0.5 * near)
        bright = blend(stage.palette.sky[2], stage.palette.sky[3], 0.4)
        body = deep + (bright - deep) * (np.exp(-np.maximum(drop, 0) * (26 - 14 * near)) * 0.55)[..., None]
        lay(image, body.astype(np.float32), below(stage, crest) * np.float32(0.95))
        threads = stretch(dice.of("foam").grid(96, int(22 * stage.wide)), stage.width, stage.height)
        foam = smooth(0.35, 1.5, threads + 2.6 * np.exp(-np.maximum(drop, 0) * (95 - 55 * near)) - 0.9)
        foam *= np.exp(-np.maximum(drop, 0) * 16) * (drop > -0.003)
        lay(image, blend(stage.palette.sun, stage.palette.sky[3], 0.4), foam.astype(np.float32) * np.float32(0.75))


def _lightning(stage: Stage, image: Plane, horizon: float) -> None:
    dice = stage.dice.of("lightning")
    x, y = dice.span(0.2, 0.8) * stage.wide, 0.0
    line = [(x, y)]
    while y < horizon - 0.02:
        x, y = x + dice.span(-0.045, 0.045), y + dice.span(0.015, 0.05)
        line.append((x, min(y, horizon)))
    ink = Ink(stage)
    ink.stroke(line, 0.004)
    half = len(line) // 2
    ink.stroke([(px + 0.5 * (py - line[half][1]), py) for px, py in line[half : half + 6]], 0.002)
    bolt = ink.mask()
    shine(image, stage.palette.sun, blurred(bolt, stage.height / 24) * np.float32(2.2))
    shine(image, stage.palette.sun, bolt)
