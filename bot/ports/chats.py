"""What the core needs of chats: platforms that write and listen, and what they are given."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from bot.domain.card import Card
from bot.domain.command import Command
from bot.domain.errors import Right, UserError
from bot.domain.finding import Finding
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Incoming, Origin, Person
from bot.ports.keeping import Handles
from bot.ports.lane import LaneRef
from bot.ports.work import Clock, Inbox

Handle = Callable[[Incoming], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Traits:
    """A platform's limits as data. Sizes in bytes, `gap` in seconds between changes of one message."""

    gap: float
    file_limit: int
    picture_limit: int
    preview_side: int = 0  # longest side of a preview in pixels; 0: as it comes
    sides: int = 0  # width and height of a picture together, at most, in pixels; 0: as many as there are
    ratio: float = 0.0  # longer to shorter side of a picture, at most; 0: any
    buttons: int = 0  # in one message, at most; 0: any number
    row: int = 0  # buttons beside each other, at most; 0: any number


class Messenger(Protocol):
    """Writes cards; it needs no live gateway, so any worker can hold one. Raises DeliveryError.

    Where a platform can tell, an older `Card.version` never covers a newer one: raises Stale.
    """

    async def post(self, to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        """A new message. The same nonce at the same place is the same message, where a platform can."""

    async def edit(self, message: MessageRef, card: Card) -> MessageRef:
        """Show the card on a message of ours; returns where it stands now, which may be a new message."""

    async def relabel(self, message: MessageRef, card: Card) -> None:
        """Show the buttons of the card below what a message of ours shows, and leave the rest."""

    async def erase(self, message: MessageRef) -> None:
        """Take a message of ours away."""

    async def answer(self, origin: Origin, card: Card) -> bool:
        """A word to this person alone, where that needs no message and no budget; False: it takes a post."""

    def fetch(self, attachment: str) -> AsyncIterator[bytes]:
        """The bytes of a file that a person sent; never by a URL with a token in it."""


class Platform(Protocol):
    """A chat platform: what arrives there, and what we write there.

    `ear` is the role that listens to it: "web" where it comes to our own HTTP server, else "gateway".
    """

    name: str
    ear: str
    traits: Traits
    messenger: Messenger

    def lane(self, origin: Origin, age: float) -> LaneRef:
        """What a message to there counts against, `age` seconds after it was asked for."""

    async def serve(self, handle: Handle) -> None:
        """Hand over what people do, until cancelled."""


@runtime_checkable
class Closing(Protocol):
    """A platform that holds connections."""

    async def close(self) -> None:
        """Give them back."""


@runtime_checkable
class Examined(Protocol):
    """A platform that can look whether all is well there, at no cost."""

    async def examine(self, place: str = "") -> Sequence[Finding]:
        """One for each thing looked at; `place`: a chat, by its name. It also happens while the bot runs."""


@runtime_checkable
class Governed(Protocol):
    """A platform whose places have admins, who may choose how things are done there. DeliveryError."""

    async def governs(self, person: Person, place: Place) -> bool:
        """Whether this person is an admin there; a moment late is fine."""

    async def locate(self, name: str) -> Place:
        """A place by the name that people know. UserError when there is none, or we may not write there."""

    async def leave(self, place: Place) -> None: ...


@runtime_checkable
class Permitting(Protocol):
    """A platform that can be asked what we may not do in a place. DeliveryError."""

    async def denied(self, place: Place) -> Collection[Right]:
        """Asked afresh, by a worker, where something was refused before; at most two calls."""


@runtime_checkable
class PrivateChats(Protocol):
    """A platform where people can be written to alone."""

    def private_chat(self, person: Person) -> Place:
        """Whether they ever opened it only a post there tells; does no I/O."""


@runtime_checkable
class Offering(Protocol):
    """A platform where people can send their pictures to any chat. DeliveryError."""

    async def offer(self, origin: Origin, cards: Sequence[Card]) -> None:
        """Let them choose; each card has one picture, with its handle."""


class ChatLog(Protocol):
    """The messages of rooms that we keep ourselves, and word of their changes."""

    async def put(
        self, room: str, message: str, record: Mapping[str, Any], *, lasting: bool = False, version: int = 0
    ) -> Mapping[str, Any]:
        """Write or replace a message; returns the record with its `rev` and, from the first time, `at`.

        Lasting ones are kept apart, so that no amount of talk pushes a picture out of the room. Raises Stale when
        the message has a higher `version` already; 0 asks for no such thing.
        """

    async def amend(self, room: str, message: str, fields: Mapping[str, Any]) -> None:
        """Change a part of a message that is there; nothing when it is not."""

    async def history(self, room: str) -> Sequence[Mapping[str, Any]]:
        """The newest messages, oldest first."""

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

    async def get(self, name: str) -> tuple[bytes, str] | None: ...

    async def look(self, name: str) -> tuple[int, str] | None:
        """The size of a file, in bytes, and its media type."""

    async def part(self, name: str, start: int, stop: int) -> bytes:
        """The bytes from `start` up to `stop`. OSError when they are gone."""


class Lending(Protocol):
    """Lets the image service have a look at pictures that people sent."""

    async def lend(self, data: AsyncIterator[bytes]) -> str:
        """An address under our own, for an hour. UserError when it is no picture, too large, or there is no way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an adapter is given when it is opened, beside its own settings.

    `public_url`: the address that people reach us by, empty when there is none. `notice`: what they are to be told
    of this bot as a whole, if anything.
    """

    commands: Callable[[str], Sequence[Command]]  # the menu in a language; English for one that we do not have
    languages: Sequence[str]  # those that we have, as BCP 47 tags; English is one
    chatlog: ChatLog
    media: MediaStore
    inbox: Inbox
    handles: Handles
    explain: Callable[[UserError, str], Card]
    clock: Clock
    public_url: str = ""
    notice: str | None = None
