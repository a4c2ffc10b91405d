"""`make setup` says at once what it does and how far that is, and what went wrong: with a pip that plays along."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.waiting import PATIENCE

INSTALL = Path(__file__).parents[2] / "requirements" / "install.py"
PIP = """
import os, sys, time
lock = open(sys.argv[-1]).read().split()
assert "--require-hashes" in sys.argv and sys.argv[1] == "install", sys.argv
names = [word.partition("==")[0].partition("[")[0] for word in lock if "==" in word]
for number, name in enumerate(names):
    print(f"Requirement already satisfied: {name} in x" if number % 2 else f"Collecting {name}==1.0 (from x)")
    print("  Using cached x.whl", flush=True)
    if number == int(os.environ.get("TEST_WAITS", -1)):
        while not os.path.exists("goes-on"):
            time.sleep(0.01)
if os.environ.get("TEST_FAILS"):
    print("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", file=sys.stderr)
    sys.exit(3)
print("Installing collected packages: all")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a lock of 25 packages, one of them with extras, and a pip that is found before the real one."""
    names = [*(f"package-{number}" for number in range(24)), "extra[a,b]"]
    (tmp_path / "lock.txt").write_text("".join(f"{name}==1.0 \\\n    --hash=sha256:0\n" for name in names))
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip" / "__init__.py").touch()
    (tmp_path / "pip" / "__main__.py").write_text(PIP)
    return tmp_path


def start(folder: Path, output: int, **more: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, str(INSTALL), "lock.txt"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), **more},
        stdout=output,
        stderr=subprocess.PIPE,
    )


def test_it_is_told_while_it_goes_on(folder: Path) -> None:
    """The first line before anything is fetched, then every tenth package; not after all is done."""
    with start(folder, subprocess.PIPE, TEST_WAITS="12") as install:
        assert install.stdout is not None
        try:
            begun = install.stdout.readline().decode()
            tenth = install.stdout.readline().decode()  # the thirteenth is waiting: it comes meanwhile
            assert install.poll() is None
        finally:
            (folder / "goes-on").touch()
            rest = install.communicate(timeout=PATIENCE)[0].decode().splitlines()
    assert "25 packages" in begun
    assert tenth == "  10 of 25: package-9\n"
    assert rest == ["  20 of 25: package-19", "  all there; unpacking them"]
    assert install.returncode == 0


def test_what_pip_says_is_shown_when_it_fails(folder: Path) -> None:
    """And its exit code ends `make`."""
    with start(folder, subprocess.PIPE, TEST_FAILS="1") as install:
        _, wrong = install.communicate(timeout=PATIENCE)
    assert install.returncode == 3
    assert b"ERROR: THESE PACKAGES DO NOT MATCH THE HASHES" in wrong
    assert b"Collecting package-0" in wrong
    assert b"Is the package index reached from here?" in wrong.splitlines()[-2]


def test_on_a_terminal_it_is_one_line_that_changes(folder: Path) -> None:
    """Each package is named there, and nothing of them is left when all is done."""
    ours, theirs = pty.openpty()
    with start(folder, theirs) as install:
        os.close(theirs)
        said = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # Linux: nobody writes there any more
                break
            if not part:
                break
            said += part
        install.communicate(timeout=PATIENCE)
    os.close(ours)
    assert install.returncode == 0
    lines = said.decode().split("\r\033[K")
    assert [line for line in lines if " of 25: " in line][-1] == "  25 of 25: extra"
    assert sum(" of 25: " in line for line in lines) == 25
    assert lines[-1] == ""
