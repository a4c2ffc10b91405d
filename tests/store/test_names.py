"""Names that are held, and secrets that are made once, on a real store."""

import asyncio

import pytest
from redis.asyncio import Redis

from bot.store import names as held
from bot.store.keys import SHOWN_TTL_S, Keys
from bot.store.names import RedisHeldNames, find_secret
from tests.fakes.clock import FakeClock


async def test_a_name_is_held_as_long_as_it_is_used(redis: Redis) -> None:
    """In whatever case it is written; using one that nobody holds takes nothing."""
    clock = FakeClock()
    names = RedisHeldNames(redis, Keys(), clock)
    await names.renew("Bob")
    assert await redis.keys() == []
    await names.hold("Ann")
    await names.hold("Eve")
    assert await names.free(["Bob", "ANN", "Zoe", "eve"]) == ["Bob", "Zoe"]
    clock.time += SHOWN_TTL_S / 2
    await names.renew("ann")
    clock.time += SHOWN_TTL_S / 2 + 1
    assert await names.free(["Ann", "Eve"]) == ["Eve"]


async def test_names_are_bounded(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many somebody takes; those go that were not seen for the longest time."""
    monkeypatch.setattr(held, "HELD_NAMES_MOST", 3)
    clock = FakeClock()
    names = RedisHeldNames(redis, Keys(), clock)
    for name in ("a", "b", "c", "a", "d"):
        await names.hold(name)
        clock.time += 1
    assert await names.free(["a", "b", "c", "d"]) == ["b"]
    [key] = await redis.keys()
    assert 0 < await redis.ttl(key) <= SHOWN_TTL_S


async def test_a_secret_is_made_once(redis: Redis) -> None:
    """Also by processes that start at the same time; each purpose has its own, and a lost store makes new ones."""
    asked = [find_secret(redis, Keys(), "guests") for _ in range(8)]
    [secret] = set(await asyncio.gather(*asked))
    assert len(secret) == 32
    assert await find_secret(redis, Keys(), "other") != secret
    await redis.flushdb()
    assert await find_secret(redis, Keys(), "guests") != secret
