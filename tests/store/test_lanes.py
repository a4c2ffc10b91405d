"""Lanes in Redis: several processes, one budget."""

import asyncio
from time import monotonic

import pytest
from redis.asyncio import Redis
from typing_extensions import override

from bot.clock import SystemClock
from bot.domain.errors import Unreachable
from bot.domain.ids import MessageRef
from bot.domain.lane import BOARD_ASK
from bot.domain.pacing import Rank, Wait
from bot.domain.turn import Go, Limits, Run, Turn
from bot.ports import LaneRef
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from tests.fakes.clock import FakeClock

FIVE = LaneRef("chat:1", Limits(capacity=5, window=600.0, gap=0.0))
BOARD = MessageRef("fake", "room", "board")


@pytest.fixture
async def processes(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> list[RedisLanes]:
    """Only jobs that are in the book count. Refusals are at nearly the same moment however slow the machine is."""
    monkeypatch.setattr("bot.store.lanes.REFUSED_WITHIN_S", 600.0)
    await redis.zadd(Keys().open_jobs, dict.fromkeys((*"abc", *(f"j{n}" for n in range(30))), 1))
    return [RedisLanes(redis, Keys(), SystemClock()) for _ in range(3)]


async def final(lanes: RedisLanes, job: str) -> Turn:
    return await lanes.admit(FIVE, Run(job, placed=True), Rank.FINAL)


async def test_three_processes_share_one_budget(processes: list[RedisLanes]) -> None:
    """Thirty ask at the same moment; five go."""
    turns: list[Turn] = await asyncio.gather(*(final(processes[n % 3], f"j{n}") for n in range(30)))
    assert sum(isinstance(turn, Go) for turn in turns) == 5
    waits = [turn.until for turn in turns if isinstance(turn, Wait)]
    assert min(waits) > SystemClock().now() + 500


async def test_a_pause_holds_one_lane_for_all(processes: list[RedisLanes]) -> None:
    """Others go on."""
    one, two, _ = processes
    assert await final(one, "a") == Go()
    told_at = SystemClock().now()
    await one.freeze(FIVE, "a", 3000.0)
    refused = await final(two, "b")
    assert isinstance(refused, Wait)
    assert refused.until > told_at + 2999
    other = LaneRef("chat:2", FIVE.limits)
    assert await two.admit(other, Run("b", placed=True), Rank.FINAL) == Go()


async def test_a_refusal_for_too_much_means_fewer_previews(processes: list[RedisLanes]) -> None:
    """For longer than the pause; every process knows."""
    one, two, _ = processes
    assert not await one.is_shedding(FIVE)
    assert await final(one, "a") == Go()
    await one.freeze(FIVE, "a", 30.0)
    assert await two.is_shedding(FIVE)


async def test_what_is_ready_leaves_one_after_the_other(redis: Redis) -> None:
    """Whichever process has it: the third waits for two gaps."""
    clock = FakeClock()
    lane = LaneRef("chat:1", Limits(capacity=5, window=6000.0, gap=1000.0))
    for _ in range(3):
        await RedisLanes(redis, Keys(), clock).depart(lane)
    assert [round(wait, -2) for wait in clock.slept] == [1000, 2000]


async def test_without_limits_everything_goes(processes: list[RedisLanes], redis: Redis) -> None:
    """And nothing is written down."""
    free = LaneRef("free")
    assert await processes[0].admit(free, Run("a"), Rank.PREVIEW) == Go()
    await processes[0].depart(free)
    await processes[0].landed(free, "a")
    await processes[0].release(free, "a")
    assert await redis.keys("*:lane:*") == []


async def test_a_crowd_shares_a_board(processes: list[RedisLanes]) -> None:
    """Whoever is let go with it posts it; the next one, in another process, knows where it is."""
    one, two, _ = processes
    crowded = LaneRef("chat:3", Limits(capacity=9, window=1.0, gap=0.0, board_over=2, board_gap=0.0))
    for name in "abc":
        await one.enter(crowded, Run(name, note=f"picture {name}"))
    assert await one.admit(crowded, Run("a", note="picture a"), Rank.FIRST) == Go(board=True)
    assert await one.board(crowded) == (None, ["picture a", "picture b", "picture c"])
    await one.landed(crowded, BOARD_ASK, BOARD)
    assert (await two.board(crowded))[0] == BOARD
    await two.lose_board(crowded, BOARD)
    assert (await one.board(crowded))[0] is None


async def test_a_whole_platform_has_a_budget_too(processes: list[RedisLanes]) -> None:
    """Sends are spaced evenly over all lanes, and previews wait while it is behind."""
    bucket = [LaneRef(f"chat:{n}", Limits(9, 1.0, 0.0), "all", rate=0.02) for n in range(6)]
    began = monotonic()
    for n in range(6):
        wait = await processes[0].bucket(bucket[0], take=True)
        assert n * 50 - (monotonic() - began) - 0.01 <= wait <= n * 50 + 0.01
    preview = await processes[1].admit(bucket[5], Run("a", placed=True), Rank.PREVIEW)
    assert isinstance(preview, Wait)


async def refuse(lanes: RedisLanes, chats: int, pause: float) -> LaneRef:
    """So many chats of a platform are told to be quiet; a chat that was not."""
    refs = [LaneRef(f"chat:{n}", Limits(9, 1.0, 0.0), "all", rate=50.0) for n in range(chats + 1)]
    for ref in refs[:-1]:
        await lanes.freeze(ref, "a", pause)
    return refs[-1]


async def test_refused_in_several_chats_the_platform_is_held(processes: list[RedisLanes]) -> None:
    """Else each chat tries alone, and each try makes the pause of all of them longer, without end."""
    one, two, _ = processes
    began = monotonic()
    other = await refuse(one, 2, 3000.0)
    wait = await two.bucket(other, take=False)
    assert 2999.9 - (monotonic() - began) < wait <= 3000
    assert isinstance(await two.admit(other, Run("b", placed=True), Rank.PREVIEW), Wait)


async def test_refused_for_no_reason_of_its_own_a_chat_holds_all_for_a_moment(processes: list[RedisLanes]) -> None:
    """Who sends little may have been refused for everybody's sake; after that a long pause is the chat's own."""
    one, two, _ = processes
    began = monotonic()
    other = await refuse(one, 1, 30.0)
    wait = await two.bucket(other, take=False)
    assert 4.9 - (monotonic() - began) < wait <= 5


async def test_refused_for_its_own_sends_a_chat_pauses_alone(processes: list[RedisLanes]) -> None:
    """The others go on at once."""
    one, two, _ = processes
    full, other = (LaneRef(f"chat:{n}", Limits(4, 60.0, 0.0), "all", rate=50.0) for n in range(2))
    for job in ("a", "b"):
        assert await one.admit(full, Run(job, placed=True), Rank.FINAL) == Go()
    await one.freeze(full, "b", 30.0)
    assert await two.bucket(other, take=False) < 1
    assert await two.admit(other, Run("c", placed=True), Rank.FINAL) == Go()


async def test_what_was_let_go_does_not_leave_into_a_pause(processes: list[RedisLanes]) -> None:
    """Of its own lane, or of the whole platform; whichever process was told of it."""
    one, two, _ = processes
    other = await refuse(one, 2, 3000.0)
    for lane in (LaneRef("chat:0", other.limits, "all", rate=50.0), other):
        for process in (one, two):
            with pytest.raises(Unreachable):
                await process.depart(lane)


async def test_what_needs_no_place_waits_for_the_end_of_a_pause(processes: list[RedisLanes], redis: Redis) -> None:
    """As a message that is to be taken away; whichever process was told of the pause."""
    slept = list[float]()

    class Watch(SystemClock):
        @override
        async def sleep(self, seconds: float) -> None:
            slept.append(seconds)
            await redis.delete(Keys().lane(FIVE.key))

    lanes = RedisLanes(redis, Keys(), Watch())
    await lanes.wait_out(FIVE)
    assert slept == []
    began = monotonic()
    await processes[0].freeze(FIVE, "a", 3000.0)
    await lanes.wait_out(FIVE)
    assert 2999.9 - (monotonic() - began) < slept.pop() <= 3000
    assert slept == []


async def test_a_place_from_before_a_hold_is_lost(
    processes: list[RedisLanes], redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waited for theirs takes a new one behind the hold, so that they do not come all at once."""
    monkeypatch.setattr("bot.store.lanes.BUCKET_HOLD_MOST_S", 500.0)
    other, slept = LaneRef("chat:9", Limits(9, 1.0, 0.0), "all", rate=0.01), list[float]()

    class Watch(SystemClock):
        @override
        async def sleep(self, seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 1:
                await refuse(processes[0], 1, 3000.0)
            else:
                await redis.delete(Keys().hold("all"))

    lanes = RedisLanes(redis, Keys(), Watch())
    began = monotonic()
    await lanes.queue(other)
    await lanes.queue(other)
    before, behind = slept
    held_up = monotonic() - began + 0.1
    assert 100 - held_up < before <= 100
    assert 500 - held_up < behind <= 500  # however long that chat has to pause


async def test_a_lane_that_cannot_be_read_begins_anew(processes: list[RedisLanes], redis: Redis) -> None:
    """Another version of the program wrote it; what it had counted is lost, the picture is not."""
    await redis.hset(Keys().lane(FIVE.key), mapping={"v": 7, "data": "{}"})
    assert await final(processes[0], "a") == Go()


async def test_every_lane_ends_by_itself(processes: list[RedisLanes], redis: Redis) -> None:
    """When nobody uses it."""
    await final(processes[0], "a")
    assert await redis.ttl(Keys().lane(FIVE.key)) > 0


async def test_a_job_that_is_over_leaves_by_itself(processes: list[RedisLanes], redis: Redis) -> None:
    """Its worker died after the last card: nobody keeps room for it."""
    one, two, _ = processes
    await one.enter(FIVE, Run("a"))
    await one.enter(FIVE, Run("b"))
    await redis.zrem(Keys().open_jobs, "a")
    await final(two, "b")
    assert FIVE.limits is not None
    lane, _, _ = await two.read(FIVE, FIVE.limits)
    assert [run.job for run in lane.runs] == ["b"]
