"""A cluster and a sentinel are the same store: every script keeps to one slot."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from redis import Redis as SyncRedis

from bot.clock import SystemClock
from bot.domain.ids import JobId
from bot.domain.job import State, advance
from bot.domain.pacing import Rank
from bot.domain.quota import Quota
from bot.domain.turn import Go, Limits, Run
from bot.domain.update import Cancelled
from bot.jobs.task_worker import TaskWorkerOptions, open_task_worker
from bot.ports import LaneRef
from bot.store.connection import connect_redis
from bot.store.docket_link import DocketLink
from bot.store.job_signals import RedisJobSignals
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from bot.store.retries import NO_RETRY
from bot.store.service_queue import RedisServiceQueue
from tests.fakes.ports import free_port
from tests.fakes.servers import ONCE, answers, server_binary
from tests.fakes.waiting import PATIENCE, wait_until, wait_until_sync
from tests.store.test_jobs import job


@contextmanager
def server(folder: Path, *arguments: str) -> Iterator[int]:
    folder.mkdir()
    port = free_port()
    command = [server_binary(), *arguments, "--port", str(port), "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with SyncRedis(port=port, retry=ONCE) as client:
            wait_until_sync(lambda: answers(client), "it answers")
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture(params=["cluster", "sentinel"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """One node each: enough for the client and the scripts to be held to the rules."""
    if request.param == "cluster":
        with server(tmp_path / "node", "--cluster-enabled", "yes", "--save", "") as port:
            with SyncRedis(port=port, retry=ONCE) as client:
                client.cluster("ADDSLOTSRANGE", 0, 16383)
                wait_until_sync(lambda: "'cluster_state': 'ok'" in told(client), "all slots are served")
            yield f"redis+cluster://127.0.0.1:{port}"
        return
    with server(tmp_path / "node", "--save", "") as port:
        settings = tmp_path / "sentinel.conf"
        settings.write_text(f"sentinel monitor ours 127.0.0.1 {port} 1\n")
        with server(tmp_path / "sentinel", str(settings), "--sentinel") as watching:
            yield f"redis+sentinel://127.0.0.1:{watching}/ours"


def told(client: SyncRedis) -> str:
    return str(client.cluster("INFO"))


@pytest.fixture
async def book(url: str) -> AsyncIterator[RedisJobs]:
    async with connect_redis(url) as client:
        yield RedisJobs(client, Keys())


async def test_a_job_is_opened_queued_and_saved(book: RedisJobs, url: str) -> None:
    """By every script that writes, and by docket."""
    keys, clock = Keys(), SystemClock()
    one = job(press="fake:room:m|retry")
    assert await book.open(one, "event", Quota(5)) == one.id
    found = await book.load(one.id)
    assert found is not None
    service_queue = RedisServiceQueue(book.client, keys, Quota(5))
    assert (await service_queue.join(found, clock.now(), found.deadline)).may_go
    await service_queue.put_back(found, clock.now(), "rate", (1.0,))
    assert (await service_queue.call(clock.now())).length == 1
    saved = await book.save(advance(found, Cancelled()))
    assert saved.state is State.FAILED
    assert (await service_queue.call(clock.now())).length == 0
    await book.drop(one.id)
    assert await book.census() == (0, 0.0)
    lane = LaneRef("chat:1", Limits(5, 60.0, 0.0), "all", 25.0)
    assert await RedisLanes(book.client, keys, clock).admit(lane, Run("a"), Rank.FINAL) == Go()


async def test_word_travels(book: RedisJobs, url: str) -> None:
    """Over a channel and a list."""
    async with connect_redis(url, retry=NO_RETRY) as listener:
        signals = RedisJobSignals(book.client, listener, Keys())
        async with signals.listen() as heard:
            await signals.post(JobId("J1"), Cancelled())
            assert (await anext(heard)).job_id == "J1"
        assert await signals.read(JobId("J1")) == [Cancelled()]


async def test_docket_runs_jobs_there(book: RedisJobs, url: str) -> None:
    """What is queued is run, by the same address."""
    ran: list[JobId] = []

    async def run(job_id: JobId) -> None:
        ran.append(job_id)

    stop = asyncio.Event()
    options = TaskWorkerOptions(lease=timedelta(seconds=5))
    async with (
        open_task_worker(DocketLink(url), book, {}, options) as worker,
        asyncio.TaskGroup() as group,
    ):
        group.create_task(worker.serve(run, lambda _: True, stop))
        await worker.enqueue_job(JobId("J1"))
        await wait_until(lambda: ran == ["J1"], "the job ran")
        stop.set()
