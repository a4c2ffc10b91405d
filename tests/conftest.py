"""What every test can ask for: a real Valkey, emptied before each test."""

import os
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from redis import Redis as SyncRedis
from redis.asyncio import Redis

from bot.store import embedded
from bot.store.connection import connect_redis
from tests.fakes.logs import log_kept
from tests.fakes.servers import ONCE, answers, server_binary
from tests.fakes.waiting import PATIENCE, wait_until_sync
from tests.scenarios.forks import fork
from tests.scenarios.programs import Program

# python-telegram-bot warns of whole seconds unless told that they are not expected, and warnings are errors here.
os.environ["PTB_TIMEDELTA"] = "1"

# What draws text in a fresh checkout first builds tables of all characters, which takes seconds on a busy machine;
# there any example may take long.
settings.register_profile("any-machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("any-machine")

# Real browsers, real programs, real masters that die, whole walks: `make scenarios`, beside the suite.
LONG = (
    *("browser/", "scenarios/", "store/test_servers.py", "deploy/test_wheel.py", "house/test_recipes.py"),
    *(f"adapters/test_{name}odd_results.py" for name in ("", "discord_", "webchat_")),
    "adapters/test_discord_any_refusal.py",
)


def is_long(path: Path) -> bool:
    here = Path(__file__).parent
    return path.is_relative_to(here) and str(path.relative_to(here)).startswith(LONG)


look_up = socket.getaddrinfo


def is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def look_up_loopback(host: Any, *arguments: Any, **options: Any) -> list[Any]:
    """`socket.getaddrinfo` for names and addresses of this machine; all others are known to nobody, at once.

    A resolver that is away takes half a minute to say so, and tests send nothing to the outside anyway.
    """
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in {"localhost", socket.gethostname()} or is_address(name):
        return look_up(name, *arguments, **options)
    raise socket.gaierror(socket.EAI_NONAME, f"{name} is not on this machine")


socket.getaddrinfo = look_up_loopback


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before those are left out that a marker leaves out."""
    for item in items:
        if item.get_closest_marker("scenarios") and not is_long(item.path):
            raise pytest.UsageError(f"{item.nodeid} would run nowhere: LONG names the files of scenarios")
        if is_long(item.path):
            item.add_marker("scenarios")


Program.begin = staticmethod(fork)
# Each test with a store in the box starts one, and a busy machine may hold it up.
embedded._START_WAIT_S = PATIENCE


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Reading all files takes each of the workers as long as a scenario or two: `-m scenarios` reads its own."""
    alone = config.option.markexpr == "scenarios" and collection_path.name.startswith("test_")
    return True if alone and not is_long(collection_path) else None


@pytest.fixture(autouse=True)
def _log_kept() -> Iterator[None]:
    """What a test sets up for a program's log is no other test's."""
    with log_kept():
        yield


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """A Valkey for this test process, without persistence."""
    with tempfile.TemporaryDirectory(prefix="chatelier-test-") as folder:
        socket = Path(folder) / "valkey.sock"
        arguments = [
            "--port",
            "0",
            "--unixsocket",
            str(socket),
            "--dir",
            folder,
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        server = subprocess.Popen([server_binary(), *arguments], stdout=subprocess.DEVNULL)
        try:
            client = SyncRedis.from_url(f"unix://{socket}", retry=ONCE)
            wait_until_sync(lambda: answers(client), "Valkey answers")
            client.close()
            yield f"unix://{socket}"
        finally:
            server.terminate()
            server.wait(PATIENCE)


@pytest.fixture
async def redis(valkey_url: str) -> AsyncIterator[Redis]:
    """A client of an empty Valkey."""
    async with connect_redis(valkey_url) as client:
        await client.flushall()
        yield client
