"""Colours by mood: words choose a family, chance a member, and every picture is shifted a little on its own."""

import colorsys
import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.sandbox.paint.seeded_random import Dice, Plane


@dataclass(frozen=True, slots=True)
class Palette:
    """`sky` from the zenith to the horizon, `sun` the light, `far` and `near` the land, `accents` for details."""

    sky: Plane
    sun: Plane
    far: Plane
    near: Plane
    accents: Plane
    dark: bool = False


# Four of the sky from the zenith down, then the sun, the land far and near, three accents.
_PALETTES_BY_MOOD: Final = {
    "sunset": (
        "1d2352 6a3d7d d9655f ffb86b|fff0c0|b5607a 1a1330|ff8f5a ffd27a e0508a",
        "22305c 7c4a78 ef7d57 ffcd75|fff3cf|a4566b 22162c|ffb347 f25f5c 9c5fa8",
        "0f2a47 3f5f83 e39a6b ffd9a0|fff6dc|8c6a78 1b1d33|f7b267 f4845f f25c54",
    ),
    "dawn": (
        "4a6fa5 8fb1d0 f3c9bd ffe6c7|fffaf0|9aa9c4 2c3a55|f6a6a1 ffd6a5 a0c4e2",
        "5b5f97 a58fb8 f6b8b8 ffe3d0|fff8ef|a99bbb 34304f|ff9fb2 ffd8be c8b6e2",
    ),
    "day": (
        "1f5fa8 4c8fd0 9cc8ea e8f4fa|ffffff|8db0c8 1f3d3a|ffcf56 f26419 4aad7a",
        "2a6f97 61a5c2 a9d6e5 f1f7ee|fffdf0|86b0a8 1d4433|e9c46a e76f51 2a9d8f",
    ),
    "night": (
        "050a1f 0d1b3e 1c3a68 3f6f98|f2f5ff|2f4f78 050914|ffd88a 8fb8ff e6efff",
        "08061c 1a1440 38296b 7a5fa0|fbf2ff|443a78 080612|ffc37a b79cff f0e6ff",
        "03131c 07293a 0f4c5c 3f8f90|effff8|1f5561 03090d|ffe08a 7fe0d0 d8fff5",
    ),
    "storm": (
        "10161f 27323f 4b5a66 8c9799|f0f4e8|4a5963 0a0f14|ffd479 a9c7d6 e8eef0",
        "171520 34323f 5e5c68 a39c94|fff1d8|54525c 0c0b10|ffb86b b8c4d0 efe9e0",
    ),
    "winter": (
        "5e86ad 94b6d2 cfe0ec f7fafc|ffffff|a9c0d6 2b4560|e0f0ff 9fc4e8 f6d7c3",
        "6f7fa8 aab6d6 dde3f2 fdf6f0|fffdf8|b4bfd8 37436a|ffd7d0 c4d4f2 ffffff",
    ),
    "neon": (
        "0a0420 2a0a52 8a1c8c ff4fa0|ffe0f6|5a2a8a 090314|00f0ff ff2bd6 faff5a",
        "020b22 08305c 0b7fa8 4ff0e0|e6fffb|17527f 02060f|ff3f8e 3df5ff ffd23f",
        "12022e 431c74 c02a78 ff9a5a|fff0d0|6a2f80 0c0420|ff5edb 40e0ff ffe66d",
    ),
    "pastel": (
        "a7c7e7 c9c4ea f5cfe0 fff1dc|fffdf5|c7bfe0 6d7aa8|ffb5c2 ffdfa6 b5e2c9",
        "b8d8d8 d3e4cd f8e5d0 fff6ec|fffffa|b9cfc6 6a8d92|f7b5a8 fad586 a9cbe8",
    ),
    "autumn": (
        "6a7f94 a9a79b e8c48f fbe3b5|fff6dc|b58a62 2e1d14|d9622b f0a13a a8321f",
        "4f5d75 9c8f88 e0a36a f8d49b|fff0cf|a0714f 26180f|e85d04 faa307 9d0208",
    ),
    "green": (
        "2f6f78 6fa89a bddcb0 f3f5d0|fffbe0|7aa88a 10301f|f4d35e 8cc152 ee964b",
        "245b6b 5f9c8a a8cf9a eaf2c4|fdffe8|5f9479 0d2a1d|ffd166 b5e48c f28482",
    ),
    "desert": (
        "3f7cac 8db7cf f2d4a0 fbe8c8|fffbe6|d9a066 6b3a1e|e07a3f f4c97a a8512a",
        "33415c 9c7a8a eea36f ffd9a0|fff3d6|c9804f 4a2418|f08a4b ffd08a 8a3b2a",
    ),
    "mono": (
        "2b2b2d 6a6a6c b5b5b4 efeeec|ffffff|9a9a9a 121213|d8d8d6 8a8a8a f6f6f4",
        "3a3632 7a736b c0b8ab f4eee2|fffdf6|a69c8f 17140f|e0d6c6 8f8578 faf6ee",
    ),
    "cosmic": (
        "03030c 120a33 3b1a6b b0438f|fff2e0|5a2f8f 05030f|5ad0ff ff7ac0 ffd88a",
        "01060f 06223f 0f5a78 4fc0a8|f0fff8|175a70 02070d|ff9f5a 7affd8 b0a0ff",
        "080308 32081f 8a1f3a f08a4b|fff0d8|7a2a3f 0a0408|ffb35a ff5a7a 8ac0ff",
    ),
    "candy": (
        "5f4bb6 8d6fd8 f291c7 ffd0a8|fff6e6|b07ad0 2a1f55|3fe0c8 ffd23f ff5f8f",
        "17627a 2fa6a0 f5c86a ff8f6b|fffbe8|3f8f8f 0f2f3f|ff6b6b ffe66d 4ecdc4",
    ),
}  # fmt: skip

