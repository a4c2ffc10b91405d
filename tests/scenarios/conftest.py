"""A bot and a sandbox as processes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.scenarios.programs import Program, Records, programs


@dataclass
class Stage:
    bot: Program
    sandbox: Program

    @property
    def records(self) -> Records:
        return Records(self.bot.folder / "data")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Both running; a picture takes two seconds."""
    with programs(tmp_path) as started:
        sandbox = Program(["sandbox", "--seconds", "2"], tmp_path / "sandbox")
        sandbox.arguments += ["--port", str(sandbox.port)]
        settings = {
            "ACEDATA_TOKEN": "test-token-not-real",
            "ACEDATA_BASE_URL": sandbox.url,
            "ACEDATA_CONCURRENCY": "1",
            "LOG_FORMAT": "json",
        }
        bot = Program(["run"], tmp_path / "bot", settings)
        started += [sandbox.start(), bot.start()]
        sandbox.ready("/health")
        bot.ready()
        yield Stage(bot, sandbox)
