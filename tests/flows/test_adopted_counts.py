"""What is found again at the image service, and what whoever watches is told of it."""

import pytest
from prometheus_client import REGISTRY

from bot.cards import progress_card
from bot.domain.ids import TaskId
from bot.domain.update import Progressed, TaskUpdate
from tests.fakes.painter import done
from tests.fakes.platform import ANN, NAME
from tests.flows.conftest import House
from tests.flows.test_forgotten import job_of_ann, ordered_by, pressed, record, shown


@pytest.mark.parametrize("update", [Progressed(TaskId(""), 40), None], ids=["running", "over"])
async def test_what_is_adopted_is_counted_no_second_time(house: House, update: TaskUpdate | None) -> None:
    """It was opened, and maybe ended and paid, before it was lost; how long it took nobody knows."""
    lost = record(update)
    house.bench.painter.records[lost.task_id] = lost
    house.bench.painter.lookups = [{lost.task_id: done(lost.task_id)}]
    [[cancel]] = progress_card(job_of_ann(shown(lost)), Progressed(lost.task_id, 40)).buttons
    before, least = ended(), house.bench.runner.context.durations.least(lost.order)
    await pressed(house, cancel.payload)
    await house.work()
    assert house.bench.platform.messenger.shown["old"][-1].media
    assert (ended(), house.bench.runner.context.durations.least(lost.order)) == (before, least)
    await ordered_by(house, ANN, TaskId("another"))
    assert ended() != before


def ended() -> tuple[float | None, ...]:
    """Jobs that ended, and what they cost, as it is told to whoever watches."""
    told = ("jobs_ended_total", {"platform": NAME, "result": "image"}), ("credits_spent_total", {"platform": NAME})
    return tuple(REGISTRY.get_sample_value(f"chatelier_{name}", labels) for name, labels in told)
