"""Whatever Telegram refuses to some, nobody else waits for it; `make bench-refusals` walks through all pairs."""

import asyncio
from dataclasses import replace

import pytest

from tests.bench.refusals import ALWAYS, PATHS, REFUSALS, spots, walking
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture


@pytest.mark.timeout(300)
async def test_nobody_else_waits_for_what_is_refused(stage: Stage) -> None:  # noqa: F811 - the fixture
    """While every call of some chats hangs, and others are refused for ever, another chat gets its picture."""
    no = next(no for no in REFUSALS if "NOBODY_KNOWS" in no.text)
    async with walking(stage) as (house, painter):
        stuck = spots(
            house, painter, [(path, no, ALWAYS) for path in PATHS if path.method != "answerCallbackQuery"]
        )
        *refused, free = stuck
        held = [house.telegram.fault("hold", chat=spot.group) for spot in refused]
        async with asyncio.TaskGroup() as group:
            for spot in refused:
                spot.group.says(spot.ann, "/imagine a cat")
            await wait_until(lambda: all(fault.struck for fault in held), "all of them hang")
            painted = group.create_task(replace(free, times=0).painted())
            await wait_until(painted.done, "the picture is there")
            for fault in held:
                fault.gate.set()
            await wait_until(
                lambda: all("U1" in str([m.labels for m in s.group.by_bot]) for s in refused),
                "and theirs, in the end",
            )
