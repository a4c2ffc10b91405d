"""Clocks that tests move: one that stands still until somebody sleeps on it, and one that goes on."""

import asyncio

from typing_extensions import override

from bot.clock import SystemClock
from bot.ports import Clock


class FakeClock(Clock):
    """Sleeping takes no time and moves the clock."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.time = now
        self.slept: list[float] = []

    @override
    def now(self) -> float:
        return self.time

    @override
    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)


class ShiftedClock(SystemClock):
    """The real clock, and as many seconds more as a test has put it forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    @override
    def now(self) -> float:
        return super().now() + self.ahead

    def shift(self, seconds: float) -> None:
        self.ahead += seconds
