"""When the service takes nothing: orders keep their places, and go on by themselves."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.domain.errors import Code, ServiceError, Started
from bot.domain.image import Image
from bot.domain.job import State
from bot.domain.quota import Allowance, Quota
from bot.domain.update import Fault
from tests.fakes.painter import SMOOTH, FakePainter
from tests.fakes.platform import FakePlatform
from tests.jobs.conftest import Bench, Stage

BUSY = ServiceError(Code.TOO_MANY, "busy", started=Started.NO)
BROKE = ServiceError(Code.OUT_OF_CREDIT, "no more")


@pytest.mark.parametrize(("trouble", "reason"), [(BUSY, "rate"), (BROKE, "credit")])
async def test_the_line_waits_and_moves_on(bench: Bench, trouble: ServiceError, reason: str) -> None:
    """Refused three times; all are painted in the end, and the log says why they waited.

    After a 429 the place in line is kept; without credit another one goes first, since it may ask for less.
    """
    bench.painter.scripts = [[trouble], [trouble], [trouble], SMOOTH, SMOOTH, SMOOTH]
    service_queue: Any = bench.runner.context.turnstile.service_queue  # the real one
    service_queue.quota = Quota(0)
    jobs = [await bench.open() for _ in range(3)]
    for job in jobs:
        await bench.runner.run(job.id)  # they wait in line, and nobody works on them
    service_queue.quota = Quota(1, Allowance(running=1))
    with capture_logs() as logs:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(bench.rerun(job.id))
    first, second, third = (job.id for job in jobs)
    tries = [first] * 3 if reason == "rate" else [first, second, third]
    assert [job.id for job in bench.painter.sent] == [*tries, first, second, third]
    assert all([isinstance((await bench.load(job.id)).outcome, Image) for job in jobs])
    told = [entry for entry in logs if entry["event"] == "service_queue.held"]
    assert {entry["reason"] for entry in told} == {reason}
    assert {entry["log_level"] for entry in told} == {"error" if reason == "credit" else "warning"}


async def test_who_waited_in_vain_is_told_why_and_charged_nothing(stage: Stage) -> None:
    """At the job's deadline; the next process finds the line as it was."""
    painter = FakePainter([BROKE])
    async with stage.set(painter, FakePlatform()) as bench:
        bench.runner.context.turnstile.waits = {"credit": (60.0,), "rate": (60.0,)}
        one = await bench.open()
        await bench.runner.run(one.id)
        waiting = await bench.load(one.id)
        await bench.jobs.save(replace(waiting, deadline=waiting.created_at))  # that moment has come
        job = await bench.rerun(one.id)
    assert (job.state, job.fault) == (State.DONE, Fault(Code.OUT_OF_CREDIT))
    assert len(painter.sent) == 1
    assert await stage.redis.zcard(stage.keys.waiting) == 0


async def test_progress_of_an_older_job_says_nothing_about_new_ones(stage: Stage) -> None:
    """It was taken long ago: the line stays held until somebody's order is taken."""
    painter = FakePainter()
    async with stage.set(painter, FakePlatform()) as bench:
        turnstile = bench.runner.context.turnstile
        old, new = await bench.open(), await bench.open()
        await turnstile.enter(old, old.deadline)
        await turnstile.enter(new, new.deadline)
        turnstile.waits = {"credit": (60.0,), "rate": (60.0,)}
        await turnstile.note_refusal(new, Code.OUT_OF_CREDIT)
        await turnstile.note_taken(old)
        assert await stage.service_queue.status() == (1, "credit")
