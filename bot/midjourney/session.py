"""Open a session whose connections suit what it is for."""

import asyncio
import errno
import ipaddress
import socket
from contextlib import AbstractAsyncContextManager
from importlib.metadata import PackageNotFoundError, version
from ssl import SSLContext
from typing import Final

import aiohttp
import python_socks
from aiohttp.client_proto import ResponseHandler
from aiohttp_socks import ProxyConnector
from typing_extensions import override

from bot.domain.addresses import is_public

__all__ = ["NotConnected", "open_session", "user_agent"]

_READ_BUFFER_BYTES: Final = 256 * 1024  # bytes; lines with a picture inside are some megabytes long
_KEEPALIVE_S: Final = 60  # seconds of silence after which the system asks whether the other side is still there


def user_agent() -> str:
    """Who we say we are."""
    try:
        return f"chatelier/{version('chatelier')}"
    except PackageNotFoundError:  # run from a checkout
        return "chatelier"


class NotConnected(aiohttp.ClientConnectionError):
    """There is no way there by the proxy; nothing was written yet."""


def open_session(
    limit: int, *, reuse: bool = True, inward: bool = True, proxy: str = ""
) -> AbstractAsyncContextManager[aiohttp.ClientSession]:
    """At most `limit` connections. No cookies, and neither proxy nor credentials from the environment.

    Without `inward` addresses that are not of the internet are refused, however they were named: who names them
    is somebody else, and behind them may be what only we can reach.

    Without `reuse` every request has a connection of its own: one that was kept may have been closed by the
    other side just now, and an order written into it would be neither sent nor certainly not sent.

    With a `proxy` (`http://`, `socks5://` or `socks4://`, its password in it) everything goes by it, and it looks
    names up: so without `inward` only what is written as an address can be refused here.
    """
    connector: aiohttp.TCPConnector
    if proxy:
        kind = _ByProxy if inward else _OutwardByProxy
        connector = kind.from_url(proxy, limit=limit, force_close=not reuse)
    else:
        connector = aiohttp.TCPConnector(
            limit=limit, force_close=not reuse, socket_factory=_watched_socket if inward else _outward_socket
        )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": user_agent()},
        read_bufsize=_READ_BUFFER_BYTES,
    )


class _ByProxy(ProxyConnector):
    """Whatever keeps it from connecting, nothing has been sent by then."""

    @override
    async def _connect_via_proxy(
        self, host: str, port: int, ssl: SSLContext | None = None, timeout: float | None = None
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        try:
            return await super()._connect_via_proxy(host, port, ssl, timeout)
        except (python_socks.ProxyError, OSError, EOFError) as error:
            raise NotConnected(type(error).__name__) from None  # its own words may have the password in them


class _OutwardByProxy(_ByProxy):
    @override
    async def _connect_via_proxy(
        self, host: str, port: int, ssl: SSLContext | None = None, timeout: float | None = None
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        if _is_inside(host):
            raise NotConnected("not an address of the internet")
        return await super()._connect_via_proxy(host, port, ssl, timeout)


def _is_inside(host: str) -> bool:
    """Whether a host is written as an address that is not of the internet, or as this machine."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return not is_public(host)


def _outward_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    if not is_public(str(address[4][0])):
        raise OSError(errno.EACCES, "not an address of the internet")
    return _watched_socket(address)


def _watched_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    """A socket that notices a dead peer: a stream may say nothing for minutes, and routers forget it."""
    family, kind, protocol, *_ = address
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if hasattr(socket, "TCP_KEEPIDLE"):
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _KEEPALIVE_S)
    return made
