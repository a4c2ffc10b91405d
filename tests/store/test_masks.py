"""Masks of orders: kept for two days, and for two more when they are wanted again."""

from redis.asyncio import Redis

from bot.store.keys import MASK_TTL_S, Keys
from bot.store.masks import RedisMasks

HOUR_S = 3600


async def test_a_mask_is_kept_under_its_name(redis: Redis) -> None:
    """The same for the same pixels; another one has another."""
    masks = RedisMasks(redis, Keys())
    name = await masks.put(b"\xff\xd8one")
    assert await masks.put(b"\xff\xd8one") == name
    assert await masks.put(b"\xff\xd8two") != name
    assert await masks.get(name) == b"\xff\xd8one"
    assert await masks.get("unknown") is None


async def test_how_long(redis: Redis) -> None:
    """Two days; renewed it is two days again, and what is gone is not."""
    masks, keys = RedisMasks(redis, Keys()), Keys()
    name = await masks.put(b"\xff\xd8one")
    assert MASK_TTL_S == 48 * HOUR_S
    assert 47 * HOUR_S < await redis.ttl(keys.mask(name)) <= MASK_TTL_S
    await redis.expire(keys.mask(name), HOUR_S)
    assert await masks.renew(name)
    assert 47 * HOUR_S < await redis.ttl(keys.mask(name)) <= MASK_TTL_S
    await redis.delete(keys.mask(name))
    assert not await masks.renew(name)
