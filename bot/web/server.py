"""The aiohttp application: who may ask, what is healthy, and the files we serve."""

import ipaddress
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence

from aiohttp import web
from yarl import URL

from bot import metrics
from bot.ports import MediaStore
from bot.web.connections import asks_socket

Health = Callable[[], Awaitable[Sequence[str]]]

# Pages may load only what this server serves itself, and nobody may frame them.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# RFC 9112, 3.2, and nothing that a page may see otherwise than we do: no user, no path, no fragment, no escapes.
AUTHORITY = re.compile(
    r"(?:\[(?P<address>[0-9a-f:.]{2,45})\]|(?P<name>[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?)\.?)(?::[0-9]{1,5})?",
    re.ASCII | re.IGNORECASE,
)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT = 1024 * 1024


def create_app(health: Health, routes: Iterable[web.AbstractRouteDef], public_url: str = "") -> web.Application:
    """`health` names what is not ready, or nothing."""
    app = web.Application(middlewares=[guard(public_url)], client_max_size=BODY_LIMIT)
    app.on_response_prepare.append(harden)
    app.router.add_get("/healthz", lively)
    app.router.add_get("/readyz", readiness(health))
    app.router.add_get("/metrics", show_metrics)
    app.router.add_routes(routes)
    return app


def media_route(media: MediaStore) -> web.RouteDef:
    return web.get("/media/{name:(?!lent/)[a-z]+/[0-9a-f]{40}\\.[a-z0-9]{1,5}}", files(media))


async def harden(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def guard(public_url: str) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Refuse names that are not ours (DNS rebinding) and pages of other origins."""
    ours = URL(public_url).raw_host if public_url else None
    origin = str(URL(public_url).origin()) if public_url else ""

    @web.middleware
    async def check(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not may_be_called(host_of(request.headers.getall("Host", [])), ours):
            raise web.HTTPMisdirectedRequest(text="This address is not one of this server's: see PUBLIC_URL.\n")
        if foreign(request, origin):
            raise web.HTTPForbidden(text="Requests from pages of other origins are refused.\n")
        return await handler(request)

    return check


def host_of(authorities: Sequence[str]) -> str:
    """The name or bare address in the one Host header; empty for none, several, and what is written oddly."""
    found = AUTHORITY.fullmatch(authorities[0]) if len(authorities) == 1 else None
    return (found["address"] or found["name"]).lower() if found else ""


def may_be_called(host: str, ours: str | None) -> bool:
    """A bare IP address cannot be rebound; any other name has to be the operator's."""
    if host in {"localhost", ours}:
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def foreign(request: web.Request, ours: str = "") -> bool:
    """Whether a page of another origin sent this: browsers say so on every WebSocket and every POST.

    `ours` is the origin of PUBLIC_URL: behind a proxy the Host is often another one.
    """
    origins = request.headers.getall("Origin", [])
    if not origins:
        return request.method not in SAFE and request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site"
    if request.method in SAFE and not asks_socket(request):
        return False  # it may read what anybody may
    host = request.headers.get("Host", "")
    here = {f"http://{host}", f"https://{host}"}  # https where a proxy speaks it for us
    return len(origins) > 1 or not origins[0] or origins[0] not in {ours, *here}


async def lively(_request: web.Request) -> web.Response:
    return web.Response(text="ok\n")


def readiness(health: Health) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def ready(_request: web.Request) -> web.Response:
        missing = await health()
        if missing:
            return web.Response(status=503, text="".join(f"not ready: {what}\n" for what in missing))
        return web.Response(text="ready\n")

    return ready


async def show_metrics(_request: web.Request) -> web.Response:
    return web.Response(body=metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


def files(media: MediaStore) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        found = await media.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        data, mime = found
        # Named by content, so whoever has it may keep it.
        headers = {
            "Cache-Control": "private, max-age=31536000, immutable",
            "Accept-Ranges": "bytes",
            "Content-Security-Policy": "default-src 'none'; sandbox",  # whatever it is, it is only looked at
        }
        return ranged(request, data, mime, headers)

    return serve


def ranged(request: web.Request, data: bytes, mime: str, headers: dict[str, str]) -> web.Response:
    """The whole file or the part that was asked for: some browsers play no video without."""
    try:
        part = request.http_range
    except ValueError:
        raise web.HTTPRequestRangeNotSatisfiable from None
    if part.start is None:
        return web.Response(body=data, content_type=mime, headers=headers)
    start, stop, _ = part.indices(len(data))
    if start >= stop:
        raise web.HTTPRequestRangeNotSatisfiable(headers={"Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    return web.Response(status=206, body=data[start:stop], content_type=mime, headers=headers)
