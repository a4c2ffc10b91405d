"""Reading bodies and writing answers the way the service does."""

from typing import Any, Final

import orjson
from aiohttp import web

from bot.sandbox.timeline import MODERATED

BODY_LIMIT: Final = 20 * 2**20


class Refusal(Exception):
    """An answer of HTTP `status` with an error object."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


REFUSALS: Final[dict[str, tuple[int, str, str]]] = {
    "moderation": (403, "forbidden", MODERATED),
    "used_up": (403, "used_up", "Your quota is used up, please top up and try again."),
    "invalid_token": (401, "invalid_token", "The token is invalid."),
    "too_many_requests": (429, "too_many_requests", "Too many requests, please slow down."),
    "api_error": (500, "api_error", "fetch failed"),
    "timeout": (504, "timeout", "Timeout to generate the image."),
}


def bad(message: str) -> Refusal:
    return Refusal(400, "bad_request", message)


def reply(data: object, *, status: int = 200, trace: str = "") -> web.Response:
    headers = {"x-trace-id": trace} if trace else None
    return web.Response(body=orjson.dumps(data), status=status, content_type="application/json", headers=headers)


def refuse(refusal: Refusal, trace: str) -> web.Response:
    error = {"code": refusal.code, "message": str(refusal)}
    return reply({"error": error, "trace_id": trace}, status=refusal.status, trace=trace)


async def read_body(request: web.Request) -> dict[str, Any]:
    """The JSON object sent; null members are left out, as if they had not been sent. Raises Refusal."""
    try:
        body = orjson.loads(await request.read())
    except orjson.JSONDecodeError as error:
        raise bad("The request body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise bad("The request body must be a JSON object.")
    return {name: value for name, value in body.items() if value is not None}


def words(body: dict[str, Any], name: str, *, needed: bool = False) -> str:
    """A text member, stripped; "" when absent. Raises Refusal when it is no text, or missing though needed."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise bad(f"{name} must be a string.")
    if needed and not value.strip():
        raise bad(f"{name} is required.")
    return value.strip()


def check_token(request: web.Request, token: str | None) -> None:
    """Raises Refusal unless the request carries an accepted bearer token."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        raise Refusal(400, "no_token", "The Authorization header is missing.")
    if scheme.lower() != "bearer" or not given.strip() or given.strip() == "invalid":
        raise Refusal(*REFUSALS["invalid_token"])
    if token is not None and given.strip() != token:
        raise Refusal(*REFUSALS["invalid_token"])
