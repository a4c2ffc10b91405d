"""What we may not do in a place: learned from refusals, and asked before the next order there is paid."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import structlog

from bot.domain.errors import DeliveryError, NotAllowed, Right
from bot.domain.ids import Place
from bot.domain.order import Animate, AskSeed, Describe, ExtendVideo, Order, Shorten, Translate
from bot.ports import Clock, Denial, Denials, Platform, RightsAware

log = structlog.get_logger()

# A platform that says that all is allowed, and has just refused, is believed after so many seconds: then one order
# tries it.
RIGHT_RETRY_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Permits:
    denials: Denials
    platforms: Mapping[str, Platform]
    clock: Clock
    trying: set[str] = field(default_factory=set)  # places where an order of this process tries it again

    async def learn(self, place: Place, error: DeliveryError) -> None:
        """A refusal that names a right is remembered. Raises StoreError."""
        if not isinstance(error, NotAllowed) or error.right is None:
            return
        log.warning("place.denied", place=place.key, right=error.right)
        seen = error.right in (await self.ask_platform(place) or ())
        await self.denials.note(place, error.right, Denial(self.clock.now(), seen=seen))

    async def missing_right(self, place: Place, order: Order) -> Right | None:
        """The right without which what comes of an order could not be shown there. Raises StoreError."""
        said = await self.denials.find(place)
        wanted = [right for right in rights_for(order) if right in said]
        if not wanted:
            return None
        denied = await self.ask_platform(place)
        for right in wanted:
            if await self.is_denied(place, right, said[right], denied):
                return right
        return None

    async def is_denied(self, place: Place, right: Right, denial: Denial, denied: Collection[Right] | None) -> bool:
        """Whether what was denied there still is."""
        now = self.clock.now()
        if denied is not None and right in denied:
            await self.denials.note(place, right, Denial(denial.at, seen=True))
            return True
        if denied is not None and denial.seen:  # it was missing, and is there again
            await self.denials.clear(place)
            return False
        if now - denial.at < RIGHT_RETRY_S:
            return True
        await self.denials.note(place, right, Denial(now, seen=denial.seen))
        self.trying.add(place.key)
        return False

    async def note_allowed(self, place: Place) -> None:
        """A picture was shown there. Raises StoreError."""
        if place.key in self.trying:
            await self.denials.clear(place)
            self.trying.discard(place.key)

    async def ask_platform(self, place: Place) -> Collection[Right] | None:
        """What the platform says that we may not do there; None when it does not say."""
        platform: object = self.platforms.get(place.platform)
        if not isinstance(platform, RightsAware):
            return None
        try:
            return await platform.missing_rights(place)
        except DeliveryError as error:
            log.info("place.ask_failed", place=place.key, error=str(error))
            return None


def rights_for(order: Order) -> tuple[Right, ...]:
    """What it takes to show what comes of an order."""
    match order:
        case Animate() | ExtendVideo():
            return Right.MESSAGES, Right.VIDEOS
        case Describe() | Shorten() | Translate() | AskSeed():
            return (Right.MESSAGES,)
        case _:
            return Right.MESSAGES, Right.PHOTOS
