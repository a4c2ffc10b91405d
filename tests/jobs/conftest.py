"""A bench to run jobs on: the real book in a real Valkey, everything else a fake."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from redis.asyncio import Redis

from bot.clock import SystemClock
from bot.compose.process import run_beside
from bot.domain.card import Card
from bot.domain.flags import Mode
from bot.domain.ids import JobId
from bot.domain.job import Job
from bot.domain.order import Imagine, Order
from bot.domain.prompt import Prompt
from bot.domain.quota import Allowance, Quota
from bot.jobs.board import Board
from bot.jobs.context import JobContext, Pace
from bot.jobs.desk import JobDesk
from bot.jobs.job_runner import JobRunner
from bot.jobs.media import Forms, MediaFitter
from bot.jobs.permits import Permits
from bot.jobs.sender import LaneSender
from bot.jobs.signal_listener import SignalListener
from bot.jobs.status_poller import StatusPoller
from bot.jobs.turnstile import Turnstile
from bot.store.denials import RedisDenials
from bot.store.job_signals import RedisJobSignals
from bot.store.jobs import RedisJobs, RedisResultIndex
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from bot.store.preferences import RedisFileIds
from bot.store.service_queue import RedisServiceQueue
from bot.store.sheets import RedisSheetTiles
from tests.fakes.outbox import FakeOutbox
from tests.fakes.painter import FakePainter, FakePictures, SlowPainter
from tests.fakes.platform import FakePlatform, origin
from tests.fakes.waiting import PATIENCE, STEP

WAITS = {"rate": (0.05, 0.1), "credit": (0.05, 0.1)}
CAT = Imagine(Prompt("a cat", flags=(("ar", "16:9"),), mode=Mode.TURBO))


@dataclass
class Bench:
    jobs: RedisJobs
    results: RedisResultIndex
    runner: JobRunner
    desk: JobDesk
    painter: FakePainter
    platform: FakePlatform
    pictures: FakePictures
    queued: list[JobId] = field(default_factory=list)
    runs: dict[JobId, asyncio.Task[None]] = field(default_factory=dict)  # those that the line has had queued

    async def open(self, order: Order = CAT) -> Job:
        job = await self.desk.open(order, origin())
        assert job is not None
        return job

    async def run(self, order: Order = CAT) -> Job:
        job = await self.open(order)
        return await self.rerun(job.id)

    async def rerun(self, job_id: JobId) -> Job:
        """One run; and those that the line has queued, as long as the job waits in it."""
        await self.runner.run(job_id)
        async with asyncio.timeout(PATIENCE):
            while await self.parked(job_id) or job_id in self.runs:  # noqa: ASYNC110 - it is the store that tells
                await asyncio.sleep(STEP)
        return await self.load(job_id)

    async def parked(self, job_id: JobId) -> bool:
        """Whether it waits in line, or was let in and nobody has taken it up."""
        return await self.jobs.client.zscore(self.jobs.keys.wake, job_id) is not None

    async def load(self, job_id: JobId) -> Job:
        job = await self.jobs.load(job_id)
        assert job is not None
        return job

    def miss_soon(self) -> None:
        """A task that is not listed after a second is missed."""
        context = self.runner.context
        self.runner.context = replace(context, pace=replace(context.pace, visible=1.0))

    def cards(self, job: Job) -> list[Card]:
        return self.platform.messenger.shown[job.id]


class Stage:
    """What a bench stands on; a second bench on the same Redis is a second process."""

    def __init__(self, redis: Redis, quota: Quota) -> None:
        self.clock, self.keys = SystemClock(), Keys()
        self.redis = redis
        self.jobs = RedisJobs(redis, self.keys)
        self.signals = RedisJobSignals(redis, redis, self.keys)
        self.service_queue = RedisServiceQueue(redis, self.keys, quota)
        self.quota = quota
        self.job_timeout = 60.0  # seconds
        self.telling = PATIENCE

    @asynccontextmanager
    async def set(self, painter: FakePainter, platform: FakePlatform) -> AsyncIterator[Bench]:
        queued: list[JobId] = []

        async def queue(job_id: JobId) -> None:
            queued.append(job_id)

        pictures = FakePictures()

        async def again(job_id: JobId) -> None:
            """As docket does: a job that runs is not queued."""
            if job_id not in runs:
                runs[job_id] = group.create_task(runner.run(job_id))
                runs[job_id].add_done_callback(lambda _: runs.pop(job_id))

        runs: dict[JobId, asyncio.Task[None]] = {}
        lanes = RedisLanes(self.redis, self.keys, self.clock)
        sender = LaneSender(lanes)
        context = JobContext(
            book=self.jobs,
            signals=self.signals,
            claims=self.jobs,
            painter=painter,
            poller=StatusPoller(painter, self.clock, interval=0.01),
            turnstile=Turnstile(self.service_queue, self.clock, again, WAITS),
            listener=SignalListener(self.signals, self.clock),
            lanes=lanes,
            sender=sender,
            forms=Forms(
                fitter=MediaFitter(pictures),
                file_ids=RedisFileIds(self.redis, self.keys),
                painter=painter,
                clock=self.clock,
            ),
            board=Board(lanes, sender, RedisSheetTiles(self.redis, self.keys), self.clock),
            permits=Permits(
                denials=RedisDenials(self.redis, self.keys), platforms={platform.name: platform}, clock=self.clock
            ),
            outbox=FakeOutbox(),
            clock=self.clock,
            # A task is missed only where a test is about that: the machine may stand still for a while.
            pace=Pace(visible=30.0, again=0.01, tries=2, seek_every=0.02, telling=self.telling, placing=0.1),
        )
        services = [context.poller.serve, context.turnstile.serve, context.listener.serve]
        async with run_beside(services) as group:
            runner = JobRunner(context, {platform.name: platform}, group)
            results = RedisResultIndex(self.redis, self.keys, self.jobs)
            desk = JobDesk(
                self.jobs, self.signals, queue, self.clock, job_timeout=self.job_timeout, quota=self.quota
            )
            yield Bench(self.jobs, results, runner, desk, painter, platform, pictures, queued, runs)


@pytest.fixture
async def stage(redis: Redis) -> Stage:
    return Stage(redis, Quota(10, Allowance(running=10)))


@pytest.fixture
async def bench(stage: Stage) -> AsyncIterator[Bench]:
    async with stage.set(FakePainter(), FakePlatform()) as made:
        yield made


@pytest.fixture
def painter() -> SlowPainter:
    return SlowPainter()


@pytest.fixture
async def slow(stage: Stage, painter: SlowPainter) -> AsyncIterator[Bench]:
    """A bench whose painter stops after the first preview."""
    async with stage.set(painter, FakePlatform()) as made:
        yield made
