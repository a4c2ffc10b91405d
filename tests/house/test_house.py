"""The house is as its documents say: the picture is drawn from it, the ways lead through it, the words are few."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.counts import count_house, import_cycle, one_word_share
from tests.house.drawing import DOCUMENT, draw_rooms, drawn_document, picture_text, without_detours
from tests.house.source import ROOT, Module, read_modules

PATH = re.compile(r"`((?:bot|adapters)/[\w/]+\.py)`")
NAME = re.compile(r"`([A-Za-z_]\w*(?:\.[a-z_]\w*)?)`")
DOZEN = 12
# Shares of 1, and files: what may be had today; each is only ever made stricter.
ONE_WORD_MOST, DOCSTRINGS_LEAST, SMALL_FILES_MOST = 0.4, 0.85, 20


def section_text(title: str) -> str:
    """What stands below a heading, as far as the next one of its kind."""
    mark = title.partition(" ")[0]
    return re.split(rf"^{mark} ", DOCUMENT.read_text("utf-8").partition(f"\n{title}\n")[2], flags=re.MULTILINE)[0]


def named_places() -> list[tuple[str, str]]:
    """Files and the names in them that the four ways go through, in order."""
    found, path = [], ""
    for word in re.findall(r"`[^`]+`", section_text("## Four ways through the house")):
        if at := PATH.fullmatch(word):
            path = at[1]
            found.append((path, ""))
        elif (name := NAME.fullmatch(word)) and path:
            found.append((path, name[1]))
    return found


def defined_names(path: Path) -> set[str]:
    """Functions, classes, and `Class.method`."""
    names = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            inside = [one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
            names |= {f"{node.name}.{one.name}" for one in inside}
    return names


def test_the_four_ways_lead_through_files_that_are_there() -> None:
    """With the functions that they name; what is no function of that file, as a class of errors, is somewhere."""
    everywhere = set().union(*(defined_names(module.path) for module in read_modules()))
    places = named_places()
    assert len({path for path, _ in places}) > DOZEN
    for path, name in places:
        assert (ROOT / path).is_file(), path
        assert not name or name in defined_names(ROOT / path) | everywhere, (path, name)
        assert "." not in name or name in defined_names(ROOT / path), (path, name)


def test_every_way_names_functions() -> None:
    """An order, a press, a callback, a restart: nobody has to search for where to begin."""
    for title in ("An order", "A press", "A callback of the image service", "A restart"):
        text = section_text("## Four ways through the house").partition(f"### {title}\n")[2].partition("\n### ")[0]
        assert len(NAME.findall(text)) > 1, title


def test_the_picture_is_drawn_from_what_is_imported() -> None:
    """`make drawing` writes it anew."""
    document = DOCUMENT.read_text("utf-8")
    assert drawn_document(document, picture_text(draw_rooms(read_modules()))) == document


def test_the_words_that_are_ours_are_a_dozen_at_most() -> None:
    """Each is a word of the code, too."""
    rows = re.findall(r"^\| (\*\*.*?) \|", section_text("## Words"), re.MULTILINE)
    assert 0 < len(rows) <= DOZEN
    code = "\n".join(module.text for module in read_modules())
    for word in re.findall(r"\*\*(\w+)\*\*", "\n".join(rows)):
        assert re.search(rf"\b{word}\b", code, re.IGNORECASE), word


def test_the_house_does_not_grow_back() -> None:
    """Names say what is done, a constant has one meaning, nothing goes in a ring, the public says what it is."""
    counts = count_house(read_modules())
    assert counts["one_word_names"] <= ONE_WORD_MOST
    assert counts["shared_constants"] == {}
    assert counts["import_cycle"] == []
    assert counts["long_functions"] == []
    assert counts["public_docstrings"] >= DOCSTRINGS_LEAST
    assert len(counts["small_files"]) <= SMALL_FILES_MOST, counts["small_files"]


def test_arrows_that_follow_from_others_are_left_out() -> None:
    """And nothing that cannot be reached without them."""
    graph = {"a": {"b", "c"}, "b": {"c"}, "c": set(), "d": {"c"}}
    assert without_detours(graph) == {"a": {"b"}, "b": {"c"}, "c": set(), "d": {"c"}}


@pytest.fixture
def small_house(tmp_path: Path) -> list[Module]:
    """Two modules that import each other, and share a constant."""
    texts = {
        "bot/one.py": '"""One."""\nfrom bot.two import say_it\n\nLIMIT = 1\n\n\ndef known():\n    pass\n',
        "bot/two.py": '"""Two."""\nimport bot.one\n\nLIMIT = 2\n\n\ndef say_it():\n    """Say it."""\n'
        + "    x\n" * 40,
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return list(read_modules(tmp_path))


def test_what_is_wrong_is_counted(small_house: list[Module]) -> None:
    """A ring of imports, a constant of two meanings, a long function, a public one that says nothing."""
    counts = count_house(small_house)
    assert set(import_cycle(small_house)) == {"bot.one", "bot.two"}
    assert counts["shared_constants"] == {"LIMIT": ["bot.one", "bot.two"]}
    assert counts["long_functions"] == ["bot.two:say_it"]
    assert counts["small_files"] == ["bot.one"]
    assert counts["public_docstrings"] == one_word_share(small_house) == 1 / 2
