"""A clock that stands still until somebody sleeps on it."""

import asyncio

from typing_extensions import override

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
