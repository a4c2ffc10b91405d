"""The connection to Redis: patient through a short outage, and its errors are ours."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.resources import files
from typing import cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.commands.core import AsyncScript
from redis.exceptions import RedisClusterException, RedisError

from bot.domain.errors import StoreError
from bot.store.cluster import PatientCluster
from bot.store.patience import IMPATIENCE, PATIENCE, STAMINA
from bot.store.sentinel import BlockingAskingPool, sentinel_pool

__all__ = ["IMPATIENCE", "PATIENCE", "STAMINA", "blob", "connect", "open_client", "script", "store_errors"]

# When many jobs end in the same moment they wait for a connection, rather than fail for want of one.
CONNECTIONS = 64
IN_CLUSTER = 500  # to each node; there they fail, and are tried again, when more are wanted
POOL_WAIT = 30.0  # seconds
SOCKET_WAIT = 10  # seconds for an answer
PROBE = 30  # seconds of silence after which a connection is tried before it is used


@asynccontextmanager
async def connect(url: str, *, patience: Retry = PATIENCE, answer_s: float = SOCKET_WAIT) -> AsyncIterator[Redis]:
    """A client for `redis://`, `rediss://`, `unix://`, and for `+sentinel` or `+cluster` as docket writes them.

    `answer_s`: seconds that a server has for an answer. ValueError for any other address; StoreError when a cluster
    does not answer.
    """
    client = open_client(url, patience, answer_s)
    try:
        if "+cluster://" in url:
            with store_errors():
                await client.initialize()  # before the first subscription has to know its node
        yield client
    finally:
        await client.aclose()


def open_client(url: str, patience: Retry, answer_s: float = SOCKET_WAIT) -> Redis:
    scheme = url.partition("://")[0]
    if scheme.endswith("+cluster"):
        options = {"socket_timeout": answer_s, "health_check_interval": PROBE, "max_connections": IN_CLUSTER}
        return cast("Redis", PatientCluster.at(url, patience=patience, **options))  # the same commands
    waits = {
        "max_connections": CONNECTIONS,
        "timeout": POOL_WAIT,
        "retry": patience,
        "socket_timeout": answer_s,
        "health_check_interval": PROBE,
    }
    if scheme.endswith("+sentinel"):
        return Redis.from_pool(sentinel_pool(url, BlockingAskingPool, socket_connect_timeout=answer_s, **waits))
    return Redis.from_pool(BlockingConnectionPool.from_url(url, **waits))


def script(client: Redis, *names: str) -> AsyncScript:
    """One of the Lua files beside this module, after those that it builds on; each is one transaction."""
    folder = files(__name__.rpartition(".")[0]).joinpath("scripts")
    return client.register_script("\n".join(folder.joinpath(f"{name}.lua").read_text("utf-8") for name in names))


@contextmanager
def store_errors() -> Iterator[None]:
    """What goes wrong in Redis is a StoreError to everybody else."""
    try:
        yield
    except (RedisError, RedisClusterException) as error:
        raise StoreError(f"{type(error).__name__}: {error}") from error


def blob(value: object) -> bytes:
    """A reply that is a string: our clients leave replies as bytes, which redis-py's types do not know."""
    assert isinstance(value, bytes)  # noqa: S101 - see connect
    return value
