"""Connections to the master that sentinels name, asked anew before each dial.

redis-py asks when a connection is opened, but not when one is dialled again within a retry: that goes to the
address it had, for as long as the retry lasts, though another server is the master by then (its issue 3874).
"""

from contextlib import suppress
from typing import Any

from docket._redis_sentinel import OwnedSentinelConnectionPool, parse_sentinel_url
from redis.asyncio import BlockingConnectionPool
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import (
    Sentinel,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from typing_extensions import override

SENTINEL_WAIT_S = 1.0  # seconds for a sentinel's answer: there are others, and the next try asks all of them again


class AskingConnection(SentinelManagedConnection):
    """Dials whoever is the master now."""

    @override
    async def _connect(self) -> None:
        self.host, self.port = await self.connection_pool.get_master_address()
        await super()._connect()  # type: ignore[no-untyped-call]  # redis-py has no types here


class AskingSSLConnection(SentinelManagedSSLConnection):
    """The same over TLS."""

    @override
    async def _connect(self) -> None:
        self.host, self.port = await self.connection_pool.get_master_address()
        await super()._connect()  # type: ignore[no-untyped-call]  # redis-py has no types here


class AskingPool(OwnedSentinelConnectionPool):
    """Fails when more than `max_connections` are wanted at once."""

    @override
    async def release(self, connection: Any) -> None:
        """One to a master that was replaced meanwhile is not used again."""
        if self.master_address not in {None, (connection.host, connection.port)}:
            connection.mark_for_reconnect()
        await super().release(connection)

    async def follow(self) -> None:
        """Ask the sentinels, and leave a master that was replaced: it answers for seconds, from what it had."""
        with suppress(RedisError, OSError):
            await self.get_master_address()  # type: ignore[no-untyped-call]  # as above

    async def is_elsewhere(self, connection: Any) -> bool:
        """Whether the sentinels name another master than that of a connection; False when they cannot say."""
        try:
            master = await self.get_master_address()  # type: ignore[no-untyped-call]  # as above
        except (RedisError, OSError):
            return False
        return tuple(master) != (connection.host, connection.port)


class BlockingAskingPool(AskingPool, BlockingConnectionPool):
    """Waits up to `timeout` seconds for a connection instead."""


def sentinel_pool(url: str, pool_class: type[AskingPool], **options: Any) -> AskingPool:
    """A pool for a `redis+sentinel://` address, as docket reads it; what it sets goes before `options`."""
    read = parse_sentinel_url(url)
    waits = {
        "socket_timeout": SENTINEL_WAIT_S,
        "socket_connect_timeout": SENTINEL_WAIT_S,
        "retry": Retry(NoBackoff(), 0),
    }
    given = dict(read.connection_kwargs)
    secure = given.pop("ssl", False)
    return pool_class(
        read.service_name,
        Sentinel(  # type: ignore[no-untyped-call]  # as above
            read.sentinels, sentinel_kwargs={**waits, **read.sentinel_kwargs}
        ),
        **{"db": read.db, "socket_keepalive": True, **options, **given},
        connection_class=AskingSSLConnection if secure else AskingConnection,
    )
