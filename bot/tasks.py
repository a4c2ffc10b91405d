"""Ends tasks that run beside something, and does not give up."""

import asyncio
from collections.abc import Sequence


async def cancel_tasks(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel, until it is heard: redis-py swallows a cancellation that comes while a connection is made (8.1)."""
    while waiting := [task for task in tasks if not task.done()]:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting, timeout=0.2)
