"""From words to one picture: which scene, which colours, which style."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PIL import Image

from bot.sandbox.paint.castles import paint_castle
from bot.sandbox.paint.city import paint_city
from bot.sandbox.paint.flowers import paint_flowers
from bot.sandbox.paint.foreground import paint_foreground
from bot.sandbox.paint.land import paint_dunes, paint_forest, paint_mountains
from bot.sandbox.paint.library import paint_library
from bot.sandbox.paint.names import english_names
from bot.sandbox.paint.noise import SMOOTH_RESAMPLING
from bot.sandbox.paint.palettes import Palette, choose_palette
from bot.sandbox.paint.reef import paint_reef
from bot.sandbox.paint.sea import paint_sea
from bot.sandbox.paint.seeded_random import Dice, Drift, Plane, mix_seed
from bot.sandbox.paint.sheet import Sheet
from bot.sandbox.paint.space import paint_space
from bot.sandbox.paint.subjects import paint_abstract, paint_creature, paint_person
from bot.sandbox.paint.table import paint_table
from bot.sandbox.paint.transforms import Colours, tint_picture

_SCENES_BY_NAME: Final[dict[str, tuple[Callable[[Sheet], Plane], str]]] = {
    "library": (paint_library, "library libraries bookshop bookstore bookshelf bookshelves books reading"),
    "castle": (paint_castle, "castle castles palace fortress citadel"),
    "creature": (
        paint_creature,
        "cat kitten fox wolf wolves dog puppy stag deer elk moose reindeer squirrel horse unicorn owl bear rabbit",
    ),
    "reef": (paint_reef, "fish fishes goldfish reef aquarium underwater"),
    "table": (
        paint_table,
        "fruit bowl apple oranges lemon pear plum peach peaches coffee cup mug tea espresso",
    ),
    "person": (
        paint_person,
        "portrait woman man girl boy face person people child lady king queen warrior head princess wizard human",
    ),
    "sea": (
        paint_sea,
        "sea ocean lighthouse boat boats ship ships sail wave waves beach coast island whale harbour harbor",
    ),
    "city": (
        paint_city,
        "city skyline street skyscraper skyscrapers town building buildings tokyo york cyberpunk robot car cars",
    ),
    "space": (
        paint_space,
        "space galaxy nebula planet astronaut cosmos universe rocket stars starry saturn spaceship starship alien",
    ),
    "flowers": (
        paint_flowers,
        "flower flowers rose roses tulip sunflower blossom bouquet garden orchid daisy poppy butterfly butterflies",
    ),
    "forest": (paint_forest, "forest woods tree trees jungle woodland path fairy mushroom mushrooms elf"),
    "dunes": (paint_dunes, "desert dune dunes sand sahara camel pyramid pyramids mars canyon"),
    "mountains": (
        paint_mountains,
        "mountain mountains alps hill hills valley lake landscape peak river snow house cabin dragon bird birds",
    ),
    "abstract": (
        paint_abstract,
        "abstract pattern marble liquid fluid texture geometric painting art logo colour color",
    ),
}
_WHOLE_SCENES: Final = ("library", "castle", "table", "reef")
_SETTINGS: Final = ("library", "castle")  # they go first, with whoever is in them
_USUAL_MOODS: Final = {
    "table": ("sunset", "dawn", "pastel", "autumn"),
    "reef": ("day", "dawn", "night"),
    "library": ("sunset", "night", "dawn"),
    "castle": ("sunset", "dawn", "day", "night"),
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
_SHOWN_STRENGTH: Final = 0.8
"""How much of its own colours a picture gives up for those that it was shown."""
_BRUSH_SCALE: Final = 0.5
"""Scenes are painted smaller and enlarged: four times faster, and the grain hides it."""
_UNKNOWN_SCENE: Final = "abstract"  # what nobody here can draw is not drawn as something else


@dataclass(frozen=True, slots=True)
class Genome:
    """All that one cell of a grid is made of; `kin` is what it shares with the other three, `colours` are those
    of the pictures that it was shown.
    """

    text: str
    kin: int
    cell: int
    drifts: tuple[Drift, ...] = ()
    colours: Colours = ()

    def drift_by(self, seed: int, strength: float) -> "Genome":
        """Pulled towards another seed, 0..1; six pulls at most are remembered."""
        return replace(self, drifts=(*self.drifts, Drift(seed, strength))[-6:])


def scene_of(text: str) -> str:
    """The scene of the first word that names one, in any language of the bot; without any, colours alone.

    Where something is counts more than who is there: a place that is drawn with whoever is in it goes first.
    """
    text = known_text(text)
    named = set(re.findall(r"[a-z]+", text))
    for name in _SETTINGS:
        if named & set(_SCENES_BY_NAME[name][1].split()):
            return name
    for word in re.findall(r"[a-z]+", text):
        for name, (_, words) in _SCENES_BY_NAME.items():
            if {word, word.removesuffix("s")} & set(words.split()):
                return name
    return _UNKNOWN_SCENE


def known_text(text: str) -> str:
    """In small letters, with the English names before it of what it names in other languages."""
    small = text.lower()
    return f"{english_names(small)} {small}".strip()


def paint_cell(genome: Genome, width: int, height: int) -> Image.Image:
    """The picture of that genome, the same composition at every size."""
    text = known_text(genome.text)
    dice = Dice(mix_seed(genome.kin, genome.cell), genome.drifts)
    brush = max(16, round(width * _BRUSH_SCALE)), max(16, round(height * _BRUSH_SCALE))
    sheet = Sheet(*brush, dice, palette_of(genome), text)
    scene = scene_of(text)
    painted = _SCENES_BY_NAME[scene][0](sheet)
    shown = painted if scene in _WHOLE_SCENES else paint_foreground(sheet, painted)
    pixels = (shown * 255 + 0.5).astype(np.uint8)
    image = _apply_style(Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS), text)
    if made_of := genome.colours:
        image = tint_picture(image, np.array(made_of, dtype=np.float32) / np.float32(255), _SHOWN_STRENGTH)
    return _add_grain(image, mix_seed(genome.kin, genome.cell)) if height >= 400 else image


def palette_of(genome: Genome) -> Palette:
    """The colours that `paint_cell` paints it in."""
    text = known_text(genome.text)
    kin = Dice(mix_seed(genome.kin, "kin"))
    dice = Dice(mix_seed(genome.kin, genome.cell), genome.drifts).stream_of("palette")
    return choose_palette(text, kin, dice, genome.cell, _USUAL_MOODS[scene_of(text)])


def _add_grain(image: Image.Image, seed: int) -> Image.Image:
    """A breath of film grain at full size: one tile many times over, which nobody sees."""
    tile = np.random.default_rng(seed).standard_normal((256, 256), dtype=np.float32) * np.float32(2.2)
    height, width = image.height, image.width
    grain = np.tile(np.rint(tile).astype(np.int16), (height // 256 + 1, width // 256 + 1))[:height, :width, None]
    return Image.fromarray(np.clip(np.asarray(image, dtype=np.int16) + grain, 0, 255).astype(np.uint8))


def _apply_style(image: Image.Image, text: str) -> Image.Image:
    words = set(re.findall(r"[a-z-]+", text))
    if words & {"pixel", "pixelart", "voxel", "8-bit"}:
        return _large_pixels(image)
    if words & {"sketch", "pencil", "charcoal", "noir", "monochrome", "grayscale", "greyscale", "black-and-white"}:
        return image.convert("L").convert("RGB")
    return image


def _large_pixels(image: Image.Image) -> Image.Image:
    """Large square pixels of few colours."""
    small = image.resize((max(8, image.width * 96 // image.height), 96), SMOOTH_RESAMPLING)
    small = small.quantize(32, dither=Image.Dither.NONE).convert("RGB")
    return small.resize(image.size, Image.Resampling.NEAREST)
