"""What is reserved when a job opens, and given back when it ends without a result."""

from collections.abc import Awaitable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from bot.domain.errors import Code, QuotaSpent
from bot.domain.ids import ImageId, JobId, TaskId
from bot.domain.image import Image
from bot.domain.job import Job, advance
from bot.domain.order import Act, Describe, Imagine
from bot.domain.prompt import Prompt
from bot.domain.quota import Allowance, Quota, price
from bot.domain.update import Accepted, Cancelled, Delivered, Failed, Fault, Finished, Sending, Update
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from tests.fakes.expiries import endless_keys
from tests.fakes.platform import ANN, BOB, PLACE, origin

NOON = 1_795_000_000.0
DAY = 86_400.0
TASK = TaskId("t1")
RESULT = Finished(TASK, Image(ImageId("1"), TASK, "https://x/1.png"))


def job(name: str, at: float = NOON, who: str = "ann") -> Job:
    person = ANN if who == "ann" else BOB
    return Job(JobId(name), Imagine(Prompt("a cat")), origin(person), at, at + 100)


@pytest.fixture
def book(redis: Redis) -> RedisJobs:
    return RedisJobs(redis, Keys())


async def opened(book: RedisJobs, one: Job, quota: Quota) -> Job:
    await book.open(one, "", quota)
    found = await book.load(one.id)
    assert found is not None
    return found


async def go(book: RedisJobs, one: Job, *updates: Update) -> Job:
    for update in updates:
        one = await book.save(advance(one, update))
    return one


async def refused(book: RedisJobs, one: Job, quota: Quota) -> str:
    with pytest.raises(QuotaSpent) as caught:
        await book.open(one, "e", quota)
    assert await book.load(one.id) is None
    return caught.value.code


DAILY = Quota(9, Allowance(daily=2))


async def test_a_day_has_so_many_orders_and_the_next_begins_anew(book: RedisJobs) -> None:
    """Counted by person: another one has their own."""
    await book.open(job("1"), "", DAILY)
    await book.open(job("2"), "", DAILY)
    assert await refused(book, job("3"), DAILY) == "quota-person-day"
    assert await book.open(job("4", who="bob"), "", DAILY)
    assert await book.open(job("5", at=NOON + DAY), "", DAILY)


async def test_a_month_has_so_many_credits(book: RedisJobs) -> None:
    """A picture costs 0.27, so a credit is three pictures; describing is cheaper and still fits."""
    quota = Quota(9, Allowance(monthly=1000))
    for name in "123":
        await book.open(job(name), "", quota)
    assert await refused(book, job("4"), quota) == "quota-person-month"
    assert await book.open(replace(job("5"), order=Describe("https://x/1.png")), "", quota)


async def test_a_place_counts_everybody_in_it(book: RedisJobs) -> None:
    """Two people, one place."""
    quota = Quota(9, place=Allowance(daily=2))
    await book.open(job("1"), "", quota)
    await book.open(job("2", who="bob"), "", quota)
    assert await refused(book, job("3"), quota) == "quota-place-day"


@pytest.mark.parametrize(
    "ending",
    [
        (Cancelled(), Delivered()),
        (Failed(Fault(Code.TIMED_OUT)), Delivered()),
        (Sending(NOON), Failed(Fault(Code.REFUSED)), Delivered()),
        (Sending(NOON), Accepted(TASK), Failed(Fault(Code.LOST)), Delivered()),
    ],
)
async def test_what_ends_without_a_result_is_given_back_once(
    book: RedisJobs, redis: Redis, ending: tuple[Update, ...]
) -> None:
    """Cancelled, refused, failed: all counters are as before."""
    keys = Keys()
    await go(book, await opened(book, job("1"), DAILY), *ending)
    for scope in (f"person:{ANN.id}", f"place:{PLACE.key}"):
        assert await redis.get(keys.spent_day(scope, NOON)) == b"0"
        assert await redis.get(keys.spent_month(scope, NOON)) == b"0"
        assert await redis.scard(keys.held_open(scope)) == 0


async def test_a_result_is_paid_for(book: RedisJobs, redis: Redis) -> None:
    """Also when it was cancelled too late to stop it."""
    one = await opened(book, job("1"), DAILY)
    await go(book, one, Sending(NOON), Cancelled(), Accepted(TASK), RESULT, Delivered())
    assert await redis.get(Keys().spent_day(f"person:{ANN.id}", NOON)) == b"1"
    assert await redis.get(Keys().spent_month(f"person:{ANN.id}", NOON)) == b"270"


async def test_only_so_many_may_wait(book: RedisJobs) -> None:
    """One that is settled makes room."""
    quota = Quota(9, Allowance(open=2))
    one = await opened(book, job("1"), quota)
    await book.open(job("2"), "", quota)
    assert await refused(book, job("3"), quota) == "quota-person-open"
    await go(book, one, Cancelled())
    assert await book.open(job("3"), "", quota)


async def test_a_refused_order_leaves_its_event_unmarked_and_no_key_for_ever(book: RedisJobs, redis: Redis) -> None:
    """Nothing is written but counters, and they end by themselves."""
    quota = Quota(9, Allowance(open=1))
    await book.open(job("1"), "", quota)
    await refused(book, job("2"), quota)
    assert not await redis.exists(Keys().event("e"))
    assert await endless_keys(redis) == []


def test_enlarging_is_cheaper_than_painting() -> None:
    """An estimate, in thousandths of a credit."""
    assert price(Act("upscale1", ImageId("1"))) < price(Act("variation1", ImageId("1"))) == 270


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
async def test_asking_beforehand_says_what_opening_would(
    book: RedisJobs, redis: Redis, data: st.DataObject
) -> None:
    """And reserves nothing."""
    await redis.flushall()
    limit = st.integers(0, 3)
    of_person, of_place = (
        Allowance(open=data.draw(limit), daily=data.draw(limit), monthly=270 * data.draw(limit)) for _ in range(2)
    )
    quota = Quota(10, of_person, of_place)
    for number in range(data.draw(st.integers(1, 6))):
        new = job(f"j{number}", who=data.draw(st.sampled_from(["ann", "bob"])))
        asked = [await refusal(book.check_quota(new, quota)) for _ in range(2)]
        assert asked == [await refusal(book.open(new, quota=quota))] * 2


async def refusal(opening: Awaitable[object]) -> tuple[str, dict[str, str | float]] | None:
    try:
        await opening
    except QuotaSpent as error:
        return error.code, error.facts
    return None
