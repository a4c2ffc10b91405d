"""A store that refuses for a while: the queue goes on afterwards, and nothing that ran has ended for good."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis as SyncRedis
from redis.asyncio.retry import Retry

from bot.domain.errors import StoreError, Unreadable
from bot.domain.ids import JobId
from bot.jobs.task_worker import TaskWorker, TaskWorkerOptions, open_task_worker
from bot.outage import outage_log
from bot.store.connection import connect_redis
from bot.store.docket_link import DocketLink
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from bot.store.retries import ENDLESS_RETRY, NO_RETRY
from tests.fakes.refusing import REFUSALS, Server, refusing
from tests.fakes.servers import ONCE, answers, server_binary
from tests.fakes.waiting import PATIENCE, wait_until, wait_until_sync

A, B = JobId("01M7YH4KV46QES62AV98FBKE7A"), JobId("01M7YH4KV46QES62AV98FBKE7B")
OPTIONS = TaskWorkerOptions(lease=timedelta(seconds=2), grace=timedelta(seconds=5))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """One of this test's own: it is troubled."""
    socket = tmp_path / "valkey.sock"
    command = [server_binary(), "--port", "0", "--unixsocket", str(socket), "--dir", str(tmp_path)]
    process = subprocess.Popen([*command, "--save", ""], stdout=subprocess.DEVNULL)
    try:
        with SyncRedis.from_url(f"unix://{socket}", retry=ONCE) as client:
            wait_until_sync(lambda: answers(client), "Valkey answers")
        yield Server(f"unix://{socket}", process.pid, tmp_path)
    finally:
        process.kill()
        process.wait(PATIENCE)


@asynccontextmanager
async def opened(server: Server, retry: Retry = ENDLESS_RETRY) -> AsyncIterator[TaskWorker]:
    async with connect_redis(server.url) as redis:
        jobs = RedisJobs(redis, Keys())
        async with open_task_worker(DocketLink(server.url, retry), jobs, {}, OPTIONS) as worker:
            yield worker


class Crew:
    """Runs jobs: A waits, as in the line to the service, until B has run."""

    def __init__(self) -> None:
        self.began: list[JobId] = []
        self.ended: list[JobId] = []
        self.waits = asyncio.Event()

    async def run(self, job_id: JobId) -> None:
        self.began.append(job_id)
        if job_id == A:
            await self.waits.wait()
        self.waits.set()
        self.ended.append(job_id)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", sorted(REFUSALS))
async def test_the_queue_goes_on_after(kind: str, server: Server) -> None:
    """However the store refused, and though a job waits here all the time for what another one holds."""
    crew, stop = Crew(), asyncio.Event()
    async with opened(server) as worker, asyncio.TaskGroup() as group:
        group.create_task(worker.serve(crew.run, lambda _: True, stop))
        await worker.enqueue_job(A)
        await wait_until(lambda: crew.began == [A], "one runs")
        before = worker.pulse.read_at
        outage_log.end_outage()
        with refusing(server, kind):
            if kind != "reset":
                await wait_until(lambda: outage_log.since is not None, "it was met")
        await wait_until(lambda: worker.pulse.read_at > before, "the queue is read")
        await worker.enqueue_job(B)
        await wait_until(lambda: set(crew.ended) == {A, B}, "both have ended")
        stop.set()


@pytest.mark.timeout(120)
async def test_who_waits_is_let_go_of_when_the_loop_has_stopped(server: Server) -> None:
    """With no patience at all docket's loop breaks: it begins anew at once, not when the waiting are served."""
    crew, stop = Crew(), asyncio.Event()
    async with opened(server, NO_RETRY) as worker, asyncio.TaskGroup() as group:
        group.create_task(worker.serve(crew.run, lambda _: True, stop))
        await worker.enqueue_job(A)
        await wait_until(lambda: crew.began == [A], "one runs")
        with refusing(server, "readonly"):
            await wait_until(lambda: not worker.running, "it was let go of")
        await wait_until(lambda: len(crew.began) > 1, "it was taken up again")
        await worker.enqueue_job(B)
        await wait_until(lambda: set(crew.ended) == {A, B}, "both have ended")
        stop.set()


@pytest.mark.parametrize(("error", "tries"), [(StoreError("away"), 6), (Unreadable("of tomorrow"), 1)])
async def test_a_job_goes_on_when_the_store_does(
    error: StoreError, tries: int, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not end for good, with what it holds still held; what we cannot read is left to who can."""
    monkeypatch.setattr("bot.jobs.task_worker.OUTAGE_RETRIES_S", (0.0, 0.0))
    tried, stop = [0], asyncio.Event()

    async def run(_: JobId) -> None:
        tried[0] += 1
        if tried[0] < 6:
            raise error

    async with opened(server) as worker, asyncio.TaskGroup() as group:
        group.create_task(worker.serve(run, lambda _: True, stop))
        await worker.enqueue_job(A)
        await wait_until(lambda: bool(tried[0]) and not worker.running, "it was run")
        stop.set()
    assert tried[0] == tries


async def test_a_bug_in_docket_does_not_end_the_worker(server: Server) -> None:
    """What docket does not know to pass ends its loop; ours begins it again."""
    crew, stop = Crew(), asyncio.Event()
    async with opened(server) as worker, asyncio.TaskGroup() as group:
        reads: Callable[[], None] = worker.note_read
        broken = [0]

        def note() -> None:
            broken[0] += 1
            if broken[0] == 2:  # the first is made when the work begins
                raise RuntimeError("a bug")
            reads()

        worker.note_read = note  # type: ignore[method-assign]
        group.create_task(worker.serve(crew.run, lambda _: True, stop))
        await wait_until(lambda: broken[0] > 2, "it reads again")
        await worker.enqueue_job(B)
        await wait_until(lambda: crew.ended == [B], "jobs run")
        stop.set()
