"""What stands before a scene when it is named: a ship in space, a robot in the street, a dragon above mountains."""

import re
from collections.abc import Callable
from typing import Final

import numpy as np

from bot.sandbox.paint.figures import Points, place_points, smooth_curve
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.plants import paint_rose, paint_tree
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Ink, Sheet, add_light, blur_plane, paint_over, round_glow, smooth_step
from bot.sandbox.paint.vessels import paint_paper_boats, paint_tall_ship

_PAPER_BOATS: Final = re.compile(r"\bpaper (?:boat|ship)")
_PURE_WHITE: Final = np.ones(3, np.float32)
_GLASS: Final = np.array((0.12, 0.2, 0.32), np.float32)
_WARM: Final = np.array((1.0, 0.82, 0.5), np.float32)


def paint_foreground(sheet: Sheet, image: Plane) -> Plane:
    """In place: the first thing that is named and can be drawn here."""
    if _PAPER_BOATS.search(sheet.text):
        paint_paper_boats(sheet, image)
        return np.clip(image, 0, 1, out=image)
    for word in re.findall(r"[a-z]+", sheet.text):
        if word in _FIGURES:
            _FIGURES[word](sheet, image)
            return np.clip(image, 0, 1, out=image)
    return image


def _place(sheet: Sheet, low: float, high: float) -> tuple[float, float, bool]:
    dice = sheet.dice.stream_of("foreground")
    return sheet.wide * dice.pick_between(0.44, 0.56), dice.pick_between(low, high), dice.flip_coin()


def _fill(sheet: Sheet, image: Plane, colour: Plane, points: Points, *, round_: bool = False) -> Plane:
    ink = Ink(sheet)
    ink.draw_shape(smooth_curve(points) if round_ else points)
    mask = ink.to_mask()
    paint_over(image, colour, mask)
    return mask


def _lights(sheet: Sheet, image: Plane, colour: Plane, spots: list[tuple[float, float]], radius: float) -> None:
    ink = Ink(sheet)
    for x, y in spots:
        ink.draw_oval(x, y, radius, radius)
    mask = ink.to_mask()
    paint_over(image, colour, mask)
    add_light(image, colour, blur_plane(mask, sheet.height / 60) * 0.9)


def _paint_ship(sheet: Sheet, image: Plane) -> None:
    """Long, with fins, lit along its side, and fire behind it."""
    x, y, mirror = _place(sheet, 0.42, 0.52)
    at, size, turn = (x, y), 0.42, -1 if mirror else 1
    engine = x - 0.95 * size * turn, y
    add_light(image, sheet.palette.accents[0], round_glow(sheet, *engine, 0.1) * 0.9)
    flame = [(-0.78, -0.08), (-1.5, 0.0), (-0.78, 0.08)]
    _fill(
        sheet,
        image,
        blend_colours(sheet.palette.accents[0], _PURE_WHITE, 0.6),
        place_points(flame, at, size, mirror=mirror),
    )
    steel = blend_colours(sheet.palette.sky[3], _PURE_WHITE, 0.5)
    for wing in ([(-0.7, -0.1), (-0.95, -0.5), (-0.15, -0.16)], [(-0.7, 0.1), (-0.95, 0.5), (-0.15, 0.16)]):
        _fill(
            sheet,
            image,
            blend_colours(steel, sheet.palette.near, 0.55),
            place_points(wing, at, size, mirror=mirror),
        )
    hull = [(-0.85, -0.12), (-0.3, -0.2), (0.45, -0.15), (0.95, 0.0), (0.45, 0.15), (-0.3, 0.2), (-0.85, 0.12)]
    shade = smooth_step(y + 0.09, y - 0.09, sheet.y) * np.ones_like(image[..., 0])
    _fill(
        sheet,
        image,
        steel * (0.45 + 0.6 * shade[..., None]),
        place_points(hull, at, size, mirror=mirror),
        round_=True,
    )
    glass = [(0.3, -0.12), (0.6, -0.1), (0.78, -0.02), (0.45, -0.01)]
    _fill(sheet, image, _GLASS, place_points(glass, at, size, mirror=mirror), round_=True)
    _lights(sheet, image, _WARM, [(x + turn * size * dx, y + 0.02) for dx in (-0.5, -0.3, -0.1, 0.1)], 0.011)


