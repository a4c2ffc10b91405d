"""A bot around one platform, in one process: the real core and store; the image service is a fake."""

import asyncio
import time
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from typing_extensions import override

from bot.clock import SystemClock
from bot.commands import Commands
from bot.domain.access import AccessList
from bot.domain.flags import FlagRules
from bot.domain.ids import JobId
from bot.domain.plain_words import PlainWords
from bot.intake import Intake
from bot.ports import Clock, Closeable
from bot.settings import FLAGS_FILE
from bot.store.media import MediaFolder
from bot.tasks import cancel_tasks
from bot.web.hosting import Upload, WebPictureHost
from tests.fakes.painter import FakePainter, FakePictures
from tests.fakes.reception import Reception, reception
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Bench, Stage

RULES = FlagRules.parse(tomllib.loads(FLAGS_FILE.read_text("utf-8")))
ORIGINAL = picture(256, 256, colour="navy")
PUBLIC_URL = "https://bot.example"


class RealPictures(FakePictures):
    """Platforms look into what they are sent."""

    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        await super().fetch(url, limit)
        return ORIGINAL, "image/png"


@dataclass
class Running:
    """`platform` is that of the adapter; `background` are the tasks that are due or run."""

    platform: Any
    bench: Bench
    painter: FakePainter
    pictures: FakePictures
    background: dict[tuple[str, str], float]
    intake: Intake
    door: Reception

    async def idle(self) -> None:
        """Until all background tasks are done."""
        await wait_until(lambda: not self.background, "all background tasks are done")

    async def known(self) -> None:
        """Until it is written down where messages are; nobody presses their buttons before that but a test."""
        sessions = self.bench.runner.sessions
        await wait_until(lambda: not any(one.canvas.posting for one in sessions.values()), "its buttons are known")


@asynccontextmanager
async def running(
    platform: Any,
    stage: Stage,
    media: MediaFolder,
    *,
    access: AccessList = AccessList(),  # noqa: B008 - frozen
    public_url: str = PUBLIC_URL,
    upload: Upload | None = None,
    painter: FakePainter | None = None,
    words: PlainWords = PlainWords.PAINT,
    clock: Clock | None = None,
    operators: frozenset[str] = frozenset(),
) -> AsyncIterator[Running]:
    """The platform listens and the worker works, as `chatelier run` has them; both end with the body."""
    painter, clock = painter or FakePainter(), clock or SystemClock()
    async with closed(platform), stage.set(painter, platform) as bench, asyncio.TaskGroup() as group:
        pictures = bench.runner.context.forms.fitter.downloads = RealPictures()
        background: dict[tuple[str, str], float] = {}  # as docket has it: each once while it lives

        async def queue(kind: str, name: str, delay: float) -> None:
            background.setdefault((kind, name), time.monotonic() + delay)

        host = WebPictureHost(media, clock, public_url, b"not-a-real-key", upload)
        door = reception(
            stage.redis,
            bench.desk,
            {platform.name: platform},
            Commands(RULES, operators),
            queue=queue,
            forms=bench.runner.context.forms,
            clock=clock,
            picture_host=host if host.reachable else None,
            access=access,
            words=words,
            public_url=public_url,
        )
        bench.runner.context = replace(bench.runner.context, outbox=door.outbox)

        async def run_task(kind: str, name: str) -> None:
            try:
                await door.run(kind, name)
            finally:
                del background[kind, name]

        async def work() -> None:
            taken, runs = 0, dict[JobId, asyncio.Task[None]]()
            while True:
                for job_id in bench.queued[taken:]:  # as docket has it: one that runs is not queued
                    taken += 1
                    if job_id not in runs or runs[job_id].done():
                        runs[job_id] = group.create_task(bench.runner.run(job_id))
                for one in [one for one, when in background.items() if when <= time.monotonic()]:
                    background[one] = float("inf")
                    group.create_task(run_task(*one))
                await asyncio.sleep(0.005)

        tasks = [group.create_task(platform.serve(door.app.handle)), group.create_task(work())]
        yield Running(platform, bench, painter, pictures, background, door.app.intake, door)
        await cancel_tasks(tasks)


@asynccontextmanager
async def closed(platform: Any) -> AsyncIterator[None]:
    """Its connections are given back, whatever a test found; the web chat opens none."""
    try:
        yield
    finally:
        if isinstance(platform, Closeable):
            await platform.close()
