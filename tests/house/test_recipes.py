"""The recipes of CONTRIBUTING are true: what they name is enough, in a copy that is changed as they say and run."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.house.recipes import (
    BUTTON,
    BUTTON_TEST,
    COMMAND,
    COMMAND_TEST,
    COPIED,
    LANGUAGES,
    PLATFORM,
    PLATFORM_TEST,
    SETTING,
    SETTING_TEST,
    Edit,
)
from tests.house.source import ROOT

TABLES = {"README.md", "deploy/example.env", "docs/operating.md"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project, to be changed; what was compiled stays behind."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.webp"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run_in(copy: Path, *arguments: str) -> None:
    """With the copy in place of what is installed, and no settings of this machine."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("CHATELIER_")}
    given |= {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=given, capture_output=True, text=True, timeout=200, check=False
    )
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]


def run_tests(copy: Path, *paths: str) -> None:
    """The tests that a recipe names, in the copy."""
    run_in(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *paths)


def apply_all(copy: Path, edits: Sequence[Edit]) -> set[str]:
    """The files that were touched."""
    for edit in edits:
        edit.apply(copy)
    return {edit.path for edit in edits}


def recipe_text(name: str) -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    return re.split(r"\n\*\*|\n## ", text.partition(f"**{name}**")[2])[0]


def test_a_command_is_its_declaration_its_meaning_and_the_languages(copy: Path) -> None:
    """And with them it is in the menus, takes its option, and means something."""
    touched = apply_all(copy, COMMAND)
    assert touched - set(LANGUAGES) == {
        "bot/commands/__init__.py",
        "bot/commands/orders.py",
        "tests/flows/test_commands.py",
    }
    run_in(copy, "-c", COMMAND_TEST)
    run_tests(copy, "tests/test_texts.py", "tests/flows/test_commands.py")
    recipe = recipe_text("a command")
    assert all(path in recipe for path in ("bot/commands/__init__.py", "bot/i18n/", "tests/flows/test_commands.py"))


def test_a_button_touches_four_files_of_the_core(copy: Path) -> None:
    """Its word, what it means, what it is, and where it stands."""
    touched = apply_all(copy, BUTTON)
    files = {"bot/domain/press.py", "bot/domain/button_orders.py", "bot/domain/buttons.py", "bot/cards.py"}
    assert touched - set(LANGUAGES) == files
    run_in(copy, "-c", BUTTON_TEST)
    run_tests(copy, "tests/test_texts.py")
    recipe = recipe_text("a button")
    assert all(path in recipe for path in ("bot/domain/buttons.py", "bot/cards.py", "bot/i18n/"))


def test_a_setting_is_one_field(copy: Path) -> None:
    """The lists that operators read are written by `make tables`."""
    assert apply_all(copy, SETTING) == {"bot/settings.py"}
    run_in(copy, "-c", SETTING_TEST)
    before = {path: (copy / path).read_text("utf-8") for path in TABLES}
    run_in(copy, "-m", "tests.deploy.tables")
    after = {path: (copy / path).read_text("utf-8") for path in TABLES}
    assert all("MOTTO" not in before[path] for path in TABLES)
    assert "CHATELIER_MOTTO" in after["deploy/example.env"]
    assert "MOTTO" in after["docs/operating.md"]
    run_tests(copy, "tests/deploy/test_named.py")
    assert "make tables" in recipe_text("a setting")


def test_a_platform_is_a_package_and_a_line(copy: Path) -> None:
    """The core is touched in one place, and what it hears is handed over."""
    touched = apply_all(copy, PLATFORM)
    assert {path for path in touched if path.startswith("bot/")} == {"bot/platforms.py"}
    run_in(copy, "-c", PLATFORM_TEST)
    recipe = recipe_text("a platform")
    assert all(word in recipe for word in ("settings.py", "gateway.py", "open_platform", "bot/platforms.py"))