def _paint_astronaut(sheet: Sheet, image: Plane) -> None:
    """Floating, with a dark visor that mirrors the light."""
    x, y, mirror = _place(sheet, 0.5, 0.56)
    at, size = (x, y), 0.34
    suit = blend_colours(_PURE_WHITE, sheet.palette.sky[3], 0.15)
    dim = suit * np.float32(0.72)
    for limb in (
        [(-0.2, -0.15), (-0.5, -0.4), (-0.62, -0.3), (-0.2, 0.05)],
        [(0.2, -0.15), (0.55, 0.08), (0.5, 0.22), (0.18, 0.08)],
        [(-0.2, 0.25), (-0.34, 0.85), (-0.16, 0.9), (0.0, 0.35)],
        [(0.02, 0.35), (0.3, 0.82), (0.46, 0.7), (0.22, 0.25)],
    ):
        _fill(sheet, image, dim, place_points(limb, at, size, mirror=mirror), round_=True)
    pack = [(-0.34, -0.3), (0.34, -0.3), (0.34, 0.28), (-0.34, 0.28)]
    _fill(sheet, image, dim * np.float32(0.7), place_points(pack, at, size))
    body = [(-0.24, -0.25), (0.24, -0.25), (0.28, 0.3), (0.0, 0.42), (-0.28, 0.3)]
    _fill(sheet, image, suit, place_points(body, at, size), round_=True)
    helmet, visor, shine = Ink(sheet), Ink(sheet), Ink(sheet)
    helmet.draw_oval(x, y - 0.45 * size, 0.3 * size, 0.3 * size)
    visor.draw_oval(x, y - 0.45 * size, 0.22 * size, 0.19 * size)
    shine.draw_oval(x - 0.09 * size, y - 0.52 * size, 0.06 * size, 0.04 * size)
    for colour, ink in ((suit, helmet), (_GLASS, visor), (_PURE_WHITE, shine)):
        paint_over(image, colour, ink.to_mask())


def _paint_robot(sheet: Sheet, image: Plane) -> None:
    """From the front, as large as the houses behind it."""
    x, _, _ = _place(sheet, 0.5, 0.5)
    at, size = (x, 0.98), 0.72
    steel = blend_colours(sheet.palette.sky[2], _PURE_WHITE, 0.35)
    dark = blend_colours(steel, sheet.palette.near, 0.55)
    for side in (False, True):
        for part in (
            [(0.06, -0.3), (0.2, -0.3), (0.22, 0.0), (0.04, 0.0)],
            [(0.3, -0.68), (0.44, -0.64), (0.46, -0.26), (0.34, -0.26)],
        ):
            _fill(sheet, image, dark, place_points(part, at, size, mirror=side))
    side_light = (0.75 + 0.4 * smooth_step(x - 0.2, x + 0.2, sheet.x) * np.ones_like(image[..., 0]))[..., None]
    body = [(-0.29, -0.72), (0.29, -0.72), (0.24, -0.28), (-0.24, -0.28)]
    head = [(-0.19, -1.04), (0.19, -1.04), (0.21, -0.77), (-0.21, -0.77)]
    for shape in (body, head):
        _fill(sheet, image, steel * side_light, place_points(shape, at, size))
    _fill(
        sheet, image, dark, place_points([(-0.15, -0.66), (0.15, -0.66), (0.13, -0.42), (-0.13, -0.42)], at, size)
    )
    aerial = Ink(sheet)
    aerial.draw_stroke(place_points([(0.0, -1.04), (0.0, -1.16)], at, size), 0.012)
    paint_over(image, dark, aerial.to_mask())
    glow = blend_colours(sheet.palette.accents[0], _PURE_WHITE, 0.4)
    _lights(
        sheet, image, glow, [(x - 0.09 * size, 0.98 - 0.92 * size), (x + 0.09 * size, 0.98 - 0.92 * size)], 0.028
    )
    _lights(sheet, image, _WARM, [(x, 0.98 - 0.54 * size), (x, 0.98 - 1.17 * size)], 0.02)


