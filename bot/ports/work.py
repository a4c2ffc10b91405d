"""What the core needs for its work: the image service, the records of jobs, turns and budgets."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from bot.domain.ids import JobId, MessageRef, TaskId
from bot.domain.image import Outcome
from bot.domain.job import Job
from bot.domain.pacing import Rank
from bot.domain.quota import Quota
from bot.domain.standing import Standing
from bot.domain.turn import Run, Turn
from bot.domain.update import TaskUpdate, Update
from bot.ports.lane import LaneRef


class Clock(Protocol):
    def now(self) -> float:
        """Unix seconds."""

    async def sleep(self, seconds: float) -> None: ...


class Painter(Protocol):
    """The image service."""

    def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        """Send the order, once, and report. ServiceError says whether it may have been started."""

    async def look_up(self, task_ids: Sequence[TaskId]) -> Mapping[TaskId, TaskUpdate]:
        """The state of tasks, at no cost; those the service does not know are missing."""

    async def recent(self, job: Job) -> Sequence[TaskId]:
        """Recent tasks that could be this job's, most likely first."""


class PictureDownloads(Protocol):
    """Downloads results."""

    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        """The bytes and their media type. ServiceError when they cannot be had."""


class JobBook(Protocol):
    """The record of jobs. Every save is one transaction; Stale when somebody else was first."""

    async def open(
        self, job: Job, event: str = "", quota: Quota | None = None, *, prior: JobId | None = None
    ) -> JobId | None:
        """Write a new job down, reserve its price and mark the event it came from; None when that was marked.

        The id of the one instead that its button has opened before, unless that is `prior`: then it is known, and
        one more is wanted. A button forgets a job that ends without a result. QuotaSpent when a limit is reached.
        """

    async def check_quota(self, job: Job, quota: Quota) -> None:
        """Whether it could be opened now; reserves nothing. QuotaSpent when a limit is reached."""

    async def load(self, job_id: JobId) -> Job | None: ...

    async def version(self, job_id: JobId) -> int:
        """Of a job's record, at a tenth of the cost of loading it; 0 when it is gone."""

    async def save(self, job: Job) -> Job:
        """Save what `advance` returned. In the same step a finish writes message -> image, the end of a job
        leaves the queue, and one without a result gives back what was reserved. Stale when somebody was first.

        When the answer to a save was lost it may be repeated. What the store has lost meanwhile is written anew.
        """

    async def commit(self, job: Job) -> tuple[Job, bool]:
        """Save it, and wait a few seconds at the most for the store's word that no crash takes it back.

        False: it is saved, and the store did not give its word; so nothing may be paid for.
        """

    async def stumble(self, name: str) -> int:
        """A run of this job or parcel ended in a bug; how often that happened by now."""

    async def drop(self, job_id: JobId) -> None:
        """Strike out a job whose record is gone."""

    async def open_of(self, person: str) -> Sequence[Job]:
        """A person's jobs whose result is not known, oldest first."""

    async def pending(self) -> Sequence[JobId]:
        """The jobs that are not done, oldest first."""

    async def unattended(self) -> Sequence[JobId]:
        """The jobs that are not done and do not wait in line: somebody should be working on them."""

    async def census(self) -> tuple[int, float]:
        """How many jobs are not done, and when the oldest was opened."""


class JobSignals(Protocol):
    """Word for whoever works on a job; they alone write its record."""

    async def post(self, job_id: JobId, update: Update) -> None:
        """Kept until it is taken."""

    async def broadcast(self, job_id: JobId, update: Update) -> None:
        """For those who listen now."""

    async def read(self, job_id: JobId) -> Sequence[Update]:
        """What was posted, oldest first; it stays until it is acknowledged."""

    async def ack(self, job_id: JobId, number: int) -> None:
        """The oldest `number` of them are dealt with."""

    def listen(self) -> AbstractAsyncContextManager[AsyncIterator["JobSignal"]]:
        """Everything posted or broadcast from here on; it ends when the connection is lost."""


@dataclass(frozen=True, slots=True)
class JobSignal:
    """Word of a job: `update` itself, or None when it was posted, to be read."""

    job_id: JobId
    update: Update | None = None


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """How the service queue stands, and which jobs are to be queued: those just let in, and those `due`.

    `due`: let in before and not taken up, at their deadline, or with word that was left; `more`: others may be.
    It is held `until` (0: it is not) for `reason`. `mine`: the job that joined may go; else `ahead`: how many are
    before it, as it was told last. `length`: how many wait.
    """

    let_in: Sequence[JobId] = ()
    due: Sequence[JobId] = ()
    more: bool = False
    length: int = 0
    until: float = 0.0
    reason: str = ""
    mine: bool = False
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class QueueView:
    """The oldest in line, how many each person has with the service, and why the queue is held, if it is."""

    waiting: Sequence[Standing]
    inside: Mapping[str, int]
    reason: str = ""


