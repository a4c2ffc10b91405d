"""The manual of each chat platform tells of all that people can do there, as docs/using.md does of everything."""

import re
from pathlib import Path

import pytest

from bot.commands import ALL_COMMANDS
from bot.domain.sketch import SketchKind
from tests.tour.lists import MANUAL, button_label

PLATFORM_MANUALS = [MANUAL.with_name(f"{name}.md") for name in ("discord", "telegram")]
LISTED = [one.name for one in ALL_COMMANDS if one.listed and not one.for_operators]


@pytest.mark.parametrize("manual", PLATFORM_MANUALS, ids=lambda path: path.stem)
@pytest.mark.parametrize("command", LISTED)
def test_every_command_is_told_of(manual: Path, command: str) -> None:
    """Whoever reads no other one misses none."""
    assert re.search(rf"[`\s(]/{command}\b", manual.read_text("utf-8"))


@pytest.mark.parametrize("manual", PLATFORM_MANUALS, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", [one for one in SketchKind if one is not SketchKind.REGION])
def test_every_form_is_told_of(manual: Path, kind: SketchKind) -> None:
    """By the button that opens it; that of a region is opened by the service's own."""
    label = button_label(f"button-{kind}-form").partition(" ")[0].rstrip("…")
    assert f"**{label}" in manual.read_text("utf-8")


@pytest.mark.parametrize("manual", PLATFORM_MANUALS, ids=lambda path: path.stem)
def test_the_form_for_a_region_is_told_of(manual: Path) -> None:
    """By the service's button and ours."""
    text = manual.read_text("utf-8")
    assert "Vary (Region)" in text
    assert "*Region*" in text
