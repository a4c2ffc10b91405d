"""The stand-in gives any odd file and any odd answer, by the name of a fault."""

import aiohttp
import orjson
import pytest

from bot.sandbox.faults import (
    BODY_FAULTS,
    BODY_PREFIX,
    FAULT_KINDS,
    FILE_PREFIX,
    PREVIEW_PREFIX,
    RESULT_PREFIX,
    STREAM_PREFIX,
)
from bot.sandbox.odd_answers import ENDLESS_PARTS, ODD_BODIES, ODD_RESULTS
from bot.sandbox.odd_files import ODD_FILES
from bot.sandbox.odd_pictures import ODD_PICTURES, odd_picture
from bot.sandbox.prompts import read_prompt
from tests.sandbox.driving import LINES, Open, Sandbox
from tests.sandbox.test_faults import script


def test_every_oddity_is_a_fault() -> None:
    """That can be written on the command line and in a prompt."""
    names = {
        *(before + name for before in (FILE_PREFIX, PREVIEW_PREFIX) for name in (*ODD_PICTURES, *ODD_FILES)),
        *(RESULT_PREFIX + name for name in ODD_RESULTS),
        *(BODY_PREFIX + name for name in ODD_BODIES),
        *(STREAM_PREFIX + name for name in ENDLESS_PARTS),
    }
    assert names <= FAULT_KINDS
    for name in names:
        assert read_prompt(f"a fox sandbox:{name}").faults == (name,)


@pytest.mark.parametrize("name", ["png_cut", "html", "empty", "jpeg_two_pictures"])
async def test_odd_pictures(sandbox: Sandbox, name: str) -> None:
    """Whatever its link, the file has these bytes; another task's has its own."""
    done = await sandbox.call("imagine", prompt=f"a fox sandbox:file_{name}")
    for link in (done["image_url"], done["raw_image_url"]):
        assert await sandbox.get(link) == odd_picture(name)
    fine = await sandbox.call("imagine", prompt="a fox")
    assert (await sandbox.get(fine["image_url"])).startswith(b"\x89PNG")


@pytest.mark.parametrize(("name", "status"), [("gone", 404), ("failing", 500), ("busy", 429), ("other_type", 200)])
async def test_odd_statuses(sandbox: Sandbox, name: str, status: int) -> None:
    """Of a file that is there."""
    done = await sandbox.call("imagine", prompt=f"a fox sandbox:file_{name}")
    await sandbox.get(done["image_url"], status)


async def test_files_without_an_end_and_with_half_of_one(sandbox: Sandbox) -> None:
    """Each as its name says."""
    done = await sandbox.call("imagine", prompt="a fox sandbox:file_endless")
    async with sandbox.session.get(done["image_url"]) as answer:
        assert len(await answer.content.readexactly(2_000_000)) == 2_000_000
    done = await sandbox.call("imagine", prompt="a fox sandbox:file_cut_off")
    with pytest.raises(aiohttp.ClientPayloadError):
        await sandbox.get(done["image_url"])


@pytest.mark.parametrize("name", ODD_RESULTS)
async def test_odd_results(sandbox: Sandbox, name: str) -> None:
    """The task is told so whenever it is looked at."""
    async with sandbox.post("imagine", {"prompt": f"a fox sandbox:{RESULT_PREFIX}{name}"}, headers=LINES) as answer:
        lines = (await answer.read()).splitlines()
    (task,) = (await sandbox.overview())["tasks"]
    record = await sandbox.record(task["id"])
    assert orjson.loads(lines[-1]) == record["response"]
    assert record["finished_at"]


@pytest.mark.parametrize("name", sorted(BODY_FAULTS))
@pytest.mark.parametrize("headers", [LINES, {}])
async def test_odd_bodies(open_sandbox: Open, name: str, headers: dict[str, str]) -> None:
    """One answer is spoilt; the task is accepted and finishes."""
    sandbox = await open_sandbox()
    async with sandbox.post("imagine", {"prompt": f"a fox sandbox:{name}"}, headers=headers) as answer:
        assert answer.status == 200
        got = await answer.content.read(100_000)
    assert (got != b"") is (name != "body_empty")
    (task,) = (await sandbox.overview())["tasks"]
    assert (await sandbox.record(task["id"]))["response"]["progress"] == 100


async def test_odd_words_and_lookups(sandbox: Sandbox) -> None:
    """Answers without a task, and looks at tasks, when the script names them."""
    await script(sandbox, "result_long_words:match=describe", "body_list:match=tasks retrieve")
    told = await sandbox.call("describe", image_url="https://pictures.example/1.png")
    assert [len(line) for line in told["descriptions"]] == [4000] * 4
    assert isinstance(await sandbox.call("tasks", action="retrieve", id="x"), list)
