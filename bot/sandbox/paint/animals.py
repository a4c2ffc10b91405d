"""Animals in their colours, sitting, with a book before them; a person where no animal is named."""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.sandbox.paint.figures import Points, place_points, smooth_curve
from bot.sandbox.paint.seeded_random import Plane
from bot.sandbox.paint.sheet import Ink, Sheet

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Coat:
    """`ears`: pointed, round, floppy or long. `snout`: how far the muzzle reaches, 0 to 1. `bushy`: the tail."""

    fur: Colour
    pale: Colour
    ears: str = "pointed"
    snout: float = 0.5
    bushy: bool = False


_COATS: Final = {
    "fox": Coat((0.83, 0.42, 0.13), (0.96, 0.91, 0.83), snout=0.8, bushy=True),
    "cat": Coat((0.45, 0.43, 0.44), (0.85, 0.82, 0.78), snout=0.3),
    "kitten": Coat((0.86, 0.62, 0.34), (0.96, 0.9, 0.8), snout=0.3),
    "dog": Coat((0.66, 0.45, 0.26), (0.94, 0.87, 0.76), ears="floppy", snout=0.9),
    "puppy": Coat((0.8, 0.62, 0.4), (0.97, 0.92, 0.84), ears="floppy", snout=0.7),
    "wolf": Coat((0.46, 0.48, 0.52), (0.84, 0.85, 0.87), snout=0.9, bushy=True),
    "bear": Coat((0.38, 0.25, 0.17), (0.72, 0.57, 0.42), ears="round", snout=0.7),
    "mouse": Coat((0.6, 0.56, 0.54), (0.92, 0.84, 0.8), ears="round", snout=0.6),
    "rabbit": Coat((0.74, 0.66, 0.58), (0.96, 0.93, 0.9), ears="long", snout=0.3),
    "owl": Coat((0.5, 0.38, 0.27), (0.88, 0.8, 0.66), ears="pointed", snout=0.0),
}
_DARK_EYE: Final = (0.1, 0.07, 0.06)


def coat_of(text: str) -> Coat | None:
    """Of the first animal that is named."""
    words = (word.removesuffix("s") for word in re.findall(r"[a-z]+", text.lower()))
    return next((_COATS[word] for word in words if word in _COATS), None)


def draw_reader(
    sheet: Sheet, at: tuple[float, float], size: float, coat: Coat | None, *, mirror: bool
) -> list[tuple[Plane, Plane]]:
    """Layers from the back to the front, each a colour and what it covers; `at` is where it sits."""
    layers = _draw_animal(sheet, at, size, coat, mirror=mirror) if coat else _draw_chair(sheet, at, size)
    return [
        (np.array(colour, np.float32), ink.to_mask()) for colour, ink in [*layers, *_draw_book(sheet, at, size)]
    ]


def _shape(sheet: Sheet, points: Points, at: tuple[float, float], size: float, *, mirror: bool = False) -> Ink:
    ink = Ink(sheet)
    ink.draw_shape(smooth_curve(place_points(points, at, size, mirror=mirror)))
    return ink


def _draw_animal(
    sheet: Sheet, at: tuple[float, float], size: float, coat: Coat, *, mirror: bool
) -> list[tuple[Colour, Ink]]:
    """From the front: tail, body, chest, head with ears and a face."""
    dim = tuple(part * 0.72 for part in coat.fur)
    head = at[0], at[1] - 0.78 * size
    body = [(-0.27, 0.0), (-0.3, -0.2), (-0.2, -0.5), (0.0, -0.6), (0.2, -0.5), (0.3, -0.2), (0.27, 0.0)]
    chest = [(-0.13, -0.04), (-0.15, -0.3), (0.0, -0.56), (0.15, -0.3), (0.13, -0.04)]
    face = _face_points(coat)
    tail_ink, tip_ink = _draw_tail(sheet, at, size, coat, mirror=mirror)
    ears, inner = _draw_ears(sheet, head, size, coat)
    eyes, shine = Ink(sheet), Ink(sheet)
    for side in (-1, 1):
        eyes.draw_oval(head[0] + side * 0.095 * size, head[1] - 0.03 * size, 0.028 * size, 0.034 * size)
        shine.draw_oval(
            head[0] + side * 0.095 * size + 0.008 * size, head[1] - 0.042 * size, 0.009 * size, 0.009 * size
        )
    nose = Ink(sheet)
    nose.draw_oval(head[0], head[1] + 0.125 * size, 0.032 * size, 0.024 * size)
    muzzle = Ink(sheet)
    muzzle.draw_oval(head[0], head[1] + 0.11 * size, (0.07 + 0.04 * coat.snout) * size, 0.075 * size)
    cheeks = _shape(
        sheet, [(-0.19, 0.0), (-0.1, 0.15), (0.0, 0.2), (0.1, 0.15), (0.19, 0.0), (0.0, 0.06)], head, size
    )
    return [
        ((dim[0], dim[1], dim[2]), tail_ink),
        (coat.pale, tip_ink),
        (coat.fur, _shape(sheet, body, at, size)),
        (coat.pale, _shape(sheet, chest, at, size)),
        ((dim[0], dim[1], dim[2]), ears),
        (coat.pale, inner),
        (coat.fur, _shape(sheet, face, head, size)),
        (coat.pale, cheeks),
        (coat.pale, muzzle),
        (_DARK_EYE, eyes),
        ((1.0, 1.0, 1.0), shine),
        (_DARK_EYE, nose),
    ]


