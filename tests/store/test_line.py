"""The line to the service: who may go next, over all processes."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.ids import JobId
from bot.domain.incoming import Origin, Person
from bot.domain.job import Job, advance
from bot.domain.order import Imagine
from bot.domain.prompt import Prompt
from bot.domain.quota import Allowance, Quota
from bot.domain.update import Cancelled
from bot.ports import Queue
from bot.store.connection import blob
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from bot.store.line import RedisLine
from tests.fakes.platform import PLACE

WAITS = (10.0, 20.0)


def job(number: int, person: str = "ann") -> Job:
    origin = Origin(PLACE, Person(f"fake:{person}", person))
    return Job(JobId(f"J{number:03}"), Imagine(Prompt("a cat")), origin, float(number), 1000.0)


class Written(RedisLine):
    """Only jobs that are in the book may stand in line."""

    @override
    async def join(self, job: Job, now: float) -> Queue:
        await self.client.zadd(Keys().open_jobs, {job.id: job.created_at})
        return await super().join(job, now)


def line(redis: Redis, total: int = 3, each: int = 2, place: int = 0) -> RedisLine:
    return Written(redis, Keys(), Quota(total, Allowance(running=each), Allowance(running=place)))


async def leave(redis: Redis, one: Job) -> None:
    await redis.zrem(Keys().inside, one.id)


async def test_one_busy_person_does_not_block_others(redis: Redis) -> None:
    """Ann's third job waits although there is room; Bob, who came later, goes past."""
    here = line(redis)
    jobs = [job(n, who) for n, who in enumerate(["ann", "ann", "ann", "bob", "bob"])]
    assert [(await here.join(one, 0.0)).mine for one in jobs] == [True, True, False, True, False]
    await leave(redis, jobs[3])
    assert (await here.call(0.0)).let_in == [jobs[4].id]
    await leave(redis, jobs[0])
    queue = await here.call(0.0)
    assert (queue.let_in, queue.waiting) == ([jobs[2].id], [])


async def test_who_has_fewest_goes_first(redis: Redis) -> None:
    """Two people who ordered a hundred pictures each do not keep a third waiting behind them."""
    here = line(redis, total=4, each=3)
    crowd = [job(n, who) for n, who in enumerate(["ann", "bob"] * 20)]
    inside = [one for one in crowd if (await here.join(one, 0.0)).mine]
    assert len(inside) == 4
    late = job(99, "cy")
    assert not (await here.join(late, 0.0)).mine
    assert (await here.call(0.0)).waiting[0] == late.id
    await leave(redis, inside[0])
    assert (await here.call(0.0)).let_in == [late.id]


async def test_a_place_has_its_own_limit(redis: Redis) -> None:
    """Three people in one place, which may have two jobs at once."""
    here = line(redis, total=9, each=9, place=2)
    assert [(await here.join(job(n, who), 0.0)).mine for n, who in enumerate("abc")] == [True, True, False]


async def test_joining_again_is_the_same_place(redis: Redis) -> None:
    """A job that is taken over by another process stays where it was."""
    here = line(redis, total=1)
    first, second, third = job(1), job(2, "bob"), job(3, "cy")
    for one in (first, second, third, second, first):
        await here.join(one, 0.0)
    assert (await here.join(first, 0.0)).mine
    assert (await here.call(0.0)).waiting == [second.id, third.id]


async def test_after_a_pause_one_goes_first(redis: Redis) -> None:
    """Refused, it is back at its place and nobody goes; then one probes, and when it is taken all move again."""
    here = line(redis, total=3, each=3)
    first, second, third = jobs = [job(n) for n in range(3)]
    for one in jobs:
        await here.join(one, 0.0)
    assert await here.back(first, 0.0, "rate", WAITS) == 10.0
    # The other two were sent before the pause: their refusal tells nothing new.
    assert await here.back(second, 1.0, "rate", WAITS) == 10.0
    assert await here.back(third, 2.0, "rate", WAITS) == 10.0
    held = await here.call(9.0)
    assert (held.let_in, held.waiting) == ([], [one.id for one in jobs])
    assert (held.until, held.reason) == (10.0, "rate")
    assert (await here.call(10.0)).let_in == [first.id]
    assert (await here.call(11.0)).let_in == []
    assert await here.back(first, 12.0, "rate", WAITS) == 32.0
    assert (await here.call(32.0)).let_in == [first.id]
    assert not await here.fine(second)  # only who went first can tell
    assert await here.fine(first)
    assert (await here.call(33.0)).let_in == [second.id, third.id]


