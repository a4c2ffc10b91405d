"""Starts this Telegram inside a test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.rules import Rules
from tests.fakes.telegram.server import create_app
from tests.fakes.telegram.world import World


@asynccontextmanager
async def playing(rules: Rules | None = None, *, port: int = 0, **more: Any) -> AsyncIterator[Telegram]:
    """A Telegram on 127.0.0.1. `more` goes to World. AssertionError at the end when the judge complained."""
    telegram = Telegram(World(rules or Rules(), **more))
    runner = web.AppRunner(create_app(telegram), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        telegram.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield telegram
    finally:
        await runner.cleanup()
    if telegram.world.rules.strict and telegram.complaints:
        raise AssertionError("the judge complains:\n" + "\n".join(telegram.complaints))
