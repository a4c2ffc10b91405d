"""Installs a lock with the pip of the environment it is called by, and shows how far that is: install.py LOCK."""

import re
import subprocess
import sys
from pathlib import Path

STEP = re.compile(r"(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)")
PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-color", "--progress-bar", "off")

ADVICE = """
Not everything could be fetched; what pip says of it stands above. Is the package index reached from here? Behind a
proxy: HTTPS_PROXY=http://proxy.example.com:3128 make setup. The next try goes on from here.
"""


def main(lock: Path) -> int:
    """The exit code of pip; what pip says is shown when it fails."""
    names = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[.*?\])?==", lock.read_text("utf-8"), re.MULTILINE))
    print(
        f"Fetching up to {len(names)} packages into .venv, each checked by its hash. About a minute, once.",
        flush=True,
    )
    said: list[str] = []
    command = [sys.executable, *PIP, "--require-hashes", "-r", str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        assert pip.stdout is not None
        done = 0
        for line in pip.stdout:
            said.append(line)
            if found := STEP.match(line):
                done += 1
                show(f"{done} of {len(names)}: {found[1]}", often=done % 10 == 0)
            elif line.startswith("Installing"):
                show("all there; unpacking them", often=True)
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
    if pip.returncode:
        sys.stderr.writelines([*said, ADVICE])
    return pip.returncode


def show(text: str, *, often: bool) -> None:
    """On a terminal in one line that changes; elsewhere now and then."""
    if sys.stdout.isatty():
        print(f"\r\033[K  {text}", end="", flush=True)
    elif often:
        print(f"  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
