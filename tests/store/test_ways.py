"""How a message may be changed is kept wherever the message is, and missed nowhere in records from before."""

from dataclasses import replace

import orjson
from redis.asyncio import Redis

from bot.clock import SystemClock
from bot.domain.card import plain
from bot.domain.ids import JobId, MessageRef
from bot.domain.incoming import CommandCall
from bot.domain.job import Job
from bot.domain.lane import BOARD_ASK
from bot.domain.order import Imagine
from bot.domain.pacing import Rank
from bot.domain.parcel import Parcel
from bot.domain.prompt import Prompt
from bot.domain.turn import Go, Limits, Run
from bot.ports import LaneRef
from bot.store.background import RedisBacklogStore, RedisOutboxStore
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes, message_name, message_of
from bot.store.pending import RedisPendingWords
from bot.store.records import read_job, write_job
from tests.fakes.platform import origin

MESSAGE = MessageRef("fake", "room", "m", "by this")
JOB = Job(JobId("J1"), Imagine(Prompt("a cat")), origin(), 10.0, 100.0, message=MESSAGE, reply_to=MESSAGE)
CALL = CommandCall("k", origin(), "cancel", reply_to=MESSAGE)


def by_of(message: object) -> str:
    assert isinstance(message, MessageRef)
    assert message == MESSAGE
    return message.by


def test_a_job_keeps_it() -> None:
    """Of its message, and of the one whose button opened it; one from before has none."""
    read = read_job(write_job(JOB), 0)
    assert (by_of(read.message), by_of(read.reply_to)) == ("by this", "by this")
    held = orjson.loads(write_job(JOB))
    del held["message"]["by"], held["reply_to"]["by"]
    old = read_job(orjson.dumps(held), 0)
    assert old == JOB
    assert (by_of(old.message), by_of(old.reply_to)) == ("", "")


async def test_a_parcel_keeps_it(redis: Redis) -> None:
    """It is what its message will be changed by, in another process."""
    keys = Keys()
    store = RedisOutboxStore(redis, keys, SystemClock())
    await store.put(Parcel("p", MESSAGE, plain("page 2")))
    found = await store.find("p")
    assert found is not None
    assert by_of(found.to) == "by this"
    held = orjson.loads(await redis.get(keys.parcel("p")) or b"")
    del held["to"]["by"]
    await redis.set(keys.parcel("p"), orjson.dumps(held))
    old = await store.find("p")
    assert old is not None
    assert by_of(old.to) == ""


async def test_a_command_keeps_it(redis: Redis) -> None:
    """One that was deferred, and one that waits to be confirmed."""
    backlog, pending = RedisBacklogStore(redis, Keys(), SystemClock()), RedisPendingWords(redis, Keys())
    await backlog.add("b", CALL)
    await pending.keep("w", CALL)
    [deferred], confirmed = await backlog.find("b"), await pending.find("w")
    assert confirmed is not None
    assert isinstance(deferred, CommandCall)
    assert by_of(deferred.reply_to) == by_of(confirmed.reply_to) == "by this"


async def test_a_lane_keeps_it(redis: Redis) -> None:
    """Of the message that its jobs share."""
    lanes = RedisLanes(redis, Keys(), SystemClock())
    await redis.zadd(Keys().open_jobs, dict.fromkeys("abc", 1))
    lane = LaneRef("chat:1", Limits(capacity=9, window=1.0, gap=0.0, board_over=2, board_gap=0.0))
    for name in "abc":
        await lanes.enter(lane, Run(name, note=name))
    assert await lanes.admit(lane, Run("a", note="a"), Rank.FIRST) == Go(board=True)
    await lanes.landed(lane, BOARD_ASK, MESSAGE)
    assert by_of((await lanes.board(lane))[0]) == "by this"


def test_a_shared_message_is_named_as_before() -> None:
    """Without a way of its own: older versions of the program know three parts."""
    assert message_name(replace(MESSAGE, by="")) == '["fake","room","m"]'
    assert by_of(message_of('["fake","room","m"]')) == ""
    assert by_of(message_of(message_name(MESSAGE))) == "by this"
