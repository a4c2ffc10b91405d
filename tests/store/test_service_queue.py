"""The service queue: who may go next, over all processes."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.ids import JobId, Place
from bot.domain.incoming import Origin, Person
from bot.domain.job import Job, advance
from bot.domain.order import Imagine
from bot.domain.prompt import Prompt
from bot.domain.quota import Allowance, Quota
from bot.domain.update import Cancelled
from bot.ports import QueueSnapshot
from bot.store.connection import as_bytes, load_script
from bot.store.job_signals import RedisJobSignals
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from bot.store.service_queue import RedisServiceQueue
from tests.fakes.platform import PLACE

WAITS = (10.0, 20.0)


def job(number: int, person: str = "ann", place: str = PLACE.chat) -> Job:
    origin = Origin(Place(PLACE.platform, place), Person(f"fake:{person}", person))
    return Job(JobId(f"J{number:03}"), Imagine(Prompt("a cat")), origin, float(number), 1000.0)


class Written(RedisServiceQueue):
    """Only jobs that are in the book may stand in line."""

    @override
    async def join(self, job: Job, now: float, again: float = 1e9) -> QueueSnapshot:
        await self.client.zadd(Keys().open_jobs, {job.id: job.created_at})
        return await super().join(job, now, again)


def service_queue(redis: Redis, total: int = 3, each: int = 2, place: int = 0) -> Written:
    return Written(redis, Keys(), Quota(total, Allowance(running=each), Allowance(running=place)))


async def leave(redis: Redis, one: Job) -> None:
    """As its last save does, and with it the job is done."""
    await redis.zrem(Keys().open_jobs, one.id)
    await load_script(redis, "queue_steps", "withdraw_queue")(Keys().queue_steps, [one.id, "1"])


async def test_one_busy_person_does_not_block_others(redis: Redis) -> None:
    """Ann's third job waits although there is room; Bob, who came later, goes past."""
    here = service_queue(redis)
    jobs = [job(n, who) for n, who in enumerate(["ann", "ann", "ann", "bob", "bob"])]
    assert [(await here.join(one, 0.0)).may_go for one in jobs] == [True, True, False, True, False]
    await leave(redis, jobs[3])
    assert (await here.call(0.0)).let_in == [jobs[4].id]
    await leave(redis, jobs[0])
    queue = await here.call(0.0)
    assert (queue.let_in, queue.length) == ([jobs[2].id], 0)


async def test_who_has_fewest_goes_first(redis: Redis) -> None:
    """Two people who ordered a hundred pictures each do not keep a third waiting behind them."""
    here = service_queue(redis, total=4, each=3)
    crowd = [job(n, who) for n, who in enumerate(["ann", "bob"] * 20)]
    inside = [one for one in crowd if (await here.join(one, 0.0)).may_go]
    assert len(inside) == 4
    late = job(45, "cy")  # who has waited for a minute more than cy goes before all the same
    assert not (await here.join(late, 0.0)).may_go
    await leave(redis, inside[0])
    assert (await here.call(0.0)).let_in == [late.id]


async def test_a_place_has_its_own_limit(redis: Redis) -> None:
    """Three people in one place, which may have two jobs at once."""
    here = service_queue(redis, total=9, each=9, place=2)
    assert [(await here.join(job(n, who), 0.0)).may_go for n, who in enumerate("abc")] == [True, True, False]


async def test_joining_again_is_the_same_place(redis: Redis) -> None:
    """A job that is taken over by another process stays where it was."""
    here = service_queue(redis, total=1)
    first, second, third = job(1), job(2, "bob"), job(3, "cy")
    for one in (first, second, third, second, first):
        await here.join(one, 0.0)
    assert (await here.join(first, 0.0)).may_go
    assert (await here.call(0.0)).length == 2
    assert await redis.zrange(Keys().waiting, 0, -1) == [second.id.encode(), third.id.encode()]


async def test_after_a_pause_one_goes_first(redis: Redis) -> None:
    """Refused, it is back at its place and nobody goes; then one probes, and when it is taken all move again."""
    here = service_queue(redis, total=3, each=3)
    first, second, third = jobs = [job(n) for n in range(3)]
    for one in jobs:
        await here.join(one, 0.0)
    assert await here.put_back(first, 0.0, "rate", WAITS) == 10.0
    # The other two were sent before the pause: their refusal tells nothing new.
    assert await here.put_back(second, 1.0, "rate", WAITS) == 10.0
    assert await here.put_back(third, 2.0, "rate", WAITS) == 10.0
    held = await here.call(9.0)
    assert (held.let_in, held.length) == ([], 3)
    assert (held.until, held.reason) == (10.0, "rate")
    assert (await here.call(10.0)).let_in == [first.id]
    assert (await here.call(11.0)).let_in == []
    assert await here.put_back(first, 12.0, "rate", WAITS) == 32.0
    assert (await here.call(32.0)).let_in == [first.id]
    assert not await here.lift_hold(second)  # only who went first can tell
    assert await here.lift_hold(first)
    assert (await here.call(33.0)).let_in == [second.id, third.id]


