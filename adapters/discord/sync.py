"""Tells Discord our commands when they are others than those that it has: once a change, over all processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.discord import menus, routes
from adapters.discord.places import DISCORD
from adapters.discord.wire import Wire
from bot.domain.errors import DeliveryError, StoreError
from bot.ports import AdapterState, Clock, Throttle

log = structlog.get_logger()

COMMANDS_STATE = "commands"
# Seconds in which no other process tries the same: whoever has begun has long ended by then, or never will.
ONCE_S = 60
OFFER_AGAIN_S, OFFER_MOST_S = 61.0, 3600.0  # seconds until it is tried again
RECHECK_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSync:
    """`commands` are ours, as Discord writes them."""

    wire: Wire
    commands: Sequence[Mapping[str, Any]]
    state: AdapterState
    throttle: Throttle
    clock: Clock

    async def keep_offering(self, application: str) -> None:
        """Again and again, with longer and longer pauses, until they are there."""
        pause = OFFER_AGAIN_S
        await self.clock.sleep(pause)
        while not await self.offer(application):
            pause = min(2 * pause, OFFER_MOST_S)
            await self.clock.sleep(pause)

    async def offer(self, application: str) -> bool:
        """Whether they are there; False also while another process sets them.

        What Discord has is asked for when ours have changed, and at the first start of a day, since another program
        may have changed it.
        """
        digest = menus.menu_digest(application, self.commands)
        asked = f"{digest} {int(self.clock.now() // RECHECK_S)}"
        try:
            if await self.state.load(DISCORD, COMMANDS_STATE) == asked:
                return True
            if not await self.throttle.once(f"{DISCORD}:commands:{digest}", ONCE_S):
                return False
            await self.set_commands(application)
            await self.state.save(DISCORD, COMMANDS_STATE, asked)
        except (DeliveryError, StoreError) as error:
            log.warning("discord.commands_not_set", error=str(error))
            return False
        return True

    async def set_commands(self, application: str) -> None:
        """When they differ. Raises DeliveryError."""
        theirs = await self.wire.call_list(routes.commands("GET", application))
        if menus.commands_differ(self.commands, theirs):
            whole = menus.with_entry_points(self.commands, theirs)
            await self.wire.call(routes.commands("PUT", application), body=whole)
            log.info("discord.commands_set", count=len(self.commands))
