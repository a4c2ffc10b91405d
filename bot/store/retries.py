"""Which failures of the store pass by themselves, and how long each of our connections waits for that."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import (
    ClusterDownError,
    MasterDownError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisClusterException,
    RedisError,
    TryAgainError,
)
from redis.exceptions import (
    ConnectionError as Disconnected,
)
from redis.exceptions import (
    TimeoutError as TimedOut,
)
from typing_extensions import override

from bot.outage import outage_log

T = TypeVar("T")

# Lost ways to the server (one that is loading, or wants a password that it did not want, counts as lost), and
# refusals that redis-py has a name for.
PASSING_ERRORS = (
    Disconnected,
    TimedOut,
    ReadOnlyError,
    OutOfMemoryError,
    MasterDownError,
    TryAgainError,
    ClusterDownError,
)
# Those that it has none for, by the word that the server's answer begins with (valkey/src/server.c, shared errors);
# redis-py puts words of its own before it when the command was one of a pipeline.
REFUSAL_WORDS = "MISCONF|NOREPLICAS|UNBLOCKED|BUSY|LOADING|READONLY|OOM|MASTERDOWN|CLUSTERDOWN|TRYAGAIN"
CLUSTER_AWAY = re.compile(r"cannot be connected|not covered|could not agree")
REFUSALS = re.compile(rf"(?:^|caused error: \(?['\"]?)(?:{REFUSAL_WORDS})\b")


def passes_by_itself(error: BaseException) -> bool:
    """Whether the same command may succeed later, with nobody having changed the program or its rights."""
    if isinstance(error, PASSING_ERRORS):
        return True
    if isinstance(error, RedisClusterException):  # of no one kind: most are mistakes of the program
        return CLUSTER_AWAY.search(str(error)) is not None
    return isinstance(error, RedisError) and REFUSALS.search(str(error)) is not None


class PassingRetry(Retry):
    """Tries again whatever passes by itself; redis-py's own does so for lost connections only.

    `retries` below 0: for ever.
    """

    def __init__(self, backoff: Any, retries: int) -> None:
        super().__init__(backoff, retries, (RedisError, RedisClusterException))  # type: ignore[arg-type]  # it is caught

    @override
    async def call_with_retry(
        self,
        do: Callable[[], Awaitable[T]],
        fail: Callable[..., Any],
        is_retryable: Callable[[Exception], bool] | None = None,
        with_failure_count: bool = False,
    ) -> T:
        failures = 0

        def passing(error: Exception) -> bool:
            nonlocal failures
            failures += 1
            if failures > 1 and passes_by_itself(error):  # the first is often a connection that had gone stale
                outage_log.report("connection", error)
            return passes_by_itself(error) and (is_retryable is None or is_retryable(error))

        return await super().call_with_retry(do, fail, passing, with_failure_count)


# 0.05 s doubling to 1 s: about 10 s in all, longer than a server needs to start again with its data.
CLIENT_RETRY = PassingRetry(ExponentialBackoff(cap=1.0, base=0.05), retries=14)

# For the queue: a worker has nothing else to do. Docket's loop, when a call of it fails, takes no more jobs until
# all that run have ended; so none fails for what passes.
ENDLESS_RETRY = PassingRetry(ExponentialBackoff(cap=1.0, base=0.05), retries=-1)

# For who has to know that a connection was lost.
NO_RETRY = Retry(NoBackoff(), retries=0)
