"""Nobody in a chat is told the name of a setting: operators read those in the log and by `chatelier doctor`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.discord.settings import DiscordSettings
from adapters.telegram.settings import TelegramSettings
from adapters.webchat.settings import WebchatSettings
from bot.domain import errors
from bot.environment import PREFIX
from bot.i18n import languages
from bot.settings import Settings
from tests.test_languages import texts

ROOT = Path(__file__).parents[1]
MODELS = (Settings, DiscordSettings, TelegramSettings, WebchatSettings)
# Those of one word are words.
SETTINGS = {name.upper() for model in MODELS for name in model.model_fields if "_" in name}
NAMED = re.compile(rf"\b{PREFIX}\w+|\b(?:{'|'.join(sorted(SETTINGS))})\b")
# What makes words for people: errors that are told to them, with their facts, and texts by their keys.
SAYS = {"say", "notice_card", "notify", "notify_direct"} | {
    name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.UserError)
}


@pytest.mark.parametrize("language", sorted(languages()))
def test_no_text_names_a_setting(language: str) -> None:
    """In any language, whatever a text is chosen from."""
    assert {key: text for key, text in texts(language).items() if NAMED.search(text)} == {}


def told_names(path: Path) -> Iterator[str]:
    """Where a fact of what people are told is a setting's name, or made with the beginning of one."""
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if called not in SAYS:
            continue
        for part in ast.walk(call):
            named = isinstance(part, ast.Constant) and isinstance(part.value, str) and NAMED.search(part.value)
            if named or (isinstance(part, ast.Name) and part.id == "PREFIX"):
                yield f"{path.relative_to(ROOT)}:{call.lineno}"


def test_no_fact_of_what_is_told_names_a_setting() -> None:
    """All cards and answers are made of texts and facts; neither has one."""
    sources = [path for folder in ("bot", "adapters") for path in (ROOT / folder).rglob("*.py")]
    assert len(SAYS) > len(("say", "notice_card", "notify", "notify_direct", "UserError"))
    assert [found for path in sources for found in told_names(path)] == []


def test_the_search_finds_one() -> None:
    """It would be of no use otherwise."""
    assert NAMED.search(f"set {PREFIX}PUBLIC_URL")
    assert NAMED.search("set PUBLIC_URL to an https address")
    assert not NAMED.search("/settings gallery #wall")
