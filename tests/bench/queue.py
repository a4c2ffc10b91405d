"""Thousands of orders at once: what one that waits costs a worker and the store, also beside thousands that run."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import psutil
from redis import Redis

from bot.store.keys import Keys
from tests.bench.crew import OURS, THEIRS, Crew, crew, order, process_of, spent
from tests.bench.measure import report
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.fleet import metric
from tests.scenarios.programs import Program

ENDED = 'chatelier_jobs_ended_total{platform="webchat",result="image"}'
RUNNING = "a cat 2:1800"  # an order that is still painted when all is measured
BESIDE = 50  # places at the service for those that come
PATIENCE = 1500.0  # seconds
LARGEST_MB, REDIS_MS = 250, 5  # aims: of a worker, and of the store for one job


@contextmanager
def held(processes: Sequence["psutil.Process"]) -> Iterator[None]:
    """They stand still meanwhile."""
    for process in processes:
        process.suspend()
    yield
    for process in processes:
        process.resume()


@contextmanager
def watched(processes: Sequence["psutil.Process"]) -> Iterator[list[int]]:
    """The most memory that any of them had, in bytes."""
    most, over = [0], Event()

    def watch() -> None:
        while not over.wait(0.25):
            most[0] = max(most[0], *(process.memory_info().rss for process in processes))

    thread = Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def commands(client: "Redis") -> int:
    """All so far, with those inside scripts."""
    return sum(int(one["calls"]) for one in client.info("commandstats").values())


def complaints(workers: Sequence[Program], level: str) -> int:
    return sum(worker.output.count(f'"level": "{level}"') for worker in workers)


def ended(workers: Sequence[Program]) -> int:
    return int(sum(metric(worker, ENDED) for worker in workers))


def crowded(ships: Crew, jobs: int, running: int, ends: int) -> None:
    """`jobs` that come at once while `running` are painted; measured until `ends` of them have ended."""
    workers = [ships.start("worker", core).ready() for core in (OURS, THEIRS)]
    ours, store = [process_of(worker) for worker in workers], [process_of(ships.valkey)]
    line, url, since = Keys().waiting, ships.valkey.url, 0.0
    with Redis.from_url(url) as client, watched(ours) as most:
        asyncio.run(order(url, running, RUNNING))
        wait_until_sync(lambda: int(client.zcard(Keys().inside)) == running, "they are painted", PATIENCE)
        with held(ours):
            asyncio.run(order(url, jobs, "a cat 1:0"))
        cpu, called, busy, since = spent(store), commands(client), spent(ours), time.monotonic()
        wait_until_sync(
            lambda: int(client.zcard(line)) + ended(workers) >= jobs - BESIDE, "all stand in line", PATIENCE
        )
        stood, already = time.monotonic() - since, ended(workers)
        share = [(spent(store) - cpu) / jobs, (commands(client) - called) / jobs, (spent(ours) - busy) / jobs]
        cpu, called, busy = spent(store), commands(client), spent(ours)
        wait_until_sync(lambda: ended(workers) >= ends, "enough have ended", PATIENCE)
        rest = max(ended(workers) - already, 1)
        share[0] += (spent(store) - cpu) / rest
        share[1] += (commands(client) - called) / rest
        share[2] += (spent(ours) - busy) / rest
    report(
        "queue",
        jobs=jobs,
        running=running,
        ended=ended(workers),
        stood_after_s=stood,
        seconds=time.monotonic() - since,
        redis_ms_per_job=share[0] * 1000,
        redis_aim=REDIS_MS,
        commands_per_job=share[1],
        worker_ms_per_job=share[2] * 1000,
        most_mb_a_worker=most[0] / 2**20,
        memory_aim=LARGEST_MB,
        errors=complaints(workers, "error"),
        warnings=complaints(workers, "warning"),
    )


def queueing(folder: Path, *, quick: bool) -> None:
    jobs, running, ends = (600, 100, 300) if quick else (10_000, 2_083, 2_000)
    for beside in (0, running):
        with crew(folder / f"queue-{beside}", ACEDATA_CONCURRENCY=str(beside + BESIDE)) as ships:
            crowded(ships, jobs, beside, ends)
