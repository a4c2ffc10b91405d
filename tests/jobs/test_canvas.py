"""Newest wins and the last card lands, with a platform that takes its time."""

import asyncio
from dataclasses import replace
from functools import partial

import pytest
from redis.asyncio import Redis
from typing_extensions import override

from bot.clock import SystemClock
from bot.domain.card import Card, plain
from bot.domain.errors import MessageGone, Stale, StoreError, TooFast, Unreachable
from bot.domain.ids import JobId, MessageRef
from bot.domain.job import Job
from bot.domain.pacing import Rank, Wait
from bot.domain.turn import Go, Run, Turn
from bot.jobs.canvas import Canvas
from bot.jobs.context import JobContext
from bot.jobs.sender import LaneSender
from bot.ports import LaneRef
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from tests.fakes.platform import NAME, FakeMessenger, FakePlatform, origin
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import CAT, Bench

MESSAGE = MessageRef(NAME, "room", "m")


@pytest.fixture
def context(bench: Bench) -> JobContext:
    return bench.runner.context


class Nobody:
    """Owns a message that stays where it is."""

    async def save_message(self, message: MessageRef) -> None:
        raise AssertionError(f"posted anew: {message}")

    async def check_version(self) -> int:
        return 1

    def note_takeover(self, error: Stale) -> None:
        raise AssertionError("lost") from error


def canvas_on(platform: FakePlatform, context: JobContext) -> Canvas:
    now = context.clock.now()
    canvas = Canvas(Job(JobId("m"), CAT, origin(), now, now + 60.0, message=MESSAGE), platform, context)
    canvas.owner = Nobody()
    return canvas


async def test_a_slow_platform_sees_the_newest_and_the_last(context: JobContext) -> None:
    """While one edit is in flight a hundred cards come; one of them and the last are sent, one at a time."""
    platform = FakePlatform()
    platform.messenger.hold = asyncio.Event()
    canvas = canvas_on(platform, context)
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


async def test_nothing_is_shown_after_the_last(context: JobContext) -> None:
    """A late preview means nothing."""
    platform = FakePlatform()
    canvas = canvas_on(platform, context)
    async with asyncio.TaskGroup() as group:
        group.create_task(canvas.run())
        await canvas.finish(plain("last"))
        canvas.show(plain("late"))
    assert platform.messenger.shown["m"] == [plain("last")]


class SlowLanes(RedisLanes):
    """Thinks about a preview until it is told what to say."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis, Keys(), SystemClock())
        self.asked = asyncio.Event()
        self.verdict: asyncio.Future[Turn] = asyncio.get_running_loop().create_future()

    @override
    async def admit(self, lane: LaneRef, run: Run, rank: Rank) -> Turn:
        if rank is not Rank.PREVIEW:
            return Go()
        self.asked.set()
        return await self.verdict


@pytest.mark.parametrize("late", [False, True], ids=["let-go", "told-to-wait"])
async def test_the_last_card_comes_while_the_lane_is_asked_for_a_preview(
    context: JobContext, redis: Redis, *, late: bool
) -> None:
    """It is the last card that is sent then, and what the preview was told does not hold it up."""
    lanes = SlowLanes(redis)
    platform = FakePlatform()
    canvas = canvas_on(platform, replace(context, lanes=lanes, sender=LaneSender(lanes)))
    async with asyncio.TaskGroup() as group:
        group.create_task(canvas.run())
        canvas.show(plain("preview"))
        await lanes.asked.wait()
        finishing = group.create_task(canvas.finish(plain("last")))
        await wait_until(lambda: canvas.pacer.rank is Rank.FINAL, "the last card is there")
        lanes.verdict.set_result(Wait(context.clock.now() + 1000.0) if late else Go())
        await finishing
    assert platform.messenger.shown["m"] == [plain("last")]


async def test_the_message_goes_under_a_preview_when_the_last_card_waits(context: JobContext) -> None:
    """The last card is still sent."""
    platform = FakePlatform()
    platform.messenger.hold = asyncio.Event()
    platform.messenger.troubles = [MessageGone("404")]
    canvas = canvas_on(platform, context)
    async with asyncio.TaskGroup() as group:
        group.create_task(canvas.run())
        canvas.show(plain("preview"))
        await wait_until(lambda: platform.messenger.flying, "the preview is in flight")
        finishing = group.create_task(canvas.finish(plain("last")))
        await wait_until(lambda: canvas.pacer.rank is Rank.FINAL, "the last card is there")
        platform.messenger.hold.set()
        await finishing
    assert platform.messenger.shown["m"] == [plain("last")]


class Broken(FakePlatform):
    """Its chat raises what is no refusal."""

    def __init__(self) -> None:
        super().__init__()
        self.messenger = BrokenMessenger()


class BrokenMessenger(FakeMessenger):
    @override
    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        raise ZeroDivisionError


async def test_whoever_rests_is_told_when_nothing_will_be_shown_any_more(context: JobContext) -> None:
    """A loop that ended with a card on its way would keep them waiting for ever, and with them a place in line."""
    canvas = canvas_on(Broken(), context)
    canvas.show(plain("in line"))
    async with asyncio.TaskGroup() as group:
        group.create_task(canvas.run())
        with pytest.raises(ZeroDivisionError):
            await canvas.wait_until_shown(60.0)


async def test_a_pause_that_cannot_be_noted_ends_nothing(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal in the very moment in which the store is away: the card comes all the same."""
    platform = FakePlatform()
    platform.messenger.troubles = [TooFast(0.01)]

    async def away(*_: object) -> None:
        raise StoreError("away")

    monkeypatch.setattr(context.lanes, "freeze", away)
    canvas = canvas_on(platform, context)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(canvas.run())
        await canvas.finish(plain("done"))
        await running
    assert [card.text[0].text for card in platform.messenger.shown["m"]] == ["done"]


async def test_a_lane_that_pauses_when_the_board_is_due_refuses_nobody(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shared can wait; an order was not forbidden by it."""

    async def paused(*_: object) -> None:
        raise Unreachable("a pause")

    monkeypatch.setattr(context.lanes, "depart", paused)
    platform = FakePlatform()
    lane = platform.lane(origin(), 0.0)
    await context.board.show(platform, lane, origin())
    assert platform.messenger.shown == {}


class Keeper(Nobody):
    """Owns a message, and keeps what it is told of it."""

    def __init__(self) -> None:
        self.saved: list[str] = []

    @override
    async def save_message(self, message: MessageRef) -> None:
        self.saved.append(message.by)


def len_is(these: list[str], number: int) -> bool:
    return len(these) == number


async def test_how_its_message_is_changed_is_kept(context: JobContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform may say otherwise with each change; what it says again is not written again."""
    platform = FakePlatform()
    ways = iter(["one", "one", "two"])
    used: list[str] = []
    edit = platform.messenger.edit

    async def edited(message: MessageRef, card: Card) -> MessageRef:
        used.append(message.by)
        return replace(await edit(message, card), by=next(ways))

    monkeypatch.setattr(platform.messenger, "edit", edited)
    canvas = canvas_on(platform, context)
    keeper = Keeper()
    canvas.owner = keeper
    async with asyncio.TaskGroup() as group:
        group.create_task(canvas.run())
        for number, words in enumerate(("a", "b"), 1):
            canvas.show(plain(words))
            await wait_until(partial(len_is, used, number), "it is shown")
        await canvas.finish(plain("done"))
    assert used == ["", "one", "one"]
    assert keeper.saved == ["one", "two"]
