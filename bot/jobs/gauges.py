"""Keeps the gauges that tell of the whole: jobs that are open or wait, and how late this process wakes up."""

import asyncio

from bot.domain.errors import StoreError
from bot.jobs.turnstile import HOLD_REASONS
from bot.metrics import JOBS_OPEN, JOBS_WAITING, LOOP_LAG, OLDEST_OPEN, SERVICE_QUEUE_HELD
from bot.outage import outage_log
from bot.ports import Clock, JobBook, ServiceQueue

GAUGE_EVERY_S = 5.0


async def update_gauges(book: JobBook, service_queue: ServiceQueue, clock: Clock) -> None:
    """Until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + GAUGE_EVERY_S
        await clock.sleep(GAUGE_EVERY_S)
        LOOP_LAG.set(max(loop.time() - due, 0.0))
        try:
            number, oldest = await book.census()
            waiting, held = await service_queue.status()
        except StoreError as error:
            outage_log.report("census", error)
            continue
        JOBS_WAITING.set(waiting)
        for reason in HOLD_REASONS.values():
            SERVICE_QUEUE_HELD.labels(reason).set(reason == held)
        JOBS_OPEN.set(number)
        OLDEST_OPEN.set(max(clock.now() - oldest, 0.0) if number else 0.0)
