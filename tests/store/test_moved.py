"""A group that becomes a supergroup keeps what it has used up, whenever the move is heard of."""

import time
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from bot.domain.errors import Code, QuotaSpent
from bot.domain.ids import ImageId, JobId, Place, TaskId
from bot.domain.image import Image
from bot.domain.incoming import Origin, Person
from bot.domain.job import Job, advance
from bot.domain.order import Imagine
from bot.domain.prompt import Prompt
from bot.domain.quota import Allowance, Quota, price
from bot.domain.update import Delivered, Failed, Fault, Finished, Sending
from bot.store.connection import as_bytes
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from bot.store.preferences import RedisPreferences
from bot.store.service_queue import RedisServiceQueue

OLD, NEW, LAST = Place("fake", "-1"), Place("fake", "-100"), Place("fake", "-200")
NAMES = (OLD, NEW, LAST)
TASK = TaskId("t1")
GOOD = Finished(TASK, Image(ImageId("1"), TASK, "https://x/1.png"))
MOST = 4
QUOTA = Quota(9, place=Allowance(daily=MOST, monthly=MOST * 270))
STEPS = st.lists(
    st.tuples(st.sampled_from(["order", "well", "badly", "move", "again"]), st.integers(0, 9)), max_size=30
)


def job(number: int, place: Place, now: float) -> Job:
    """All of a test are of one `now`: a day or a month that begins between two would have an account of its own."""
    origin = Origin(place, Person(f"fake:{number}", "Ann"))
    return Job(JobId(f"J{number}"), Imagine(Prompt("a cat")), origin, now, now + 100)


async def counters(redis: Redis) -> dict[str, int]:
    """Of places; those of nothing are as good as none."""
    found = {}
    for key in map(as_bytes, await redis.keys("*:quota:place:*")):
        kind = as_bytes(await redis.type(key)).decode()
        number = await redis.scard(key) if kind == "set" else int(await redis.get(key) or 0)
        if number:
            found[key.decode().partition(":place:")[2]] = number
    return found


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@pytest.mark.parametrize("_", [0])
async def test_a_place_that_moves_keeps_its_account(redis: Redis, steps: list[tuple[str, int]], _: int) -> None:
    """Orders under every name, before and after the move is heard of, once or twice: never more than it may have,
    and what ends badly is given back.
    """
    await redis.flushall()
    book, chosen = RedisJobs(redis, Keys()), RedisPreferences(redis, Keys())
    now, moved, number = time.time(), 0, 0
    open_jobs: list[Job] = []
    spent = 0
    for step, which in steps:
        if step == "order":
            number += 1
            place = NAMES[min(which % 3, moved)]
            with suppress(QuotaSpent):
                await book.open(one := job(number, place, now), "", QUOTA)
                found = await book.load(one.id)
                assert found is not None
                open_jobs.append(found)
                spent += 1
            assert spent <= MOST
        elif step in {"well", "badly"} and open_jobs:
            one = await book.save(advance(open_jobs.pop(which % len(open_jobs)), Sending(1.0)))
            one = await book.save(advance(one, GOOD if step == "well" else Failed(Fault(Code.LOST))))
            await book.save(advance(one, Delivered()))
            spent -= step == "badly"
        elif step == "move" and moved < 2:
            await chosen.move(NAMES[moved], NAMES[moved + 1])
            moved += 1
        elif step == "again" and moved:
            await chosen.move(NAMES[moved - 1], NAMES[moved])
        told = await counters(redis)
        assert sorted(told.values()) == sorted(n for n in (len(open_jobs), spent, spent * 270) if n)
        assert all(key.startswith(OLD.key + ":") for key in told)


async def test_orders_under_the_new_name_before_the_move_was_heard_of_are_counted(redis: Redis) -> None:
    """Three under the old name and one under the new: that is four."""
    book, chosen = RedisJobs(redis, Keys()), RedisPreferences(redis, Keys())
    now = time.time()
    jobs = [job(n, OLD if n < 3 else NEW, now) for n in range(4)]
    for one in jobs:
        await book.open(one, "", QUOTA)
    await chosen.move(OLD, NEW)
    with pytest.raises(QuotaSpent):
        await book.open(job(9, NEW, now), "", QUOTA)
    found = await book.load(jobs[3].id)
    assert found is not None
    await book.save(advance(found, Failed(Fault(Code.CANCELLED))))
    told = await counters(redis)
    assert sorted(told.values()) == [3, 3, 3 * price(jobs[0].order)]


async def test_a_place_has_no_more_at_once_for_having_moved(redis: Redis) -> None:
    """Those that it had with the service under its old name count."""
    service_queue = RedisServiceQueue(redis, Keys(), Quota(9, place=Allowance(running=1)))
    now = time.time()
    one, other = job(1, OLD, now), job(2, NEW, now)
    for each in (one, other):
        await redis.zadd(Keys().open_jobs, {each.id: each.created_at})
    assert (await service_queue.join(one, one.created_at, one.deadline)).may_go
    await RedisPreferences(redis, Keys()).move(OLD, NEW)
    assert not (await service_queue.join(replace(other), one.created_at, one.deadline)).may_go
