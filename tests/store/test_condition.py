"""What a server says of itself, judged: what would lose or double an order is one line with its cure."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.clock import SystemClock
from bot.compose.store import open_store
from bot.domain.finding import Status
from bot.environment import SettingsError
from bot.settings import Settings
from bot.store.condition import judge_server
from tests.fakes.servers import valkey

WELL: dict[str, Any] = {
    "redis_version": "7.4.1",
    "role": "master",
    "loading": 0,
    "aof_enabled": 1,
    "aof_last_write_status": "ok",
    "aof_last_bgrewrite_status": "ok",
    "maxmemory": 0,
    "maxmemory_policy": "noeviction",
    "used_memory": 10**6,
    "connected_slaves": 0,
}
STEADY = {"state": "online", "lag": 1}
REPLICATED = WELL | {"connected_slaves": 1, "slave0": STEADY, "min_slaves_good_slaves": 1}
ALWAYS = {"appendfsync": "always"}


@pytest.mark.parametrize(
    ("info", "settings", "status", "part"),
    [
        (WELL | {"redis_version": "6.2.7"}, ALWAYS, Status.FAIL, "Redis 6.2.7 is too old"),
        (WELL | {"redis_version": "5.0.14"}, {}, Status.FAIL, "too old"),
        (WELL | {"redis_version": "7.0.15"}, ALWAYS, Status.WARN, "WAITAOF"),
        (WELL | {"role": "slave"}, ALWAYS, Status.FAIL, "redis+sentinel://"),
        (WELL | {"loading": 1}, ALWAYS, Status.FAIL, "loading"),
        (WELL | {"aof_enabled": 0}, {}, Status.WARN, "appendonly yes"),
        (WELL, {"appendfsync": "no"}, Status.WARN, "appendfsync always"),
        (WELL | {"aof_last_write_status": "err"}, ALWAYS, Status.FAIL, "make room"),
        (WELL | {"maxmemory_policy": "allkeys-lru", "maxmemory": 10**9}, ALWAYS, Status.FAIL, "noeviction"),
        (WELL | {"maxmemory_policy": "volatile-lru"}, ALWAYS, Status.WARN, "not volatile-lru"),
        (WELL | {"maxmemory": 10**6 + 1}, ALWAYS, Status.WARN, "100% full"),
        (WELL | {"connected_slaves": 1, "slave0": STEADY}, ALWAYS, Status.WARN, "min-replicas-to-write 1"),
        (REPLICATED | {"slave0": {"state": "online", "lag": 40}}, ALWAYS, Status.WARN, "1 of 1 replicas"),
        (REPLICATED | {"slave0": {"state": "wait_bgsave", "lag": 0}}, ALWAYS, Status.WARN, "do not keep up"),
        (REPLICATED | {"min_slaves_good_slaves": 0}, ALWAYS, Status.FAIL, "no replica keeps up"),
    ],
)
def test_each_fault_is_one_line_with_its_cure(
    info: dict[str, Any], settings: dict[str, Any], status: Status, part: str
) -> None:
    """And it names the setting that leads there."""
    told, found = judge_server(info, settings, "at home")
    assert told.status is Status.OK
    assert found.status is status
    assert part in found.text
    assert "CHATELIER_REDIS_URL" in found.text


@pytest.mark.parametrize(
    ("info", "settings", "text"),
    [
        (WELL, ALWAYS, "Store: redis 7.4.1 at home, a log (appendfsync always), no replica"),
        (WELL, {}, "Store: redis 7.4.1 at home, a log, no replica"),
        (
            REPLICATED | {"server_name": "valkey", "valkey_version": "9.1.2", "slave1": STEADY},
            {"appendfsync": "everysec"},
            "Store: valkey 9.1.2 at home, a log (appendfsync everysec), 2 replicas",
        ),
    ],
)
def test_a_server_that_is_well_is_one_line(info: dict[str, Any], settings: dict[str, Any], text: str) -> None:
    """What it is, where, and what it keeps."""
    assert [(one.status, one.text) for one in judge_server(info, settings, "at home")] == [(Status.OK, text)]


def test_what_a_server_does_not_say_is_not_held_against_it() -> None:
    """Some that are like Redis leave fields out."""
    found = judge_server({"redis_version": "7.2.0", "aof_enabled": 1}, {}, "at home")
    assert [one.status for one in found] == [Status.OK]


async def test_a_server_that_is_too_old_is_refused_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one line; otherwise orders would be taken and never run."""
    monkeypatch.setattr("bot.store.condition.OLDEST_REDIS", (99, 0))
    with valkey(tmp_path / "store") as server:
        settings = Settings(redis_url=SecretStr(server.url), data_dir=tmp_path / "data")
        with pytest.raises(SettingsError, match=r"CHATELIER_REDIS_URL: Redis [0-9.]+ is too old"):
            async with open_store(settings, SystemClock()):
                pass


async def test_what_is_wrong_with_a_server_is_said_at_the_start(tmp_path: Path) -> None:
    """One line for each thing, and the bot runs: it is the operator's choice."""
    with valkey(tmp_path / "store", "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru") as server:
        settings = Settings(redis_url=SecretStr(server.url), data_dir=tmp_path / "data")
        with capture_logs() as logs:
            async with open_store(settings, SystemClock()):
                pass
    told = [(line["log_level"], line["hint"]) for line in logs if line["event"] == "store.in_doubt"]
    assert [level for level, _ in told] == ["warning", "error"]
    assert "appendonly yes" in told[0][1]
    assert "noeviction" in told[1][1]
