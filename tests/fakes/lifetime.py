"""Waiting that ends with the server that waits."""

import asyncio
import contextlib


class Lifetime:
    """Of a stand-in."""

    def __init__(self) -> None:
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Ends all waiting."""
        self._closing.set()

    async def pause(self, seconds: float) -> None:
        """Real time, but no longer than the server lives."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()

    async def until(self, gate: asyncio.Event) -> None:
        """As long as a test wants, but no longer than the server lives."""
        waiting = [asyncio.ensure_future(gate.wait()), asyncio.ensure_future(self._closing.wait())]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()
