"""Brings cards that belong to no running job: through the lane, like everything else that is sent."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

import structlog

from bot.cards import without_media
from bot.domain.card import Card
from bot.domain.errors import (
    DeliveryError,
    NotAllowed,
    TooFast,
    TooLarge,
    Unreachable,
    Unreadable,
)
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Origin, Person
from bot.domain.job import Job
from bot.domain.lane import Go, Run
from bot.domain.pacing import Rank
from bot.domain.parcel import Parcel
from bot.jobs.packing import Packing
from bot.metrics import EDITS, LANE_FREEZES, TOO_FAST
from bot.ports import Clock, Gallery, JobBook, LaneRef, Lanes, Mail, Platform, Shelf

log = structlog.get_logger()

# What could not be brought by then is not wanted any more: nobody waits that long for an answer.
PATIENCE = 600.0
BACKOFF, BACKOFF_MOST = 1.0, 30.0
JITTER = 0.5  # so that many who were told the same pause do not come back as one
NOBODY = Person("", "")


@dataclass(frozen=True, slots=True)
class Courier:
    """Called with the name of a parcel, again and again until it returns; by anybody."""

    platforms: Mapping[str, Platform]
    shelf: Shelf
    mail: Mail
    lanes: Lanes
    packing: Packing
    book: JobBook
    gallery: Gallery
    clock: Clock
    flying: set[str] = field(default_factory=set)
    delivered: set[str] = field(default_factory=set)  # by us, which could not be noted yet

    def handy(self, key: str) -> bool:
        """Whether it can be let go of without harm: not while the platform is given it."""
        return key not in self.flying

    async def carry(self, key: str) -> None:
        """StoreError leaves the parcel where it is."""
        try:
            parcel = await self.shelf.parcel(key)
        except Unreadable as error:
            log.warning("parcel.unreadable", error=str(error))
            return
        platform = self.platforms.get(where(parcel.to).place.platform) if parcel else None
        if parcel is None or platform is None:
            return
        if key not in self.delivered:
            try:
                await self.bring(parcel, platform)
            except DeliveryError as error:
                log.warning("parcel.lost", error=str(error), kind=type(error).__name__)
                await self.apologise(parcel)
        await self.shelf.brought(key)
        self.delivered.discard(key)

    async def apologise(self, parcel: Parcel) -> None:
        if parcel.asker is not None and parcel.sorry is not None:
            await self.mail.send(Parcel(f"{parcel.key}-sorry", parcel.asker, parcel.sorry))

    async def bring(self, parcel: Parcel, platform: Platform) -> None:
        """DeliveryError when it is no use to try any longer."""
        lane, run = platform.lane(where(parcel.to), 0.0), self.as_run(parcel)
        job = await self.book.load(parcel.job) if parcel.job else None
        card, end = await self.packing.packed(parcel.card, platform, job), self.clock.now() + PATIENCE
        try:
            for misses in count():
                if self.clock.now() > end:
                    raise NotAllowed("it took too long")
                await self.wait(lane, run, end)
                try:
                    await self.hand_over(parcel, card, platform, lane, job)
                except (TooLarge, NotAllowed) as error:
                    card = await self.repacked(error, parcel, card, platform, job)
                except (TooFast, Unreachable) as error:
                    await self.delayed(error, misses, lane, run)
                else:
                    await self.lanes.landed(lane, run.job)
                    return
        finally:
            await self.lanes.leave(lane, run.job)

    async def repacked(
        self, error: DeliveryError, parcel: Parcel, card: Card, platform: Platform, job: Job | None
    ) -> Card:
        """What may be taken instead; the error again when nothing may."""
        if isinstance(error, TooLarge) and card.media:
            return without_media(parcel.card, where(parcel.to).person.language)
        if any(media.handle for media in card.media):  # the platform does not know its own name for it any more
            return await self.packing.fetched(parcel.card, platform, job)
        raise error

    async def hand_over(
        self, parcel: Parcel, card: Card, platform: Platform, lane: LaneRef, job: Job | None
    ) -> None:
        await self.lanes.depart(lane)
        self.flying.add(parcel.key)
        try:
            if isinstance(parcel.to, MessageRef):
                message = await platform.messenger.edit(parcel.to, card)
            else:
                message = await platform.messenger.post(parcel.to, card, nonce=parcel.key)
            EDITS.labels(platform.name, "parcel", "ok").inc()
            self.delivered.add(parcel.key)
            if job is not None and parcel.hang:
                await self.gallery.hang(message, job)
            await self.shelf.brought(parcel.key)
        finally:
            self.flying.discard(parcel.key)

    async def wait(self, lane: LaneRef, run: Run, end: float) -> None:
        """Until the lane lets it go. DeliveryError when that takes too long."""
        while not isinstance(turn := await self.lanes.admit(lane, run, Rank.FIRST), Go):
            if turn.until > end:
                raise NotAllowed("the lane was full for too long")
            await self.clock.sleep(turn.until - self.clock.now())

    async def delayed(self, error: DeliveryError, misses: int, lane: LaneRef, run: Run) -> None:
        delay = min(BACKOFF * 2 ** min(misses, 10), BACKOFF_MOST)
        if isinstance(error, TooFast):
            delay = error.retry_after + random.uniform(0, JITTER)  # noqa: S311 - guards nothing
            TOO_FAST.labels(lane.bucket or lane.key, "parcel").inc()
            LANE_FREEZES.labels(lane.bucket or lane.key).inc()
            await self.lanes.freeze(lane, run.job, delay)
        log.info("parcel.delayed", error=type(error).__name__, seconds=delay)
        await self.clock.sleep(delay)

    def as_run(self, parcel: Parcel) -> Run:
        """No last card is to come, so none has to be kept a place: it falls due when all this is long over."""
        over = self.clock.now() + 2 * PATIENCE
        return Run(f"parcel:{parcel.key}", over, placed=True, stale=over, guest=True)


def where(to: object) -> Origin:
    """The place of a parcel as an origin: lanes are asked for by one."""
    if isinstance(to, Origin):
        return to
    if isinstance(to, MessageRef):
        return Origin(Place(to.platform, to.chat), NOBODY)
    assert isinstance(to, Place)  # noqa: S101 - the only other thing
    return Origin(to, NOBODY)
