"""The command line as an operator meets it."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.waiting import PATIENCE, wait_until_sync
from tests.scenarios.programs import CHATELIER, Program, execute, programs, sandbox_counts

TOKEN = {"ACEDATA_TOKEN": "test-token-not-real"}

# The object store's thread is held where a busy machine holds it now and then: just after it has woken the program.
DAWDLING = """
import asyncio, sys, threading, time
wake = asyncio.BaseEventLoop.call_soon_threadsafe
def dawdle(*given, **named):
    handle = wake(*given, **named)
    if threading.current_thread() is not threading.main_thread():
        print("a thread is held", file=sys.stderr)
        end = time.monotonic() + 600
        while time.monotonic() < end:
            time.sleep(0.001)  # and asks for the interpreter's lock
    return handle
asyncio.BaseEventLoop.call_soon_threadsafe = dawdle
sys.argv[0] = "chatelier"
from bot.cli import main
main()
"""


@pytest.fixture(autouse=True)
def _executed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Program, "begin", staticmethod(execute))


def call(folder: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    given = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "CHATELIER_DATA_DIR": str(folder / "data")}
    given |= {f"CHATELIER_{name}": value for name, value in settings.items()}
    return subprocess.run(
        [str(CHATELIER), *arguments],
        cwd=folder,
        env=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "settings", "part"),
    [
        (["run"], {}, "CHATELIER_ACEDATA_TOKEN is not set"),
        (["run"], {"HTTP_PORT": "x"}, "CHATELIER_HTTP_PORT"),
        (["demo"], {"LOG_LEVEL": "loud"}, "CHATELIER_LOG_LEVEL"),
        (["run"], {"REDIS_URL": "nonsense", **TOKEN}, "CHATELIER_REDIS_URL"),
        (["run"], {**TOKEN, "FLAGS_FILE": "/nowhere/flags.toml"}, "CHATELIER_FLAGS_FILE"),
        (["sandbox", "--fault", "nonsense"], {}, "--fault"),
    ],
)
def test_a_wrong_setting_is_one_line_and_code_2(
    tmp_path: Path, arguments: list[str], settings: dict[str, str], part: str
) -> None:
    """Never a traceback."""
    result = call(tmp_path, *arguments, **settings)
    assert result.returncode == 2, result
    assert part in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    """With the setting, or the option, that changes it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = call(tmp_path, "demo", HTTP_PORT=port)
        stand_in = call(tmp_path, "sandbox", "--port", port)
    assert result.returncode == stand_in.returncode == 2
    assert "CHATELIER_HTTP_PORT" in result.stderr.splitlines()[-1]
    assert stand_in.stderr.startswith(
        f"chatelier: --host, --port: cannot listen on 127.0.0.1:{port}: something listens"
    )
    assert "Traceback" not in result.stderr + stand_in.stderr


def test_two_bots_on_one_folder(tmp_path: Path) -> None:
    """The second is refused, and told which folder and what to do."""
    with programs(tmp_path) as started:
        started.append(Program(["demo"], tmp_path).start().ready())
        result = call(tmp_path, "demo", "--folder", str(tmp_path / "data"), HTTP_PORT="0")
    assert result.returncode == 2
    assert f"{tmp_path / 'data' / 'sandbox'} are in use by process" in result.stderr.splitlines()[-1]


def test_two_stand_ins_on_one_folder(tmp_path: Path) -> None:
    """The second is refused in one line, whoever has the tasks: a sandbox, or a demo."""
    state = str(tmp_path / "data" / "sandbox")
    with programs(tmp_path) as started:
        started.append(Program(["sandbox", "--state", state], tmp_path))
        started[0].arguments += ["--port", str(started[0].port)]
        started[0].start().ready("/health")
        again = call(tmp_path, "sandbox", "--state", state, "--port", "0")
        demo = call(tmp_path, "demo", "--folder", str(tmp_path / "data"), HTTP_PORT="0")
        started[0].kill()
        started.append(Program(["sandbox", "--state", state], tmp_path, port=started[0].port))
        started[1].arguments += ["--port", str(started[1].port)]
        started[1].start().ready("/health")  # what was killed holds nothing
    for refused in (again, demo):
        assert refused.returncode == 2
        assert refused.stderr.splitlines()[-1].startswith("chatelier: --folder, --state: ")
        assert f"{state} are in use by process" in refused.stderr.splitlines()[-1]
        assert "Traceback" not in refused.stderr


