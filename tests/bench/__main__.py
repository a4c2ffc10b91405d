"""`make bench`: the figures of one process. Linux; nothing leaves loopback; about a minute.

The process under test is bound to one core; the store and the service that it talks to have the other.
"""

import asyncio
import gc
import os
import tempfile
import time
import tomllib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis
from typing_extensions import override

from bot import log
from bot.app import App
from bot.clock import SystemClock
from bot.commands import Commands
from bot.compose import settle_memory
from bot.compose.process import run_beside
from bot.domain.card import Card
from bot.domain.flags import FlagRules
from bot.domain.ids import MessageRef
from bot.domain.incoming import CommandCall, Origin, Person
from bot.domain.quota import Quota
from bot.jobs.board import Board
from bot.jobs.context import JobContext, Pace
from bot.jobs.desk import JobDesk
from bot.jobs.job_runner import JobRunner
from bot.jobs.media import Forms, MediaFitter
from bot.jobs.permits import Permits
from bot.jobs.sender import LaneSender
from bot.jobs.signal_listener import SignalListener
from bot.jobs.status_poller import StatusPoller
from bot.jobs.task_worker import TaskWorker, TaskWorkerOptions, open_task_worker
from bot.jobs.turnstile import Turnstile
from bot.midjourney.client import open_painter
from bot.settings import FLAGS_FILE
from bot.store.connection import connect_redis
from bot.store.denials import RedisDenials
from bot.store.docket_link import DocketLink
from bot.store.embedded import embedded_valkey
from bot.store.job_signals import RedisJobSignals
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from bot.store.preferences import RedisFileIds
from bot.store.service_queue import RedisServiceQueue
from bot.store.sheets import RedisSheetTiles
from tests.bench.aside import OURS, THEIRS, service
from tests.bench.measure import lag, quantile, report, resident
from tests.bench.redaction import redaction
from tests.bench.sheets import compose_sheets
from tests.fakes.outbox import FakeOutbox
from tests.fakes.painter import FakePictures
from tests.fakes.platform import NAME, PLACE, FakeMessenger, FakePlatform
from tests.fakes.reception import reception
from tests.fakes.waiting import wait_until
from tests.scenarios.programs import Program, programs

INTERVAL = 1.0  # seconds between the lines of a job: ten times as often as the service does it
EVERYBODY = 100_000


class Stopwatch(FakeMessenger):
    """Notes how long ago the line was sent that a card was made from, in ms."""

    def __init__(self) -> None:
        super().__init__()
        self.delays: list[float] = []
        self.posted = 0
        self.ended = 0

    @override
    async def post(self, to: object, card: Card, *, nonce: str) -> MessageRef:
        self.posted += 1
        return MessageRef(NAME, PLACE.chat, nonce)

    @override
    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        if card.media:
            sent = int(card.media[0].url.rpartition("/")[2].removesuffix(".webp"))
            self.delays.append(time.monotonic_ns() / 1e6 - sent / 1e3)
        self.ended += card.progress is None
        return message


@dataclass
class House:
    redis: Redis
    worker: TaskWorker
    app: App
    runner: JobRunner
    watch: Stopwatch


@asynccontextmanager
async def house(url: str, folder: Path) -> AsyncIterator[House]:
    """The core on the real store, queue and client; only the chat platform is a stopwatch."""
    clock, keys = SystemClock(), Keys()
    platform = FakePlatform()
    watch = platform.messenger = Stopwatch()
    async with AsyncExitStack() as stack:
        valkey = await stack.enter_async_context(embedded_valkey(folder))
        os.sched_setaffinity(valkey.pid, {THEIRS})
        redis = await stack.enter_async_context(connect_redis(valkey.url))
        jobs = RedisJobs(redis, keys)
        painter = await stack.enter_async_context(open_painter(url, "test-token-not-real", clock=clock, limit=1000))
        worker = await stack.enter_async_context(
            open_task_worker(DocketLink(valkey.url), jobs, {}, TaskWorkerOptions())
        )
        signals = RedisJobSignals(redis, redis, keys)
        lanes = RedisLanes(redis, keys, clock)
        sender = LaneSender(lanes)
        context = JobContext(
            book=jobs,
            signals=signals,
            claims=jobs,
            painter=painter,
            poller=StatusPoller(painter, clock, 5.0),
            turnstile=Turnstile(RedisServiceQueue(redis, keys, Quota(EVERYBODY)), clock, worker.enqueue_job),
            listener=SignalListener(signals, clock),
            lanes=lanes,
            sender=sender,
            forms=Forms(
                fitter=MediaFitter(FakePictures()), file_ids=RedisFileIds(redis, keys), painter=painter, clock=clock
            ),
            board=Board(lanes, sender, RedisSheetTiles(redis, keys), clock),
            permits=Permits(denials=RedisDenials(redis, keys), platforms={NAME: platform}, clock=clock),
            outbox=FakeOutbox(),
            clock=clock,
            pace=Pace(),
        )
        services = [context.poller.serve, context.turnstile.serve, context.listener.serve]
        group = await stack.enter_async_context(run_beside(services))
        runner = JobRunner(context, {NAME: platform}, group)
        rules = FlagRules.parse(tomllib.loads(FLAGS_FILE.read_text("utf-8")))
        desk = JobDesk(jobs, signals, worker.enqueue_job, clock, job_timeout=600.0)
        made = reception(
            redis,
            desk,
            {NAME: platform},
            Commands(rules),
            queue=worker.enqueue_task,
            forms=context.forms,
            clock=clock,
        )
        yield House(redis, worker, made.app, runner, watch)


