"""docket, the engine: a queue of job ids in Redis, and the worker that takes them."""

import asyncio
import re
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import structlog
from docket import Docket, Execution, Perpetual, Worker
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.exceptions import RedisError, ResponseError

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.ports import JobBook
from bot.tasks import end

log = structlog.get_logger()

NAME = "chatelier-jobs"
MOST_HELD = 10_000  # entries of the queue that are looked through when a worker stops
SPARE = 500  # connections beside those of running jobs: for commands that come all at once
DEAD = timedelta(hours=1)  # a worker that lives asks for work ten times a second
LOOK = 1.0  # seconds between looks for jobs whose lease has ended
BATCH = 50  # jobs taken in one go: of many that lie ready, other workers get their share
QUEUEING = 10.0  # seconds that queueing a job may take
NOBODY = re.compile("NOGROUP|no such key")  # has ever worked here
RUN_TTL = timedelta(days=1)
SWEEP_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """`lease` is how long a dead worker's jobs rest before another takes them; `slots` bounds jobs at once.

    `grace` is how long a worker that stops may take to come to a point where it can let go of its jobs.
    """

    lease: timedelta = timedelta(seconds=6)
    slots: int = 5000  # jobs that wait in line have one, too
    grace: timedelta = timedelta(seconds=20)
    # Nobody else can be working on this Redis: what a dead process left behind is ours at once.
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """An entry of the queue that a consumer has taken and not yet ended."""

    entry: bytes
    consumer: str
    message: dict[bytes, bytes]

    @property
    def key(self) -> str:
        """The job's id."""
        return self.message.get(b"key", b"").decode()

    @property
    def task(self) -> str:
        return self.message.get(b"function", b"").decode()


