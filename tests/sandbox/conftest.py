"""A sandbox on a free loopback port, and a place for its callbacks."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.options import SandboxOptions
from bot.sandbox.server import create_app
from tests.fakes.serving import serving
from tests.sandbox.driving import TOKEN, Hand, Open, Sandbox


@pytest.fixture
async def open_sandbox() -> AsyncIterator[Open]:
    """Starts sandboxes with small pictures that take no time unless told otherwise."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())

        async def start(*, clock: Callable[[], float] | None = None, **options: Any) -> Sandbox:
            given: dict[str, Any] = {"seconds": 0, "size": 128, "token": TOKEN} | options
            settings = SandboxOptions(**given)
            app = create_app(settings, clock=clock) if clock else create_app(settings)
            runner = web.AppRunner(app, handler_cancellation=False)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            return Sandbox(f"http://127.0.0.1:{runner.addresses[0][1]}", session, runner)

        yield start


@pytest.fixture
async def sandbox(open_sandbox: Open) -> Sandbox:
    return await open_sandbox()


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
async def listener() -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A place for callbacks: its URL, and what has come in so far."""
    received: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.Response:
        received.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    async with serving(app) as url:
        yield f"{url}/hook", received
