"""A paid order leaves only when the store vouches for its record; until then nothing is paid or lost."""

from dataclasses import replace

import pytest

from bot.domain.card import Card
from bot.domain.errors import StoreError
from bot.domain.job import Job, State, advance
from bot.domain.update import Accepted, Sending
from tests.fakes.painter import SMOOTH, TASK
from tests.jobs.conftest import Bench


def words(card: Card) -> str:
    return "".join(span.text for span in card.text)


async def test_without_the_stores_word_the_order_waits(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is put off as often as that takes, and sent once, when the word is there."""
    bench.painter.scripts = [SMOOTH]
    commit, answers, sent_so_far = bench.jobs.commit, [False, False], []

    async def unsure(job: Job) -> tuple[Job, bool]:
        sent_so_far.append(len(bench.painter.sent))
        saved, safe = await commit(job)
        if job.state is State.SENT and answers:
            return saved, answers.pop()
        return saved, safe

    monkeypatch.setattr(bench.jobs, "commit", unsure)
    job = await bench.run()
    assert (job.state, len(bench.painter.sent)) == (State.DONE, 1)
    assert job.outcome is not None
    assert sent_so_far == [0] * 5  # twice sent and put off, once sent: all before the one order


@pytest.mark.parametrize("arrived", [False, True])
@pytest.mark.parametrize("times", [1, 3])
async def test_a_store_that_is_away_at_that_moment(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, times: int, *, arrived: bool
) -> None:
    """Whether the save arrived or not, it is repeated, and the order is sent once, not sought for in vain."""
    bench.painter.scripts = [SMOOTH]
    commit, left = bench.jobs.commit, [arrived] * times

    async def away(job: Job) -> tuple[Job, bool]:
        if left:
            if left.pop():
                await commit(job)
            raise StoreError("away")
        return await commit(job)

    monkeypatch.setattr(bench.jobs, "commit", away)
    job = await bench.run()
    assert (job.state, len(bench.painter.sent), bench.painter.looked_up) == (State.DONE, 1, [])
    assert job.outcome is not None


async def test_whoever_lost_the_job_meanwhile_does_not_send(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store was away and another worker took over: this one stops."""
    commit, job = bench.jobs.commit, await bench.open()

    async def taken_over(one: Job) -> tuple[Job, bool]:
        monkeypatch.setattr(bench.jobs, "commit", commit)
        found = await bench.load(job.id)
        await bench.jobs.save(advance(await bench.jobs.save(advance(found, Sending(1.0))), Accepted(TASK)))
        raise StoreError("away")

    monkeypatch.setattr(bench.jobs, "commit", taken_over)
    await bench.runner.run(job.id)
    assert bench.painter.sent == []
    assert (await bench.load(job.id)).state is State.RUNNING


async def test_a_word_that_comes_too_late_sends_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others may have sought it in vain by then: it is put off, and goes with a new time."""
    bench.miss_soon()
    bench.painter.scripts = [SMOOTH]
    commit, late = bench.jobs.commit, [True]

    async def slow(job: Job) -> tuple[Job, bool]:
        if job.state is State.SENT and late and late.pop():
            await bench.runner.context.clock.sleep(bench.runner.context.pace.visible)
        return await commit(job)

    monkeypatch.setattr(bench.jobs, "commit", slow)
    job = await bench.run()
    assert (job.state, len(bench.painter.sent)) == (State.DONE, 1)


async def test_an_order_that_is_never_safe_is_given_up_unpaid(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When its time is over the person is told; nothing was ever sent."""
    commit, job = bench.jobs.commit, await bench.open()
    await bench.jobs.save(replace(await bench.load(job.id), deadline=bench.runner.context.clock.now() + 0.3))

    async def unsure(one: Job) -> tuple[Job, bool]:
        saved, _ = await commit(one)
        return saved, False

    monkeypatch.setattr(bench.jobs, "commit", unsure)
    done = await bench.rerun(job.id)
    assert (done.state, bench.painter.sent) == (State.DONE, [])
    assert done.fault is not None


async def test_while_it_is_put_off_it_can_be_cancelled(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was not sent, so it need not be."""
    commit, job = bench.jobs.commit, await bench.open()

    async def unsure(one: Job) -> tuple[Job, bool]:
        saved, _ = await commit(one)
        if one.state is State.SENT:
            await bench.desk.cancel(saved)
        return saved, False

    monkeypatch.setattr(bench.jobs, "commit", unsure)
    done = await bench.rerun(job.id)
    assert (done.state, bench.painter.sent) == (State.DONE, [])
    assert done.outcome is None
