"""What operators ask the image service about: its tasks. A worker carries it out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.domain.chat_request import FindTasks
from bot.domain.errors import ServiceError, UserError
from bot.domain.ids import TaskId, read_code
from bot.domain.incoming import ButtonPress, CommandCall
from bot.domain.order import caption
from bot.domain.parcel import Parcel
from bot.handlers.replier import Replier
from bot.ports import Painter, ResultIndex
from bot.task_names import find_named
from bot.task_panel import NamedTask, tasks_card

log = structlog.get_logger()

ASKED_S = 60.0  # seconds that the service may take for all questions together


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorHandler:
    painter: Painter
    results: ResultIndex
    replier: Replier

    async def handle(self, request: FindTasks, event: CommandCall | ButtonPress) -> None:
        """Raises UserError when the service cannot be asked."""
        card = tasks_card(await self.find_tasks(request.names), event.origin.person.language)
        parcel = Parcel(f"{event.key}-tasks", event.origin, card, asker=event.origin)
        await self.replier.send(event.origin, parcel)

    async def find_tasks(self, names: Sequence[str]) -> Sequence[NamedTask]:
        """What our records and the service know, in this order."""
        wanted = {name: await self.task_name(name) for name in names}
        try:
            async with asyncio.timeout(ASKED_S):
                found = await find_named(self.painter, list(dict.fromkeys(wanted.values())))
        except (ServiceError, TimeoutError) as error:
            log.warning("tasks.not_found", error=type(error).__name__)
            raise UserError("tasks-away") from None
        tasks = [(name, found.get(called)) for name, called in wanted.items()]
        return [NamedTask(name, one, await self.own_words(one.task_id) if one else "") for name, one in tasks]

    async def task_name(self, name: str) -> str:
        """The task of a code that our records know, however long ago it was; else the name itself."""
        code = read_code(name)
        job = await self.results.job_by(code) if code else None
        return job.task_id if job is not None and job.task_id else name

    async def own_words(self, task_id: TaskId) -> str:
        """Those that our records have: the service keeps none of a follow-up's."""
        job = await self.results.job_by_task(task_id)
        return caption(job.order) if job is not None else ""
