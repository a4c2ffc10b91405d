"""Tell apart why the service did not deliver, and whether it may have started to."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import aiohttp

from bot.domain.errors import Code, Obstacle, ServiceError, Started
from bot.domain.update import Fault
from bot.midjourney.schemas import Answer, Trouble, load_object
from bot.midjourney.session import NotConnected

__all__ = ["connection_error", "fault_from", "obstacle_of", "service_error", "tidy_text", "unreadable_error"]

_MESSAGE_CHARS: Final = 300  # characters of the service's own text; people read it in a chat
_TAG: Final = re.compile(r"<[!/a-zA-Z][^>]*>")

# Codes of the API's reference, and those that only its older documents or its clients know.
_CODES_BY_NAME: Final = {
    "forbidden": Code.REFUSED,
    "content_moderation": Code.REFUSED,
    "bad_request": Code.BAD_REQUEST,
    "invalid_request": Code.BAD_REQUEST,
    "used_up": Code.OUT_OF_CREDIT,
    "insufficient_balance": Code.OUT_OF_CREDIT,
    "no_token": Code.UNAUTHORIZED,
    "invalid_token": Code.UNAUTHORIZED,
    "token_expired": Code.UNAUTHORIZED,
    "token_mismatched": Code.UNAUTHORIZED,
    "unauthorized": Code.UNAUTHORIZED,
    "disabled": Code.MISCONFIGURED,
    "not_applied": Code.MISCONFIGURED,
    "api_not_implemented": Code.MISCONFIGURED,
    "no_api": Code.MISCONFIGURED,
    "not_found": Code.MISCONFIGURED,
    "content_too_large": Code.TOO_LARGE,
    "too_many_requests": Code.TOO_MANY,
    "rate_limited": Code.TOO_MANY,
    "timeout": Code.TIMED_OUT,
    "gateway_timeout": Code.TIMED_OUT,
    "upstream_timeout": Code.TIMED_OUT,
    "connection_reset": Code.UNAVAILABLE,
    "api_error": Code.UNAVAILABLE,
    "upstream_error": Code.UNAVAILABLE,
    "unknown": Code.UNAVAILABLE,
    "task_not_found": Code.LOST,
    "task_failed": Code.FAILED,
    "canceled": Code.FAILED,
}
_CODES_BY_STATUS: Final = {
    200: Code.FAILED,  # a task that failed says so in a good answer
    400: Code.BAD_REQUEST,
    401: Code.UNAUTHORIZED,
    402: Code.OUT_OF_CREDIT,
    408: Code.TIMED_OUT,
    413: Code.TOO_LARGE,
    422: Code.BAD_REQUEST,
    429: Code.TOO_MANY,
    499: Code.UNAVAILABLE,
    504: Code.TIMED_OUT,
}
# What aiohttp raises before a connection stands; the first that fits.
_OBSTACLES: Final = (
    (NotConnected, Obstacle.PROXY),
    (aiohttp.ClientConnectorDNSError, Obstacle.NAME),
    (aiohttp.ClientConnectorCertificateError, Obstacle.CERTIFICATE),
    (aiohttp.ClientSSLError, Obstacle.TLS),
)
# The other side stopped waiting; the picture may be under way all the same.
_DOUBTFUL_NAMES: Final = frozenset({"timeout", "gateway_timeout", "upstream_timeout", "connection_reset"})


def tidy_text(text: str, limit: int = _MESSAGE_CHARS) -> str:
    """One line for people: blanks joined, cut to `limit` characters; a page of HTML says nothing to them."""
    if _TAG.search(text):
        return ""
    line = " ".join("".join(char if char.isprintable() else " " for char in text[: 4 * limit]).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def fault_from(trouble: Trouble | None, trace_id: str = "", *, status: int = 200) -> Fault:
    """What an `error` means: by its code, else moderation by its words, else by the HTTP status."""
    told = trouble or Trouble()
    code = _CODES_BY_NAME.get(told.code.lower())
    if code is None and "moderator" in told.message.lower():
        code = Code.REFUSED
    return Fault(code or _code_by_status(status), tidy_text(told.message), tidy_text(trace_id, 80))


def _code_by_status(status: int) -> Code:
    if status in _CODES_BY_STATUS:
        return _CODES_BY_STATUS[status]
    return Code.UNAVAILABLE if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Code.MISCONFIGURED


def service_error(status: int, body: bytes | Mapping[str, object] | None, *, trace_id: str = "") -> ServiceError:
    """The error behind an answer that is not 2xx. `started` follows from who spoke:

    the service itself, in its own JSON, knows that it is over (ENDED), but for the codes by which it only
    stops waiting; a gateway's 5xx does not tell what happened behind it (UNKNOWN); a 429 started nothing (NO).
    """
    content = load_object(body) if isinstance(body, bytes) else body
    answer = Answer.model_validate(content or {})
    trouble = answer.error or _framework_trouble(content)
    found = fault_from(trouble, answer.trace_id or trace_id, status=status)
    started = _started_state(status, found.code, trouble)
    return ServiceError(found.code, found.message, started=started, trace_id=found.trace_id)


def _framework_trouble(content: Mapping[str, object] | None) -> Trouble | None:
    """The shape of the framework behind the service: `detail`, sometimes with a `code` beside it."""
    told = content or {}
    if not isinstance(told.get("detail"), str):
        return None
    return Trouble.model_validate({"code": told.get("code"), "message": told["detail"]})


def _started_state(status: int, code: Code, trouble: Trouble | None) -> Started:
    if code is Code.TOO_MANY:
        return Started.NO
    doubtful = trouble.code.lower() in _DOUBTFUL_NAMES if trouble and trouble.code else status in {408, 499, 504}
    if doubtful or (status >= HTTPStatus.INTERNAL_SERVER_ERROR and trouble is None):
        return Started.UNKNOWN
    return Started.ENDED


def unreadable_error(message: str = "") -> ServiceError:
    """A 2xx answer that makes no sense: something was taken on, and we cannot tell what."""
    return ServiceError(Code.UNREADABLE, message, started=Started.UNKNOWN)


def connection_error(error: BaseException) -> ServiceError:
    """The error behind a connection that failed, broke or went silent.

    Until it stands nothing was written (`ClientConnectorError`: refused, no such name, TLS;
    `ConnectionTimeoutError`: also no free place in the pool). Afterwards one cannot know. There is no
    message, for the service said nothing; aiohttp's own texts may hold addresses with queries.
    """
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return ServiceError(Code.MISCONFIGURED)
    early = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | NotConnected)
    late = isinstance(error, TimeoutError) and not early
    code = Code.TIMED_OUT if late else Code.UNAVAILABLE
    return ServiceError(
        code, started=Started.NO if early else Started.UNKNOWN, obstacle=obstacle_of(error) if early else None
    )


def obstacle_of(error: BaseException) -> Obstacle:
    """What kept us from a server, by the error of a connection that never stood."""
    return next((obstacle for kind, obstacle in _OBSTACLES if isinstance(error, kind)), Obstacle.UNREACHED)
