"""Download finished pictures and clips, and previews while they live."""

import asyncio
import errno
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
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
from bot.midjourney.timeouts import DEFAULT_TIMEOUTS, Timeouts
from bot.midjourney.transport import as_service_errors, is_refusal, is_transient
from bot.ports import PictureDownloads

__all__ = ["Downloads", "open_downloads"]

_DOWNLOAD_RETRIES: Final = stamina.AsyncRetryingCaller(attempts=3, wait_initial=0.3, wait_max=3.0, wait_jitter=0.3)
_REDIRECTS_LIMIT: Final = 3
_DOWNLOAD_CONNECTIONS: Final = 16  # a picture takes a second or two
_PEEKED_BYTES: Final = 1024
_NO_DESCRIPTOR: Final = frozenset({errno.EMFILE, errno.ENFILE})
_DESCRIPTOR_WAIT_S: Final = 0.5  # until somebody may have let go of one
SLOWEST_BYTES_PER_S: Final = 64 * 1024  # what comes more slowly holds up whoever waits for it
_log = get_logger()


@asynccontextmanager
async def open_downloads(
    timeouts: Timeouts = DEFAULT_TIMEOUTS,
    limit: int = _DOWNLOAD_CONNECTIONS,
    *,
    inward: bool = True,
    proxy: str = "",
) -> AsyncIterator["Downloads"]:
    """Pictures with connections of their own, at most `limit` at once; without `inward`, from the internet only."""
    async with open_session(limit, inward=inward, proxy=proxy) as session:
        yield Downloads(session, timeouts, limit)


class Downloads(PictureDownloads):
    """The session must carry no credentials: results lie on many hosts, none of them ours."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        limit: int = _DOWNLOAD_CONNECTIONS,
    ) -> None:
        self._session = session
        # The wait for a way is no fault of the other side's, so it must not count against the time to connect.
        self._ways = asyncio.Semaphore(limit)
        self._timeouts = timeouts

    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        """The bytes, at most `limit` of them, and their media type.

        Raises ServiceError: TOO_LARGE; UNREADABLE when it is no picture and no clip; FAILED when it is gone or
        not for us; TIMED_OUT when it comes too slowly; UNAVAILABLE or TOO_MANY when three tries were in vain.
        """
        address = _parse_address(url)
        async with self._ways:
            try:
                async with asyncio.timeout(self._timeouts.file) as scope:
                    return await _DOWNLOAD_RETRIES(_may_retry, self._fetch_once, address, limit, scope)
            except TimeoutError:
                raise ServiceError(Code.TIMED_OUT) from None

    @override
    async def peek(self, url: str) -> None:
        address = _parse_address(url)
        async with self._ways:
            try:
                async with asyncio.timeout(self._timeouts.file):
                    await _DOWNLOAD_RETRIES(_may_retry, self._peek_once, address)
            except TimeoutError:
                raise ServiceError(Code.TIMED_OUT) from None

    async def _peek_once(self, address: URL) -> None:
        """By a GET that is left when enough is known: not every host answers a HEAD."""
        with as_service_errors():
            response = await self._open(address, {"Range": f"bytes=0-{_PEEKED_BYTES - 1}"})
        async with response:
            _check_status(response)
            with as_service_errors():
                data = await _read_beginning(response)
            _media_type(data, response.content_type)

    async def _fetch_once(self, address: URL, limit: int, scope: asyncio.Timeout) -> tuple[bytes, str]:
        with as_service_errors():  # these GETs may be repeated, by aiohttp as well
            response = await self._open(address)
        async with response:
            _check_status(response)
            if (response.content_length or 0) > limit:
                raise _too_large(limit)
            data = await _read_body(response, limit, scope)
            return data, _media_type(data, response.content_type)

    async def _open(self, address: URL, headers: Mapping[str, str] | None = None) -> aiohttp.ClientResponse:
        """Its head. That this process has no descriptor left is not their fault, and counts as no try."""
        while True:
            try:
                return await self._session.get(
                    address,
                    timeout=self._timeouts.for_stream(),
                    max_redirects=_REDIRECTS_LIMIT,
                    headers=headers,
                )
            except aiohttp.ClientOSError as error:
                if error.errno not in _NO_DESCRIPTOR:
                    raise
                _log.info("download.no_descriptor")
                await asyncio.sleep(_DESCRIPTOR_WAIT_S)


def _check_status(response: aiohttp.ClientResponse) -> None:
    """Raises ServiceError where it is none that has a picture."""
    _log.debug("download.answered", host=response.url.host, status=response.status)
    if is_refusal(response):
        raise ServiceError(_code_for(response.status), f"HTTP {response.status}")


async def _read_beginning(response: aiohttp.ClientResponse) -> bytes:
    """As much of the body as tells what it is, or all that there is."""
    try:
        return await response.content.readexactly(_PEEKED_BYTES)
    except asyncio.IncompleteReadError as error:
        return error.partial


def _may_retry(error: Exception) -> bool:
    return is_transient(error) and not (isinstance(error, ServiceError) and error.code is Code.TIMED_OUT)


async def _read_body(response: aiohttp.ClientResponse, limit: int, scope: asyncio.Timeout) -> bytes:
    """The body; the more of it comes, the longer it may take. Raises ServiceError when it has too many bytes."""
    body = BytesIO()  # hands out what it holds without a copy
    with as_service_errors():
        while part := await response.content.readany():
            if body.write(part) and body.tell() > limit:
                raise _too_large(limit)
            scope.reschedule((scope.when() or 0.0) + len(part) / SLOWEST_BYTES_PER_S)
    return body.getvalue()


def _parse_address(url: str) -> URL:
    """The address as it stands: signed and odd ones (`//`, `!50p`, a last `&`) must not be written anew."""
    try:
        address = URL(url, encoded=True)
        good = _is_harmless(address) and url.isprintable() and " " not in url
    except ValueError:
        good = False
    if not good:
        raise ServiceError(Code.UNREADABLE, "not an address of a picture")
    return address


def _is_harmless(address: URL) -> bool:
    """Raises ValueError when its parts make no sense. Logins are not sent anywhere, so they cannot be meant."""
    login = address.user or address.password
    return address.scheme in {"http", "https"} and bool(address.host) and login is None and bool(address.port)


def _code_for(status: int) -> Code:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Code.TOO_MANY
    passes = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT
    return Code.UNAVAILABLE if passes else Code.FAILED


def _too_large(limit: int) -> ServiceError:
    return ServiceError(Code.TOO_LARGE, f"more than {limit} bytes")


# --- what it is -----------------------------------------------------------------------------------


def _media_type(data: bytes, told: str) -> str:
    """The bytes are believed before the header. A header alone is, for harmless kinds."""
    found = sniff(data)
    if found.startswith(("image/", "video/")):
        return found
    if data and not found and told in {"image/avif", "image/heic", "image/bmp", "video/webm", "video/quicktime"}:
        return told
    raise ServiceError(Code.UNREADABLE, "neither a picture nor a clip")
