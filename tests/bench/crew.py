"""Programs bound to cores, the measuring service, and a way to order many pictures at once."""

import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bot.clock import SystemClock
from bot.domain.ids import Place
from bot.domain.incoming import Origin, Person
from bot.domain.order import Imagine
from bot.domain.prompt import Prompt
from bot.jobs.desk import JobDesk
from bot.jobs.task_worker import TaskWorkerOptions, open_task_worker
from bot.store.connection import connect_redis
from bot.store.docket_link import DocketLink
from bot.store.job_signals import RedisJobSignals
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from tests.scenarios.fleet import TOKEN, Valkey
from tests.scenarios.programs import Program, get, programs

OURS, THEIRS = 0, 1  # cores
MANY = "10000"  # a limit that is none
AT_ONCE = 200  # each waits up to a second for the disk, together with the others


@dataclass
class Crew:
    """Programs that share `settings`; `service` answers for the image API."""

    folder: Path
    settings: dict[str, str]
    service: str
    valkey: Valkey
    started: list[Program] = field(default_factory=list)

    def start(self, role: str, core: int, **settings: str) -> Program:
        program = Program([role], self.folder / f"{role}-{len(self.started)}", self.settings | settings)
        return self.launch(program, core)

    def launch(self, program: Program, core: int) -> Program:
        self.started.append(program.start())
        bind(program, core)
        return program

    def asked(self, since: float) -> list[tuple[float, list[str]]]:
        """The questions after `since` (monotonic), each with the tasks that were asked after."""
        return [(at, ids) for at, ids in get(f"{self.service}/log")["asked"] if at > since]

    def tasks(self) -> set[str]:
        return set(get(f"{self.service}/log")["tasks"])


def bind(program: Program, core: int) -> None:
    assert program.process is not None
    os.sched_setaffinity(program.process.pid, {core})


@contextmanager
def crew(folder: Path, **settings: str) -> Iterator[Crew]:
    """A Valkey and the measuring service on their core; nothing else yet."""
    valkey = Valkey(folder / "valkey")
    with programs(folder) as started:
        service = Program(
            [], folder / "service", command=(sys.executable, str(Path(__file__).with_name("service.py")))
        )
        service.arguments.append(str(service.port))
        started.append(service.start())
        bind(service, THEIRS)
        try:
            valkey.start()
            assert valkey.process is not None
            os.sched_setaffinity(valkey.process.pid, {THEIRS})
            shared = {
                "ACEDATA_TOKEN": TOKEN,
                "ACEDATA_BASE_URL": service.url,
                "REDIS_URL": valkey.url,
                "DATA_DIR": str(folder / "shared"),
                "LOG_LEVEL": "warning",
                **dict.fromkeys(("ACEDATA_CONCURRENCY", "USER_CONCURRENCY"), MANY),
                "USER_WAITING": "0",
                **settings,
            }
            service.ready("/log")
            yield Crew(folder, shared, service.url, valkey, started)
        finally:
            valkey.kill()


async def order(url: str, number: int, prompt: str) -> None:
    """Open that many jobs and queue them, as the web does for as many people."""
    clock, keys = SystemClock(), Keys()
    async with connect_redis(url) as redis, connect_redis(url) as listener:
        jobs = RedisJobs(redis, keys)
        async with open_task_worker(DocketLink(url), jobs, {}, TaskWorkerOptions()) as worker:
            desk = JobDesk(
                jobs, RedisJobSignals(redis, listener, keys), worker.enqueue_job, clock, job_timeout=1800.0
            )
            at_once = asyncio.Semaphore(AT_ONCE)

            async def open_one(n: int) -> None:
                async with at_once:
                    origin = Origin(Place("webchat", "atelier"), Person(f"webchat:{n}", f"Person {n}"))
                    await desk.open(Imagine(Prompt(prompt)), origin)

            await asyncio.gather(*map(open_one, range(number)))


def spent(programs: Sequence["psutil.Process"]) -> float:
    """CPU seconds of these processes so far."""
    times = [program.cpu_times() for program in programs]
    return sum(one.user + one.system for one in times)


def process_of(program: Any) -> "psutil.Process":
    return psutil.Process(program.process.pid)
