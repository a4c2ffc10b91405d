"""What passes by itself is waited for, and told once a minute; everything else is a mistake and raised at once."""

import pytest
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    ClusterDownError,
    DataError,
    MasterDownError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisClusterException,
    ResponseError,
    TryAgainError,
)
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import TimeoutError as TimedOut
from structlog.testing import capture_logs

from bot.outage import OutageLog
from bot.store.retries import NO_RETRY, PassingRetry, passes_by_itself

PASSING = [
    Disconnected("reset by peer"),
    TimedOut("no answer"),
    BusyLoadingError("loading the dataset in memory"),
    AuthenticationError("Authentication required."),
    ReadOnlyError("You can't write against a read only replica."),
    OutOfMemoryError("command not allowed when used memory > 'maxmemory'."),
    MasterDownError("Link with MASTER is down"),
    TryAgainError("Multiple keys request during rehashing of slot"),
    ClusterDownError("The cluster is down"),
    ResponseError("MISCONF Errors writing to the AOF file: No space left on device"),
    ResponseError("NOREPLICAS Not enough good replicas to write."),
    ResponseError("UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)"),
    ResponseError("BUSY Valkey is busy running a script."),
    ResponseError("Command # 2 (SET a 1) of pipeline caused error: MISCONF Errors writing to the AOF file"),
    ResponseError("Command # 1 (SET a 1) of pipeline caused error: ('NOREPLICAS Not enough good replicas.',)"),
    RedisClusterException("Redis Cluster cannot be connected. Please provide at least one reachable node"),
    RedisClusterException("All slots are not covered after query all startup_nodes. 5461 of 16384 covered..."),
]
LASTING = [
    ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value"),
    ResponseError("Command # 1 (SET a MISCONF) of pipeline caused error: WRONGTYPE Operation against a key"),
    ResponseError("unknown command 'FOO'"),
    NoPermissionError("this user has no permissions to run the 'info' command"),
    DataError("Invalid input of type: 'dict'"),
    RedisClusterException("No way to dispatch this command to Redis Cluster. Missing key."),
    ValueError("MISCONF"),
]


@pytest.mark.parametrize("error", PASSING, ids=str)
def test_this_passes(error: Exception) -> None:
    """Lost ways to the server, and refusals that end without anybody changing the program."""
    assert passes_by_itself(error)


@pytest.mark.parametrize("error", LASTING, ids=str)
def test_this_does_not(error: Exception) -> None:
    """A mistake of the program or of its rights stays one."""
    assert not passes_by_itself(error)


class Failing:
    """Fails so many times, and then does what it is asked."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error = error
        self.left = times
        self.tries = 0
        self.dropped = 0

    async def do(self) -> str:
        self.tries += 1
        if self.left:
            self.left -= 1
            raise self.error
        return "done"

    async def fail(self, _: Exception) -> None:
        self.dropped += 1


@pytest.mark.parametrize("error", PASSING, ids=str)
async def test_patience_outlasts_it(error: Exception) -> None:
    """And drops the connection each time, since the next one may lead to another server."""
    failing = Failing(error, 5)
    assert await PassingRetry(NoBackoff(), -1).call_with_retry(failing.do, failing.fail) == "done"
    assert (failing.tries, failing.dropped) == (6, 5)


@pytest.mark.parametrize(
    ("retry", "error", "tries"),
    [
        (PassingRetry(NoBackoff(), 3), PASSING[0], 4),
        (PassingRetry(NoBackoff(), -1), LASTING[0], 1),
        (NO_RETRY, PASSING[0], 1),
    ],
)
async def test_patience_ends(retry: Retry, error: Exception, tries: int) -> None:
    """With its tries, or at once when nothing would be better next time."""
    failing = Failing(error, 100)
    with pytest.raises(type(error)):
        await retry.call_with_retry(failing.do, failing.fail)
    assert failing.tries == tries


def test_an_outage_is_a_line_a_minute() -> None:
    """However many meet it; and one when it is over."""
    outage = OutageLog()
    with capture_logs() as logs:
        for tenth in range(1200):
            outage.report("somewhere", PASSING[0], tenth / 10)
        outage.end_outage(120.0)
        outage.end_outage(121.0)
    assert [line["event"] for line in logs] == ["store.failed", "store.failed", "store.recovered"]
    assert [line.get("seconds") for line in logs[:2]] == [0, 60]
    assert logs[2]["after"] == 120.0
