"""The vendor's own command line client runs against the sandbox."""

import asyncio
import json
import sys
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

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


@pytest.mark.skipif(not CLIENT.exists(), reason="the vendor's client is not installed")
async def test_regions_splits_and_films_of_the_vendor_client(sandbox: Sandbox) -> None:
    """What it was told about masks, parts and end frames is what the sandbox has on record."""
    image = (await sandbox.record((await run(sandbox, "imagine", "a cat"))["task_id"]))["response"]
    single = await run(sandbox, "transform", image["image_id"], "upscale2")
    whole = (await sandbox.record(single["task_id"]))["response"]
    mask = b64encode(region_mask(whole["raw_image_width"], whole["raw_image_height"])).decode()
    region, edited, split, film = await asyncio.gather(
        run(sandbox, "transform", whole["image_id"], "variation_region", "--prompt", "a hat", "--mask", mask),
        run(sandbox, "edit", image["image_url"], "make it blue", "--mask", mask),
        run(sandbox, "edit", image["image_url"], "make it red", "--split"),
        run(
            sandbox,
            *("video", "cat runs", "--image-url", image["image_url"], "--loop"),
            *("--end-image-url", whole["image_url"], "--resolution", "720p"),
        ),
    )
    records = {one["task_id"]: await sandbox.record(one["task_id"]) for one in (region, edited, split, film)}
    assert all(record["response"]["success"] for record in records.values())
    assert len(records[split["task_id"]]["response"]["sub_image_urls"]) == 4
    asked = records[film["task_id"]]["request"]
    assert (asked["loop"], asked["end_image_url"], asked["resolution"]) == (True, whole["image_url"], "720p")


def region_mask(width: int, height: int) -> bytes:
    """The left half is to be painted anew."""
    made, out = Image.new("L", (width, height)), BytesIO()
    made.paste(255, (0, 0, width // 2, height))
    made.save(out, "JPEG", quality=60)
    return out.getvalue()
