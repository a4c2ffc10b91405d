"""Everything that is refused, in the service's shape."""

import base64
import io
from typing import Any

import aiohttp
import orjson
import pytest

from tests.sandbox.driving import Open, Sandbox

HERE = "http://127.0.0.1:9/x.png"


def check(answer: dict[str, Any], code: str) -> str:
    """The error shape; gives the message."""
    assert answer.keys() == {"error", "trace_id"}
    assert answer["error"].keys() == {"code", "message"}
    assert answer["error"]["code"] == code
    return str(answer["error"]["message"])


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("imagine", {}, "prompt"),
        ("imagine", {"prompt": "  "}, "prompt"),
        ("imagine", {"prompt": 7}, "prompt"),
        ("imagine", {"prompt": "--ar 1:1"}, "prompt"),
        ("imagine", {"prompt": "a fox --foo 3"}, "Unrecognized argument(s): --foo"),
        ("imagine", {"prompt": "a fox", "mode": "warp"}, "mode"),
        ("imagine", {"prompt": "a fox", "timeout": "soon"}, "timeout"),
        ("imagine", {"prompt": f"{f'{HERE} ' * 6}"}, "5"),
        ("imagine", {"prompt": "a fox", "callback_url": "http://example.com/hook"}, "sandbox"),
        ("imagine", {"prompt": "a fox", "callback_url": "ftp://127.0.0.1/hook"}, "sandbox"),
        ("imagine", {"action": "upscale1"}, "image_id"),
        ("imagine", {"action": "upscale1", "image_id": "1557000000000000001"}, "image_id"),
        ("edits", {"image_url": HERE}, "prompt"),
        ("edits", {"prompt": "blue"}, "image_url"),
        ("edits", {"prompt": "blue", "image_url": HERE, "mask": "!!"}, "mask"),
        ("edits", {"prompt": "blue", "image_url": HERE, "action": "upscale1"}, "action"),
        ("videos", {"prompt": "go"}, "image_url"),
        ("videos", {"prompt": "go", "action": "extend"}, "video_id"),
        ("videos", {"prompt": "go", "action": "extend", "video_id": "2200"}, "video_id"),
        ("edits", {"prompt": "blue", "image_url": "ftp://127.0.0.1/x.png"}, "image_url"),
        ("edits", {"prompt": "blue", "image_url": "http://127.0.0.1:9/x.html"}, "image_url"),
        ("videos", {"image_url": HERE, "mode": "relax"}, "mode"),
        ("videos", {"image_url": HERE, "resolution": "1080p"}, "resolution"),
        ("videos", {"image_url": HERE, "loop": "yes"}, "loop"),
        ("videos", {"image_url": "nope"}, "image_url"),
        ("videos", {"image_url": HERE, "end_image_url": "nope"}, "end_image_url"),
        ("videos", {"image_url": HERE, "end_image_url": "https://[1/x.png"}, "end_image_url"),
        *(("videos", {"image_url": HERE, "video_index": index}, "video_index") for index in (1.0, True, "1", 4)),
        *(
            ("imagine", {"prompt": "a fox", name: 1}, name)
            for name in ("hd", "translation", "split_images", "async", "style_reference", "moodboard")
        ),
        ("imagine", {"prompt": "a fox", "quality": 2}, "quality"),
        *(
            ("imagine", {"prompt": f"http://127.0.0.1:9{path} a fox"}, "page")
            for path in ("", "/", "/pictures/", "/x.HTM", "/x.html?y=z.png", "/x.php")
        ),
        ("tasks", {"action": "generate"}, "action"),
        ("tasks", {"action": "retrieve_batch", "limit": "many"}, "limit"),
        ("seed", {"image_id": "1"}, "image_id"),
        ("describe", {}, "image_url"),
        ("describe", {"image_url": "not a url"}, "image_url"),
        ("describe", {"image_url": "ftp://127.0.0.1/x.png"}, "image_url"),
        ("describe", {"image_url": "https://pictures.example/"}, "image_url"),
        ("shorten", {}, "prompt"),
        ("translate", {}, "content"),
    ],
)
async def test_bad_requests(sandbox: Sandbox, path: str, body: dict[str, Any], said: str) -> None:
    """What is missing or wrong is named, and nothing is accepted."""
    assert said in check(await sandbox.call(path, 400, **body), "bad_request")
    assert (await sandbox.overview())["submitted"] == 0


