"""Things with an outline: birds, pines, a lighthouse, boats, a cat, a stag, a head, a whale."""

import math

import numpy as np

from bot.sandbox.paint.noise import skyline_heights
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Ink, Sheet, below_line, paint_over

Points = list[tuple[float, float]]


def smooth_curve(points: Points, *, closed: bool = True, steps: int = 10) -> Points:
    """A smooth line through the points."""
    count = len(points)
    out: Points = []
    for at in range(count if closed else count - 1):
        p0, p1, p2, p3 = (_point_at(points, at + shift, closed=closed) for shift in (-1, 0, 1, 2))
        out += [_point_between(p0, p1, p2, p3, step / steps) for step in range(steps)]
    return out if closed else [*out, points[-1]]


def _point_at(points: Points, at: int, *, closed: bool) -> tuple[float, float]:
    return points[at % len(points)] if closed else points[min(len(points) - 1, max(0, at))]


def _point_between(
    p0: tuple[float, float], p1: tuple[float, float], p2: tuple[float, float], p3: tuple[float, float], t: float
) -> tuple[float, float]:
    x, y = (
        0.5
        * (
            2 * p1[axis]
            + (p2[axis] - p0[axis]) * t
            + (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t * t
            + (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t**3
        )
        for axis in (0, 1)
    )
    return x, y


def place_points(points: Points, at: tuple[float, float], size: float, *, mirror: bool = False) -> Points:
    """Points drawn in a unit square, moved so that (0, 0) is `at`."""
    turn = -1 if mirror else 1
    return [(at[0] + x * size * turn, at[1] + y * size) for x, y in points]


def paint_birds(sheet: Sheet, image: Plane, colour: Plane) -> None:
    """A small flock in the upper half, in place."""
    dice = sheet.dice.stream_of("birds")
    ink = Ink(sheet)
    cx, cy = dice.pick_between(0.2, 0.8) * sheet.wide, dice.pick_between(0.12, 0.38)
    for _ in range(dice.count_between(4, 9)):
        x, y = cx + dice.pick_between(-0.16, 0.16), cy + dice.pick_between(-0.06, 0.06)
        span, lift = dice.pick_between(0.009, 0.022), dice.pick_between(0.2, 0.6)
        wing = [(-1, -lift), (-0.5, -lift * 1.25), (0, 0), (0.5, -lift * 1.25), (1, -lift)]
        ink.draw_stroke(smooth_curve(place_points([*wing], (x, y), span), closed=False, steps=4), 0.0022)
    paint_over(image, colour, ink.to_mask() * np.float32(0.85))


def paint_pines(sheet: Sheet, image: Plane, level: float, colour: Plane, name: str) -> None:
    """A ragged row of pines with the ground under it, in place."""
    dice = sheet.dice.stream_of(name)
    ink = Ink(sheet)
    ground = level + skyline_heights(dice.stream_of("line"), sheet.width, bumps=2, octaves=4) * 0.03
    count = int(34 * sheet.wide)
    for at, size in zip(dice.next_units(count), dice.next_units(count), strict=True):
        column = min(sheet.width - 1, int(at * sheet.width))
        edge = abs(at - 0.5) * 2
        tall = (0.04 + 0.1 * size**2) * (0.55 + 1.1 * edge**1.5)
        ink.draw_shape(_pine_points(float(at * sheet.wide), float(ground[column]) + 0.02, float(tall), float(size)))
    paint_over(image, colour, np.maximum(ink.to_mask(), below_line(sheet, ground)))


def _pine_points(x: float, foot: float, tall: float, size: float) -> Points:
    left: Points = []
    tiers = 9
    for tier in range(tiers):
        share = (tier + 1) / tiers
        reach = tall * 0.24 * share * (0.85 + 0.3 * math.sin(tier * 2.3 + size * 40))
        top = foot - tall * (1 - share)
        left += [(reach, top), (reach * 0.45, top - tall * 0.015)]
    right = [(x + dx, y) for dx, y in left]
    return [(x, foot - tall), *right, (x, foot), *reversed([(x - dx, y) for dx, y in left])]


def draw_lighthouse(ink: Ink, lamp: Ink, at: tuple[float, float], tall: float) -> tuple[float, float]:
    """Drawn into `ink` (body) and `lamp` (what glows); gives the place of the light."""
    x, foot = at
    top = foot - tall
    wide = tall * 0.105
    ink.draw_shape([(x - wide, foot), (x + wide, foot), (x + wide * 0.6, top), (x - wide * 0.6, top)])
    ink.draw_box(x - wide * 0.95, top - tall * 0.02, x + wide * 0.95, top)
    ink.draw_box(x - wide * 0.5, top - tall * 0.12, x + wide * 0.5, top)
    ink.draw_shape(
        [(x - wide * 0.75, top - tall * 0.12), (x + wide * 0.75, top - tall * 0.12), (x, top - tall * 0.2)]
    )
    lamp.draw_box(x - wide * 0.38, top - tall * 0.105, x + wide * 0.38, top - tall * 0.025)
    for floor in (0.3, 0.6):
        lamp.draw_box(x - wide * 0.14, foot - tall * floor - tall * 0.03, x + wide * 0.14, foot - tall * floor)
    return x, top - tall * 0.065


def draw_boat(ink: Ink, at: tuple[float, float], size: float, *, mirror: bool) -> None:
    """A small sailing boat on its waterline."""
    ink.draw_shape(
        place_points([(-0.5, -0.12), (0.55, -0.14), (0.38, 0.02), (-0.38, 0.02)], at, size, mirror=mirror)
    )
    ink.draw_shape(place_points([(0.02, -0.17), (0.02, -1.2), (-0.46, -0.2)], at, size, mirror=mirror))
    ink.draw_shape(place_points([(0.06, -0.2), (0.06, -1.05), (0.46, -0.2)], at, size, mirror=mirror))


def draw_cat(ink: Ink, at: tuple[float, float], size: float, *, mirror: bool, bushy: bool = False) -> Points:
    """Sitting, seen from behind three quarters; `at` is where it sits. Gives the places of the eyes."""
    body = [
        (-0.2, 0.0),
        (-0.27, -0.16),
        (-0.2, -0.38),
        (-0.11, -0.56),
        (0.1, -0.56),
        (0.17, -0.38),
        (0.25, -0.16),
        (0.2, 0.0),
    ]
    ink.draw_shape(smooth_curve(place_points(body, at, size, mirror=mirror)))
    head = (at[0], at[1] - 0.66 * size)
    ink.draw_oval(*head, 0.165 * size, 0.14 * size)
    tall = 0.2 if bushy else 0.16
    for side in (-1, 1):
        ear = [(side * 0.155, -0.03), (side * 0.15, -0.1 - tall), (side * 0.02, -0.12)]
        ink.draw_shape(place_points(ear, head, size))
    tail = [(0.16, -0.06), (0.36, -0.02), (0.5, -0.12), (0.5, -0.3), (0.42, -0.38)]
    thick = 0.15 if bushy else 0.06
    line = smooth_curve(place_points(tail, at, size, mirror=mirror), closed=False, steps=24)
    for step, (x, y) in enumerate(line):
        swell = (
            thick * size / 2 * (0.35 + 1.1 * math.sin(math.pi * (0.12 + 0.8 * step / len(line))) if bushy else 1)
        )
        ink.draw_oval(x, y, swell, swell)
    return [(head[0] + side * 0.062 * size, head[1] - 0.01 * size) for side in (-1, 1)]


def draw_owl(ink: Ink, at: tuple[float, float], size: float) -> Points:
    """Sitting from the front, without a neck; `at` is under its feet. Gives spots of its large eyes."""
    ink.draw_oval(at[0], at[1] - 0.38 * size, 0.3 * size, 0.42 * size)
    ink.draw_oval(at[0], at[1] - 0.7 * size, 0.31 * size, 0.23 * size)
    for side in (-1, 1):
        tuft = [(side * 0.12, -0.88), (side * 0.31, -1.0), (side * 0.29, -0.76)]
        ink.draw_shape(place_points(tuft, at, size))
        ink.draw_oval(at[0] + side * 0.27 * size, at[1] - 0.36 * size, 0.1 * size, 0.3 * size)
        ink.draw_oval(at[0] + side * 0.12 * size, at[1], 0.1 * size, 0.05 * size)
    around = [(0.0, 0.0), *((0.045 * math.cos(turn), 0.045 * math.sin(turn)) for turn in np.arange(0, 6.2, 0.5))]
    eyes = [(side * 0.12 + dx, dy - 0.71) for side in (-1, 1) for dx, dy in around]
    return place_points(eyes, at, size)


def draw_bear(ink: Ink, at: tuple[float, float], size: float) -> Points:
    """Sitting from the front, heavy, with round ears; `at` is where it sits. Gives the places of the eyes."""
    ink.draw_oval(at[0], at[1] - 0.32 * size, 0.36 * size, 0.36 * size)
    ink.draw_oval(at[0], at[1] - 0.76 * size, 0.25 * size, 0.22 * size)
    for side in (-1, 1):
        ink.draw_oval(at[0] + side * 0.2 * size, at[1] - 0.95 * size, 0.09 * size, 0.09 * size)
        ink.draw_oval(at[0] + side * 0.35 * size, at[1] - 0.38 * size, 0.11 * size, 0.2 * size)
        ink.draw_oval(at[0] + side * 0.28 * size, at[1] - 0.06 * size, 0.17 * size, 0.11 * size)
    return [(at[0] + side * 0.095 * size, at[1] - 0.79 * size) for side in (-1, 1)]


def draw_rabbit(ink: Ink, at: tuple[float, float], size: float) -> Points:
    """Sitting from the front, with long ears; `at` is where it sits. Gives the places of the eyes."""
    ink.draw_oval(at[0], at[1] - 0.24 * size, 0.25 * size, 0.26 * size)
    ink.draw_oval(at[0], at[1] - 0.58 * size, 0.17 * size, 0.16 * size)
    for side in (-1, 1):
        ear = [(side * 0.03, -0.68), (side * 0.05, -1.08), (side * 0.14, -1.2), (side * 0.18, -1.02)]
        ink.draw_shape(smooth_curve(place_points([*ear, (side * 0.14, -0.66)], at, size), steps=8))
        ink.draw_oval(at[0] + side * 0.15 * size, at[1] - 0.04 * size, 0.13 * size, 0.07 * size)
    return [(at[0] + side * 0.07 * size, at[1] - 0.61 * size) for side in (-1, 1)]


def draw_stag(ink: Ink, at: tuple[float, float], size: float, *, mirror: bool, antlers: bool = True) -> None:
    """Standing in profile, antlers up; without them a horse, with mane and tail."""
    body = [(-0.42, -0.5), (-0.36, -0.62), (0.05, -0.6), (0.22, -0.68), (0.3, -0.92), (0.36, -1.0), (0.5, -0.95)]
    body += [(0.54, -0.88), (0.42, -0.84), (0.36, -0.62), (0.26, -0.42), (0.0, -0.38), (-0.3, -0.38)]
    ink.draw_shape(smooth_curve(place_points(body, at, size, mirror=mirror), steps=6))
    for x, bend in ((-0.36, -0.03), (-0.28, 0.03), (0.18, -0.02), (0.26, 0.02)):
        leg = [(x - 0.045, -0.46), (x + 0.045, -0.46), (x + bend + 0.018, 0.0), (x + bend - 0.018, 0.0)]
        ink.draw_shape(place_points(leg, at, size, mirror=mirror))
    if not antlers:
        mane = [(0.34, -1.04), (0.22, -0.98), (0.1, -0.7), (0.2, -0.62), (0.3, -0.86)]
        tail = [(-0.4, -0.58), (-0.54, -0.46), (-0.56, -0.16), (-0.48, -0.1), (-0.44, -0.4)]
        for part in (mane, tail, [(0.34, -1.0), (0.36, -1.12), (0.41, -1.0)]):
            ink.draw_shape(smooth_curve(place_points(part, at, size, mirror=mirror), steps=5))
        return
    for branch in ([(0.34, -0.98), (0.24, -1.2), (0.3, -1.42)], [(0.38, -0.99), (0.46, -1.2), (0.42, -1.44)]):
        ink.draw_stroke(
            smooth_curve(place_points(branch, at, size, mirror=mirror), closed=False, steps=5), 0.026 * size
        )
    for tine in ([(0.26, -1.16), (0.14, -1.28)], [(0.27, -1.3), (0.18, -1.42)], [(0.45, -1.18), (0.57, -1.3)]):
        ink.draw_stroke(place_points(tine, at, size, mirror=mirror), 0.02 * size)


def draw_dog(ink: Ink, at: tuple[float, float], size: float, *, mirror: bool, wild: bool) -> None:
    """Sitting in profile; a `wild` one has pricked ears, a heavy tail and its head thrown back, as wolves howl."""
    body = [(-0.3, 0.0), (-0.34, -0.2), (-0.18, -0.42), (0.0, -0.62), (0.16, -0.6), (0.2, -0.4), (0.16, -0.2)]
    ink.draw_shape(smooth_curve(place_points([*body, (0.22, 0.0)], at, size, mirror=mirror)))
    for x in (0.1, 0.2):
        leg = [(x - 0.05, -0.4), (x + 0.05, -0.4), (x + 0.04, 0.0), (x - 0.03, 0.0)]
        ink.draw_shape(place_points(leg, at, size, mirror=mirror))
    if wild:
        head = [(-0.02, -0.56), (0.0, -0.78), (0.1, -0.9), (0.3, -1.1), (0.35, -1.05), (0.26, -0.86), (0.18, -0.6)]
        ear = [(0.0, -0.74), (-0.12, -0.86), (0.08, -0.86)]
        tail, thick = [(-0.28, -0.05), (-0.46, -0.03), (-0.56, -0.08)], 0.07
    else:
        crown = [(-0.06, -0.58), (-0.08, -0.8), (0.02, -0.95), (0.16, -0.96), (0.25, -0.86)]
        head = [*crown, (0.38, -0.82), (0.43, -0.75), (0.38, -0.67), (0.26, -0.64), (0.2, -0.54)]
        ear = [(0.04, -0.95), (-0.1, -0.94), (-0.19, -0.78), (-0.16, -0.6), (-0.1, -0.58), (-0.05, -0.72)]
        tail, thick = [(-0.3, -0.06), (-0.46, -0.18), (-0.5, -0.4)], 0.035
    ink.draw_shape(smooth_curve(place_points(head, at, size, mirror=mirror), steps=6))
    ink.draw_shape(smooth_curve(place_points(ear, at, size, mirror=mirror), steps=5))
    for x, y in smooth_curve(place_points(tail, at, size, mirror=mirror), closed=False, steps=14):
        ink.draw_oval(x, y, thick * size, thick * size)


def draw_whale(ink: Ink, at: tuple[float, float], size: float, *, mirror: bool) -> None:
    """The fluke of one that dives, and its back before it; `at` is on the water."""
    left = [
        (-0.16, 0.1),
        (-0.08, -0.28),
        (-0.03, -0.55),
        (-0.16, -0.72),
        (-0.42, -0.8),
        (-0.62, -0.72),
        (-0.56, -0.88),
    ]
    left += [(-0.36, -0.98), (-0.14, -0.94), (0.0, -0.84)]
    right = [(-x, y * 0.98) for x, y in reversed(left[:-1])]
    ink.draw_shape(smooth_curve(place_points([*left, *right], at, size, mirror=mirror), steps=8))
    back = [(0.42, 0.1), (0.62, -0.1), (0.95, -0.16), (1.3, -0.06), (1.5, 0.1)]
    ink.draw_shape(smooth_curve(place_points(back, at, size, mirror=mirror), steps=8))


def draw_head(ink: Ink, at: tuple[float, float], size: float, *, mirror: bool) -> None:
    """A person's profile to the shoulders; `at` is the middle of the chest line."""
    face = [
        (-0.62, 0.12),
        (-0.5, -0.08),
        (-0.24, -0.2),
        (-0.2, -0.42),
        (-0.34, -0.62),
        (-0.38, -0.86),
        (-0.26, -1.1),
    ]
    face += [(0.0, -1.2), (0.22, -1.12), (0.31, -0.95), (0.3, -0.84), (0.42, -0.68), (0.34, -0.64), (0.37, -0.57)]
    face += [(0.32, -0.53), (0.35, -0.46), (0.27, -0.36), (0.1, -0.35), (0.1, -0.2), (0.36, -0.08), (0.5, 0.12)]
    ink.draw_shape(smooth_curve(place_points(face, at, size, mirror=mirror), steps=8))
