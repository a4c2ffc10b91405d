"""What the core needs from outside: small protocols that adapters, the store and the client fulfil."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from bot.domain.card import Card
from bot.domain.command import Command
from bot.domain.errors import UserError
from bot.domain.ids import JobId, MessageRef, Place, TaskId
from bot.domain.image import Outcome
from bot.domain.incoming import Incoming, Origin
from bot.domain.job import Job
from bot.domain.pacing import Rank
from bot.domain.update import TaskUpdate

Handle = Callable[[Incoming], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Traits:
    """A platform's limits as data. Sizes in bytes, `gap` in seconds between changes of one message."""

    gap: float
    file_limit: int
    picture_limit: int
    preview_side: int = 0  # longest side of a preview in pixels; 0: as it comes


class Clock(Protocol):
    def now(self) -> float:
        """Unix seconds."""

    async def sleep(self, seconds: float) -> None: ...


class Messenger(Protocol):
    """Writes cards; it needs no live gateway, so any worker can hold one. Raises DeliveryError."""

    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        """A new message. The same nonce at the same place is the same message, where a platform can."""

    async def edit(self, message: MessageRef, card: Card) -> None: ...

    async def answer(self, origin: Origin, card: Card) -> None:
        """A word to this person alone."""

    def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        """The bytes of a file that a person sent; never by a URL with a token in it."""


class Platform(Protocol):
    """A chat platform: what arrives there, and what we write there."""

    name: str
    traits: Traits
    messenger: Messenger

    async def serve(self, handle: Handle) -> None:
        """Hand over what people do, until cancelled."""


class Painter(Protocol):
    """The image service."""

    def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        """Send the order, once, and report. ServiceError says whether it may have been started."""

    async def look_up(self, task_ids: Sequence[TaskId]) -> Mapping[TaskId, TaskUpdate]:
        """The state of tasks, at no cost; those the service does not know are missing."""

    async def recent(self, job: Job) -> Sequence[TaskId]:
        """Recent tasks that could be this job's, most likely first."""


class Pictures(Protocol):
    """Downloads results."""

    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        """The bytes and their media type. ServiceError when they cannot be had."""


class JobBook(Protocol):
    """The record of jobs. Every save is one transaction; Stale when somebody else was first."""

    async def open(self, job: Job, event: str = "") -> JobId | None:
        """Write a new job down and mark the event it came from; None when that was marked already.

        The id of the open one instead when its button already has one.
        """

    async def load(self, job_id: JobId) -> Job | None: ...

    async def save(self, job: Job) -> Job:
        """Save what `advance` returned: a finish writes message -> image in the same step."""

    async def drop(self, job_id: JobId) -> None:
        """Strike out a job whose record is gone."""

    async def pending(self) -> Sequence[JobId]:
        """The jobs that are not done, oldest first."""


class Claims(Protocol):
    """Which job a task of the service belongs to."""

    async def claim(self, task_id: TaskId, job_id: JobId) -> bool:
        """False when it is another job's."""


class Gallery(Protocol):
    """Which message shows what."""

    async def outcome_of(self, message: MessageRef) -> Outcome | None: ...

    async def job_of(self, message: MessageRef) -> Job | None: ...


class Inbox(Protocol):
    """Which events were dealt with. Opening a job marks its event in the same step: see JobBook."""

    async def seen(self, key: str) -> bool: ...

    async def mark(self, key: str) -> None: ...


class Lanes(Protocol):
    """The budget of each rate-limit domain."""

    async def admit(self, message: MessageRef, rank: Rank) -> float:
        """How many seconds this send has to wait; 0: go, and it is counted."""

    async def freeze(self, message: MessageRef, seconds: float) -> None:
        """The platform asked for a pause."""


class ChatLog(Protocol):
    """The messages of rooms that we keep ourselves, and word of their changes."""

    async def put(
        self, room: str, message: str, record: Mapping[str, Any], *, lasting: bool = False
    ) -> Mapping[str, Any]:
        """Write or replace a message; returns the record with its `rev` and, from the first time, `at`.

        Lasting ones are kept apart, so that no amount of talk pushes a picture out of the room.
        """

    async def history(self, room: str) -> Sequence[Mapping[str, Any]]:
        """The newest messages, oldest first."""

    async def tell(self, room: str, note: Mapping[str, Any]) -> None:
        """Say something to those who listen now, without keeping it."""

    def listen(self, room: str) -> AbstractAsyncContextManager[AsyncIterator[Mapping[str, Any]]]:
        """Everything put or told from here on; the iterator ends when the connection is lost."""


class MediaStore(Protocol):
    """Files that we serve ourselves."""

    async def put(self, data: bytes, mime: str, *, brief: bool = False) -> str:
        """Keep a file, a brief one for an hour; returns its name, the same for the same bytes."""

    async def get(self, name: str) -> tuple[bytes, str] | None: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an adapter is given when it is opened."""

    settings: Mapping[str, Any]
    commands: Sequence[Command]
    chatlog: ChatLog
    media: MediaStore
    inbox: Inbox
    explain: Callable[[UserError, str], Card]
