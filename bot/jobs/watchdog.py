"""Sees whether the store takes writes and the queue is read, and has a process end that cannot work any more."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.domain.pulse import UNREAD_S, UNREADY_S, Pulse
from bot.metrics import QUEUE_UNREAD
from bot.outage import outage_log

log = structlog.get_logger()

WATCH_EVERY_S = 5.0  # seconds between two looks


class Watchdog:
    """`check` says what is wrong with the store, or nothing; `hand_over` has the process hand over and end.

    `pulse` is None in a process that reads no queue.
    """

    def __init__(
        self, pulse: Pulse | None, check: Callable[[], Awaitable[str]], hand_over: Callable[[], None]
    ) -> None:
        self.pulse = pulse
        self.check = check
        self.hand_over = hand_over
        self.handed_over = False

    async def serve(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(WATCH_EVERY_S)

    async def health(self) -> Sequence[str]:
        """What keeps jobs from moving here, in words for an operator."""
        trouble = await self.look()
        silence = self.silence()
        unread = f"the queue could be read, and was not for {silence:.0f} s"
        return [*([trouble] if trouble else []), *([unread] if silence >= UNREADY_S else [])]

    def silence(self) -> float:
        return 0.0 if self.pulse is None else self.pulse.silence(asyncio.get_running_loop().time())

    async def look(self) -> str:
        trouble = await self.check()
        if trouble:
            outage_log.report("check", trouble)
        else:
            outage_log.end_outage()
        if self.pulse is not None:
            self.pulse.store(asyncio.get_running_loop().time(), well=not trouble)
            self.judge(self.silence())
        return trouble

    def judge(self, silence: float) -> None:
        QUEUE_UNREAD.set(silence)
        if silence >= UNREAD_S and not self.handed_over:
            log.error(
                "queue.read_stopped",
                seconds=round(silence),
                hint="handing over; whoever supervises it starts it again",
            )
            self.handed_over = True
            self.hand_over()
