"""The book of jobs against a real Valkey: each step is one transaction, and every key has an end."""

from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import Code, Stale, StoreError
from bot.domain.ids import ImageId, JobId, MessageRef, TaskId
from bot.domain.image import Clip, Image, Outcome, TextResult
from bot.domain.job import Job, State, advance
from bot.domain.order import Act, Animate, Describe, Edit, ExtendVideo, Imagine, Order, Shorten
from bot.domain.prompt import Hints, Mode, Prompt
from bot.domain.update import Accepted, Delivered, Failed, Fault, Finished, Sending
from bot.store.jobs import RedisJobs, RedisResultIndex, RedisSeenEvents, RedisThrottle
from bot.store.keys import Keys
from bot.store.records import read_job, write_job
from tests.fakes.expiries import endless_keys, read_expiries
from tests.fakes.platform import origin

MESSAGE = MessageRef("fake", "room", "m1")
PRESS = f"{MESSAGE.key}|act:upscale2"
IMAGE = Image(
    ImageId("1557000000000000001"), TaskId("t1"), "https://x/1.png", actions=("upscale1",), prompt="ein Käse 🧀"
)


def job(job_id: str = "J1", press: str = "") -> Job:
    return Job(JobId(job_id), Imagine(Prompt("a cat")), origin(), 10.0, 100.0, press=press)


@pytest.fixture
def book(redis: Redis) -> RedisJobs:
    return RedisJobs(redis, Keys())


async def opened(book: RedisJobs, one: Job) -> Job:
    await book.open(one)
    found = await book.load(one.id)
    assert found is not None
    return found


async def finished(book: RedisJobs, one: Job) -> Job:
    one = replace(await opened(book, one), message=MESSAGE)
    for update in (Sending(1.0), Accepted(TaskId("t1")), Finished(TaskId("t1"), IMAGE)):
        one = await book.save(advance(one, update))
    return one


async def test_a_job_is_read_as_it_was_written(book: RedisJobs) -> None:
    """Opening twice changes nothing."""
    assert await opened(book, job()) == replace(job(), version=1)
    assert await book.open(job()) == job().id
    assert await book.pending() == [job().id]


async def test_a_button_remembers_what_it_has_ordered(book: RedisJobs, redis: Redis) -> None:
    """A second press learns the first one's job, also when that is done; one more is ordered by who knows it."""
    first = await finished(book, job("J1", PRESS))
    assert await book.open(job("J2", PRESS)) == "J1"
    assert await book.load(JobId("J2")) is None
    await book.save(advance(first, Delivered()))
    assert await book.open(job("J3", PRESS)) == "J1"
    assert await book.open(job("J3", PRESS), prior=JobId("J1")) == "J3"
    assert await book.open(job("J4", PRESS), prior=JobId("J1")) == "J3"
    assert await RedisResultIndex(redis, Keys(), book).ordered([PRESS, "J1|other"]) == [True, False]


async def test_a_button_forgets_what_came_to_nothing(book: RedisJobs) -> None:
    """It may be pressed again as soon as that is known."""
    first = await opened(book, job("J1", PRESS))
    await book.save(advance(first, Failed(Fault(Code.LOST))))
    assert await book.open(job("J2", PRESS)) == "J2"


async def test_only_the_newest_may_save(book: RedisJobs) -> None:
    """Who read an older version learns so, and changes nothing."""
    old = await opened(book, job())
    new = await book.save(advance(old, Sending(1.0)))
    with pytest.raises(Stale):
        await book.save(advance(old, Failed(Fault(Code.LOST))))
    assert await book.load(job().id) == new


async def test_a_save_whose_answer_was_lost_may_be_repeated(book: RedisJobs, redis: Redis) -> None:
    """The script knows its own stamp again, so a retry by the connection is no conflict."""
    one = await opened(book, job())
    names, arguments = book.saving(one, "stamp", one.origin.place.key)
    assert [await book.save_script(names, arguments) for _ in range(2)] == [2, 2]


async def test_a_finish_writes_the_message_in_the_same_step(book: RedisJobs, redis: Redis) -> None:
    """So no button can be pressed that is not known."""
    one = await finished(book, job())
    results = RedisResultIndex(redis, Keys(), book)
    assert one.outcome == replace(IMAGE, prompt="a cat")
    assert await results.job_of(MESSAGE) == one
    assert await results.job_of(MessageRef("fake", "room", "other")) is None


async def test_a_done_job_is_not_pending(book: RedisJobs) -> None:
    """But it can still be read, for its Retry button."""
    one = await book.save(advance(await finished(book, job()), Delivered()))
    assert (one.state, await book.pending()) == (State.DONE, [])
    assert await book.load(one.id) == one