class ServiceQueue(Protocol):
    """Who may go to the image service, over all processes. A job leaves it with its last save: see JobBook.

    Nobody works on a job that waits. Whoever calls the queue queues those that it names; each is named again until
    it is taken up, that is, joins once more.
    """

    async def join(self, job: Job, now: float, again: float) -> QueueSnapshot:
        """Stand in line, at the place that the age of the job gives; it may be let in at once.

        When it waits it is due `again` at that moment at the latest.
        """

    async def call(self, now: float) -> QueueSnapshot:
        """Let in whoever may go."""

    async def put_back(self, job: Job, now: float, reason: str, waits: Sequence[float]) -> float:
        """Back to its place, and nobody goes for a while: `waits[n]` seconds after the n-th time in a row.

        Returns until when.
        """

    async def withdraw(self, job_id: JobId) -> None:
        """Nobody here can carry it out: it leaves the queue, unless the service may have it."""

    async def view(self, seconds: float) -> QueueView | None:
        """For one of all who ask within so many seconds; None for the others, and when nobody waits."""

    async def tell_places(self, places: Sequence[tuple[JobId, int]], reason: str) -> None:
        """Have these say how many are ahead and why nobody goes: each that still waits is due."""

    async def status(self) -> tuple[int, str]:
        """How many wait, and why the queue is held, if it is."""

    async def lift_hold(self, job: Job) -> bool:
        """The service has taken this job's order; True: the queue was held, and moves again."""


class Claims(Protocol):
    """Which job a task of the service belongs to."""

    async def claim(self, task_id: TaskId, job_id: JobId) -> bool:
        """False when it is another job's."""


class ResultIndex(Protocol):
    """Which message shows what, and whose results there are."""

    async def outcome_of(self, message: MessageRef) -> Outcome | None: ...

    async def job_of(self, message: MessageRef) -> Job | None: ...

    async def job_by(self, code: str) -> Job | None:
        """The job whose result has this code."""

    async def recent(self, person: str) -> Sequence[Job]:
        """The jobs of a person that had a result, newest first; not all of them."""

    async def note_panel(self, message: MessageRef, panel: str) -> None:
        """The message is a panel: its buttons replace what it shows."""

    async def panel_of(self, message: MessageRef) -> str:
        """Which panel a message is, and for whom; empty when it is none."""

    async def ordered(self, presses: Sequence[str]) -> Sequence[bool]:
        """Which of these buttons have opened a job that is not over without a result."""

    async def link_message(self, message: MessageRef, job: Job) -> None:
        """Another message shows the job's result, too."""


class SeenEvents(Protocol):
    """Which events were dealt with. Opening a job marks its event in the same step: see JobBook."""

    async def seen(self, key: str) -> bool: ...

    async def mark(self, key: str, *, brief: bool = False) -> None:
        """Remember it; a brief one for an hour only: doing it twice does no harm."""


class Lanes(Protocol):
    """The budget of each rate-limit domain, shared by all processes. StoreError."""

    async def enter(self, lane: LaneRef, run: Run) -> None:
        """A job runs here: its last card will want a place."""

    async def admit(self, lane: LaneRef, run: Run, rank: Rank) -> Turn:
        """May this job send now? Go: it is counted. Wait: ask again then, on the caller's clock."""

    async def depart(self, lane: LaneRef) -> None:
        """What was let go is ready; returns when it may leave, a gap after whatever left before it.

        Unreachable when the lane has to pause by now: ask anew.
        """

    async def landed(self, lane: LaneRef, job: str, board: MessageRef | None = None) -> None:
        """The platform has it; `board` is the shared status message, if that was what was let go."""

    async def release(self, lane: LaneRef, job: str) -> MessageRef | None:
        """The job is over. The last one to leave is given the shared status message: it has nothing to say now."""

    async def freeze(self, lane: LaneRef, job: str, seconds: float) -> None:
        """The platform refused a send of this job and asked for a pause."""

    async def board(self, lane: LaneRef) -> tuple[MessageRef | None, Sequence[str]]:
        """The shared status message, and a line for each job that has no message of its own."""
