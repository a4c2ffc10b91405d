"""A bot on a loopback Telegram: the real core, store and client; the image service is a fake."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.gateway import GROUP_LIMITS, PRIVATE_LIMITS, open_platform
from adapters.telegram.gateway import Telegram as Platform
from adapters.telegram.settings import TelegramSettings
from bot.domain.access import AccessList
from bot.domain.plain_words import PlainWords
from bot.environment import read_settings
from bot.store.media import MediaFolder
from bot.web.hosting import Upload
from tests.adapters.running import ORIGINAL, PUBLIC_URL, Running, running
from tests.fakes.opening import adapter_context
from tests.fakes.painter import SMOOTH, FakePainter
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.room import Message, Person
from tests.fakes.telegram.rules import Rules
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

__all__ = ["NINE", "ORIGINAL", "House", "answered", "bot", "house", "painted", "telegram"]

NINE = [
    ["U1", "U2", "U3", "U4", "🔄 Reroll"],
    ["V1", "V2", "V3", "V4"],
    ["🎬 1", "🎬 2", "🎬 3", "🎬 4"],
    ["📎 Original", "↗️ Share", "📋 Prompt", "✏️ Change…", "ℹ️ Details"],
]


@dataclass
class House(Running):
    telegram: Telegram
    platform: Platform

    def forget_rights(self) -> None:
        """As a minute later."""
        self.platform.rights.admins.clear()

    def shown(self, chat: Chat) -> list[str]:
        return [shown.kind for shown in chat.last.history]


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with playing(Rules(window=0.1, capacity=1000, gap=0.0, query_life=3600)) as made:
        yield made


@pytest.fixture
async def house(telegram: Telegram, stage: Stage) -> AsyncIterator[House]:  # noqa: F811 - the fixture
    """The gateway listens and the worker works, as `chatelier run` has them."""
    async with bot(telegram, stage) as made:
        yield made


@asynccontextmanager
async def bot(telegram: Telegram, stage: Stage, **given: Any) -> AsyncIterator[House]:  # noqa: F811 - the fixture
    """What is lent lies in a folder that goes with the bot; `given` as `opened` takes it."""
    with tempfile.TemporaryDirectory(prefix="chatelier-test-", ignore_cleanup_errors=True) as folder:
        media = MediaFolder.local(Path(folder), timedelta(days=1))
        async with opened(telegram, stage, media, **given) as made:
            yield made


@asynccontextmanager
async def opened(
    telegram: Telegram,
    stage: Stage,  # noqa: F811 - the fixture
    media: MediaFolder,
    *,
    access: AccessList = AccessList(),  # noqa: B008 - frozen
    public_url: str = PUBLIC_URL,
    upload: Upload | None = None,
    painter: FakePainter | None = None,
    words: PlainWords = PlainWords.PAINT,
    operators: frozenset[str] = frozenset(),
    **more: str | bool,
) -> AsyncIterator[House]:
    context = adapter_context(stage.redis, public_url=public_url, operators=operators)
    platform = hurried(open_platform(context, settings_of(telegram, more)))
    given = {"access": access, "public_url": public_url, "upload": upload, "painter": painter, "words": words}
    given |= {"operators": operators}
    async with running(platform, stage, media, **given) as made:  # type: ignore[arg-type]  # as above
        yield House(**vars(made), telegram=telegram)


def settings_of(telegram: Telegram, more: dict[str, str | bool]) -> TelegramSettings:
    return read_settings(TelegramSettings, token=telegram.token, api_url=telegram.url, **more)


def hurried(platform: Platform) -> Platform:
    """As fast as this Telegram lets it be; and no toast is missed because the machine is busy."""
    platform.group, platform.private = replace(GROUP_LIMITS, gap=0.15), replace(PRIVATE_LIMITS, gap=0.15)
    platform.spinner = 60.0
    return platform


async def answered(chat: Chat, who: Person, text: str) -> Message:
    """The bot's answer to a command."""
    before = len(chat.by_bot)
    chat.says(who, text)
    await wait_until(lambda: len(chat.by_bot) > before, f"{text} is answered")
    return chat.last


async def painted(house: House, chat: Chat, who: Person, words: str = "a cat") -> Message:
    """A finished picture in a chat."""
    house.painter.scripts.append(SMOOTH)
    before = len(chat.by_bot)
    chat.says(who, f"/imagine {words}")
    await wait_until(lambda: len(chat.by_bot) > before and "U1" in str(chat.last.labels), "the picture is there")
    await house.known()
    return chat.last
