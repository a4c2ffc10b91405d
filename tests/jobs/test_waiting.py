"""A job that waits in line is nobody's work: whoever serves the line has it queued, whatever died before."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.card import Card
from bot.domain.card import Stage as Look
from bot.domain.errors import Code, StoreError
from bot.domain.ids import JobId
from bot.domain.image import Image
from bot.domain.job import Job, State
from bot.domain.quota import Quota
from bot.domain.turn import Limits
from bot.domain.update import Cancelled, Fault
from tests.fakes.painter import SMOOTH, FakePainter
from tests.fakes.platform import FakePlatform
from tests.fakes.waiting import PATIENCE, STEP, wait_until
from tests.jobs.conftest import Bench, Stage

ROOMY = Limits(capacity=100, window=1.0, gap=0.0)


def let(bench: Bench, number: int) -> None:
    """So many may be with the service from now on."""
    service_queue: Any = bench.runner.context.turnstile.service_queue
    service_queue.quota = Quota(number)
    bench.runner.context.turnstile.wanted.set()


@pytest.fixture
async def full(stage: Stage, request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """A bench with no place at the service yet; a parameter says for how long a job tells of that."""
    stage.telling = getattr(request, "param", stage.telling)
    async with stage.set(FakePainter(*[SMOOTH] * 9), FakePlatform()) as bench:
        bench.platform.limits = ROOMY
        let(bench, 0)
        yield bench


def told(card: Card) -> str:
    return card.progress.label if card.progress else ""


async def finished(bench: Bench, job: Job) -> Job:
    """Once whoever serves the line has had it run."""
    async with asyncio.timeout(PATIENCE):
        while (found := await bench.load(job.id)).open:  # noqa: ASYNC110 - it is the store that tells
            await asyncio.sleep(STEP)
    return found


async def test_who_waits_costs_nothing(full: Bench) -> None:
    """Its run is over: no task, canvas or subscription, no room in its lane; its message says how many go first."""
    jobs = [await full.open() for _ in range(3)]
    tasks = len(asyncio.all_tasks())
    for job in jobs:
        await full.runner.run(job.id)
    assert len(asyncio.all_tasks()) == tasks
    assert full.runner.sessions == {}
    assert full.runner.context.listener.subscriptions == {}
    lane = full.platform.lane(jobs[0].origin, 0.0)
    read = await full.runner.context.lanes.board(lane)
    assert read == (None, [])
    assert [told(full.cards(job)[-1]) for job in jobs] == ["Next in line", "Waiting, one ahead", "Waiting, 2 ahead"]
    assert await full.jobs.unattended() == []
    let(full, 3)
    assert [isinstance((await finished(full, job)).outcome, Image) for job in jobs] == [True] * 3
    assert sorted(sent.id for sent in full.painter.sent) == sorted(job.id for job in jobs)


async def test_a_message_says_so_when_the_line_has_moved(full: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a run of its own, which nothing else can get in the way of; it waits on, and nobody works on it."""
    monkeypatch.setattr("bot.jobs.turnstile.VIEW_EVERY_S", 0.05)
    jobs = [await full.open() for _ in range(3)]
    for job in jobs:
        await full.runner.run(job.id)
    await full.desk.cancel(await full.load(jobs[0].id))
    await wait_until(lambda: told(full.cards(jobs[1])[-1]) == "Next in line", "it has moved up")
    await wait_until(lambda: told(full.cards(jobs[2])[-1]) == "Waiting, one ahead", "so has the last")
    await wait_until(lambda: not full.runner.sessions, "nobody works on them")
    assert full.painter.sent == []


