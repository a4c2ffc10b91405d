"""Marbled paint, cut paper, a head full of landscape, an animal before the moon."""

import numpy as np

from bot.sandbox.paint.atmosphere import finish_picture, paint_orb, paint_sky
from bot.sandbox.paint.figures import (
    draw_bear,
    draw_cat,
    draw_dog,
    draw_head,
    draw_owl,
    draw_rabbit,
    draw_stag,
    paint_pines,
)
from bot.sandbox.paint.land import paint_mountains
from bot.sandbox.paint.noise import sample_pixels, skyline_heights
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import (
    Ink,
    Sheet,
    add_light,
    below_line,
    blur_plane,
    colour_ramp,
    paint_over,
    round_glow,
    shift_plane,
    smooth_step,
)
from bot.sandbox.paint.space import paint_space

_OWLS = frozenset({"owl", "owls"})
_BEARS = frozenset({"bear", "bears"})
_RABBITS = frozenset({"rabbit", "rabbits"})


def paint_marble(sheet: Sheet) -> Plane:
    """Poured paint: noise folded twice, coloured along its levels, lit as a relief, gold in the creases."""
    palette = sheet.palette
    dice = sheet.dice.stream_of("marble")
    a = sheet.noise_plane("a", cells=1.6, octaves=4) - 0.5
    b = sheet.noise_plane("b", cells=1.6, octaves=4) - 0.5
    field = sheet.noise_plane("field", cells=2.2, octaves=5, fade=0.45)
    rows, columns = np.mgrid[0 : sheet.height, 0 : sheet.width].astype(np.float32)
    push = sheet.height * dice.pick_between(0.8, 1.3)
    folded = sample_pixels(field, columns + a * push, rows + b * push)
    level = np.clip((folded - 0.22) / 0.56, 0, 1)
    flow = 0.5 + 0.5 * np.sin(level * dice.pick_between(11, 19) + a * 4)
    order = np.stack(
        [palette.sky[0], palette.sky[1], palette.accents[0], palette.sky[3], palette.far, palette.accents[2]]
    )
    image = colour_ramp(np.concatenate([order, palette.sun[None]]), np.clip(0.55 * level + 0.42 * flow, 0, 1))
    step = max(1, sheet.height // 340)
    slope = (flow - shift_plane(shift_plane(flow, step, 0), step, 1)) * 2.6
    image *= (1 + np.clip(slope, -0.4, 0.4))[..., None]
    vein = np.exp(-(((flow - 0.5) / 0.035) ** 2)) * smooth_step(
        0.5, 0.75, sheet.noise_plane("gold", cells=3, octaves=4)
    )
    paint_over(
        image, blend_colours(palette.accents[1], palette.sun, 0.25), vein.astype(np.float32) * np.float32(0.85)
    )
    return finish_picture(sheet, image)


def paint_paper(sheet: Sheet) -> Plane:
    """Cut paper: wavy sheets one above the other, each with its shadow, and a sun."""
    palette = sheet.palette
    dice = sheet.dice.stream_of("paper")
    grain = sheet.noise_plane("grain", cells=60, octaves=3)
    image = colour_ramp(palette.sky[::-1], np.broadcast_to(sheet.y * 0.5, (sheet.height, sheet.width)))
    paint_orb(
        sheet,
        image,
        (dice.pick_between(0.3, 0.7) * sheet.wide, dice.pick_between(0.22, 0.36)),
        dice.pick_between(0.1, 0.17),
        moon=False,
    )
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
            0.34
            + 0.095 * layer
            + skyline_heights(dice.stream_of(f"{layer}"), sheet.width, bumps=2.4, octaves=2, rough=0.3) * 0.09
        )
        mask = below_line(sheet, line)
        shadow = blur_plane(mask, sheet.height / 50)
        paint_over(
            image, palette.near, shift_plane(shadow, -(sheet.height // 70), 0) * (1 - mask) * np.float32(0.45)
        )
        paint_over(image, colour * (0.94 + 0.12 * grain[..., None]), mask)
    return finish_picture(sheet, image)


def paint_abstract(sheet: Sheet) -> Plane:
    """Marbled paint, two times in three, or cut paper."""
    return (paint_marble, paint_marble, paint_paper)[sheet.dice.stream_of("kind").count_between(0, 2)](sheet)


def paint_person(sheet: Sheet) -> Plane:
    """A profile filled with a landscape or a sky of stars, on light paper."""
    dice = sheet.dice.stream_of("person")
    inner = (paint_space if sheet.palette.dark else paint_mountains)(sheet)
    palette = sheet.palette
    base = blend_colours(palette.sky[3], np.ones(3, np.float32), 0.45)
    wash = sheet.noise_plane("wash", cells=2, octaves=5)
    image = np.broadcast_to(base, (sheet.height, sheet.width, 3)).astype(np.float32)
    paint_over(image, blend_colours(palette.sky[2], base, 0.3), smooth_step(0.4, 0.75, wash) * np.float32(0.55))
    at = sheet.wide * dice.pick_between(0.46, 0.54), 0.98
    add_light(image, palette.accents[1], round_glow(sheet, at[0], 0.42, 0.34) * 0.5)
    ink = Ink(sheet)
    draw_head(ink, at, 0.74, mirror=dice.flip_coin())
    mask = ink.to_mask()
    fade = smooth_step(1.0, 0.82, sheet.y + (wash - 0.5) * 0.3)
    splash = smooth_step(0.58, 0.66, wash) * blur_plane(mask, sheet.height / 7) * np.float32(0.9)
    paint_over(image, inner, np.maximum(mask * fade, splash * (1 - mask) * fade))
    rim = np.clip(blur_plane(mask, sheet.height / 90) - mask, 0, 1)
    paint_over(image, palette.near, rim * fade * np.float32(0.25))
    return finish_picture(sheet, image)


def paint_creature(sheet: Sheet) -> Plane:
    """A cat, an owl, a bear or a stag on a hill before a large low sun or moon."""
    dice = sheet.dice.stream_of("creature")
    disc = dice.pick_between(0.4, 0.6) * sheet.wide, dice.pick_between(0.42, 0.5)
    image = paint_sky(sheet, disc, 0.95, cover=dice.pick_between(0.1, 0.5))
    paint_orb(sheet, image, disc, dice.pick_between(0.24, 0.33), moon=True)
    paint_pines(sheet, image, 0.86, blend_colours(sheet.palette.far, sheet.palette.near, 0.55), "behind")
    line = 0.84 + skyline_heights(dice.stream_of("hill"), sheet.width, bumps=2, octaves=6, rough=0.35) * 0.05
    dark = sheet.palette.near * np.float32(0.7)
    ink = Ink(sheet)
    x = disc[0] + dice.pick_between(-0.08, 0.08)
    foot = x, float(line[int(np.clip(x * sheet.height, 0, sheet.width - 1))]) + 0.012
    eyes = _draw_animal(sheet, ink, foot, mirror=dice.flip_coin())
    mask = ink.to_mask()
    add_light(image, sheet.palette.sun, np.clip(blur_plane(mask, sheet.height / 60) - mask, 0, 1) * 0.35)
    paint_over(image, dark, np.maximum(mask, below_line(sheet, line)))
    for eye in eyes:
        spot = round_glow(sheet, *eye, 0.0055) ** 2
        add_light(image, sheet.palette.accents[0], np.clip(spot * 1.4, 0, 1))
    return finish_picture(sheet, image)


def _draw_animal(sheet: Sheet, ink: Ink, foot: tuple[float, float], *, mirror: bool) -> list[tuple[float, float]]:
    words = set(sheet.text.replace(",", " ").split())
    size = sheet.dice.stream_of("animal").pick_between(0.44, 0.54)
    if words & {"stag", "deer", "elk", "moose", "reindeer", "horse", "unicorn"}:
        draw_stag(ink, foot, size * 0.86, mirror=mirror, antlers=not words & {"horse", "unicorn"})
        return []
    if words & {"dog", "dogs", "puppy", "wolf", "wolves"}:
        draw_dog(ink, foot, size, mirror=mirror, wild=bool(words & {"wolf", "wolves"}))
        return []
    for names, draw in ((_OWLS, draw_owl), (_BEARS, draw_bear), (_RABBITS, draw_rabbit)):
        if words & names:
            return draw(ink, foot, size)
    bushy = bool(words & {"fox", "foxes", "squirrel"})
    return draw_cat(ink, foot, size, mirror=mirror, bushy=bushy)
