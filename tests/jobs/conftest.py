"""A bench to run jobs on: the real book in a real Valkey, everything else a fake."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from redis.asyncio import Redis

from bot.clock import SystemClock
from bot.domain.card import Card
from bot.domain.flags import Mode
from bot.domain.ids import JobId
from bot.domain.job import Job
from bot.domain.order import Imagine, Order
from bot.domain.prompt import Prompt
from bot.jobs.desk import JobDesk
from bot.jobs.follow import Follower
from bot.jobs.lanes import OpenLanes
from bot.jobs.render import Renderer
from bot.jobs.run import Runner
from bot.jobs.turnstile import Turnstile
from bot.jobs.work import Pace, Tools
from bot.store.jobs import RedisGallery, RedisJobs
from bot.store.keys import Keys
from tests.fakes.painter import FakePainter, FakePictures
from tests.fakes.platform import FakePlatform, origin

CAT = Imagine(Prompt("a cat", flags=(("ar", "16:9"),), mode=Mode.TURBO))


@dataclass
class Bench:
    jobs: RedisJobs
    gallery: RedisGallery
    runner: Runner
    desk: JobDesk
    painter: FakePainter
    platform: FakePlatform
    pictures: FakePictures
    queued: list[JobId] = field(default_factory=list)

    async def open(self, order: Order = CAT) -> Job:
        job = await self.desk.open(order, origin())
        assert job is not None
        return job

    async def run(self, order: Order = CAT) -> Job:
        job = await self.open(order)
        return await self.rerun(job.id)

    async def rerun(self, job_id: JobId) -> Job:
        await self.runner.run(job_id)
        return await self.load(job_id)

    async def load(self, job_id: JobId) -> Job:
        job = await self.jobs.load(job_id)
        assert job is not None
        return job

    def cards(self, job: Job) -> list[Card]:
        return self.platform.messenger.shown[job.id]


@pytest.fixture
async def bench(redis: Redis) -> AsyncIterator[Bench]:
    clock, keys = SystemClock(), Keys()
    jobs = RedisJobs(redis, keys)
    painter, platform, pictures = FakePainter(), FakePlatform(), FakePictures()
    follower = Follower(painter, clock, interval=0.01)
    queued: list[JobId] = []

    async def queue(job_id: JobId) -> None:
        queued.append(job_id)

    tools = Tools(jobs, jobs, painter, follower, clock, Pace(visible=0.1, again=0.01, tries=2, seek_every=0.02))
    async with asyncio.TaskGroup() as group:
        runner = Runner(
            tools,
            {platform.name: platform},
            lanes=OpenLanes(clock),
            renderer=Renderer(pictures),
            turnstile=Turnstile(10, 10),
            canvases=group,
        )
        serving = group.create_task(follower.serve())
        yield Bench(
            jobs,
            RedisGallery(redis, keys, jobs),
            runner,
            JobDesk(jobs, queue, clock, patience=60.0),
            painter,
            platform,
            pictures,
            queued,
        )
        serving.cancel()
