"""What the embedded store asks of the system: an owner per folder, a place for a socket, a process."""

import hashlib
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from typing_extensions import override

if sys.platform != "win32":
    import fcntl

# sun_path holds 108 bytes on Linux (unix(7)) and 104 on macOS (sys/un.h), the closing NUL included.
_SOCKET_BYTES = 103
_LOG_BYTES = 5_000_000


class EmbeddedError(Exception):
    """The embedded store cannot be used; the text is one line that tells the operator why and what to do."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who signed a lock. Not `near`: its pid means nothing here (unsigned, or of another container)."""

    pid: int
    near: bool

    @classmethod
    def parse(cls, text: str) -> Self:
        pid, _, space = text.strip().partition(" ")
        known = pid.isascii() and pid.isdecimal() and int(pid) > 0
        return cls(int(pid) if known else 0, near=known and space == _pid_space())

    @override
    def __str__(self) -> str:
        if not self.pid:
            return "another process"
        return f"process {self.pid}" if self.near else f"process {self.pid} of another container"


class HeldError(EmbeddedError):
    """Somebody else has the lock."""

    def __init__(self, folder: Path, holder: Holder) -> None:
        super().__init__(
            f"The data folder {folder} is in use by {holder}: stop it, or set CHATELIER_DATA_DIR to another folder "
            "(for the demo: --folder)."
        )
        self.holder = holder


@contextmanager
def hold(path: Path) -> Iterator[int]:
    """Lock `path` (made with mode 0600 if missing), unsigned, and yield the descriptor that owns the lock.

    The lock ends with the last copy of the descriptor, so it outlives no process: a child that
    inherits it keeps it for exactly as long as the child lives. Raises HeldError at once if it is
    taken, OSError if the file cannot be opened or locked.
    """
    claim = _take(path)
    try:
        yield claim
    finally:
        os.close(claim)


def _take(path: Path) -> int:
    claim = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(claim, 0)
    except BlockingIOError:
        holder = Holder.parse(os.pread(claim, 100, 0).decode(errors="replace"))
        os.close(claim)
        raise HeldError(path.parent, holder) from None
    except OSError:
        os.close(claim)
        raise
    return claim


def sign(claim: int, pid: int) -> None:
    """Write down who holds the lock, for those who find it taken."""
    os.pwrite(claim, f"{pid} {_pid_space()}\n".encode(), 0)


def taken(path: Path) -> bool:
    """Whether somebody holds the lock at this moment. Raises OSError."""
    try:
        os.close(_take(path))
    except HeldError:
        return True
    return False


def find_holder(folder: Path) -> Holder | None:
    """Who has claimed `folder`, if anybody but us. Makes nothing; OSError when it cannot be looked at."""
    path = folder / "chatelier.lock"
    if not path.exists():
        return None
    try:
        os.close(_take(path))
    except HeldError as held:
        return None if held.holder.near and held.holder.pid == os.getpid() else held.holder
    return None


def _pid_space() -> str:
    """Names the set of processes a pid is counted in: containers may share a folder, but not their pids."""
    with suppress(OSError):
        return str(Path("/proc/self/ns/pid").readlink())  # Linux; elsewhere there is one such set
    return "-"


@contextmanager
def claimed(folder: Path) -> Iterator[Path]:
    """Make `folder` ours (with mode 0700 if missing) and yield its real path.

    Raises HeldError if another process has it, EmbeddedError if it cannot be used.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            home = folder.resolve(strict=True)
            claim = stack.enter_context(hold(home / "chatelier.lock"))
            sign(claim, os.getpid())
        except OSError as error:
            raise EmbeddedError(f"The data folder {folder} cannot be used: {error.strerror}.") from error
        yield home


def socket_path(home: Path) -> Path:
    """Where the server of `home` listens: inside, or elsewhere if that is too long. Always the same answer.

    Raises EmbeddedError if there is no safe place.
    """
    if len(os.fsencode(home / "valkey.sock")) <= _SOCKET_BYTES:
        return home / "valkey.sock"
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    private = Path(tempfile.gettempdir()) / f"chatelier-{os.getuid()}-{digest}"
    if len(os.fsencode(private / "valkey.sock")) > _SOCKET_BYTES:
        raise EmbeddedError(f"{home} is too long for a socket: set CHATELIER_DATA_DIR to a shorter folder.")
    _own(private)
    return private / "valkey.sock"


def _own(folder: Path) -> None:
    """Make sure that `folder`, in a place where anybody may write, is ours alone."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise EmbeddedError(f"{folder} cannot be used for the socket: {error.strerror}.") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise EmbeddedError(f"{folder} is not a private folder of this user: remove it, it may be a trap.")


def spawn(command: Sequence[str], claim: int, log: Path) -> subprocess.Popen[bytes]:
    """Start a server that keeps the lock of `claim` while it lives and writes what it says to `log`.

    A large log is put aside first, over the last one put aside. Raises OSError.
    """
    with suppress(FileNotFoundError):
        if log.stat().st_size > _LOG_BYTES:
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
