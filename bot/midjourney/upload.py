"""Puts pictures where the image service can fetch them: the vendor's own store of files."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import orjson
from structlog import get_logger

from bot.domain.errors import Code, ServiceError
from bot.midjourney.session import open_session
from bot.midjourney.timeouts import DEFAULT_TIMEOUTS
from bot.midjourney.transport import as_service_errors, is_refusal, is_transient

__all__ = ["Upload", "make_upload", "verify_token"]

Upload = Callable[[bytes, str], Awaitable[str]]
FILES_PATH: Final = "/api/v1/files/"
ACCOUNT_PATH: Final = "/api/v1/platform-tokens/me/"
UPLOAD_TRIES: Final = 3
_UPLOAD_ANSWER_LIMIT: Final = 64 * 1024  # bytes
_log = get_logger()


def make_upload(url: str, token: str, proxy: str = "") -> Upload:
    """Calls `url`, the vendor's platform, with a token of the account (not that of the API)."""

    async def upload_file(data: bytes, mime: str) -> str:
        """The file's public address; it stays there. Free, so it is tried again. Raises ServiceError."""
        for left in reversed(range(UPLOAD_TRIES)):
            try:
                return await upload_once(url.rstrip("/") + FILES_PATH, token, data, mime, proxy)
            except ServiceError as error:
                _log.info("upload.failed", code=error.code)
                if not left or not is_transient(error):
                    raise
        raise AssertionError

    return upload_file


async def verify_token(url: str, token: str, proxy: str = "") -> None:
    """Ask whose token it is, which costs nothing. Raises ServiceError, UNAUTHORIZED when it is nobody's."""
    headers = {"Authorization": f"Bearer {token}"}
    async with open_session(1, proxy=proxy) as session:
        with as_service_errors():
            async with session.get(
                url.rstrip("/") + ACCOUNT_PATH,
                headers=headers,
                allow_redirects=False,
                timeout=DEFAULT_TIMEOUTS.for_whole(DEFAULT_TIMEOUTS.read),
            ) as answer:
                if is_refusal(answer):
                    raise ServiceError(code_for(answer.status))


async def upload_once(url: str, token: str, data: bytes, mime: str, proxy: str) -> str:
    """The address of the file, posted in one form field named `file`. Raises ServiceError."""
    form = aiohttp.FormData()
    form.add_field("file", data, content_type=mime, filename=f"picture.{mime.rpartition('/')[2]}")
    headers = {"Authorization": f"Bearer {token}"}
    async with open_session(1, proxy=proxy) as session:
        with as_service_errors():
            async with session.post(
                url,
                data=form,
                headers=headers,
                allow_redirects=False,
                timeout=DEFAULT_TIMEOUTS.for_whole(DEFAULT_TIMEOUTS.upload),
            ) as answer:
                body = await answer.content.read(_UPLOAD_ANSWER_LIMIT)
        if is_refusal(answer):
            raise ServiceError(code_for(answer.status))
    return read_address(body)


def code_for(status: int) -> Code:
    """What a refusal of the vendor's platform means, which has codes of its own behind its statuses."""
    known = {401: Code.UNAUTHORIZED, 403: Code.UNAUTHORIZED, 413: Code.TOO_LARGE, 429: Code.TOO_MANY}
    ours = status < HTTPStatus.INTERNAL_SERVER_ERROR
    return known.get(status, Code.BAD_REQUEST if ours else Code.UNAVAILABLE)


def read_address(body: bytes) -> str:
    """The file's address in an answer; older ones call it `url`. Raises ServiceError when there is none."""
    try:
        told: Any = orjson.loads(body)
        found = told.get("file_url") or told.get("url")
    except (ValueError, AttributeError):
        found = None
    if not isinstance(found, str) or not found.startswith(("https://", "http://127.0.0.1")):
        raise ServiceError(Code.UNREADABLE)
    return found
