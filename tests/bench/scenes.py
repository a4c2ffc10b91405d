"""Plays a benchmark's scenes: `POST /{name}`, with arguments as a JSON object, answers what was seen at the end."""

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiohttp import web

Scene = Callable[..., Coroutine[Any, Any, Any]]


@asynccontextmanager
async def played(world: object, scenes: Mapping[str, Scene], port: int) -> AsyncIterator[None]:
    """Each by its name, with the stand-in as its first argument."""
    app = web.Application()
    for name, scene in scenes.items():
        app.router.add_post(f"/{name}", handler(world, scene))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield
    finally:
        await runner.cleanup()


def handler(world: object, scene: Scene) -> Callable[[web.Request], Coroutine[Any, Any, web.Response]]:
    async def play(request: web.Request) -> web.Response:
        given = orjson.loads(await request.read() or b"{}")
        return web.Response(body=orjson.dumps(await scene(world, **given)), content_type="application/json")

    return play
