"""One request of the bot, read from whatever body it came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web
from aiohttp.web_request import FileField

from tests.fakes.telegram.refusal import Refusal, bad

BODY_LIMIT = 80 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """`values` are strings as on the wire. Readers raise Refusal when a value is not what it should be."""

    method: str
    values: Mapping[str, str]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def need(self, name: str, complaint: str = "") -> str:
        if not (value := self.values.get(name, "")):
            raise bad(complaint or f'parameter "{name}" is required')
        return value

    def number(self, name: str) -> int | None:
        value = self.values.get(name, "")
        if not value:
            return None
        try:
            return int(value)
        except ValueError:
            raise bad(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return self.values.get(name, "").lower() in {"true", "1", "yes"}

    def json(self, name: str) -> Any:
        """None when it is not given."""
        value = self.values.get(name, "")
        if not value:
            return None
        try:
            return orjson.loads(value)
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None

    def table(self, name: str) -> dict[str, Any]:
        value = self.json(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad(f"object expected as {name}")
        return value

    def upload(self, source: str) -> Upload | None:
        """The part a name or an `attach://name` speaks of."""
        return self.uploads.get(source.removeprefix("attach://"))


async def read(request: web.Request, method: str) -> Call:
    try:
        return await _read(request, method)
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(413, "Request Entity Too Large") from None


async def _read(request: web.Request, method: str) -> Call:
    values = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        for name, value in (await _object(request)).items():
            values[name] = value if isinstance(value, str) else orjson.dumps(value).decode()
        return Call(method, values)
    for name, part in (await request.post()).items():
        if isinstance(part, FileField):
            uploads[name] = Upload(part.filename, part.file.read())
            part.file.close()
        else:
            values[name] = str(part)
    return Call(method, values, uploads)


async def _object(request: web.Request) -> dict[str, Any]:
    try:
        body = orjson.loads(await request.read() or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad("can't parse request body")
    return body
