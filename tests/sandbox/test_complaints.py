"""What the documents advise against is taken, and told."""

from typing import Any

import pytest

from tests.sandbox.driving import Sandbox

HERE = "http://127.0.0.1:9/x.png"
FAST: dict[str, Any] = {"mode": "fast"}


async def complaints(sandbox: Sandbox) -> list[str]:
    return [row["complaint"] for row in (await sandbox.overview())["complaints"]]


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("imagine", {"prompt": "a fox"}, ["mode is not sent"]),
        ("edits", {"prompt": "blue", "image_url": HERE}, ["mode is not sent"]),
        ("videos", {"prompt": "go", "image_url": HERE}, ["mode is not sent", "resolution is not sent"]),
        ("imagine", {"prompt": "a fox", "version": "8.1", "mode": "turbo"}, ["version 8.1 with turbo"]),
        ("imagine", FAST | {"prompt": "a fox --v 8.1", "quality": "1"}, ["version 8.1 with quality"]),
        ("imagine", FAST | {"prompt": "a fox --version 8.1 --q 2"}, ["version 8.1 with quality"]),
        ("imagine", FAST | {"prompt": "a fox", "version": "7", "quality": "4"}, ["quality 4 with version 7"]),
        ("imagine", FAST | {"prompt": "a fox", "version": "8", "quality": "4"}, []),
        ("imagine", FAST | {"prompt": "a fox --q 4"}, []),
        ("imagine", FAST | {"prompt": "a fox", "version": "8.1", "hd": False}, []),
        ("imagine", FAST | {"prompt": "a fox", "version": "7", "style_reference": True, "moodboard": True}, []),
        ("videos", FAST | {"prompt": "go", "image_url": HERE, "resolution": "480p"}, []),
        ("describe", {"image_url": HERE}, []),
    ],
)
async def test_complaints(sandbox: Sandbox, path: str, body: dict[str, Any], said: list[str]) -> None:
    """Each is named once for the task that it was said of."""
    await sandbox.call(path, **body)
    assert await complaints(sandbox) == said


async def test_references_beside_an_upscale(sandbox: Sandbox) -> None:
    """An upscale refers to nothing; a variation may."""
    done = await sandbox.call("imagine", prompt="a fox", mode="fast")
    more = {"image_id": done["image_id"], "mode": "fast", "style_reference": True, "moodboard": True}
    await sandbox.call("imagine", action="variation1", **more)
    assert await complaints(sandbox) == []
    await sandbox.call("imagine", action="upscale1", **more)
    rows = (await sandbox.overview())["complaints"]
    assert [row["complaint"] for row in rows] == [
        "style_reference beside an upscale",
        "moodboard beside an upscale",
    ]
    assert {(row["type"], row["action"]) for row in rows} == {("imagine", "upscale1")}
