"""What the core needs to be kept: jobs, queues, lanes, settings, files. The store fulfils it (bot/store)."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import Right
from bot.domain.ids import JobId, MessageRef, Place, TaskId
from bot.domain.incoming import UserEvent
from bot.domain.job import Job
from bot.domain.pacing import Rank
from bot.domain.parcel import Parcel
from bot.domain.quota import Quota
from bot.domain.standing import Standing
from bot.domain.turn import Limits, Run, Turn
from bot.domain.update import Update


@dataclass(frozen=True, slots=True)
class LaneRef:
    """One rate-limit domain: its name, and what it takes. Without limits everything goes at once.

    `bucket` is what it shares with every other lane of the platform, `rate` sends a second.
    """

    key: str
    limits: Limits | None = None
    bucket: str = ""
    rate: float = 0.0


class JobBook(Protocol):
    """The record of jobs. Every save is one transaction; raises Stale when somebody else was first."""

    async def open(
        self, job: Job, event: str = "", quota: Quota | None = None, *, prior: JobId | None = None
    ) -> JobId | None:
        """Write a new job down, reserve its price and mark the event it came from; None when that was marked.

        The id of the one instead that its button has opened before, unless that is `prior`: then it is known, and
        one more is wanted. A button forgets a job that ends without a result. Raises QuotaSpent at a limit.
        """

    async def check_quota(self, job: Job, quota: Quota) -> None:
        """Whether it could be opened now; reserves nothing. Raises QuotaSpent when a limit is reached."""

    async def load(self, job_id: JobId) -> Job | None: ...

    async def version(self, job_id: JobId) -> int:
        """Of a job's record, at a tenth of the cost of loading it; 0 when it is gone."""

    async def save(self, job: Job) -> Job:
        """Save what `advance` returned. In the same step a finish writes message -> image, the end of a job
        leaves the queue, and one without a result gives back what was reserved. Raises Stale if somebody was first.

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


class Claims(Protocol):
    """Which job a task of the service belongs to."""

    async def claim(self, task_id: TaskId, job_id: JobId) -> bool:
        """False when it is another job's."""


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
    It is held `until` (0: it is not) for `reason`. `may_go`: the job that joined may; else `ahead`: how many are
    before it, as it was told last. `length`: how many wait.
    """

    let_in: Sequence[JobId] = ()
    due: Sequence[JobId] = ()
    more: bool = False
    length: int = 0
    until: float = 0.0
    reason: str = ""
    may_go: bool = False
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


class Lanes(Protocol):
    """The budget of each rate-limit domain, shared by all processes. Raises StoreError."""

    async def enter(self, lane: LaneRef, run: Run) -> None:
        """A job runs here: its last card will want a place."""

    async def admit(self, lane: LaneRef, run: Run, rank: Rank) -> Turn:
        """May this job send now? Go: it is counted. Wait: ask again then, on the caller's clock."""

    async def depart(self, lane: LaneRef) -> None:
        """What was let go is ready; returns when it may leave, a gap after whatever left before it.

        Raises Unreachable when the lane has to pause by now: ask anew.
        """

    async def landed(self, lane: LaneRef, job: str, board: MessageRef | None = None) -> None:
        """The platform has it; `board` is the shared status message, if that was what was let go: by BOARD_ASK."""

    async def release(self, lane: LaneRef, job: str) -> Sequence[MessageRef]:
        """The job is over. Returns boards that say nothing any more, each time until one is `erased`."""

    async def erased(self, lane: LaneRef, board: MessageRef) -> None:
        """Such a board is gone, or never will be."""

    async def lose_board(self, lane: LaneRef, board: MessageRef) -> None:
        """Somebody has deleted it: it is posted anew once, and then there is none in this crowd."""

    async def freeze(self, lane: LaneRef, job: str, seconds: float) -> None:
        """The platform refused a send of this job and asked for a pause."""

    async def is_shedding(self, lane: LaneRef) -> bool:
        """Whether previews are rarer there for longer, since the platform has refused some sends."""

    async def wait_out(self, lane: LaneRef) -> None:
        """Returns when nothing pauses here, neither the lane nor all of its platform's: for what needs no place."""

    async def board(self, lane: LaneRef) -> tuple[MessageRef | None, Sequence[str]]:
        """The shared status message, None where there is none, and a line for each job that it shows."""

    async def seated(self, lane: LaneRef) -> Sequence[str]:
        """The jobs that it shows."""


class ResultIndex(Protocol):
    """Which message shows what, and whose results there are."""

    async def job_of(self, message: MessageRef) -> Job | None: ...

    async def shown_by(self, message: MessageRef, task_id: TaskId) -> Job | None:
        """The job that a button belongs to: that of its message, unless it names another task than that, then the
        task's. Without a task the message alone says it.
        """

    async def named_job(self, shown: Job | None, task_id: TaskId) -> Job | None:
        """What `shown_by` says of a message that shows this job, which is known by now."""

    async def job_by_task(self, task_id: TaskId) -> Job | None:
        """The job that has this task of the service."""

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

    async def look_up(self, key: str, place: Place, person: str) -> tuple[bool, ChatSettings, str]:
        """Whether it was, and what `Preferences.chosen` says: every event that comes in asks for both."""

    async def mark(self, key: str, *, brief: bool = False) -> None:
        """Remember it; a brief one for an hour only: doing it twice does no harm."""


class Throttle(Protocol):
    """Keeps what is done once from being done again at once, by whichever process. Raises StoreError."""

    async def once(self, key: str, ttl_s: int) -> bool:
        """True for who asks first; False for everybody who asks for the same in so many seconds after that."""

    async def taken(self, key: str) -> bool:
        """Whether somebody has asked so recently; asking this takes nothing."""

    async def forget(self, key: str) -> None:
        """Whoever asks next is the first again."""


