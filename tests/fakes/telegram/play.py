"""Starts this Telegram inside a test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.fakes.serving import serving
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.rules import Rules
from tests.fakes.telegram.server import create_app
from tests.fakes.telegram.world import World


@asynccontextmanager
async def playing(rules: Rules | None = None, *, port: int = 0, **more: Any) -> AsyncIterator[Telegram]:
    """A Telegram on 127.0.0.1. `more` goes to World. AssertionError at the end when the judge complained."""
    telegram = Telegram(World(rules or Rules(), **more))
    async with serving(create_app(telegram), port, shutdown_timeout=1.0) as url:
        telegram.url = url
        yield telegram
    if telegram.world.rules.strict and telegram.complaints:
        raise AssertionError("the judge complains:\n" + "\n".join(telegram.complaints))