async def test_whoever_let_it_in_died_before_it_was_queued(stage: Stage, full: Bench) -> None:
    """Another process queues it, and it is sent once."""
    job = await full.open()
    await full.runner.run(job.id)

    async def dead(_: JobId) -> None:
        await asyncio.Event().wait()

    full.runner.context.turnstile.enqueue = dead
    let(full, 1)
    async with stage.set(FakePainter(SMOOTH), FakePlatform()) as other:
        let(other, 1)
        done = await finished(other, job)
        assert isinstance(done.outcome, Image)
        assert len(other.painter.sent) == 1
    assert full.painter.sent == []


async def test_a_queue_that_was_away_is_asked_again(full: Bench) -> None:
    """A job that was let in and could not be queued keeps its place, and goes when the queue is back."""
    job = await full.open()
    await full.runner.run(job.id)
    queue, troubles = full.runner.context.turnstile.enqueue, [StoreError("away")] * 2

    async def failing(job_id: JobId) -> None:
        if troubles:
            raise troubles.pop()
        await queue(job_id)

    full.runner.context.turnstile.enqueue = failing
    let(full, 1)
    assert isinstance((await finished(full, job)).outcome, Image)


async def test_let_in_while_its_run_was_ending(full: Bench) -> None:
    """A queue does nothing for a job that runs: it is named again."""
    job = await full.open()
    await full.runner.run(job.id)
    ignored: list[JobId] = []
    queue = full.runner.context.turnstile.enqueue

    async def busy(job_id: JobId) -> None:
        ignored.append(job_id)
        if len(ignored) > 1:
            await queue(job_id)

    full.runner.context.turnstile.enqueue = busy
    let(full, 1)
    assert isinstance((await finished(full, job)).outcome, Image)
    assert ignored[:2] == [job.id] * 2


async def test_cancelled_when_nobody_hears_it(full: Bench) -> None:
    """Word is left and nothing queued, as when the one who leaves it dies: it is dealt with all the same."""
    job = await full.open()
    await full.runner.run(job.id)
    await full.runner.context.signals.post(job.id, Cancelled())
    done = await finished(full, job)
    assert (done.state, done.fault) == (State.DONE, Fault(Code.CANCELLED))
    assert full.cards(job)[-1].stage is Look.NOTE
    assert full.painter.sent == []


async def test_who_waits_past_the_deadline_is_told(full: Bench) -> None:
    """By a run that the line asks for; nothing was paid, and its place in line is free."""
    full.desk.job_timeout = 0.2
    job = await full.open()
    await full.runner.run(job.id)
    done = await finished(full, job)
    assert (done.state, done.fault) == (State.DONE, Fault(Code.EXPIRED))
    assert await full.jobs.client.keys("*service_queue:waiting") == []


@pytest.mark.parametrize("full", [0.5], indirect=True)
async def test_who_waits_without_a_message_gets_one_later(full: Bench) -> None:
    """The lane had no room at first: its run ends all the same, and a later one posts it."""
    full.platform.limits = Limits(capacity=3, window=1.0, gap=0.0)
    jobs = [await full.open() for _ in range(4)]
    for job in jobs:
        await full.runner.run(job.id)
    await wait_until(lambda: all(full.cards(job) for job in jobs), "all have a message")
    assert full.painter.sent == []


async def test_a_stale_run_sends_nothing(stage: Stage, full: Bench) -> None:
    """Two processes run the same job that was let in, as after a lease that lapsed: one order."""
    job = await full.open()
    await full.runner.run(job.id)
    full.runner.context.turnstile.enqueue = noted = Noted()
    let(full, 1)
    await wait_until(lambda: noted.names, "it was let in")
    async with stage.set(FakePainter(SMOOTH), FakePlatform()) as other, asyncio.TaskGroup() as group:
        for bench in (full, other):
            group.create_task(bench.runner.run(job.id))
        await finished(full, job)
    assert len(full.painter.sent) + len(other.painter.sent) == 1


class Noted:
    """A queue that nobody reads."""

    def __init__(self) -> None:
        self.names: list[JobId] = []

    async def __call__(self, job_id: JobId) -> None:
        self.names.append(job_id)
