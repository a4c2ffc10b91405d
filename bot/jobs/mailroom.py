"""Writes down what is to be dealt with in a moment, and has a worker do it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from typing_extensions import override

from bot.domain.incoming import CommandCall
from bot.domain.parcel import Parcel
from bot.ports import Mail, Shelf

log = structlog.get_logger()

PARCEL, CALL = "parcel", "call"  # kinds of errands
# The messages of an album come one by one, in no certain order; seconds.
ALBUM = 1.5
Together = Callable[[list[CommandCall]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Mailroom(Mail):
    """`queue` takes a kind, a name and a delay in seconds; `patience`: how long an album's messages may take."""

    shelf: Shelf
    queue: Callable[[str, str, float], Awaitable[None]]
    patience: float = ALBUM

    @override
    async def send(self, parcel: Parcel) -> bool:
        if parcel.slot and not await self.shelf.claim(parcel):
            log.info("answer.dropped", slot=parcel.slot)
            return False
        await self.shelf.put(parcel)
        await self.queue(PARCEL, parcel.key, 0.0)
        return True

    @override
    async def defer(self, call: CommandCall) -> None:
        name = call.album or call.key
        await self.shelf.add(name, call)
        await self.queue(CALL, name, self.patience if call.album else 0.0)

    async def deal(self, name: str, together: Together) -> None:
        """Have what was deferred under that name dealt with, and forget it then. StoreError leaves it."""
        calls = await self.shelf.calls(name)
        if calls:
            await together(list(calls))
        await self.shelf.clear(name)
