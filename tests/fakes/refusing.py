"""A real store that refuses, in every way that a Redis does, for as long as it is told to."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as TimedOut

from tests.fakes.waiting import wait_until_sync

PASSWORD = "fake-password"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that we may trouble; `folder` is where it keeps its data."""

    url: str
    pid: int
    folder: Path

    def ask(self, *command: str | float, password: str | None = None) -> object:
        with Redis.from_url(self.url, password=password, socket_timeout=5) as client:
            return client.execute_command(*command)


def refuse_writes(server: Server) -> None:
    """MISCONF: a snapshot that cannot be written, since a folder of its name is in the way (as on a full disk)."""
    (server.folder / "dump.rdb" / "full").mkdir(parents=True, exist_ok=True)
    server.ask("CONFIG", "SET", "save", "3600 1000000")
    server.ask("BGSAVE")
    wait_until_sync(lambda: persistence(server, "rdb_last_bgsave_status") == "err", "the snapshot failed")


def take_writes(server: Server) -> None:
    server.ask("CONFIG", "SET", "save", "")


def persistence(server: Server, name: str) -> str:
    with Redis.from_url(server.url, socket_timeout=5) as client:
        return str(client.info("persistence")[name])


def want_password(server: Server) -> None:
    server.ask("CONFIG", "SET", "requirepass", PASSWORD)
    with suppress(RedisError):
        server.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no", password=PASSWORD)


def reset(server: Server) -> None:
    for kind in ("normal", "pubsub"):
        with suppress(RedisError):
            server.ask("CLIENT", "KILL", "TYPE", kind)


def config(name: str, value: str) -> Callable[[Server], None]:
    def change(server: Server) -> None:
        server.ask("CONFIG", "SET", name, value)

    return change


def wake(server: Server) -> None:
    """One that was frozen for too long may have been ended by who watches over it."""
    with suppress(ProcessLookupError):
        os.kill(server.pid, signal.SIGCONT)


Change = Callable[[Server], None]

# How each refusal begins and ends.
REFUSALS: Mapping[str, tuple[Change, Change]] = {
    "readonly": (
        lambda server: ignore(server.ask("REPLICAOF", "127.0.0.1", 1)),
        lambda server: ignore(server.ask("REPLICAOF", "NO", "ONE")),
    ),
    "out-of-memory": (config("maxmemory", "1"), config("maxmemory", "0")),
    "disk-full": (refuse_writes, take_writes),
    "no-replicas": (config("min-replicas-to-write", "5"), config("min-replicas-to-write", "0")),
    "no-password": (
        want_password,
        lambda server: ignore(server.ask("CONFIG", "SET", "requirepass", "", password=PASSWORD)),
    ),
    "reset": (reset, reset),
    "frozen": (lambda server: os.kill(server.pid, signal.SIGSTOP), wake),
}


def ignore(_answer: object) -> None:
    """The answer of a command that has none worth reading."""


@contextmanager
def refusing(server: Server, kind: str) -> Iterator[None]:
    """The store refuses in this way while the body runs."""
    begin, end = REFUSALS[kind]
    begin(server)
    try:
        yield
    finally:
        for _ in range(20):
            try:
                end(server)
            except TimedOut:
                continue  # it has not yet woken up
            break
