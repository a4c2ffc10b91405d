"""The real programs as processes of their own, on loopback and in folders of their own."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Protocol

from redis import Redis
from redis.exceptions import RedisError

from tests.fakes.ports import free_port
from tests.fakes.servers import ONCE
from tests.fakes.waiting import PATIENCE, wait_until_sync

CHATELIER = Path(sys.executable).with_name("chatelier")
START = 120.0  # seconds a program may take to start on a busy machine: this only bounds a hang
ROOM = "{chatelier}:room:atelier"


def get(url: str) -> Any:
    """The JSON behind an address, or None while nobody answers: for what waits until somebody does."""
    try:
        return fetch_answer(url, patience=5.0)
    except (OSError, urllib.error.URLError):
        return None


def fetch_answer(url: str, data: bytes | None = None, patience: float = PATIENCE) -> Any:
    """The same of a program that runs, however long it is held up; `data` is posted. Raises OSError."""
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=patience) as answer:
        text = answer.read().decode()
        return json.loads(text) if text.startswith(("{", "[")) else text


def status_of(asked: str | urllib.request.Request) -> int:
    """Of the answer of a program that runs. Raises OSError."""
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


class Process(Protocol):
    """What is used of `subprocess.Popen`."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""

    def send_signal(self, number: int) -> None: ...


def execute(command: Sequence[str], folder: Path, env: Mapping[str, str], output: Path) -> Process:
    with output.open("ab") as file:
        return subprocess.Popen(command, cwd=folder, env=env, stdout=file, stderr=file)


@dataclass
class Program:
    """One of our programs. Its output goes to a file, so that no pipe can fill up."""

    # Scenarios fork instead (see `forks`); benchmarks measure what operators start.
    begin: ClassVar[Callable[[Sequence[str], Path, Mapping[str, str], Path], Process]] = execute

    arguments: list[str]
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: Process | None = None
    command: tuple[str, ...] = (str(CHATELIER),)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        return (self.folder / "output.txt").read_text()

    def start(self) -> "Program":
        self.folder.mkdir(parents=True, exist_ok=True)
        given = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "CHATELIER_DATA_DIR": str(self.folder / "data"),
            "CHATELIER_HTTP_PORT": str(self.port),
            **{f"CHATELIER_{name}": value for name, value in self.settings.items()},
        }
        command = [*self.command, *self.arguments, *self.place()]
        self.process = type(self).begin(command, self.folder, given, self.folder / "output.txt")
        return self

    def place(self) -> list[str]:
        """The demo leaves aside what is set; small pictures are painted sooner, and these tests look at few."""
        if self.arguments[:1] == ["sandbox"]:
            return [] if "--size" in self.arguments else ["--size", "256"]
        return ["--folder", str(self.folder / "data")] if self.arguments[:1] == ["demo"] else []

    def ready(self, path: str = "/readyz") -> "Program":
        wait_until_sync(
            lambda: self.dead() or get(self.url + path) is not None, f"{self.arguments} is ready", START
        )
        assert not self.dead(), self.output
        return self

    def dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self, patience: float = PATIENCE) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(patience)


class Records:
    """What a bot's own Valkey holds."""

    def __init__(self, data: Path) -> None:
        self.client = Redis(unix_socket_path=str(data / "valkey.sock"), decode_responses=True)

    def jobs(self) -> list[dict[str, Any]]:
        keys = sorted(self.client.scan_iter("{chatelier}:job:*"))
        return [json.loads(str(self.client.hget(key, "data"))) for key in keys]

    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(text) for text in self.client.hgetall(f"{ROOM}:messages").values()]

    def states(self) -> list[str]:
        try:
            return [job["state"] for job in self.jobs()]
        except (RedisError, OSError):
            return []


def stand_in_program(platform: str, folder: Path, token: str, rules: Mapping[str, float], *more: str) -> Program:
    """A chat platform of our own as a process, not started yet; `rules` as in its `Rules`."""
    made = Program([], folder)
    options = ("--port", str(made.port), "--token", token, "--rules", json.dumps(rules), *more)
    made.command = (sys.executable, "-m", f"tests.fakes.{platform}", *options)
    return made


@contextmanager
def programs(folder: Path) -> Iterator[list[Program]]:
    """Whatever is put into the list is ended, with its Valkey, at the end.

    Of a stand-in for the image service that still runs then nothing was asked that the documents advise against.
    """
    started: list[Program] = []
    try:
        yield started
        for program in started:
            if program.arguments[:1] == ["sandbox"] and not program.dead():
                assert sandbox_counts(program)["complaints"] == []
    finally:
        for program in started:
            if not program.dead():
                program.kill()
            end_valkey(program.folder / "data")


def end_valkey(data: Path) -> None:
    """A killed bot leaves its server running, for the next one. Asked once: it hangs up instead of an answer."""
    if (data / "valkey.sock").exists():
        try:
            with Redis(unix_socket_path=str(data / "valkey.sock"), retry=ONCE) as client:
                client.shutdown(nosave=True)
        except (RedisError, OSError):
            pass


def sandbox_counts(program: Program) -> dict[str, Any]:
    counts = fetch_answer(f"{program.url}/_sandbox")
    assert isinstance(counts, dict)
    return counts


def change_sandbox(program: Program, **settings: float | bool) -> None:
    """`seconds`, `skip` and `hold_files`, as the sandbox has them."""
    fetch_answer(f"{program.url}/_sandbox/settings", json.dumps(settings).encode())
