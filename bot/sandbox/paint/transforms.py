"""What the buttons do to a finished picture."""

import base64
import io
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from bot.sandbox.paint.noise import fractal_noise, sample_pixels, stretch_plane
from bot.sandbox.paint.palettes import Palette
from bot.sandbox.paint.seeded_random import Dice, Plane
from bot.sandbox.paint.sheet import colour_ramp, smooth_step

SHARP: Final = Image.Resampling.LANCZOS
Size = tuple[int, int]
Box = tuple[int, int, int, int]
Colours = tuple[tuple[int, ...], ...]
"""RGB, 0..255."""
_SWATCH_PIXELS: Final = 64


def crop_cell(grid: Image.Image, cell: int) -> Image.Image:
    """Cell 0..3 of a grid: top left, top right, bottom left, bottom right."""
    width, height = grid.width // 2, grid.height // 2
    left, top = cell % 2 * width, cell // 2 * height
    return grid.crop((left, top, left + width, top + height))


def assemble_grid(cells: list[Image.Image], size: Size) -> Image.Image:
    """Four cells as a grid of exactly that size."""
    grid = Image.new("RGB", size)
    width, height = size[0] // 2, size[1] // 2
    for index, cell in enumerate(cells):
        place = index % 2 * width, index // 2 * height
        grid.paste(cell if cell.size == (width, height) else cell.resize((width, height), SHARP), place)
    return grid


def inner_box(action: str, size: Size) -> Box:
    """Where the old picture stays when `action` widens it to a canvas of that size: left, top, right, bottom.

    `square:W:H` names the old picture's ratio, which the other actions do not need.
    """
    width, height = size
    if action.startswith("pan_"):
        return _panned_box(action, size)
    share_x = share_y = 1 / 1.5 if action == "zoom_out_1_5x" else 0.5
    if action.startswith("square:"):
        old_width, old_height = map(int, action.split(":")[1:])
        share_x, share_y = min(1.0, old_width / old_height), min(1.0, old_height / old_width)
    inner = round(width * share_x), round(height * share_y)
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    return left, top, left + inner[0], top + inner[1]


def _panned_box(action: str, size: Size) -> Box:
    width, height = size
    kept_width, kept_height = round(width * 2 / 3), round(height * 2 / 3)
    return {
        "pan_left": (width - kept_width, 0, width, height),
        "pan_right": (0, 0, kept_width, height),
        "pan_up": (0, height - kept_height, width, height),
        "pan_down": (0, 0, width, kept_height),
    }[action]