def _paint_dragon(sheet: Sheet, image: Plane) -> None:
    """With its wings spread, high above everything."""
    x, y, mirror = _place(sheet, 0.34, 0.42)
    at, size, dark = (x, y), 0.5, sheet.palette.near * np.float32(0.7)
    back = [
        (-0.05, 0.0),
        (-0.35, -0.42),
        (-0.75, -0.58),
        (-0.62, -0.32),
        (-0.7, -0.22),
        (-0.5, -0.16),
        (-0.48, 0.0),
    ]
    front = [(0.05, -0.02), (0.1, -0.5), (0.42, -0.74), (0.42, -0.46), (0.56, -0.36), (0.38, -0.24), (0.36, -0.06)]
    for wing in (back, front):
        _fill(sheet, image, dark, place_points([*wing, (0.0, 0.1)], at, size, mirror=mirror))
    body = [(-0.28, 0.06), (-0.1, -0.06), (0.2, -0.1), (0.42, -0.24), (0.6, -0.3), (0.72, -0.2), (0.5, -0.14)]
    body += [(0.34, 0.0), (0.1, 0.14), (-0.14, 0.16)]
    _fill(sheet, image, dark, place_points(body, at, size, mirror=mirror), round_=True)
    tail = Ink(sheet)
    line = smooth_curve([(-0.2, 0.1), (-0.45, 0.2), (-0.7, 0.1), (-0.92, 0.2)], closed=False, steps=14)
    for step, (dx, dy) in enumerate(line):
        thick = size * 0.055 * (1 - step / len(line)) + 0.003
        tail.draw_oval(*place_points([(dx, dy)], at, size, mirror=mirror)[0], thick, thick)
    paint_over(image, dark, tail.to_mask())
    for spike in ([(-0.98, 0.12), (-1.02, 0.28), (-0.88, 0.22)], [(0.5, -0.28), (0.46, -0.4), (0.58, -0.3)]):
        _fill(sheet, image, dark, place_points(spike, at, size, mirror=mirror))
    mouth = place_points([(0.74, -0.19)], at, size, mirror=mirror)[0]
    _lights(sheet, image, _WARM, [place_points([(0.62, -0.245)], at, size, mirror=mirror)[0]], 0.006)
    add_light(image, np.array((1.0, 0.5, 0.15), np.float32), round_glow(sheet, *mouth, 0.045) * 0.9)


