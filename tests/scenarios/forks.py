"""Our programs as processes forked from one that has imported them: importing is most of what a start costs."""

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bot.cli import main
from tests.scenarios.programs import CHATELIER, Process, execute

IMPORTED = "tests.scenarios.imported"
# Its own process, that has no loop, and no thread but numpy's, which minds forks: what is forked from it begins as
# afresh as what is executed.
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload([IMPORTED])
FORKED = ((str(CHATELIER),), (sys.executable, "-m"))  # how the commands begin that are ours


def fork(command: Sequence[str], folder: Path, env: Mapping[str, str], output: Path) -> Process:
    """What is not ours is executed."""
    ours = any(tuple(command[: len(head)]) == head for head in FORKED)
    output.touch()  # so that it can be read as soon as somebody has begun
    return Fork(command, folder, env, output) if ours else execute(command, folder, env, output)


class Fork:
    """What scenarios use of `subprocess.Popen`, with its meaning of exit codes."""

    def __init__(self, command: Sequence[str], folder: Path, env: Mapping[str, str], output: Path) -> None:
        self.command = command
        # A daemon is ended when the tests are; ours has no children of that kind, which it may not have.
        self.made = SERVER.Process(target=become, args=(command, folder, dict(env), output), daemon=True)
        self.made.start()

    @property
    def pid(self) -> int:
        assert self.made.pid is not None
        return self.made.pid

    def poll(self) -> int | None:
        return self.made.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        self.made.join(timeout)
        if (code := self.poll()) is None:
            raise subprocess.TimeoutExpired(list(self.command), timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it ended just now, and the server has seen to it
                os.kill(self.pid, number)


def become(command: Sequence[str], folder: Path, env: Mapping[str, str], output: Path) -> None:
    """In the fork: `chatelier …` or `python -m …`, as if they were executed."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    with output.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    assert IMPORTED in sys.modules  # what cannot be imported there is passed over without a word
    if command[1:2] == ["-m"]:
        sys.argv = [*command[:1], *command[3:]]
        runpy.run_module(command[2], run_name="__main__", alter_sys=True)
    else:
        sys.argv = list(command)
        main()
