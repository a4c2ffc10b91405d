"""Asks after all tasks that are followed, together and at one pace."""

import asyncio

import structlog

from bot.domain.errors import ServiceError
from bot.domain.ids import TaskId
from bot.domain.update import TaskUpdate
from bot.ports import Clock, Painter

log = structlog.get_logger()


class Follower:
    """One lookup for everybody who waits, every `interval` seconds (the vendor's clients use 5)."""

    def __init__(self, painter: Painter, clock: Clock, interval: float) -> None:
        self.painter = painter
        self.clock = clock
        self.interval = interval
        self.asked: dict[TaskId, list[asyncio.Future[TaskUpdate | None]]] = {}
        self.wanted = asyncio.Event()

    async def ask(self, task_id: TaskId) -> TaskUpdate | None:
        """The state of a task at the next lookup; None when the service does not know it."""
        answer: asyncio.Future[TaskUpdate | None] = asyncio.get_running_loop().create_future()
        self.asked.setdefault(task_id, []).append(answer)
        self.wanted.set()
        return await answer

    async def serve(self) -> None:
        """Look up until cancelled."""
        while True:
            await self.wanted.wait()
            self.wanted.clear()
            await self.round()
            await self.clock.sleep(self.interval)

    async def round(self) -> None:
        """Whoever asks while a lookup is under way is answered by the next one."""
        asked, self.asked = self.asked, {}
        try:
            found = await self.painter.look_up(list(asked))
        except ServiceError as error:
            log.warning("lookup.failed", error=str(error), tasks=len(asked))
            for task_id, answers in asked.items():
                self.asked.setdefault(task_id, []).extend(answers)
            self.wanted.set()
            return
        for task_id, answers in asked.items():
            for answer in answers:
                if not answer.done():
                    answer.set_result(found.get(task_id))
