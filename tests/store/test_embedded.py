"""The embedded store on real servers, with real kills."""

import asyncio
import os
import signal
import stat
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import psutil
import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError
from structlog.testing import capture_logs

from bot.store import embedded, lock
from bot.store.embedded import EmbeddedValkey, embedded_valkey

ROOT = Path(__file__).parents[2]
OTHER_BOT = """
import asyncio, sys
from pathlib import Path
import structlog
from bot.store.embedded import EmbeddedError, embedded_valkey

async def main():
    try:
        async with embedded_valkey(Path(sys.argv[1])) as valkey:
            print(valkey.pid, flush=True)
            await asyncio.sleep(60)
    except EmbeddedError as error:
        print(error, flush=True)

structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
asyncio.run(main())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder, still empty. No server may be left in it."""
    (tmp_path / "data").mkdir(mode=0o700)
    yield tmp_path / "data"
    left = servers(tmp_path)
    for process in left:
        process.kill()
    assert not left


def servers(folder: Path) -> list[psutil.Process]:
    """The living processes that work in `folder` or below it, as every Valkey does in its own."""
    return [
        process
        for process in psutil.process_iter(["cwd", "status"])
        if process.info["cwd"] is not None
        and process.info["status"] != psutil.STATUS_ZOMBIE
        and Path(process.info["cwd"]).is_relative_to(folder)
    ]


async def until(check: Callable[[], Awaitable[bool] | bool]) -> None:
    async with asyncio.timeout(120):
        while not (found if isinstance(found := check(), bool) else await found):  # noqa: ASYNC110 - what happens in another process sets no event
            await asyncio.sleep(0.01)


async def read(valkey: EmbeddedValkey, key: str) -> str | None:
    async with Redis.from_url(valkey.url) as redis:
        value = await redis.get(key)
    return value.decode() if isinstance(value, bytes) else value


async def write(valkey: EmbeddedValkey, key: str, value: str) -> None:
    async with Redis.from_url(valkey.url) as redis:
        await redis.set(key, value)


async def answers(valkey: EmbeddedValkey) -> bool:
    try:
        await read(valkey, "any")
    except RedisError:
        return False
    return True


async def other_bot(folder: Path) -> tuple[asyncio.subprocess.Process, str]:
    """Another process on the same folder, and the first line it prints: the server's pid or its complaint."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", OTHER_BOT, str(folder)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    return process, (await process.stdout.readline()).decode().strip()


async def orphan(folder: Path) -> int:
    """Leave a server behind as a killed bot does: its pid."""
    process, line = await other_bot(folder)
    process.kill()
    await process.wait()
    assert psutil.pid_exists(int(line))
    return int(line)


async def test_data_outlives_the_server(folder: Path) -> None:
    """What was written before a stop is there after the next start."""
    async with embedded_valkey(folder) as valkey:
        await write(valkey, "cat", "painted")
    async with embedded_valkey(folder) as valkey:
        assert await read(valkey, "cat") == "painted"
        assert not valkey.adopted


async def test_a_clean_stop_leaves_only_data(folder: Path) -> None:
    """After the body, the process and its socket are gone, and the lock is free."""
    async with embedded_valkey(folder) as valkey:
        pid = valkey.pid
        assert psutil.Process(pid).ppid() == os.getpid()
        assert (folder / "valkey.sock").is_socket()
    assert not psutil.pid_exists(pid)
    assert not (folder / "valkey.sock").exists()
    assert not lock.taken(folder / "chatelier.lock")


async def test_only_the_owner_may_look(folder: Path) -> None:
    """The folder and every file in it are closed to other users, and the server knows none of our secrets."""
    async with embedded_valkey(folder / "new") as valkey:
        await write(valkey, "cat", "painted")
        assert psutil.Process(valkey.pid).environ() == {}
        assert open_to_others(folder) == []


def open_to_others(folder: Path) -> list[Path]:
    return [place for place in folder.rglob("*") if stat.S_IMODE(place.stat().st_mode) & 0o077]


async def test_the_server_of_a_killed_bot_is_adopted(folder: Path) -> None:
    """A server whose bot was killed is taken over, same process, and stopped by the new bot."""
    pid = await orphan(folder)
    async with embedded_valkey(folder) as valkey:
        assert (valkey.pid, valkey.adopted) == (pid, True)
        await write(valkey, "cat", "painted")
    assert servers(folder) == []
    async with embedded_valkey(folder) as valkey:
        assert await read(valkey, "cat") == "painted"


async def test_an_unreachable_leftover_is_replaced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server left behind whose socket is gone is ended before another one starts on its data."""
    monkeypatch.setattr(embedded, "_ADOPT_WAIT_S", 0.1)
    pid = await orphan(folder)
    (folder / "valkey.sock").unlink()
    async with embedded_valkey(folder) as valkey:
        assert valkey.pid != pid
        assert not valkey.adopted
        assert [process.pid for process in servers(folder)] == [valkey.pid]


async def test_a_stale_socket_is_removed(folder: Path) -> None:
    """A socket file without a server behind it is in nobody's way."""
    os.kill(await orphan(folder), signal.SIGKILL)
    await until(lambda: not lock.taken(folder / "valkey.lock"))
    assert (folder / "valkey.sock").is_socket()
    async with embedded_valkey(folder) as valkey:
        assert not valkey.adopted


