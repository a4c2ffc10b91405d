"""Pictures that lie on this machine are fetched, and what is made of them is made of their pixels."""

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import web
from PIL import Image

from bot.sandbox import inputs
from bot.sandbox.inputs import is_near
from bot.sandbox.odd_pictures import odd_picture
from tests.fakes.serving import serving
from tests.sandbox.driving import Open, Sandbox
from tests.sandbox.test_pixels import cells, decode, far, mask_of


def half_and_half(left: str, right: str, kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    picture = Image.new("RGB", size, left)
    picture.paste(right, (size[0] // 2, 0, *size))
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


BAD_FILES = {
    "page.png": (b"<!doctype html><html><body>A picture?</body></html>", "not a picture"),
    "empty.png": (b"", "not a picture"),
    "cut.png": (half_and_half("red", "blue")[:-40], "not a picture"),
    "other.png": (half_and_half("red", "blue", "BMP"), "not a picture"),
    "large.png": (half_and_half("red", "blue") + bytes(20 * 2**20), "MB"),
    "wide.png": (odd_picture("png_64_megapixels"), "pixels"),
    "bomb.png": (odd_picture("png_sides_of_2_31"), "pixels"),
}
FILES = {name: data for name, (data, _) in BAD_FILES.items()} | {
    "red-blue.png": half_and_half("red", "blue"),
    "red-blue.jpg": half_and_half("red", "blue", "JPEG"),
    "red-blue.webp": half_and_half("red", "blue", "WEBP"),
    "red-blue.gif": half_and_half("red", "blue", "GIF"),
    "red.png": half_and_half("red", "red"),
    "blue.png": half_and_half("blue", "blue"),
    "white.png": half_and_half("white", "white"),
    "line.png": half_and_half("red", "blue", size=(2000, 1)),
    "phone.jpg": odd_picture("jpeg_camera"),
}


@pytest.fixture
async def gallery() -> AsyncIterator[tuple[str, list[str]]]:
    """A place that serves FILES; its address, and what was asked of it."""
    asked: list[str] = []

    async def serve(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        asked.append(name)
        if name == "moved.png":
            raise web.HTTPFound("/red.png")
        if name not in FILES:
            raise web.HTTPNotFound
        return web.Response(body=FILES[name], content_type="application/octet-stream")

    app = web.Application()
    app.router.add_get("/{name}", serve)
    async with serving(app) as url:
        yield url, asked


@pytest.mark.parametrize("name", ["red-blue.png", "red-blue.jpg", "red-blue.webp", "red-blue.gif"])
async def test_an_edit_keeps_what_the_mask_leaves(
    sandbox: Sandbox, gallery: tuple[str, list[str]], name: str
) -> None:
    """In the picture's own ratio; under the mask is something else. It is fetched once."""
    url, asked = gallery
    mask = mask_of(300, 200, (0, 0, 300, 80))
    done = await sandbox.call("edits", image_url=f"{url}/{name}", prompt="a bright flower", mask=mask)
    for cell in cells(await sandbox.pixels(done["image_url"])):
        height, width = cell.shape[:2]
        assert abs(width / height - 1.5) < 0.2
        plain = np.asarray(Image.open(io.BytesIO(FILES[name])).convert("RGB").resize((width, height)), np.int16)
        below, above = slice(height // 2, None), slice(None, height // 3)
        assert far(cell[below], plain[below]) < 4
        assert far(cell[above], plain[above]) > 20
    assert asked == [name]


async def test_an_edit_without_a_mask_is_still_that_picture(
    sandbox: Sandbox, gallery: tuple[str, list[str]]
) -> None:
    """What was light stays lighter than what was dark."""
    done = await sandbox.call("edits", image_url=f"{gallery[0]}/red-blue.png", prompt="autumn")
    for cell in cells(await sandbox.pixels(done["image_url"])):
        assert cell[:, : cell.shape[1] // 3].mean() > cell[:, -cell.shape[1] // 3 :].mean() + 20


async def test_a_film_begins_and_ends_with_them(sandbox: Sandbox, gallery: tuple[str, list[str]]) -> None:
    """Every take of it."""
    body: dict[str, Any] = {
        "image_url": f"{gallery[0]}/red-blue.png",
        "end_image_url": f"{gallery[0]}/white.png",
        "prompt": "x",
    }
    done = await sandbox.call("videos", **body)
    for url in done["video_urls"]:
        frames = decode(await sandbox.get(url))
        height, width = frames[0].shape[:2]
        first = np.asarray(Image.open(io.BytesIO(FILES["red-blue.png"])).resize((width, height)), np.int16)
        assert far(frames[0], first) < 25
        assert far(frames[-1], np.full_like(first, 255)) < 25


@pytest.mark.parametrize(
    "prompt", ["{0}/red.png {0}/blue.png", "{0}/red-blue.png a meadow", "a meadow --sref {0}/red.png {0}/blue.png"]
)
async def test_a_prompt_takes_their_colours(sandbox: Sandbox, gallery: tuple[str, list[str]], prompt: str) -> None:
    """And so does what is made of that picture later on."""
    done = await sandbox.call("imagine", prompt=prompt.format(gallery[0]))
    again = await sandbox.call("imagine", action="variation1", image_id=done["image_id"])
    for picture in (done, again):
        red, green, blue = (await sandbox.pixels(picture["image_url"])).reshape(-1, 3).mean(axis=0)
        assert green < 60
        assert max(red, blue) > 100


async def test_two_prompts_of_the_same_words(sandbox: Sandbox, gallery: tuple[str, list[str]]) -> None:
    """Another picture makes another one of them."""
    red, blue = [
        await sandbox.pixels((await sandbox.call("imagine", prompt=f"{gallery[0]}/{name}.png fox"))["image_url"])
        for name in ("red", "blue")
    ]
    assert red[..., 0].mean() > red[..., 2].mean() + 50
    assert blue[..., 2].mean() > blue[..., 0].mean() + 50


async def test_describe_sees_how_it_stands(sandbox: Sandbox, gallery: tuple[str, list[str]]) -> None:
    """The ratio of the upright picture ends every line."""
    told = await sandbox.call("describe", image_url=f"{gallery[0]}/red-blue.png")
    assert all(line.endswith("--ar 3:2") for line in told["descriptions"])
    told = await sandbox.call("describe", image_url=f"{gallery[0]}/phone.jpg")
    assert all(line.endswith("--ar 3:4") for line in told["descriptions"])


async def test_a_line(sandbox: Sandbox, gallery: tuple[str, list[str]]) -> None:
    """What is made of one is no line."""
    done = await sandbox.call("edits", image_url=f"{gallery[0]}/line.png", prompt="a fox")
    assert max(done["image_width"], done["image_height"]) < 1000


@pytest.mark.parametrize(("name", "said"), [*((name, said) for name, (_, said) in BAD_FILES.items())])
@pytest.mark.parametrize("path", ["imagine", "edits", "videos", "describe"])
async def test_what_is_no_picture(
    sandbox: Sandbox, gallery: tuple[str, list[str]], path: str, name: str, said: str
) -> None:
    """It is said, and nothing is accepted."""
    url = f"{gallery[0]}/{name}"
    body: dict[str, Any] = (
        {"prompt": f"{url} a fox"} if path == "imagine" else {"prompt": "a fox", "image_url": url}
    )
    answer = await sandbox.call(path, 400, **body)
    assert answer["error"]["code"] == "bad_request"
    assert said in answer["error"]["message"]
    assert (await sandbox.overview())["tasks"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"image_url": "{0}/gone.png"},
        {"image_url": "{0}/moved.png"},
        {"image_url": "{0}/red.png", "end_image_url": "{0}/gone.png"},
    ],
)
async def test_what_is_not_there(sandbox: Sandbox, gallery: tuple[str, list[str]], body: dict[str, str]) -> None:
    """Nor is a redirect followed."""
    given: dict[str, Any] = {name: value.format(gallery[0]) for name, value in body.items()}
    answer = await sandbox.call("videos", 400, prompt="x", **given)
    assert answer["error"]["message"].startswith(list(body)[-1])
    assert "red.png" not in gallery[1][len(body) - 1 :]
    assert (await sandbox.overview())["tasks"] == []


async def test_who_does_not_answer(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is not waited for; who is not there at all is imagined."""
    monkeypatch.setattr(inputs, "FETCH_S", 0.1)

    asked, released = asyncio.Event(), asyncio.Event()

    async def never(_request: web.Request) -> web.Response:
        asked.set()
        await released.wait()
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/x.png", never)
    async with serving(app) as url:
        await sandbox.call("edits", 400, image_url=f"{url}/x.png", prompt="a fox")
        await sandbox.call("edits", 400, image_url=f"{url.replace('http', 'https')}/x.png", prompt="a fox")
        assert asked.is_set()
        released.set()
    await sandbox.call("edits", image_url=f"{url}/x.png", prompt="a fox")


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("http://127.0.0.1/x.png", True),
        ("http://127.9.9.9:1/x.png", True),
        ("https://[::1]/x.png", True),
        ("http://localhost:80/x.png", True),
        ("http://localhost.example/x.png", False),
        ("http://127.0.0.1.example/x.png", False),
        ("http://127.0.0.1@pictures.example/x.png", False),
        ("http://10.0.0.1/x.png", False),
        ("http://[::]/x.png", False),
        ("http://0.0.0.0/x.png", False),
        ("ftp://127.0.0.1/x.png", False),
        ("http://[127/x.png", False),
    ],
)
def test_what_is_near(url: str, near: bool) -> None:  # noqa: FBT001 - of a table
    """This machine alone, told by the address and not by a name service."""
    assert is_near(url) is near


async def test_a_restart(open_sandbox: Open, gallery: tuple[str, list[str]], tmp_path: Path) -> None:
    """The picture is kept with the tasks: what is made of it stays the same to the byte."""
    first = await open_sandbox(state=tmp_path)
    done: dict[str, Any] = await first.call("edits", image_url=f"{gallery[0]}/red-blue.png", prompt="autumn")
    before = await first.get(done["image_url"])
    gallery[1].clear()
    second = await open_sandbox(state=tmp_path)
    assert await second.get(done["image_url"].replace(first.url, second.url)) == before
    assert gallery[1] == []
