"""What the doctor says of each thing that is wrong: the setting, the cure, and nothing else."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from tests.fakes.ports import free_port
from tests.fakes.servers import ONCE, answers, server_binary
from tests.fakes.waiting import PATIENCE, wait_until_sync
from tests.scenarios.programs import Program, get, programs
from tests.scenarios.test_cli import call

PASSWORD = "not-a-real-password"
TOKEN = {"ACEDATA_TOKEN": "test-token-not-real"}


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Its port; it wants a password, evicts, keeps no log, and knows a user who may not ask INFO."""
    folder, port = tmp_path_factory.mktemp("valkey"), free_port()
    options = ["--port", str(port), "--save", "", "--requirepass", PASSWORD, "--maxmemory", "50mb"]
    options += ["--maxmemory-policy", "allkeys-lru"]
    server = subprocess.Popen([server_binary(), *options], cwd=folder, stdout=subprocess.DEVNULL)
    try:
        with Redis(port=port, password=PASSWORD, retry=ONCE) as client:
            wait_until_sync(lambda: answers(client), "Valkey answers")
            client.execute_command("ACL SETUSER bot on >" + PASSWORD + " ~* &* +@all -@dangerous -@admin")
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


@pytest.mark.parametrize(
    ("address", "status", "part"),
    [
        ("redis://127.0.0.1:{port}", "fail", "does not accept the user or password"),
        ("redis://:wrong@127.0.0.1:{port}", "fail", "does not accept the user or password"),
        ("redis://:{password}@127.0.0.1:{port}/99", "fail", "of a database that the server does not have"),
        ("rediss://:{password}@127.0.0.1:{port}", "fail", "does not speak TLS"),
        ("redis://127.0.0.1:1", "fail", "nothing listens at the address"),
        ("redis://no-such-host.invalid", "fail", "no server has the name"),
        ("redis://:{password}@127.0.0.1:{port}", "fail", "maxmemory-policy"),
        ("redis://bot:{password}@127.0.0.1:{port}", "warn", "+info"),
    ],
)
def test_a_store_that_will_not_do(tmp_path: Path, valkey: int, address: str, status: str, part: str) -> None:
    """One object for programs, with the setting in it, without the password, and nothing beside it."""
    url = address.format(port=valkey, password=PASSWORD)
    result = call(tmp_path, "doctor", "--json", REDIS_URL=url)
    told = json.loads(result.stdout)
    found = [one for one in told["findings"] if one["name"] == "store" and one["status"] == status]
    assert any(part in one["text"] and "REDIS_URL" in one["text"] for one in found), told
    assert (result.returncode, told["ok"]) == (1, False)  # there is no token, in any case
    assert result.stderr == ""
    assert PASSWORD not in result.stdout


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"ACEDATA_UPDATES": "callback"}, "CHATELIER_ACEDATA_UPDATES: callback needs CHATELIER_PUBLIC_URL"),
        ({"MEDIA_URL": "file:///proc/nowhere"}, "CHATELIER_MEDIA_URL"),
        ({"ACEDATA_PLATFORM_TOKEN": "platform-v1-0", "ACEDATA_PLATFORM_URL": "{away}"}, "ACEDATA_PLATFORM_TOKEN"),
        ({**TOKEN, "ACEDATA_BASE_URL": "{other}"}, "is that the API's address"),
        ({"HTTP_PORT": "{taken}"}, "CHATELIER_HTTP_PORT"),
        ({"WEBCHAT": "false"}, "CHATELIER_WEBCHAT is off"),
    ],
)
def test_a_setting_that_will_not_do(tmp_path: Path, settings: dict[str, str], part: str) -> None:
    """Each line names it."""
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1"]
    port = free_port()
    with (
        subprocess.Popen([*command, str(port)], cwd=tmp_path, stderr=subprocess.DEVNULL) as other,
        socket.socket() as taken,
    ):
        try:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            wait_until_sync(lambda: get(f"http://127.0.0.1:{port}/") is not None, "another server answers")
            names = {"away": f"http://127.0.0.1:{free_port()}", "other": f"http://127.0.0.1:{port}"}
            given = {name: value.format(taken=taken.getsockname()[1], **names) for name, value in settings.items()}
            result = call(tmp_path, "doctor", **given)
        finally:
            other.terminate()
    lines = [line for line in result.stdout.splitlines() if part in line]
    assert lines
    assert all(line.startswith(("FAIL  ", "warn  ")) for line in lines)
    assert result.returncode == 1
    assert result.stderr == ""


def test_the_bot_that_runs_is_well(tmp_path: Path) -> None:
    """It holds its folder and its port, as it should."""
    with programs(tmp_path) as started:
        sandbox = Program(["sandbox"], tmp_path / "sandbox")
        sandbox.arguments += ["--port", str(sandbox.port)]
        settings = {**TOKEN, "ACEDATA_BASE_URL": sandbox.url}
        bot = Program(["run"], tmp_path, settings)
        started += [sandbox.start(), bot.start()]
        sandbox.ready("/health")
        bot.ready()
        result = call(tmp_path, "doctor", HTTP_PORT=str(bot.port), **settings)
    assert result.returncode == 0, result.stdout
    assert "used by the bot that runs (process" in result.stdout
    assert "HTTP: a bot of this kind answers" in result.stdout


def test_a_start_tells_at_once_what_does_not_mend_itself(tmp_path: Path, valkey: int) -> None:
    """In one line and with code 2; what may come later ends with another, so that a supervisor starts it again."""
    wrong = call(tmp_path, "run", **TOKEN, REDIS_URL=f"redis://:wrong@127.0.0.1:{valkey}", LOG_LEVEL="error")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1), wrong.stderr
    assert "CHATELIER_REDIS_URL: the server does not accept the user or password" in wrong.stderr
    away = call(tmp_path, "run", **TOKEN, REDIS_URL="redis://127.0.0.1:1", LOG_LEVEL="error")
    assert (away.returncode, away.stderr.count("\n")) == (75, 1), away.stderr
    folder = call(tmp_path, "run", **TOKEN, MEDIA_URL="nonsense://x", LOG_LEVEL="error")
    assert (folder.returncode, folder.stderr.count("\n")) == (2, 1), folder.stderr
