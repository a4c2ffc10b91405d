"""docs/using.md names and shows all that people can use; what is declared is listed there as it is."""

import re
from typing import Final

import pytest
from PIL import Image

from bot.commands import ALL_COMMANDS, SETTING_TEXTS
from bot.domain.buttons import BUTTON_SPECS
from bot.domain.chat_settings import SETTING_FIELDS
from bot.domain.order import Order
from bot.domain.press import Verb
from bot.domain.sketch import SketchKind
from tests.fakes.opening import RULES
from tests.manuals.reading import chat_lines
from tests.tour.drawing import ALL_MOST, PICTURE_MOST
from tests.tour.lists import (
    COMMANDS,
    MANUAL,
    PICTURES,
    all_lists,
    button_label,
    button_texts,
    known_actions,
    list_marks,
    written_manual,
)
from tests.tour.stops import STOPS

TEXT: Final = MANUAL.read_text("utf-8")
# What the manual says of buttons that have no label of their own, but a number, a speed or what they are about.
UNLABELLED: Final = {
    Verb.ACT: "| **Vary (Subtle)**, **Vary (Strong)** |",
    Verb.NTH: "what nobody has heard of",
    Verb.PART: "asks which is meant. Press **1** to **4**",
    Verb.RECALL: "press a number to have one again",
    Verb.HISTORY: "`/history` lists yours",
    Verb.ADJUST: "with a button for each choice",
    Verb.FORM: "Buttons with three dots open a form",
    Verb.PICK: "rows of buttons",
    Verb.GO: "until you send it",
    Verb.FILL: "opens all of it in a window",
    Verb.TAKE: "**1** to **4** swap it",
    Verb.PIECE: "**1** to **4** with a picture below an edit",
    Verb.SPEEDS: "at another speed",
    Verb.PACE: "at another speed",
}


def prose() -> str:
    """What is ours of it: without what is made of declarations, and on one line."""
    text = TEXT
    for name in all_lists():
        begin, end = list_marks(name)
        text = re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", "", text, flags=re.DOTALL)
    return " ".join(text.split())


def named_buttons() -> set[str]:
    """What stands in bold; `**U1** to **U4**` names four."""
    found = set(re.findall(r"\*\*(.+?)\*\*", prose()))
    for first, start, end in re.findall(r"\*\*([^*]*?)(\d)…?\*\* to \*\*[^*]*?(\d)…?\*\*", prose()):
        found |= {f"{first}{number}" for number in range(int(start), int(end) + 1)}
    return found


@pytest.mark.parametrize("line", chat_lines("docs/using.md"))
def test_what_may_be_typed_is_understood(line: str) -> None:
    """In test_typed each is really ordered, which takes longer."""
    name, _, text = line.removeprefix("/").partition(" ")
    assert isinstance(COMMANDS.read_command(name, text), Order)


def test_the_lists_are_as_declared() -> None:
    """`make tour` writes them anew."""
    assert written_manual() == TEXT


@pytest.mark.parametrize("command", [command.name for command in ALL_COMMANDS if command.listed])
def test_every_command_is_told_of(command: str) -> None:
    """Not only listed."""
    assert re.search(rf"[`\s]/{command}\b", prose())


@pytest.mark.parametrize("label", [one.label for one in known_actions()])
def test_every_action_of_the_service_is_told_of(label: str) -> None:
    """By its label."""
    assert label in named_buttons()


@pytest.mark.parametrize("key", button_texts())
def test_every_button_of_ours_is_told_of(key: str) -> None:
    """By its label, with a number where it has one."""
    label = re.compile(re.escape(button_label(key)).replace(r"\ n", r"\ \d"))
    assert any(map(label.fullmatch, named_buttons())), label.pattern


@pytest.mark.parametrize("verb", Verb)
def test_every_button_without_a_label_is_told_of(verb: Verb) -> None:
    """In words that a person would look for."""
    assert bool(BUTTON_SPECS[verb].text) != (verb in UNLABELLED), f"say what the manual says of {verb}"
    assert UNLABELLED.get(verb, "") in prose()


@pytest.mark.parametrize("kind", SketchKind)
def test_every_form_is_shown(kind: SketchKind) -> None:
    """In a picture of its own."""
    assert f"(using/form-{kind}.webp)" in TEXT


def test_every_flag_and_setting_is_told_of() -> None:
    """Flags that are refused, too."""
    assert [name for name in RULES.names if f"`--{name}`" not in TEXT] == []
    settings = {*SETTING_FIELDS, *SETTING_TEXTS}
    assert [name for name in settings if f"| `{name}` |" not in TEXT] == []


def test_the_pictures_are_those_of_the_tour() -> None:
    """Each is there, is told of, and is a WebP of a size that a page can have dozens of."""
    names = {f"{stop.name}.webp" for stop in STOPS}
    assert {path.name for path in PICTURES.iterdir()} == names
    assert set(re.findall(r"using/([\w-]+\.webp)", TEXT)) == names
    sizes = [path.stat().st_size for path in PICTURES.iterdir()]
    assert max(sizes) <= PICTURE_MOST
    assert sum(sizes) <= ALL_MOST
    for path in PICTURES.iterdir():
        with Image.open(path) as picture:
            assert picture.format == "WEBP"
            picture.load()


def test_every_picture_says_what_it_shows() -> None:
    """For who cannot see it."""
    shown = re.findall(r"!\[(.*?)\]\(using/|src=\"using/[^\"]*\" alt=\"(.*?)\"", TEXT)
    assert len(shown) == len(STOPS)
    assert all(any(pair) for pair in shown)
