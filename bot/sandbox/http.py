"""HTTP as the service speaks it: tokens and bodies in, answers and refusals out, and connections that break."""

import re
from collections.abc import Mapping
from typing import Any, Final

import orjson
from aiohttp import web

from bot.sandbox.timeline import MODERATION_MESSAGE

SANDBOX_BODY_LIMIT: Final = 20 * 2**20


_PLATFORM_TOKEN: Final = re.compile(r"platform-v1-[0-9a-f]{64}")


class Refusal(Exception):
    """An answer of HTTP `status` with an error object."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


SERVICE_REFUSALS: Final[dict[str, tuple[int, str, str]]] = {
    "moderation": (403, "forbidden", MODERATION_MESSAGE),
    "used_up": (403, "used_up", "Your quota is used up, please top up and try again."),
    "invalid_token": (401, "invalid_token", "The token is invalid."),
    "too_many_requests": (429, "too_many_requests", "Too many requests, please slow down."),
    "api_error": (500, "api_error", "fetch failed"),
    "timeout": (504, "timeout", "Timeout to generate the image."),
}


def bad_request(message: str) -> Refusal:
    """To be raised for what the service would not take."""
    return Refusal(400, "bad_request", message)


def json_reply(data: object, *, status: int = 200, trace: str = "") -> web.Response:
    """`trace`: the id of the request, as the service sends it."""
    headers = {"x-trace-id": trace} if trace else None
    return web.Response(body=orjson.dumps(data), status=status, content_type="application/json", headers=headers)


def refusal_reply(refusal: Refusal, trace: str) -> web.Response:
    """The error object around a refusal."""
    error = {"code": refusal.code, "message": str(refusal)}
    return json_reply({"error": error, "trace_id": trace}, status=refusal.status, trace=trace)


async def read_body(request: web.Request) -> dict[str, Any]:
    """The JSON object sent; null members are left out, as if they had not been sent. Raises Refusal."""
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError as error:
        raise bad_request("The request body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise bad_request("The request body must be a JSON object.")
    return {name: value for name, value in body.items() if value is not None}


def read_text(body: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    """A text member, stripped; "" when absent. Raises Refusal when it is no text, or missing though needed."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise bad_request(f"{name} must be a string.")
    if needed and not value.strip():
        raise bad_request(f"{name} is required.")
    return value.strip()


def is_platform_token(token: str) -> bool:
    """Whether it is of the kind that the vendor's platform takes, and the image API does not."""
    return _PLATFORM_TOKEN.fullmatch(token.strip()) is not None


def check_token(request: web.Request, token: str | None) -> None:
    """Raises Refusal unless the request carries an accepted bearer token."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        raise Refusal(400, "no_token", "The Authorization header is missing.")
    if scheme.lower() != "bearer" or not given.strip() or given.strip() == "invalid" or is_platform_token(given):
        raise Refusal(*SERVICE_REFUSALS["invalid_token"])
    if token is not None and given.strip() != token:
        raise Refusal(*SERVICE_REFUSALS["invalid_token"])


def wants_lines(request: web.Request) -> bool:
    """Whether the answer is to be a stream, one JSON object a line."""
    return "application/x-ndjson" in request.headers.get("Accept", "")


def has_hung_up(request: web.Request) -> bool:
    """Whether its client is gone."""
    return request.transport is None or request.transport.is_closing()


def drop_connection(request: web.Request) -> None:
    """Without another byte."""
    if request.transport is not None:
        request.transport.abort()


def answer_nobody(request: web.Request) -> web.Response:
    """Drop the connection. The answer is for the framework; nobody receives it."""
    if not has_hung_up(request):
        drop_connection(request)
    return web.Response()
