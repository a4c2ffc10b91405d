"""Among books: shelves to the ceiling, a lamp, a window into the evening, and whoever reads there."""

from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from bot.sandbox.paint.animals import Coat, coat_of, draw_reader
from bot.sandbox.paint.atmosphere import finish_picture, paint_orb, paint_sky
from bot.sandbox.paint.palettes import blend_colours
from bot.sandbox.paint.seeded_random import Dice, Plane
from bot.sandbox.paint.sheet import Sheet, add_light, paint_over, round_glow, smooth_step

_SHELVES: Final = 5
_FLOOR: Final = 0.84  # where the shelves end, in heights
_SPINES: Final = (
    (122, 44, 38),
    (46, 74, 92),
    (58, 86, 58),
    (150, 110, 52),
    (92, 60, 92),
    (168, 148, 112),
    (64, 48, 40),
)
_WOOD, _DARK_WOOD, _RUG = (84, 54, 34), (30, 20, 15), (116, 40, 42)


def paint_library(sheet: Sheet) -> Plane:
    """Shelves and their books, a lamp beside whoever is named; an armchair where nobody is."""
    dice = sheet.dice.stream_of("library")
    drawn = Image.new("RGB", (sheet.width * 2, sheet.height * 2), _DARK_WOOD)
    unit = sheet.height * 2
    draw = ImageDraw.Draw(drawn)
    window = dice.pick_one((0.27, 0.73)) * sheet.wide
    _draw_shelves(draw, dice, unit, sheet.wide, window)
    _draw_floor(draw, unit, sheet.wide)
    image = np.asarray(
        drawn.resize((sheet.width, sheet.height), Image.Resampling.BOX), dtype=np.float32
    ) / np.float32(255)
    image = image.copy()
    _paint_window(sheet, image, window)
    lamp = (sheet.wide - window, 0.5)
    image *= (0.55 + 0.75 * round_glow(sheet, lamp[0], 0.55, 0.55))[..., None].clip(0, 1.25)
    _paint_reader(sheet, image, dice, coat_of(sheet.text))
    add_light(image, np.array((1.0, 0.78, 0.45), np.float32), round_glow(sheet, *lamp, 0.16) * 0.55)
    wash = blend_colours(sheet.palette.sun, np.array((1.0, 0.8, 0.5), np.float32), 0.6)
    paint_over(image, wash, np.broadcast_to(np.float32(0.07), image.shape[:2]))
    return finish_picture(sheet, image)


def _draw_shelves(draw: ImageDraw.ImageDraw, dice: Dice, unit: int, wide: float, window: float) -> None:
    """Rows of spines of many widths; none before the window."""
    tall = _FLOOR / _SHELVES
    for shelf in range(_SHELVES):
        foot = (shelf + 1) * tall
        x = 0.0
        while x < wide:
            thick = dice.pick_between(0.012, 0.032)
            high = tall * dice.pick_between(0.6, 0.86)
            colour = _SPINES[dice.count_between(0, len(_SPINES) - 1)]
            shade = dice.pick_between(0.75, 1.15)
            tone = tuple(int(min(255, part * shade)) for part in colour)
            if abs(x - window) > 0.2:
                draw.rectangle(
                    [x * unit, (foot - high) * unit, max(x, x + thick - 1 / unit) * unit, foot * unit], fill=tone
                )
                band = foot - high * 0.75
                gold = tuple(int(min(255, part * 1.5 + 30)) for part in tone)
                draw.rectangle(
                    [x * unit, band * unit, max(x, x + thick - 1 / unit) * unit, (band + 0.006) * unit], fill=gold
                )
            x += thick
        draw.rectangle([0, (foot - 0.006) * unit, wide * unit, (foot + 0.012) * unit], fill=_WOOD)
    for post in np.arange(0.0, wide + 0.4, 0.52):
        draw.rectangle([(post - 0.012) * unit, 0, (post + 0.012) * unit, _FLOOR * unit], fill=_WOOD)


def _draw_floor(draw: ImageDraw.ImageDraw, unit: int, wide: float) -> None:
    draw.rectangle([0, _FLOOR * unit, wide * unit, unit], fill=(62, 40, 26))
    for board in np.arange(0.0, 1.0, 0.03):
        y = _FLOOR + (1 - _FLOOR) * board**1.6
        draw.line([0, y * unit, wide * unit, y * unit], fill=(48, 30, 20), width=max(1, unit // 400))
    draw.ellipse([(wide / 2 - 0.5) * unit, 0.86 * unit, (wide / 2 + 0.5) * unit, 1.08 * unit], fill=_RUG)
    draw.ellipse([(wide / 2 - 0.45) * unit, 0.88 * unit, (wide / 2 + 0.45) * unit, 1.06 * unit], fill=(150, 92, 54))


def _paint_window(sheet: Sheet, image: Plane, x: float) -> None:
    """An arch, with the sky of the palette behind its bars."""
    sky = paint_sky(sheet, (x + 0.05, 0.24), 0.7, cover=0.3)
    paint_orb(sheet, sky, (x + 0.05, 0.22), 0.045, moon=sheet.palette.dark)
    arch = _arch(sheet, x, 0.15, 0.12, 0.62)
    frame = _arch(sheet, x, 0.175, 0.095, 0.645)
    paint_over(image, np.array(_WOOD, np.float32) / np.float32(255), frame)
    paint_over(image, sky, arch)
    bars = np.zeros_like(arch)
    for at in (-0.05, 0.05):
        bars = np.maximum(bars, smooth_step(0.004, 0.002, np.abs(sheet.x - x - at)) * np.ones_like(arch))
    for at in (0.28, 0.44):
        bars = np.maximum(bars, smooth_step(0.004, 0.002, np.abs(sheet.y - at)) * np.ones_like(arch))
    paint_over(image, np.array(_DARK_WOOD, np.float32) / np.float32(255), bars * arch)


def _arch(sheet: Sheet, x: float, half: float, top: float, foot: float) -> Plane:
    """1 inside of a round-headed window."""
    dx = np.abs(sheet.x - x)
    head = np.sqrt(dx**2 + (sheet.y - top - half) ** 2) < half
    body = (dx < half) & (sheet.y >= top + half) & (sheet.y < foot)
    return (head | body).astype(np.float32)


def _paint_reader(sheet: Sheet, image: Plane, dice: Dice, coat: Coat | None) -> None:
    size = dice.pick_between(0.5, 0.58)
    at = sheet.wide / 2 + dice.pick_between(-0.05, 0.05), 0.96
    shadow = np.exp(-(((sheet.x - at[0]) / 0.3) ** 2) - ((sheet.y - at[1]) / 0.05) ** 2)
    paint_over(image, np.zeros(3, np.float32), (shadow * 0.55).astype(np.float32))
    for colour, mask in draw_reader(sheet, at, size, coat, mirror=dice.flip_coin()):
        shade = 0.82 + 0.3 * smooth_step(at[1], at[1] - size, sheet.y)
        paint_over(image, colour * shade[..., None], mask)
