"""Connections to Redis: patient through a short outage, with errors of ours."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from importlib.resources import files
from typing import cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.commands.core import AsyncScript
from redis.driver_info import DriverInfo
from redis.exceptions import RedisClusterException, RedisError

from bot.domain.errors import StoreError
from bot.store.cluster import RetryingCluster
from bot.store.retries import CLIENT_RETRY
from bot.store.sentinel import AskingPool, BlockingAskingPool, sentinel_pool

# When many jobs end in the same moment they wait for a connection, rather than fail for want of one.
POOL_CONNECTIONS = 64
NODE_CONNECTIONS = 500  # to each node; there they fail, and are tried again, when more are wanted
POOL_WAIT_S = 30.0  # seconds
SOCKET_WAIT_S = 10  # seconds for an answer
PROBE_AFTER_S = 30  # seconds of silence after which a connection is tried before it is used
DRIVER = DriverInfo()  # what redis-py tells the server of itself; otherwise each connection reads it from the disk


@asynccontextmanager
async def connect_redis(
    url: str, *, retry: Retry = CLIENT_RETRY, answer_s: float = SOCKET_WAIT_S
) -> AsyncIterator[Redis]:
    """A client for `redis://`, `rediss://`, `unix://`, and for `+sentinel` or `+cluster` as docket writes them.

    `answer_s`: seconds that a server has for an answer. Raises ValueError for any other address, StoreError when a
    cluster does not answer.
    """
    client = open_client(url, retry, answer_s)
    try:
        if "+cluster://" in url:
            with store_errors():
                await client.initialize()  # before the first subscription has to know its node
        yield client
    finally:
        await client.aclose()


def open_client(url: str, retry: Retry, answer_s: float = SOCKET_WAIT_S) -> Redis:
    scheme = url.partition("://")[0]
    if scheme.endswith("+cluster"):
        options = {
            "socket_timeout": answer_s,
            "health_check_interval": PROBE_AFTER_S,
            "max_connections": NODE_CONNECTIONS,
        }
        return cast("Redis", RetryingCluster.at(url, passing_retry=retry, **options))  # the same commands
    waits = {
        "max_connections": POOL_CONNECTIONS,
        "timeout": POOL_WAIT_S,
        "retry": retry,
        "socket_timeout": answer_s,
        "health_check_interval": PROBE_AFTER_S,
        "driver_info": DRIVER,
    }
    if scheme.endswith("+sentinel"):
        return Redis.from_pool(sentinel_pool(url, BlockingAskingPool, socket_connect_timeout=answer_s, **waits))
    return Redis.from_pool(BlockingConnectionPool.from_url(url, **waits))


def load_script(client: Redis, *names: str) -> AsyncScript:
    """One of the Lua files beside this module, after those that it builds on; each is one transaction."""
    return client.register_script("\n".join(read_script(name) for name in names))


@cache
def read_script(name: str) -> str:
    return files(__name__.rpartition(".")[0]).joinpath("scripts", f"{name}.lua").read_text("utf-8")


@contextmanager
def store_errors() -> Iterator[None]:
    """What goes wrong in Redis is a StoreError to everybody else."""
    try:
        yield
    except (RedisError, RedisClusterException) as error:
        raise StoreError(f"{type(error).__name__}: {error}") from error


def as_bytes(value: object) -> bytes:
    """A reply that is a string: our clients leave replies as bytes, which redis-py's types do not know."""
    assert isinstance(value, bytes)  # noqa: S101 - see connect
    return value


async def follow_master(client: Redis) -> None:
    """Go to the master that sentinels name by now, without waiting to be cut off by the one before."""
    pool = getattr(client, "connection_pool", None)
    if isinstance(pool, AskingPool):
        await pool.follow()
