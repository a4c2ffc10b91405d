"""What happens between two steps: saves that fail, reports that come in the wrong order, stops at a bad moment."""

import asyncio

import pytest

from bot.domain.card import Card
from bot.domain.errors import StoreError
from bot.domain.ids import TaskId
from bot.domain.image import Image
from bot.domain.job import Job
from bot.domain.update import Progressed
from tests.fakes.painter import SMOOTH, TASK, SlowPainter
from tests.fakes.platform import FakePlatform
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Bench, Stage
from tests.jobs.test_cancel import buttons


async def test_a_job_is_not_let_go_of_in_the_middle_of_a_save(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it was sent would be known to nobody."""
    bench.painter.scripts = [SMOOTH]
    save, released = bench.jobs.save, []

    async def watched(job: Job) -> Job:
        released.append(bench.runner.can_release(job.id))
        return await save(job)

    monkeypatch.setattr(bench.jobs, "save", watched)
    await bench.run()
    assert released
    assert not any(released)


async def test_where_the_message_is_gets_written_down_later(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store was away just when it was posted: without it the buttons would be known to nobody."""
    bench.painter.scripts = [SMOOTH]
    save, troubles = bench.jobs.save, [StoreError("away")]

    async def failing(job: Job) -> Job:
        if job.message is not None and troubles:
            raise troubles.pop()
        return await save(job)

    monkeypatch.setattr(bench.jobs, "save", failing)
    job = await bench.open()
    try:
        await bench.runner.run(job.id)
    except StoreError:
        await bench.runner.run(job.id)
    finished = await bench.load(job.id)
    assert finished.message is not None
    shown = await bench.results.job_of(finished.message)
    assert shown is not None
    assert isinstance(shown.outcome, Image)
    assert len([name for name, shown in bench.platform.messenger.shown.items() if shown]) == 1


async def test_reports_in_the_wrong_order_show_nothing_older(stage: Stage) -> None:
    """Nor the picture of another task."""
    painter = SlowPainter()
    async with stage.set(painter, FakePlatform()) as bench, asyncio.TaskGroup() as group:
        job = await bench.open()
        group.create_task(bench.runner.run(job.id))
        await painter.painting.wait()
        signals = bench.runner.context.signals
        for percent, task in ((75, TASK), (35, TASK), (90, TaskId("foreign")), (80, TASK)):
            await signals.broadcast(
                job.id, Progressed(task, percent, f"https://pictures.example/{task}/{percent}.webp")
            )
        await wait_until(lambda: percents(bench.cards(job))[-1:] == [80], "the last report is shown")
        painter.go_on.set()
    shown = percents(bench.cards(job))
    assert shown == sorted(shown)
    assert 90 not in shown


def percents(cards: list[Card]) -> list[int]:
    return [card.progress.percent for card in cards if card.progress and card.progress.percent is not None]


async def test_an_ear_outlives_an_outage(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Cancel that could not be read at first is read later."""
    painter = SlowPainter()
    async with stage.set(painter, FakePlatform()) as bench, asyncio.TaskGroup() as group:
        job = await bench.open()
        group.create_task(bench.runner.run(job.id))
        await painter.painting.wait()
        signals = bench.runner.context.signals
        read, troubles = signals.read, [StoreError("away")]

        async def failing(job_id: object) -> object:
            if troubles:
                raise troubles.pop()
            return await read(job.id)

        monkeypatch.setattr(signals, "read", failing)
        await bench.desk.cancel(await bench.load(job.id))
        await wait_until(lambda: "Show" in buttons(bench.cards(job)[-1]), "it was cancelled")
        painter.go_on.set()
