"""Clocks that differ: the service's is learned from its answers, and a task is found whichever of them is wrong."""

import asyncio
from email.utils import formatdate

import pytest
from structlog.testing import capture_logs

from bot.doctor import clock_findings
from bot.domain.finding import Status
from bot.domain.order import Imagine
from bot.domain.prompt import Prompt
from bot.midjourney.client import AceData, open_painter
from bot.midjourney.service_clock import OFFSET_LIMIT_S, ServiceClock
from tests.fakes.clock import FakeClock
from tests.midjourney.samples import SENT, job
from tests.midjourney.serving import TOKEN, Server, reply

MINUTES = 180.0
FOX = Imagine(Prompt("a fox"))


def date(moment: float) -> str:
    return formatdate(moment, usegmt=True)


def loop_time() -> float:
    return asyncio.get_running_loop().time()


@pytest.mark.parametrize("offset", [-MINUTES, -11.0, 0.0, 11.0, MINUTES, 4 * 3600.0])
async def test_a_task_is_found_whichever_clock_is_wrong(server: Server, offset: float) -> None:
    """The service writes its own time on the task and on the answer, and the answer was lost."""
    task = {"id": "ours", "type": "imagine", "created_at": SENT + 2 + offset, "request": {"prompt": "a fox"}}
    other = {"id": "of before", "type": "imagine", "created_at": SENT - 60 + offset, "request": {"prompt": "a fox"}}
    server.script = [reply(200, {"items": [task, other], "count": 2}, Date=date(SENT + 60 + offset))]
    async with open_painter(server.url, TOKEN, clock=FakeClock(SENT + 60)) as painter:
        began = loop_time()
        assert await painter.recent(job(FOX)) == ["ours"]
        assert painter.clock_offset == pytest.approx(offset, abs=1.1 + (loop_time() - began) / 2)


async def test_pages_are_turned_by_the_services_time(server: Server) -> None:
    """With its clock behind, the whole first page seems to be from before the order."""
    page = [{"id": f"n{n}", "created_at": SENT + 100 - MINUTES, "request": {"prompt": "a dog"}} for n in range(50)]
    last = [{"id": "ours", "created_at": SENT + 1 - MINUTES, "request": {"prompt": "a fox"}}]
    told = date(SENT + 200 - MINUTES)
    server.script = [reply(200, {"items": page}, Date=told), reply(200, {"items": last}, Date=told)]
    async with open_painter(server.url, TOKEN, clock=FakeClock(SENT + 200)) as painter:
        assert await painter.recent(job(FOX)) == ["ours"]


@pytest.mark.parametrize("header", ["", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 99 Foo 2026", "9" * 99])
async def test_what_is_no_time_of_day_is_not_believed(server: Server, painter: AceData, header: str) -> None:
    """Nor does it end anything."""
    task = {"id": "ours", "created_at": SENT, "request": {"prompt": "a fox"}}
    server.script = [reply(200, {"items": [task]}, Date=header)]
    assert await painter.recent(job(FOX)) == ["ours"]
    assert painter.clock_offset is None


async def test_the_quickest_answer_is_believed() -> None:
    """One that took long may have been written at any moment of that."""
    clock = FakeClock(SENT)
    time = ServiceClock(clock)
    time.learn_from(date(SENT), loop_time() - 30.0)
    time.learn_from(date(SENT), loop_time())
    assert time.offset == pytest.approx(0.5, abs=0.1)
    time.learn_from(date(SENT), loop_time() - 30.0)
    assert time.offset == pytest.approx(0.5, abs=0.1)


async def test_a_clock_that_is_set_makes_the_past_worthless() -> None:
    """What was learned before does not outvote what is so now."""
    clock = FakeClock(SENT)
    time = ServiceClock(clock)
    for _ in range(5):
        time.learn_from(date(SENT), loop_time())
    clock.time += MINUTES
    time.learn_from(date(SENT), loop_time())
    assert time.offset == pytest.approx(-MINUTES, abs=1.1)


async def test_the_log_says_so_once() -> None:
    """Beyond ten seconds, with how many."""
    time = ServiceClock(FakeClock(SENT))
    with capture_logs() as logs:
        for seconds in (0.0, 9.0, MINUTES, MINUTES, OFFSET_LIMIT_S + 10):
            time.learn_from(date(SENT + seconds), loop_time())
    assert [(one["event"], one["seconds"]) for one in logs] == [
        ("service.clock_drifted", pytest.approx(180, abs=1.1))
    ]


@pytest.mark.parametrize(
    ("offset", "words"),
    [(None, ""), (0.4, ""), (-9.0, ""), (MINUTES, "180 s behind"), (-MINUTES, "180 s ahead of")],
)
def test_the_doctor_names_it(offset: float | None, words: str) -> None:
    """And what to do."""
    found = clock_findings(offset)
    assert [words in one.text and one.status is Status.WARN for one in found] == ([True] if words else [])
