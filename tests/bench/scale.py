"""`make bench-scale`: what more than one process brings, what it costs when one dies, what thousands in line cost.

Linux. `ARGS` may name parts (`queueing`, `take_over`, ...); `--quick` makes `queueing` a matter of a minute. The
service and Valkey have core 1, the first worker core 0, a second worker core 1 beside them.
"""

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from redis import Redis

from bot import log
from tests.bench.crew import OURS, THEIRS, Crew, crew, order, process_of, spent
from tests.bench.measure import quantile, report
from tests.bench.queue import held, queueing
from tests.bench.stored import stored
from tests.fakes.waiting import wait_until_sync
from tests.scenarios.fleet import metric, running
from tests.scenarios.programs import Program

ENDED = 'chatelier_jobs_ended_total{platform="webchat",result="image"}'
LONG = "a cat 2000:1"  # a job that is still running when all is measured


def left(client: "Redis") -> int:
    return int(client.zcard("{chatelier}:jobs:open"))


def carried(ships: Crew, workers: list[Program], jobs: int, prompt: str) -> dict[str, float]:
    """How fast `jobs` that lie ready are done, and what each process spends on one."""
    for worker in workers:
        worker.ready()
    ours = [process_of(worker) for worker in workers]
    theirs = [process_of(ships.valkey), process_of(ships.started[0])]
    with Redis.from_url(ships.valkey.url) as client:
        asyncio.run(order(ships.valkey.url, 5 * len(workers), "a cat 1:0"))
        wait_until_sync(lambda: left(client) == 0, "what is loaded once is loaded")
        already = [metric(worker, ENDED) for worker in workers]
        with held(ours):
            asyncio.run(order(ships.valkey.url, jobs, prompt))
        before, also, start = spent(ours), spent(theirs), time.monotonic()
        wait_until_sync(lambda: left(client) == 0, "all have ended", 120)
        seconds, cpu, other = time.monotonic() - start, spent(ours) - before, spent(theirs) - also
    shares = [metric(worker, ENDED) - had for worker, had in zip(workers, already, strict=True)]
    return {
        "jobs_per_second": jobs / seconds,
        "worker_cpu_ms_per_job": cpu * 1000 / jobs,
        "other_cpu_ms_per_job": other * 1000 / jobs,
        "workers_busy": cpu / seconds / len(workers),
        "least_share": min(shares) / jobs,
    }


def computing(folder: Path, jobs: int = 800) -> None:
    """Jobs that ask for as much as a worker can give."""
    figures = []
    for cores in ((OURS,), (OURS, THEIRS)):
        with crew(folder / f"computing-{len(cores)}") as ships:
            workers = [ships.start("worker", core) for core in cores]
            figures.append(carried(ships, workers, jobs, "a cat 3:0.2"))
            report("computing_jobs", workers=len(cores), jobs=jobs, **figures[-1])
    one, two = figures
    report(
        "computing_scale",
        measured=two["jobs_per_second"] / one["jobs_per_second"],
        with_a_core_each=2 * one["worker_cpu_ms_per_job"] / two["worker_cpu_ms_per_job"],
        jobs_per_second_and_core=1000 / two["worker_cpu_ms_per_job"],
        workers_that_one_core_of_valkey_and_service_serves=one["worker_cpu_ms_per_job"]
        / one["other_cpu_ms_per_job"],
    )


def waiting(folder: Path, jobs: int = 120, slots: int = 20) -> None:
    """Jobs that mostly wait for the service: a worker carries `slots` at once."""
    figures = []
    script = str(Path(__file__).with_name("slots.py"))
    for cores in ((OURS,), (OURS, THEIRS)):
        with crew(folder / f"waiting-{len(cores)}") as ships:
            workers = []
            for n, core in enumerate(cores):
                program = Program([script, str(slots)], ships.folder / f"slots-{n}", ships.settings)
                program.command = (sys.executable,)
                workers.append(ships.launch(program, core))
            figures.append(carried(ships, workers, jobs, "a cat 4:0.5"))
            report("waiting_jobs", workers=len(cores), jobs=jobs, slots=slots, **figures[-1])
    report("waiting_scale", measured=figures[1]["jobs_per_second"] / figures[0]["jobs_per_second"])


def crowd(ships: Crew, jobs: int, holders: Callable[[], int]) -> None:
    """`jobs` that run, each known by its task."""
    asyncio.run(order(ships.valkey.url, jobs, LONG))
    settled(ships.valkey.url, jobs)
    wait_until_sync(lambda: holders() == jobs, "the jobs are held", 60)


def settled(url: str, jobs: int) -> None:
    with Redis.from_url(url, decode_responses=True) as client:
        wait_until_sync(lambda: states(client).count('"state":"running"') == jobs, "the jobs run", 60)


def states(client: "Redis") -> str:
    with client.pipeline() as pipe:
        for key in client.scan_iter("{chatelier}:job:*", count=1000):
            pipe.hget(key, "data")
        return "".join(map(str, pipe.execute()))


