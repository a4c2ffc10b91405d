"""Parcels and commands that are to be dealt with in a moment, written down until they are."""

from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.errors import Unreadable
from bot.domain.incoming import CommandCall
from bot.domain.parcel import Parcel, slot_limits
from bot.ports import Clock, Shelf
from bot.store.connection import blob, script, store_errors
from bot.store.keys import DAY_S, Keys

PARCEL = TypeAdapter(Parcel)
CALL = TypeAdapter(CommandCall)
SLOT_TTL = 120  # seconds; what waits for longer, or was lost, holds nothing up
MOST = 20  # messages of one album; platforms allow ten


class RedisShelf(Shelf):
    """Both are gone a day later, dealt with or not."""

    def __init__(self, client: Redis, keys: Keys, clock: Clock) -> None:
        self.client = client
        self.keys = keys
        self.clock = clock
        self.claim_script = script(client, "claim_slot")

    @override
    async def put(self, parcel: Parcel) -> None:
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.set(self.keys.parcel(parcel.key), PARCEL.dump_json(parcel), ex=DAY_S)
                pipe.zadd(self.keys.shelf, {f"parcel {parcel.key}": self.clock.now()})
                await pipe.execute()

    @override
    async def claim(self, parcel: Parcel) -> bool:
        names = [self.keys.slot_waiting(parcel.slot), self.keys.slot_minute(parcel.slot)]
        with store_errors():
            now = self.clock.now()
            args: list[str | float] = [parcel.key, now, *slot_limits(parcel.slot), now - SLOT_TTL, SLOT_TTL]
            return bool(await self.claim_script(names, args))

    @override
    async def free(self, parcel: Parcel) -> None:
        with store_errors():
            await self.client.zrem(self.keys.slot_waiting(parcel.slot), parcel.key)

    @override
    async def parcel(self, key: str) -> Parcel | None:
        """None when it was brought already. Unreadable for one of another form."""
        with store_errors():
            data = await self.client.get(self.keys.parcel(key))
        try:
            return None if data is None else PARCEL.validate_json(blob(data))
        except ValidationError as error:
            raise Unreadable(f"a parcel that cannot be read: {error.error_count()} faults") from error

    @override
    async def brought(self, key: str) -> None:
        await self.take_down("parcel", key, self.keys.parcel(key))

    @override
    async def add(self, name: str, call: CommandCall) -> None:
        """Lay a command beside the others of that name; one that comes again changes nothing."""
        key = self.keys.calls(name)
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.hset(key, call.key, CALL.dump_json(call).decode())
                pipe.expire(key, DAY_S)
                pipe.zadd(self.keys.shelf, {f"call {name}": self.clock.now()})
                await pipe.execute()

    @override
    async def calls(self, name: str) -> Sequence[CommandCall]:
        with store_errors():
            found = await self.client.hvals(self.keys.calls(name))
        try:
            return [CALL.validate_json(blob(data)) for data in found][:MOST]
        except ValidationError as error:
            raise Unreadable(f"a command that cannot be read: {error.error_count()} faults") from error

    @override
    async def clear(self, name: str) -> None:
        await self.take_down("call", name, self.keys.calls(name))

    @override
    async def waiting(self) -> Sequence[tuple[str, str]]:
        with store_errors():
            await self.client.zremrangebyscore(self.keys.shelf, "-inf", self.clock.now() - DAY_S)
            found = await self.client.zrange(self.keys.shelf, 0, -1)
        return [(kind, name) for kind, _, name in (blob(one).decode().partition(" ") for one in found)]

    async def take_down(self, kind: str, name: str, key: str) -> None:
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.delete(key)
                pipe.zrem(self.keys.shelf, f"{kind} {name}")
                await pipe.execute()
