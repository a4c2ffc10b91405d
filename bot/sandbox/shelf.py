"""The vendor's shelf, on the same port: files come with a token of another kind, and go to anybody."""

import mimetypes
import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from aiohttp import BodyPartReader, web

from bot.sandbox.http import is_platform_token, json_reply
from bot.sandbox.state import STATE

__all__ = ["SHELF_PATH", "SHELF_PREFIX", "read_shelf_link", "serve_file", "take_file"]

SHELF_PATH: Final = "/api/v1/files/"
SHELF_PREFIX: Final = "/files/"
FILE_BYTES_MOST: Final = 100 * 2**20
_SHELF_LINK: Final = re.compile(r"/files/(?P<name>[0-9a-f]{32})(?:\.[a-z0-9]{1,8})?$")
_SUFFIX_PATTERN: Final = re.compile(r"\.[a-z0-9]{1,8}")


def read_shelf_link(url: str) -> str | None:
    """The name of the file that such a link of ours leads to, whatever its host."""
    try:
        found = _SHELF_LINK.search(urlsplit(url).path)
    except ValueError:
        return None
    return found["name"] if found else None


async def take_file(request: web.Request) -> web.Response:
    """Keeps the form field `file` and tells its address."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return json_reply({"detail": "Authentication credentials were not provided."}, status=401)
    if scheme.lower() != "bearer" or not is_platform_token(token):
        return json_reply({"detail": "Invalid token."}, status=401)
    sandbox = request.app[STATE]
    sandbox.requests[request.path] += 1
    part = await _find_part(request)
    if part is None:
        return json_reply({"error": "No file provided"}, status=400)
    data = await _read_part(part)
    if data is None:
        return json_reply({"error": "File too large", "max_bytes": FILE_BYTES_MOST}, status=413)
    name = sandbox.inputs.put(data) + _suffix_of(part)
    return json_reply({"file_url": f"{sandbox.origin_of(request)}{SHELF_PREFIX}{name}"}, status=201)


async def _find_part(request: web.Request) -> BodyPartReader | None:
    """The part named `file`, if the body is a form that has one with a file in it."""
    if request.content_type != "multipart/form-data":
        return None
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
                return part
    except ValueError:  # it is no form, whatever it says of itself
        return None
    return None


async def _read_part(part: BodyPartReader) -> bytes | None:
    """All of it; None when that is too much, which is read to its end so that the answer can be heard."""
    whole = bytearray()
    size = 0
    while chunk := await part.read_chunk(2**16):
        size += len(chunk)
        if size <= FILE_BYTES_MOST:
            whole += chunk
    return bytes(whole) if size <= FILE_BYTES_MOST else None


def _suffix_of(part: BodyPartReader) -> str:
    suffix = PurePosixPath(part.filename or "").suffix.lower()
    return suffix if _SUFFIX_PATTERN.fullmatch(suffix) else ""


async def serve_file(request: web.Request) -> web.Response:
    """To anybody. Raises HTTPNotFound."""
    sandbox, name = request.app[STATE], read_shelf_link(request.path)
    if name is None or not sandbox.inputs.has(name):
        raise web.HTTPNotFound
    kind = mimetypes.guess_type(request.path)[0] or ""
    shown = kind if kind.startswith(("image/", "video/")) and "svg" not in kind else "application/octet-stream"
    headers = {"X-Content-Type-Options": "nosniff"}
    return web.Response(body=sandbox.inputs.read(name), content_type=shown, headers=headers)
