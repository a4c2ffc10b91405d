"""Starts this Discord inside a test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.fakes.discord.driver import Discord
from tests.fakes.discord.rules import Rules
from tests.fakes.discord.server import create_app
from tests.fakes.discord.world import World
from tests.fakes.serving import serving


@asynccontextmanager
async def playing(rules: Rules | None = None, *, port: int = 0, **more: Any) -> AsyncIterator[Discord]:
    """A Discord on 127.0.0.1. `more` goes to World. AssertionError at the end when the judge complained."""
    discord = Discord(World(rules or Rules(), **more))
    async with serving(create_app(discord), port, shutdown_timeout=1.0) as url:
        discord.world.listen(url)
        yield discord
    if discord.world.rules.strict and discord.complaints:
        raise AssertionError("the judge complains:\n" + "\n".join(discord.complaints))
