"""From words to one picture: which scene, which colours, which style."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from bot.sandbox.paint.city import city
from bot.sandbox.paint.flowers import flowers
from bot.sandbox.paint.land import dunes, forest, mountains
from bot.sandbox.paint.noise import MIDDLE
from bot.sandbox.paint.palettes import Palette, choose
from bot.sandbox.paint.sea import sea
from bot.sandbox.paint.seeded_random import Dice, Drift, Plane, mix
from bot.sandbox.paint.sheet import Stage
from bot.sandbox.paint.space import space
from bot.sandbox.paint.subjects import abstract, creature, person

_SCENES: Final[dict[str, tuple[Callable[[Stage], Plane], str]]] = {
    "creature": (
        creature,
        "cat cats kitten kitty fox wolf dog puppy stag deer elk moose reindeer animal squirrel horse unicorn",
    ),
    "person": (
        person,
        "portrait woman man girl boy face person people child lady king queen warrior head princess wizard human",
    ),
    "sea": (
        sea,
        "sea ocean lighthouse boat ship sail sailing wave waves beach coast island whale harbour harbor beacon",
    ),
    "city": (
        city,
        "city skyline street skyscraper skyscrapers town building buildings tokyo york cyberpunk robot car castle",
    ),
    "space": (
        space,
        "space galaxy nebula planet astronaut cosmos universe rocket stars starry saturn spaceship alien",
    ),
    "flowers": (
        flowers,
        "flower flowers rose roses tulip sunflower blossom bouquet garden lily orchid daisy poppy butterfly",
    ),
    "forest": (forest, "forest woods tree trees jungle woodland path bear fairy mushroom elf"),
    "dunes": (dunes, "desert dune dunes sand sahara camel pyramid pyramids mars canyon"),
    "mountains": (
        mountains,
        "mountain mountains alps hill hills valley lake landscape peak river snow house cabin dragon bird birds",
    ),
    "abstract": (
        abstract,
        "abstract pattern marble liquid fluid texture geometric painting art logo colour color paper",
    ),
}
_USUAL: Final = {
    "space": ("cosmic", "neon", "night"),
    "city": ("neon", "sunset", "night", "dawn"),
    "forest": ("green", "dawn", "autumn", "night"),
    "dunes": ("desert", "sunset", "night", "dawn"),
    "sea": ("sunset", "day", "night", "dawn"),
    "creature": ("night", "sunset", "autumn", "dawn"),
    "flowers": ("pastel", "green", "candy", "sunset"),
    "person": ("sunset", "cosmic", "pastel", "green"),
    "mountains": ("dawn", "sunset", "day", "night", "autumn"),
    "abstract": ("candy", "cosmic", "sunset", "pastel", "neon", "night", "green"),
}
_BRUSH: Final = 0.5
"""Scenes are painted smaller and enlarged: four times faster, and the grain hides it."""
_FALLBACK: Final = ("mountains", "sea", "abstract", "space", "forest", "abstract", "dunes", "flowers")


@dataclass(frozen=True, slots=True)
class Genome:
    """All that one cell of a grid is made of; `kin` is what it shares with the other three."""

    text: str
    kin: int
    cell: int
    drifts: tuple[Drift, ...] = ()

    def drifted(self, seed: int, strength: float) -> "Genome":
        return Genome(self.text, self.kin, self.cell, (*self.drifts, Drift(seed, strength))[-6:])


def scene_of(text: str) -> str:
    """The scene of the first word that names one; without any, the words themselves decide."""
    for word in re.findall(r"[a-z]+", text.lower()):
        for name, (_, words) in _SCENES.items():
            if word in words.split():
                return name
    return _FALLBACK[mix(text.lower()) % len(_FALLBACK)]


def paint_cell(genome: Genome, width: int, height: int) -> Image.Image:
    """The picture of that genome, the same composition at every size."""
    text = genome.text.lower()
    dice = Dice(mix(genome.kin, genome.cell), genome.drifts)
    brush = max(16, round(width * _BRUSH)), max(16, round(height * _BRUSH))
    stage = Stage(*brush, dice, palette_of(genome), text)
    pixels = (_SCENES[scene_of(text)][0](stage) * 255 + 0.5).astype(np.uint8)
    image = _styled(Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS), text)
    return _grained(image, mix(genome.kin, genome.cell)) if height >= 400 else image


def palette_of(genome: Genome) -> Palette:
    text = genome.text.lower()
    kin = Dice(mix(genome.kin, "kin"))
    dice = Dice(mix(genome.kin, genome.cell), genome.drifts).of("palette")
    return choose(text, kin, dice, genome.cell, _USUAL[scene_of(text)])


def _grained(image: Image.Image, seed: int) -> Image.Image:
    """A breath of film grain at full size: one tile many times over, which nobody sees."""
    tile = np.random.default_rng(seed).standard_normal((256, 256), dtype=np.float32) * np.float32(2.2)
    height, width = image.height, image.width
    grain = np.tile(np.rint(tile).astype(np.int16), (height // 256 + 1, width // 256 + 1))[:height, :width, None]
    return Image.fromarray(np.clip(np.asarray(image, dtype=np.int16) + grain, 0, 255).astype(np.uint8))


def _styled(image: Image.Image, text: str) -> Image.Image:
    words = set(re.findall(r"[a-z-]+", text))
    if words & {"pixel", "pixelart", "voxel", "8-bit"}:
        return _blocks(image)
    if words & {"sketch", "pencil", "charcoal", "noir", "monochrome", "grayscale", "greyscale", "black-and-white"}:
        return image.convert("L").convert("RGB")
    return image


def _blocks(image: Image.Image) -> Image.Image:
    """Large square pixels of few colours."""
    small = image.resize((max(8, image.width * 96 // image.height), 96), MIDDLE)
    small = small.quantize(32, dither=Image.Dither.NONE).convert("RGB")
    return small.resize(image.size, Image.Resampling.NEAREST)
