"""What everybody may hand to the workers (bot/jobs)."""

from typing import Protocol

from bot.domain.incoming import UserEvent
from bot.domain.parcel import Parcel


class Outbox(Protocol):
    """Parcels on their way: written down before anybody is told so. Raises StoreError."""

    async def send(self, parcel: Parcel) -> bool:
        """Have it brought, once for its key; False when its slot is taken: then it is dropped."""


class EventBacklog(Protocol):
    """What takes a moment to deal with: written down before anybody is told so. Raises StoreError."""

    async def defer(self, event: UserEvent) -> None:
        """Have it dealt with by a worker; those of one album together, when all of them have come."""