_WORDS_BY_MOOD: Final = {
    "sunset": "sunset dusk evening golden hour warm romantic 日落 dämmerung",
    "dawn": "dawn sunrise morning soft gentle misty mist fog foggy calm",
    "day": "day noon sunny bright clear summer blue",
    "night": "night midnight moon moonlight moonlit dark stars starry evening",
    "storm": "storm stormy rain rainy thunder lightning grim gloomy dramatic gothic horror",
    "winter": "winter snow snowy ice icy frozen arctic frost cold white",
    "neon": "neon cyberpunk synthwave vaporwave futuristic retrowave cyber hologram electric purple pink",
    "pastel": "pastel cute kawaii dreamy soft watercolor watercolour baby delicate",
    "autumn": "autumn fall october harvest rust orange brown",
    "green": "green spring lush jungle garden tropical moss meadow",
    "desert": "desert dune dunes sand sahara egypt pyramid mars canyon",
    "mono": "monochrome black-and-white grayscale greyscale noir charcoal sketch ink pencil engraving",
    "cosmic": "space galaxy nebula cosmic cosmos universe planet astronaut",
    "candy": "candy colorful colourful rainbow vibrant pop psychedelic toy happy",
}
_ANY_MOODS: Final = ("sunset", "dawn", "day", "night", "green", "pastel", "autumn", "candy", "neon", "desert")


def mood_of(text: str) -> str | None:
    """The family the words ask for, by the earliest word that names one."""
    for word in re.findall(r"[\w-]+", text.lower()):
        for mood, names in _WORDS_BY_MOOD.items():
            if word in names.split():
                return mood
    return None


def choose_palette(text: str, kin: Dice, dice: Dice, cell: int, usual: tuple[str, ...] = _ANY_MOODS) -> Palette:
    """A palette for one of four cells: of the mood in the words, else usual ones shared out by `kin`."""
    mood = mood_of(text)
    if mood is None:
        start = kin.count_between(0, len(usual) - 1)
        mood = usual[(start + cell) % len(usual)]
    members = _PALETTES_BY_MOOD[mood]
    offset = kin.count_between(0, len(members) - 1)
    return _read_palette(
        members[(offset + cell) % len(members)], dice, dark=mood in {"night", "neon", "storm", "cosmic"}
    )


def _read_palette(row: str, dice: Dice, *, dark: bool) -> Palette:
    turn = dice.pick_between(-0.025, 0.025)
    sky, sun, land, accents = (_read_colours(part, turn) for part in row.split("|"))
    return Palette(sky, sun[0], land[0], land[1], accents, dark)


def _read_colours(codes: str, turn: float) -> Plane:
    return np.array([_shift_hue(code, turn) for code in codes.split()], dtype=np.float32)


def _shift_hue(code: str, turn: float) -> tuple[float, float, float]:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, depth = colorsys.rgb_to_hls(red, green, blue)
    return colorsys.hls_to_rgb((hue + turn) % 1, light, depth)


def blend_colours(a: Plane, b: Plane, share: float) -> Plane:
    """`share` 0 gives a, 1 gives b."""
    return a + (b - a) * np.float32(share)
