"""A store that has lost what a worker knows: emptied, or failed over to a replica that was behind."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.domain.errors import Code, Stale
from bot.domain.ids import TaskId
from bot.domain.job import Job, advance
from bot.domain.quota import Allowance, Quota
from bot.domain.update import Accepted, Delivered, Failed, Fault, Finished, Sending, Update
from bot.store.jobs import RedisJobs, RedisResultIndex
from bot.store.keys import Keys
from bot.store.service_queue import RedisServiceQueue
from tests.fakes.expiries import endless_keys
from tests.store.test_jobs import IMAGE, MESSAGE, PRESS, job

TASK = TaskId("t1")
QUOTA = Quota(5, Allowance(1, 5, 5, 5000), Allowance(1, 5, 5, 5000))
WELL: Sequence[Update] = (Sending(1.0), Accepted(TASK), Finished(TASK, IMAGE), Delivered())
BADLY: Sequence[Update] = (Sending(1.0), Failed(Fault(Code.LOST)), Delivered())
PATHS = {"well": WELL, "badly": BADLY}


async def contents(redis: Any) -> dict[str, object]:
    """Everything but how long it lives, which of two equal histories wrote it, and counters of nothing."""
    found: dict[str, object] = {}
    async for name in redis.scan_iter():
        key = name.decode()
        if ":quota:" in key and await redis.type(name) == b"string" and await redis.get(name) == b"0":
            continue
        match (await redis.type(name)).decode():
            case "string":
                found[key] = await redis.get(name)
            case "hash":
                fields = await redis.hgetall(name)
                found[key] = {field: value for field, value in fields.items() if field != b"stamp"}
            case "zset":
                found[key] = await redis.zrange(name, 0, -1, withscores=True)
            case _:
                found[key] = await redis.smembers(name)
    return found


async def begun(redis: Redis) -> tuple[RedisJobs, Job]:
    """A job with a message and a press, counted against quotas, which stands in the line and may go."""
    book = RedisJobs(redis, Keys())
    await book.open(job(press=PRESS), quota=QUOTA)
    one = await book.load(job().id)
    assert one is not None
    assert (await RedisServiceQueue(redis, Keys(), QUOTA).join(one, 1.0, one.deadline)).may_go
    return book, replace(one, message=MESSAGE)


async def copied(redis: Redis, one: Job) -> bytes:
    found = await redis.dump(Keys().job(one.id))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "lost_after"), [(name, n) for name, path in PATHS.items() for n in range(len(path))]
)
async def test_what_was_lost_is_written_anew(redis: Redis, name: str, lost_after: int) -> None:
    """Whenever it is emptied, afterwards the store holds what it would have held, but for what is over."""
    path = PATHS[name]
    book, one = await begun(redis)
    for update in path[: lost_after + 1]:
        one = await book.save(advance(one, update))
    expected = await contents(redis)

    await redis.flushall()
    book, one = await begun(redis)
    for n, update in enumerate(path[: lost_after + 1]):
        if n == lost_after:
            await redis.flushall()
        one = await book.save(advance(one, update))
    found = await contents(redis)
    assert {key: value for key, value in found.items() if ":service_queue:" not in key} == {
        key: value for key, value in expected.items() if ":service_queue:" not in key
    }
    assert await redis.zrange(Keys().inside, 0, -1) == ([b"J1"] if not one.settled else [])
    assert await redis.zrange(Keys().waiting, 0, -1) == []


async def test_every_key_that_is_written_anew_expires(redis: Redis) -> None:
    """As it did before."""
    book, one = await begun(redis)
    await redis.flushall()
    await book.save(advance(one, Sending(1.0)))
    assert await endless_keys(redis) == []


async def test_a_store_that_is_behind_takes_what_is_newer(redis: Redis) -> None:
    """It failed over to a replica that had missed two saves; the job goes on from what the worker knows."""
    book, one = await begun(redis)
    sent = await book.save(advance(one, Sending(1.0)))
    behind = await copied(redis, one)
    accepted = await book.save(advance(await book.save(advance(sent, Accepted(TASK))), Finished(TASK, IMAGE)))
    await redis.restore(Keys().job(one.id), 0, behind, replace=True)
    await book.save(advance(accepted, Delivered()))
    found = await book.load(one.id)
    assert found is not None
    assert (found.version, found.open, found.outcome) == (5, False, accepted.outcome)
    assert await RedisResultIndex(redis, Keys(), book).job_of(MESSAGE) == found
    assert await book.pending() == []


async def test_an_equal_version_of_another_history_is_stale(redis: Redis) -> None:
    """After the fail-over another worker went on from what the replica had: one of the two has to stop."""
    book, one = await begun(redis)
    behind = await copied(redis, one)
    ours = await book.save(advance(one, Sending(1.0)))
    await redis.restore(Keys().job(one.id), 0, behind, replace=True)
    theirs = await RedisJobs(redis, Keys()).save(advance(one, Sending(2.0)))
    assert ours.version == theirs.version
    with pytest.raises(Stale):
        await book.save(advance(ours, Accepted(TASK)))
    assert await book.load(one.id) == theirs


async def test_a_higher_version_is_stale(redis: Redis) -> None:
    """Whoever is ahead has the job, also right after a fail-over."""
    book, one = await begun(redis)
    sent = await book.save(advance(one, Sending(1.0)))
    await book.save(advance(sent, Accepted(TASK)))
    with pytest.raises(Stale, match="is at version 3"):
        await book.save(advance(sent, Accepted(TaskId("t2"))))
