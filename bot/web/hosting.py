"""Pictures that people sent, at addresses of ours that the image service can fetch for an hour."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import structlog
from aiohttp import web
from typing_extensions import override

from bot.domain.errors import BadPicture, Flaw, ServiceError, UserError
from bot.domain.hosted import HOSTED_ROUTE, PICTURE_LIFE_S, InputPicture, hosted_address
from bot.domain.incoming import INPUT_FILE_LIMIT
from bot.domain.reframe import Frame, Reframe
from bot.frames import framed_picture
from bot.jobs.linked_pictures import too_large
from bot.pictures import Picture, lendable_picture
from bot.ports import Clock, MediaStore, PictureHost
from bot.web.server import send_file
from bot.web.signing import is_signed, sign_text

log = structlog.get_logger()

Upload = Callable[[bytes, str], Awaitable[str]]
# Pictures that are fetched and made ready, in a process: all together at most 64 MB as they were sent.
PICTURES_AT_ONCE = 64 * 1024 * 1024 // INPUT_FILE_LIMIT


class WebPictureHost(PictureHost):
    """`base` is our public address, or empty; `key` signs. `upload` is another way, where we cannot be reached.

    Without either it is not `reachable`, and is asked for nothing.
    """

    def __init__(
        self, media: MediaStore, clock: Clock, base: str, key: bytes, upload: Upload | None = None
    ) -> None:
        self.media = media
        self.clock = clock
        self.base = base.rstrip("/")
        self.key = key
        self.upload = upload
        self.places = asyncio.Semaphore(PICTURES_AT_ONCE)
        self.hand = asyncio.Lock()  # the pixels of one take more memory than the files of all

    @property
    def reachable(self) -> bool:
        """Whether there is any way by which the image service gets to see them."""
        return bool(self.base) or self.upload is not None

    @override
    async def host_picture(
        self, data: AsyncIterator[bytes], wish: Reframe | None = None, *, limit: int = INPUT_FILE_LIMIT
    ) -> InputPicture:
        public = self.base.startswith("https://")
        async with self.places:  # nothing is fetched before: many large ones at once would not fit into memory
            picture, frame = await self.make_ready(bounded(data, limit), wish)
            if self.upload is not None and not public:  # an address on loopback is for those who try things out
                url = await self.upload_picture(self.upload, picture.data, picture.mime)
                return InputPicture(url, size=picture.size, frame=frame)
            name = await self.media.put(picture.data, picture.mime, lent=True)
        until = int(self.clock.now()) + PICTURE_LIFE_S
        mark = sign_text(self.key, signed_text(name, until))
        return InputPicture(hosted_address(self.base, until, mark, name), until, picture.size, frame)

    async def make_ready(self, data: AsyncIterator[bytes], wish: Reframe | None) -> tuple[Picture, Frame | None]:
        """Upright, bounded, and nothing but the picture, on the ground that it is to have; what was sent is on its
        way through the store meanwhile.

        UserError says what is wrong with it.
        """
        name = await self.media.receive(data)
        try:
            async with self.hand:
                source = partial(self.media.open, name)
                return await framed_picture(source, wish) if wish else (await lendable_picture(source), None)
        except BadPicture as error:
            raise picture_error(error) from None
        finally:
            await self.media.discard(name)

    async def upload_picture(self, upload: Upload, whole: bytes, mime: str) -> str:
        try:
            return await upload(whole, mime)
        except ServiceError as error:
            log.warning("picture.not_uploaded", code=error.code)
            raise UserError("picture-not-uploaded") from None

    def route(self) -> web.RouteDef:
        """Where hosted pictures are served."""
        return web.get(HOSTED_ROUTE, self.serve_picture)

    async def serve_picture(self, request: web.Request) -> web.StreamResponse:
        """404 for an address that we did not make, and for one that has ended."""
        name, until = request.match_info["name"], int(request.match_info["until"])
        good = is_signed(self.key, signed_text(name, until), request.match_info["mark"])
        if not good or until <= self.clock.now():
            raise web.HTTPNotFound
        return await send_file(request, self.media, name, {"Cache-Control": "private, max-age=600"})


def signed_text(name: str, until: int) -> str:
    """What the mark in an address vouches for."""
    return f"{name} {until}"


async def bounded(data: AsyncIterator[bytes], limit: int = INPUT_FILE_LIMIT) -> AsyncIterator[bytes]:
    """The same bytes; UserError when there are more than `limit`: then no more is read."""
    size = 0
    async for piece in data:
        size += len(piece)
        if size > limit:
            raise too_large(limit)
        yield piece


def picture_error(error: BadPicture) -> UserError:
    """What is wrong with it, for whoever sent it."""
    log.info("picture.not_usable", flaw=error.flaw, kind=error.kind, width=error.width, height=error.height)
    if error.flaw is Flaw.PIXELS:
        return UserError("picture-too-many-pixels", limit=str(error.limit // 1_000_000))
    if error.flaw is Flaw.FORMAT:
        return UserError("picture-format", format=error.kind)
    return UserError("picture-damaged" if error.flaw is Flaw.DAMAGED else "not-a-picture")
