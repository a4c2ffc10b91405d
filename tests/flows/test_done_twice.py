"""One event that two workers deal with at once: it is carried out by one, and refused by none."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.domain.ids import TaskId
from bot.domain.incoming import CommandCall
from bot.domain.quota import Allowance, Quota
from tests.fakes.painter import image
from tests.fakes.platform import BOB, origin
from tests.flows.conftest import House
from tests.flows.test_subjects import SINGLE, fresh, made, told

CALL = CommandCall("twice", origin(BOB), "animate", "#{} it yawns")


async def test_what_the_other_has_ordered_is_no_reason_to_refuse_it(house: House) -> None:
    """Its job is what the limit is reached by; whoever ordered it is told nothing else."""
    job = await made(house, "t-1", image(TaskId("t-1"), SINGLE))
    told(house, job, fresh("t-1"))
    told(house, job, fresh("t-1"))
    call = replace(CALL, text=CALL.text.format(job.code))
    house.bench.desk.quota = Quota(total=9, person=Allowance(open=1))
    deferred, seen = house.reception.deferred, house.app.seen_events
    plain_seen: Callable[[str], Awaitable[bool]] = seen.seen
    asked = list[str]()

    async def seen_late(key: str) -> bool:
        """Both have asked before either has ordered: the first time nobody has dealt with it."""
        asked.append(key)
        return False if len(asked) <= 2 else await plain_seen(key)

    slow: Any = seen
    slow.seen = seen_late
    await deferred.handle_events([call])
    await deferred.handle_events([call])
    assert len(house.bench.queued) == 1
    assert house.answers() == []
