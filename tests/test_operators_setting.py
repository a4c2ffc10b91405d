"""Who the operators are: names that can be relied upon, on platforms that there are."""

from pathlib import Path

import pytest

from adapters.webchat.settings import WebchatSettings
from bot.compose.checks import examine_settings
from bot.domain.finding import Status
from bot.environment import SettingsError, read_settings
from bot.platforms import OPERATORS, ChosenPlatforms, default_platforms
from bot.settings import load_demo_settings, load_settings


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of this machine reach a test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CHATELIER_OPERATORS", raising=False)


def chosen(**settings: str) -> ChosenPlatforms:
    """Of a real bot, with these settings of the web chat."""
    return ChosenPlatforms({**default_platforms().settings, "webchat": read_settings(WebchatSettings, **settings)})


def test_names_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """With commas between them."""
    monkeypatch.setenv("CHATELIER_OPERATORS", "telegram:123456, discord:42")
    assert load_settings().operators == {"telegram:123456", "discord:42"}
    assert load_demo_settings().operators == {"telegram:123456", "discord:42"}
    monkeypatch.setenv("CHATELIER_OPERATORS", "123456")
    with pytest.raises(SettingsError, match="CHATELIER_OPERATORS: must be names such as"):
        load_settings()


@pytest.mark.parametrize(
    ("names", "header", "fault"),
    [
        ("telegram:1,discord:2", None, ""),
        (
            "matrix:1",
            None,
            "CHATELIER_OPERATORS: there is no platform matrix; there are webchat, telegram, discord",
        ),
        ("webchat:ada", None, "CHATELIER_OPERATORS: in the web chat a name proves nothing"),
        ("webchat:ada", "X-Forwarded-User", ""),
    ],
)
def test_names_that_anybody_takes_are_refused(names: str, header: str | None, fault: str) -> None:
    """In the web chat it takes a login; the demo believes everybody."""
    settings = load_settings(operators=names)
    platforms = chosen(**({"webchat_user_header": header} if header else {}))
    found = [one for one in examine_settings(settings, platforms) if one.status is Status.FAIL]
    assert [one.text.startswith(fault) for one in found] == [True] if fault else found == []
    assert default_platforms().faults(None, {OPERATORS: settings.operators}) == []


@pytest.mark.parametrize("field", ["allowed_chats", "allowed_users"])
def test_whoever_is_on_no_platform_is_named(field: str) -> None:
    """They would be let in nowhere, and nobody else either."""
    settings = load_settings(**{field: "tg:-100123,telegram:1"})
    found = [one.text for one in examine_settings(settings, chosen()) if one.status is Status.FAIL]
    assert found == [f"CHATELIER_{field.upper()}: there is no platform tg; there are webchat, telegram, discord"]


@pytest.mark.parametrize(("host", "told"), [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True)])
def test_a_port_that_others_reach_is_told(host: str, told: bool) -> None:  # noqa: FBT001 - a column
    """Whoever gets past the proxy could say that they are anybody; without the header there is nothing to say."""
    settings = load_settings(http_host=host)
    warned = [
        one.text
        for one in examine_settings(settings, chosen(webchat_user_header="Remote-User"))
        if one.status is Status.WARN
    ]
    assert ["past the proxy" in text for text in warned] == [True] * told
    assert [one.status for one in examine_settings(settings, chosen())] == [Status.OK]