def test_doctor_says_what_to_do(tmp_path: Path) -> None:
    """Without a token it fails by name, with one and a sandbox all is well; nothing is charged."""
    result = call(tmp_path, "doctor")
    assert result.returncode == 1
    assert "FAIL  CHATELIER_ACEDATA_TOKEN is not set" in result.stdout
    assert "ok    Python" in result.stdout
    with programs(tmp_path) as started:
        sandbox = Program(["sandbox"], tmp_path / "sandbox")
        sandbox.arguments += ["--port", str(sandbox.port)]
        started.append(sandbox.start().ready("/health"))
        result = call(tmp_path, "doctor", ACEDATA_TOKEN="test-token-not-real", ACEDATA_BASE_URL=sandbox.url)
        assert result.returncode == 0, result.stdout + result.stderr
        wrong = call(tmp_path, "doctor", ACEDATA_TOKEN="invalid", ACEDATA_BASE_URL=sandbox.url)
        assert wrong.returncode == 1
        assert "does not accept CHATELIER_ACEDATA_TOKEN" in wrong.stdout
        assert sandbox_counts(sandbox)["submitted"] == 0
    away = {"ACEDATA_BASE_URL": sandbox.url, "PUBLIC_URL": f"https://127.0.0.1:{sandbox.port}"}
    unreachable = call(tmp_path, "doctor", ACEDATA_TOKEN="test-token-not-real", **away)
    assert "nothing answers there" in unreachable.stdout
    assert f"PUBLIC_URL {away['PUBLIC_URL']}/ is not reached from here" in unreachable.stdout


def test_the_demo_survives_a_kill_with_its_stand_in(tmp_path: Path) -> None:
    """Even the sandbox's tasks go on, so the picture appears in the same message."""
    from tests.scenarios.conftest import Stage  # noqa: PLC0415 - only its shape
    from tests.scenarios.test_sigkill import all_done, say  # noqa: PLC0415 - only its steps

    with programs(tmp_path) as started:
        demo = Program(["demo", "--seconds", "10"], tmp_path)  # long enough to be seen at work
        started.append(demo.start().ready())
        stage = Stage(demo, demo)
        say(stage, "/imagine a lighthouse in a storm")
        records = stage.records
        wait_until_sync(lambda: records.states() == ["running"], "the job runs")
        demo.kill()
        [before] = records.messages()
        demo.start().ready()
        wait_until_sync(lambda: all_done(stage), "the job is done")
        [after] = records.messages()
        assert (after["id"], after["state"]) == (before["id"], "done")
        assert demo.stop() == 0


def test_stopped_right_after_the_start(tmp_path: Path) -> None:
    """However early Ctrl-C comes: it ends with code 0, soon, and takes its store along."""
    with programs(tmp_path) as started:
        for _ in range(4):
            demo = Program(["demo"], tmp_path).start().ready()
            started[:] = [demo]
            assert demo.stop() == 0, demo.output
            assert not (tmp_path / "data" / "valkey.sock").exists()


def test_it_ends_while_a_thread_of_the_object_store_is_not_done(tmp_path: Path) -> None:
    """With its own exit code: Python before 3.14 would abort at its end, since it did not start that thread."""
    given = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "CHATELIER_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-c", DAWDLING, "doctor", "--json"]
    result = subprocess.run(
        command, cwd=tmp_path, env=given, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert "a thread is held" in result.stderr
    assert result.returncode == 1, result
    assert json.loads(result.stdout)["ok"] is False
