"""Settings: what deploy/ and the manual name exists, and nothing that exists is left out."""

import re
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from bot.environment import PREFIX
from bot.platforms import ALL_SETTINGS, load_all_settings
from bot.unread import known_names
from tests.deploy.reading import DEPLOY, MANUAL, ROOT

EXAMPLE = DEPLOY / "example.env"
FIELDS = {name.removeprefix(PREFIX) for name in known_names(ALL_SETTINGS)}
DEFAULTS = {
    model.env_name(name).removeprefix(PREFIX): field.get_default()
    for model in ALL_SETTINGS
    for name, field in model.model_fields.items()
}
# Where the example shows what to write rather than the default.
SHOWN = {"DATA_DIR", "REDIS_URL", "MEDIA_URL", "PUBLIC_URL", "FLAGS_FILE"}
SHOWN |= {"DISCORD_API_URL", "DISCORD_GATEWAY_URL", "TELEGRAM_API_URL", "TELEGRAM_PROXY", "ACEDATA_PROXY"}

# What has no default and takes more than any word.
LIKE = dict.fromkeys(("ALLOWED_CHATS", "ALLOWED_PEOPLE"), "telegram:-1001234567890")


def lines() -> dict[str, str]:
    found = re.findall(rf"^#{PREFIX}(\w+)=(.*)$", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert len(dict(found)) == len(found)
    return dict(found)


def default(name: str) -> str:
    value = DEFAULTS[name]
    if value in (None, PydanticUndefined, frozenset()):
        return ""
    return str(value).removesuffix(".0").removesuffix("/").replace("True", "true").replace("False", "false")


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


def test_the_example_has_every_setting_with_its_default() -> None:
    """And none switched on."""
    assert set(lines()) == FIELDS
    wrong = {name: value for name, value in lines().items() if name not in SHOWN and value != default(name)}
    assert not wrong
    assert not [line for line in EXAMPLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_the_example_can_be_switched_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every line as it stands, but for tokens."""
    monkeypatch.chdir(tmp_path)
    for name in FIELDS:
        monkeypatch.delenv(PREFIX + name, raising=False)
    for name, value in lines().items():
        monkeypatch.setenv(PREFIX + name, value or LIKE.get(name, "test-token-not-real"))
    own, platforms = load_all_settings()
    assert own.need_token() == "test-token-not-real"
    assert all(chosen.wanted for chosen in platforms.settings.values())


def test_the_manual_lists_every_setting_with_its_default() -> None:
    """In one table."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)?", MANUAL.read_text("utf-8"), re.MULTILINE)
    listed = dict(rows)
    assert set(listed) == FIELDS
    assert {name: text for name, text in listed.items() if name != "DATA_DIR" and text != default(name)} == {}


def test_decisions_are_numbered_once() -> None:
    """Each record of a decision has a number of its own, and says it."""
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(record.name[:4]) for record in records]
    assert numbers == list(range(1, len(records) + 1))
    said = [record.read_text("utf-8").partition(".")[0] for record in records]
    assert said == [f"# {number}" for number in numbers]
