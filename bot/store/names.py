"""What people are called who have no account, and what only we can sign with: both in Redis."""

import secrets
from collections.abc import Sequence

from redis.asyncio import Redis
from typing_extensions import override

from bot.ports import Clock, HeldNames
from bot.store.connection import as_bytes, store_errors
from bot.store.keys import SHOWN_TTL_S, Keys

HELD_NAMES_MOST = 5000  # whoever was not seen for the longest time makes room
SECRET_BYTES = 32


class RedisHeldNames(HeldNames):
    """One sorted set; a name that was not seen for as long as it lives is free again."""

    def __init__(self, client: Redis, keys: Keys, clock: Clock) -> None:
        self.client = client
        self.keys = keys
        self.clock = clock

    @override
    async def hold(self, name: str) -> None:
        now = self.clock.now()
        with store_errors():
            async with self.client.pipeline(transaction=False) as pipe:
                pipe.zadd(self.keys.held_names, {name.casefold(): now})
                pipe.zremrangebyscore(self.keys.held_names, "-inf", now - SHOWN_TTL_S)
                pipe.zremrangebyrank(self.keys.held_names, 0, -HELD_NAMES_MOST - 1)
                pipe.expire(self.keys.held_names, SHOWN_TTL_S)
                await pipe.execute()

    @override
    async def renew(self, name: str) -> None:
        with store_errors():
            await self.client.zadd(self.keys.held_names, {name.casefold(): self.clock.now()}, xx=True)

    @override
    async def free(self, names: Sequence[str]) -> Sequence[str]:
        oldest = self.clock.now() - SHOWN_TTL_S
        with store_errors():
            seen = await self.client.zmscore(self.keys.held_names, [name.casefold() for name in names])
        return [name for name, at in zip(names, seen, strict=True) if at is None or at < oldest]


async def find_secret(client: Redis, keys: Keys, purpose: str) -> bytes:
    """SECRET_BYTES that every process has which asks this store, made when the first does. Raises StoreError."""
    key = keys.secret(purpose)
    with store_errors():
        found = await client.get(key)
        if found is None:
            await client.set(key, secrets.token_bytes(SECRET_BYTES).hex(), nx=True)
            found = await client.get(key)
    return bytes.fromhex(as_bytes(found).decode())
