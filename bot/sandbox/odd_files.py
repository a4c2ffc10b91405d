"""How a file may come that is asked for by its link: too slowly, without an end, in pieces, not at all."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Final

from aiohttp import web

from bot.sandbox.http import drop_connection, has_hung_up
from bot.sandbox.odd_pictures import ODD_PICTURES, odd_picture

__all__ = ["ODD_FILES", "serve_odd"]

_TRICKLE_BYTES: Final = 3000
Serve = Callable[[web.Request, bytes, str], Awaitable[web.StreamResponse]]


async def serve_odd(request: web.Request, name: str, body: bytes, kind: str) -> web.StreamResponse:
    """Instead of `body`: odd bytes under its name, or itself in an odd way."""
    if name in ODD_PICTURES:
        return web.Response(body=odd_picture(name), content_type=kind)
    return await ODD_FILES[name](request, body, kind)


async def _begin_response(request: web.Request, kind: str) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": kind})
    await response.prepare(request)
    return response


async def _serve_endless(request: web.Request, body: bytes, kind: str) -> web.StreamResponse:
    response = await _begin_response(request, kind)
    while not has_hung_up(request):
        await response.write(body)
    return response


async def _serve_trickle(request: web.Request, body: bytes, kind: str) -> web.StreamResponse:
    """A byte at a time, then none."""
    response = await _begin_response(request, kind)
    for place in range(_TRICKLE_BYTES):
        if has_hung_up(request):
            break
        await response.write(body[place : place + 1])
        await asyncio.sleep(0.2)
    return response


async def _serve_silence(request: web.Request, _body: bytes, kind: str) -> web.StreamResponse:
    """A head, and nothing behind it for as long as anybody waits."""
    return await _serve_trickle(request, b"", kind)


async def _serve_half(request: web.Request, body: bytes, kind: str) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": kind, "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    drop_connection(request)
    return response


async def _serve_packed(_request: web.Request, body: bytes, kind: str) -> web.StreamResponse:
    return web.Response(body=_gzip_bomb(body), content_type=kind, headers={"Content-Encoding": "gzip"})


@cache
def _gzip_bomb(body: bytes) -> bytes:
    return gzip.compress(body + bytes(200_000_000), 1)


async def _serve_round_trip(request: web.Request, _body: bytes, _kind: str) -> web.StreamResponse:
    raise web.HTTPFound(request.path_qs)


def _serve_status(status: int, kind: str = "") -> Serve:
    async def serve(_request: web.Request, body: bytes, usual: str) -> web.StreamResponse:
        return web.Response(body=body, status=status, content_type=kind or usual)

    return serve


ODD_FILES: Final[dict[str, Serve]] = {
    "endless": _serve_endless,
    "trickle": _serve_trickle,
    "silent": _serve_silence,
    "cut_off": _serve_half,
    "packed": _serve_packed,
    "round": _serve_round_trip,
    "gone": _serve_status(404),
    "forbidden": _serve_status(403),
    "failing": _serve_status(500),
    "busy": _serve_status(429),
    "other_type": _serve_status(200, "text/html"),
    "moved_nowhere": _serve_status(302),
}
