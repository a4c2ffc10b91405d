"""Changing one's mind: before the order is sent, while it is painted, and afterwards."""

import asyncio

from bot.domain.card import Card, Stage
from bot.domain.errors import Code
from bot.domain.image import Image
from bot.domain.job import State
from bot.domain.quota import Allowance, Quota
from bot.domain.update import Fault
from tests.fakes.painter import SMOOTH, SlowPainter
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Bench


def words(card: Card) -> str:
    return "".join(span.text for span in card.text)


def buttons(card: Card) -> list[str]:
    return [button.label for row in card.buttons for button in row]


async def test_a_waiting_job_is_never_sent(slow: Bench, painter: SlowPainter) -> None:
    """There is one place; who waits for it and cancels is charged nothing, and the next one moves up."""
    slow.runner.context.turnstile.service_queue.quota = Quota(1, Allowance(running=1))  # type: ignore[attr-defined]  # the real line
    first, second = await slow.open(), await slow.open()
    async with asyncio.TaskGroup() as group:
        group.create_task(slow.runner.run(first.id))
        await painter.painting.wait()
        await slow.runner.run(second.id)  # it waits in line: nobody works on it
        assert second.id not in slow.runner.sessions
        assert await slow.desk.cancel(await slow.load(second.id))
        job = await slow.rerun(second.id)
        painter.go_on.set()
    assert (job.state, job.fault) == (State.DONE, Fault(Code.CANCELLED))
    assert [sent.id for sent in painter.sent] == [first.id]
    assert (slow.cards(second)[-1].stage, buttons(slow.cards(second)[-1])) == (Stage.NOTE, ["Retry"])


async def test_a_running_job_is_kept_and_shown_when_asked_for(slow: Bench, painter: SlowPainter) -> None:
    """It says so at once, ends without its picture, and Show brings the picture with its buttons."""
    job = await slow.open()
    async with asyncio.TaskGroup() as group:
        group.create_task(slow.runner.run(job.id))
        await painter.painting.wait()
        assert await slow.desk.cancel(await slow.load(job.id))
        await wait_until(lambda: buttons(slow.cards(job)[-1]) == ["Show"], "it says that it was cancelled")
        painter.go_on.set()
    done_job = await slow.load(job.id)
    assert (done_job.state, done_job.detached) == (State.DONE, True)
    assert isinstance(done_job.outcome, Image)
    assert (slow.cards(job)[-1].media, buttons(slow.cards(job)[-1])) == ((), ["Show"])
    assert await slow.desk.ask_for_result(done_job)
    await slow.rerun(job.id)
    assert slow.cards(job)[-1].media
    assert "U1" in buttons(slow.cards(job)[-1])
    assert not await slow.desk.ask_for_result(await slow.load(job.id))
    assert len(painter.sent) == 1


async def test_wanted_again_while_it_is_painted(slow: Bench, painter: SlowPainter) -> None:
    """Cancel, then Show: as if nothing had been."""
    job = await slow.open()
    async with asyncio.TaskGroup() as group:
        group.create_task(slow.runner.run(job.id))
        await painter.painting.wait()
        await slow.desk.cancel(await slow.load(job.id))
        await wait_until(lambda: buttons(slow.cards(job)[-1]) == ["Show"], "it was cancelled")
        await slow.desk.ask_for_result(await slow.load(job.id))
        await wait_until(lambda: buttons(slow.cards(job)[-1]) == ["Cancel"], "it is wanted")
        painter.go_on.set()
    assert slow.cards(job)[-1].media


async def test_cancelled_while_nobody_works_on_it(bench: Bench) -> None:
    """Whoever takes it up next reads that first."""
    job = await bench.open()
    assert await bench.desk.cancel(job)
    done_job = await bench.rerun(job.id)
    assert done_job.fault == Fault(Code.CANCELLED)
    assert bench.painter.sent == []
    assert await bench.jobs.census() == (0, 0.0)


async def test_cancelling_too_late_changes_nothing(bench: Bench) -> None:
    """It is finished: it stays."""
    bench.painter.scripts = [SMOOTH]
    job = await bench.run()
    assert not await bench.desk.cancel(job)
    assert not await bench.desk.ask_for_result(job)
