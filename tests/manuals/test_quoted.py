"""What a manual quotes of the bot's words is what the bot says."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest
from fluent.syntax import ast, parse

from tests.manuals.reading import MANUALS, ROOT

# What others say: Discord, of a command that nobody answers.
OTHERS = {"The application did not respond"}
CELL = re.compile(r'^\| "([^"]+)" \|', re.MULTILINE)


def said(pattern: ast.Pattern) -> Iterator[str]:
    """Every way in which a text can come out, with … for what is filled in."""
    parts = [list(variants(element)) for element in pattern.elements]
    return ("".join(chosen) for chosen in product(*parts))


def variants(element: ast.TextElement | ast.Placeable) -> Iterator[str]:
    if isinstance(element, ast.TextElement):
        yield element.value
    elif isinstance(element.expression, ast.SelectExpression):
        for one in element.expression.variants:
            yield from said(one.value)
    else:
        yield "…"


@cache
def all_texts() -> str:
    resource = parse((ROOT / "bot" / "i18n" / "en.ftl").read_text("utf-8"))
    values = [entry.value for entry in resource.body if isinstance(entry, ast.Message) and entry.value]
    return "\n".join(text for value in values for text in said(value))


@pytest.mark.parametrize("manual", MANUALS)
def test_people_find_what_they_were_told(manual: str) -> None:
    """In the tables of what to do about it, whose first column has the words."""
    for words in CELL.findall((ROOT / manual).read_text("utf-8")):
        assert words in OTHERS or words in all_texts(), words


def test_there_are_some() -> None:
    """Which a change of how the tables are written would hide."""
    found = {words for manual in MANUALS for words in CELL.findall((ROOT / manual).read_text("utf-8"))}
    assert len(found) > 4
    assert found >= OTHERS
