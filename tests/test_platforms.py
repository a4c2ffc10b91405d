"""The table of platforms: whose settings are read, which are wanted, and what is said when one cannot work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import HttpUrl

from adapters.discord.settings import DiscordSettings
from adapters.telegram.settings import TelegramSettings
from adapters.webchat.settings import WebchatSettings
from bot.environment import PlatformSettings, SettingsError, read_settings
from bot.platforms import ADAPTERS, ALL_SETTINGS, ChosenPlatforms, default_platforms, load_all_settings
from bot.settings import load_settings
from bot.unread import known_names, unread_names
from tests.fakes.waiting import PATIENCE

OFF = ["CHATELIER_WEBCHAT is off and no other platform is set up: there is nothing to run"]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of this machine reach a test."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("CHATELIER_")]:
        monkeypatch.delenv(name)


def chosen(**settings: PlatformSettings) -> ChosenPlatforms:
    """These, and the others as they are when nothing is set."""
    return ChosenPlatforms({**default_platforms().settings, **settings})


def test_every_setting_has_one_name_and_every_switch_is_one() -> None:
    """Two models that read one variable would mean two things by it."""
    names = known_names(ALL_SETTINGS)
    assert len(set(names)) == len(names)
    assert all(adapter.settings.SWITCH in adapter.settings.model_fields for adapter in ADAPTERS)


def test_names_of_every_platform_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that is misspelt has the nearest of any of them beside it."""
    for adapter in ADAPTERS:
        monkeypatch.setenv(adapter.settings.env_name(adapter.settings.SWITCH), "true")
    assert unread_names(ALL_SETTINGS) == []
    monkeypatch.setenv("CHATELIER_TELEGRAM_UPDATE", "polling")
    told = "CHATELIER_TELEGRAM_UPDATE is not a setting; did you mean CHATELIER_TELEGRAM_UPDATES?"
    assert unread_names(ALL_SETTINGS) == [told]


def test_all_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, of the bot and of platforms."""
    monkeypatch.setenv("CHATELIER_HTTP_PORT", "x")
    monkeypatch.setenv("CHATELIER_TELEGRAM_UPDATES", "magic")
    with pytest.raises(SettingsError) as caught:
        load_all_settings()
    first, second = str(caught.value).split("; ")
    assert first.startswith("CHATELIER_HTTP_PORT: ")
    assert second.startswith("CHATELIER_TELEGRAM_UPDATES: ")


@pytest.mark.parametrize(
    ("public_url", "api_url", "fault"),
    [
        (None, None, "CHATELIER_TELEGRAM_UPDATES: webhook needs CHATELIER_PUBLIC_URL"),
        ("https://bot.example:444", None, "CHATELIER_PUBLIC_URL: Telegram calls webhooks on ports"),
        ("https://bot.example", None, None),
        ("https://bot.example:8443", None, None),
        ("http://127.0.0.1:1", "http://127.0.0.1:2", None),
    ],
)
def test_a_webhook_needs_an_address_that_telegram_calls(
    public_url: str | None, api_url: str | None, fault: str | None
) -> None:
    """On one of its ports, unless the server is one's own; in any case it may be written."""
    address = load_settings(public_url=public_url).public_url
    telegram = read_settings(TelegramSettings, updates="Webhook", api_url=api_url)
    faults = chosen(telegram=telegram).faults(address)
    assert [text.startswith(fault) for text in faults] == [True] if fault else faults == []


@pytest.mark.parametrize(
    ("public_url", "fault"),
    [(None, True), ("http://127.0.0.1:1", True), ("https://bot.example", False)],
)
def test_a_mini_app_needs_an_address(public_url: str | None, fault: bool) -> None:  # noqa: FBT001 - a column
    """With TLS, since Telegram opens no other."""
    address = load_settings(public_url=public_url).public_url
    telegram = read_settings(TelegramSettings, app="https://t.me/a_bot/region")
    told = "CHATELIER_TELEGRAM_APP: its page needs an https CHATELIER_PUBLIC_URL"
    assert chosen(telegram=telegram).faults(address) == ([told] if fault else [])


@pytest.mark.parametrize("link", ["https://t.me/a_bot", "http://t.me/a_bot/app", "https://e.org/a_bot/app", "app"])
def test_the_link_of_a_mini_app(link: str) -> None:
    """Is one at t.me, of a bot and an app."""
    with pytest.raises(SettingsError, match="CHATELIER_TELEGRAM_APP"):
        read_settings(TelegramSettings, app=link)


def test_something_has_to_be_wanted() -> None:
    """A bot on no platform has nothing to do."""
    assert chosen(webchat=read_settings(WebchatSettings, webchat=False)).faults(None) == OFF


def test_the_address_of_discord_says_its_version() -> None:
    """Another has other fields, and an address without one leads nowhere."""
    wrong = read_settings(DiscordSettings, token="not-a-real-token", api_url="https://discord.example/api")
    assert chosen(discord=wrong).faults(None) == ["CHATELIER_DISCORD_API_URL: must end in /api/v10"]


def test_a_library_that_is_missing_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install; for a platform that is off nobody misses it."""
    for name in [name for name in sys.modules if name.startswith("adapters.telegram.")]:
        if name != "adapters.telegram.settings":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "telegram", None)
    [fault] = chosen(telegram=read_settings(TelegramSettings, token="not-a-real-token")).faults(None)
    assert fault.startswith("CHATELIER_TELEGRAM_TOKEN is set, but telegram is not installed")
    assert "pip install 'chatelier[telegram]'" in fault
    assert chosen().faults(None) == []


def test_the_demo_takes_no_platform_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """They may be those of a real bot: the web chat is there, and nothing else."""
    monkeypatch.setenv("CHATELIER_WEBCHAT", "false")
    monkeypatch.setenv("CHATELIER_TELEGRAM_TOKEN", "not-a-real-token")
    assert [name for name, one in default_platforms().settings.items() if one.wanted] == ["webchat"]


def test_settings_need_no_library_of_a_platform() -> None:
    """They are read by every command and in every process, also where nothing of it is installed."""
    looked = "import sys, bot.cli; print([name for name in ('telegram', 'discord') if name in sys.modules])"
    ended = subprocess.run(
        [sys.executable, "-c", looked], capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    assert ended.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("address", "warned"), [("http://127.0.0.1:8080", True), ("https://bot.example", False), (None, False)]
)
def test_pages_of_a_bot_need_https(address: str | None, warned: bool) -> None:  # noqa: FBT001 - a column
    """Telegram opens no others, so an address without it is doubted, where Telegram is set up."""
    url = HttpUrl(address) if address else None
    telegram = read_settings(TelegramSettings, token="1:not-a-real-token")
    told = chosen(telegram=telegram).doubts(url, exposed=False)
    assert ["CHATELIER_PUBLIC_URL is http://, and Telegram" in one for one in told] == [True] * warned
    assert chosen().doubts(url, exposed=False) == []
