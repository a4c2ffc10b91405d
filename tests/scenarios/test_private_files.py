"""What the program writes is for its owner alone, whatever the folder is for."""

import stat
from pathlib import Path

import pytest

from tests.fakes.waiting import wait_until_sync
from tests.scenarios.conftest import Stage
from tests.scenarios.programs import Program, programs
from tests.scenarios.test_sigkill import all_done, say

pytestmark = pytest.mark.timeout(120)


def reachable(folder: Path) -> list[str]:
    """Files below that others can read, by way of folders that they can enter."""
    found = []
    for path in folder.iterdir():
        mode = path.stat().st_mode
        if path.is_dir():
            found += reachable(path) if mode & (stat.S_IXGRP | stat.S_IXOTH) else []
        elif mode & 0o077 and not path.is_socket():
            found.append(str(path))
    return found


def test_in_a_folder_that_was_there(tmp_path: Path) -> None:
    """Made by somebody who lets everybody in, with pictures of an earlier version: all of it is private."""
    data = tmp_path / "data"
    (data / "media" / "kept").mkdir(parents=True)
    (data / "media" / "kept" / "old.png").write_bytes(b"old")
    for folder in (data, data / "media", data / "media" / "kept"):
        folder.chmod(0o755)
    with programs(tmp_path) as started:
        demo = Program(["demo", "--seconds", "1"], tmp_path)
        started.append(demo.start().ready())
        stage = Stage(demo, demo)
        say(stage, "/imagine a lighthouse in a storm")
        wait_until_sync(lambda: all_done(stage), "the picture is there")
        names = [path.name for path in data.rglob("*") if path.is_file()]
        assert any(name.endswith(".png") for name in names)
        assert {"tasks.jsonl", "valkey.log", "chatelier.lock"} <= set(names)
        assert reachable(data) == []
        assert demo.stop() == 0
    assert reachable(data) == []
