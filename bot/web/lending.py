"""Pictures that people sent, at addresses of ours that the image service can fetch for an hour."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

from aiohttp import web
from PIL import Image as Pixels
from typing_extensions import override

from bot.domain.errors import UserError
from bot.ports import Clock, Lending, MediaStore
from bot.web.server import ranged
from bot.web.signing import fits, mark

LENT = 3600  # seconds: an order may wait for its turn for half of that
LIMIT = 20 * 1024 * 1024  # bytes; Telegram hands out no larger ones (Bot API, getFile)
PATH = r"/media/lent/{until:[0-9]{1,12}}/{mark:[0-9a-f]{32}}/{name:[a-z]+/[0-9a-f]{40}\.[a-z]+}"
PIXELS = 100_000_000
KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}


class Lender(Lending):
    """`base` is our public address, or empty: then nothing can be lent. `key` signs."""

    def __init__(self, media: MediaStore, clock: Clock, base: str, key: bytes) -> None:
        self.media = media
        self.clock = clock
        self.base = base.rstrip("/")
        self.key = key

    @override
    async def lend(self, data: AsyncIterator[bytes]) -> str:
        if not self.base.startswith("https://") and "127.0.0.1" not in self.base:
            raise UserError("need-public-url")
        whole = await gathered(data)
        mime = await asyncio.to_thread(kind, whole)
        name = await self.media.put(whole, mime, brief=True)
        until = int(self.clock.now()) + LENT
        return f"{self.base}/media/lent/{until}/{mark(self.key, signed(name, until))}/{name}"

    def route(self) -> web.RouteDef:
        return web.get(PATH, self.show)

    async def show(self, request: web.Request) -> web.StreamResponse:
        name, until = request.match_info["name"], int(request.match_info["until"])
        good = fits(self.key, signed(name, until), request.match_info["mark"])
        found = await self.media.get(name) if good and until > self.clock.now() else None
        if found is None:
            raise web.HTTPNotFound
        data, mime = found
        return ranged(request, data, mime, {"Cache-Control": "private, max-age=600"})


def signed(name: str, until: int) -> str:
    return f"{name} {until}"


async def gathered(data: AsyncIterator[bytes]) -> bytes:
    parts, size = [], 0
    async for part in data:
        parts.append(part)
        size += len(part)
        if size > LIMIT:
            raise UserError("picture-too-large", limit=str(LIMIT // 1024 // 1024))
    return b"".join(parts)


def kind(data: bytes) -> str:
    """The media type of a picture. UserError for anything else."""
    try:
        with Pixels.open(BytesIO(data)) as picture:
            if picture.width * picture.height <= PIXELS and picture.format in KINDS:
                return KINDS[picture.format]
    except (OSError, Pixels.DecompressionBombError):
        pass
    raise UserError("not-a-picture")
