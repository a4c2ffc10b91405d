"""Waiting for a condition, never for luck."""

import asyncio
import time
from collections.abc import Callable

PATIENCE = 90.0  # seconds; it only bounds a hang, on a machine however busy
STEP = 0.005


def wait_until_sync(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """AssertionError when `condition` does not become true in time."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience} s in vain until: {what}")
        time.sleep(STEP)


async def wait_until(condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """The same for conditions that other tasks of this loop make true."""
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience} s in vain until: {what}")
        await asyncio.sleep(STEP)
