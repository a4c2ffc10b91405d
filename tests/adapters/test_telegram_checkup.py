"""What the doctor finds at Telegram: each line says what is well, or what to do."""

import pytest

from adapters.telegram.checkup import examine
from adapters.telegram.gateway import open_bot
from adapters.telegram.request import AiohttpRequest
from bot.domain.finding import Status
from tests.adapters.house import telegram  # noqa: F401 - a fixture
from tests.fakes.ports import free_port
from tests.fakes.telegram.driver import Telegram


async def findings(url: str, token: str, hook: str = "", place: str = "") -> dict[str, bool]:
    wires = AiohttpRequest(2), AiohttpRequest(1)
    found = await examine(open_bot(token, url, *wires), hook, place)
    for wire in wires:
        await wire.shutdown()
    return {one.text: one.status is not Status.FAIL for one in found}


async def test_all_is_well(telegram: Telegram) -> None:  # noqa: F811
    """The link, privacy mode, inline mode, how updates come, the menu."""
    found = await findings(telegram.url, telegram.token)
    assert all(found.values())
    for part in (
        "https://t.me/",
        "privacy mode is on",
        "inline mode is on",
        "asked for updates",
        "menu is not set",
    ):
        assert any(part in text for text in found), part


async def test_another_program_has_set_a_webhook(telegram: Telegram) -> None:  # noqa: F811
    """Polling and a webhook never go together."""
    wires = AiohttpRequest(2), AiohttpRequest(1)
    await open_bot(telegram.token, telegram.url, *wires).set_webhook("https://other.example/hook")
    for wire in wires:
        await wire.shutdown()
    found = await findings(telegram.url, telegram.token)
    assert [text for text, sound in found.items() if not sound and "webhook is set by another program" in text]


@pytest.mark.parametrize(
    ("status", "part", "sound"),
    [
        ("member", "may do all it needs", True),
        ("administrator", "may do all it needs", True),
        ("left", "is not known to the bot", False),
        ("kicked", "is not known to the bot", False),
    ],
)
async def test_rights_in_a_group(telegram: Telegram, status: str, part: str, sound: bool) -> None:  # noqa: F811, FBT001 - a fixture; a table of cases
    """By its number."""
    group = telegram.group("Atelier", telegram.person("Ann"), bot=status)
    found = await findings(telegram.url, telegram.token, place=str(group.id))
    assert [text for text, well in found.items() if part in text and well is sound]


async def test_rights_in_a_channel(telegram: Telegram) -> None:  # noqa: F811
    """By its name; a member who may not post is told what is missing."""
    wall = telegram.channel("Wall", "wall")
    assert any(
        "Wall" in text
        for text, sound in (await findings(telegram.url, telegram.token, place="@wall")).items()
        if sound
    )
    wall.room.bot = "member"
    found = await findings(telegram.url, telegram.token, place="@wall")
    assert [text for text, sound in found.items() if not sound and "to post and edit messages" in text]
    unknown = await findings(telegram.url, telegram.token, place="nonsense")
    assert [text for text, sound in unknown.items() if not sound and "a number or @name is needed" in text]


async def test_a_wrong_token_and_a_server_that_is_away(telegram: Telegram) -> None:  # noqa: F811
    """Are two different things, and the token is in neither line."""
    wrong = await findings(telegram.url, "4243:test-token-not-real")
    away = await findings(f"http://127.0.0.1:{free_port()}", telegram.token)
    assert ["TOKEN is not accepted" in text for text in wrong] == [True]
    assert ["CHATELIER_TELEGRAM_PROXY" in text for text in away] == [True]
    assert "test-token" not in str([*wrong, *away])
