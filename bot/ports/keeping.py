"""What the core has kept besides jobs: settings, files at platforms, and what is to be done in a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import Right
from bot.domain.ids import Place
from bot.domain.incoming import CommandCall
from bot.domain.parcel import Parcel


class Preferences(Protocol):
    """What places and people have chosen. StoreError."""

    async def chosen(self, place: Place, person: str) -> tuple[ChatSettings, str]:
        """How a place wants things done, and the language of a person: a tag of ours, empty when none is chosen."""

    async def change(self, place: Place, name: str, value: object) -> None:
        """One of the settings of a chat, by the name of its field."""

    async def move(self, old: Place, new: Place) -> None:
        """The place goes by another name now."""

    async def former(self, place: Place) -> str:
        """The key that a place had before; empty when it always had this one."""

    async def set_language(self, person: str, language: str) -> None: ...


class PendingWords(Protocol):
    """Words that were not taken for an order, until their button is pressed. StoreError."""

    async def keep(self, name: str, call: CommandCall) -> None:
        """For a day; and remember that this person was asked."""

    async def find(self, name: str) -> CommandCall | None: ...

    async def asked(self, person: str) -> bool:
        """Whether they were ever asked about words of theirs, in half a year."""


class FileIds(Protocol):
    """A platform's own names for files that it has already, by `Media.key`. StoreError."""

    async def keep(self, platform: str, key: str, file_id: str) -> None: ...

    async def find(self, platform: str, keys: Sequence[str]) -> Sequence[str]:
        """One for each key; empty where there is none."""


class AdapterState(Protocol):
    """What an adapter keeps for itself between two starts, such as what it told its platform last. StoreError."""

    async def save(self, platform: str, name: str, value: str) -> None:
        """For half a year."""

    async def load(self, platform: str, name: str) -> str:
        """Empty when nothing was saved."""


class Throttle(Protocol):
    """Keeps what is done once from being done again at once, by whichever process. StoreError."""

    async def once(self, key: str, ttl_s: int) -> bool:
        """True for who asks first; False for everybody who asks for the same in so many seconds after that."""


@dataclass(frozen=True, slots=True)
class Denial:
    """That a right was missing in a place `at` (unix s). `seen`: the platform itself said so when it was asked."""

    at: float
    seen: bool = False


class Denials(Protocol):
    """What we may not do in which place; forgotten after an hour in which nobody spoke of it. StoreError."""

    async def note(self, place: Place, right: Right, denial: Denial) -> None: ...

    async def find(self, place: Place) -> Mapping[Right, Denial]: ...

    async def clear(self, place: Place) -> None:
        """Nothing is denied there any more."""


class Outbox(Protocol):
    """Parcels on their way: written down before anybody is told so. StoreError."""

    async def send(self, parcel: Parcel) -> bool:
        """Have it brought, once for its key; False when its slot is taken: then it is dropped."""


class CommandBacklog(Protocol):
    """Commands that take a moment: written down before anybody is told so. StoreError."""

    async def defer(self, call: CommandCall) -> None:
        """Have it dealt with by a worker; those of one album together, when all of them have come."""


class TaskStore(Protocol):
    """Where records lie until a worker has dealt with them. StoreError."""

    async def waiting(self) -> Sequence[str]:
        """The names of those that lie there."""


class OutboxStore(TaskStore, Protocol):
    """Where parcels lie until they are brought. StoreError."""

    async def put(self, parcel: Parcel) -> None: ...

    async def claim_slot(self, parcel: Parcel) -> bool:
        """Whether there is room in its slot; it is taken then, until it is freed. Asking again is as good."""

    async def free_slot(self, parcel: Parcel) -> None: ...

    async def find(self, key: str) -> Parcel | None:
        """None when it was brought already."""

    async def remove(self, key: str) -> None:
        """It was brought."""


class BacklogStore(TaskStore, Protocol):
    """Where deferred commands lie until they are dealt with. StoreError."""

    async def add(self, name: str, call: CommandCall) -> None:
        """Lay a command beside the others of that name; one that comes again changes nothing."""

    async def find(self, name: str) -> Sequence[CommandCall]: ...

    async def remove(self, name: str) -> None:
        """All of that name were dealt with."""
