"""A client of a cluster that waits out what passes, and finds the cluster by any of several names."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self, cast
from urllib.parse import unquote

from docket._redis_sentinel import urlparse_multihost
from redis.asyncio.cluster import ClusterNode, ClusterPipeline, RedisCluster
from redis.asyncio.connection import AbstractConnection, Connection, SSLConnection, parse_url
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Disconnected
from typing_extensions import override

from bot.store.retries import CLIENT_RETRY

REDIS_PORT = 6379
# Of redis-py's own, one after the other and each with the slots read anew; what is left to wait for is ours.
NODE_RETRY = Retry(NoBackoff(), retries=2)
NODE_DIAL_S = 2.0  # seconds for a connection: there are other nodes


class SharedStreams(AbstractConnection):
    """A connection to a node. After a fail-over redis-py closes those of a node that are idle; who takes one up in
    that moment finds its streams gone, which is a connection lost (redis-py 8.1: an AttributeError).
    """

    @override
    async def send_packed_command(self, *args: Any, **kwargs: Any) -> None:
        with gone_is_lost():
            await super().send_packed_command(*args, **kwargs)

    @override
    async def read_response(self, *args: Any, **kwargs: Any) -> Any:
        with gone_is_lost():
            return await super().read_response(*args, **kwargs)


class SharedConnection(SharedStreams, Connection):
    """Over TCP."""


class SharedTLSConnection(SharedStreams, SSLConnection):
    """Over TLS."""


@contextmanager
def gone_is_lost() -> Iterator[None]:
    try:
        yield
    except AttributeError as error:
        if error.obj is not None:
            raise
        raise Disconnected("closed while it was taken up") from error


class RetryingCluster(RedisCluster):
    """`passing_retry` covers what the tries of redis-py leave: a fail-over under way, nodes that take no writes."""

    def __init__(self, *args: Any, passing_retry: Retry = CLIENT_RETRY, **options: Any) -> None:
        super().__init__(*args, **{**options, "retry": NODE_RETRY})
        self.passing_retry = passing_retry
        # The nodes manager makes its nodes out of the same dict.
        tls = self.connection_kwargs["connection_class"] is SSLConnection
        self.connection_kwargs["connection_class"] = SharedTLSConnection if tls else SharedConnection
        # Kept beside the nodes that the cluster names: those may all be gone when it is asked again.
        self.given = [(node.host, int(node.port)) for node in self.startup_nodes]

    @classmethod
    def at(cls, url: str, **options: Any) -> Self:
        """`redis+cluster://name:password@host:port,host:port/?…`; raises ValueError for what is no such address."""
        parsed = urlparse_multihost(url)
        login, _, hosts = parsed.netloc.rpartition("@")
        name, _, password = login.partition(":")
        scheme = parsed.scheme.removesuffix("+cluster")
        read: dict[str, Any] = dict(
            parse_url(f"{scheme}://node/?{parsed.query}" if parsed.query else f"{scheme}://node/")
        )
        for own in ("host", "port", "db", "connection_class"):
            read.pop(own, None)
        if name:
            read["username"] = unquote(name)
        if password:
            read["password"] = unquote(password)
        nodes = [read_node(one) for one in hosts.split(",") if one]
        return cls(
            startup_nodes=nodes,
            ssl=scheme == "rediss",
            **{"socket_connect_timeout": NODE_DIAL_S, **options, **read},
        )

    @override
    async def initialize(
        self,
        additional_startup_nodes_info: list[tuple[str, int]] | None = None,
        last_failed_node_name: str | None = None,
    ) -> "RedisCluster":
        known = [*(additional_startup_nodes_info or []), *self.given]
        return await super().initialize(known, last_failed_node_name)

    @override
    async def execute_command(self, *args: Any, **kwargs: Any) -> Any:
        tried = super().execute_command
        return await self.passing_retry.call_with_retry(lambda: tried(*args, **dict(kwargs)), ignore_error)

    @override
    def pipeline(self, transaction: Any = None, shard_hint: Any = None) -> ClusterPipeline:
        return PatientPipeline(self, transaction)  # type: ignore[abstract]  # so is the one it is made of

    async def refresh(self) -> None:
        """Read anew who has which slots: who only subscribes would never hear of a fail-over."""
        await self.initialize()
        await self.nodes_manager.initialize(additional_startup_nodes_info=self.given)


class PatientPipeline(ClusterPipeline):
    """Sends again what failed of it."""

    @override
    async def execute(self, raise_on_error: bool = True, allow_redirections: bool = True) -> list[Any]:
        strategy: Any = self._execution_strategy
        commands = list(strategy._command_queue)  # noqa: SLF001 - a try that fails leaves it empty
        tried = super().execute

        async def again() -> list[Any]:
            strategy._command_queue = list(commands)  # noqa: SLF001 - as above
            return await tried(raise_on_error, allow_redirections)

        cluster = cast("RetryingCluster", self.cluster_client)
        return await cluster.passing_retry.call_with_retry(again, ignore_error)


async def ignore_error(_error: Exception) -> None:
    """The cluster client has dropped the connection already."""


def read_node(text: str) -> ClusterNode:
    """`host`, `host:port` or `[address]:port`."""
    host, colon, port = text.rpartition(":")
    if not colon or text.endswith("]"):
        host, port = text, str(REDIS_PORT)
    return ClusterNode(host.strip("[]"), int(port))
