"""Where jobs are opened, and where others than those who work on them say what they know."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from enum import StrEnum

import structlog

from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import AlreadyOrdered, Code, StoreError
from bot.domain.ids import JobId, MessageRef, new_job_id
from bot.domain.incoming import Origin
from bot.domain.job import Job, State, advance
from bot.domain.order import Order
from bot.domain.quota import Quota
from bot.domain.update import Cancelled, Failed, Progressed, TaskUpdate, Wanted
from bot.metrics import JOBS_OPENED
from bot.outage import outage_log
from bot.ports import Clock, JobBook, JobSignals

log = structlog.get_logger()


class Report(StrEnum):
    """What became of a report on a task."""

    TAKEN = "taken"
    LATE = "late"  # it changes nothing any more
    UNKNOWN = "unknown"  # there is no such job


# What the service calls in when it has stopped waiting: the task may go on all the same.
DOUBTFUL_CODES = frozenset({Code.TIMED_OUT, Code.UNAVAILABLE})
# After these an order is sent again: without the name of a task they may be of the time before.
RESENT_CODES = frozenset({Code.TOO_MANY, Code.OUT_OF_CREDIT})


def is_premature(job: Job, update: TaskUpdate) -> bool:
    """A failure that may be another attempt's, or not the end of this one: lookups have the last word.

    One without the name of a task is that of an order which never became one, so it says nothing of a task we know.
    """
    if not isinstance(update, Failed):
        return False
    if update.task_id is None:
        refused = job.state is State.SENT and job.task_id is None
        return not refused or update.fault.code in DOUBTFUL_CODES | RESENT_CODES
    ours = job.state is State.RUNNING and update.task_id == job.task_id
    return not ours or update.fault.code in DOUBTFUL_CODES


class JobDesk:
    """Writes a job down, then has it queued. `job_timeout` is how long a job may take, in seconds."""

    def __init__(
        self,
        book: JobBook,
        signals: JobSignals,
        enqueue: Callable[[JobId], Awaitable[None]],
        clock: Clock,
        *,
        job_timeout: float,
        quota: Quota | None = None,
    ) -> None:
        self.book = book
        self.signals = signals
        self.enqueue = enqueue
        self.clock = clock
        self.job_timeout = job_timeout
        self.quota = quota

    async def open(
        self,
        order: Order,
        origin: Origin,
        *,
        event: str = "",
        press: str = "",
        reply_to: MessageRef | None = None,
        chat_settings: ChatSettings = ChatSettings(),  # noqa: B008 - frozen
        prior: JobId | None = None,
    ) -> Job | None:
        """None when the event has opened its job already; raises StoreError when nothing was written.

        Raises AlreadyOrdered when the button has opened another job than `prior`, QuotaSpent at a limit.
        """
        job = replace(self.draft_job(order, origin), reply_to=reply_to, press=press, chat_settings=chat_settings)
        first = await self.book.open(job, event, self.quota, prior=prior)
        if first not in {None, job.id} and await self.has_no_result(first):
            first = await self.book.open(job, event, self.quota, prior=first)
        if first is None:
            return None
        if first != job.id:
            raise AlreadyOrdered(first)
        JOBS_OPENED.labels(origin.place.platform, type(order).__name__).inc()
        # Whoever pays has to be able to tell who orders; ids are all that is said of people.
        who, where = origin.person.id, origin.place.key
        log.info("job.opened", job=job.id, order=type(order).__name__, person=who, place=where)
        await self.enqueue_job(job.id)
        return job

    def draft_job(self, order: Order, origin: Origin) -> Job:
        """As it would be opened now."""
        now = self.clock.now()
        return Job(
            id=new_job_id(now, secrets.token_bytes(10)),
            order=order,
            origin=origin,
            created_at=now,
            deadline=now + self.job_timeout,
        )

    async def check_quota(self, order: Order, origin: Origin) -> None:
        """Whether such an order could be opened now; reserves nothing. Raises QuotaSpent at a limit."""
        if self.quota is not None:
            await self.book.check_quota(self.draft_job(order, origin), self.quota)

    async def has_no_result(self, job_id: JobId | None) -> bool:
        """Whether there is nothing to show of a job, and will not be."""
        job = await self.book.load(job_id) if job_id else None
        return job is None or (job.settled and job.outcome is None)

    async def enqueue_job(self, job_id: JobId) -> None:
        try:
            await self.enqueue(job_id)
        except StoreError as error:
            # It is in the book, so it will be done: the sweep finds it there and queues it.
            outage_log.report("queue", error)

    async def cancel(self, job: Job) -> bool:
        """Whether there was anything left to cancel."""
        return await self.post_request(job, Cancelled())

    async def ask_for_result(self, job: Job, message: MessageRef | None = None) -> bool:
        """Whether there is, or will be, a result to show that was not; `message`: see Wanted."""
        return await self.post_request(job, Wanted(message))

    async def post_request(self, job: Job, update: Cancelled | Wanted) -> bool:
        """Whether it means anything to the job. Whoever works on that does it."""
        if advance(job, update) is job:
            return False
        await self.signals.post(job.id, update)
        await self.enqueue_job(job.id)
        return True

    async def report(self, job_id: JobId, read: Callable[[Job], TaskUpdate | None]) -> Report:
        """What the service says of a task; `read` makes sense of it, knowing the job. Raises StoreError."""
        job = await self.book.load(job_id)
        if job is None:
            return Report.UNKNOWN
        update = read(job)
        if update is None or job.settled or is_premature(job, update):
            return Report.LATE
        if isinstance(update, Progressed):
            await self.signals.broadcast(job_id, update)
        elif advance(job, update) is not job:
            await self.signals.post(job_id, update)
        else:
            return Report.LATE
        return Report.TAKEN
