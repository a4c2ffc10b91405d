"""The vendor's own command line client runs against the sandbox."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.driving import TOKEN, Sandbox

CLIENT = Path(sys.executable).parent / "midjourney"


async def run(sandbox: Sandbox, *arguments: str) -> Any:
    """Its JSON output; exit code 0 is demanded."""
    environment = {
        "ACEDATACLOUD_API_BASE_URL": sandbox.url,
        "ACEDATACLOUD_API_TOKEN": TOKEN,
        "COLUMNS": "9999",  # it wraps its JSON at the width of the screen, in the middle of strings
    }
    process = await asyncio.create_subprocess_exec(
        CLIENT,
        *arguments,
        "--json",
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, (out, err)
    return json.loads(out)


@pytest.mark.skipif(not CLIENT.exists(), reason="the vendor's client is not installed")
async def test_vendor_client(sandbox: Sandbox) -> None:
    """Every command it has for the API ends well and prints what it was given."""
    first = await run(sandbox, "imagine", "a cat in the snow")
    record = await run(sandbox, "task", first["task_id"])
    image = record["response"]
    assert image["success"] is True
    one, blend, edit, video, seed, described, translated, full, called = await asyncio.gather(
        run(sandbox, "transform", image["image_id"], "upscale2"),
        run(sandbox, "blend", image["image_url"], "http://127.0.0.1:9/b.png"),
        run(sandbox, "edit", image["image_url"], "make it blue"),
        run(sandbox, "video", "cat runs", "--image-url", image["image_url"]),
        run(sandbox, "seed", image["image_id"]),
        run(sandbox, "describe", image["image_url"]),
        run(sandbox, "translate", "一只猫"),
        run(sandbox, "imagine", "full", "--translation", "--split", "--version", "8.1", "--hd", "--quality", "2"),
        run(sandbox, "imagine", "cb", "--callback-url", "http://127.0.0.1:9/cb"),
    )
    ids = [answer["task_id"] for answer in (one, blend, edit, video, full, called)]
    batch = await run(sandbox, "tasks", *ids)
    assert {item["id"] for item in batch["items"]} == set(ids)
    assert all(item["response"]["success"] for item in batch["items"])
    assert seed["seed"].isdecimal()
    assert len(described["descriptions"]) == 4
    assert translated["content"] == "a cat"
    film = (await sandbox.record(video["task_id"]))["response"]
    longer = await run(sandbox, "extend-video", film["video_id"], "go on")
    assert (await sandbox.record(longer["task_id"]))["response"]["video_id"] != film["video_id"]
