"""Serves the line to the service: lets jobs in, and has those queued that somebody has to work on."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from bot.domain.errors import Code, StoreError
from bot.domain.ids import JobId
from bot.domain.job import Job
from bot.domain.standing import in_order, outdated
from bot.outage import outage_log
from bot.ports import Clock, Line, Queue

log = structlog.get_logger()

# How often the line is looked at: whoever makes room in it looks at once, this is for whoever died then.
LOOK = 1.0  # seconds
SOONEST = 0.1  # seconds between two looks
# How often it is looked at whose message says something else by now, and how many are changed then at the most.
VIEW = 5.0  # seconds, over all processes
CHANGES = 20
ABREAST = 20  # jobs that are queued at the same time
# Why nobody is let in, and how long after the first refusal, the second ... in a row. The vendor's advice for 429;
# an account without credit is filled up by a person.
REASONS = {Code.TOO_MANY: "rate", Code.OUT_OF_CREDIT: "credit"}
WAITS: dict[str, Sequence[float]] = {"rate": (1, 2, 4, 8, 16, 30), "credit": (30, 60, 120, 300)}


class Turnstile:
    """`serve` runs in every process that works on jobs: any of them lets in and queues what any of them runs."""

    def __init__(
        self,
        line: Line,
        clock: Clock,
        queue: Callable[[JobId], Awaitable[None]],
        waits: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        self.line = line
        self.clock = clock
        self.queue = queue
        self.waits = waits or WAITS
        self.held = ""  # why the line was held when last looked at
        self.called: list[JobId] = []  # let in when somebody joined, and to be queued
        self.wanted = asyncio.Event()
        self.viewing = 0.0  # when it is to be looked again whose message says something else

    async def enter(self, job: Job, again: float) -> Queue:
        """Whether the job may go; else it waits in line, and is queued when it may, or `again` at the latest."""
        queue = await self.line.join(job, self.clock.now(), again)
        self.held = queue.reason  # if it goes to see whether the service takes orders again, it has to know
        if queue.let_in or queue.due:
            self.called += [*queue.let_in, *queue.due]
            self.wanted.set()
        return queue

    async def withdraw(self, job_id: JobId) -> None:
        """Nobody here can carry it out: others go meanwhile."""
        await self.line.withdraw(job_id)
        self.wanted.set()

    async def refused(self, job: Job, code: Code) -> None:
        """The service takes nothing just now: back in line, and everybody waits."""
        reason = REASONS[code]
        if reason != self.held:
            (log.error if reason == "credit" else log.warning)("queue.paused", reason=reason)
        self.held = reason
        await self.line.back(job, self.clock.now(), reason, self.waits[reason])

    async def fine(self, job: Job) -> None:
        """The service has taken an order: that of who went first after a pause sets the line moving again."""
        if self.held and await self.line.fine(job):
            log.info("queue.moves", after=self.held)
            self.held = ""
            self.wanted.set()

    def left(self) -> None:
        """A place has become free."""
        self.wanted.set()

    async def serve(self) -> None:
        """Look at the line, until cancelled."""
        while True:
            self.wanted.clear()
            until = 0.0
            try:
                until = await self.look()
                await self.tell()
            except StoreError as error:
                outage_log.report("line", error)
            except Exception:  # a bug must not end the jobs that need no line
                log.exception("line.not_seen")
            await self.pause(until - self.clock.now())

    async def look(self) -> float:
        """Let in whoever may go, and have the jobs queued that are to be worked on; until when the line is held."""
        queue = await self.line.call(self.clock.now())
        self.held = queue.reason
        if queue.more:
            self.wanted.set()
        named, self.called = [*self.called, *queue.let_in, *queue.due], []
        for at in range(0, len(named), ABREAST):
            await asyncio.gather(*map(self.wake, named[at : at + ABREAST]))
        return queue.until

    async def tell(self) -> None:
        """Have some who wait say where they stand by now. A run of theirs does that, so nothing else shows it."""
        now = self.clock.now()
        if now < self.viewing:
            return
        self.viewing = now + VIEW
        if view := await self.line.view(VIEW):
            changed = outdated(in_order(view.waiting, view.inside), view.reason)
            if changed:
                await self.line.tell(changed[:CHANGES], view.reason)

    async def wake(self, job_id: JobId) -> None:
        """What cannot be queued now is named again by the line, here or elsewhere."""
        try:
            await self.queue(job_id)
        except StoreError as error:
            log.warning("job.not_queued", job=job_id, error=str(error))

    async def pause(self, held: float) -> None:
        """Until something changes here, the line moves again, or a while has passed."""
        await self.clock.sleep(SOONEST)
        try:
            async with asyncio.timeout(min(LOOK, held) if held > 0 else LOOK):
                await self.wanted.wait()
        except TimeoutError:
            pass
