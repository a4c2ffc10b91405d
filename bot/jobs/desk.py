"""Where jobs are opened."""

import secrets
from collections.abc import Awaitable, Callable

import structlog

from bot.domain.errors import StoreError, UserError
from bot.domain.ids import JobId, MessageRef, new_job_id
from bot.domain.incoming import Origin
from bot.domain.job import Job
from bot.domain.order import Order
from bot.metrics import JOBS_OPENED
from bot.ports import Clock, JobBook

log = structlog.get_logger()


class JobDesk:
    """Writes a job down, then has it queued. `patience` is how long a job may take, in seconds."""

    def __init__(
        self, book: JobBook, queue: Callable[[JobId], Awaitable[None]], clock: Clock, patience: float
    ) -> None:
        self.book = book
        self.queue = queue
        self.clock = clock
        self.patience = patience

    async def open(
        self,
        order: Order,
        origin: Origin,
        *,
        event: str = "",
        press: str = "",
        reply_to: MessageRef | None = None,
    ) -> Job | None:
        """None when the event has opened its job already; StoreError when nothing was written.

        UserError when the same button is being worked on.
        """
        now = self.clock.now()
        job = Job(
            id=new_job_id(now, secrets.token_bytes(10)),
            order=order,
            origin=origin,
            created_at=now,
            deadline=now + self.patience,
            reply_to=reply_to,
            press=press,
        )
        first = await self.book.open(job, event)
        if first is None:
            return None
        if first != job.id:
            raise UserError("already-open")
        JOBS_OPENED.labels(origin.place.platform, type(order).__name__).inc()
        log.info("job.opened", job=job.id, order=type(order).__name__)
        try:
            await self.queue(job.id)
        except StoreError as error:
            # It is in the book, so it will be done: the sweep finds it there and queues it.
            log.warning("job.not_queued", job=job.id, error=str(error))
        return job
