"""What platforms have said that we may not do in their places, in Redis."""

from collections.abc import Mapping

from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.errors import Right
from bot.domain.ids import Place
from bot.ports import Denial, Denials
from bot.store.connection import as_bytes, store_errors
from bot.store.keys import DENIED_TTL_S, Keys

SEEN_MARK = "seen"  # after the moment, when the platform itself said so


class RedisDenials(Denials):
    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def note(self, place: Place, right: Right, denial: Denial) -> None:
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.hset(self.keys.denied(place), right, f"{denial.at} {SEEN_MARK if denial.seen else ''}")
                pipe.expire(self.keys.denied(place), DENIED_TTL_S)
                await pipe.execute()

    @override
    async def find(self, place: Place) -> Mapping[Right, Denial]:
        with store_errors():
            found = await self.client.hgetall(self.keys.denied(place))
        return {
            Right(as_bytes(right).decode()): read_denial(as_bytes(value).decode()) for right, value in found.items()
        }

    @override
    async def clear(self, place: Place) -> None:
        with store_errors():
            await self.client.delete(self.keys.denied(place))


def read_denial(value: str) -> Denial:
    at, _, seen = value.partition(" ")
    return Denial(float(at), seen=seen == SEEN_MARK)
