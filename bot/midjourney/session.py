"""Open a session whose connections suit what it is for."""

import errno
import socket
from contextlib import AbstractAsyncContextManager
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import aiohttp

from bot.domain.addresses import is_public

__all__ = ["agent", "open_session"]

_BUFFER: Final = 256 * 1024  # bytes; lines with a picture inside are some megabytes long
_PROBE: Final = 60  # seconds of silence after which the system asks whether the other side is still there


def agent() -> str:
    """Who we say we are."""
    try:
        return f"chatelier/{version('chatelier')}"
    except PackageNotFoundError:  # run from a checkout
        return "chatelier"


def open_session(
    limit: int, *, reuse: bool = True, inward: bool = True
) -> AbstractAsyncContextManager[aiohttp.ClientSession]:
    """At most `limit` connections. No cookies, no proxy and no credentials from the environment.

    Without `inward` addresses that are not of the internet are refused, however they were named: who names them
    is somebody else, and behind them may be what only we can reach.

    Without `reuse` every request has a connection of its own: one that was kept may have been closed by the
    other side just now, and an order written into it would be neither sent nor certainly not sent.
    """
    connector = aiohttp.TCPConnector(
        limit=limit, force_close=not reuse, socket_factory=_watched if inward else _outward
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": agent()},
        read_bufsize=_BUFFER,
    )


def _outward(address: aiohttp.AddrInfoType) -> socket.socket:
    if not is_public(str(address[4][0])):
        raise OSError(errno.EACCES, "not an address of the internet")
    return _watched(address)


def _watched(address: aiohttp.AddrInfoType) -> socket.socket:
    """A socket that notices a dead peer: a stream may say nothing for minutes, and routers forget it."""
    family, kind, protocol, *_ = address
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_KEEPIDLE"):
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _PROBE)
    return made