class Engine:
    """Queues job ids and runs them. A job id is queued once while it lives."""

    def __init__(self, docket: Docket, book: JobBook, options: EngineOptions) -> None:
        self.docket = docket
        self.book = book
        self.options = options
        self.name = f"{socket.gethostname()}#{secrets.token_hex(4)}"
        self.running: dict[str, asyncio.Task[Any]] = {}
        self.run: Callable[[JobId], Awaitable[None]] | None = None
        self.register()

    async def add(self, job_id: JobId) -> None:
        """StoreError when it cannot be queued now; the sweep sees to it later."""
        try:
            async with asyncio.timeout(QUEUEING):
                await self.docket.add("run_job", key=job_id)(str(job_id))
        except (RedisError, TimeoutError) as error:
            raise StoreError(f"the queue: {error}") from error

    async def sweep(self) -> None:
        """Queue every job that is open in the book; those that are queued already stay as they are."""
        for job_id in await self.book.pending():
            await self.add(job_id)

    async def work(
        self, run: Callable[[JobId], Awaitable[None]], handy: Callable[[JobId], bool], stop: asyncio.Event
    ) -> None:
        """Run jobs until `stop`; then let go of them, so that another process carries on at once.

        `handy` tells whether a job can be let go of without harm; the others get `grace`.
        """
        self.run = run
        if self.options.alone:
            await self.release(lambda _: True)
            await self.begin_anew()
        await self.forget(timedelta(0) if self.options.alone else DEAD)
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
        await self.release(self.mine)

    async def labour(
        self, worker: Worker, handy: Callable[[JobId], bool], stop: asyncio.Event, scope: asyncio.Timeout
    ) -> None:
        """Let docket's worker run until `stop`, and some time longer at the most."""
        # Leaving `worker` stops it, too: a cancellation alone may be swallowed by a read that is just timing out.
        async with asyncio.TaskGroup() as group, worker:
            loop = group.create_task(worker.run_forever())
            look = group.create_task(self.look())
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
                        if handy(JobId(job_id)):
                            task.cancel()
                    await asyncio.sleep(beat)
                    await self.release(self.mine)
                    await self.keep()
        except TimeoutError:
            log.warning("drain.unfinished", jobs=len(self.running))

    def register(self) -> None:
        """Name the tasks, so that a process can queue jobs that others run."""

        async def run_job(job_id: str) -> None:
            assert self.run is not None  # noqa: S101 - only `work` takes jobs
            task = asyncio.current_task()
            assert task is not None  # noqa: S101 - docket runs each job in a task
            if other := self.running.get(job_id):
                await self.stand_by(other)
                return
            self.running[job_id] = task
            try:
                await self.run(JobId(job_id))
            finally:
                del self.running[job_id]
            await self.see_off(job_id)

        async def sweep(perpetual: Perpetual = Perpetual(every=SWEEP_EVERY, automatic=True)) -> None:  # noqa: B008 - docket reads it there
            del perpetual
            await self.sweep()

        self.docket.register(run_job)
        self.docket.register(sweep)

    async def stand_by(self, other: asyncio.Task[Any]) -> None:
        """A job that is delivered here twice is run once: this delivery ends as the other one does."""
        await asyncio.wait([other])
        if other.cancelled():
            raise asyncio.CancelledError

    async def see_off(self, job_id: str) -> None:
        """Docket forgets what it knows of a run by itself, but not always of one that was delivered twice."""
        async with tolerant("see off"), self.docket.redis() as client:
            redis: Any = client
            await redis.expire(self.docket.runs_key(job_id), RUN_TTL, nx=True)

    async def look(self) -> None:
        """Take over from the dead as soon as their leases end: docket looks every quarter of a lease, or less."""
        while True:
            await asyncio.sleep(LOOK)
            await self.release(lambda consumer: not self.mine(consumer), self.options.lease)

    async def release(self, ours: Callable[[str], bool], idle: timedelta = timedelta(0)) -> None:
        """Queue anew what those consumers held and nobody works on here: whoever reads next takes it at once."""
        async with tolerant("release"):
            async with self.docket.redis() as redis:
                held = await self.holdings(redis, idle)
            for one in held:
                if ours(one.consumer) and one.key not in self.running and one.task in self.docket.tasks:
                    run = await Execution.from_message(self.docket, one.message, sync=False)
                    # Whoever else does the same at this moment has a generation that is not the newest any more.
                    await run.schedule(reschedule_message=one.entry, expected_generation=run.generation)

    async def keep(self) -> None:
        """Renew the leases of what still runs here: docket does not while it stops."""
        stream, group = self.docket.stream_key, self.docket.worker_group_name
        async with tolerant("keep"), self.docket.redis() as client:
            redis: Any = client
            held = await self.holdings(redis)
            ours = [one.entry for one in held if self.mine(one.consumer) and one.key in self.running]
            if ours:
                await redis.xclaim(stream, group, self.name, 0, ours, idle=0, justid=True)

    def mine(self, consumer: str) -> bool:
        return consumer == self.name

    async def holdings(self, redis: Any, idle: timedelta = timedelta(0)) -> Sequence[Held]:
        """Every entry of the queue that somebody holds and has not renewed for so long."""
        stream, group = self.docket.stream_key, self.docket.worker_group_name
        pending = await redis.xpending_range(
            stream, group, "-", "+", MOST_HELD, idle=int(idle.total_seconds() * 1000)
        )
        if not pending:
            return []
        found = dict(await redis.xrange(stream, pending[0]["message_id"], pending[-1]["message_id"]))
        holders = {one["message_id"]: one["consumer"].decode() for one in pending}
        return [Held(entry, holder, found[entry]) for entry, holder in holders.items() if entry in found]

    async def begin_anew(self) -> None:
        """The turn to look for abandoned jobs may still be a dead worker's."""
        async with tolerant("begin"), self.docket.redis() as redis:
            await redis.delete(self.docket.redelivery_sweep_key)

    async def forget(self, idle: timedelta) -> None:
        """The names of workers that hold nothing and were not heard of for so long would stay for ever."""
        stream, group = self.docket.stream_key, self.docket.worker_group_name
        async with tolerant("forget"), self.docket.redis() as client:
            redis: Any = client
            for consumer in await redis.xinfo_consumers(stream, group):
                if consumer["pending"] == 0 and consumer["idle"] >= idle.total_seconds() * 1000:
                    await redis.xgroup_delconsumer(stream, group, consumer["name"])


@asynccontextmanager
async def tolerant(doing: str) -> AsyncIterator[None]:
    """What goes wrong with the queue here, or takes too long, is told, and otherwise left to the leases."""
    try:
        async with asyncio.timeout(QUEUEING):
            yield
    except ResponseError as error:
        if not str(error).startswith(
            ("NOGROUP", "ERR no such key", "no such key")
        ):  # that is: nobody has ever worked here
            log.warning("queue.trouble", doing=doing, error=str(error))
    except (RedisError, TimeoutError) as error:
        log.warning("queue.trouble", doing=doing, error=str(error))


def with_connections(url: str, most: int) -> str:
    """Docket's pool fails, rather than waits, when more are wanted at once; by itself it has 100."""
    return f"{url}{'&' if '?' in url else '?'}max_connections={most}"


@asynccontextmanager
async def open_engine(url: str, book: JobBook, options: EngineOptions, patience: Retry) -> AsyncIterator[Engine]:
    """`url` as redis-py and docket read it.

    `patience` bridges an outage of the store: when it runs out, docket's worker takes no new job until the running
    ones have ended, and those that wait in line may take half an hour.
    """
    async with Docket(
        name=NAME, url=with_connections(url, options.slots + SPARE), execution_ttl=timedelta(minutes=1)
    ) as docket:
        async with docket.redis() as redis:
            cast("Redis", redis).set_retry(patience)
        yield Engine(docket, book, options)
