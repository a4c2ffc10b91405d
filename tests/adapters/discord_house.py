"""A bot on a loopback Discord: the real core, store and gateway client; the image service is a fake."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.gateway import CHANNEL_LIMITS, open_platform
from adapters.discord.gateway import Discord as Platform
from adapters.discord.settings import DiscordSettings
from bot.environment import read_settings
from bot.store.keys import Keys
from bot.store.media import MediaFolder
from tests.adapters.running import PUBLIC_URL, Running, running
from tests.fakes.clock import ShiftedClock
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import Message
from tests.fakes.discord.places import Person
from tests.fakes.discord.play import playing
from tests.fakes.discord.room import Room
from tests.fakes.opening import adapter_context
from tests.fakes.painter import SMOOTH, SlowPainter
from tests.fakes.waiting import PATIENCE, STEP, wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

NINE = [
    ["U1", "U2", "U3", "U4", "🔄 Reroll"],
    ["V1", "V2", "V3", "V4"],
    ["🎬 1", "🎬 2", "🎬 3", "🎬 4"],
    ["📎 Original", "📋 Prompt", "✏️ Change…", "ℹ️ Details"],
]
PREVIEW_GAP_S, HOUR_S = 5.0, 3600.0
LATE_S = 20 * 60.0  # seconds after which no token lives


@dataclass
class House(Running):
    discord: Discord
    platform: Platform

    async def kept(self, who: Person) -> Message:
        """The newest picture of theirs, had by /history in the conversation with the bot."""
        dm = self.discord.dm(who)
        listed = dm.types(who, "history")
        await wait_until(lambda: listed.done and listed.message.labels, "their pictures are listed")
        await self.idle()
        press = dm.presses(who, listed.message, "1")
        await wait_until(lambda: press.done and press.message.now.visible, "it is shown")
        return press.message


@dataclass
class Easel(House):
    """One whose painter stops after the first preview; `clock` is everybody's, and goes forward when told."""

    painter: SlowPainter
    clock: ShiftedClock

    async def begun(self, room: Room, who: Person, **options: Any) -> Interaction:
        """An order whose first preview is shown."""
        asked = room.types(who, "imagine", **({"prompt": "a cat"} | options))
        await wait_until(lambda: asked.done and asked.message.now.visible, "it is being painted")
        await self.still()
        return asked

    async def still(self) -> None:
        """Until all that was to be shown is, and the bot knows."""
        sessions = self.bench.runner.sessions
        await wait_until(lambda: all(one.canvas.idle.is_set() for one in sessions.values()), "all is shown")

    async def picture(self, room: Room, who: Person) -> Message:
        """A finished one; the next is begun again and stops."""
        asked = await self.begun(room, who)
        await self.ended()
        self.painter.go_on.clear()
        return asked.message

    async def written(self, parcel: str) -> None:
        """Until it waits to be brought."""
        async with asyncio.timeout(PATIENCE):
            while not await self.bench.jobs.client.exists(Keys().parcel(parcel)):  # noqa: ASYNC110 - the store tells
                await asyncio.sleep(STEP)

    async def ended(self) -> None:
        """The painter goes on, and all jobs are over."""
        self.clock.shift(PREVIEW_GAP_S)
        self.painter.go_on.set()
        await wait_until(lambda: not self.bench.runner.sessions, "no job runs")
        await self.idle()


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with playing() as made:
        yield made


@pytest.fixture
async def house(discord: Discord, stage: Stage) -> AsyncIterator[House]:  # noqa: F811 - the fixture
    """The gateway listens and the worker works, as `chatelier run` has them."""
    async with bot(discord, stage) as made:
        yield made


@asynccontextmanager
async def easel(stage: Stage, **given: Any) -> AsyncIterator[Easel]:  # noqa: F811 - the fixture
    clock = ShiftedClock()
    stage.clock, stage.job_timeout = clock, 2 * HOUR_S
    async with (
        playing(clock=clock.now) as discord,
        bot(discord, stage, **({"painter": SlowPainter()} | given), clock=clock) as made,
    ):
        yield Easel(**vars(made), clock=clock)


@asynccontextmanager
async def bot(discord: Discord, stage: Stage, **given: Any) -> AsyncIterator[House]:  # noqa: F811 - the fixture
    """What is lent lies in a folder that goes with the bot; `given` as `running` takes it, and settings."""
    own = {name: given.pop(name) for name in tuple(given) if name in DiscordSettings.model_fields}
    around = {name: given.pop(name) for name in ("leaves_unknown",) if name in given}
    around |= {name: given[name] for name in ("access", "clock", "operators") if name in given}
    context = adapter_context(stage.redis, public_url=PUBLIC_URL, **around)
    platform = open_platform(context, settings_of(discord, own))
    platform.channel_limits = replace(CHANNEL_LIMITS, gap=0.0)
    with tempfile.TemporaryDirectory(prefix="chatelier-test-", ignore_cleanup_errors=True) as folder:
        media = MediaFolder.local(Path(folder), timedelta(days=1))
        async with running(platform, stage, media, **given) as made:
            await wait_until(lambda: not platform.why_deaf(), "it hears")
            yield House(**vars(made), discord=discord)


def settings_of(discord: Discord, more: dict[str, Any]) -> DiscordSettings:
    return read_settings(DiscordSettings, **({"token": discord.token, "api_url": discord.api_url} | more))


async def painted(house: House, room: Room, who: Person, words: str = "a cat") -> Message:
    """A finished picture."""
    house.painter.scripts.append(SMOOTH)
    asked = room.types(who, "imagine", prompt=words)
    await wait_until(lambda: asked.done and "U1" in str(asked.message.labels), "the picture is there")
    await house.known()
    return asked.message
