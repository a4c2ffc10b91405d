"""Download finished pictures and clips, and previews while they live."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Final

import aiohttp
import stamina
from structlog import get_logger
from typing_extensions import override
from yarl import URL

from bot.domain.errors import Code, ServiceError
from bot.domain.media_types import sniff
from bot.midjourney.session import open_session
from bot.midjourney.timeouts import USUAL, Timeouts
from bot.midjourney.transport import faults, passing, refused
from bot.ports import Pictures

__all__ = ["Downloads", "open_downloads"]

_TRIES: Final = stamina.AsyncRetryingCaller(attempts=3, wait_initial=0.3, wait_max=3.0, wait_jitter=0.3)
_REDIRECTS: Final = 3
_WAYS: Final = 16  # connections; a picture takes a second or two
_SERVER: Final = 500
_TOO_MANY: Final = 429
_LATE: Final = 408
SLOWEST: Final = 64 * 1024  # bytes a second; what comes more slowly than this holds up whoever waits for it
_log = get_logger()


@asynccontextmanager
async def open_downloads(
    timeouts: Timeouts = USUAL, limit: int = _WAYS, *, inward: bool = True, proxy: str = ""
) -> AsyncIterator["Downloads"]:
    """Pictures with connections of their own, at most `limit` at once; without `inward`, from the internet only."""
    async with open_session(limit, inward=inward, proxy=proxy) as session:
        yield Downloads(session, timeouts, limit)


class Downloads(Pictures):
    """The Pictures. The session must carry no credentials: results lie on many hosts, none of them ours."""

    def __init__(self, session: aiohttp.ClientSession, timeouts: Timeouts = USUAL, limit: int = _WAYS) -> None:
        self._session = session
        # The wait for a way is no fault of the other side's, so it must not count against the time to connect.
        self._ways = asyncio.Semaphore(limit)
        self._timeouts = timeouts

    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        """The bytes, at most `limit` of them, and their media type.

        ServiceError: TOO_LARGE; UNREADABLE when it is no picture and no clip; FAILED when it is gone or not for
        us; TIMED_OUT when it comes too slowly; UNAVAILABLE or TOO_MANY when three tries were in vain.
        """
        address = _address(url)
        async with self._ways:
            try:
                async with asyncio.timeout(self._timeouts.file) as scope:
                    return await _TRIES(_again, self._get, address, limit, scope)
            except TimeoutError:
                raise ServiceError(Code.TIMED_OUT) from None

    async def _get(self, address: URL, limit: int, scope: asyncio.Timeout) -> tuple[bytes, str]:
        with faults():  # these GETs may be repeated, by aiohttp as well
            response = await self._session.get(
                address, timeout=self._timeouts.open_ended(), max_redirects=_REDIRECTS
            )
        async with response:
            _log.debug("picture.answered", host=address.host, status=response.status)
            if refused(response):
                raise ServiceError(_code(response.status), f"HTTP {response.status}")
            if (response.content_length or 0) > limit:
                raise _too_large(limit)
            data = await _whole(response, limit, scope)
            return data, _type(data, response.content_type)


def _again(error: Exception) -> bool:
    return passing(error) and not (isinstance(error, ServiceError) and error.code is Code.TIMED_OUT)


async def _whole(response: aiohttp.ClientResponse, limit: int, scope: asyncio.Timeout) -> bytes:
    """The body; the more of it comes, the longer it may take. ServiceError when it has too many bytes."""
    body = BytesIO()  # hands out what it holds without a copy
    with faults():
        while part := await response.content.readany():
            if body.write(part) and body.tell() > limit:
                raise _too_large(limit)
            scope.reschedule((scope.when() or 0.0) + len(part) / SLOWEST)
    return body.getvalue()


def _address(url: str) -> URL:
    """The address as it stands: signed and odd ones (`//`, `!50p`, a last `&`) must not be written anew."""
    try:
        address = URL(url, encoded=True)
        good = _harmless(address) and url.isprintable() and " " not in url
    except ValueError:
        good = False
    if not good:
        raise ServiceError(Code.UNREADABLE, "not an address of a picture")
    return address


def _harmless(address: URL) -> bool:
    """ValueError when its parts make no sense. Logins are not sent anywhere, so they cannot be meant."""
    login = address.user or address.password
    return address.scheme in {"http", "https"} and bool(address.host) and login is None and bool(address.port)


def _code(status: int) -> Code:
    if status == _TOO_MANY:
        return Code.TOO_MANY
    return Code.UNAVAILABLE if status >= _SERVER or status == _LATE else Code.FAILED


def _too_large(limit: int) -> ServiceError:
    return ServiceError(Code.TOO_LARGE, f"more than {limit} bytes")


# --- what it is -----------------------------------------------------------------------------------


def _type(data: bytes, told: str) -> str:
    """The bytes are believed before the header. A header alone is, for harmless kinds."""
    found = sniff(data)
    if found.startswith(("image/", "video/")):
        return found
    if data and not found and told in {"image/avif", "image/heic", "image/bmp", "video/webm", "video/quicktime"}:
        return told
    raise ServiceError(Code.UNREADABLE, "neither a picture nor a clip")
