"""/cancel, and the buttons Cancel and Show."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.buttons import Cancel, JobRequest, Reveal
from bot.domain.chat_request import CancelJobs
from bot.domain.errors import Forgotten, UserError
from bot.domain.ids import NO_TASK, MessageRef, TaskId
from bot.domain.incoming import ButtonPress, CommandCall, Origin
from bot.domain.job import Job, State
from bot.handlers.chat_settings import ChatSettingsHandler
from bot.handlers.replier import Replier
from bot.jobs.desk import JobDesk
from bot.ports import JobBook, ResultIndex

# For a message that may have been posted just now.
JOB_LOOKUPS, LOOKUP_PAUSE_S = 3, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelHandler:
    desk: JobDesk
    book: JobBook
    results: ResultIndex
    settings_handler: ChatSettingsHandler
    replier: Replier

    async def handle(self, request: CancelJobs | JobRequest, event: CommandCall | ButtonPress) -> None:
        """Raises UserError."""
        match request:
            case Cancel(message, task_id):
                code = await self.cancel_job(await self.own_job(message, event.origin, task_id))
            case Reveal(message):
                if not await self.desk.ask_for_result(await self.own_job(message, event.origin), message):
                    raise UserError("show-none")
                code = "show-soon"
            case CancelJobs(everything):
                answered = event.reply_to if isinstance(event, CommandCall) else None
                code = await self.cancel_some(await self.chosen_jobs(answered, event.origin, everything=everything))
        await self.replier.notify(event.origin, code, event.key)

    async def chosen_jobs(self, answered: MessageRef | None, origin: Origin, *, everything: bool) -> Sequence[Job]:
        """The job of the message that was answered; else the newest of this person here, or all of them."""
        if answered is not None and await self.results.job_of(answered) is not None:
            return [await self.own_job(answered, origin)]
        places = {origin.place.key, await self.settings_handler.preferences.former(origin.place)}
        here = [
            job
            for job in await self.book.open_of(origin.person.id)
            if job.origin.place.key in places and not job.detached
        ]
        return here if everything else here[-1:]

    async def cancel_some(self, jobs: Sequence[Job]) -> str:
        """Raises UserError when there are none."""
        if not jobs:
            raise UserError("cancel-none")
        codes = [await self.cancel_job(job) for job in jobs]
        return codes[0] if len(codes) == 1 else "cancelled-several"

    async def cancel_job(self, job: Job) -> str:
        if not await self.desk.cancel(job):
            return "cancel-late"
        return "cancelled-waiting" if job.state is State.WAITING else "cancelled-running"

    async def own_job(self, message: MessageRef, origin: Origin, task_id: TaskId = NO_TASK) -> Job:
        """The job of a message, if it is this person's. Raises UserError."""
        job = await self.shown_by(message, task_id)
        if not job.origin.person.id:
            raise UserError("task-nobodys")
        if not await self.settings_handler.is_theirs(job, origin):
            raise UserError("not-yours", name=job.origin.person.name)
        return job

    async def shown_by(self, message: MessageRef, task_id: TaskId) -> Job:
        """One that was posted just now may not be written down yet. Raises UserError."""
        for tries in range(JOB_LOOKUPS):
            await self.desk.clock.sleep(tries * LOOKUP_PAUSE_S)
            job = await self.results.shown_by(message, task_id)
            if job is not None:
                return job
        raise Forgotten("image-gone")
