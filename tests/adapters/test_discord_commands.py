"""Our commands at Discord: set when they differ, once a change, whoever begins."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from redis.asyncio import Redis

from adapters.discord import routes
from adapters.discord.sync import RECHECK_S, CommandSync
from adapters.discord.wire import Wire
from bot.clock import SystemClock
from tests.fakes.clock import FakeClock
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.play import playing
from tests.fakes.opening import adapter_context

EVERYWHERE = {"contexts": [0, 1, 2], "integration_types": [0, 1]}
IMAGINE: dict[str, Any] = {"type": 1, "name": "imagine", "description": "Paints", **EVERYWHERE}
HELP: dict[str, Any] = {"type": 1, "name": "help", "description": "Explains", **EVERYWHERE}
LAUNCH: dict[str, Any] = {"type": 4, "name": "launch", "description": "Opens", "handler": 2}


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with playing() as made:
        yield made


@pytest.fixture
async def wire(discord: Discord) -> AsyncIterator[Wire]:
    made = Wire(discord.api_url, discord.token, clock=SystemClock())
    yield made
    await made.close()


def sync(wire: Wire, redis: Redis, *commands: dict[str, Any], now: float = 1_800_000_000.0) -> CommandSync:
    context = adapter_context(redis)
    return CommandSync(
        wire=wire, commands=commands, state=context.state, throttle=context.throttle, clock=FakeClock(now)
    )


def names(discord: Discord) -> list[str]:
    return sorted(one["name"] for one in discord.world.app.commands)


def asked(discord: Discord) -> list[str]:
    return [call.route for call in discord.calls()]


async def test_commands_are_set_once_a_change(discord: Discord, wire: Wire, redis: Redis) -> None:
    """The next start asks nothing, another set of commands is set; what Discord opens by itself stays."""
    await wire.call(routes.commands("PUT", discord.world.app.id), body=[LAUNCH])
    discord.world.records.clear()
    await sync(wire, redis, IMAGINE, HELP).offer(discord.world.app.id)
    assert names(discord) == ["help", "imagine", "launch"]
    assert asked(discord) == ["get_commands", "set_commands"]
    await sync(wire, redis, IMAGINE, HELP).offer(discord.world.app.id)
    assert len(asked(discord)) == 2
    await sync(wire, redis, IMAGINE).offer(discord.world.app.id)
    assert names(discord) == ["imagine", "launch"]


async def test_those_that_discord_has_already_are_not_set(discord: Discord, wire: Wire, redis: Redis) -> None:
    """As when the store has forgotten them."""
    await sync(wire, redis, IMAGINE).offer(discord.world.app.id)
    await redis.flushdb()
    await sync(wire, redis, IMAGINE).offer(discord.world.app.id)
    assert asked(discord) == ["get_commands", "set_commands", "get_commands"]


async def test_what_another_program_changed_is_set_again_the_next_day(
    discord: Discord, wire: Wire, redis: Redis
) -> None:
    """At the first start of a day it is looked at."""
    await sync(wire, redis, IMAGINE).offer(discord.world.app.id)
    discord.world.app.commands.clear()
    await redis.delete(*[key async for key in redis.scan_iter("*once*")])  # a minute later
    await sync(wire, redis, IMAGINE, now=1_800_000_000.0 + RECHECK_S).offer(discord.world.app.id)
    assert names(discord) == ["imagine"]


async def test_of_many_processes_one_sets_them(discord: Discord, wire: Wire, redis: Redis) -> None:
    """Also when all begin at the same moment."""
    many = [sync(wire, redis, IMAGINE).offer(discord.world.app.id) for _ in range(5)]
    await asyncio.gather(*many)
    assert asked(discord) == ["get_commands", "set_commands"]


async def test_a_discord_that_refuses_them_is_no_reason_not_to_listen(
    discord: Discord, wire: Wire, redis: Redis
) -> None:
    """And at the next start they are tried again."""
    discord.fault("error", "set_commands", status=503)
    await sync(wire, redis, IMAGINE).offer(discord.world.app.id)
    assert names(discord) == []
    await redis.delete(*[key async for key in redis.scan_iter("*once*")])  # a minute later
    await sync(wire, redis, IMAGINE).offer(discord.world.app.id)
    assert names(discord) == ["imagine"]
