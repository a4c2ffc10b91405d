"""Asks after all tasks that are followed, together and at one pace."""

import asyncio
from collections.abc import Iterable, Mapping

import structlog

from bot.domain.errors import ServiceError
from bot.domain.ids import TaskId
from bot.domain.update import TaskUpdate
from bot.metrics import LOOKUPS
from bot.ports import Clock, Painter

log = structlog.get_logger()

# Tasks asked after in a second, over the long run: 50 fit into a request, and the vendor's clients make one or two.
TASKS_PER_S = 100
TASKS_PER_LOOKUP = 50  # one that fails leaves the others their answers
# A task waits so long that was never asked after: those who come together are asked after together.
NEW_TASK_WAIT_S = 0.5


class StatusPoller:
    """One lookup for everybody who waits, every `interval` seconds (the vendor's clients use 5).

    Tasks that are new here – after a restart that may be all of them – have their first one at once.
    """

    def __init__(self, painter: Painter, clock: Clock, interval: float) -> None:
        self.painter = painter
        self.clock = clock
        self.interval = interval
        self.asked: dict[TaskId, list[asyncio.Future[TaskUpdate | None]]] = {}
        self.known: set[TaskId] = set()  # those that were asked after since the last round began
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
            self.known = set()
            await self.ask_new()
            left = max(self.interval, len(self.known) / TASKS_PER_S)
            while left > 0:
                pause = min(left, NEW_TASK_WAIT_S)
                left -= pause
                await self.clock.sleep(pause)
                await self.ask_new()

    async def ask_new(self) -> None:
        """Ask after those that were not asked after in this round."""
        new = [task_id for task_id in self.asked if task_id not in self.known]
        self.known.update(new)
        for at in range(0, len(new), TASKS_PER_LOOKUP):
            await self.look_up(new[at : at + TASKS_PER_LOOKUP])

    async def look_up(self, tasks: Iterable[TaskId]) -> None:
        """Whoever asks while a lookup is under way is answered by the next one."""
        asked = {task_id: self.asked.pop(task_id) for task_id in tasks}
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
