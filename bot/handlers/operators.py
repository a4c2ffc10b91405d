"""What operators ask the image service about: its tasks. A worker carries it out."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.commands import Commands
from bot.domain.buttons import Deliver
from bot.domain.chat_request import FindTasks
from bot.domain.errors import ServiceError, Stale, UserError
from bot.domain.ids import TaskId, read_code, recalled_job_id
from bot.domain.incoming import ButtonPress, CommandCall, Origin
from bot.domain.job import Job
from bot.domain.order import caption
from bot.domain.parcel import Parcel
from bot.domain.recalled import Recalled, TaskState, adopted_job
from bot.handlers.replier import Replier
from bot.handlers.results import ResultHandler
from bot.jobs.desk import JobDesk
from bot.ports import Painter, ResultIndex
from bot.task_names import find_named
from bot.task_panel import NamedTask, tasks_card

log = structlog.get_logger()

ASKED_S = 60.0  # seconds that the service may take for all questions together


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorHandler:
    """`commands` know who the operators are; `api` names the service, as in Job."""

    commands: Commands
    desk: JobDesk
    painter: Painter
    results: ResultIndex
    result_handler: ResultHandler
    replier: Replier
    api: str

    async def handle(self, request: FindTasks | Deliver, event: CommandCall | ButtonPress) -> None:
        """Raises UserError when the service cannot be asked, or for whom there is no such thing."""
        match request:
            case FindTasks():
                await self.tell_tasks(request, event)
            case Deliver(task=task_id):
                # A command is refused where it is read; a button others can see, and make up.
                if event.origin.person.id not in self.commands.operators:
                    raise UserError("button-unknown")
                await self.deliver(task_id, event)

    async def deliver(self, task_id: TaskId, event: CommandCall | ButtonPress) -> None:
        """Its result as a new message in this place, which all see there. Raises UserError."""
        job = await self.results.job_by_task(task_id)
        if job is None or not job.origin.person.id or job.outcome is None:
            job = await self.take_over(task_id, event.origin)
        await self.result_handler.deliver_result(job, event)

    async def take_over(self, task_id: TaskId, origin: Origin) -> Job:
        """The job of a task that has none, or nobody's: it is theirs from now on. Raises UserError."""
        found = (await self.ask([task_id])).get(task_id)
        if found is None or found.state is not TaskState.DONE:
            raise UserError("deliver-none")
        return await self.save(await self.make_job(found, origin))

    async def make_job(self, found: Recalled, origin: Origin) -> Job:
        """Over what is kept of it already, if anything."""
        now, limit = self.desk.clock.now(), self.desk.job_timeout
        adopted = adopted_job(found, origin, self.commands.rules, now=now, limit=limit)
        made = replace(adopted, origin=replace(origin, reply=""), api=self.api)
        task_id = found.task_id
        kept = await self.results.job_by_task(task_id) or await self.desk.book.load(recalled_job_id(task_id))
        if kept is None:
            return made
        owner = kept.origin if kept.origin.person.id else made.origin
        return replace(kept, origin=owner, outcome=kept.outcome or made.outcome)

    async def save(self, job: Job) -> Job:
        """Raises UserError when somebody else writes it just now."""
        try:
            return await self.desk.book.save(job)
        except Stale:
            raise UserError("recall-busy") from None

    async def tell_tasks(self, request: FindTasks, event: CommandCall | ButtonPress) -> None:
        """With a button for each that has a result. Raises UserError."""
        card = tasks_card(await self.find_tasks(request.names), event.origin.person.language)
        parcel = Parcel(f"{event.key}-tasks", event.origin, card, asker=event.origin)
        await self.replier.send(event.origin, parcel)

    async def find_tasks(self, names: Sequence[str]) -> Sequence[NamedTask]:
        """What our records and the service know, in this order."""
        wanted = {name: await self.task_name(name) for name in names}
        found = await self.ask(list(dict.fromkeys(wanted.values())))
        tasks = [(name, found.get(called)) for name, called in wanted.items()]
        return [NamedTask(name, one, await self.own_words(one.task_id) if one else "") for name, one in tasks]

    async def ask(self, names: Sequence[str]) -> Mapping[str, Recalled]:
        """As `find_named`. Raises UserError when there is no answer."""
        try:
            async with asyncio.timeout(ASKED_S):
                return await find_named(self.painter, names)
        except (ServiceError, TimeoutError) as error:
            log.warning("tasks.not_found", error=type(error).__name__)
            raise UserError("tasks-away") from None

    async def task_name(self, name: str) -> str:
        """The task of a code that our records know, however long ago it was; else the name itself."""
        code = read_code(name)
        job = await self.results.job_by(code) if code else None
        return job.task_id if job is not None and job.task_id else name

    async def own_words(self, task_id: TaskId) -> str:
        """Those that our records have: the service keeps none of a follow-up's."""
        job = await self.results.job_by_task(task_id)
        return caption(job.order) if job is not None else ""
