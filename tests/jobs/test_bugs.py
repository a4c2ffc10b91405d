"""A job that fails in the same way again and again ends, with a truthful word."""

from typing import Any

import pytest

from bot.domain.card import Card
from bot.domain.errors import Code
from bot.domain.ids import MessageRef
from bot.domain.job import State
from bot.domain.update import Fault
from tests.fakes.outbox import FakeOutbox
from tests.fakes.painter import done
from tests.fakes.platform import NAME, PLACE
from tests.jobs.conftest import Bench


def told(bench: Bench) -> list[str]:
    mail = bench.runner.context.outbox
    assert isinstance(mail, FakeOutbox)
    return ["".join(span.text for span in parcel.card.text) for parcel in mail.sent]


def broken(*_: Any, **__: Any) -> Card:
    raise ValueError("a picture that nobody foresaw")


async def test_a_bug_in_what_is_shown_is_met_three_times(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the person has a link to what was paid, and the job is done."""
    monkeypatch.setattr("bot.jobs.job_runner.last_card", broken)
    bench.painter.scripts = [[done()]]
    job = await bench.run()
    (word,) = told(bench)
    assert (job.state, len(bench.painter.sent)) == (State.DONE, 1)
    assert "https://pictures.example/1.png" in word


async def test_a_bug_in_the_work_is_met_three_times(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody claims to know what it cost, and it can be looked up by its code."""
    monkeypatch.setattr("bot.jobs.job_session.resume", broken)
    job = await bench.run()
    assert (job.state, job.fault) == (State.DONE, Fault(Code.BROKEN))
    assert "may have been charged" in told(bench)[0]


async def test_a_bug_is_counted_over_the_processes_that_meet_it(bench: Bench) -> None:
    """Two of them died of it before."""
    job = await bench.open()
    for _ in range(2):
        await bench.jobs.stumble(job.id)
    bench.runner.attempt = broken  # type: ignore[assignment,method-assign]  # fails at once
    assert (await bench.rerun(job.id)).state is State.DONE
    assert len(told(bench)) == 1


async def test_one_that_passes_harms_nobody(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run of the job finishes it."""
    render, failures = bench.runner.context.forms.fitter.fit, [ValueError("once")]

    async def stumbling(*args: Any, **more: Any) -> Card:
        if not more["preview"] and failures:
            raise failures.pop()
        return await render(*args, **more)

    monkeypatch.setattr(bench.runner.context.forms.fitter, "fit", stumbling)
    bench.painter.scripts = [[done()]]
    job = await bench.run()
    assert (job.state, told(bench)) == (State.DONE, [])
    assert bench.cards(job)[-1].media


async def test_the_last_job_of_a_lane_takes_its_board_along_however_it_ends(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the message that a crowd shared would say for ever that there is one."""
    board = MessageRef(NAME, PLACE.chat, "board-1")

    async def release(*_: object) -> list[MessageRef]:
        return [board]

    monkeypatch.setattr(bench.runner.context.lanes, "release", release)
    monkeypatch.setattr("bot.jobs.job_session.resume", broken)
    await bench.run()
    assert bench.platform.messenger.erased == [board]
