"""Waits for a job's turn at the service: the line is everybody's, the waiting is done here."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from bot.domain.errors import Code, StoreError
from bot.domain.ids import JobId
from bot.domain.job import Job
from bot.ports import Clock, Line, Queue

log = structlog.get_logger()

# How often the line is looked at while somebody here waits: word of a turn comes at once, this is for lost word.
LOOK = 1.0  # seconds
# Why nobody is let in, and how long after the first refusal, the second ... in a row. The vendor's advice for 429;
# an account without credit is filled up by a person.
REASONS = {Code.TOO_MANY: "rate", Code.OUT_OF_CREDIT: "credit"}
WAITS: dict[str, Sequence[float]] = {"rate": (1, 2, 4, 8, 16, 30), "credit": (30, 60, 120, 300)}


@dataclass(eq=False, slots=True)
class Ticket:
    """A job that waits here; `moved` is told how many are ahead and why nobody goes, if nobody does."""

    job: Job
    moved: Callable[[int, str], None]
    called: asyncio.Event = field(default_factory=asyncio.Event)


class Turnstile:
    """`serve` must be running somewhere while it is used."""

    def __init__(self, line: Line, clock: Clock, waits: Mapping[str, Sequence[float]] | None = None) -> None:
        self.line = line
        self.clock = clock
        self.waits = waits or WAITS
        self.tickets: dict[JobId, Ticket] = {}
        self.held = ""  # why the line was held when last looked at, and until when
        self.until = 0.0
        self.wanted = asyncio.Event()

    async def enter(self, job: Job, moved: Callable[[int, str], None]) -> None:
        """Returns when the job may go. It keeps its place when this is cancelled: another process goes on."""
        ticket = self.tickets[job.id] = Ticket(job, moved)
        try:
            queue = await self.line.join(job, self.clock.now())
            self.hold(queue.reason)  # if it goes to see whether the service takes orders again, it has to know
            if not queue.mine:
                self.wanted.set()
                await ticket.called.wait()
        finally:
            del self.tickets[job.id]

    async def refused(self, job: Job, code: Code) -> None:
        """The service takes nothing just now: back in line, and everybody waits."""
        reason = REASONS[code]
        if reason != self.held:
            (log.error if reason == "credit" else log.warning)("queue.paused", reason=reason)
        self.hold(reason)
        await self.line.back(job, self.clock.now(), reason, self.waits[reason])

    async def fine(self, job: Job) -> None:
        """The service has taken an order: that of who went first after a pause sets the line moving again."""
        if self.held and await self.line.fine(job):
            log.info("queue.moves", after=self.held)
            self.hold("")
            self.wanted.set()

    def left(self) -> None:
        """A place has become free."""
        self.wanted.set()

    def call(self, job_id: JobId) -> None:
        if ticket := self.tickets.get(job_id):
            ticket.called.set()

    async def serve(self) -> None:
        """Look at the line, until cancelled."""
        while True:
            await self.wanted.wait()
            self.wanted.clear()
            try:
                await self.look(await self.line.call(self.clock.now()))
            except StoreError as error:
                log.warning("line.not_seen", error=str(error))
            except Exception:  # a bug must not end the jobs that need no line
                log.exception("line.not_seen")
            if any(not ticket.called.is_set() for ticket in self.tickets.values()):
                await self.pause(self.until - self.clock.now())
                self.wanted.set()

    async def pause(self, held: float) -> None:
        """Until something changes here, the line moves again, or a while has passed; at most ten times a second."""
        await self.clock.sleep(LOOK / 10)
        try:
            async with asyncio.timeout(min(LOOK, held) if held > 0 else LOOK):
                await self.wanted.wait()
        except TimeoutError:
            pass

    async def look(self, queue: Queue) -> None:
        self.hold(queue.reason)
        self.until = queue.until
        for job_id in queue.let_in:
            self.call(job_id)
        waiting = {job_id: ahead for ahead, job_id in enumerate(queue.waiting)}
        # Who stands behind those that were looked at, or was let in by somebody whose word was lost.
        doubtful = [job_id for job_id, ticket in self.tickets.items() if not ticket.called.is_set()]
        doubtful = [job_id for job_id in doubtful if job_id not in waiting]
        for job_id, ticket in tuple(self.tickets.items()):
            if job_id in waiting:
                ticket.moved(waiting[job_id], queue.reason)
        for job_id, inside in zip(doubtful, await self.line.inside(doubtful), strict=True):
            if inside:
                self.call(job_id)
            elif job_id in self.tickets:
                self.tickets[job_id].moved(len(waiting), queue.reason)

    def hold(self, reason: str) -> None:
        self.held = reason