def _paint_car(sheet: Sheet, image: Plane) -> None:
    """From its side, on the road before the town, with its lights on."""
    x, _, mirror = _place(sheet, 0.5, 0.5)
    at, size = (x, 0.9), 0.62
    road = smooth_step(0.84, 0.86, sheet.y) * np.ones_like(image[..., 0])
    paint_over(image, sheet.palette.near * np.float32(0.6), road)
    paint = blend_colours(sheet.palette.accents[1], np.array((0.8, 0.1, 0.12), np.float32), 0.5)
    body = [
        (-0.6, -0.05),
        (-0.6, -0.16),
        (-0.36, -0.2),
        (-0.18, -0.34),
        (0.16, -0.34),
        (0.34, -0.2),
        (0.62, -0.14),
        (0.64, -0.05),
    ]
    shade = (0.7 + 0.5 * smooth_step(0.92, 0.66, sheet.y) * np.ones_like(image[..., 0]))[..., None]
    _fill(sheet, image, paint * shade, place_points(body, at, size, mirror=mirror))
    _fill(
        sheet,
        image,
        _GLASS,
        place_points([(-0.27, -0.2), (-0.14, -0.31), (0.13, -0.31), (0.26, -0.2)], at, size, mirror=mirror),
    )
    tyres, rims = Ink(sheet), Ink(sheet)
    for dx in (-0.36, 0.38):
        wheel = place_points([(dx, -0.03)], at, size, mirror=mirror)[0]
        tyres.draw_oval(*wheel, 0.095 * size, 0.095 * size)
        rims.draw_oval(*wheel, 0.052 * size, 0.052 * size)
    paint_over(image, np.array((0.05, 0.05, 0.06), np.float32), tyres.to_mask())
    paint_over(image, np.array((0.72, 0.73, 0.76), np.float32), rims.to_mask())
    lamp = place_points([(0.62, -0.11)], at, size, mirror=mirror)[0]
    _lights(sheet, image, _WARM, [lamp], 0.012)
    add_light(image, _WARM, round_glow(sheet, *lamp, 0.06) * 0.7)


def _paint_house(sheet: Sheet, image: Plane) -> None:
    """Small, with a chimney and light in its windows."""
    x, y, mirror = _place(sheet, 0.9, 0.92)
    at, size = (x, y), 0.34
    wall = blend_colours(sheet.palette.near, np.array((0.42, 0.27, 0.17), np.float32), 0.65)
    _fill(
        sheet,
        image,
        wall * np.float32(0.8),
        place_points([(0.22, -0.95), (0.32, -0.95), (0.32, -0.5), (0.22, -0.5)], at, size, mirror=mirror),
    )
    _fill(sheet, image, wall, place_points([(-0.42, -0.45), (0.42, -0.45), (0.42, 0.02), (-0.42, 0.02)], at, size))
    roof = blend_colours(sheet.palette.near, sheet.palette.accents[1], 0.3)
    _fill(sheet, image, roof, place_points([(-0.54, -0.43), (0.0, -0.9), (0.54, -0.43)], at, size))
    for left in (-0.3, 0.14):
        pane = place_points([(left, -0.34), (left + 0.17, -0.34), (left + 0.17, -0.16), (left, -0.16)], at, size)
        mask = _fill(sheet, image, _WARM, pane)
        add_light(image, _WARM, blur_plane(mask, sheet.height / 25) * 0.9)
    _fill(
        sheet,
        image,
        wall * np.float32(0.5),
        place_points([(-0.07, -0.26), (0.07, -0.26), (0.07, 0.02), (-0.07, 0.02)], at, size),
    )


def _paint_butterfly(sheet: Sheet, image: Plane) -> None:
    """From above, its four wings spread, with a pale edge and spots."""
    x, y, _ = _place(sheet, 0.36, 0.46)
    at, size = (x, y), 0.36
    colour = blend_colours(sheet.palette.accents[0], np.array((0.95, 0.45, 0.1), np.float32), 0.6)
    dark = sheet.palette.near * np.float32(0.5)
    upper = [(0.04, -0.06), (0.3, -0.62), (0.78, -0.7), (0.86, -0.32), (0.5, 0.02)]
    lower = [(0.04, 0.04), (0.5, 0.06), (0.66, 0.36), (0.42, 0.66), (0.18, 0.48)]
    spots: list[tuple[float, float]] = []
    for side in (False, True):
        for wing in (lower, upper):
            middle = (sum(one for one, _ in wing) / 5, sum(one for _, one in wing) / 5)
            inner = [(middle[0] + (px - middle[0]) * 0.74, middle[1] + (py - middle[1]) * 0.74) for px, py in wing]
            _fill(sheet, image, dark, place_points(wing, at, size, mirror=side), round_=True)
            _fill(sheet, image, colour, place_points(inner, at, size, mirror=side), round_=True)
        spots += place_points([(0.72, -0.56), (0.8, -0.4), (0.56, 0.44)], at, size, mirror=side)
    _fill(
        sheet,
        image,
        dark,
        place_points([(-0.04, -0.2), (0.04, -0.2), (0.05, 0.2), (0.0, 0.42), (-0.05, 0.2)], at, size),
    )
    feelers, pale = Ink(sheet), Ink(sheet)
    for side in (False, True):
        line = [(0.01, -0.2), (0.08, -0.4), (0.2, -0.52)]
        feelers.draw_stroke(smooth_curve(place_points(line, at, size, mirror=side), closed=False, steps=6), 0.006)
    for spot in spots:
        pale.draw_oval(*spot, 0.014, 0.014)
    paint_over(image, dark, feelers.to_mask())
    paint_over(image, _PURE_WHITE, pale.to_mask())


