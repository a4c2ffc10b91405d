"""Newest wins and the last card lands, with a platform that takes its time."""

import asyncio

import pytest
from redis.asyncio import Redis

from bot.clock import SystemClock
from bot.domain.card import plain
from bot.domain.ids import JobId, MessageRef
from bot.jobs.board import Board
from bot.jobs.canvas import Canvas
from bot.jobs.easel import Easel, Sitter
from bot.jobs.render import Renderer
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from tests.fakes.painter import FakePictures
from tests.fakes.platform import NAME, FakePlatform, origin
from tests.fakes.waiting import wait_until

MESSAGE = MessageRef(NAME, "room", "m")


@pytest.fixture
def easel(redis: Redis) -> Easel:
    clock = SystemClock()
    lanes = RedisLanes(redis, Keys(), clock)
    return Easel(lanes, Renderer(FakePictures()), clock, Board(lanes))


def canvas_on(platform: FakePlatform, easel: Easel) -> Canvas:
    async def placed(message: MessageRef) -> None:
        raise AssertionError(f"posted anew: {message}")

    return Canvas(platform, Sitter(JobId("m"), origin(), easel.clock.now(), MESSAGE), easel, placed)


async def test_a_slow_platform_sees_the_newest_and_the_last(easel: Easel) -> None:
    """While one edit is in flight a hundred cards come; one of them and the last are sent, one at a time."""
    platform = FakePlatform()
    platform.messenger.hold = asyncio.Event()
    canvas = canvas_on(platform, easel)
    async with asyncio.TaskGroup() as group:
        group.create_task(canvas.run())
        canvas.show(plain("first"))
        await wait_until(lambda: platform.messenger.flying, "the first is in flight")
        for n in range(100):
            canvas.show(plain(str(n)))
        finishing = group.create_task(canvas.finish(plain("last")))
        platform.messenger.hold.set()
        await finishing
    assert platform.messenger.shown["m"] == [plain("first"), plain("last")]
    assert platform.messenger.most_flying == 1


async def test_nothing_is_shown_after_the_last(easel: Easel) -> None:
    """A late preview means nothing."""
    platform = FakePlatform()
    canvas = canvas_on(platform, easel)
    async with asyncio.TaskGroup() as group:
        group.create_task(canvas.run())
        await canvas.finish(plain("last"))
        canvas.show(plain("late"))
    assert platform.messenger.shown["m"] == [plain("last")]
