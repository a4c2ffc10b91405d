"""What an operator sets for Discord."""

import pytest

from adapters.discord.settings import DiscordSettings
from bot.environment import SettingsError, read_settings

TOKEN = "not-a-real-token"


def test_a_token_is_enough() -> None:
    """Everything else is Discord's own, and its commands are kept as ours are."""
    settings = read_settings(DiscordSettings, token=TOKEN)
    settings.check(None)
    assert settings.wanted
    assert str(settings.api_url) == "https://discord.com/api/v10"
    assert (settings.gateway_url, settings.commands, settings.proxy) == (None, "sync", None)


def test_the_names_are_those_of_the_manuals(monkeypatch: pytest.MonkeyPatch) -> None:
    """As operators type them, choices in any case."""
    monkeypatch.setenv("CHATELIER_DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("CHATELIER_DISCORD_API_URL", "http://127.0.0.1:8080/api/v10")
    monkeypatch.setenv("CHATELIER_DISCORD_GATEWAY_URL", "ws://127.0.0.1:8081")
    monkeypatch.setenv("CHATELIER_DISCORD_COMMANDS", "Leave")
    monkeypatch.setenv("CHATELIER_DISCORD_PROXY", "socks5://me:not-a-real-password@127.0.0.1:1080")
    settings = read_settings(DiscordSettings)
    settings.check(None)
    assert (str(settings.api_url), settings.commands) == ("http://127.0.0.1:8080/api/v10", "leave")
    assert str(settings.gateway_url) == "ws://127.0.0.1:8081/"
    assert {TOKEN, "not-a-real-password"} <= set(settings.secrets())
    assert not any(secret in repr(settings) for secret in settings.secrets())


@pytest.mark.parametrize("url", ["https://discord.com", "https://discord.com/api", "https://discord.com/api/v9"])
def test_another_version_of_the_api_is_refused(url: str) -> None:
    """It has other fields, so it would fail later, and in odd ways."""
    settings = read_settings(DiscordSettings, token=TOKEN, api_url=url)
    with pytest.raises(SettingsError, match=r"CHATELIER_DISCORD_API_URL: must end in /api/v10"):
        settings.check(None)


def test_a_stroke_at_its_end_does_no_harm() -> None:
    """Some copy it along."""
    read_settings(DiscordSettings, token=TOKEN, api_url="https://discord.com/api/v10/").check(None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("commands", "never"),
        ("proxy", "127.0.0.1:1080"),
        ("gateway_url", "https://gateway.discord.gg"),
        ("gateway_url", "gateway.discord.gg"),
        ("gateway_url", "wss://"),
        ("gateway_url", "wss://me:not-a-real-password@gateway.discord.gg"),
    ],
)
def test_what_is_not_possible_is_one_line(name: str, value: str) -> None:
    """Which setting, and what it may be."""
    with pytest.raises(SettingsError, match=f"CHATELIER_DISCORD_{name.upper()}"):
        read_settings(DiscordSettings, **{"token": TOKEN, name: value})
