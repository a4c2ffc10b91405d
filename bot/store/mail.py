"""Parcels and commands that are to be dealt with in a moment, written down until they are."""

from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.errors import Unreadable
from bot.domain.incoming import CommandCall
from bot.domain.parcel import Parcel
from bot.ports import Shelf
from bot.store.connection import blob, store_errors
from bot.store.keys import DAY, Keys

PARCEL = TypeAdapter(Parcel)
CALL = TypeAdapter(CommandCall)
MOST = 20  # messages of one album; platforms allow ten


class RedisShelf(Shelf):
    """Both are gone a day later, dealt with or not."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def put(self, parcel: Parcel) -> None:
        with store_errors():
            await self.client.set(self.keys.parcel(parcel.key), PARCEL.dump_json(parcel), ex=DAY)

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
        with store_errors():
            await self.client.delete(self.keys.parcel(key))

    @override
    async def add(self, name: str, call: CommandCall) -> None:
        """Lay a command beside the others of that name; one that comes again changes nothing."""
        key = self.keys.calls(name)
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.hset(key, call.key, CALL.dump_json(call).decode())
                pipe.expire(key, DAY)
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
        with store_errors():
            await self.client.delete(self.keys.calls(name))
