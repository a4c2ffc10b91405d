"""Docket's way to Redis, over connections like ours: they wait out what passes, and ask the sentinels."""

from typing import Any

from docket._redis import CONNECT_TIMEOUT, RedisConnection
from redis.asyncio import ConnectionPool
from redis.asyncio.cluster import RedisCluster
from redis.asyncio.retry import Retry
from typing_extensions import override

from bot.store.cluster import RetryingCluster
from bot.store.retries import ENDLESS_RETRY
from bot.store.sentinel import AskingPool, sentinel_pool

# For running jobs, and for commands that come all at once: docket's pool fails, rather than waits, when more are
# wanted, and by itself it has 100.
DOCKET_CONNECTIONS = 5500
# Docket would wait for ever: for a subscription, and for reads of a minute, neither of which it makes here. Its
# longest waits at the server for a tenth of a second.
DOCKET_SOCKET_WAIT_S = 5.0  # seconds


class DocketLink(RedisConnection):
    """Every connection that docket makes; `passing_retry` is how long its calls wait for a store that fails."""

    def __init__(self, url: str, passing_retry: Retry = ENDLESS_RETRY) -> None:
        super().__init__(url)
        self.passing_retry = passing_retry

    @override
    async def _connection_pool_from_url(
        self, decode_responses: bool = False, protocol: int | None = None
    ) -> ConnectionPool:
        options: dict[str, Any] = {
            "decode_responses": decode_responses,
            "max_connections": DOCKET_CONNECTIONS,
            "retry": self.passing_retry,
            "socket_timeout": DOCKET_SOCKET_WAIT_S,
            "socket_connect_timeout": CONNECT_TIMEOUT,
        }
        if protocol is not None:
            options["protocol"] = protocol
        if self.is_sentinel:
            return sentinel_pool(self.url, AskingPool, **options)
        return ConnectionPool.from_url(self.url, **options)

    @override
    async def _create_cluster_client(self) -> RedisCluster:
        options = {"socket_timeout": DOCKET_SOCKET_WAIT_S, "max_connections": DOCKET_CONNECTIONS}
        client = RetryingCluster.at(self.url, passing_retry=self.passing_retry, **options)
        await client.initialize()
        return client

    @override
    def _create_node_pool(self) -> ConnectionPool:
        """For subscriptions, which nobody makes here: see JobWorker."""
        return ConnectionPool()

    @override
    async def publish(self, channel: str, message: str) -> int:
        if self._cluster_client is not None:
            return int(await self._cluster_client.execute_command("PUBLISH", channel, message))
        return await super().publish(channel, message)
