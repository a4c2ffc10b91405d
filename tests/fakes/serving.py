"""An HTTP server of a test's own on loopback."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(app: web.Application, port: int = 0, **options: Any) -> AsyncIterator[str]:
    """Its address; `options` go to AppRunner. Requests that still run at the end have a tenth of a second."""
    runner = web.AppRunner(app, **{"access_log": None, "shutdown_timeout": 0.1, **options})
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def handling(handler: Handler, **options: Any) -> AsyncIterator[str]:
    """One handler for whatever is asked; `options` go to Application."""
    app = web.Application(**options)
    app.router.add_route("*", "/{path:.*}", handler)
    async with serving(app) as url:
        yield url


def vanish(request: web.Request) -> web.Response:
    """The connection ends, and the client never sees an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
