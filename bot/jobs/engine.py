"""docket, the engine: a queue of jobs and errands in Redis, and the worker that takes them."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import structlog
from docket import Docket, Perpetual, Worker
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.exceptions import RedisError

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.jobs.leases import QUEUEING, Leases
from bot.ports import JobBook, Shelf
from bot.tasks import end

log = structlog.get_logger()

NAME = "chatelier-jobs"
SPARE = 500  # connections beside those of running jobs: for commands that come all at once
DEAD = timedelta(hours=1)  # a worker that lives asks for work ten times a second
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds between tries of an errand while the store is away
ERRAND = ":"  # between the kind of an errand and its name; no id of a job has one
BATCH = 50  # jobs taken in one go: of many that lie ready, other workers get their share
SWEEP_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """`lease` is how long a dead worker's jobs rest before another takes them; `slots` bounds jobs at once.

    `grace` is how long a worker that stops may take to come to a point where it can let go of its jobs.
    """

    lease: timedelta = timedelta(seconds=6)
    slots: int = 5000
    grace: timedelta = timedelta(seconds=20)
    # Nobody else can be working on this Redis: what a dead process left behind is ours at once.
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Errand:
    """A short thing to do by the name of a record; `handy` tells whether it can be let go of without harm."""

    run: Callable[[str], Coroutine[Any, Any, None]]
    handy: Callable[[str], bool] = lambda _: False


Errands = Mapping[str, Errand]


class Engine:
    """Queues job ids and errands, and runs them. Each is queued once while it lives.

    An errand is a short thing to do, by its kind and the name of a record.
    """

    def __init__(self, docket: Docket, book: JobBook, shelf: Shelf, options: EngineOptions) -> None:
        self.docket = docket
        self.book = book
        self.shelf = shelf
        self.options = options
        self.name = f"{socket.gethostname()}#{secrets.token_hex(4)}"
        self.running: dict[str, asyncio.Task[Any]] = {}
        self.run: Callable[[JobId], Coroutine[Any, Any, None]] | None = None
        self.errands: Errands = {}
        self.leases = Leases(docket, self.name, options.lease, self.running)
        self.register()

    async def add(self, job_id: JobId) -> None:
        """StoreError when it cannot be queued now; the sweep sees to it later."""
        try:
            async with asyncio.timeout(QUEUEING):
                await self.docket.add("run_job", key=job_id)(str(job_id))
        except (RedisError, TimeoutError) as error:
            raise StoreError(f"the queue: {error}") from error

    async def queue(self, kind: str, name: str, delay: float = 0.0) -> None:
        """An errand, `delay` seconds from now. StoreError."""
        when = datetime.now(UTC) + timedelta(seconds=delay) if delay else None
        try:
            async with asyncio.timeout(QUEUEING):
                await self.docket.add("run_errand", when, key=f"{kind}{ERRAND}{name}")(kind, name)
        except (RedisError, TimeoutError) as error:
            raise StoreError(f"the queue: {error}") from error

    async def sweep(self) -> None:
        """Queue every open job that does not wait in line, and all that lies on the shelf.

        What is queued stays as it is.
        """
        for job_id in await self.book.unattended():
            await self.add(job_id)
        for kind, name in await self.shelf.waiting():
            await self.queue(kind, name)

    async def work(
        self,
        run: Callable[[JobId], Coroutine[Any, Any, None]],
        handy: Callable[[JobId], bool],
        stop: asyncio.Event,
        errands: Errands | None = None,
    ) -> None:
        """Run jobs and errands until `stop`; then let go of them, so that another process carries on at once.

        `handy` tells whether a job can be let go of without harm; the others get `grace`.
        """
        self.run, self.errands = run, errands or {}
        if self.options.alone:
            await self.leases.release(lambda _: True)
            await self.leases.begin_anew()
        await self.leases.forget(timedelta(0) if self.options.alone else DEAD)
        try:
            await self.sweep()
        except StoreError as error:
            log.warning("sweep.failed", error=str(error))  # it comes again
        worker = Worker(
            self.docket,
            name=self.name,
            concurrency=self.options.slots,
            # Longer than the lease: `look` is there first, and one of them is enough.
            redelivery_timeout=self.options.lease * 1.5,
            reconnection_delay=timedelta(seconds=1),
            minimum_check_interval=timedelta(milliseconds=100),
            message_batch=BATCH,
        )
        try:
            async with asyncio.timeout(None) as scope:
                await self.labour(worker, handy, stop, scope)
        except TimeoutError:
            log.warning("stop.forced")  # the store is away: what was held is taken over when the leases end
        await self.leases.release(self.leases.mine)

    async def labour(
        self, worker: Worker, handy: Callable[[JobId], bool], stop: asyncio.Event, scope: asyncio.Timeout
    ) -> None:
        """Let docket's worker run until `stop`, and some time longer at the most."""
        # Leaving `worker` stops it, too: a cancellation alone may be swallowed by a read that is just timing out.
        async with asyncio.TaskGroup() as group, worker:
            loop = group.create_task(worker.run_forever())
            look = group.create_task(self.leases.look())
            try:
                await stop.wait()
                scope.reschedule(asyncio.get_running_loop().time() + self.options.grace.total_seconds() + QUEUEING)
                look.cancel()
                loop.cancel()  # it takes no more jobs, and ends when those that run have ended
                await self.drain(handy)
            finally:
                # In this order: docket leaves a cancelled job in the queue only while it stops itself.
                await end([look])
                loop.cancel()
                await end(tuple(self.running.values()))

    async def drain(self, handy: Callable[[JobId], bool]) -> None:
        """Let go of jobs as soon as that does no harm, and keep the others meanwhile: nobody else does."""
        beat = min(self.options.lease.total_seconds() / 8, 0.25)
        try:
            async with asyncio.timeout(self.options.grace.total_seconds()):
                while self.running:
                    for job_id, task in tuple(self.running.items()):
                        kind, _, name = job_id.partition(ERRAND)
                        if self.errands[kind].handy(name) if name else handy(JobId(job_id)):
                            task.cancel()
                    await asyncio.sleep(beat)
                    await self.leases.release(self.leases.mine)
                    await self.leases.keep()
        except TimeoutError:
            log.warning("drain.unfinished", jobs=len(self.running))

    def register(self) -> None:
        """Name the tasks, so that a process can queue jobs that others run."""

        async def run_job(job_id: str) -> None:
            assert self.run is not None  # noqa: S101 - only `work` takes jobs
            await self.once(job_id, self.run(JobId(job_id)))

        async def run_errand(kind: str, name: str) -> None:
            await self.once(f"{kind}{ERRAND}{name}", self.persist(kind, name))

        async def sweep(perpetual: Perpetual = Perpetual(every=SWEEP_EVERY, automatic=True)) -> None:  # noqa: B008 - docket reads it there
            del perpetual
            await self.sweep()

        self.docket.register(run_job)
        self.docket.register(run_errand)
        self.docket.register(sweep)

    async def persist(self, kind: str, name: str) -> None:
        """Docket does what failed once no second time."""
        for pause in PAUSES:
            try:
                await self.errands[kind].run(name)
            except StoreError as error:
                log.warning("errand.delayed", kind=kind, error=str(error))
                await asyncio.sleep(pause)
            except Exception:
                log.exception("errand.failed", kind=kind)
                return
            else:
                return
        log.error("errand.given_up", kind=kind)

    async def once(self, key: str, doing: Coroutine[Any, Any, None]) -> None:
        """What is delivered here twice is done once."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - docket runs each in a task
        if other := self.running.get(key):
            doing.close()
            await self.stand_by(other)
            return
        self.running[key] = task
        try:
            await doing
        finally:
            del self.running[key]
        await self.leases.see_off(key)

    async def stand_by(self, other: asyncio.Task[Any]) -> None:
        """A job that is delivered here twice is run once: this delivery ends as the other one does."""
        await asyncio.wait([other])
        if other.cancelled():
            raise asyncio.CancelledError


def with_connections(url: str, most: int) -> str:
    """Docket's pool fails, rather than waits, when more are wanted at once; by itself it has 100."""
    return f"{url}{'&' if '?' in url else '?'}max_connections={most}"


@asynccontextmanager
async def open_engine(
    url: str, book: JobBook, shelf: Shelf, options: EngineOptions, patience: Retry
) -> AsyncIterator[Engine]:
    """`url` as redis-py and docket read it.

    `patience` bridges an outage of the store: when it runs out, docket's worker takes no new job until the running
    ones have ended, and those that wait in line may take half an hour.
    """
    async with Docket(
        name=NAME, url=with_connections(url, options.slots + SPARE), execution_ttl=timedelta(minutes=1)
    ) as docket:
        async with docket.redis() as redis:
            cast("Redis", redis).set_retry(patience)
        yield Engine(docket, book, shelf, options)
