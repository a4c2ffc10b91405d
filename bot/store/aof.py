"""The files of the store in the box: whether they are all there, and what a power cut did to the end of its log."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.store.folders import folder_advice
from bot.store.lock import EmbeddedError

LOG_FOLDER = "appendonlydir"
LOG_MANIFEST = "appendonly.aof.manifest"
KEPT_MARK = "valkey.kept"
DAMAGED_FILE = "valkey-damaged.aof"
LOG_PART = re.compile(r"appendonly\.aof\.(\d+)\.(base|incr)\.(?:rdb|aof)")
MANIFEST_LINE = re.compile(r"file (\S+) seq \d+ type ([bih])")
INTACT_LENGTH = re.compile(r"ok_up_to=(\d+)")
# The last command of a log is looked for in so much of its end; ours have a few kB.
TAIL_BYTES = 1 << 20
COMMAND_HEAD = re.compile(rb"\*([1-9][0-9]{0,6})\r\n(?=\$)")
ARGUMENT_HEAD = re.compile(rb"\$([0-9]{1,9})\r\n")
LOG_CHECK_S = 600.0  # for reading the whole log
KEPT_MARK_TEXT = f"There is a store in {LOG_FOLDER}. Remove this file to begin with an empty one.\n"
RESTORE = "restore a copy of the data folder (docs/operating.md, Restore)"


@dataclass(frozen=True, slots=True)
class Cut:
    """What was taken off the end of a log: so many bytes; the whole file as it was is kept in `aside`."""

    file: Path
    size: int
    aside: Path


def mark_as_kept(home: Path) -> None:
    """From now on a store that is gone is not taken for one that never was."""
    with suppress(OSError):  # a full disk: next time
        (home / KEPT_MARK).touch(mode=0o600)
        (home / KEPT_MARK).write_text(KEPT_MARK_TEXT)


def check_files(home: Path) -> None:
    """Raises EmbeddedError where a server would begin with an empty store beside, or over, what there was."""
    folder, manifest = home / LOG_FOLDER, home / LOG_FOLDER / LOG_MANIFEST
    try:
        if not manifest.exists():
            if find_parts(folder):
                raise EmbeddedError(f"{manifest} is missing: {RESTORE}{how_to_rebuild(folder)}.")
            if (home / KEPT_MARK).exists():
                raise EmbeddedError(
                    f"The store that was in {folder} is gone: {RESTORE}, or remove {home / KEPT_MARK} to "
                    "begin anew."
                )
            return
        names = read_manifest(manifest)
        missing = [name for name in names if not (folder / name).exists()]
    except OSError as error:
        raise EmbeddedError(f"{folder} cannot be read: {folder_advice(error)}.") from error
    if missing:
        raise EmbeddedError(
            f"{folder / missing[0]}, a part of the store, is missing: {RESTORE}, "
            f"or take its line out of {manifest} to go on without what it held."
        )


def read_manifest(manifest: Path) -> Sequence[str]:
    """The files that make up the store, the log that is written to last. Raises EmbeddedError, OSError."""
    found = [MANIFEST_LINE.fullmatch(line) for line in manifest.read_text(errors="replace").splitlines()]
    names = [one[1] for one in found if one is not None and one[2] != "h"]
    if not names or None in found:
        state = "cannot be read" if found else "is empty"
        raise EmbeddedError(f"{manifest} {state}: {RESTORE}{how_to_rebuild(manifest.parent)}.")
    return names


def find_parts(folder: Path) -> Sequence[tuple[int, str, str]]:
    """The files of a store as its server names them: number, kind, name; the base first, logs in their order."""
    found = [match for one in folder.glob("*") if (match := LOG_PART.fullmatch(one.name))]
    return sorted(((int(one[1]), one[2], one[0]) for one in found), key=lambda part: (part[1], part[0]))


def how_to_rebuild(folder: Path) -> str:
    """A command that writes the manifest anew, where there is no doubt about what stood in it."""
    parts = find_parts(folder)
    if [kind for _, kind, _ in parts].count("base") > 1 or not parts:
        return ""
    lines = "".join(f"file {name} seq {number} type {kind[0]}\\n" for number, kind, name in parts)
    return f", or write it anew: printf '{lines}' > {folder / LOG_MANIFEST}"


def cut_damaged_end(home: Path, binary: Path) -> Cut | None:
    """Cut off what no server can read at the end of the log; None when it can read it all.

    Raises EmbeddedError when commands follow that can be read: then it is no end, and cutting would lose them.
    """
    try:
        names = read_manifest(home / LOG_FOLDER / LOG_MANIFEST)
        log = home / LOG_FOLDER / names[-1]
        size = log.stat().st_size
        sound = find_sound(log, binary) if log.suffix == ".aof" and size else size
        if sound >= size:
            return None
        if ends_whole(read_tail(log, size - sound)):
            raise EmbeddedError(
                f"The store's log {log} is damaged after {sound} of {size} bytes, and more follows: {RESTORE}, "
                f"or give up what follows: truncate -s {sound} {log}"
            )
        return Cut(log, size - sound, cut_file(log, sound, home / DAMAGED_FILE))
    except OSError as error:
        raise EmbeddedError(
            f"The store's log in {home / LOG_FOLDER} cannot be mended: {folder_advice(error)}."
        ) from error


def find_sound(log: Path, binary: Path) -> int:
    """Up to where a server can read a log, in bytes, as its own tool says; that is the server by another name."""
    told = subprocess.run(  # noqa: S603 - no shell, and no word of the command is from outside
        ["valkey-check-aof", str(log)],  # noqa: S607 - a name only: what runs is the binary
        executable=binary,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={},
        timeout=LOG_CHECK_S,
        check=False,
    )
    found = INTACT_LENGTH.search(told.stdout.decode(errors="replace"))
    if found is None:
        raise EmbeddedError(f"The store's log {log} cannot be examined: {RESTORE}.")
    return int(found[1])


def read_tail(log: Path, most: int) -> bytes:
    with log.open("rb") as file:
        file.seek(-min(most, TAIL_BYTES), os.SEEK_END)
        return file.read()


def ends_whole(tail: bytes) -> bool:
    """Whether the last thing in it is a whole command."""
    return any(end_of_command(tail, start) == len(tail) for start in COMMAND_HEAD.finditer(tail))


def end_of_command(text: bytes, start: re.Match[bytes]) -> int:
    """Where a command ends that begins there; -1 when it does not."""
    at = start.end()
    for _ in range(int(start[1])):
        length = ARGUMENT_HEAD.match(text, at)
        if length is None:
            return -1
        at = length.end() + int(length[1]) + 2
        if text[at - 2 : at] != b"\r\n":
            return -1
    return at


def cut_file(log: Path, size: int, aside: Path) -> Path:
    """Keep the first bytes; at every moment either the old file or the new one is there."""
    fresh = log.with_suffix(".cut")
    with log.open("rb") as old, fresh.open("wb") as new:
        os.fchmod(new.fileno(), 0o600)
        shutil.copyfileobj(old, new, 1 << 20)
        new.truncate(size)
        new.flush()
        os.fsync(new.fileno())
    aside.unlink(missing_ok=True)
    aside.hardlink_to(log)
    fresh.replace(log)
    return aside
