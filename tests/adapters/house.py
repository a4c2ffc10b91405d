"""A bot on a loopback Telegram: the real core, store and client; the image service is a fake."""

import asyncio
import tempfile
import time
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from adapters.telegram.gateway import GROUP_LIMITS, PRIVATE_LIMITS, open_platform
from adapters.telegram.gateway import Telegram as Platform
from adapters.telegram.settings import TelegramSettings
from bot.clock import SystemClock
from bot.commands import Commands
from bot.domain.access import AccessList
from bot.domain.flags import FlagRules
from bot.domain.ids import JobId
from bot.domain.plain_words import PlainWords
from bot.environment import read_settings
from bot.intake import Intake
from bot.settings import FLAGS_FILE
from bot.store.media import MediaFolder
from bot.tasks import cancel_tasks
from bot.web.hosting import Upload, WebPictureHost
from tests.fakes.opening import adapter_context
from tests.fakes.painter import SMOOTH, FakePainter, FakePictures
from tests.fakes.reception import reception
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.room import Message, Person
from tests.fakes.telegram.rules import Rules
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Bench, Stage, stage  # noqa: F401 - a fixture

RULES = FlagRules.parse(tomllib.loads(FLAGS_FILE.read_text("utf-8")))
NINE = [["U1", "U2", "U3", "U4", "🔄 Reroll"], ["V1", "V2", "V3", "V4"], ["📎 Original", "↗️ Share", "📋 Prompt"]]


ORIGINAL = picture(256, 256, colour="navy")


class RealPictures(FakePictures):
    """Telegram looks into what it is sent."""

    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        await super().fetch(url, limit)
        return ORIGINAL, "image/png"


@dataclass
class House:
    telegram: Telegram
    bench: Bench
    painter: FakePainter
    pictures: FakePictures
    platform: Platform
    background: dict[tuple[str, str], float]
    intake: Intake

    async def idle(self) -> None:
        """Until all background are done."""
        await wait_until(lambda: not self.background, "all background are done")

    def forget_rights(self) -> None:
        """As a minute later."""
        self.platform.rights.known.clear()

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
    public_url: str = "https://bot.example",
    upload: Upload | None = None,
    painter: FakePainter | None = None,
    words: PlainWords = PlainWords.PAINT,
    **more: str | bool,
) -> AsyncIterator[House]:
    painter = painter or FakePainter()
    context = adapter_context(stage.redis, public_url=public_url)
    platform = hurried(open_platform(context, settings_of(telegram, more)))
    async with stage.set(painter, platform) as bench, asyncio.TaskGroup() as group:  # type: ignore[arg-type]  # a platform
        pictures = bench.runner.context.forms.fitter.downloads = RealPictures()
        background: dict[tuple[str, str], float] = {}  # as docket has it: each once while it lives

        async def queue(kind: str, name: str, delay: float) -> None:
            background.setdefault((kind, name), time.monotonic() + delay)

        door = reception(
            stage.redis,
            bench.desk,
            {platform.name: platform},
            Commands(RULES),
            queue=queue,
            forms=bench.runner.context.forms,
            clock=SystemClock(),
            picture_host=WebPictureHost(media, SystemClock(), public_url, b"not-a-real-key", upload),
            access=access,
            words=words,
        )

        bench.runner.context = replace(bench.runner.context, outbox=door.outbox)

        async def run_task(kind: str, name: str) -> None:
            try:
                await door.run(kind, name)
            finally:
                del background[kind, name]

        async def work() -> None:
            taken: set[JobId] = set()
            while True:
                for job_id in [job for job in bench.queued if job not in taken]:
                    taken.add(job_id)
                    group.create_task(bench.runner.run(job_id))
                for one in [one for one, when in background.items() if when <= time.monotonic()]:
                    background[one] = float("inf")
                    group.create_task(run_task(*one))
                await asyncio.sleep(0.005)

        tasks = [group.create_task(platform.serve(door.app.handle)), group.create_task(work())]
        yield House(telegram, bench, painter, pictures, platform, background, door.app.intake)
        await cancel_tasks(tasks)
    await platform.close()


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
    # Nobody presses as fast as a test: before it is written down where the message is, its buttons mean nothing.
    sessions = house.bench.runner.sessions
    await wait_until(lambda: not any(one.canvas.posting for one in sessions.values()), "its buttons are known")
    return chat.last
