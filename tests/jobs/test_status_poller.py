"""Lookups: one for all who wait, and none who is new waits for the others' next turn."""

import asyncio

import pytest

from bot.clock import SystemClock
from bot.compose.process import run_beside
from bot.domain.ids import TaskId
from bot.domain.update import Accepted
from bot.jobs import status_poller
from tests.fakes.painter import FakePainter
from tests.fakes.waiting import wait_until

ONE, TWO, THREE = map(TaskId, ("task-1", "task-2", "task-3"))


async def test_who_is_new_does_not_wait_for_the_next_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a restart hundreds of jobs are picked up in turn: the first must not make the others wait."""
    monkeypatch.setattr(status_poller, "NEW_TASK_WAIT_S", 0.01)
    painter = FakePainter()
    painter.lookups = [{ONE: Accepted(ONE)}, {TWO: Accepted(TWO), THREE: Accepted(THREE)}]
    poller = status_poller.StatusPoller(painter, SystemClock(), interval=3600.0)
    async with run_beside([poller.serve]):
        assert await poller.ask(ONE) == Accepted(ONE)
        again = asyncio.ensure_future(poller.ask(ONE))
        assert list(await asyncio.gather(poller.ask(TWO), poller.ask(THREE))) == [
            Accepted(TWO),
            Accepted(THREE),
        ]
        assert painter.looked_up == [[ONE], [TWO, THREE]]
        assert not again.done(), "who was asked after a moment ago waits for its turn"
        again.cancel()
        await wait_until(again.done, "nothing is left behind")
