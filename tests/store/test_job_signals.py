"""Word for whoever works on a job: kept until it is taken, and heard by those who listen."""

import pytest
from redis.asyncio import Redis

from bot.domain.errors import Code, StoreError
from bot.domain.ids import ImageId, JobId, MessageRef, TaskId
from bot.domain.image import Clip, Image, TextResult
from bot.domain.update import Accepted, Cancelled, Failed, Fault, Finished, Progressed, Update, Wanted
from bot.ports import JobSignal
from bot.store.job_signals import SIGNALS_KEPT_MOST, RedisJobSignals
from bot.store.keys import Keys
from bot.store.records import read_signal, write_signal

JOB, TASK = JobId("J1"), TaskId("t1")
ALL: list[Update] = [
    Accepted(TASK),
    Progressed(TASK, 35, "https://x/35.webp", 256, 256),
    Finished(TASK, Image(ImageId("1"), TASK, "https://x/1.png", actions=("upscale1",))),
    Finished(TASK, Clip("v1", TASK, ("https://x/1.mp4",))),
    Finished(TASK, TextResult(("a cat", "ein Käse 🧀"))),
    Failed(Fault(Code.REFUSED, "no", "trace")),
    Cancelled(),
    Wanted(),
    Wanted(MessageRef("fake", "room", "1", "by a token")),
]


@pytest.fixture
def signals(redis: Redis) -> RedisJobSignals:
    return RedisJobSignals(redis, redis, Keys())


@pytest.mark.parametrize("update", ALL)
def test_news_is_read_as_it_was_written(update: Update) -> None:
    """Results keep their kind."""
    read = read_signal(write_signal(update))
    assert read == update
    if isinstance(read, Wanted) and read.message is not None:
        assert read.message.by == "by a token"


@pytest.mark.parametrize("record", [{}, [], {"kind": "mood", "value": {}}, {"kind": "finished", "value": {}}])
def test_what_cannot_be_read_is_the_stores_fault(record: object) -> None:
    """Another version of the program may have written it."""
    with pytest.raises(StoreError):
        read_signal(record)


async def test_what_was_left_stays_until_it_is_forgotten(signals: RedisJobSignals, redis: Redis) -> None:
    """In order; forgetting takes only what was dealt with, and the key ends by itself."""
    await signals.post(JOB, Accepted(TASK))
    await signals.post(JOB, Cancelled())
    assert await signals.read(JOB) == await signals.read(JOB) == [Accepted(TASK), Cancelled()]
    assert await redis.ttl(Keys().signals(JOB)) > 0
    await signals.ack(JOB, 1)
    assert await signals.read(JOB) == [Cancelled()]
    await signals.ack(JOB, 1)
    assert not await redis.exists(Keys().signals(JOB))


async def test_a_flood_is_bounded(signals: RedisJobSignals) -> None:
    """Whoever knows one job's address can fill a few kilobytes."""
    for _ in range(SIGNALS_KEPT_MOST + 20):
        await signals.post(JOB, Accepted(TASK))
    assert len(await signals.read(JOB)) == SIGNALS_KEPT_MOST


async def test_who_listens_hears_what_is_told_and_that_something_was_left(signals: RedisJobSignals) -> None:
    """Progress comes with the word itself, what is kept is to be read."""
    async with signals.listen() as heard:
        await signals.broadcast(JOB, Progressed(TASK, 35))
        await signals.post(JOB, Cancelled())
        assert [await anext(heard), await anext(heard)] == [JobSignal(JOB, Progressed(TASK, 35)), JobSignal(JOB)]
