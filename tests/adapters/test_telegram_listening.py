"""Whether Telegram is heard, as a process says that is asked whether it is ready."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs
from telegram import Bot

from adapters.telegram import gateway
from adapters.telegram.checkup import REFUSED_ADVICE
from adapters.telegram.gateway import Telegram
from adapters.telegram.settings import TelegramSettings
from bot.domain.incoming import Incoming
from bot.environment import read_settings
from bot.tasks import cancel_tasks
from tests.adapters.scenes import opened
from tests.fakes.telegram.driver import Telegram as Stand
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.world import Record
from tests.fakes.waiting import wait_until


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed call is repeated at once."""
    monkeypatch.setattr(gateway, "POLL_RETRY_S", 0.05)


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    async with playing() as telegram:
        yield telegram


def made(stand: Stand, redis: Redis, folder: Path, **given: str) -> Telegram:
    settings = read_settings(TelegramSettings, token=stand.token, api_url=stand.url, **given)
    platform = opened("telegram", redis, folder, settings, "https://bot.example")
    assert isinstance(platform, Telegram)
    return platform


@asynccontextmanager
async def served(platform: Telegram) -> AsyncIterator[None]:
    async def handle(_incoming: Incoming) -> None:
        """Nothing that is said here matters."""

    async with asyncio.TaskGroup() as group:
        task = group.create_task(platform.serve(handle))
        try:
            yield
        finally:
            await cancel_tasks([task])
            await platform.close()


async def is_deaf(platform: Telegram, why: str) -> None:
    await wait_until(lambda: platform.why_deaf() == why, why or "it hears")


async def test_it_hears_when_updates_are_told(stand: Stand, redis: Redis, tmp_path: Path) -> None:
    """Which is known at once, also where nobody says anything; and again after Telegram was away."""
    ann = stand.person("Ann")
    stand.fault("error", "getMe", times=2)
    platform = made(stand, redis, tmp_path)
    assert platform.why_deaf() == "it was not reached yet"
    async with served(platform):
        await is_deaf(platform, "")
        fault = stand.fault("error", "getUpdates", times=-1)
        stand.private(ann).says(ann, "/help")  # ends the poll that waits
        await is_deaf(platform, "updates cannot be had")
        fault.times = 0
        await is_deaf(platform, "")


async def test_a_token_that_was_taken_back_is_named(stand: Stand, redis: Redis, tmp_path: Path) -> None:
    """Whoever asks whether the bot is ready, or reads its log, need not guess; the other platforms go on."""
    ann = stand.person("Ann")
    platform = made(stand, redis, tmp_path)
    with capture_logs() as lines:
        async with served(platform):
            await is_deaf(platform, "")
            stand.world.token = "4242:another-token-not-real"
            stand.private(ann).says(ann, "/help")  # ends the poll that waits
            await is_deaf(platform, REFUSED_ADVICE)
    [told] = [line for line in lines if line["event"] == "telegram.not_heard"]
    assert told["hint"] == REFUSED_ADVICE


async def test_one_that_stays_away_is_told_of_once_a_minute(stand: Stand, redis: Redis, tmp_path: Path) -> None:
    """However often it is asked, at the start, for updates or for a webhook."""
    platform, by_hook = made(stand, redis, tmp_path), made(stand, redis, tmp_path, updates="webhook")
    faults = [stand.fault("error", "getMe", times=5), stand.fault("error", "getUpdates", times=-1)]
    faults.append(stand.fault("error", "setWebhook", times=-1))
    with capture_logs() as lines:
        async with served(platform), served(by_hook):
            await wait_until(lambda: all(fault.struck > 4 for fault in faults), "all were asked often")
    told = Counter(line["event"] for line in lines)
    assert told["telegram.not_reached"] <= 2  # two of them start
    assert (told["telegram.not_heard"], told["telegram.no_webhook"]) == (1, 1)


def taken(stand: Stand) -> list[Record]:
    """Questions after updates that another one has ended."""
    return [call for call in stand.calls("getUpdates") if call.status == 409]


async def test_one_of_two_gateways_is_enough(stand: Stand, redis: Redis, tmp_path: Path) -> None:
    """They take turns, so both are ready; with a webhook that somebody else has set neither is."""
    one, two = made(stand, redis, tmp_path), made(stand, redis, tmp_path)
    async with served(one), served(two):
        await is_deaf(one, "")
        await is_deaf(two, "")
        await wait_until(lambda: len(taken(stand)) > 3, "they take turns")
        assert one.why_deaf() == two.why_deaf() == ""
        async with Bot(stand.token, base_url=stand.base_url, base_file_url=stand.base_file_url) as other:
            await other.set_webhook("https://other.example/hook")
        await is_deaf(one, "a webhook is set")
        await is_deaf(two, "a webhook is set")


async def test_a_webhook_is_heard_when_it_is_set(stand: Stand, redis: Redis, tmp_path: Path) -> None:
    """Telegram keeps it from then on, and what people do meanwhile."""
    fault = stand.fault("error", "setWebhook", times=-1)
    platform = made(stand, redis, tmp_path, updates="webhook")
    async with served(platform):
        await is_deaf(platform, "the webhook could not be set")
        fault.times = 0
        await is_deaf(platform, "")
