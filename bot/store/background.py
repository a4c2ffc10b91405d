"""Parcels and events that are to be dealt with in a moment, written down until they are."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.buttons import Verb, encode_payload
from bot.domain.card import ButtonKind
from bot.domain.errors import Unreadable
from bot.domain.incoming import UserEvent
from bot.domain.parcel import Parcel, slot_limits
from bot.ports import BacklogStore, Clock, OutboxStore
from bot.store.connection import as_bytes, load_script, store_errors
from bot.store.keys import DAY_S, Keys

EVENT_RECORD: TypeAdapter[UserEvent] = TypeAdapter(UserEvent)
SLOT_TTL_S = 120  # what waits for longer, or was lost, holds nothing up
ALBUM_MOST = 20  # messages of one album; platforms allow ten


def with_texts(held: Any) -> Any:
    """With buttons as they were written first: one that copied had its text where others say what a press means."""
    match held:
        case {"card": {"buttons": [*rows]} as card}:
            return {**held, "card": {**card, "buttons": [[with_text(one) for one in row] for row in rows]}}
        case _:
            return held


def with_text(button: Any) -> Any:
    match button:
        case {"kind": "copy", "payload": text}:
            return {**button, "kind": ButtonKind.FULL, "payload": encode_payload(Verb.QUOTE), "text": text}
        case _:
            return button


PARCEL_RECORD: TypeAdapter[Parcel] = TypeAdapter(Annotated[Parcel, BeforeValidator(with_texts)])


class RedisOutboxStore(OutboxStore):
    """Parcels are gone a day later, brought or not."""

    def __init__(self, client: Redis, keys: Keys, clock: Clock) -> None:
        self.client = client
        self.keys = keys
        self.clock = clock
        self.claim_script = load_script(client, "claim_slot")

    @override
    async def put(self, parcel: Parcel) -> None:
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.set(self.keys.parcel(parcel.key), PARCEL_RECORD.dump_json(parcel), ex=DAY_S)
                pipe.zadd(self.keys.outbox, {parcel.key: self.clock.now()})
                await pipe.execute()

    @override
    async def claim_slot(self, parcel: Parcel) -> bool:
        names = [self.keys.slot_waiting(parcel.slot), self.keys.slot_minute(parcel.slot)]
        with store_errors():
            now = self.clock.now()
            args: list[str | float] = [parcel.key, now, *slot_limits(parcel.slot), now - SLOT_TTL_S, SLOT_TTL_S]
            return bool(await self.claim_script(names, args))

    @override
    async def free_slot(self, parcel: Parcel) -> None:
        with store_errors():
            await self.client.zrem(self.keys.slot_waiting(parcel.slot), parcel.key)

    @override
    async def find(self, key: str) -> Parcel | None:
        """None when it was brought already. Raises Unreadable for one of another form."""
        with store_errors():
            data = await self.client.get(self.keys.parcel(key))
        try:
            return None if data is None else PARCEL_RECORD.validate_json(as_bytes(data))
        except ValidationError as error:
            raise Unreadable(f"a parcel that cannot be read: {error.error_count()} faults") from error

    @override
    async def remove(self, key: str) -> None:
        await remove_record(self.client, self.keys.parcel(key), self.keys.outbox, key)

    @override
    async def waiting(self) -> Sequence[str]:
        return await waiting_names(self.client, self.keys.outbox, self.clock.now())


class RedisBacklogStore(BacklogStore):
    """Events are gone a day later, dealt with or not."""

    def __init__(self, client: Redis, keys: Keys, clock: Clock) -> None:
        self.client = client
        self.keys = keys
        self.clock = clock

    @override
    async def add(self, name: str, event: UserEvent) -> None:
        key = self.keys.deferred(name)
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.hset(key, event.key, EVENT_RECORD.dump_json(event).decode())
                pipe.expire(key, DAY_S)
                pipe.zadd(self.keys.backlog, {name: self.clock.now()})
                await pipe.execute()

    @override
    async def find(self, name: str) -> Sequence[UserEvent]:
        with store_errors():
            found = await self.client.hvals(self.keys.deferred(name))
        try:
            return [EVENT_RECORD.validate_json(as_bytes(data)) for data in found][:ALBUM_MOST]
        except ValidationError as error:
            raise Unreadable(f"an event that cannot be read: {error.error_count()} faults") from error

    @override
    async def remove(self, name: str) -> None:
        await remove_record(self.client, self.keys.deferred(name), self.keys.backlog, name)

    @override
    async def waiting(self) -> Sequence[str]:
        return await waiting_names(self.client, self.keys.backlog, self.clock.now())


async def remove_record(client: Redis, key: str, index: str, name: str) -> None:
    with store_errors():
        async with client.pipeline() as pipe:
            pipe.delete(key)
            pipe.zrem(index, name)
            await pipe.execute()


async def waiting_names(client: Redis, index: str, now: float) -> Sequence[str]:
    with store_errors():
        await client.zremrangebyscore(index, "-inf", now - DAY_S)
        return [as_bytes(one).decode() for one in await client.zrange(index, 0, -1)]
