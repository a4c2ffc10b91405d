"""Ports for servers that have to be told theirs: no two test processes are ever given the same."""

import fcntl
import os
import random
import socket
import tempfile
from functools import cache
from pathlib import Path

# Those that browsers refuse to open, of ours: https://fetch.spec.whatwg.org/#port-blocking
BLOCKED = {10_080}
# Below those that Linux gives to whoever asks for any (32,768 to 60,999), so that no connection of anybody's sits
# on one; and so low that a cluster's bus, 10,000 above, is below them, too.
PORTS = [port for port in range(10_000, 20_000) if port not in BLOCKED]
TRIES = 1000
LOCKS = Path(tempfile.gettempdir()) / f"chatelier-test-ports.{os.getuid()}"

given: set[int] = set()


def free_port() -> int:
    """A TCP port of 127.0.0.1 where nobody listens; it is this process's until it ends, whatever becomes of it.

    Raises OSError when there is none.
    """
    for port in random.SystemRandom().sample(PORTS, TRIES):
        if port not in given and reserve(port) and is_free(port):
            given.add(port)
            return port
    raise OSError("no port is free")


def reserve(port: int) -> bool:
    """Lock one byte of a file for each port: the system lets go of the lock when the process ends."""
    try:
        fcntl.lockf(open_locks(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:
        return False
    return True


@cache
def open_locks() -> int:
    """The descriptor of the file, opened once in a process: to close any other would free all that is locked."""
    return os.open(LOCKS, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def is_free(port: int) -> bool:
    """Whether a server could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
