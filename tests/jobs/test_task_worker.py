"""The queue, where docket leaves something to us: what dead workers held, and their names."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, cast

import pytest
from redis.asyncio import Redis

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.jobs.background import BackgroundTask
from bot.jobs.task_worker import TaskWorker, TaskWorkerOptions, open_task_worker
from bot.store.docket_link import DocketLink
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from bot.tasks import cancel_tasks
from tests.fakes.waiting import wait_until

JOB = JobId("01M7YH4KV46QES62AV98FBKE7Y")


@pytest.fixture
async def worker(redis: Redis, valkey_url: str) -> AsyncIterator[TaskWorker]:
    async with open_task_worker(
        DocketLink(valkey_url),
        RedisJobs(redis, Keys()),
        {},
        TaskWorkerOptions(),
    ) as opened:
        yield opened


async def take(worker: TaskWorker, redis: Any, name: str) -> list[Any]:
    """What a worker of that name gets from the queue."""
    stream, group = worker.docket.stream_key, worker.docket.worker_group_name
    got = await redis.xreadgroup(group, name, {stream: ">"})
    return [message[b"key"] for _, messages in got for _, message in messages]


async def queued(worker: TaskWorker, redis: Any) -> None:
    await redis.xgroup_create(worker.docket.stream_key, worker.docket.worker_group_name, id="0", mkstream=True)
    await worker.enqueue_job(JOB)


async def test_what_a_dead_worker_held_is_queued_anew_once(
    worker: TaskWorker, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many say so at the same time."""
    await queued(worker, redis)
    assert await take(worker, redis, "dead") == [JOB.encode()]
    held = await worker.leases.list_held(redis)
    await worker.leases.requeue_held(lambda name: name == "other")
    assert await take(worker, redis, "next") == []
    await worker.leases.requeue_held(lambda name: name == "dead")
    monkeypatch.setattr(worker.leases, "list_held", lambda *_: answer(held))  # what a second one has just read
    await worker.leases.requeue_held(lambda name: name == "dead")
    assert await take(worker, redis, "next") == [JOB.encode()]


async def answer(held: Any) -> Any:
    return held


async def test_nobody_has_ever_worked_here(worker: TaskWorker) -> None:
    """Then there is nothing to let go of, and no fault."""
    await worker.leases.requeue_held(lambda _: True)
    await worker.leases.renew_running()
    await worker.leases.forget_workers(timedelta(0))


async def test_names_of_the_dead_are_forgotten(worker: TaskWorker, redis: Any) -> None:
    """But not of those who hold something, nor of those who were heard of a moment ago."""
    await queued(worker, redis)
    for name in ("holds", "idle"):
        await take(worker, redis, name)
    stream, group = worker.docket.stream_key, worker.docket.worker_group_name
    await worker.leases.forget_workers(timedelta(hours=1))
    assert len(await redis.xinfo_consumers(stream, group)) == 2
    await worker.leases.forget_workers(timedelta(0))
    assert [one["name"] for one in await redis.xinfo_consumers(stream, group)] == [b"holds"]


async def test_after_an_outage_everybody_may_renew_first(
    worker: TaskWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody could while the store was away, so a lease that has lapsed by then says nothing of who is dead."""
    monkeypatch.setattr("bot.jobs.leases.RECLAIM_EVERY_S", 0.0)
    worker.leases.lease = timedelta(seconds=0.2)
    done: list[tuple[str, float]] = []
    loop = asyncio.get_running_loop()

    async def away() -> None:
        await asyncio.sleep(0.0 if done else 0.5)

    async def keep() -> None:
        done.append(("keep", loop.time()))

    async def release(*_: Any) -> None:
        done.append(("release", loop.time()))

    for name, instead in (("wait_for_store", away), ("renew_running", keep), ("requeue_held", release)):
        monkeypatch.setattr(worker.leases, name, instead)
    looking = asyncio.create_task(worker.leases.reclaim_lapsed())
    await wait_until(lambda: len(done) > 1, "it has looked")
    await cancel_tasks([looking])
    assert [what for what, _ in done[:2]] == ["keep", "release"]
    assert done[1][1] - done[0][1] >= 0.2


async def test_who_renewed_its_lease_keeps_its_job(worker: TaskWorker, redis: Redis) -> None:
    """Only what was not renewed for a whole lease is queued anew."""
    await queued(worker, redis)
    await take(worker, redis, "alive")
    await worker.leases.requeue_held(lambda _: True, timedelta(hours=1))
    assert await take(worker, redis, "next") == []


async def delivered(redis: Any, worker: TaskWorker, number: int) -> None:
    async with asyncio.timeout(120):
        while True:
            found = await redis.xpending(worker.docket.stream_key, worker.docket.worker_group_name)
            if found["pending"] >= number:
                return
            await asyncio.sleep(0.01)


async def test_a_job_that_is_delivered_twice_runs_once(worker: TaskWorker, redis: Redis) -> None:
    """The second delivery ends as the first one does, and a worker that stops need not wait for it."""
    running, most, over = 0, 0, asyncio.Event()

    async def run(_: JobId) -> None:
        nonlocal running, most
        running, most = running + 1, max(most, running + 1)
        try:
            await over.wait()
        finally:
            running -= 1

    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        working = group.create_task(worker.serve(run, lambda _: True, stop))
        await worker.enqueue_job(JOB)
        await wait_until(lambda: running, "it runs")
        stream = worker.docket.stream_key
        entry = (await cast("Any", redis).xrange(stream))[0][1]
        await cast("Any", redis).xadd(stream, entry)  # once more, as after a lease that lapsed
        await delivered(redis, worker, 2)
        stop.set()
        await working
    assert most == 1
    assert worker.running == {}


async def test_a_background_task_waits_for_the_store(worker: TaskWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Docket does what failed once no second time; so it does not fail."""
    monkeypatch.setattr("bot.jobs.task_worker.OUTAGE_RETRIES_S", (0.0, 0.0, 0.0))
    tries: list[str] = []

    async def run(name: str) -> None:
        tries.append(name)
        if len(tries) < 3:
            raise StoreError("away")

    stop = asyncio.Event()

    async def nothing(_: JobId) -> None: ...

    async with asyncio.TaskGroup() as group:
        group.create_task(worker.serve(nothing, lambda _: True, stop, {"parcel": BackgroundTask(run)}))
        await worker.enqueue_task("parcel", "a:b")
        await worker.enqueue_task("parcel", "a:b")
        await wait_until(lambda: len(tries) == 3, "it was done")
        stop.set()
    assert tries == ["a:b"] * 3
