"""What runs beside something ends with it."""

import asyncio

import pytest

from bot.compose.process import run_beside


async def deaf() -> None:
    """Misses one cancellation, as a connection does that is just being made."""
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            await asyncio.sleep(3600)
            raise


async def fail() -> None:
    async with run_beside([deaf()]):
        await asyncio.sleep(0)
        raise RuntimeError("a bug")


async def test_a_failure_is_told_though_a_cancellation_was_missed() -> None:
    """A program that failed must not hang: whoever watches over it starts it again."""
    with pytest.raises(ExceptionGroup) as caught:
        await fail()
    assert caught.group_contains(RuntimeError, match="a bug")