async def test_bad_json(sandbox: Sandbox) -> None:
    """Neither broken JSON nor a JSON list is a request."""
    for body in (b"{", b"[]", b"\xff"):
        async with sandbox.post("imagine", body) as answer:
            assert answer.status == 400
            check(await answer.json(), "bad_request")


async def test_buttons_not_offered(sandbox: Sandbox) -> None:
    """A grid has no zoom, a single no reroll, an upscale no second cell; region repaint needs a mask."""
    grid = await sandbox.call("imagine", prompt="a fox")
    single = await sandbox.call("imagine", action="upscale1", image_id=grid["image_id"])
    for image, action in ((grid, "zoom_out_2x"), (single, "reroll"), (single, "upscale2"), (single, "nonsense")):
        answer = await sandbox.call("imagine", 400, action=action, image_id=image["image_id"])
        assert action in check(answer, "bad_request")
    answer = await sandbox.call("imagine", 400, action="variation_region", image_id=single["image_id"])
    assert "mask" in check(answer, "bad_request")


async def test_preview_ids_are_good_for_nothing(open_sandbox: Open) -> None:
    """Only the last line's image id can be followed up."""
    sandbox = await open_sandbox(seconds=0.1, steps=2)
    first, *_, last = await sandbox.lines(prompt="a fox")
    check(await sandbox.call("imagine", 400, action="upscale1", image_id=first["image_id"]), "bad_request")
    await sandbox.call("imagine", action="upscale1", image_id=last["image_id"])


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        (None, 400, "no_token"),
        ("Bearer", 401, "invalid_token"),
        ("Bearer invalid", 401, "invalid_token"),
        ("Bearer other", 401, "invalid_token"),
        ("test-token-not-real", 401, "invalid_token"),
    ],
)
async def test_tokens(sandbox: Sandbox, header: str | None, status: int, code: str) -> None:
    """Only the one token is let in."""
    headers = {"Authorization": header} if header else {}
    for path in ("imagine", "tasks"):
        async with sandbox.session.post(f"{sandbox.url}/midjourney/{path}", json={}, headers=headers) as answer:
            assert answer.status == status
            check(await answer.json(), code)


async def test_any_token(open_sandbox: Open) -> None:
    """Without a set token every other than "invalid" is fine."""
    sandbox = await open_sandbox(token=None)
    assert await sandbox.record("nobody") == {}
    async with sandbox.post("tasks", {}, headers={"Authorization": "Bearer invalid"}) as answer:
        assert answer.status == 401


async def test_wrong_paths(sandbox: Sandbox) -> None:
    """Unknown paths and methods are no_api; health is plain."""
    check(await sandbox.call("upscale", 404), "no_api")
    assert await sandbox.get("/health") == b"ok"
    for path in ("/cdn/midjourney/nobody.png", "//video/nobody/0_0.mp4", "/cdn/nobody/0_1.png"):
        check(orjson.loads(await sandbox.get(path, 404)), "no_api")


async def test_too_large(sandbox: Sandbox) -> None:
    """A body over 20 MB is refused."""
    body = orjson.dumps({"prompt": "a fox", "mask": base64.b64encode(bytes(16 * 2**20)).decode()})
    try:
        async with sandbox.post("imagine", io.BytesIO(body)) as answer:
            assert answer.status == 413
            check(await answer.json(), "content_too_large")
    except aiohttp.ClientOSError:
        assert (await sandbox.overview())["submitted"] == 0  # refused while it was still being sent
