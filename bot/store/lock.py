"""One owner per folder: a lock that ends with the last process that holds it, and says who that is."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from typing_extensions import override

from bot.store.folders import folder_fault

if sys.platform != "win32":
    import fcntl


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
    """Who has claimed `folder`, if anybody but us. Makes nothing; raises OSError when it cannot be looked at."""
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
            raise EmbeddedError(folder_fault(folder, error)) from error
        yield home
