"""The sandbox as an aiohttp application."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import uuid4

from aiohttp import web

from bot.sandbox import admin, lookups, media, shelf
from bot.sandbox.faults import FaultScript
from bot.sandbox.http import SANDBOX_BODY_LIMIT, Refusal, answer_nobody, check_token, refusal_reply
from bot.sandbox.inputs import InputFiles
from bot.sandbox.options import SandboxOptions
from bot.sandbox.records import TaskBook
from bot.sandbox.renderer import Renderer
from bot.sandbox.state import STATE, ClientGone, SandboxState
from bot.sandbox.submit import resume_callbacks, submit_handler

_API_PREFIX = "/midjourney/"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(
    options: SandboxOptions,
    *,
    clock: Callable[[], float] = time.time,  # noqa: TID251 - wall time, so that a restart finds tasks as old as they are
) -> web.Application:
    """Serve with AppRunner (or TestServer). Cleaning up ends open streams at once and leaves no work behind.

    `clock` gives unix seconds and must go on across restarts when `options.state` is set.
    """
    book = TaskBook(options.state)
    inputs = InputFiles(options.state / "inputs" if options.state else None)
    renderer = Renderer(book, inputs)
    script = FaultScript(options.faults)
    sandbox = SandboxState(options, clock, book, script, renderer, options.seconds, inputs=inputs)
    app = web.Application(client_max_size=SANDBOX_BODY_LIMIT, middlewares=[_answer_as_service])
    app[STATE] = sandbox
    app.on_shutdown.append(sandbox.end_waits)
    app.cleanup_ctx.append(sandbox.run_background)
    app.cleanup_ctx.append(_resume_callbacks)
    _add_routes(app.router)
    return app


def _add_routes(router: web.UrlDispatcher) -> None:
    for kind in ("imagine", "edits", "videos"):
        router.add_post(_API_PREFIX + kind, submit_handler(kind))
    router.add_post(_API_PREFIX + "tasks", lookups.look_up_tasks)
    router.add_post(_API_PREFIX + "seed", lookups.look_up_seed)
    router.add_post(_API_PREFIX + "describe", lookups.answer_describe)
    router.add_post(_API_PREFIX + "shorten", lookups.answer_shorten)
    router.add_post(_API_PREFIX + "translate", lookups.answer_translate)
    router.add_post(shelf.SHELF_PATH, shelf.take_file)
    router.add_get(shelf.SHELF_PREFIX + "{name}", shelf.serve_file)
    router.add_get("/health", _answer_health)
    router.add_get("/_sandbox", admin.show_overview)
    router.add_post("/_sandbox/faults", admin.set_faults)
    router.add_delete("/_sandbox/faults", admin.clear_faults)
    router.add_post("/_sandbox/settings", admin.change_settings)
    router.add_get("/cdn/midjourney/{id}.png", media.serve_picture)
    router.add_get("/cdn/upload/{id}.png", media.serve_picture)
    router.add_get(r"/cdn/midjourney/{id}/{step:\d+}_grid_0.webp", media.serve_preview)
    router.add_get(r"/cdn/{id}/0_{cell:[0-3]}.png", media.serve_cell)
    for slashes in ("/", "//"):  # the service's links have two; a client that tidies them up is served as well
        router.add_get(slashes + r"video/{id}/0_{take:[0-3]}.mp4", media.serve_film)


async def _resume_callbacks(app: web.Application) -> AsyncIterator[None]:
    resume_callbacks(app[STATE])
    yield


async def _answer_health(_request: web.Request) -> web.Response:
    return web.Response(text="ok")


@web.middleware
async def _answer_as_service(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Counts, checks the token, and gives every error the service's shape."""
    sandbox, trace = request.app[STATE], str(uuid4())
    try:
        if request.path.startswith(_API_PREFIX):
            sandbox.requests[request.path] += 1
            check_token(request, sandbox.options.token)
        return await handler(request)
    except Refusal as refusal:
        return refusal_reply(refusal, trace)
    except (ClientGone, ConnectionError):
        return answer_nobody(request)
    except web.HTTPRequestEntityTooLarge:
        return refusal_reply(Refusal(413, "content_too_large", "The request body is too large."), trace)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return refusal_reply(Refusal(404, "no_api", "The requested API does not exist."), trace)
