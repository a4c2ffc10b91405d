"""Settings: what deploy/ and the manual name exists, and nothing that exists is left out."""

import re
from pathlib import Path

import pytest

from bot.environment import PREFIX
from bot.platforms import ALL_SETTINGS, load_all_settings
from bot.unread import known_names
from tests.deploy.reading import DEPLOY, MANUAL, ROOT
from tests.deploy.tables import EXAMPLE, README, written_files

FIELDS = {name.removeprefix(PREFIX) for name in known_names(ALL_SETTINGS)}


@pytest.mark.parametrize(
    "path",
    sorted(
        path for path in [*DEPLOY.rglob("*"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"] if path.is_file()
    ),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    """A misspelt one would be set, and do nothing."""
    found = set(re.findall(rf"{PREFIX}([A-Z][A-Z_]*[A-Z])", path.read_text("utf-8", errors="ignore")))
    assert found <= FIELDS


@pytest.mark.parametrize("path", [README, MANUAL, EXAMPLE], ids=lambda path: path.name)
def test_lists_are_as_the_settings_say(path: Path) -> None:
    """Names, defaults and meanings stand with the settings alone; `make tables` writes the lists anew."""
    assert path.read_text("utf-8") == written_files()[path]


def test_the_example_is_switched_off() -> None:
    """Whoever copies it has set nothing."""
    assert not [line for line in EXAMPLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_the_example_can_be_switched_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every line as it stands, but for tokens."""
    monkeypatch.chdir(tmp_path)
    lines = re.findall(rf"^#({PREFIX}\w+)=(.*)$", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert {name for name, _ in lines} == {*known_names(ALL_SETTINGS)}
    for name, value in lines:
        monkeypatch.setenv(name, value or "test-token-not-real")
    own, platforms = load_all_settings()
    assert own.need_token() == "test-token-not-real"
    assert all(chosen.wanted for chosen in platforms.settings.values())


def test_decisions_are_numbered_once() -> None:
    """Each record of a decision has a number of its own, and says it."""
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(record.name[:4]) for record in records]
    assert numbers == list(range(1, len(records) + 1))
    said = [record.read_text("utf-8").partition(".")[0] for record in records]
    assert said == [f"# {number}" for number in numbers]
