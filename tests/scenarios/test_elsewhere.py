"""What one image API has is never judged by another: not by the demo, not by a bot that was pointed elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.waiting import wait_until_sync
from tests.scenarios.conftest import Stage
from tests.scenarios.fleet import logged
from tests.scenarios.programs import Program, end_valkey, fetch_answer, programs, sandbox_counts
from tests.scenarios.test_sigkill import all_done, say

pytestmark = pytest.mark.timeout(300)


def open_sandbox(folder: Path, **settings: str) -> Program:
    """One that paints until it is told to end, and remembers its tasks."""
    sandbox = Program(["sandbox", "--seconds", "15"], folder, settings)
    sandbox.arguments += ["--port", str(sandbox.port), "--state", str(folder / "tasks")]
    return sandbox.start()


@pytest.fixture
def under_way(tmp_path: Path) -> Iterator[Stage]:
    """A bot that was killed while its paid job was being painted; its `.env` lies in its folder."""
    with programs(tmp_path) as started:
        sandbox = open_sandbox(tmp_path / "sandbox")
        settings = {
            "ACEDATA_TOKEN": "test-token-not-real",
            "ACEDATA_BASE_URL": sandbox.url,
            "LOG_FORMAT": "json",
        }
        bot = Program(["run"], tmp_path / "bot", settings)
        started += [sandbox, bot.start()]
        sandbox.ready("/health")
        stage = Stage(bot.ready(), sandbox)
        say(stage, "/imagine a lighthouse in a storm")
        wait_until_sync(lambda: stage.records.states() == ["running"], "the job is under way")
        bot.kill()
        lines = [f"CHATELIER_{name}={value}" for name, value in settings.items()]
        lines += [f"CHATELIER_DATA_DIR={bot.folder / 'data'}", "CHATELIER_WEBCHAT=true"]
        (bot.folder / ".env").write_text("\n".join(lines))
        yield stage


def comes_back(stage: Stage) -> None:
    """The bot starts again, and the job ends in its message with its picture; it was paid once."""
    [before] = stage.records.messages() if (stage.bot.folder / "data" / "valkey.sock").exists() else [None]
    stage.bot.start().ready()
    wait_until_sync(lambda: all_done(stage), "the job is done")
    [after] = stage.records.messages()
    assert before is None or after["id"] == before["id"]
    assert (after["state"], len(after["media"])) == ("done", 1)
    assert sandbox_counts(stage.sandbox)["submitted"] == 1


def test_the_demo_beside_a_real_bot(under_way: Stage) -> None:
    """It takes neither folder nor token nor store of the real one, says so, and the real job ends as it should."""
    bot = under_way.bot
    demo = Program(["demo"], bot.folder, {"ACEDATA_TOKEN": "test-token-not-real"})
    home = bot.folder / ".local" / "share" / "chatelier-demo"
    demo.arguments = ["demo"]
    demo.place = list  # type: ignore[method-assign]  # its own folder, as people start it
    try:
        demo.start().ready()
        assert home.is_dir()
        assert fetch_answer(f"{demo.url}/healthz")
        assert demo.stop() == 0, demo.output
    finally:
        end_valkey(home)
    [line] = [line for line in demo.output.splitlines() if "leaves aside" in line]
    for name in ("ACEDATA_TOKEN", "ACEDATA_BASE_URL", "DATA_DIR", "WEBCHAT"):
        assert f"CHATELIER_{name}" in line
    assert "test-token" not in demo.output
    comes_back(under_way)


def test_a_bot_that_was_pointed_elsewhere(under_way: Stage, tmp_path: Path) -> None:
    """On the same records: the job is left alone, with a line in the log, until its own image API is back."""
    bot = under_way.bot
    with programs(tmp_path) as started:
        other = open_sandbox(tmp_path / "other")
        started.append(other)
        other.ready("/health")
        (bot.folder / ".env").unlink()
        strayed = Program(["run"], bot.folder, {**bot.settings, "ACEDATA_BASE_URL": other.url})
        started.append(strayed.start().ready())
        wait_until_sync(lambda: bool(logged(strayed, "job.left_elsewhere")), "the log tells of it")
        assert under_way.records.states() == ["running"]
        strayed.kill()
        assert sandbox_counts(other)["submitted"] == 0
        assert len(logged(strayed, "job.left_elsewhere")) == 1
    comes_back(under_way)