async def imagine(home: House, key: str, prompt: str) -> None:
    await home.app.handle(CommandCall(key, Origin(PLACE, Person("fake:ann", "Ann")), "imagine", prompt))


async def idle_share(seconds: float = 3.0) -> float:
    """The share of its core that the process needs for nothing: polling, heartbeats, leases."""
    start, spent = time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds)
    return (time.process_time() - spent) / (time.perf_counter() - start)


async def stream(home: House, jobs: int, lines: int) -> None:
    """`jobs` at once, each with `lines` progress lines: delay to the edit, CPU per event, memory per job."""
    watch = home.watch
    watch.delays, watch.posted, watch.ended = [], 0, 0
    stop = asyncio.Event()
    settle_memory()
    async with asyncio.TaskGroup() as group:
        group.create_task(home.worker.serve(home.runner.run, home.runner.can_release, stop))
        await asyncio.sleep(1)  # the worker settles, so that only the jobs are measured
        idle = await idle_share()
        gc.collect()
        memory = resident()
        for n in range(jobs):
            await imagine(home, f"{jobs}-{n}", f"a cat {lines}:{INTERVAL}")
        await wait_until(lambda: len(watch.delays) >= 2 * jobs, "every job has shown two previews", 120)
        per_job = (resident() - memory) / jobs / 1000
        async with lag() as late:
            before, start, spent = len(watch.delays), time.perf_counter(), time.process_time()
            await asyncio.sleep(INTERVAL * (lines - 6))
            events = len(watch.delays) - before
            cpu, wall = time.process_time() - spent, time.perf_counter() - start
        delays = watch.delays[before:]
        report(
            "line_to_edit_ms",
            jobs=jobs,
            p50=quantile(delays, 0.5),
            p99=quantile(delays, 0.99),
            most=max(delays),
            events=events,
        )
        spent_on_events = max(cpu - idle * wall, 0.0)
        report(
            "cpu_per_event_ms",
            jobs=jobs,
            value=spent_on_events * 1000 / max(events, 1),
            with_idle=cpu * 1000 / max(events, 1),
            busy_share=cpu / wall,
            idle_share=idle,
        )
        report("loop_lag_ms", jobs=jobs, p99=quantile(late.late, 0.99), most=max(late.late))
        if jobs > 1:  # the first job ever also pays for what is loaded once
            report("memory_per_job_kB", jobs=jobs, value=per_job)
        await wait_until(lambda: watch.ended >= jobs, "all jobs have ended", 120)
        stop.set()


async def commands(home: House, number: int = 3000, at_once: int = 50) -> None:
    """Commands per second that `App.handle` accepts: parsed, written down and queued."""
    waiting = iter(range(number))

    async def typist() -> None:
        for n in waiting:
            await imagine(home, f"c{n}", "a lighthouse in a storm --ar 16:9 --stylize 250")

    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(typist())
    report("commands_per_second", value=number / (time.perf_counter() - start), commands=number, at_once=at_once)


def start_up(folder: Path, times: int = 5) -> None:
    """From the start of the demo's process to the first answer of /readyz."""
    figures = []
    for n in range(times):
        with programs(folder) as started:
            begin = time.perf_counter()
            started.append(Program(["demo"], folder / str(n)).start().ready())
            figures.append(time.perf_counter() - begin)
            started[0].stop()
    report("start_up_s", median=quantile(figures, 0.5), most=max(figures), times=times)


async def measure() -> None:
    redaction()
    await compose_sheets()
    with tempfile.TemporaryDirectory() as folder, service() as url:
        os.sched_setaffinity(0, {OURS})
        async with house(url, Path(folder) / "core") as home:
            for jobs, lines in ((1, 12), (50, 15), (500, 20)):
                await stream(home, jobs, lines)
        async with house(url, Path(folder) / "commands") as home:
            await commands(home)
        os.sched_setaffinity(0, {OURS, THEIRS})
        start_up(Path(folder))


if __name__ == "__main__":
    log.set_up("json", "error")
    asyncio.run(measure())
