"""The status message of a crowd does not outlive it, whatever the platform says and whoever dies."""

import asyncio

import pytest
from redis.asyncio import Redis
from typing_extensions import override

from bot.clock import SystemClock
from bot.domain.errors import DeliveryError, MessageGone, NotAllowed, Unreachable
from bot.domain.ids import MessageRef
from bot.domain.job import Job, State
from bot.domain.lane import BOARD_ASK
from bot.domain.pacing import Rank
from bot.domain.turn import Go, Limits, Run
from bot.ports import LaneRef
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from tests.fakes.painter import SMOOTH, FakePainter
from tests.fakes.platform import NAME, FakeMessenger, FakePlatform
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Bench, Stage

CROWDED = Limits(capacity=50, window=1.0, gap=0.0, board_over=1, board_gap=0.05)
BOARD = MessageRef(NAME, "room", "board-1")


class StubbornMessenger(FakeMessenger):
    """Does not take away what it is told to, so often, or until it lets go."""

    def __init__(self, *troubles: DeliveryError) -> None:
        super().__init__()
        self.erase_troubles = list(troubles)
        self.held: asyncio.Event | None = None
        self.asked: list[MessageRef] = []

    @override
    async def erase(self, message: MessageRef) -> None:
        self.asked.append(message)
        if self.held is not None:
            await self.held.wait()
        if self.erase_troubles:
            raise self.erase_troubles.pop(0)
        await super().erase(message)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried soon."""
    monkeypatch.setattr("bot.jobs.sender.PERSIST_WAIT_MOST_S", 0.01)


async def last_of_a_crowd(bench: Bench) -> Job:
    """A job that is painted; beside it there was another, whose crowd has a board."""
    bench.platform.limits = CROWDED
    bench.painter.scripts.append(SMOOTH)
    job, lanes = await bench.open(), bench.runner.context.lanes
    lane = bench.platform.lane(job.origin, 0.0)
    await bench.jobs.client.zadd(bench.jobs.keys.open_jobs, {"another": 1.0})
    for name in ("another", str(job.id)):
        await lanes.enter(lane, Run(name, note=name))
    assert await lanes.admit(lane, Run("another", note="another"), Rank.FIRST) == Go(board=True)
    await lanes.landed(lane, BOARD_ASK, BOARD)
    await lanes.release(lane, "another")
    return job


async def test_a_board_is_taken_away_when_the_platform_is_back(bench: Bench) -> None:
    """What passes is tried again at once, before the last job of the crowd is over."""
    messenger = bench.platform.messenger = StubbornMessenger(Unreachable("away"), Unreachable("away"))
    job = await last_of_a_crowd(bench)
    await bench.rerun(job.id)
    assert messenger.erased == [BOARD]


async def test_a_board_that_stays_goes_with_the_next_picture(bench: Bench) -> None:
    """While the platform is away for longer the picture's job is over all the same."""
    messenger = bench.platform.messenger = StubbornMessenger(*[Unreachable("away")] * 5)
    job = await last_of_a_crowd(bench)
    assert (await bench.rerun(job.id)).state is State.DONE
    assert messenger.erased == []
    bench.painter.scripts.append(SMOOTH)
    await bench.run()
    assert messenger.erased == [BOARD]
    bench.painter.scripts.append(SMOOTH)
    await bench.run()
    assert messenger.erased == [BOARD]


@pytest.mark.parametrize("error", [MessageGone("gone"), NotAllowed("too old")])
async def test_a_board_that_cannot_go_is_let_be(bench: Bench, error: DeliveryError) -> None:
    """Nobody asks again and again for what never will be."""
    messenger = bench.platform.messenger = StubbornMessenger(error)
    job = await last_of_a_crowd(bench)
    await bench.rerun(job.id)
    bench.painter.scripts.append(SMOOTH)
    await bench.run()
    assert messenger.asked == [BOARD]


async def test_a_board_goes_though_who_should_take_it_away_dies(bench: Bench, stage: Stage) -> None:
    """Killed right after the lane was left, when nobody else knew of it: the one who follows takes it away."""
    messenger = bench.platform.messenger = StubbornMessenger()
    messenger.held = asyncio.Event()
    job = await last_of_a_crowd(bench)
    running = asyncio.ensure_future(bench.runner.run(job.id))
    await wait_until(lambda: messenger.asked, "it is about to be taken away")
    running.cancel()
    await asyncio.wait([running])
    platform = FakePlatform()
    platform.limits = CROWDED
    async with stage.set(FakePainter(), platform) as second:
        assert (await second.rerun(job.id)).state is State.DONE
        assert platform.messenger.erased == [BOARD]


async def test_a_board_that_comes_too_late_is_named_to_whoever_leaves_next(redis: Redis) -> None:
    """By any process, until one says that it is gone."""
    first, second = (RedisLanes(redis, Keys(), SystemClock()) for _ in range(2))
    lane = LaneRef("chat:1", CROWDED)
    await redis.zadd(Keys().open_jobs, {"a": 1.0, "b": 1.0, "c": 1.0})
    for name in ("a", "b"):
        await first.enter(lane, Run(name))
    assert await first.admit(lane, Run("a"), Rank.FIRST) == Go(board=True)
    assert [await first.release(lane, name) for name in ("a", "b")] == [[], []]
    await first.landed(lane, BOARD_ASK, BOARD)
    assert await second.release(lane, "c") == [BOARD]
    await second.erased(lane, BOARD)
    assert await first.release(lane, "c") == []
