"""Real servers that die and hand over: what is written and queued goes on, and what is said is heard again."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.domain.update import Cancelled
from bot.jobs.signal_listener import SignalListener
from bot.jobs.task_worker import TaskWorkerOptions, open_task_worker
from bot.store.connection import connect_redis
from bot.store.docket_link import DocketLink
from bot.store.job_signals import RedisJobSignals
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from bot.store.retries import NO_RETRY
from bot.tasks import cancel_tasks
from tests.chaos.servers import Topology, topology
from tests.fakes.servers import server_binary
from tests.fakes.waiting import wait_until

REQUIRED = "CHATELIER_TEST_SERVERS"  # set to "required" where a missing server is a failure
LONG = 90.0  # seconds that only bound a hang


@pytest.fixture(params=["sentinel", "cluster"])
def servers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Topology]:
    """Masters, replicas and sentinels, in a folder that goes away."""
    if not server_binary():
        assert os.environ.get(REQUIRED) != "required", "there is no Redis or Valkey to run"
        pytest.skip("there is no Redis or Valkey to run")
    with topology(request.param, tmp_path) as opened:
        yield opened


# A connection whose server dies while it is dialled is left by redis-py to the collector, which warns of it now and
# then. That descriptors do not become more is tried by scenarios/test_descriptors.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.timeout(400)
async def test_everything_goes_on_with_another_master(servers: Topology) -> None:
    """After one was killed, and after one handed over by plan: jobs run, and word of them is heard."""
    ran: list[JobId] = []

    async def run(job_id: JobId) -> None:
        ran.append(job_id)

    stop, keys, clock = asyncio.Event(), Keys(), SystemClock()
    async with (
        connect_redis(servers.url) as client,
        connect_redis(servers.url, retry=NO_RETRY) as listener,
        open_task_worker(
            DocketLink(servers.url),
            RedisJobs(client, keys),
            {},
            TaskWorkerOptions(lease=timedelta(seconds=3)),
        ) as worker,
        asyncio.TaskGroup() as group,
    ):
        group.create_task(worker.serve(run, lambda _: True, stop))
        signals = RedisJobSignals(client, listener, keys)
        signal_listener = SignalListener(signals, clock)
        listening = group.create_task(signal_listener.serve())
        for n, happen in enumerate((lambda: None, servers.kill_master, servers.fail_over)):
            await asyncio.to_thread(happen)
            job_id = JobId(f"J{n}")
            adding = group.create_task(queued(worker.enqueue_job, job_id))
            await wait_until(lambda: job_id in ran, f"the job ran after step {n}", LONG)  # noqa: B023 - at once
            await adding
            with signal_listener.subscribe(JobId(f"N{n}")) as subscription:
                saying = group.create_task(repeat(signals, JobId(f"N{n}")))
                async with asyncio.timeout(LONG):
                    while not isinstance(await subscription.next(), Cancelled):
                        pass
                await cancel_tasks([saying])
            await asyncio.to_thread(servers.return_dead)
            await asyncio.to_thread(servers.settled)
        stop.set()
        await cancel_tasks([listening])


async def queued(add: Callable[[JobId], Awaitable[None]], job_id: JobId) -> None:
    """As the sweep does: again and again until it is taken."""
    while True:
        try:
            await add(job_id)
        except StoreError:
            continue
        return


async def repeat(signals: RedisJobSignals, job_id: JobId) -> None:
    """Say it until somebody listens."""
    while True:
        with suppress(StoreError):
            await signals.broadcast(job_id, Cancelled())
        await asyncio.sleep(0.1)