async def test_a_probe_that_ends_otherwise_makes_way(redis: Redis) -> None:
    """It was refused for its words, say: the next one probes."""
    here = service_queue(redis)
    first, second = job(1), job(2, "bob")
    await here.join(first, 0.0)
    await here.put_back(first, 0.0, "credit", WAITS)
    await here.join(second, 1.0)
    assert (await here.call(10.0)).let_in == [first.id]
    await leave(redis, first)
    assert (await here.call(11.0)).let_in == [second.id]


async def test_a_settled_job_leaves_with_its_save(redis: Redis) -> None:
    """In one step with the record, so that no crash in between keeps its place."""
    keys = Keys()
    book, here = RedisJobs(redis, keys), service_queue(redis, total=1)
    await book.open(job(1))
    found = await book.load(job(1).id)
    assert found is not None
    assert (await here.join(found, 0.0)).may_go
    await book.save(advance(found, Cancelled()))
    assert await redis.zcard(keys.inside) == 0
    await here.call(0.0)
    assert await redis.keys("*service_queue:*") == []


STEPS = st.lists(
    st.tuples(st.sampled_from(["come", "leave", "refuse", "call"]), st.sampled_from("abcd"), st.integers(0, 30)),
    max_size=60,
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, total=st.integers(1, 5), each=st.integers(0, 3), there=st.integers(0, 3))
@pytest.mark.parametrize("_", [0])
async def test_limits_hold_and_nobody_is_forgotten(
    redis: Redis, steps: list[tuple[str, str, int]], total: int, each: int, there: int, _: int
) -> None:
    """Whatever comes and goes: never too many at once, no free place while somebody may have it, counts that agree
    with who is inside, and a moment at which each is queued that nobody works on.
    """
    await redis.flushall()
    here = service_queue(redis, total, each, there)
    jobs: dict[str, Job] = {}
    for n, (step, who, which) in enumerate(steps):
        one = jobs.get(f"J{which % max(len(jobs), 1):03}")
        if step == "come":
            jobs[f"J{len(jobs):03}"] = one = job(len(jobs), who, f"room {which % 3}")
            await here.join(one, 0.0)
        elif step == "leave" and one is not None:
            await leave(redis, one)
        elif step == "refuse" and one is not None:
            await here.put_back(one, float(n), "rate", (0.0,))
            await redis.delete(Keys().brake)
        await here.call(float(n))
        await check(redis, jobs, total, each, there)


async def check(redis: Redis, jobs: dict[str, Job], total: int, each: int, there: int) -> None:
    keys = Keys()
    inside = [jobs[as_bytes(one).decode()] for one in await redis.zrange(keys.inside, 0, -1)]
    waiting = [jobs[as_bytes(one).decode()] for one in await redis.zrange(keys.waiting, 0, -1)]
    people = Counter(one.origin.person.id for one in inside)
    places = Counter(one.origin.place.key for one in inside)
    assert len(inside) <= total
    assert all(not each or number <= each for number in people.values())
    assert all(not there or number <= there for number in places.values())
    may = [
        one
        for one in waiting
        if (not each or people[one.origin.person.id] < each) and (not there or places[one.origin.place.key] < there)
    ]
    assert not may or len(inside) == total
    counts = {f"person\n{who}": n for who, n in people.items()} | {f"place\n{p}": n for p, n in places.items()}
    told = await redis.hgetall(keys.queue_steps[5])
    assert {as_bytes(name).decode(): int(number) for name, number in told.items()} == counts
    wake = {as_bytes(one).decode() for one in await redis.zrange(keys.wake, 0, -1)}
    assert {one.id for one in waiting} <= wake
    assert await redis.hlen(keys.queue_steps[2]) == len(inside) + len(waiting)


async def test_a_full_place_keeps_nobody_else_out(redis: Redis) -> None:
    """However many wait there, and before everybody else."""
    here = service_queue(redis, total=50, each=0, place=3)
    crowd = [job(n, f"p{n}", "crowded") for n in range(1200)]
    for one in crowd:
        await here.join(one, 0.0)
    late = job(5000, "late", "elsewhere")
    assert (await here.join(late, 0.0)).may_go
    assert await redis.zcard(Keys().inside) == 4
    await leave(redis, crowd[0])
    assert (await here.call(0.0)).let_in == [crowd[3].id]


async def test_who_is_blocked_in_one_place_may_go_in_another(redis: Redis) -> None:
    """A person's jobs of each place stand by themselves."""
    here = service_queue(redis, total=9, each=9, place=1)
    one, other, elsewhere = job(1, place="full"), job(2, place="full"), job(3, place="free")
    assert [(await here.join(each, 0.0)).may_go for each in (one, other, elsewhere)] == [True, False, True]


async def test_one_call_costs_what_it_changes(redis: Redis) -> None:
    """Not what waits: with thousands in line it runs as many commands as with ten."""
    here = service_queue(redis, total=5, each=3)
    spent: list[int] = []
    for number in (20, 2000):
        for n in range(number):
            await here.join(job(number + n, f"p{n}"), 0.0)
        await here.call(0.0)
        before = await commands(redis)
        await here.call(0.0)
        spent.append(await commands(redis) - before)
    assert spent[1] <= spent[0] + 2