async def test_a_task_belongs_to_the_first_that_claims_it(book: RedisJobs) -> None:
    """Asking again is fine, for the owner."""
    claims = [await book.claim(TaskId("t"), JobId(name)) for name in ("J1", "J2", "J1")]
    assert claims == [True, False, True]


async def test_an_event_that_was_dealt_with_is_known(redis: Redis) -> None:
    """A replay is known as one."""
    seen_events = RedisSeenEvents(redis, Keys())
    await seen_events.mark("e")
    assert [await seen_events.seen("e"), await seen_events.seen("f")] == [True, False]


async def test_what_is_done_once_is_not_done_again_at_once(redis: Redis) -> None:
    """By whichever process; an event of that name is another thing."""
    one, other = RedisThrottle(redis, Keys()), RedisThrottle(redis, Keys())
    assert [await one.once("e", 60), await other.once("e", 60), await other.once("f", 60)] == [True, False, True]
    assert 0 < await redis.ttl(Keys().once("e")) <= 60
    assert not await RedisSeenEvents(redis, Keys()).seen("e")


async def test_an_event_opens_one_job(book: RedisJobs, redis: Redis) -> None:
    """It is marked in the step that writes the job, so no crash can come between; a failed press marks nothing."""
    seen_events = RedisSeenEvents(redis, Keys())
    assert await book.open(job("J1", PRESS), "e") == "J1"
    assert await seen_events.seen("e")
    assert await book.open(job("J2"), "e") is None
    assert await book.open(job("J3", PRESS), "f") == "J1"
    assert not await seen_events.seen("f")


async def test_every_key_expires(book: RedisJobs, redis: Redis) -> None:
    """Whatever happens, nothing stays for ever."""
    await finished(book, job("J1", PRESS))
    await RedisSeenEvents(redis, Keys()).mark("e")
    assert len(await read_expiries(redis)) >= 7
    assert await endless_keys(redis) == []


TEXT = st.text(max_size=30)
PROMPTS = st.builds(
    Prompt,
    TEXT,
    urls=st.tuples(TEXT),
    flags=st.tuples(st.tuples(TEXT, TEXT)),
    mode=st.none() | st.sampled_from(Mode),
)
ORDERS: st.SearchStrategy[Order] = st.one_of(
    st.builds(Imagine, PROMPTS),
    st.builds(
        Act,
        TEXT,
        st.builds(ImageId, TEXT),
        TEXT,
        st.none() | st.sampled_from(Mode),
        st.builds(Hints, st.none() | TEXT),
    ),
    st.builds(Edit, TEXT, TEXT),
    st.builds(Animate, TEXT, TEXT),
    st.builds(ExtendVideo, TEXT, st.integers(0, 3), TEXT),
    st.builds(Describe, TEXT),
    st.builds(Shorten, TEXT),
)
OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(Image, st.builds(ImageId, TEXT), st.builds(TaskId, TEXT), TEXT, actions=st.tuples(TEXT, TEXT)),
    st.builds(Clip, TEXT, st.builds(TaskId, TEXT), st.tuples(TEXT)),
    st.builds(TextResult, st.tuples(TEXT, TEXT)),
)


@given(ORDERS, st.none() | OUTCOMES, st.none() | st.builds(Fault, st.sampled_from(Code), TEXT))
def test_every_order_and_result_survives_the_record(
    order: Order, outcome: Outcome | None, fault: Fault | None
) -> None:
    """Kinds that have the same fields are told apart."""
    one = replace(job(), order=order, outcome=outcome, fault=fault, message=MESSAGE, api="here")
    assert read_job(write_job(one), 0) == one


@pytest.mark.parametrize("data", [b"", b"{}", b"not json", b'{"kind":"sculpture","value":{}}'])
def test_a_record_that_cannot_be_read_is_a_store_error(data: bytes) -> None:
    """The job is left to a version of the program that can."""
    with pytest.raises(StoreError):
        read_job(data, 1)


def test_a_newer_record_with_more_fields_is_read() -> None:
    """Two versions of the program may run side by side during an upgrade."""
    data = write_job(job()).replace(b'"schema":1', b'"schema":2,"mood":"blue"')
    assert read_job(data, 0) == job()


def test_settings_of_a_job_as_they_were_written_first() -> None:
    """By another name, with `quiet` for no previews."""
    held = orjson.loads(write_job(replace(job(), chat_settings=ChatSettings(previews=False, spoiler=True))))
    assert held.pop("chat_settings")["previews"] is False
    old = {**held, "manners": {"quiet": True, "spoiler": True}}
    assert read_job(orjson.dumps(old), 0).chat_settings == ChatSettings(previews=False, spoiler=True)
