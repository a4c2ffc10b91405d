"""Whether what people do is dealt with at all: who may use the bot, and what comes too late."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.domain.access import AccessList
from bot.domain.errors import DeliveryError, UserError
from bot.domain.incoming import ButtonPress, CommandCall, FormReply, Origin
from bot.ports import AdminAware, Clock, Platform, Preferences, Throttle
from bot.ports.clocks import CLOCKS_APART, shown_time

log = structlog.get_logger()

# Who ordered something that long ago, while the bot was away, may not want it any more; and it costs.
COMMAND_AGE_S = 1800.0
CLOCK_WARNING_S = 600.0  # until it is logged again that clocks differ
LATE_NOTICE_S = 300  # in which a place is told once
HINT_PAUSE_S = 60  # in which a person among others is given one hint
# What nobody may have asked us for: where others read it, it is said to a person once in a while.
HINT_CODES = frozenset({"command-unknown", "command-unknown-near", "file-unusable", "words-named"})


@dataclass(slots=True, kw_only=True)
class Intake:
    """Asked before a command is looked at. `command_age`: of what is still carried out, in seconds."""

    clock: Clock
    preferences: Preferences
    throttle: Throttle
    platforms: Mapping[str, Platform]
    access: AccessList
    command_age: float = COMMAND_AGE_S
    warned_at: float = float("-inf")

    async def admits(self, origin: Origin) -> bool:
        """Whether they may use the bot there; a chat that was let in stays so under a new name."""
        if self.access.admits(origin):
            return True
        return self.access.knows(await self.preferences.former(origin.place))

    async def check_access(self, origin: Origin) -> None:
        """Raises UserError for who may not use the bot, with what an operator has to write down to let them."""
        if not await self.admits(origin):
            raise UserError("not-admitted", place=origin.place.key, person=origin.person.id)

    async def greet_place(self, origin: Origin) -> None:
        """The bot was taken into a place: it leaves again where nobody may use it, if it is set so."""
        platform = self.platforms[origin.place.platform]
        if not self.access.leave or not isinstance(platform, AdminAware) or await self.admits(origin):
            return
        log.info("place.left", place=origin.place.key)
        try:
            await platform.leave_chat(origin.place)
        except DeliveryError as error:
            log.info("place.not_left", error=str(error))

    def is_late(self, event: CommandCall | ButtonPress | FormReply) -> bool:
        """Whether they did it so long ago that they may not want it any more."""
        if isinstance(event, CommandCall) and event.heard:
            return self.is_late_there(event)
        return bool(event.at) and self.clock.now() - event.at > self.command_age

    def is_late_there(self, call: CommandCall) -> bool:
        """By the platform's own clock: that ours is wrong is nothing that people can mend."""
        now = self.clock.now()
        if abs(now - call.heard) > CLOCKS_APART and now - self.warned_at > CLOCK_WARNING_S:
            self.warned_at = now
            ours, theirs = shown_time(now), shown_time(call.heard)
            log.error("clock.wrong", ours=ours, theirs=theirs, platform=call.origin.place.platform)
        return bool(call.at) and call.heard - call.at > self.command_age

    async def is_unheard(self, call: CommandCall, error: UserError) -> bool:
        """Whether this is no news to whoever gave it: they were told something of the kind a moment ago.

        Who gives each thing by its name was offered it, and reads the answer alone.
        """
        if error.code not in HINT_CODES or call.origin.private or call.by_option:
            return False
        name = f"hint:{call.origin.place.key}:{call.origin.person.id}"
        return not await self.throttle.once(name, HINT_PAUSE_S)

    async def is_for_nobody(self, call: CommandCall) -> bool:
        """Whether a hint on it would be out of place: from who may not use the bot, or about what is long past."""
        return not await self.admits(call.origin) or self.is_late(call)

    def check_age(self, event: ButtonPress | FormReply) -> None:
        """Raises UserError for one that was kept for long, where a platform tells so."""
        if self.is_late(event):
            raise UserError("command-late")

    async def refuse_late(self, call: CommandCall) -> None:
        """Raises UserError, once for each place: a hundred may have waited there."""
        if await self.throttle.once(f"late:{call.origin.place.key}", LATE_NOTICE_S):
            raise UserError("command-late")
