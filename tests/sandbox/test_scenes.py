"""The drawing itself: repeatable, the same at every size, different for different words."""

import numpy as np
import pytest
from PIL import Image

from bot.i18n import languages, say
from bot.sandbox.paint.palettes import mood_of
from bot.sandbox.paint.scenes import _SCENES_BY_NAME, Genome, known_text, paint_cell, scene_of
from bot.sandbox.paint.seeded_random import Dice, Drift
from bot.sandbox.prompts import read_prompt
from bot.sandbox.text_services import shorten_prompt, translate_text


@pytest.mark.parametrize("scene", sorted(_SCENES_BY_NAME))
def test_scenes(scene: str) -> None:
    """Every scene draws something, the same twice, and the same composition at another size and shape."""
    word = _SCENES_BY_NAME[scene][1].split()[0]
    for cell in range(2):
        made = Genome(f"a {word}", 11, cell)
        picture = paint_cell(made, 160, 160)
        assert np.asarray(picture).std() > 8
        assert picture.tobytes() == paint_cell(made, 160, 160).tobytes()
        small = paint_cell(made, 80, 80).resize((20, 20), Image.Resampling.BOX)
        reduced = picture.resize((20, 20), Image.Resampling.BOX)
        assert np.abs(np.asarray(small, dtype=int) - np.asarray(reduced)).mean() < 14
        assert paint_cell(made, 180, 100).size == (180, 100)


def test_words_steer() -> None:
    """Words choose scene and colours; without any the choice is still the same every time."""
    assert scene_of("an old lighthouse by the city") == "sea"
    assert scene_of("qwerty") == scene_of("qwerty")
    assert mood_of("a town in winter at night") == "winter"
    assert mood_of("a town") is None


# What people try first, and what is painted then.
FIRST_TRIED = {
    "a cat": "creature",
    "a dog on a hill": "creature",
    "an owl": "creature",
    "a bear": "creature",
    "a rabbit": "creature",
    "a white horse": "creature",
    "a fish": "reef",
    "a bowl of fruit": "table",
    "two apples": "table",
    "a cup of coffee": "table",
    "a rose": "flowers",
    "a butterfly": "flowers",
    "a mushroom": "forest",
    "a tree": "forest",
    "a robot": "city",
    "a red sports car": "city",
    "a city at night": "city",
    "a dragon": "mountains",
    "a house by a lake": "mountains",
    "a mountain lake": "mountains",
    "a ship": "sea",
    "a lighthouse in a storm": "sea",
    "portrait of a woman": "person",
    "an astronaut": "space",
    "a castle in the clouds": "castle",
    "a fox reading in a library": "library",
}


@pytest.mark.parametrize(("words", "scene"), FIRST_TRIED.items())
def test_what_is_tried_first_is_painted(words: str, scene: str) -> None:
    """As what it is."""
    assert scene_of(words) == scene
    assert np.asarray(paint_cell(Genome(words, 11, 0), 96, 96)).std() > 8


ALIKE = [
    ("an owl", "a cat"),
    ("a bear", "a cat"),
    ("a rabbit", "a cat"),
    ("a cup of coffee", "a bowl of fruit"),
    ("a butterfly", "a rose"),
    ("a mushroom", "a tree"),
    ("a dragon", "a mountain"),
    ("a robot", "a city"),
    ("paper boats", "boats"),
    ("a ship", "the sea"),
    ("a tree", "a forest"),
    ("a rose", "a flower"),
]


@pytest.mark.parametrize(("words", "other"), ALIKE)
def test_what_is_in_one_scene_differs(words: str, other: str) -> None:
    """Each is drawn there as itself, and not the scene alone."""
    drawn, beside = (np.asarray(paint_cell(Genome(one, 11, 0), 96, 96), dtype=int) for one in (words, other))
    assert np.abs(drawn - beside).mean() > 2


@pytest.mark.parametrize("words", ["qwerty", "a bassoon", "einfach so", "随便"])
def test_what_is_not_known_is_no_other_thing(words: str) -> None:
    """Colours alone are painted."""
    assert scene_of(words) == "abstract"


@pytest.mark.parametrize("language", sorted(languages()))
def test_the_examples_are_painted_in_every_language(language: str) -> None:
    """Those of the page and of `/help` are what they say, however they are said."""
    scenes = [scene_of(say(f"room-example-{number}", language=language)) for number in (1, 2, 3)]
    assert scenes == ["sea", "sea", "library"]
    assert scene_of(say("example-imagine", language=language)) == "library"
    assert {"library", "fox"} <= set(known_text(say("example-imagine", language=language)).split())


@pytest.mark.parametrize("style", ["pixel art", "pencil sketch"])
def test_styles(style: str) -> None:
    """Pixel art has few colours, a sketch none."""
    picture = paint_cell(Genome(f"mountain {style}", 3, 0), 120, 120)
    colours = np.asarray(picture).reshape(-1, 3)
    if "pixel" in style:
        assert len(np.unique(colours, axis=0)) <= 32
    else:
        assert (colours[:, 0] == colours[:, 2]).all()


def test_drift() -> None:
    """A drift pulls throws a little; none leaves them alone, a full one replaces them."""
    plain, near, gone = (Dice(1, drifts).next_unit() for drifts in ((), (Drift(2, 0.1),), (Drift(2, 1.0),)))
    assert 0 < abs(near - plain) < abs(gone - plain)
    assert gone == Dice(2).next_unit()
    assert abs(Dice(1, (Drift(2, 0.5),)).normal_grid(200, 200).std() - 1) < 0.05


def test_prompts() -> None:
    """Links first, text, flags with and without values."""
    said = read_prompt(
        "https://a.example/x.png <https://b.example/y.png> a bear --no hat, scarf --ar 16:9 --tile --seed 9"
    )
    assert said.links == ("https://a.example/x.png", "https://b.example/y.png")
    assert said.text == "a bear"
    assert said.flags == {"no": "hat, scarf", "ar": "16:9", "tile": "", "seed": "9"}
    assert (said.ratio, said.seed, said.unknown_flags) == ((16, 9), 9, [])
    assert read_prompt("x --ar wide").ratio is None
    assert read_prompt("well-known -- dashes - here").unknown_flags == []


def test_phrases() -> None:
    """Common Chinese comes out in English letters; short prompts stay."""
    assert translate_text("海边的灯塔，日落") == "seaside lighthouse, sunset"
    assert translate_text("龘") == "a picture"
    assert shorten_prompt("fox") == ["fox"]


@pytest.mark.parametrize("language", sorted(languages()))
def test_paper_boats_are_folded_in_every_language(language: str) -> None:
    """The page proposes them."""
    assert "paper boat" in known_text(say("room-example-2", language=language))
