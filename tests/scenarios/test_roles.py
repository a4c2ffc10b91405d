"""Each role as a process of its own, on one Valkey."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.waiting import wait_until_sync
from tests.scenarios.fleet import Fleet, fleet, in_own_messages, metric, terminate
from tests.scenarios.programs import Program, fetch_answer, get, status_of
from tests.scenarios.test_cli import call
from tests.scenarios.test_sigkill import ORDERS, say

TAKEN = 'chatelier_callbacks_total{result="taken"}'


@pytest.mark.parametrize("role", ["gateway", "worker", "web"])
def test_a_role_needs_a_server(tmp_path: Path, role: str) -> None:
    """Without one it says so in one line, with exit code 2."""
    result = call(tmp_path, role, ACEDATA_TOKEN="test-token-not-real")
    assert result.returncode == 2
    [line] = result.stderr.strip().splitlines()
    assert "CHATELIER_REDIS_URL is not set" in line


def requests(ships: Fleet) -> list[dict[str, Any]]:
    """The orders as the sandbox got them."""
    lines = (ships.folder / "tasks" / "tasks.jsonl").read_text().splitlines()
    return [row["request"] for row in map(json.loads, lines) if "request" in row]


def test_updates_come_as_callbacks(tmp_path: Path) -> None:
    """With a public address the sandbox calls the web process, whoever carries the job; no stream is open."""
    with fleet(tmp_path, PUBLIC_URL="") as ships:
        gateway = ships.program("gateway")
        say(ships, *ORDERS)
        wait_until_sync(lambda: ships.ended(2), "both are painted")
        in_own_messages(ships, 2)
        wait_until_sync(lambda: metric(ships.bot, TAKEN) >= 2, "both were told")
        asked = requests(ships)
        assert len(asked) == 2
        # Where it is to call, the service answers at once and streams nothing.
        assert all(one["callback_url"].startswith(f"{ships.bot.url}/callbacks/") for one in asked)
        assert sum(metric(worker, TAKEN) for worker in ships.workers) == 0
        for program in (gateway.ready(), ships.workers[0]):
            only_tells_how_it_is(program)


def only_tells_how_it_is(program: Program) -> None:
    assert fetch_answer(f"{program.url}/healthz") == "ok\n"
    # A store that is held up for two seconds makes it unready for as long.
    wait_until_sync(lambda: get(f"{program.url}/readyz") == "ready\n", "it is ready")
    assert "chatelier_jobs_running" in fetch_answer(f"{program.url}/metrics")
    for path in ("/", "/chat/ws", "/static/page.js", "/media/kept/0.png", "/callbacks/x/y"):
        assert status_of(f"{program.url}{path}") == 404, path


def test_updates_come_by_lookups_and_by_streams(tmp_path: Path) -> None:
    """Either way the order is painted; it is the worker's setting that counts, and the two may be mixed."""
    with fleet(tmp_path, workers=0) as ships:
        for count, way in enumerate(("poll", "stream"), 1):
            worker = ships.worker(ACEDATA_UPDATES=way)
            say(ships, ORDERS[count - 1])
            wait_until_sync(lambda count=count: ships.ended(count), f"painted by {way}")  # type: ignore[misc]  # mypy does not see defaults of lambdas
            assert terminate(worker) == 0
        in_own_messages(ships, 2)
        polled, streamed = requests(ships)
        assert polled["async"] is True
        assert "async" not in streamed
        assert "callback_url" not in polled | streamed
