"""Several processes on one Valkey: a web, workers, a gateway, and the stand-in that paints."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis import Redis
from typing_extensions import override

from tests.fakes.servers import ONCE, answers, server_binary
from tests.fakes.waiting import PATIENCE, wait_until_sync
from tests.scenarios.conftest import Stage
from tests.scenarios.programs import Program, Records, fetch_answer, programs, sandbox_counts

TOKEN = "test-token-not-real"


@dataclass
class Valkey:
    """A server with its data on disk, on a unix socket in `folder`."""

    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"unix://{self.folder / 'valkey.sock'}"

    def start(self) -> "Valkey":
        self.folder.mkdir(parents=True, exist_ok=True)
        options = ["--port", "0", "--unixsocket", "valkey.sock", "--save", "", "--appendonly", "yes"]
        self.process = subprocess.Popen([server_binary(), *options], cwd=self.folder, stdout=subprocess.DEVNULL)
        with Redis.from_url(self.url, retry=ONCE) as client:
            wait_until_sync(lambda: answers(client), "Valkey answers")
        return self

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(PATIENCE)


@dataclass
class Fleet(Stage):
    """`bot` is the web process; all share `settings`, a folder for pictures and a Valkey."""

    folder: Path
    settings: dict[str, str]
    valkey: Valkey
    started: list[Program]
    workers: list[Program] = field(default_factory=list)

    @property
    @override
    def records(self) -> Records:
        return Records(self.valkey.folder)

    def program(self, role: str, name: str = "", **settings: str) -> Program:
        program = Program([role], self.folder / (name or role), self.settings | settings)
        self.started.append(program.start())
        return program

    def worker(self, **settings: str) -> Program:
        """A worker, started; ask `ready` of it."""
        self.workers.append(self.program("worker", f"worker-{len(self.workers)}", **settings))
        return self.workers[-1]

    def submitted(self) -> int:
        return int(sandbox_counts(self.sandbox)["submitted"])

    def ended(self, jobs: int) -> bool:
        return self.records.states() == ["done"] * jobs


@contextmanager
def fleet(folder: Path, *, workers: int = 2, seconds: float = 2.0, **settings: str) -> Iterator[Fleet]:
    """A web, `workers` and a sandbox that takes `seconds` for a picture; all are ready."""
    valkey = Valkey(folder / "valkey")
    with programs(folder) as started:
        try:
            valkey.start()
            sandbox = Program(["sandbox", "--seconds", str(seconds)], folder / "sandbox")
            sandbox.arguments += ["--port", str(sandbox.port), "--state", str(folder / "tasks")]
            shared = {
                "ACEDATA_TOKEN": TOKEN,
                "ACEDATA_BASE_URL": sandbox.url,
                "REDIS_URL": valkey.url,
                "DATA_DIR": str(folder / "shared"),
                "LOG_FORMAT": "json",
                "LEASE_SECONDS": "2",
                **settings,
            }
            web = Program(["web"], folder / "web", shared)
            if shared.get("PUBLIC_URL") == "":
                shared["PUBLIC_URL"] = web.url
            started += [sandbox.start(), web.start()]
            ships = Fleet(web, sandbox, folder, shared, valkey, started)
            for _ in range(workers):
                ships.worker()
            sandbox.ready("/health")
            for program in (web, *ships.workers):
                program.ready()
            yield ships
        finally:
            if valkey.process is not None:
                valkey.kill()


def metric(program: Program, line: str) -> float:
    """The value of one line of a program's metrics, by all that stands before it; 0 when it is not there."""
    found = re.search(rf"^{re.escape(line)} (\S+)$", str(fetch_answer(f"{program.url}/metrics")), re.MULTILINE)
    return float(found[1]) if found else 0.0


def running(program: Program) -> int:
    return int(metric(program, "chatelier_jobs_running"))


def terminate(program: Program, patience: float = 90.0) -> int:
    """SIGTERM; the exit code."""
    assert program.process is not None
    program.process.send_signal(signal.SIGTERM)
    return program.process.wait(patience)


def logged(program: Program, event: str) -> list[dict[str, Any]]:
    """The lines of a program's log that tell of an event."""
    lines = [json.loads(line) for line in program.output.splitlines() if line.startswith("{")]
    return [line for line in lines if line.get("event") == event]


def in_own_messages(ships: Fleet, jobs: int) -> list[str]:
    """The ids of the messages; each shows its finished picture."""
    messages = ships.records.messages()
    assert len(messages) == jobs
    for message in messages:
        assert (message["state"], len(message["media"])) == ("done", 1), message
    return sorted(message["id"] for message in messages)
