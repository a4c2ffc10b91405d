"""Word for whoever works on a job: kept until it is taken, and heard by those who listen."""

import pytest
from redis.asyncio import Redis

from bot.domain.errors import Code, StoreError
from bot.domain.ids import ImageId, JobId, TaskId
from bot.domain.image import Clip, Image, TextResult
from bot.domain.update import Accepted, Cancelled, Failed, Fault, Finished, Progressed, Update, Wanted
from bot.ports import Heard
from bot.store.keys import Keys
from bot.store.news import KEPT, RedisNews
from bot.store.records import read_news, write_news

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
]


@pytest.fixture
def news(redis: Redis) -> RedisNews:
    return RedisNews(redis, redis, Keys())


@pytest.mark.parametrize("update", ALL)
def test_news_is_read_as_it_was_written(update: Update) -> None:
    """Results keep their kind."""
    assert read_news(write_news(update)) == update


@pytest.mark.parametrize("record", [{}, [], {"kind": "mood", "value": {}}, {"kind": "finished", "value": {}}])
def test_what_cannot_be_read_is_the_stores_fault(record: object) -> None:
    """Another version of the program may have written it."""
    with pytest.raises(StoreError):
        read_news(record)


async def test_what_was_left_stays_until_it_is_forgotten(news: RedisNews, redis: Redis) -> None:
    """In order; forgetting takes only what was dealt with, and the key ends by itself."""
    await news.leave(JOB, Accepted(TASK))
    await news.leave(JOB, Cancelled())
    assert await news.read(JOB) == await news.read(JOB) == [Accepted(TASK), Cancelled()]
    assert await redis.ttl(Keys().news(JOB)) > 0
    await news.forget(JOB, 1)
    assert await news.read(JOB) == [Cancelled()]
    await news.forget(JOB, 1)
    assert not await redis.exists(Keys().news(JOB))


async def test_a_flood_is_bounded(news: RedisNews) -> None:
    """Whoever knows one job's address can fill a few kilobytes."""
    for _ in range(KEPT + 20):
        await news.leave(JOB, Accepted(TASK))
    assert len(await news.read(JOB)) == KEPT


async def test_who_listens_hears_what_is_told_and_that_something_was_left(news: RedisNews) -> None:
    """Progress comes with the word itself, what is kept is to be read."""
    async with news.listen() as heard:
        await news.tell(JOB, Progressed(TASK, 35))
        await news.leave(JOB, Cancelled())
        assert [await anext(heard), await anext(heard)] == [Heard(JOB, Progressed(TASK, 35)), Heard(JOB)]
