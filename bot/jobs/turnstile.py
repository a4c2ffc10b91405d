"""Serves the service queue: lets jobs in, and has those queued that somebody has to work on."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from bot.domain.errors import Code, StoreError
from bot.domain.ids import JobId
from bot.domain.job import Job
from bot.domain.standing import in_order, outdated_places
from bot.outage import outage_log
from bot.ports import Clock, QueueSnapshot, ServiceQueue

log = structlog.get_logger()

# How often the queue is looked at: whoever makes room in it looks at once, this is for whoever died then.
LOOK_EVERY_S = 1.0  # seconds
LOOK_GAP_S = 0.1  # seconds between two looks
# How often it is looked at whose message says something else by now, and how many are changed then at the most.
VIEW_EVERY_S = 5.0  # seconds, over all processes
TOLD_MOST = 20
ENQUEUED_AT_ONCE = 20  # jobs that are queued at the same time
# Why nobody is let in, and how long after the first refusal, the second ... in a row. The vendor's advice for 429;
# an account without credit is filled up by a person.
HOLD_REASONS = {Code.TOO_MANY: "rate", Code.OUT_OF_CREDIT: "credit"}
HOLD_WAITS_S: dict[str, Sequence[float]] = {"rate": (1, 2, 4, 8, 16, 30), "credit": (30, 60, 120, 300)}


class Turnstile:
    """`serve` runs in every process that works on jobs: any of them lets in and queues what any of them runs."""

    def __init__(
        self,
        service_queue: ServiceQueue,
        clock: Clock,
        enqueue: Callable[[JobId], Awaitable[None]],
        waits: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        self.service_queue = service_queue
        self.clock = clock
        self.enqueue = enqueue
        self.waits = waits or HOLD_WAITS_S
        self.held = ""  # why the queue was held when last looked at
        self.called: list[JobId] = []  # let in when somebody joined, and to be queued
        self.wanted = asyncio.Event()
        self.viewing = 0.0  # when it is to be looked again whose message says something else

    async def enter(self, job: Job, again: float) -> QueueSnapshot:
        """Whether the job may go; else it waits in line, and is queued when it may, or `again` at the latest."""
        queue = await self.service_queue.join(job, self.clock.now(), again)
        self.held = queue.reason  # if it goes to see whether the service takes orders again, it has to know
        if queue.let_in or queue.due:
            self.called += [*queue.let_in, *queue.due]
            self.wanted.set()
        return queue

    async def withdraw(self, job_id: JobId) -> None:
        """Nobody here can carry it out: others go meanwhile."""
        await self.service_queue.withdraw(job_id)
        self.wanted.set()

    async def note_refusal(self, job: Job, code: Code) -> None:
        """The service takes nothing just now: back in line, and everybody waits."""
        reason = HOLD_REASONS[code]
        if reason != self.held:
            (log.error if reason == "credit" else log.warning)("service_queue.held", reason=reason)
        self.held = reason
        await self.service_queue.put_back(job, self.clock.now(), reason, self.waits[reason])

    async def note_taken(self, job: Job) -> None:
        """The service has taken an order: that of who went first after a pause sets the queue moving again."""
        if self.held and await self.service_queue.lift_hold(job):
            log.info("service_queue.resumed", after=self.held)
            self.held = ""
            self.wanted.set()

    def note_room(self) -> None:
        """A place has become free."""
        self.wanted.set()

    async def serve(self) -> None:
        """Look at the queue, until cancelled."""
        while True:
            self.wanted.clear()
            until = 0.0
            try:
                until = await self.let_in()
                await self.tell_places()
            except StoreError as error:
                outage_log.report("service queue", error)
            await self.wait_for_change(until - self.clock.now())

    async def let_in(self) -> float:
        """Let in whoever may go, and have queued what is to be worked on; returns until when the queue is held."""
        queue = await self.service_queue.call(self.clock.now())
        self.held = queue.reason
        if queue.more:
            self.wanted.set()
        named, self.called = [*self.called, *queue.let_in, *queue.due], []
        for at in range(0, len(named), ENQUEUED_AT_ONCE):
            await asyncio.gather(*map(self.enqueue_job, named[at : at + ENQUEUED_AT_ONCE]))
        return queue.until

    async def tell_places(self) -> None:
        """Have some who wait say where they stand by now. A run of theirs does that, so nothing else shows it."""
        now = self.clock.now()
        if now < self.viewing:
            return
        self.viewing = now + VIEW_EVERY_S
        if view := await self.service_queue.view(VIEW_EVERY_S):
            changed = outdated_places(in_order(view.waiting, view.inside), view.reason)
            if changed:
                await self.service_queue.tell_places(changed[:TOLD_MOST], view.reason)

    async def enqueue_job(self, job_id: JobId) -> None:
        """What cannot be queued now is named again by the queue, here or elsewhere."""
        try:
            await self.enqueue(job_id)
        except StoreError as error:
            log.warning("job.enqueue_failed", job=job_id, error=str(error))

    async def wait_for_change(self, held: float) -> None:
        """Until something changes here, the queue moves again, or a while has passed."""
        await self.clock.sleep(LOOK_GAP_S)
        try:
            async with asyncio.timeout(min(LOOK_EVERY_S, held) if held > 0 else LOOK_EVERY_S):
                await self.wanted.wait()
        except TimeoutError:
            pass
