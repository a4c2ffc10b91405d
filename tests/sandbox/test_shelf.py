"""The vendor's shelf of files, on the same port as its image API."""

import io
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot.midjourney.upload import make_upload
from bot.sandbox import shelf
from tests.sandbox.driving import TOKEN, Open, Sandbox

ACCOUNT = f"platform-v1-{'0' * 64}"  # of the right kind, and nobody's


def picture(colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (90, 60), colour).save(file, "PNG")
    return file.getvalue()


async def put(sandbox: Sandbox, data: Any, token: str = ACCOUNT) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with sandbox.session.post(f"{sandbox.url}/api/v1/files/", data=data, headers=headers) as answer:
        return answer.status, await answer.json()


def form(data: bytes, name: str = "file", filename: str = "fox.png") -> aiohttp.FormData:
    made = aiohttp.FormData()
    made.add_field(name, data, content_type="image/png", filename=filename)
    return made


async def test_our_own_uploads(sandbox: Sandbox) -> None:
    """The bot puts a picture there, anybody fetches it, and the service makes a new one of it."""
    address = await make_upload(sandbox.url, ACCOUNT)(picture(), "image/png")
    assert await sandbox.get(address) == picture()
    told = await sandbox.call("describe", image_url=address)
    assert told["descriptions"][0].endswith("--ar 3:2")
    done = await sandbox.call("imagine", prompt=f"{address} a meadow")
    red, green, _ = (await sandbox.pixels(done["image_url"])).reshape(-1, 3).mean(axis=0)
    assert green > red + 50


async def test_under_another_name(open_sandbox: Open) -> None:
    """Also where links have a name that leads elsewhere, the shelf is its own."""
    sandbox = await open_sandbox(public_url="https://pictures.example")
    _, answer = await put(sandbox, form(picture()))
    assert answer["file_url"].startswith("https://pictures.example/files/")
    told = await sandbox.call("describe", image_url=answer["file_url"])
    assert told["descriptions"][0].endswith("--ar 3:2")
    _, answer = await put(sandbox, form(b"no picture"))
    await sandbox.call("describe", 400, image_url=answer["file_url"])


@pytest.mark.parametrize("token", ["", TOKEN, "platform-v1-0", "0" * 32])
async def test_other_tokens(sandbox: Sandbox, token: str) -> None:
    """That of the API is none here, nor the other way round."""
    status, answer = await put(sandbox, form(picture()), token)
    assert (status, list(answer)) == (401, ["detail"])


async def test_the_token_elsewhere(open_sandbox: Open) -> None:
    """Where any token of the API will do, one of the account will not."""
    sandbox = await open_sandbox(token=None)
    headers = {"Authorization": f"Bearer {ACCOUNT}"}
    async with sandbox.post("tasks", {"action": "retrieve", "id": "x"}, headers=headers) as answer:
        assert answer.status == 401
        assert (await answer.json())["error"]["code"] == "invalid_token"


@pytest.mark.parametrize("data", [None, b"x", {"file": "x"}, form(picture(), "picture")])
async def test_no_file(sandbox: Sandbox, data: Any) -> None:
    """Neither without a form, nor in another field."""
    assert await put(sandbox, data) == (400, {"error": "No file provided"})


async def test_too_large(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """How large it may be is told; a file of just that size is kept."""
    monkeypatch.setattr(shelf, "FILE_BYTES_MOST", 1_000_000)
    assert await put(sandbox, form(bytes(1_000_001))) == (413, {"error": "File too large", "max_bytes": 1_000_000})
    status, answer = await put(sandbox, form(bytes(1_000_000), filename="../x.HTML"))
    assert status == 201
    async with sandbox.session.get(answer["file_url"]) as file:
        assert file.content_type == "application/octet-stream"
        assert await file.read() == bytes(1_000_000)


async def test_what_is_not_there(sandbox: Sandbox) -> None:
    """Is not found, whatever is asked for."""
    for name in (f"{'0' * 32}.png", "..%2Ftasks.jsonl", "x"):
        await sandbox.get(f"/files/{name}", 404)