async def test_a_probe_that_ends_otherwise_makes_way(redis: Redis) -> None:
    """It was refused for its words, say: the next one probes."""
    here = line(redis)
    first, second = job(1), job(2, "bob")
    await here.join(first, 0.0)
    await here.back(first, 0.0, "credit", WAITS)
    await here.join(second, 1.0)
    assert (await here.call(10.0)).let_in == [first.id]
    await leave(redis, first)
    assert (await here.call(11.0)).let_in == [second.id]


async def test_whoever_is_let_in_is_told(redis: Redis) -> None:
    """Also in another process: on the channel that all listen to."""
    here = line(redis, total=1)
    first, second = job(1), job(2, "bob")
    await here.join(first, 0.0)
    await here.join(second, 0.0)
    async with redis.pubsub(ignore_subscribe_messages=True) as heard:
        await heard.subscribe(Keys().news_channel)
        await leave(redis, first)
        await here.call(0.0)
        message = None
        while message is None:
            message = await heard.get_message(timeout=5)
    assert json.loads(message["data"]) == {"let": [second.id]}


async def test_a_settled_job_leaves_with_its_save(redis: Redis) -> None:
    """In one step with the record, so that no crash in between keeps its place."""
    keys = Keys()
    book, here = RedisJobs(redis, keys), line(redis, total=1)
    await book.open(job(1))
    found = await book.load(job(1).id)
    assert found is not None
    assert (await here.join(found, 0.0)).mine
    await book.save(advance(found, Cancelled()))
    assert await redis.zcard(keys.inside) == 0
    assert await redis.hlen(keys.who) == 0


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    coming=st.lists(st.sampled_from("abcd"), max_size=25),
    leaving=st.lists(st.integers(0, 24), max_size=25),
    total=st.integers(1, 5),
    each=st.integers(1, 3),
)
@pytest.mark.parametrize("_", [0])
async def test_limits_hold_and_nobody_is_forgotten(
    redis: Redis, coming: list[str], leaving: list[int], total: int, each: int, _: int
) -> None:
    """Whatever comes and goes: never too many at once, and no free place while somebody may have it."""
    await redis.flushall()
    here, keys = line(redis, total, each), Keys()
    jobs = [job(n, who) for n, who in enumerate(coming)]
    for n in range(max(len(jobs), len(leaving))):
        if n < len(jobs):
            await here.join(jobs[n], 0.0)
        if n < len(leaving) and leaving[n] < len(jobs):
            await leave(redis, jobs[leaving[n]])
        queue = await here.call(0.0)
        inside = {blob(one).decode() for one in await redis.zrange(keys.inside, 0, -1)}
        people = [one.origin.person.id for one in jobs if one.id in inside]
        assert len(people) <= total
        assert all(people.count(who) <= each for who in people)
        waiting = [one for one in jobs if one.id in queue.waiting]
        may = [one for one in waiting if people.count(one.origin.person.id) < each]
        assert not may or len(people) == total


async def test_a_job_that_is_over_does_not_come_back(redis: Redis) -> None:
    """Somebody who was cut off brings it: nobody would ever take it out again."""
    here = RedisLine(redis, Keys(), Quota(3))
    assert not (await here.join(job(1), 0.0)).mine
    assert await here.glance() == (0, "")


async def test_who_waits_moves_up(redis: Redis) -> None:
    """A stream of people who have nothing there yet does not keep anybody's second order out for ever."""
    here = line(redis, total=1, each=9)
    await here.join(job(0), 0.0)
    second = job(1)
    await here.join(second, 1.0)
    await here.join(job(900, "new"), 900.0)
    await leave(redis, job(0))
    assert (await here.call(900.0)).let_in == [second.id]


async def test_a_probe_that_hears_no_refusal_was_taken(redis: Redis) -> None:
    """A stream says nothing until painting starts; a refusal comes at once."""
    here = line(redis)
    first, second = job(1), job(2, "bob")
    await here.join(first, 0.0)
    await here.back(first, 0.0, "rate", WAITS)
    await here.join(second, 1.0)
    assert (await here.call(10.0)).let_in == [first.id]
    assert (await here.call(19.0)).let_in == []
    assert (await here.call(21.0)).let_in == [second.id]
    assert await here.glance() == (0, "")
