"""Brings word of jobs to those who work on them, in this process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.domain.update import Update
from bot.outage import outage_log
from bot.ports import Clock, JobSignal, JobSignals

log = structlog.get_logger()

REST = 0.5  # seconds before the channel is listened to again
BACKLOG = 100  # updates that a job may fall behind; what matters is also left to be read

__all__ = ["Ear", "Hearing"]


class Ear:
    """What is said of one job. `next` gives an update, or None: something was left to be read."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[Update | None] = asyncio.Queue(BACKLOG)

    def hear(self, update: Update | None) -> None:
        if not self.heard.full():
            self.heard.put_nowait(update)

    async def next(self) -> Update | None:
        return await self.heard.get()


class Hearing:
    """One listener for all jobs of a process."""

    def __init__(self, signals: JobSignals, clock: Clock) -> None:
        self.signals = signals
        self.clock = clock
        self.ears: dict[JobId, Ear] = {}

    @contextmanager
    def of(self, job_id: JobId) -> Iterator[Ear]:
        """What was left before is read first."""
        ear = self.ears[job_id] = Ear()
        ear.hear(None)
        try:
            yield ear
        finally:
            if self.ears.get(job_id) is ear:
                del self.ears[job_id]

    async def serve(self) -> None:
        """Listen until cancelled; after a gap everybody reads what was left meanwhile."""
        while True:
            try:
                async with self.signals.listen() as heard:
                    for ear in self.ears.values():
                        ear.hear(None)
                    async for one in heard:
                        self.spread(one)
            except StoreError as error:
                outage_log.report("job signals", error)
            except Exception:  # a bug must not end the jobs that need no signals
                log.exception("job_signals.listen_failed")
            await self.clock.sleep(REST)

    def spread(self, heard: JobSignal) -> None:
        if ear := self.ears.get(heard.job_id):
            ear.hear(heard.update)
