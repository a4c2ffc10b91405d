"""How long every key of a store has still to live, for tests which claim that nothing stays for ever."""

from typing import Any

# What Redis says of a key that has no expiry, and of one that is not there: https://redis.io/docs/latest/commands/ttl
NONE, GONE = -1, -2


async def read_expiries(redis: Any) -> dict[str, int]:
    """Seconds left by key, `NONE` for ever; one that expires while the others are read is none of them."""
    keys = sorted([key.decode() async for key in redis.scan_iter(count=1000)])
    left = {key: int(await redis.ttl(key)) for key in keys}
    return {key: seconds for key, seconds in left.items() if seconds != GONE}


async def endless_keys(redis: Any) -> list[str]:
    """The keys that would stay for ever."""
    return [key for key, seconds in (await read_expiries(redis)).items() if seconds == NONE]