def widen_picture(picture: Image.Image, size: Size, box: Box, seed: int) -> Image.Image:
    """The picture inside the box, the rest filled from its edges: stretched, bent, softened with the distance."""
    inner = picture.resize((box[2] - box[0], box[3] - box[1]), SHARP)
    half = max(8, size[0] // 2), max(8, size[1] // 2)
    scale = half[0] / size[0], half[1] / size[1]
    known = np.asarray(
        inner.resize((max(2, round(inner.width * scale[0])), max(2, round(inner.height * scale[1]))))
    )
    dice = Dice(seed)
    bend_x, bend_y = (fractal_noise(dice.stream_of(axis), *half, cells=3, octaves=4) - 0.5 for axis in "xy")
    tone = fractal_noise(dice.stream_of("tone"), *half, cells=2, octaves=4) - 0.5
    x = np.arange(half[0], dtype=np.float32)[None, :] - box[0] * scale[0]
    y = np.arange(half[1], dtype=np.float32)[:, None] - box[1] * scale[1]
    out_x = np.maximum(np.maximum(-x, x - known.shape[1] + 1), 0)
    out_y = np.maximum(np.maximum(-y, y - known.shape[0] + 1), 0)
    away = np.hypot(out_x, out_y)
    from_x = _drawn_out(x, known.shape[1]) + bend_x * away * 0.5
    from_y = _drawn_out(y, known.shape[0]) + bend_y * away * 0.35
    filled = sample_pixels(known, _mirror_at(from_x, known.shape[1]), _mirror_at(from_y, known.shape[0]))
    canvas = _soften_far(filled, away / half[1], tone).resize(size, Image.Resampling.BICUBIC)
    canvas.paste(inner, box[:2])
    return canvas


def _drawn_out(at: Plane, length: int) -> Plane:
    """Outside, places move on at a fifth of the pace: skies and water stretch, nothing is doubled."""
    inside: Plane = np.clip(at, 0, length - 1)
    return inside + (at - inside) * np.float32(0.2)


def _mirror_at(at: Plane, length: int) -> Plane:
    wrapped = np.mod(at, 2 * length)
    return np.where(wrapped >= length, 2 * length - 1 - wrapped, wrapped)


def _soften_far(filled: Plane, away: Plane, tone: Plane) -> Image.Image:
    sharp = Image.fromarray(np.ascontiguousarray(filled, dtype=np.uint8))
    blurred = np.asarray(sharp.filter(ImageFilter.GaussianBlur(sharp.height / 55)), dtype=np.float32)
    share = smooth_step(0.0, 0.22, away)[..., None]
    mixed = filled + (blurred - filled) * share
    mixed = mixed * (1 + (tone * np.float32(0.5) * smooth_step(0.0, 0.3, away))[..., None])
    return Image.fromarray(np.clip(mixed, 0, 255).astype(np.uint8))


def vary_picture(picture: Image.Image, seed: int, strength: float) -> Image.Image:
    """Another version of pixels nobody knows the making of: gently bent, its colours shifted."""
    width, height = picture.size
    dice = Dice(seed)
    pixels = np.asarray(picture)
    small = max(8, width // 4), max(8, height // 4)
    bend_x, bend_y = (
        stretch_plane(fractal_noise(dice.stream_of(axis), *small, cells=3, octaves=3) - 0.5, width, height)
        * np.float32(height * 0.5 * strength)
        for axis in "xy"
    )
    x = np.arange(width, dtype=np.float32)[None, :] + bend_x
    y = np.arange(height, dtype=np.float32)[:, None] + bend_y
    bent = sample_pixels(pixels, x, y).astype(np.float32)
    gain = np.array([dice.pick_between(1 - strength * 0.5, 1 + strength * 0.5) for _ in range(3)], dtype=np.float32)
    return Image.fromarray(np.clip(bent * gain, 0, 255).astype(np.uint8))


def tint_picture(picture: Image.Image, tones: Plane, strength: float) -> Image.Image:
    """The picture's light and shade in the colours `tones`, 0..1 of shape (n, 3), whatever their order."""
    light = np.asarray(picture.convert("L"), dtype=np.float32) / np.float32(255)
    order = np.argsort(tones @ np.array([0.3, 0.59, 0.11], dtype=np.float32))
    toned = Image.fromarray((colour_ramp(tones[order], light) * 255).astype(np.uint8))
    return Image.blend(picture, toned, strength)


def palette_tones(palette: Palette) -> Plane:
    """What of a palette makes light and shade."""
    return np.concatenate([palette.near[None], palette.sky, palette.sun[None]])


def main_colours(pictures: list[Image.Image]) -> Colours:
    """Up to eight colours that the pictures have together, each of them counting alike."""
    if not pictures:
        return ()
    strip = Image.new("RGB", (_SWATCH_PIXELS * len(pictures), _SWATCH_PIXELS))
    for index, picture in enumerate(pictures):
        swatch = picture.resize((_SWATCH_PIXELS, _SWATCH_PIXELS), Image.Resampling.BOX)
        strip.paste(swatch, (index * _SWATCH_PIXELS, 0))
    few = strip.quantize(8, dither=Image.Dither.NONE).convert("RGB")
    return tuple(sorted({colour for _, colour in few.getcolors() or () if isinstance(colour, tuple)}))


def enlarge_picture(picture: Image.Image, size: Size, *, creative: bool, seed: int) -> Image.Image:
    """To that size, with fine texture by the seed; the creative way invents much of it."""
    large = picture.resize(size, SHARP).filter(ImageFilter.UnsharpMask(1.6, 60, 2))
    detail = fractal_noise(Dice(seed), size[0] // 2, size[1] // 2, cells=60, octaves=3) - 0.5
    texture = Image.fromarray(np.clip(128 + detail * 60, 0, 255).astype(np.uint8)).resize(size)
    return Image.blend(large, ImageChops.overlay(large, texture.convert("RGB")), 0.6 if creative else 0.15)


def read_mask(code: str) -> Image.Image:
    """A mask out of base64 text. Raises ValueError when it is none, or covers more than 50 million pixels."""
    try:
        image = Image.open(io.BytesIO(base64.b64decode(code.partition("base64,")[2] or code, validate=True)))
        if image.width * image.height > 50_000_000:
            raise ValueError("the mask is too large")
        return image.convert("L")
    except (OSError, SyntaxError) as error:
        raise ValueError("the mask is not a picture") from error


def repaint_masked(base: Image.Image, other: Image.Image, mask: Image.Image) -> Image.Image:
    """`other` where the mask is white; nothing outside it changes, the edge is softened inwards."""
    hard = mask.resize(base.size, Image.Resampling.BILINEAR).point([0] * 128 + [255] * 128)
    soft = hard.filter(ImageFilter.GaussianBlur(max(1.0, base.height / 200)))
    inward = soft.point([max(0, min(255, (level - 128) * 2)) for level in range(256)])
    return Image.composite(other.resize(base.size, SHARP), base, ImageChops.darker(hard, inward))