def followed(ships: Crew, since: float, tasks: set[str], patience: float = 90) -> tuple[float, float, int]:
    """Seconds until the first and until the last of these tasks was asked after, and in how many calls."""

    def all_asked() -> bool:
        return tasks <= {task for _, ids in ships.asked(since) for task in ids}

    wait_until_sync(all_asked, "all tasks were asked after", patience)
    first, left = 0.0, set(tasks)
    for calls, (at, ids) in enumerate(ships.asked(since), 1):
        first = first or at - since
        left -= set(ids)
        if not left:
            return first, at - since, calls
    raise AssertionError("they were asked after a moment ago")


def killed(folder: Path, lease: float, times: int, jobs: int = 10) -> list[float]:
    """Each worker takes over from the one before it, and is killed."""
    figures = []
    with crew(folder / f"lease-{lease:g}", LEASE_SECONDS=f"{lease:g}") as ships:
        old = ships.start("worker", OURS).ready()
        crowd(ships, jobs, lambda: running(old))
        tasks = ships.tasks()
        for _ in range(times):
            new = ships.start("worker", OURS).ready()
            time.sleep(1)  # it has looked for abandoned jobs once, as any worker that runs for a while has
            old.kill()
            first, _, _ = followed(ships, time.monotonic(), tasks, lease * 3 + 20)
            figures.append(first)
            wait_until_sync(lambda worker=new: running(worker) == jobs, "all are taken over", 60)  # type: ignore[misc]  # mypy does not see defaults of lambdas
            old = new
    return figures


def take_over(folder: Path) -> None:
    """Leases are waited for side by side: nobody computes meanwhile."""
    leases = {2.0: 5, 6.0: 5, 30.0: 2}
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda item: killed(folder, *item), leases.items())
        for lease, figures in zip(leases, found, strict=True):
            report(
                "take_over_s",
                lease=lease,
                median=quantile(figures, 0.5),
                most=max(figures),
                aim=lease + 2,
                times=len(figures),
            )


def stopped(folder: Path, jobs: int = 50) -> None:
    """SIGTERM to the worker that has them all."""
    with crew(folder / "stopped") as ships:
        old = ships.start("worker", OURS).ready()
        crowd(ships, jobs, lambda: running(old))
        new = ships.start("worker", OURS).ready()
        assert old.process is not None
        since = time.monotonic()
        old.process.send_signal(signal.SIGTERM)
        code = old.process.wait(60)
        exited = time.monotonic() - since
        first, last, calls = followed(ships, since, ships.tasks())
        report("sigterm_s", jobs=jobs, exit=exited, code=code, first=first, all=last, calls=calls)
        assert running(new) == jobs


def everything_dies(folder: Path, jobs: int = 500) -> None:
    """SIGKILL of the bot that does everything, with its store; and of roles and theirs."""
    with crew(folder / "alone") as ships:
        bot = Program(["run"], folder / "alone" / "run")
        bot.settings = {
            name: value for name, value in ships.settings.items() if name not in {"REDIS_URL", "DATA_DIR"}
        }
        data = bot.folder / "data"
        ships.launch(bot, OURS).ready()
        own = f"unix://{data / 'valkey.sock'}"
        asyncio.run(order(own, jobs, LONG))
        settled(own, jobs)
        with Redis.from_url(own) as client:
            pid = int(client.info("server")["process_id"])
        bot.kill()
        os.kill(pid, signal.SIGKILL)
        since = time.monotonic()
        bot.start()
        report_restart(ships, since, "alone")
    with crew(folder / "roles") as ships:
        bots = [ships.start(role, OURS).ready() for role in ("web", "worker")]
        crowd(ships, jobs, lambda: running(bots[1]))
        for bot in bots:
            bot.kill()
        ships.valkey.kill()
        since = time.monotonic()
        ships.valkey.start()
        for bot in bots:
            bot.start()
        report_restart(ships, since, "roles")


def report_restart(ships: Crew, since: float, what: str) -> None:
    tasks = ships.tasks()
    first, last, calls = followed(ships, since, tasks)
    report("restart_s", what=what, jobs=len(tasks), first=first, all=last, calls=calls, aim=5.0)


PARTS: dict[str, Callable[[Path], None]] = {
    part.__name__: part for part in (computing, waiting, take_over, stopped, everything_dies, stored)
}


def measure(names: Sequence[str], *, quick: bool) -> None:
    """All parts, or those that are named."""
    parts = PARTS | {"queueing": lambda folder: queueing(folder, quick=quick)}
    with tempfile.TemporaryDirectory() as name:
        report("machine", cores=os.cpu_count() or 0, load_before=os.getloadavg()[0])
        for part in names or parts:
            parts[part](Path(name))


if __name__ == "__main__":
    log.set_up("json", "error")
    measure([name for name in sys.argv[1:] if name != "--quick"], quick="--quick" in sys.argv)
