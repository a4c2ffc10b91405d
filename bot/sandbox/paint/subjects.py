"""Marbled paint, cut paper, a head full of landscape, an animal before the moon."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish, orb, sky
from bot.sandbox.paint.figures import cat, head, pine_line, stag
from bot.sandbox.paint.land import mountains
from bot.sandbox.paint.noise import sample, skyline
from bot.sandbox.paint.palettes import blend
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Ink, Stage, below, blurred, glow, lay, ramp, shifted, shine, smooth
from bot.sandbox.paint.space import space


def marble(stage: Stage) -> Plane:
    """Poured paint: noise folded twice, coloured along its levels, lit as a relief, gold in the creases."""
    palette = stage.palette
    dice = stage.dice.of("marble")
    a = stage.noise("a", cells=1.6, octaves=4) - 0.5
    b = stage.noise("b", cells=1.6, octaves=4) - 0.5
    field = stage.noise("field", cells=2.2, octaves=5, fade=0.45)
    rows, columns = np.mgrid[0 : stage.height, 0 : stage.width].astype(np.float32)
    push = stage.height * dice.span(0.8, 1.3)
    folded = sample(field, columns + a * push, rows + b * push)
    level = np.clip((folded - 0.22) / 0.56, 0, 1)
    flow = 0.5 + 0.5 * np.sin(level * dice.span(11, 19) + a * 4)
    order = np.stack(
        [palette.sky[0], palette.sky[1], palette.accents[0], palette.sky[3], palette.far, palette.accents[2]]
    )
    image = ramp(np.concatenate([order, palette.sun[None]]), np.clip(0.55 * level + 0.42 * flow, 0, 1))
    step = max(1, stage.height // 340)
    slope = (flow - shifted(shifted(flow, step, 0), step, 1)) * 2.6
    image *= (1 + np.clip(slope, -0.4, 0.4))[..., None]
    vein = np.exp(-(((flow - 0.5) / 0.035) ** 2)) * smooth(0.5, 0.75, stage.noise("gold", cells=3, octaves=4))
    lay(image, blend(palette.accents[1], palette.sun, 0.25), vein.astype(np.float32) * np.float32(0.85))
    return finish(stage, image)


def paper(stage: Stage) -> Plane:
    """Cut paper: wavy sheets one above the other, each with its shadow, and a sun."""
    palette = stage.palette
    dice = stage.dice.of("paper")
    grain = stage.noise("grain", cells=60, octaves=3)
    image = ramp(palette.sky[::-1], np.broadcast_to(stage.y * 0.5, (stage.height, stage.width)))
    orb(stage, image, (dice.span(0.3, 0.7) * stage.wide, dice.span(0.22, 0.36)), dice.span(0.1, 0.17), moon=False)
    colours = np.stack(
        [
            palette.sky[2],
            palette.accents[1],
            palette.accents[0],
            palette.far,
            palette.accents[2],
            palette.sky[1],
            palette.near,
        ]
    )
    for layer, colour in enumerate(colours):
        line = (
            0.34 + 0.095 * layer + skyline(dice.of(f"{layer}"), stage.width, bumps=2.4, octaves=2, rough=0.3) * 0.09
        )
        mask = below(stage, line)
        shadow = blurred(mask, stage.height / 50)
        lay(image, palette.near, shifted(shadow, -(stage.height // 70), 0) * (1 - mask) * np.float32(0.45))
        lay(image, colour * (0.94 + 0.12 * grain[..., None]), mask)
    return finish(stage, image)


def abstract(stage: Stage) -> Plane:
    return (marble, marble, paper)[stage.dice.of("kind").count(0, 2)](stage)


def person(stage: Stage) -> Plane:
    """A profile filled with a landscape or a sky of stars, on light paper."""
    dice = stage.dice.of("person")
    inner = (space if stage.palette.dark else mountains)(stage)
    palette = stage.palette
    base = blend(palette.sky[3], np.ones(3, np.float32), 0.45)
    wash = stage.noise("wash", cells=2, octaves=5)
    image = np.broadcast_to(base, (stage.height, stage.width, 3)).astype(np.float32)
    lay(image, blend(palette.sky[2], base, 0.3), smooth(0.4, 0.75, wash) * np.float32(0.55))
    at = stage.wide * dice.span(0.46, 0.54), 0.98
    shine(image, palette.accents[1], glow(stage, at[0], 0.42, 0.34) * 0.5)
    ink = Ink(stage)
    head(ink, at, 0.74, mirror=dice.flip())
    mask = ink.mask()
    fade = smooth(1.0, 0.82, stage.y + (wash - 0.5) * 0.3)
    splash = smooth(0.58, 0.66, wash) * blurred(mask, stage.height / 7) * np.float32(0.9)
    lay(image, inner, np.maximum(mask * fade, splash * (1 - mask) * fade))
    rim = np.clip(blurred(mask, stage.height / 90) - mask, 0, 1)
    lay(image, palette.near, rim * fade * np.float32(0.25))
    return finish(stage, image)


def creature(stage: Stage) -> Plane:
    """A cat, a fox or a stag on a hill before a large low sun or moon."""
    dice = stage.dice.of("creature")
    disc = dice.span(0.4, 0.6) * stage.wide, dice.span(0.42, 0.5)
    image = sky(stage, disc, 0.95, cover=dice.span(0.1, 0.5))
    orb(stage, image, disc, dice.span(0.24, 0.33), moon=True)
    pine_line(stage, image, 0.86, blend(stage.palette.far, stage.palette.near, 0.55), "behind")
    line = 0.84 + skyline(dice.of("hill"), stage.width, bumps=2, octaves=6, rough=0.35) * 0.05
    dark = stage.palette.near * np.float32(0.7)
    ink = Ink(stage)
    x = disc[0] + dice.span(-0.08, 0.08)
    foot = x, float(line[int(np.clip(x * stage.height, 0, stage.width - 1))]) + 0.012
    eyes = _animal(stage, ink, foot, mirror=dice.flip())
    mask = ink.mask()
    shine(image, stage.palette.sun, np.clip(blurred(mask, stage.height / 60) - mask, 0, 1) * 0.35)
    lay(image, dark, np.maximum(mask, below(stage, line)))
    for eye in eyes:
        spot = glow(stage, *eye, 0.0055) ** 2
        shine(image, stage.palette.accents[0], np.clip(spot * 1.4, 0, 1))
    return finish(stage, image)


def _animal(stage: Stage, ink: Ink, foot: tuple[float, float], *, mirror: bool) -> list[tuple[float, float]]:
    words = set(stage.text.replace(",", " ").split())
    size = stage.dice.of("animal").span(0.44, 0.54)
    if words & {"stag", "deer", "elk", "moose", "reindeer", "horse", "unicorn"}:
        stag(ink, foot, size * 0.86, mirror=mirror)
        return []
    bushy = bool(words & {"fox", "wolf", "squirrel", "dog", "puppy"})
    return cat(ink, foot, size, mirror=mirror, bushy=bushy)