async def test_a_second_bot_is_refused(folder: Path) -> None:
    """A second process on the folder is told in one line which folder, by whom, and what to do."""
    async with embedded_valkey(folder) as valkey:
        process, line = await other_bot(folder)
        assert await process.wait() == 0
        assert await answers(valkey)
    assert str(folder) in line
    assert f"process {os.getpid()}:" in line
    assert "CHATELIER_DATA_DIR" in line


@pytest.mark.parametrize("adopted", [False, True])
async def test_a_killed_server_comes_back(folder: Path, *, adopted: bool) -> None:
    """A server killed while in use is started again on the same socket, with its data."""
    if adopted:
        await orphan(folder)
    async with embedded_valkey(folder) as valkey:
        assert valkey.adopted is adopted
        await write(valkey, "cat", "painted")
        killed, url = valkey.pid, valkey.url
        os.kill(killed, signal.SIGKILL)
        await until(lambda: valkey.pid != killed)
        await until(lambda: answers(valkey))
        assert await read(valkey, "cat") == "painted"
        assert valkey.url == url
        assert not valkey.adopted


async def test_a_silent_server_is_replaced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that lives but answers no ping counts as dead."""
    monkeypatch.setattr(embedded, "_PING_EVERY_S", 0.1)
    async with embedded_valkey(folder) as valkey:
        stopped = valkey.pid
        os.kill(stopped, signal.SIGSTOP)
        await until(lambda: valkey.pid != stopped)
        assert not psutil.pid_exists(stopped)


async def test_a_server_that_cannot_start_is_reported_and_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After several failed starts the log says where to look; once the reason is gone, the server is back."""
    monkeypatch.setattr(embedded, "_RESTART_WAIT_MOST_S", 0.05)
    with capture_logs() as logs:
        async with embedded_valkey(folder) as valkey:
            await write(valkey, "cat", "painted")
            manifest = folder / "appendonlydir" / "appendonly.aof.manifest"
            good = manifest.read_bytes()
            manifest.write_bytes(b"nonsense\n")
            os.kill(valkey.pid, signal.SIGKILL)
            await until(lambda: any(entry["log_level"] == "error" for entry in logs))
            manifest.write_bytes(good)
            await until(lambda: answers(valkey))
            assert await read(valkey, "cat") == "painted"
    complaint = next(entry for entry in logs if entry["log_level"] == "error")
    assert complaint["see"] == str(folder / "valkey.log")


async def test_a_look_that_is_cancelled_closes_its_connection(folder: Path) -> None:
    """However far it has come, and also when it is cancelled once more while it ends."""
    async with embedded_valkey(folder):
        server = embedded._Server(Path("not-started"), folder)
        await server._ping()
        before = psutil.Process().num_fds()
        for turns in range(60):
            look = asyncio.create_task(server._ping())
            for _ in range(turns):
                await asyncio.sleep(0)
            look.cancel()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            look.cancel()
            await asyncio.wait([look])
        assert psutil.Process().num_fds() == before


async def test_a_long_path_works(folder: Path) -> None:
    """A folder too deep for a socket gets one in a private folder, the same for all bots, gone after use."""
    deep = folder / ("long" * 20) / "späte folder"
    pid = await orphan(deep)
    async with embedded_valkey(deep) as valkey:
        place = embedded.socket_path(deep)
        assert valkey.pid == pid
        assert place.is_socket()
        assert place.parent.parent == Path(tempfile.gettempdir())
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert not place.parent.exists()


@pytest.mark.parametrize(
    "error",
    [
        ValueError("mine"),
        BlockingIOError("mine"),
        ExceptionGroup("mine", [ValueError("inner")]),
        asyncio.CancelledError("mine"),
        KeyboardInterrupt("mine"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_an_error_of_the_body_comes_through(folder: Path, error: BaseException) -> None:
    """What the body raises is what the caller gets: the same object, in no group."""
    with pytest.raises(type(error)) as caught:
        async with embedded_valkey(folder):
            raise error
    assert caught.value is error
    assert servers(folder) == []


async def test_cancelling_stops_the_server(folder: Path) -> None:
    """A cancelled task, even one cancelled again while it stops, ends with its data written and no server."""
    ready = asyncio.Event()

    async def bot() -> None:
        async with embedded_valkey(folder) as valkey:
            await write(valkey, "cat", "painted")
            ready.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(bot())
        await ready.wait()
        while not task.done():
            task.cancel()
            await asyncio.sleep(0)
    assert task.cancelled()
    assert servers(folder) == []
    async with embedded_valkey(folder) as valkey:
        assert await read(valkey, "cat") == "painted"


async def test_cancelling_a_start_leaves_nothing(folder: Path) -> None:
    """A start that is cancelled once the process exists ends it again."""

    async def bot() -> None:
        async with embedded_valkey(folder):
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(bot())
        await until((folder / "valkey.log").exists)
        task.cancel()
    assert task.cancelled()
    assert servers(folder) == []
    assert not lock.taken(folder / "chatelier.lock")
