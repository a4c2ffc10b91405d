"""Takes updates that Telegram posts to us."""

import hashlib
import hmac

import orjson
import structlog
from aiohttp import web

from adapters.telegram.polling import One

log = structlog.get_logger()

OWN_HEADER = "X-Telegram-Bot-Api-Secret-Token"
WEBHOOK_PATH = "/telegram/webhook"
WEBHOOK_CONNECTIONS = 40  # connections that Telegram may open


def address(public_url: str) -> str:
    """Where Telegram is to call us."""
    return public_url.rstrip("/") + WEBHOOK_PATH


def secret(token: str) -> str:
    """What Telegram shows us as its own, made from the token so that all processes have the same."""
    return hmac.digest(token.encode(), b"chatelier webhook", hashlib.sha256).hex()


def route(token: str, take: One) -> web.RouteDef:
    """`take` says whether the update was written down. If not, Telegram brings it again."""

    async def receive(request: web.Request) -> web.Response:
        shown = request.headers.get(OWN_HEADER, "").encode(errors="replace")
        if not hmac.compare_digest(shown, secret(token).encode()):
            raise web.HTTPForbidden
        try:
            told = orjson.loads(await request.read())
        except ValueError:
            told = None
        if not isinstance(told, dict):
            log.warning("telegram.update_parse_failed", kinds=["no JSON"])
            return web.Response()
        if not await take(told):
            raise web.HTTPServiceUnavailable
        return web.Response()

    return web.post(WEBHOOK_PATH, receive)
