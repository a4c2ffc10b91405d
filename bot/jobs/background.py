"""What is to be done in a moment, beside jobs: written down, and queued for a worker."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from typing_extensions import override

from bot.domain.incoming import CommandCall, UserEvent
from bot.domain.parcel import Parcel
from bot.ports import BacklogStore, EventBacklog, Outbox, OutboxStore

log = structlog.get_logger()

# Kinds of background tasks; their names lie in queues and never change.
PARCEL_TASK, EVENT_TASK = "parcel", "command"
ALBUM_WAIT_S = 1.5  # the messages of an album come one by one, in no certain order
HandleEvents = Callable[[list[UserEvent]], Awaitable[None]]
# Takes a kind, the name of a record, and a delay in seconds.
EnqueueTask = Callable[[str, str, float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class BackgroundTask:
    """A short thing to do by the name of a record; `can_release`: whether it can be let go of without harm."""

    run: Callable[[str], Coroutine[Any, Any, None]]
    can_release: Callable[[str], bool] = lambda _: False


BackgroundTasks = Mapping[str, BackgroundTask]


@dataclass(frozen=True, slots=True)
class QueuedOutbox(Outbox):
    """Parcels are brought by a worker: see Courier."""

    store: OutboxStore
    enqueue: EnqueueTask

    @override
    async def send(self, parcel: Parcel) -> bool:
        if parcel.slot and not await self.store.claim_slot(parcel):
            log.info("answer.dropped", slot=parcel.slot)
            return False
        await self.store.put(parcel)
        await self.enqueue(PARCEL_TASK, parcel.key, 0.0)
        return True


@dataclass(frozen=True, slots=True)
class QueuedBacklog(EventBacklog):
    """Events are dealt with by a worker, the commands of an album when `album_wait` seconds are over."""

    store: BacklogStore
    enqueue: EnqueueTask
    album_wait: float = ALBUM_WAIT_S

    @override
    async def defer(self, event: UserEvent) -> None:
        album = event.album if isinstance(event, CommandCall) else ""
        name = album or event.key
        await self.store.add(name, event)
        await self.enqueue(EVENT_TASK, name, self.album_wait if album else 0.0)

    async def handle_deferred(self, name: str, handle_events: HandleEvents) -> None:
        """Have dealt with what was deferred under that name, and forget it. Raises StoreError, which leaves it."""
        events = await self.store.find(name)
        if events:
            await handle_events(list(events))
        await self.store.remove(name)
