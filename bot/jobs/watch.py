"""Looks at the whole every few seconds, for those who watch the figures."""

import asyncio

import structlog

from bot.domain.errors import StoreError
from bot.jobs.turnstile import REASONS
from bot.metrics import JOBS_OPEN, JOBS_WAITING, LOOP_LAG, OLDEST_OPEN, QUEUE_PAUSED, STORE_UP
from bot.ports import Clock, JobBook, Line

log = structlog.get_logger()

EVERY = 5.0  # seconds


async def watch(book: JobBook, line: Line, clock: Clock) -> None:
    """Until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + EVERY
        await clock.sleep(EVERY)
        LOOP_LAG.set(max(loop.time() - due, 0.0))
        try:
            number, oldest = await book.census()
            waiting, held = await line.glance()
        except StoreError as error:
            log.warning("census.failed", error=str(error))
            STORE_UP.set(0)
            continue
        STORE_UP.set(1)
        JOBS_WAITING.set(waiting)
        for reason in REASONS.values():
            QUEUE_PAUSED.labels(reason).set(reason == held)
        JOBS_OPEN.set(number)
        OLDEST_OPEN.set(max(clock.now() - oldest, 0.0) if number else 0.0)
