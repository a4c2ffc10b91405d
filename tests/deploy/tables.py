"""The lists of settings in README, manual and example file, made from what the settings say of themselves.

`python -m tests.deploy.tables` (`make tables`) writes them anew.
"""

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import HttpUrl
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.environment import PREFIX, Basic, Heading
from bot.platforms import ALL_SETTINGS
from tests.deploy.reading import DEPLOY, MANUAL, ROOT

README, EXAMPLE = ROOT / "README.md", DEPLOY / "example.env"
MARKDOWN = "<!-- written by `make tables`: begin -->\n", "<!-- written by `make tables`: end -->"
COMMENT = "# written by `make tables`: begin\n", "# written by `make tables`: end"
WIDTH = 116


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable, without our prefix. `default` and `example` are as an operator would type them, or empty."""

    name: str
    description: str
    default: str
    example: str
    heading: str
    basic: bool


def all_settings() -> Iterator[Setting]:
    """In the order in which they are declared, those of the bot before those of platforms."""
    for model in ALL_SETTINGS:
        for name, field in model.model_fields.items():
            yield described_setting(model.env_name(name).removeprefix(PREFIX), field)


def described_setting(name: str, field: FieldInfo) -> Setting:
    """ValueError when nothing says what it is."""
    if not field.description:
        raise ValueError(f"{name} has no description")
    default, example = typed_text(field.default), typed_text(next(iter(field.examples or ()), None))
    headings = [one.title for one in field.metadata if isinstance(one, Heading)]
    basic = any(isinstance(one, Basic) for one in field.metadata)
    # What is made anew each time is shown by its example.
    return Setting(
        name,
        field.description,
        default or (example if field.default_factory else ""),
        example,
        "".join(headings),
        basic,
    )


def typed_text(value: Any) -> str:
    """A value as an operator would type it; empty for none."""
    if value is None or value is PydanticUndefined or value == frozenset():
        return ""
    if isinstance(value, bool | Enum):
        return str(value.value if isinstance(value, Enum) else value).lower()
    return str(value).removesuffix("/") if isinstance(value, HttpUrl) else str(value).removesuffix(".0")


def markdown_table(settings: Sequence[Setting]) -> str:
    """Name, default, and what it is."""
    rows = ["| name (`CHATELIER_…`) | default | what it is |", "| --- | --- | --- |"]
    for one in settings:
        default = f" `{one.default}`" if one.default else ""
        such = f". For example `{one.example}`" if one.example and not one.default else ""
        rows.append(f"| `{one.name}` |{default} | {one.description}{such} |")
    return "\n".join([*rows, ""])


def example_lines(settings: Sequence[Setting]) -> str:
    """Each as a comment with what it is, and a line to switch on, with its default or an example."""
    lines: list[str] = []
    for one in settings:
        if one.heading:
            lines += ["", f"# --- {one.heading} ---"]
        told = one.description.replace("`", "").removesuffix(".")
        lines += textwrap.wrap(f"{told[0].upper()}{told[1:]}.", WIDTH, initial_indent="# ", subsequent_indent="# ")
        lines.append(f"#{PREFIX}{one.name}={one.default or one.example}")
    return "\n".join([*lines, ""])


def filled_in(document: str, marks: tuple[str, str], text: str) -> str:
    """The document with this text between the marks. ValueError when they are not there."""
    head, begin, rest = document.partition(marks[0])
    _, end, tail = rest.partition(marks[1])
    if not begin or not end:
        raise ValueError(f"there is no place for it: {marks[0].strip()}")
    return f"{head}{begin}{text}{end}{tail}"


def written_files() -> Mapping[Path, str]:
    """What each of the files has to be."""
    settings = list(all_settings())
    lists: dict[Path, tuple[tuple[str, str], Callable[[Sequence[Setting]], str], list[Setting]]] = {
        README: (MARKDOWN, markdown_table, [one for one in settings if one.basic]),
        MANUAL: (MARKDOWN, markdown_table, settings),
        EXAMPLE: (COMMENT, example_lines, settings),
    }
    return {
        path: filled_in(path.read_text("utf-8"), marks, form(listed))
        for path, (marks, form, listed) in lists.items()
    }


if __name__ == "__main__":
    for path, text in written_files().items():
        path.write_text(text, "utf-8")
