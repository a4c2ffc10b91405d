"""Brings the signals for jobs to those who work on them, in this process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.domain.update import Update
from bot.outage import outage_log
from bot.ports import Clock, JobSignal, JobSignals

SIGNALS_RETRY_S = 0.5  # before the channel is listened to again
BACKLOG_MOST = 100  # updates that a job may fall behind; what matters is also left to be read


class Subscription:
    """What is said of one job. `next` gives an update, or None: something was left to be read."""

    def __init__(self) -> None:
        self.updates: asyncio.Queue[Update | None] = asyncio.Queue(BACKLOG_MOST)

    def put(self, update: Update | None) -> None:
        if self.updates.full():  # what waits is overtaken, or was left to be read: then that is still to be told
            self.updates = asyncio.Queue(BACKLOG_MOST)
            self.updates.put_nowait(None)
        self.updates.put_nowait(update)

    async def next(self) -> Update | None:
        return await self.updates.get()


class SignalListener:
    """One listener for all jobs of a process."""

    def __init__(self, signals: JobSignals, clock: Clock) -> None:
        self.signals = signals
        self.clock = clock
        self.subscriptions: dict[JobId, Subscription] = {}

    @contextmanager
    def subscribe(self, job_id: JobId) -> Iterator[Subscription]:
        """What was left before is read first."""
        subscription = self.subscriptions[job_id] = Subscription()
        subscription.put(None)
        try:
            yield subscription
        finally:
            if self.subscriptions.get(job_id) is subscription:
                del self.subscriptions[job_id]

    async def serve(self) -> None:
        """Listen until cancelled; after a gap everybody reads what was left meanwhile."""
        while True:
            try:
                async with self.signals.listen() as signals:
                    for subscription in self.subscriptions.values():
                        subscription.put(None)
                    async for signal in signals:
                        self.dispatch(signal)
            except StoreError as error:
                outage_log.report("job signals", error)
            await self.clock.sleep(SIGNALS_RETRY_S)

    def dispatch(self, signal: JobSignal) -> None:
        if subscription := self.subscriptions.get(signal.job_id):
            subscription.put(signal.update)
