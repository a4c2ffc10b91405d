"""Two workers at one job: a lease lapsed while the first was cut off."""

from collections.abc import AsyncIterator

from typing_extensions import override

from bot.domain.job import Job, State
from bot.domain.turn import Limits
from bot.domain.update import Accepted, Progressed, TaskUpdate
from tests.fakes.painter import TASK, FakePainter, done
from tests.fakes.platform import FakePlatform
from tests.jobs.conftest import Bench, Stage


class Interrupted(FakePainter):
    """Between its last preview and its result somebody else brings the job to its end."""

    other: Bench

    @override
    async def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        yield Accepted(TASK)
        yield Progressed(TASK, 35, "https://pictures.example/35.webp")
        self.other.painter.lookups = [{TASK: done()}]
        await self.other.runner.run(job.id)
        yield done()


async def test_the_one_that_was_cut_off_stops_and_leaves_no_trace(stage: Stage) -> None:
    """Its save is refused; the job is done once, and the lane counts nobody."""
    limits = Limits(capacity=20, window=1.0, gap=0.0)
    first, second = FakePlatform(), FakePlatform()
    first.limits = second.limits = limits
    second.messenger = first.messenger
    painter = Interrupted()
    async with stage.set(painter, first) as cut_off, stage.set(FakePainter(), second) as other:
        painter.other = other
        job = await cut_off.run()
        lane = first.lane(job.origin, 0.0)
        found, _, _ = await cut_off.runner.context.lanes.read(lane, limits)  # type: ignore[attr-defined]  # the real lanes
    assert job.state is State.DONE
    assert (found.runs, found.asks) == ((), ())
