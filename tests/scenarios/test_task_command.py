"""`chatelier task` against the stand-in, as an operator meets it."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.domain.ids import code_of
from bot.domain.job import State
from bot.domain.order import Describe, Imagine, Order
from bot.domain.prompt import Prompt
from bot.domain.update import Accepted, Failed, Finished
from bot.midjourney.client import open_painter
from bot.sandbox.answers import OWNER
from bot.sandbox.faults import Fault
from bot.sandbox.options import SandboxOptions
from bot.sandbox.server import create_app
from tests.fakes.clock import FakeClock
from tests.fakes.serving import serving
from tests.midjourney.samples import job
from tests.scenarios.test_cli import call

TOKEN = "test-token-not-real"
NOBODY = "00000000-0000-0000-0000-00000000000b"


class Stage:
    """A stand-in with a picture, a failure and a description; `task` is the program, asked of it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.ids: list[str] = []

    async def order(self, *orders: Order) -> None:
        async with open_painter(self.url, TOKEN, clock=FakeClock()) as painter:
            for order in orders:
                async for update in painter.paint(replace(job(order), state=State.SENT)):
                    if isinstance(update, Accepted | Finished | Failed) and update.task_id not in {
                        None,
                        "",
                        *self.ids,
                    }:
                        self.ids.append(str(update.task_id))

    async def record(self, task_id: str) -> dict[str, Any]:
        """As the service tells it."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        body = {"action": "retrieve", "id": task_id}
        async with (
            aiohttp.ClientSession(headers=headers) as client,
            client.post(f"{self.url}/midjourney/tasks", json=body) as answer,
        ):
            return dict(await answer.json())

    async def task(self, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        given = {"ACEDATA_TOKEN": TOKEN, "ACEDATA_BASE_URL": self.url} | settings
        return await asyncio.to_thread(call, self.folder, "task", *arguments, **given)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    faults = (Fault("moderation_late", match="storm"),)
    app = create_app(SandboxOptions(seconds=0, size=128, token=TOKEN, faults=faults))
    async with serving(app) as url:
        stage = Stage(tmp_path, url)
        words = Describe("https://pictures.example/a.png")
        await stage.order(Imagine(Prompt("a fox")), Imagine(Prompt("a storm")), words)
        yield stage


async def test_tasks_by_name(stage: Stage) -> None:
    """By id, code and trace id, several at once; one that nobody knows is named, and is exit code 1."""
    fox, storm = stage.ids
    told = await stage.task(fox, "--json")
    assert (told.returncode, told.stderr) == (0, "")
    (task,) = json.loads(told.stdout)["tasks"]
    assert (task["id"], task["state"], task["words"], task["type"]) == (fox, "done", "a fox", "imagine")
    assert task["result"]["image_id"]
    several = await stage.task(code_of(task["id"]), storm, NOBODY, "--json")
    answer = json.loads(several.stdout)
    assert several.returncode == 1
    assert ([one["id"] for one in answer["tasks"]], answer["unknown"]) == ([fox, storm], [NOBODY])
    assert answer["tasks"][1]["error"]["code"] == "refused"
    assert answer["tasks"][1]["charged"]["amount"] == 0
    traced = await stage.task("--trace", task["trace_id"])
    assert traced.returncode == 0
    assert fox in traced.stdout
    assert (await stage.task("--trace", fox)).returncode == 1


async def test_the_list(stage: Stage) -> None:
    """The newest first, of one type or since a moment; without a word of whom the account belongs to."""
    listed = await stage.task("--list", "--json")
    kinds = [one["type"] for one in json.loads(listed.stdout)["tasks"]]
    assert (listed.returncode, kinds) == (0, ["describe", "imagine", "imagine"])
    record = await stage.record(stage.ids[0])
    assert record["email"] == OWNER["email"]
    assert not [name for name in OWNER if name in listed.stdout or str(record[name]) in listed.stdout.split('"')]
    sifted = await stage.task("--list", "--type", "imagine", "--since", "2h", "--limit", "1", "--json")
    assert [one["words"] for one in json.loads(sifted.stdout)["tasks"]] == ["a storm"]


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "part"),
    [
        ([], {}, 2, "--list"),
        (["--list", "--since", "soon"], {}, 2, "--since"),
        (["x"], {"ACEDATA_TOKEN": "another-token-not-real"}, 2, "does not accept CHATELIER_ACEDATA_TOKEN"),
        (["x"], {"ACEDATA_BASE_URL": "http://127.0.0.1:1"}, 75, "nothing answers there"),
    ],
)
async def test_what_cannot_be_asked(
    stage: Stage, arguments: list[str], settings: dict[str, str], code: int, part: str
) -> None:
    """In one line, without the token."""
    result = await stage.task(*arguments, **settings)
    assert result.returncode == code, result
    assert part in result.stderr
    assert result.stderr.count("\n") == 1
    assert "not-real" not in result.stderr + result.stdout
