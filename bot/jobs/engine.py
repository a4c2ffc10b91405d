"""docket, the engine: a queue of job ids in Redis, and the worker that takes them."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import structlog
from docket import Docket, Perpetual, Worker
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.exceptions import RedisError, ResponseError

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.ports import JobBook

log = structlog.get_logger()

NAME = "chatelier-jobs"
RELEASED = "released"
SPARE = 500  # connections beside those of running jobs: for commands that come all at once
SWEEP_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """`lease` is how long a dead worker's jobs rest before another takes them; `slots` bounds jobs at once."""

    lease: timedelta = timedelta(seconds=30)
    slots: int = 1000
    # Nobody else can be working on this Redis: what a dead process left behind is ours at once.
    alone: bool = False


class Engine:
    """Queues job ids and runs them. A job id is queued once while it lives."""

    def __init__(self, docket: Docket, book: JobBook, options: EngineOptions) -> None:
        self.docket = docket
        self.book = book
        self.options = options
        self.name = f"{socket.gethostname()}#{secrets.token_hex(4)}"
        self.running: set[asyncio.Task[Any]] = set()
        self.run: Callable[[JobId], Awaitable[None]] | None = None
        self.register()

    async def add(self, job_id: JobId) -> None:
        try:
            await self.docket.add("run_job", key=job_id)(str(job_id))
        except RedisError as error:
            raise StoreError(f"the queue: {error}") from error

    async def sweep(self) -> None:
        """Queue every job that is open in the book; those that are queued already stay as they are."""
        for job_id in await self.book.pending():
            await self.add(job_id)

    async def work(self, run: Callable[[JobId], Awaitable[None]], stop: asyncio.Event) -> None:
        """Run jobs until `stop`; then let go of them, so that the next process carries on at once."""
        self.run = run
        if self.options.alone:
            await self.release()
        await self.sweep()
        worker = Worker(
            self.docket,
            name=self.name,
            concurrency=self.options.slots,
            redelivery_timeout=self.options.lease,
            reconnection_delay=timedelta(seconds=1),
            minimum_check_interval=timedelta(milliseconds=100),
        )
        # Leaving `worker` stops it, too: a cancellation alone may be swallowed by a read that is just timing out.
        async with asyncio.TaskGroup() as group, worker:
            loop = group.create_task(worker.run_forever())
            try:
                await stop.wait()
            finally:
                # In this order: docket leaves a cancelled job in the queue only while it stops itself.
                loop.cancel()
                for task in tuple(self.running):
                    task.cancel()
        await self.release()

    def register(self) -> None:
        """Name the tasks, so that a process can queue jobs that others run."""

        async def run_job(job_id: str) -> None:
            assert self.run is not None  # noqa: S101 - only `work` takes jobs
            task = asyncio.current_task()
            assert task is not None  # noqa: S101 - docket runs each job in a task
            self.running.add(task)
            try:
                await self.run(JobId(job_id))
            finally:
                self.running.discard(task)

        async def sweep(perpetual: Perpetual = Perpetual(every=SWEEP_EVERY, automatic=True)) -> None:  # noqa: B008 - docket reads it there
            del perpetual
            await self.sweep()

        self.docket.register(run_job)
        self.docket.register(sweep)

    async def release(self) -> None:
        """Make what a stopped worker held look long abandoned, so that it is taken without waiting."""
        stream, group = self.docket.stream_key, self.docket.worker_group_name
        idle = int(self.options.lease.total_seconds() * 2000)
        try:
            async with self.docket.redis() as redis:
                held = await redis.xpending_range(stream, group, "-", "+", 10_000)
                ours = [entry["message_id"] for entry in held if self.may_release(entry["consumer"])]
                if ours:
                    await redis.xclaim(stream, group, RELEASED, 0, ours, idle=idle, justid=True)
                if self.options.alone:
                    await self.forget_the_dead(redis)
        except ResponseError:
            return  # nobody has ever worked here
        except RedisError as error:
            log.warning("release.failed", error=str(error))

    async def forget_the_dead(self, redis: Any) -> None:
        """The turn to look for abandoned jobs may still be a dead worker's; its name would stay for ever."""
        await redis.delete(self.docket.redelivery_sweep_key)
        stream, group = self.docket.stream_key, self.docket.worker_group_name
        for consumer in await redis.xinfo_consumers(stream, group):
            if consumer["pending"] == 0:
                await redis.xgroup_delconsumer(stream, group, consumer["name"])

    def may_release(self, consumer: bytes) -> bool:
        return self.options.alone or consumer.decode() == self.name


def with_connections(url: str, most: int) -> str:
    """Docket's pool fails, rather than waits, when more are wanted at once; by itself it has 100."""
    return f"{url}{'&' if '?' in url else '?'}max_connections={most}"


@asynccontextmanager
async def open_engine(url: str, book: JobBook, options: EngineOptions, patience: Retry) -> AsyncIterator[Engine]:
    """`url` as redis-py and docket read it.

    `patience` bridges a short outage of the store: without it, docket's worker would take no new job until the
    running ones have ended.
    """
    async with Docket(
        name=NAME, url=with_connections(url, options.slots + SPARE), execution_ttl=timedelta(minutes=1)
    ) as docket:
        async with docket.redis() as redis:
            cast("Redis", redis).set_retry(patience)
        yield Engine(docket, book, options)
