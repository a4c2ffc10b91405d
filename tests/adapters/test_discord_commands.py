"""Our commands at Discord: set when they differ, once a change, whoever begins."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from redis.asyncio import Redis
from typing_extensions import override

from adapters.discord import routes
from adapters.discord.gateway import open_platform
from adapters.discord.settings import DiscordSettings
from adapters.discord.sync import OFFER_AGAIN_S, RECHECK_S, CommandSync
from adapters.discord.wire import Wire
from bot.clock import SystemClock
from bot.domain.command import ListedCommand
from bot.environment import read_settings
from tests.fakes.clock import FakeClock
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.play import playing
from tests.fakes.opening import adapter_context
from tests.fakes.waiting import PATIENCE, wait_until

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


class Passing(FakeClock):
    """While somebody sleeps on it, what is done once in so long is forgotten."""

    def __init__(self, redis: Redis) -> None:
        super().__init__()
        self.redis = redis

    @override
    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        await self.redis.delete(*[key async for key in self.redis.scan_iter("*once*")])


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
    """They are tried again beside it, with longer and longer pauses."""
    discord.fault("error", "set_commands", status=503, times=3)
    offering = sync(wire, redis, IMAGINE)
    assert not await offering.offer(discord.world.app.id)
    assert names(discord) == []
    passing = Passing(redis)
    await replace(offering, clock=passing).keep_offering(discord.world.app.id)
    assert names(discord) == ["imagine"]
    assert passing.slept == [OFFER_AGAIN_S, 2 * OFFER_AGAIN_S, 4 * OFFER_AGAIN_S]


async def test_who_waits_for_another_process_does_not_do_it_again(
    discord: Discord, wire: Wire, redis: Redis
) -> None:
    """It looks until they are there."""
    one, other = sync(wire, redis, IMAGINE), sync(wire, redis, IMAGINE)
    gate = discord.fault("hold", "set_commands").gate
    async with asyncio.TaskGroup() as group:
        first = group.create_task(one.offer(discord.world.app.id))
        await wait_until(lambda: discord.world.faults.faults[0].struck, "the first sets them")
        assert not await other.offer(discord.world.app.id)
        gate.set()
    assert first.result()
    assert await other.offer(discord.world.app.id)
    assert asked(discord) == ["get_commands", "set_commands"]


async def test_nobody_waits_while_the_menus_are_made(discord: Discord, redis: Redis) -> None:
    """All texts of all languages are read for them, and the loop goes on meanwhile."""
    others = threading.Event()

    def menu(language: str) -> Sequence[ListedCommand]:
        assert others.wait(PATIENCE), "the loop stands still"
        return ()

    settings = read_settings(DiscordSettings, token=discord.token, api_url=discord.api_url)
    platform = open_platform(adapter_context(redis), settings)
    platform.context = replace(platform.context, commands=menu)
    made, _ = await asyncio.gather(platform.command_sync(), asyncio.to_thread(others.set))
    assert made.commands == []
    await platform.close()
