"""How a file may come that is asked for by its link: too slowly, without an end, in pieces, not at all."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Final

from aiohttp import web

from bot.sandbox.connections import hung_up, slam
from bot.sandbox.odd_pictures import ODD_PICTURES, odd_picture

__all__ = ["ODD_FILES", "serve_odd"]

_MOMENTS: Final = 3000
Serve = Callable[[web.Request, bytes, str], Awaitable[web.StreamResponse]]


async def serve_odd(request: web.Request, name: str, body: bytes, kind: str) -> web.StreamResponse:
    """Instead of `body`: odd bytes under its name, or itself in an odd way."""
    if name in ODD_PICTURES:
        return web.Response(body=odd_picture(name), content_type=kind)
    return await ODD_FILES[name](request, body, kind)


async def _begun(request: web.Request, kind: str) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": kind})
    await response.prepare(request)
    return response


async def _endless(request: web.Request, body: bytes, kind: str) -> web.StreamResponse:
    response = await _begun(request, kind)
    while not hung_up(request):
        await response.write(body)
    return response


async def _slowly(request: web.Request, body: bytes, kind: str) -> web.StreamResponse:
    """A byte at a time, then none."""
    response = await _begun(request, kind)
    for place in range(_MOMENTS):
        if hung_up(request):
            break
        await response.write(body[place : place + 1])
        await asyncio.sleep(0.2)
    return response


async def _silent(request: web.Request, _body: bytes, kind: str) -> web.StreamResponse:
    """A head, and nothing behind it for as long as anybody waits."""
    return await _slowly(request, b"", kind)


async def _cut_off(request: web.Request, body: bytes, kind: str) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": kind, "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    slam(request)
    return response


async def _packed(_request: web.Request, body: bytes, kind: str) -> web.StreamResponse:
    return web.Response(body=_bomb(body), content_type=kind, headers={"Content-Encoding": "gzip"})


@cache
def _bomb(body: bytes) -> bytes:
    return gzip.compress(body + bytes(200_000_000), 1)


async def _round(request: web.Request, _body: bytes, _kind: str) -> web.StreamResponse:
    raise web.HTTPFound(request.path_qs)


def _told(status: int, kind: str = "") -> Serve:
    async def serve(_request: web.Request, body: bytes, usual: str) -> web.StreamResponse:
        return web.Response(body=body, status=status, content_type=kind or usual)

    return serve


ODD_FILES: Final[dict[str, Serve]] = {
    "endless": _endless,
    "trickle": _slowly,
    "silent": _silent,
    "cut_off": _cut_off,
    "packed": _packed,
    "round": _round,
    "gone": _told(404),
    "forbidden": _told(403),
    "failing": _told(500),
    "busy": _told(429),
    "other_type": _told(200, "text/html"),
    "moved_nowhere": _told(302),
}
