"""Newest wins and the last card lands, with a platform that takes its time."""

import asyncio

from bot.clock import SystemClock
from bot.domain.card import plain
from bot.domain.ids import MessageRef
from bot.jobs.canvas import Canvas
from bot.jobs.lanes import OpenLanes
from bot.jobs.render import Renderer
from tests.fakes.painter import FakePictures
from tests.fakes.platform import NAME, FakePlatform
from tests.fakes.waiting import wait_until

MESSAGE = MessageRef(NAME, "room", "m")


def canvas_on(platform: FakePlatform) -> Canvas:
    clock = SystemClock()
    return Canvas(
        platform, MESSAGE, lanes=OpenLanes(clock), renderer=Renderer(FakePictures()), clock=clock, language="en"
    )


async def test_a_slow_platform_sees_the_newest_and_the_last() -> None:
    """While one edit is in flight a hundred cards come; one of them and the last are sent, one at a time."""
    platform = FakePlatform()
    platform.messenger.hold = asyncio.Event()
    canvas = canvas_on(platform)
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


async def test_nothing_is_shown_after_the_last() -> None:
    """A late preview means nothing."""
    platform = FakePlatform()
    canvas = canvas_on(platform)
    async with asyncio.TaskGroup() as group:
        group.create_task(canvas.run())
        await canvas.finish(plain("last"))
        canvas.show(plain("late"))
    assert platform.messenger.shown["m"] == [plain("last")]