def _face_points(coat: Coat) -> Points:
    """Rounder where the muzzle is short."""
    low = 0.16 + 0.06 * coat.snout
    wide = 0.25 - 0.03 * coat.snout
    return [(-wide, -0.06), (-0.15, -0.19), (0.15, -0.19), (wide, -0.06), (0.15, 0.11), (0.0, low), (-0.15, 0.11)]


def _draw_ears(sheet: Sheet, head: tuple[float, float], size: float, coat: Coat) -> tuple[Ink, Ink]:
    """And their pale insides."""
    ears, inner = Ink(sheet), Ink(sheet)
    for side in (-1, 1):
        x = head[0] + side * 0.16 * size
        match coat.ears:
            case "round":
                ears.draw_oval(x, head[1] - 0.17 * size, 0.085 * size, 0.085 * size)
                inner.draw_oval(x, head[1] - 0.17 * size, 0.045 * size, 0.045 * size)
            case "long":
                ears.draw_oval(head[0] + side * 0.09 * size, head[1] - 0.36 * size, 0.055 * size, 0.22 * size)
                inner.draw_oval(head[0] + side * 0.09 * size, head[1] - 0.36 * size, 0.027 * size, 0.17 * size)
            case "floppy":
                ears.draw_oval(head[0] + side * 0.25 * size, head[1] + 0.02 * size, 0.075 * size, 0.19 * size)
            case _:
                ears.draw_shape(
                    place_points([(0.23, 0.0), (0.25, -0.36), (0.03, -0.15)], head, size, mirror=side < 0)
                )
                inner.draw_shape(
                    place_points([(0.2, -0.08), (0.22, -0.29), (0.09, -0.16)], head, size, mirror=side < 0)
                )
    return ears, inner


def _draw_tail(sheet: Sheet, at: tuple[float, float], size: float, coat: Coat, *, mirror: bool) -> tuple[Ink, Ink]:
    """Beside it, and its tip."""
    tail, tip = Ink(sheet), Ink(sheet)
    line = smooth_curve(
        place_points([(0.2, -0.06), (0.42, -0.04), (0.56, -0.18), (0.52, -0.4)], at, size, mirror=mirror),
        closed=False,
        steps=16,
    )
    thick = 0.1 if coat.bushy else 0.045
    for step, (x, y) in enumerate(line):
        share = step / len(line)
        swell = size * thick * (0.6 + 0.9 * np.sin(np.pi * min(1.0, share + 0.1))) if coat.bushy else size * thick
        tail.draw_oval(x, y, swell, swell)
        if coat.bushy and share > 0.78:
            tip.draw_oval(x, y, swell * 0.98, swell * 0.98)
    return tail, tip


def _draw_chair(sheet: Sheet, at: tuple[float, float], size: float) -> list[tuple[Colour, Ink]]:
    """An armchair for whoever comes."""
    back = _shape(
        sheet, [(-0.36, 0.0), (-0.36, -0.75), (-0.2, -0.95), (0.2, -0.95), (0.36, -0.75), (0.36, 0.0)], at, size
    )
    seat, arms = Ink(sheet), Ink(sheet)
    seat.draw_box(at[0] - 0.3 * size, at[1] - 0.38 * size, at[0] + 0.3 * size, at[1] - 0.08 * size)
    for side in (-1, 1):
        arms.draw_oval(at[0] + side * 0.4 * size, at[1] - 0.38 * size, 0.1 * size, 0.1 * size)
        left, right = sorted((at[0] + side * 0.31 * size, at[0] + side * 0.49 * size))
        arms.draw_box(left, at[1] - 0.38 * size, right, at[1])
    return [((0.36, 0.14, 0.13), back), ((0.5, 0.2, 0.17), seat), ((0.42, 0.16, 0.14), arms)]


def _draw_book(sheet: Sheet, at: tuple[float, float], size: float) -> list[tuple[Colour, Ink]]:
    """Open, before whoever reads, with lines on its pages."""
    cover, pages, lines = Ink(sheet), Ink(sheet), Ink(sheet)
    spread = [(0.0, -0.2), (0.33, -0.27), (0.36, -0.02), (0.0, 0.05)]
    page = [(0.0, -0.205), (0.31, -0.275), (0.335, -0.045), (0.0, 0.02)]
    for mirror in (False, True):
        cover.draw_shape(place_points(spread, at, size, mirror=mirror))
        pages.draw_shape(place_points(page, at, size, mirror=mirror))
        for row in range(5):
            y = -0.17 + row * 0.037
            lines.draw_stroke(place_points([(0.04, y), (0.28, y - 0.055)], at, size, mirror=mirror), 0.008 * size)
    return [((0.42, 0.12, 0.12), cover), ((0.95, 0.91, 0.8), pages), ((0.55, 0.5, 0.45), lines)]
