"""What runs beside something ends with it."""

import asyncio
from contextlib import suppress

import pytest
from structlog.testing import capture_logs

from bot import tasks
from bot.compose.process import run_beside
from bot.domain.errors import Misconfigured


async def deaf() -> None:
    """Misses one cancellation, as a connection does that is just being made."""
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            await asyncio.sleep(3600)
            raise


async def fail() -> None:
    async with run_beside([deaf]):
        await asyncio.sleep(0)
        raise RuntimeError("a bug")


async def test_a_failure_is_told_though_a_cancellation_was_missed() -> None:
    """A program that failed must not hang: whoever watches over it starts it again."""
    with pytest.raises(ExceptionGroup) as caught:
        await fail()
    assert caught.group_contains(RuntimeError, match="a bug")


async def refused() -> None:
    raise Misconfigured("its token is refused")


async def miss_a_cancellation(stop: asyncio.Event) -> None:
    async with run_beside([refused], stop):
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await stop.wait()


async def test_a_service_that_fails_ends_a_body_that_hears_no_cancellation() -> None:
    """As when a platform refuses its token while a worker is just connecting to the store."""
    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(60):
            await miss_a_cancellation(asyncio.Event())
    assert caught.group_contains(Misconfigured)


async def test_a_service_that_fails_once_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in one of them, or an error of a library that nobody knew, ends neither the body nor the others."""
    monkeypatch.setattr(tasks, "SERVE_AGAIN_S", 0.0)
    begun: list[int] = []
    again = asyncio.Event()

    async def fails_first() -> None:
        begun.append(1)
        if len(begun) == 1:
            raise AttributeError("'NoneType' object has no attribute 'writelines'")
        again.set()
        await asyncio.Event().wait()

    with capture_logs() as logs:
        async with asyncio.timeout(60), run_beside([fails_first]):
            await again.wait()
    assert [(line["event"], "fails_first" in line["service"]) for line in logs] == [("service.failed", True)]


async def test_a_swallowed_cancellation_comes_after_all() -> None:
    """As when one comes to a start that is just connecting: what was begun must not run on for ever."""
    connecting = asyncio.Event()

    async def start() -> None:
        with suppress(asyncio.CancelledError):
            connecting.set()
            await asyncio.Event().wait()
        tasks.raise_missed_cancellation()
        await asyncio.Event().wait()

    task = asyncio.ensure_future(start())
    await connecting.wait()
    task.cancel()
    async with asyncio.timeout(60):
        await asyncio.wait([task])
    assert task.cancelled()
