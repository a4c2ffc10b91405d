"""What tests of expiring keys stand on: a key without an end is found, one that has just ended is none."""

from collections.abc import AsyncIterator

from redis.asyncio import Redis

from tests.fakes.expiries import NONE, endless_keys, read_expiries


class Outlived:
    """A store whose last listed key has ended before anybody asks how long it lives."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.ttl = redis.ttl

    async def scan_iter(self, count: int) -> AsyncIterator[bytes]:
        async for key in self.redis.scan_iter(count=count):
            yield key
        yield b"ended"


async def test_only_keys_without_an_end_are_endless(redis: Redis) -> None:
    """A lasting key is named, one with an end is not, one that ended meanwhile is no key at all."""
    await redis.set("lasting", 1)
    await redis.set("ending", 1, ex=60)
    found = await read_expiries(Outlived(redis))
    assert found.keys() == {"lasting", "ending"}
    assert found["lasting"] == NONE
    assert await endless_keys(Outlived(redis)) == ["lasting"]
