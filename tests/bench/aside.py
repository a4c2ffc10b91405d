"""Programs that a benchmark runs beside the process it measures, on the other core."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.fakes.ports import free_port
from tests.fakes.waiting import wait_until_sync

OURS, THEIRS = 0, 1  # cores


@contextmanager
def service() -> Iterator[str]:
    """The measuring service."""
    port = free_port()
    with aside("tests.bench.service", port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def aside(module: str, *ports: int, more: Sequence[str] = ()) -> Iterator[None]:
    """A module that takes ports, and `more`, while the body runs; it listens on all of them."""
    command = [sys.executable, "-m", module, *map(str, ports), *more]
    with subprocess.Popen(command, preexec_fn=lambda: os.sched_setaffinity(0, {THEIRS})) as process:  # noqa: PLW1509 - no threads yet
        try:
            wait_until_sync(lambda: all(map(listens, ports)), f"{module} listens")
            yield
        finally:
            process.terminate()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