class FileIds(Protocol):
    """A platform's own names for files that it has already, by `Media.key`. Raises StoreError."""

    async def keep(self, platform: str, key: str, file_id: str) -> None: ...

    async def find(self, platform: str, keys: Sequence[str]) -> Sequence[str]:
        """One for each key; empty where there is none."""


class AdapterState(Protocol):
    """What an adapter keeps between two starts, such as what it told its platform last. Raises StoreError."""

    async def save(self, platform: str, name: str, value: str) -> None:
        """For half a year."""

    async def load(self, platform: str, name: str) -> str:
        """Empty when nothing was saved."""


@dataclass(frozen=True, slots=True)
class Denial:
    """That a right was missing in a place `at` (unix s). `seen`: the platform itself said so when it was asked."""

    at: float
    seen: bool = False


class Denials(Protocol):
    """What we may not do in which place; forgotten after an hour in which nobody spoke of it. Raises StoreError."""

    async def note(self, place: Place, right: Right, denial: Denial) -> None: ...

    async def find(self, place: Place) -> Mapping[Right, Denial]: ...

    async def clear(self, place: Place) -> None:
        """Nothing is denied there any more."""


class TaskStore(Protocol):
    """Where records lie until a worker has dealt with them. Raises StoreError."""

    async def waiting(self) -> Sequence[str]:
        """The names of those that lie there."""


class OutboxStore(TaskStore, Protocol):
    """Where parcels lie until they are brought. Raises StoreError."""

    async def put(self, parcel: Parcel) -> None: ...

    async def claim_slot(self, parcel: Parcel) -> bool:
        """Whether there is room in its slot; it is taken then, until it is freed. Asking again is as good."""

    async def free_slot(self, parcel: Parcel) -> None: ...

    async def find(self, key: str) -> Parcel | None:
        """None when it was brought already."""

    async def remove(self, key: str) -> None:
        """It was brought."""


class BacklogStore(TaskStore, Protocol):
    """Where deferred events lie until they are dealt with. Raises StoreError."""

    async def add(self, name: str, event: UserEvent) -> None:
        """Lay an event beside the others of that name; one that comes again changes nothing."""

    async def find(self, name: str) -> Sequence[UserEvent]: ...

    async def remove(self, name: str) -> None:
        """All of that name were dealt with."""


RoomSpot = tuple[int, str]  # where a message stands in a room: since when, in ms, and its name


@dataclass(frozen=True, slots=True)
class RoomPage:
    """Some messages of a room, oldest first; `older`: the spot before which there are more, None: there are none.

    From that spot on there is no gap. With the newest of all the newest lasting ones come along, however much talk
    is between them: they stand before the spot.
    """

    messages: Sequence[Mapping[str, Any]]
    older: RoomSpot | None = None


class ChatLog(Protocol):
    """The messages of rooms that we keep ourselves, and word of their changes."""

    async def put(
        self,
        room: str,
        message: str,
        record: Mapping[str, Any],
        *,
        lasting: bool = False,
        last: bool = False,
        version: int = 0,
    ) -> Mapping[str, Any]:
        """Write or replace a message; returns the record with its `rev` and, from the first time, `at`.

        Lasting ones are kept apart, so that no amount of talk pushes a picture out of the room. After the `last` of
        a job nobody writes the message anew, so it has to outlive a crash of the store. Raises Stale when
        the message has a higher `version` already; 0 asks for no such thing.
        """

    async def amend(self, room: str, message: str, fields: Mapping[str, Any]) -> None:
        """Change a part of a message that is there; nothing when it is not."""

    async def find(self, room: str, message: str) -> Mapping[str, Any] | None:
        """A message that is there."""

    async def history(self, room: str, before: RoomSpot | None = None) -> RoomPage:
        """The newest messages, or the newest of those before a spot."""

    async def tell(self, room: str, note: Mapping[str, Any]) -> None:
        """Say something to those who listen now, without keeping it."""

    def listen(self, room: str) -> AbstractAsyncContextManager[AsyncIterator[Mapping[str, Any]]]:
        """Everything put or told from here on; the iterator ends when the connection is lost."""


class MediaStore(Protocol):
    """Files that we serve ourselves."""

    async def put(self, data: bytes, mime: str, *, brief: bool = False, lent: bool = False) -> str:
        """Keep a file, a brief one for an hour; returns its name, the same for the same bytes.

        A lent one, too, for an hour, and apart: it is shown to nobody without a signed address.
        """

    async def receive(self, data: AsyncIterator[bytes], *, brought: bool = False) -> str:
        """Keep what a person sends, for an hour; returns a name that nobody guesses. It is never held as a whole.

        What `data` raises ends it, and nothing is kept. `brought`: people themselves send it right now; that keeps
        nothing waiting that we fetch. Raises OSError.
        """

    async def claim(self, name: str) -> str:
        """What was received is used: it is kept for a day. Returns its name from now on; again is as good.

        Raises OSError when it is gone.
        """

    async def discard(self, name: str) -> None:
        """It is of no use any more. Does nothing when it is gone."""

    def open(self, name: str) -> BinaryIO:
        """A file to be read piece by piece. For threads: it waits for the store. Raises OSError."""

    async def get(self, name: str) -> tuple[bytes, str] | None: ...

    async def look(self, name: str) -> tuple[int, str] | None:
        """The size of a file, in bytes, and its media type."""

    async def part(self, name: str, start: int, stop: int) -> bytes:
        """The bytes from `start` up to `stop`. Raises OSError when they are gone."""
