"""Puts pictures where the image service can fetch them: the vendor's own shelf, for files of an account."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
import orjson
from structlog import get_logger

from bot.domain.errors import Code, ServiceError
from bot.midjourney.session import open_session
from bot.midjourney.timeouts import USUAL
from bot.midjourney.transport import faults, passing, refused

__all__ = ["Upload", "upload", "verify"]

Upload = Callable[[bytes, str], Awaitable[str]]
PATH: Final = "/api/v1/files/"
OWNER: Final = "/api/v1/platform-tokens/me/"
TRIES: Final = 3
_ANSWER: Final = 64 * 1024  # bytes of an answer worth reading
_log = get_logger()


def upload(url: str, token: str, proxy: str = "") -> Upload:
    """Calls `url`, the vendor's platform, with a token of the account (not that of the API)."""

    async def put(data: bytes, mime: str) -> str:
        """The file's public address; it stays there. ServiceError. It costs nothing, so it is tried again."""
        for left in reversed(range(TRIES)):
            try:
                return await once(url.rstrip("/") + PATH, token, data, mime, proxy)
            except ServiceError as error:
                _log.info("upload.failed", code=error.code)
                if not left or not passing(error):
                    raise
        raise AssertionError

    return put


async def verify(url: str, token: str, proxy: str = "") -> None:
    """Ask whose token it is, which costs nothing. ServiceError, UNAUTHORIZED when it is nobody's."""
    headers = {"Authorization": f"Bearer {token}"}
    async with open_session(1, proxy=proxy) as session:
        with faults():
            async with session.get(
                url.rstrip("/") + OWNER, headers=headers, allow_redirects=False, timeout=USUAL.within(USUAL.read)
            ) as answer:
                if refused(answer):
                    raise ServiceError(code_of(answer.status))


async def once(url: str, token: str, data: bytes, mime: str, proxy: str) -> str:
    form = aiohttp.FormData()
    form.add_field("file", data, content_type=mime, filename=f"picture.{mime.rpartition('/')[2]}")
    headers = {"Authorization": f"Bearer {token}"}
    async with open_session(1, proxy=proxy) as session:
        with faults():
            async with session.post(
                url, data=form, headers=headers, allow_redirects=False, timeout=USUAL.within(USUAL.upload)
            ) as answer:
                body = await answer.content.read(_ANSWER)
        if refused(answer):
            raise ServiceError(code_of(answer.status))
    return address(body)


def code_of(status: int) -> Code:
    known = {401: Code.UNAUTHORIZED, 403: Code.UNAUTHORIZED, 413: Code.TOO_LARGE, 429: Code.TOO_MANY}
    return known.get(status, Code.UNAVAILABLE if status >= 500 else Code.BAD_REQUEST)  # noqa: PLR2004 - 5xx


def address(body: bytes) -> str:
    """Older answers call it `url`."""
    try:
        told: Any = orjson.loads(body)
        found = told.get("file_url") or told.get("url")
    except (ValueError, AttributeError):
        found = None
    if not isinstance(found, str) or not found.startswith(("https://", "http://127.0.0.1")):
        raise ServiceError(Code.UNREADABLE)
    return found
