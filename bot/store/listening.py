"""Listens to a channel, and ends when it cannot be sure to hear everything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from bot.store.cluster import PatientCluster
from bot.store.connection import store_errors
from bot.store.sentinel import AskingPool

QUIET = 2.5  # seconds without a word after which the server is asked whether it is still there, and then given up


@asynccontextmanager
async def subscribed(listener: Redis, channel: str) -> AsyncIterator[AsyncIterator[bytes]]:
    """What is said on a channel from here on; it ends when the connection is lost, rather than going on with a gap.

    `listener` must not be patient: a connection that mends itself unseen leaves a gap. StoreError.
    """
    with store_errors():
        await refresh_slots(listener)
    async with listener.pubsub(ignore_subscribe_messages=True) as subscription:
        with store_errors():
            await subscription.subscribe(channel)
        yield heard(subscription, listener)


async def refresh_slots(listener: Any) -> None:
    """A cluster's client that only subscribes would never hear of a fail-over."""
    if isinstance(listener, PatientCluster):
        await listener.refresh()


async def heard(subscription: PubSub, listener: Redis) -> AsyncIterator[bytes]:
    """A server that froze, or a way to it that went silent, looks like one with nothing to say; so it is asked.

    One that was master before a hand-over answers, and hears nothing any more: so the sentinels are asked, too.
    """
    asked, looked = False, monotonic()
    while True:
        try:
            got = await subscription.get_message(timeout=QUIET)
            if got is None:
                if asked:
                    return
                await subscription.ping()
        except RedisError:
            return
        asked = got is None
        if monotonic() - looked > QUIET:
            if await is_elsewhere(subscription, listener):
                return
            looked = monotonic()
        if got is not None and got["type"] == "message":
            yield got["data"]


async def is_elsewhere(subscription: PubSub, listener: Any) -> bool:
    """Whether sentinels name another master than the one that is listened to."""
    if isinstance(listener, PatientCluster):  # all its nodes are told what is said
        return False
    pool = listener.connection_pool
    return isinstance(pool, AskingPool) and await pool.is_elsewhere(subscription.connection)
