"""Queues jobs and background tasks in docket, and runs what it takes from there."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from typing import Any

import structlog
from docket import Docket, Perpetual, Worker
from docket._redis import RedisConnection
from redis.exceptions import RedisError

from bot.domain.errors import StoreError, Unreadable
from bot.domain.ids import JobId
from bot.domain.pulse import Pulse
from bot.domain.trace import error_trace
from bot.jobs.background import BackgroundTasks
from bot.jobs.docket_parts import JobDocket, JobWorker
from bot.jobs.leases import QUEUE_CALL_S, Leases
from bot.outage import outage_log
from bot.ports import JobBook, TaskStore
from bot.tasks import cancel_tasks

log = structlog.get_logger()

DOCKET_NAME = "chatelier-jobs"
IDLE_WORKER_TTL = timedelta(hours=1)  # a worker that lives asks for work ten times a second
OUTAGE_RETRIES_S = (
    0.5,
    1.0,
    2.0,
    5.0,
)  # seconds between tries while the store is away; the last one again and again
LOOP_RETRY_S = 1.0  # seconds before docket's loop is started again
TASK_MARK = ":"  # between the kind of a background task and its name; no id of a job has one
TASKS_PER_READ = 50  # jobs taken in one go: of many that lie ready, other workers get their share
FULL_CHECK_S = 1.0  # seconds
SWEEP_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class TaskWorkerOptions:
    """`lease` is how long a dead worker's jobs rest before another takes them; `slots` bounds jobs at once.

    `grace` is how long a worker that stops may take to come to a point where it can let go of its jobs.
    """

    lease: timedelta = timedelta(seconds=6)
    slots: int = 5000
    grace: timedelta = timedelta(seconds=20)
    # Nobody else can be working on this Redis: what a dead process left behind is ours at once.
    alone: bool = False


class TaskWorker:
    """Queues job ids and background tasks, and runs them. Each is queued once while it lives.

    A background task is a short thing to do, by its kind and the name of a record in the store of that kind.
    """

    def __init__(
        self, docket: Docket, book: JobBook, stores: Mapping[str, TaskStore], options: TaskWorkerOptions
    ) -> None:
        self.docket = docket
        self.book = book
        self.stores = stores
        self.options = options
        self.name = f"{socket.gethostname()}#{secrets.token_hex(4)}"
        self.running: dict[str, asyncio.Task[Any]] = {}
        self.run: Callable[[JobId], Coroutine[Any, Any, None]] | None = None
        self.tasks: BackgroundTasks = {}
        self.can_release: Callable[[JobId], bool] = lambda _: False
        self.leaving = False
        self.halting = False  # docket's loop has stopped, and is about to begin anew
        self.pulse = Pulse()
        self.leases = Leases(docket, self.name, options.lease, self.running)
        self.register()

    async def enqueue_job(self, job_id: JobId) -> None:
        """Raises StoreError when it cannot be queued now; the sweep sees to it later."""
        try:
            async with asyncio.timeout(QUEUE_CALL_S):
                await self.docket.add("run_job", key=job_id)(str(job_id))
        except (RedisError, TimeoutError) as error:
            raise StoreError(f"the queue: {error}") from error

    async def enqueue_task(self, kind: str, name: str, delay: float = 0.0) -> None:
        """A background task, `delay` seconds from now. Raises StoreError."""
        when = datetime.now(UTC) + timedelta(seconds=delay) if delay else None
        try:
            async with asyncio.timeout(QUEUE_CALL_S):
                await self.docket.add("run_task", when, key=f"{kind}{TASK_MARK}{name}")(kind, name)
        except (RedisError, TimeoutError) as error:
            raise StoreError(f"the queue: {error}") from error

    async def sweep(self) -> None:
        """Queue every open job that does not wait in line, and what lies in the stores of background tasks.

        What is queued stays as it is.
        """
        for job_id in await self.book.unattended():
            await self.enqueue_job(job_id)
        for kind, store in self.stores.items():
            for name in await store.waiting():
                await self.enqueue_task(kind, name)

    async def serve(
        self,
        run: Callable[[JobId], Coroutine[Any, Any, None]],
        can_release: Callable[[JobId], bool],
        stop: asyncio.Event,
        tasks: BackgroundTasks | None = None,
    ) -> None:
        """Run jobs and tasks until `stop`; then let go of them, so that another process carries on at once.

        `can_release` tells whether a job can be let go of without harm; the others get `grace`.
        """
        self.run, self.can_release, self.tasks, self.leaving = run, can_release, tasks or {}, False
        if self.options.alone:
            await self.leases.requeue_held(lambda _: True)
            await self.leases.clear_sweep_turn()
        await self.leases.forget_workers(timedelta(0) if self.options.alone else IDLE_WORKER_TTL)
        try:
            await self.sweep()
        except StoreError as error:
            outage_log.report("sweep", error)  # it comes again
        self.note_read()
        worker = JobWorker(
            self.docket,
            self.note_read,
            self.handle_halt,
            name=self.name,
            concurrency=self.options.slots,
            # Longer than the lease: `look` is there first, and one of them is enough.
            redelivery_timeout=self.options.lease * 1.5,
            reconnection_delay=timedelta(seconds=1),
            minimum_check_interval=timedelta(milliseconds=100),
            message_batch=TASKS_PER_READ,
        )
        try:
            async with asyncio.timeout(None) as scope:
                await self.run_worker(worker, stop, scope)
        except TimeoutError:
            log.warning("worker.stop_forced")  # the store is away: what was held is taken over when the leases end
        await self.leases.requeue_held(self.leases.is_mine)

    async def run_worker(self, worker: Worker, stop: asyncio.Event, scope: asyncio.Timeout) -> None:
        """Let docket's worker run until `stop`, and some time longer at the most."""
        # Leaving `worker` stops it, too: a cancellation alone may be swallowed by a read that is just timing out.
        async with asyncio.TaskGroup() as group, worker:
            loop = group.create_task(self.keep_reading(worker))
            look = group.create_task(self.leases.reclaim_lapsed())
            full = group.create_task(self.note_full())
            try:
                await stop.wait()
                self.leaving = True
                scope.reschedule(
                    asyncio.get_running_loop().time() + self.options.grace.total_seconds() + QUEUE_CALL_S
                )
                look.cancel()
                loop.cancel()  # it takes no more jobs, and ends when those that run have ended
                await self.drain()
            finally:
                self.leaving = True
                # In this order: docket leaves a cancelled job in the queue only while it stops itself.
                await cancel_tasks([look, full])
                loop.cancel()
                await cancel_tasks(tuple(self.running.values()))

    def note_read(self) -> None:
        self.pulse.read(asyncio.get_running_loop().time())

    async def note_full(self) -> None:
        """Docket reads nothing while all places are taken: that is no silence."""
        while True:
            if len(self.running) >= self.options.slots:
                self.note_read()
            await asyncio.sleep(FULL_CHECK_S)

    async def keep_reading(self, worker: Worker) -> None:
        """Docket's worker begins anew by itself after what it knows to pass; here after everything else."""
        while True:
            try:
                await worker.run_forever()
            except Exception:
                log.exception("queue.loop_failed")
                await asyncio.sleep(LOOP_RETRY_S)
            else:
                return

    async def handle_halt(self) -> None:
        """Docket's loop has stopped, and begins anew when all that runs here has ended.

        Some of it waits for places that are held by jobs which nobody reads from the queue meanwhile. So we let go,
        as when we stop: what is let go of is queued, and comes back to the next loop or to another process.
        """
        if self.leaving:
            return
        outage_log.report("queue", "docket's loop has stopped")
        self.halting = True
        try:
            await self.drain()
            await cancel_tasks(tuple(self.running.values()))
            await self.leases.requeue_held(self.leases.is_mine)
        finally:
            self.halting = False

    async def drain(self) -> None:
        """Let go of jobs as soon as that does no harm, and keep the others meanwhile: nobody else does."""
        beat = min(self.options.lease.total_seconds() / 8, 0.25)
        try:
            async with asyncio.timeout(self.options.grace.total_seconds()):
                while self.running:
                    for job_id, task in tuple(self.running.items()):
                        kind, _, name = job_id.partition(TASK_MARK)
                        if self.tasks[kind].can_release(name) if name else self.can_release(JobId(job_id)):
                            task.cancel()
                    await asyncio.sleep(beat)
                    await self.leases.requeue_held(self.leases.is_mine)
                    await self.leases.renew_running()
        except TimeoutError:
            log.warning("drain.timed_out", jobs=len(self.running))

    def register(self) -> None:
        """Name the tasks, so that a process can queue jobs that others run."""

        async def run_job(job_id: str) -> None:
            await self.run_once(job_id, self.run_job(JobId(job_id)))

        async def run_task(kind: str, name: str) -> None:
            await self.run_once(f"{kind}{TASK_MARK}{name}", self.run_task(kind, name))

        async def sweep(perpetual: Perpetual = Perpetual(every=SWEEP_EVERY, automatic=True)) -> None:  # noqa: B008 - docket reads it there
            del perpetual
            try:
                await self.sweep()
            except StoreError as error:
                outage_log.report("sweep", error)  # it comes again

        self.docket.register(run_job)
        self.docket.register(run_task)
        self.docket.register(sweep)

    async def run_job(self, job_id: JobId) -> None:
        """Run a job until it is over; what it holds at the service would stay held if it ended here."""
        run = self.run
        assert run is not None  # noqa: S101 - only `work` takes jobs
        await retry_in_outage("job", lambda: run(job_id))

    async def run_task(self, kind: str, name: str) -> None:
        try:
            await retry_in_outage(kind, lambda: self.tasks[kind].run(name))
        except Exception as error:  # noqa: BLE001 - it would only be tried again
            log.error("task.failed", kind=kind, trace=error_trace(error))  # noqa: TRY400 - see domain/trace.py

    async def run_once(self, key: str, doing: Coroutine[Any, Any, None]) -> None:
        """What is delivered here twice is done once; what comes while we let go of everything is not begun."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - docket runs each in a task
        if other := self.running.get(key):
            doing.close()
            await self.await_other(other)
            return
        if self.leaving or self.halting:  # it stays in the queue, and is queued anew with the others
            doing.close()
            raise asyncio.CancelledError
        self.running[key] = task
        try:
            await doing
        finally:
            del self.running[key]
        await self.leases.expire_run(key)

    async def await_other(self, other: asyncio.Task[Any]) -> None:
        """A job that is delivered here twice is run once: this delivery ends as the other one does."""
        await asyncio.wait([other])
        if other.cancelled():
            raise asyncio.CancelledError


async def retry_in_outage(what: str, doing: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Docket does what failed once no second time; so nothing ends while all that is wrong is the store."""
    for pause in chain(OUTAGE_RETRIES_S, repeat(OUTAGE_RETRIES_S[-1])):
        try:
            await doing()
        except Unreadable as error:  # the sweep offers it again, to whoever comes then
            log.warning("record.read_failed", what=what, error=str(error))
            return
        except StoreError as error:
            outage_log.report(what, error)
            await asyncio.sleep(pause)
        else:
            return


@asynccontextmanager
async def open_task_worker(
    link: RedisConnection, book: JobBook, stores: Mapping[str, TaskStore], options: TaskWorkerOptions
) -> AsyncIterator[TaskWorker]:
    """`link` is docket's way to the store, and as patient as it should be: see TaskWorker.halted."""
    async with JobDocket(DOCKET_NAME, link, execution_ttl=timedelta(minutes=1)) as docket:
        yield TaskWorker(docket, book, stores, options)