async def commands(redis: Redis) -> int:
    """Those inside scripts are counted, too."""
    stats = await redis.info("commandstats")
    return sum(one["calls"] for one in stats.values())


async def test_who_was_let_in_is_named_until_it_is_taken_up(redis: Redis) -> None:
    """Whoever let it in may have died before it was queued, or its run may just have been ending."""
    here = service_queue(redis, total=1)
    first, second = job(1), job(2, "bob")
    await here.join(first, 0.0)
    await here.join(second, 0.0)
    await leave(redis, first)
    assert (await here.call(10.0)).let_in == [second.id]
    assert (await here.call(11.0)).due == []
    assert (await here.call(12.0)).due == [second.id]
    assert (await here.call(13.0)).due == []
    assert (await here.call(14.0)).due == [second.id]
    assert (await here.join(second, 15.0)).may_go
    assert (await here.call(99.0)).due == []


async def test_who_waits_is_named_when_it_has_to_be_looked_at(redis: Redis) -> None:
    """At its deadline, and when word was left for it, also just before it stood in line."""
    here, signals = service_queue(redis, total=1), RedisJobSignals(redis, redis, Keys())
    first, second, third = job(1), job(2, "bob"), job(3, "cy")
    await here.join(first, 0.0)
    await here.join(second, 0.0, 50.0)
    await signals.post(third.id, Cancelled())
    await here.join(third, 0.0, 60.0)
    assert (await here.call(2.0)).due == [third.id]
    await signals.ack(third.id, 1)
    await here.join(third, 3.0, 60.0)
    assert (await here.call(9.0)).due == []
    await signals.post(second.id, Cancelled())
    assert (await here.call(9.0)).due == [second.id]
    await here.join(second, 9.0, 50.0)  # nobody has dealt with it yet
    assert (await here.call(11.0)).due == [second.id]
    await signals.ack(second.id, 1)
    await here.join(second, 12.0, 50.0)
    assert (await here.call(49.0)).due == []
    assert (await here.call(50.0)).due == [second.id]


async def test_who_cannot_be_carried_out_makes_way(redis: Redis) -> None:
    """Unless it was taken up: then the service may have it."""
    here = service_queue(redis, total=1)
    first, second, third = job(1), job(2, "bob"), job(3, "cy")
    for one in (first, second, third):
        await here.join(one, 0.0)
    await here.withdraw(first.id)
    assert (await here.call(0.0)).let_in == []
    await leave(redis, first)
    assert (await here.call(0.0)).let_in == [second.id]
    await here.withdraw(second.id)
    assert (await here.call(0.0)).let_in == [third.id]


async def test_a_job_that_is_over_does_not_come_back(redis: Redis) -> None:
    """Somebody who was cut off brings it: nobody would ever take it out again."""
    here = RedisServiceQueue(redis, Keys(), Quota(3))
    assert not (await here.join(job(1), 0.0, 1e9)).may_go
    assert await here.status() == (0, "")


async def test_who_waits_moves_up(redis: Redis) -> None:
    """A stream of people who have nothing there yet does not keep anybody's second order out for ever."""
    here = service_queue(redis, total=1, each=9)
    await here.join(job(0), 0.0)
    second = job(1)
    await here.join(second, 1.0)
    await here.join(job(900, "new"), 900.0)
    await leave(redis, job(0))
    assert (await here.call(900.0)).let_in == [second.id]


async def test_a_probe_that_hears_no_refusal_was_taken(redis: Redis) -> None:
    """A stream says nothing until painting starts; a refusal comes at once."""
    here = service_queue(redis)
    first, second = job(1), job(2, "bob")
    await here.join(first, 0.0)
    await here.put_back(first, 0.0, "rate", WAITS)
    await here.join(second, 1.0)
    assert (await here.call(10.0)).let_in == [first.id]
    assert (await here.call(19.0)).let_in == []
    assert (await here.call(21.0)).let_in == [second.id]
    assert await here.status() == (0, "")


async def test_the_queue_is_viewed_by_one_and_told_to_those_who_wait(redis: Redis) -> None:
    """Each is due for a run that says it, and hears from it how many are ahead."""
    here = service_queue(redis, total=1)
    first, second, third = job(1), job(2, "bob"), job(3)
    for one in (first, second, third):
        await here.join(one, 0.0)
    view = await here.view(60.0)
    assert view is not None
    assert [(one.job, one.since, one.told) for one in view.waiting] == [(second.id, 2.0, 0), (third.id, 3.0, 1)]
    assert view.inside == {first.origin.person.id: 1}
    assert await here.view(60.0) is None
    await here.tell_places([(third.id, 7), (first.id, 3)], "credit")
    assert (await here.call(0.0)).due == [third.id]
    assert (await here.join(third, 1.0)).ahead == 7
    assert (await here.call(9.0)).due == []
