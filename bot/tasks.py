"""Keeps running what runs beside something, and ends it, and gives up on neither."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import structlog

from bot.domain.errors import Halted, Misconfigured
from bot.domain.trace import error_trace

log = structlog.get_logger()

SERVE_AGAIN_S = 1.0  # seconds from a failure that nobody foresaw to the next try

BackgroundService = Callable[[], Coroutine[Any, Any, None]]  # runs until it is cancelled


async def cancel_tasks(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel, until it is heard: redis-py swallows a cancellation that comes while a connection is made (8.1)."""
    while waiting := [task for task in tasks if not task.done()]:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting, timeout=0.2)


async def finish_work(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` to its end even if we are cancelled meanwhile; the cancellation is raised afterwards."""
    task = asyncio.ensure_future(work)  # owned here: this does not return before it is done
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    task.result()
    if cancelled is not None:
        raise cancelled


def raise_missed_cancellation() -> None:
    """Where one may have been swallowed, as by redis-py: raises the CancelledError that should have come."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def keep_serving(serve: BackgroundService) -> None:
    """Run a service, and after a failure that nobody foresaw run it again: the others need not end for it.

    Raises Misconfigured and Halted, which only people and supervisors can mend.
    """
    while True:
        try:
            return await serve()
        except (Misconfigured, Halted):
            raise
        except Exception as error:  # noqa: BLE001 - a bug
            named = serve.func if isinstance(serve, partial) else serve
            log.error("service.failed", service=named.__qualname__, trace=error_trace(error))  # noqa: TRY400 - see domain/trace.py
        await asyncio.sleep(SERVE_AGAIN_S)