def _paint_mushroom(sheet: Sheet, image: Plane) -> None:
    """A red one with white spots, as tall as the nearest trees are wide."""
    x, y, mirror = _place(sheet, 0.93, 0.95)
    at, size = (x, y), 0.62
    stem = [(-0.11, 0.0), (-0.08, -0.3), (-0.09, -0.52), (0.09, -0.52), (0.08, -0.3), (0.12, 0.0)]
    shade = (0.62 + 0.45 * smooth_step(x + 0.14, x - 0.12, sheet.x) * np.ones_like(image[..., 0]))[..., None]
    pale = np.array((0.93, 0.89, 0.8), np.float32)
    _fill(sheet, image, pale * shade, place_points(stem, at, size, mirror=mirror), round_=True)
    cap = [(-0.45, -0.46), (-0.4, -0.66), (-0.2, -0.86), (0.0, -0.9), (0.2, -0.86), (0.4, -0.66), (0.45, -0.46)]
    under = Ink(sheet)
    under.draw_oval(x, y - 0.47 * size, 0.43 * size, 0.07 * size)
    red = np.array((0.76, 0.13, 0.1), np.float32)
    top = (0.6 + 0.6 * round_glow(sheet, x - 0.1, y - 0.8 * size, 0.3))[..., None]
    _fill(sheet, image, red * top, place_points([*cap, (0.0, -0.42)], at, size, mirror=mirror), round_=True)
    paint_over(image, pale * np.float32(0.7), under.to_mask())
    spots = Ink(sheet)
    for dx, dy, radius in (
        (-0.25, -0.64, 0.05),
        (-0.04, -0.78, 0.06),
        (0.18, -0.66, 0.055),
        (0.32, -0.56, 0.03),
        (0.0, -0.58, 0.04),
    ):
        spot = place_points([(dx, dy)], at, size, mirror=mirror)[0]
        spots.draw_oval(*spot, radius * size, radius * size * 0.8)
    paint_over(image, pale, spots.to_mask())


_FIGURES: Final[dict[str, Callable[[Sheet, Plane], None]]] = {
    **dict.fromkeys(("spaceship", "spaceships", "rocket", "starship"), _paint_ship),
    **dict.fromkeys(("astronaut", "astronauts", "cosmonaut"), _paint_astronaut),
    **dict.fromkeys(("robot", "robots", "android"), _paint_robot),
    **dict.fromkeys(("dragon", "dragons"), _paint_dragon),
    **dict.fromkeys(("car", "cars"), _paint_car),
    **dict.fromkeys(("butterfly", "butterflies"), _paint_butterfly),
    **dict.fromkeys(("mushroom", "mushrooms"), _paint_mushroom),
    **dict.fromkeys(("house", "cabin", "cottage", "hut"), _paint_house),
    **dict.fromkeys(("ship", "ships", "galleon", "pirate"), paint_tall_ship),
    **dict.fromkeys(("tree", "oak"), paint_tree),
    **dict.fromkeys(("rose", "roses"), paint_rose),
}
