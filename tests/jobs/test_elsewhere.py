"""A job that another image API has is left as it is, whatever became of it there."""

import time
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.domain.ids import TaskId
from bot.domain.job import State, is_elsewhere
from tests.fakes.painter import SMOOTH, TASK, done
from tests.jobs.conftest import Bench


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize(("api", "ours"), [("", True), ("here", True), ("there", False)])
async def test_only_what_is_with_a_service_belongs_to_it(
    bench: Bench, state: State, api: str, *, ours: bool
) -> None:
    """What waits may be sent anywhere, what is settled may be shown by anybody; old records name nobody."""
    job = replace(await bench.open(), state=state, api=api)
    assert is_elsewhere(job, "here") is (not ours and state in {State.SENT, State.RUNNING})


@pytest.mark.parametrize("task", [None, TASK])
async def test_it_is_told_of_once_and_comes_back(bench: Bench, task: TaskId | None) -> None:
    """Though it was never heard of here, and its time is long over; with its own service it goes on."""
    state = State.RUNNING if task else State.SENT
    opened = await bench.load((await bench.open()).id)
    old = replace(opened, state=state, api="there", task_id=task, sent_at=time.time() - 9e5)
    job = await bench.jobs.save(old)
    with capture_logs() as lines:
        for _ in range(3):
            assert await bench.rerun(job.id) == job
    assert [line["event"] for line in lines] == ["job.left_elsewhere"]
    assert bench.painter.sent == []
    bench.runner.context = replace(bench.runner.context, api="there")
    bench.painter.lookups = [{TASK: done()}]
    bench.painter.listings = [[TASK]]
    assert (await bench.rerun(job.id)).state is State.DONE


async def test_an_order_remembers_where_it_went(bench: Bench) -> None:
    """From the moment before it is sent."""
    bench.runner.context = replace(bench.runner.context, api="here")
    bench.painter.scripts = [SMOOTH]
    assert (await bench.run()).api == "here"
