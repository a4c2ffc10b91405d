"""The aiohttp application: who may ask, what is healthy, and the files we serve."""

import ipaddress
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence

import structlog
from aiohttp import web
from yarl import URL

from bot import metrics
from bot.i18n import known, say
from bot.ports import MediaStore
from bot.web.connections import asks_for_socket

log = structlog.get_logger()

Health = Callable[[], Awaitable[Sequence[str]]]
Degraded = Callable[[], Sequence[str]]

# Pages may load only what this server serves itself, and nobody may frame them.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# RFC 9112, 3.2, and nothing that a page may see otherwise than we do: no user, no path, no fragment, no escapes.
AUTHORITY_PATTERN = re.compile(
    r"(?:\[(?P<address>[0-9a-f:.]{2,45})\]|(?P<name>[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?)\.?)(?::[0-9]{1,5})?",
    re.ASCII | re.IGNORECASE,
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PATH_PART_BYTES = 255  # bytes of a part of a path; the limit of usual file systems
REQUEST_BODY_LIMIT = 1024 * 1024
FILE_PIECE_BYTES = 256 * 1024  # bytes of a file that are in memory for each who takes it


def create_app(
    health: Health,
    routes: Iterable[web.AbstractRouteDef],
    public_url: str = "",
    degraded: Degraded = tuple,
) -> web.Application:
    """`health` names what is not ready, or nothing; `degraded` what is done without meanwhile."""
    app = web.Application(middlewares=[guard_origins(public_url)], client_max_size=REQUEST_BODY_LIMIT)
    app.on_response_prepare.append(harden_response)
    app.router.add_get("/healthz", show_alive)
    app.router.add_get("/readyz", readiness_handler(health, degraded))
    app.router.add_get("/metrics", show_metrics)
    app.router.add_routes(routes)
    return app


def media_route(media: MediaStore) -> web.RouteDef:
    """Results, at addresses that nobody guesses: they are named by their content."""
    return web.get("/media/{name:(?:brief|kept)/[0-9a-f]{40}\\.[a-z0-9]{1,5}}", file_handler(media))


async def harden_response(_request: web.Request, response: web.StreamResponse) -> None:
    """SECURITY_HEADERS, but for those that the handler has set itself."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)


def guard_origins(public_url: str) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Refuse names that are not ours (DNS rebinding) and pages of other origins.

    It raises HTTPMisdirectedRequest, HTTPForbidden, and HTTPNotFound for what can be the name of no file.
    """
    ours = URL(public_url).raw_host if public_url else None
    origin = str(URL(public_url).origin()) if public_url else ""

    @web.middleware
    async def check_request(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not is_own_host(host_of(request.headers.getall("Host", [])), ours):
            log.info("request.misdirected", hint="this address is not that of CHATELIER_PUBLIC_URL")
            raise web.HTTPMisdirectedRequest(text=say("wrong-address", language=browser_language(request)))
        if is_foreign(request, origin):
            raise web.HTTPForbidden(text="Requests from pages of other origins are refused.\n")
        if any(len(part.encode()) > PATH_PART_BYTES for part in request.path.split("/")):
            raise web.HTTPNotFound  # no file has such a name, and asking for one is an error of the system
        return await handler(request)

    return check_request


def browser_language(request: web.Request) -> str:
    """The nearest that we have to the first that a browser asks for (RFC 9110, 12.5.4)."""
    return known(re.split("[,;]", request.headers.get("Accept-Language", ""), maxsplit=1)[0].strip())


def host_of(authorities: Sequence[str]) -> str:
    """The name or bare address in the one Host header; empty for none, several, and what is written oddly."""
    found = AUTHORITY_PATTERN.fullmatch(authorities[0]) if len(authorities) == 1 else None
    return (found["address"] or found["name"]).lower() if found else ""


def is_own_host(host: str, ours: str | None) -> bool:
    """A bare IP address cannot be rebound; any other name has to be the operator's."""
    if host in {"localhost", ours}:
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_foreign(request: web.Request, ours: str = "") -> bool:
    """Whether a page of another origin sent this: browsers say so on every WebSocket and every POST.

    `ours` is the origin of PUBLIC_URL: behind a proxy the Host is often another one.
    """
    origins = request.headers.getall("Origin", [])
    if not origins:
        return (
            request.method not in SAFE_METHODS
            and request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site"
        )
    if request.method in SAFE_METHODS and not asks_for_socket(request):
        return False  # it may read what anybody may
    host = request.headers.get("Host", "")
    here = {f"http://{host}", f"https://{host}"}  # https where a proxy speaks it for us
    return len(origins) > 1 or not origins[0] or origins[0] not in {ours, *here}


async def show_alive(_request: web.Request) -> web.Response:
    """The process runs and its loop turns: that is all."""
    return web.Response(text="ok\n")


def readiness_handler(health: Health, degraded: Degraded) -> Callable[[web.Request], Awaitable[web.Response]]:
    """503 with a line for each thing that is missing; or 200, and a line for each that is done without."""

    async def show_ready(_request: web.Request) -> web.Response:
        missing = await health()
        if missing:
            return web.Response(status=503, text="".join(f"not ready: {what}\n" for what in missing))
        return web.Response(text="".join(["ready\n", *(f"degraded: {what}\n" for what in degraded())]))

    return show_ready


async def show_metrics(_request: web.Request) -> web.Response:
    """In the text format of Prometheus (version 0.0.4)."""
    return web.Response(body=metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


def file_handler(media: MediaStore) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Serves the file that the address names."""

    async def serve_file(request: web.Request) -> web.StreamResponse:
        # Named by content, so whoever has it may keep it.
        headers = {
            "Cache-Control": "private, max-age=31536000, immutable",
            "Accept-Ranges": "bytes",
            "Content-Security-Policy": "default-src 'none'; sandbox",  # whatever it is, it is only looked at
        }
        return await send_file(request, media, request.match_info["name"], headers)

    return serve_file


async def send_file(
    request: web.Request, media: MediaStore, name: str, headers: dict[str, str]
) -> web.StreamResponse:
    """The whole file or the part that was asked for: some browsers play no video without.

    It is read as fast as it is taken, so that who takes it slowly has a small piece of our memory.
    Raises HTTPNotFound and HTTPRequestRangeNotSatisfiable.
    """
    found = await media.look(name)
    if found is None:
        raise web.HTTPNotFound
    size, mime = found
    start, stop, status = 0, size, 200
    if request.headers.get("Range"):
        start, stop, status = *wanted_range(request, size), 206
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    answer = web.StreamResponse(status=status, headers=headers)
    answer.content_type, answer.content_length = mime, stop - start
    try:
        first = await media.part(name, start, min(start + FILE_PIECE_BYTES, stop)) if stop > start else b""
    except OSError:
        raise web.HTTPNotFound from None
    await answer.prepare(request)
    if request.method != "HEAD":
        await answer.write(first)
        try:
            for at in range(start + FILE_PIECE_BYTES, stop, FILE_PIECE_BYTES):
                await answer.write(await media.part(name, at, min(at + FILE_PIECE_BYTES, stop)))
        except OSError as error:  # a reader who has gone is one, too
            log.debug("file.cut_off", file=name, error=type(error).__name__)
            if request.transport is not None:
                request.transport.abort()
            return answer
    await answer.write_eof()
    return answer


def wanted_range(request: web.Request, size: int) -> tuple[int, int]:
    """Start and end (behind its last byte) of the part that is asked for. Raises HTTPRequestRangeNotSatisfiable."""
    try:
        start, stop, _ = request.http_range.indices(size)
    except ValueError:
        raise web.HTTPRequestRangeNotSatisfiable from None
    if start >= stop:
        raise web.HTTPRequestRangeNotSatisfiable(headers={"Content-Range": f"bytes */{size}"})
    return start, stop
