"""Reads the files that operators get, and finds the programs that judge them."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.fakes.waiting import PATIENCE

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
MANUAL = ROOT / "docs" / "operating.md"
ROLES = frozenset({"run", "gateway", "worker", "web"})
DRAIN = float(Settings.model_fields["drain_seconds"].default)


def documents(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text("utf-8")))


def beside(name: str) -> str:
    """A program that the development lock installs, beside the interpreter."""
    return str(Path(sys.executable).with_name(name))


def installed(name: str) -> str:
    """A program that a machine may have; without it the test is skipped."""
    return shutil.which(name) or str(pytest.skip(f"{name} is not on this machine"))


def judge(*command: str | Path, cwd: Path | None = None, **settings: str) -> str:
    """What a program says about our files; it has to end well. Nothing of this machine's settings reaches it."""
    given = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", **settings}
    ended = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def pinned(image: str) -> bool:
    """Whether an image has a tag that is not `latest`; `${NAME:-default}` stands for its default."""
    plain = image.removeprefix("${").removesuffix("}").partition(":-")[2] if image.startswith("${") else image
    tag = plain.rpartition("/")[2].partition(":")[2]
    return bool(tag) and tag != "latest"
