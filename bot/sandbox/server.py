"""The sandbox as an aiohttp application."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import uuid4

from aiohttp import web

from bot.sandbox import admin, lookups, media
from bot.sandbox.delivery import vanish
from bot.sandbox.faults import Script
from bot.sandbox.http import BODY_LIMIT, Refusal, check_token, refuse
from bot.sandbox.options import SandboxOptions
from bot.sandbox.records import Book
from bot.sandbox.renderer import Studio
from bot.sandbox.state import HOUSE, Gone, House
from bot.sandbox.submit import endpoint, resume

_API = "/midjourney/"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(
    options: SandboxOptions,
    *,
    clock: Callable[[], float] = time.time,  # noqa: TID251 - wall time, so that a restart finds tasks as old as they are
) -> web.Application:
    """Serve with AppRunner (or TestServer). Cleaning up ends open streams at once and leaves no work behind.

    `clock` gives unix seconds and must go on across restarts when `options.state` is set.
    """
    book = Book(options.state)
    house = House(options, clock, book, Script(options.faults), Studio(book), options.seconds)
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[_answer])
    app[HOUSE] = house
    app.on_shutdown.append(house.close)
    app.cleanup_ctx.append(house.live)
    app.cleanup_ctx.append(_resumed)
    _route(app.router)
    return app


def _route(router: web.UrlDispatcher) -> None:
    for kind in ("imagine", "edits", "videos"):
        router.add_post(_API + kind, endpoint(kind))
    router.add_post(_API + "tasks", lookups.look_up)
    router.add_post(_API + "seed", lookups.seed)
    router.add_post(_API + "describe", lookups.describe_picture)
    router.add_post(_API + "shorten", lookups.shorten_prompt)
    router.add_post(_API + "translate", lookups.translate_text)
    router.add_get("/health", _health)
    router.add_get("/_sandbox", admin.overview)
    router.add_post("/_sandbox/faults", admin.set_faults)
    router.add_delete("/_sandbox/faults", admin.clear_faults)
    router.add_post("/_sandbox/settings", admin.change_settings)
    router.add_get("/cdn/midjourney/{id}.png", media.picture)
    router.add_get("/cdn/upload/{id}.png", media.picture)
    router.add_get(r"/cdn/midjourney/{id}/{step:\d+}_grid_0.webp", media.preview)
    router.add_get(r"/cdn/{id}/0_{cell:[0-3]}.png", media.cell)
    for slashes in ("/", "//"):  # the service's links have two; a client that tidies them up is served as well
        router.add_get(slashes + r"video/{id}/0_{take:[0-3]}.mp4", media.film)


async def _resumed(app: web.Application) -> AsyncIterator[None]:
    resume(app[HOUSE])
    yield


async def _health(_request: web.Request) -> web.Response:
    return web.Response(text="ok")


@web.middleware
async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Counts, checks the token, and gives every error the service's shape."""
    house, trace = request.app[HOUSE], str(uuid4())
    try:
        if request.path.startswith(_API):
            house.requests[request.path] += 1
            check_token(request, house.options.token)
        return await handler(request)
    except Refusal as refusal:
        return refuse(refusal, trace)
    except (Gone, ConnectionError):
        return vanish(request)
    except web.HTTPRequestEntityTooLarge:
        return refuse(Refusal(413, "content_too_large", "The request body is too large."), trace)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return refuse(Refusal(404, "no_api", "The requested API does not exist."), trace)
