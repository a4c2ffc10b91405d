"""The real clock."""

import asyncio
import time

from typing_extensions import override

from bot.ports import Clock


class SystemClock(Clock):
    """Unix seconds of this machine, and sleep that takes as long as it says."""

    @override
    def now(self) -> float:
        return time.time()  # noqa: TID251 - this is the clock that everybody else asks

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
