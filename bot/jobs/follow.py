"""Asks after all tasks that are followed, together and at one pace."""

import asyncio
from collections.abc import Mapping

import structlog

from bot.domain.errors import ServiceError
from bot.domain.ids import TaskId
from bot.domain.update import TaskUpdate
from bot.metrics import LOOKUPS
from bot.ports import Clock, Painter

log = structlog.get_logger()

# Tasks asked after in a second, over the long run: 50 fit into a request, and the vendor's clients make one or two.
FASTEST = 100


class Follower:
    """One lookup for everybody who waits, every `interval` seconds (the vendor's clients use 5)."""

    def __init__(self, painter: Painter, clock: Clock, interval: float) -> None:
        self.painter = painter
        self.clock = clock
        self.interval = interval
        self.asked: dict[TaskId, list[asyncio.Future[TaskUpdate | None]]] = {}
        self.last: Mapping[TaskId, object] = {}  # what the latest lookup asked for
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
            try:
                await self.round()
            except Exception:  # a bug must not end the lookups of everybody else
                log.exception("lookup.bug")
            await self.clock.sleep(max(self.interval, len(self.last) / FASTEST))

    async def round(self) -> None:
        """Whoever asks while a lookup is under way is answered by the next one."""
        asked, self.asked = self.asked, {}
        self.last = asked
        found: Mapping[TaskId, TaskUpdate] | None = None
        try:
            found = await self.painter.look_up(list(asked))
            LOOKUPS.labels("ok").inc()
        except ServiceError as error:
            LOOKUPS.labels("failed").inc()
            log.warning("lookup.failed", error=str(error), tasks=len(asked))
        finally:
            if found is None:
                self.ask_again(asked)
        if found is None:
            return
        for task_id, answers in asked.items():
            for answer in answers:
                if not answer.done():
                    answer.set_result(found.get(task_id))

    def ask_again(self, asked: Mapping[TaskId, list[asyncio.Future[TaskUpdate | None]]]) -> None:
        """Those who still wait are answered by a later lookup."""
        for task_id, answers in asked.items():
            waiting = [answer for answer in answers if not answer.done()]
            if waiting:
                self.asked.setdefault(task_id, []).extend(waiting)
                self.wanted.set()
