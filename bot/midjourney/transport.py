"""What every exchange with the service has in common: its address, its time, its size, its failures."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final

import aiohttp
import orjson
from pydantic import SecretStr
from structlog import get_logger
from typing_extensions import override

from bot.domain.errors import Code, ServiceError
from bot.midjourney.errors import connection_error, service_error, unreadable_error
from bot.midjourney.ndjson import ANSWER_LIMIT
from bot.midjourney.schemas import Answer, Body, load_object
from bot.midjourney.service_clock import ServiceClock
from bot.ports import Clock

__all__ = [
    "JSON",
    "NDJSON",
    "Transport",
    "as_service_errors",
    "is_refusal",
    "is_transient",
    "read_chunks",
    "read_limited",
    "trace_of",
]

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
_ERROR_BODY_LIMIT: Final = 64 * 1024  # bytes of an error's body worth reading
_ERROR_WAIT_S: Final = 10.0  # seconds for the rest of it, once its head is there
_SECRET_LEAST_CHARS: Final = 16  # characters; replacing a shorter word would tear up innocent text
_log = get_logger()


@contextmanager
def as_service_errors() -> Iterator[None]:
    """Raises ServiceError for what aiohttp raises, time-outs included; not chained, for they hold the request."""
    try:
        yield
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        _log.info("service.request_failed", kind=type(error).__name__)
        raise connection_error(error) from None


def is_transient(error: Exception) -> bool:
    """Whether a read that failed like this may succeed when tried again."""
    return isinstance(error, ServiceError) and error.code in {Code.TOO_MANY, Code.UNAVAILABLE, Code.TIMED_OUT}


def is_refusal(response: aiohttp.ClientResponse) -> bool:
    """Redirects count as refusals: nothing of ours is sent to where they point."""
    return not 200 <= response.status < 300  # noqa: PLR2004 - 2xx


def trace_of(response: aiohttp.ClientResponse) -> str:
    """What the service calls the request, by the head of its answer; empty where that does not say."""
    return response.headers.get("x-trace-id", "")


async def read_chunks(response: aiohttp.ClientResponse, *, first: float, stall: float) -> AsyncIterator[bytes]:
    """The body as it comes. `first`: loop time by which it must begin; `stall`: seconds between two chunks.

    Raises ServiceError.
    """
    now = asyncio.get_running_loop().time
    until = first
    while True:
        with as_service_errors():
            async with asyncio.timeout_at(until):
                chunk = await response.content.readany()
        if not chunk:
            return
        yield chunk
        until = now() + stall


async def read_limited(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The body, if it has no more bytes than the limit; otherwise more than that many of them."""
    parts: list[bytes] = []
    size = 0
    with as_service_errors():
        while size <= limit and (part := await response.content.readany()):
            parts.append(part)
            size += len(part)
    return b"".join(parts)


class Transport:
    """Posts bodies to one service with one token, and keeps the token out of what comes back.

    Nothing in here sends twice. Neither does aiohttp: it repeats a request whose kept connection turned out
    dead only for methods it holds to be idempotent (`IDEMPOTENT_METHODS` in its client.py; POST is none),
    and redirects are not followed.
    """

    def __init__(self, base_url: str, token: str, clock: Clock) -> None:
        self._base = base_url.rstrip("/")
        self._token = SecretStr(token)
        self._clock = clock
        self.service_clock = ServiceClock(clock)

    @override
    def __repr__(self) -> str:
        return f"Exchange({self._base!r})"

    @asynccontextmanager
    async def post_stream(
        self,
        session: aiohttp.ClientSession,
        path: str,
        body: Body,
        wait: aiohttp.ClientTimeout,
        accept: str = JSON,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Post, and hand over the answer, whatever its status, once its head is there. Raises ServiceError."""
        began = asyncio.get_running_loop().time()
        with as_service_errors():
            response = await session.post(
                f"{self._base}/midjourney/{path}",
                data=orjson.dumps(body.dump()),
                headers=self._request_headers(accept),
                timeout=wait,
                allow_redirects=False,
            )
        async with response:
            self.service_clock.learn_from(response.headers.get("Date"), began)
            took = asyncio.get_running_loop().time() - began
            _log.debug("service.answered", path=path, status=response.status, ms=round(1000 * took))
            yield response

    async def post_json(
        self, session: aiohttp.ClientSession, path: str, body: Body, wait: aiohttp.ClientTimeout
    ) -> Mapping[str, Any]:
        """Post, and read the answer whole; null and {} are the same. Raises ServiceError."""
        async with self.post_stream(session, path, body, wait) as response:
            return await self._read_whole(response)

    async def post_answer(
        self, session: aiohttp.ClientSession, path: str, body: Body, wait: aiohttp.ClientTimeout
    ) -> Answer:
        """The same with an order, which goes by the trace id of that answer's head where it names none itself."""
        async with self.post_stream(session, path, body, wait) as response:
            return Answer.model_validate(await self._read_whole(response)).traced(trace_of(response))

    async def _read_whole(self, response: aiohttp.ClientResponse) -> Mapping[str, Any]:
        if is_refusal(response):
            raise (await self.read_error(response))[0]
        raw = await read_limited(response, ANSWER_LIMIT)
        content = load_object(raw)
        if content is None and raw.strip() != b"null":
            raise unreadable_error()
        return content or {}

    async def read_error(self, response: aiohttp.ClientResponse) -> tuple[ServiceError, str]:
        """The error in a refusal, and the task it names, if it does."""
        try:
            async with asyncio.timeout(_ERROR_WAIT_S):
                raw = self._blot_token(await read_limited(response, _ERROR_BODY_LIMIT))
        except (ServiceError, TimeoutError):
            raw = b""
        named = Answer.model_validate(load_object(raw) or {}).task_id
        return service_error(response.status, raw, trace_id=trace_of(response)), named

    def hide_token(self, text: str) -> str:
        """The text without our token, should the service repeat it."""
        return self._blot_token(text.encode(errors="replace")).decode(errors="replace")

    def _blot_token(self, raw: bytes) -> bytes:
        token = self._token.get_secret_value().encode()
        return raw.replace(token, b"***") if len(token) >= _SECRET_LEAST_CHARS else raw

    def _request_headers(self, accept: str) -> dict[str, str]:
        headers = {
            "Authorization": f"Bearer {self._token.get_secret_value()}",
            "Content-Type": JSON,
            "Accept": accept,
        }
        # A compressed stream waits until a block is full: its lines would come late.
        return headers | {"Accept-Encoding": "identity"} if accept == NDJSON else headers
