"""One request of the bot, as it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web
from aiohttp.web_request import FileField

from tests.fakes.discord.refusal import Refusal, too_large
from tests.fakes.discord.rules import MIB

BODY_LIMIT = 600 * MIB


@dataclass(frozen=True, slots=True)
class Upload:
    """A part `files[n]`."""

    name: str
    data: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Call:
    """`where` are the names in the path, `body` is what the JSON says (None without one)."""

    route: str
    where: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def table(self) -> dict[str, Any]:
        """The body as an object; Refusal when it is none."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise _unreadable()
        return self.body


def _unreadable() -> Refusal:
    return Refusal(400, 50109, "The request body contains invalid JSON.")


async def read(request: web.Request, route: str) -> Call:
    where, query = dict(request.match_info), dict(request.query)
    try:
        if request.content_type == "multipart/form-data":
            body, uploads = await _parts(request)
        else:
            body, uploads = _json(await request.read()), {}
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None
    return Call(route, where, query, body, uploads)


def _json(data: bytes) -> Any:
    if not data:
        return None
    try:
        return orjson.loads(data)
    except ValueError:
        raise _unreadable() from None


async def _parts(request: web.Request) -> tuple[Any, dict[str, Upload]]:
    body: Any = None
    uploads: dict[str, Upload] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, FileField):
            number = name.removeprefix("files[").removesuffix("]")
            uploads[number] = Upload(part.filename, part.file.read(), part.content_type)
            part.file.close()
        elif name == "payload_json":
            body = _json(part.encode() if isinstance(part, str) else bytes(part))
    return body, uploads
