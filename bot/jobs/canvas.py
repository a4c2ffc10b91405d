"""Brings one job's cards onto its message: the newest preview wins, the last card always lands."""

import asyncio
from dataclasses import replace

import structlog

from bot.cards import without_media
from bot.domain.card import Card
from bot.domain.errors import DeliveryError, MessageGone, NotAllowed, ServiceError, TooFast, TooLarge
from bot.domain.ids import MessageRef
from bot.domain.pacing import Idle, Over, Pacer, Rank, Show, Wait
from bot.jobs.render import Renderer
from bot.metrics import EDITS, PREVIEWS_DROPPED
from bot.ports import Clock, Lanes, Platform

log = structlog.get_logger()

# A chat platform that does not answer is asked again after 1, 2, 4 … 30 s.
BACKOFF = 1.0
BACKOFF_MOST = 30.0
# A finished picture is fetched this often before the card goes out with a link in its place.
FETCHES = 3


class Canvas:
    """One message. `run` must be running somewhere while it is used."""

    def __init__(
        self,
        platform: Platform,
        message: MessageRef,
        *,
        lanes: Lanes,
        renderer: Renderer,
        clock: Clock,
        language: str,
    ) -> None:
        self.platform = platform
        self.message = message
        self.lanes = lanes
        self.renderer = renderer
        self.clock = clock
        self.language = language
        self.pacer = Pacer(platform.traits.gap)
        self.changed = asyncio.Event()
        self.landed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.misses = 0
        self.fetches = 0
        self.last_rendered = Card(())

    def show(self, card: Card) -> None:
        """Never waits; a card that a newer one overtakes is never sent."""
        if self.pacer.waiting is not None:
            PREVIEWS_DROPPED.labels(self.platform.name).inc()
        self.pacer = self.pacer.offer(card)
        self.changed.set()

    async def finish(self, card: Card) -> None:
        """Returns when the platform has the last card. MessageGone or NotAllowed when it never will."""
        self.pacer = self.pacer.conclude(card)
        self.changed.set()
        await self.landed

    async def run(self) -> None:
        """Until the last card has landed or can never land. A bug here ends this job's run, not the bot."""
        try:
            await self.loop()
        except Exception as error:
            log.exception("canvas.failed")
            if not self.landed.done():
                self.landed.set_exception(error)

    async def loop(self) -> None:
        while not self.landed.done():
            match self.pacer.decide(self.clock.now()):
                case Show(card, rank):
                    await self.send(card, rank)
                case Wait(until):
                    await self.nap(until - self.clock.now())
                case Idle():
                    await self.changed.wait()
                    self.changed.clear()
                case Over():
                    self.landed.set_result(None)

    async def nap(self, seconds: float) -> None:
        """Until the time has come or something changes."""
        try:
            async with asyncio.timeout(seconds):
                await self.changed.wait()
                self.changed.clear()
        except TimeoutError:
            pass

    async def send(self, card: Card, rank: Rank) -> None:
        wait = await self.lanes.admit(self.message, rank)
        if wait > 0:
            self.pacer = replace(self.pacer, not_before=self.clock.now() + wait)
            return
        self.pacer = self.pacer.fly()
        try:
            await self.platform.messenger.edit(self.message, await self.render(card, rank))
        except (MessageGone, NotAllowed) as error:
            self.refused(error, rank)
        except TooLarge as error:
            self.shrink(card, error, rank)
        except DeliveryError as error:
            await self.delayed(error, rank)
        else:
            self.misses = 0
            self.pacer = self.pacer.land(self.clock.now())
            self.count(rank, "ok")

    async def render(self, card: Card, rank: Rank) -> Card:
        """A preview that is gone already leaves the last one standing; a last card never fails for its files."""
        preview = rank is not Rank.FINAL
        try:
            rendered = await self.renderer.render(card, self.platform.traits, preview=preview)
        except (ServiceError, TooLarge) as error:
            log.info("picture.not_fetched", error=str(error), rank=rank.name)
            if preview:
                return replace(card, media=self.last_rendered.media)
            return await self.again_or_link(card, rank)
        if preview:
            self.last_rendered = rendered
        return rendered

    async def again_or_link(self, card: Card, rank: Rank) -> Card:
        self.fetches += 1
        if self.fetches >= FETCHES:
            return without_media(card, self.language)
        await self.clock.sleep(BACKOFF * self.fetches)
        return await self.render(card, rank)

    def count(self, rank: Rank, result: str) -> None:
        EDITS.labels(self.platform.name, rank.name.lower(), result).inc()

    def refused(self, error: DeliveryError, rank: Rank) -> None:
        self.count(rank, type(error).__name__)
        if rank is Rank.FINAL:
            self.landed.set_exception(error)
        else:
            self.pacer = self.pacer.bounce(self.clock.now(), 0.0)

    def shrink(self, card: Card, error: TooLarge, rank: Rank) -> None:
        """A file that the platform does not take is linked."""
        self.count(rank, type(error).__name__)
        log.warning("edit.too_large", error=str(error), rank=rank.name)
        self.pacer = self.pacer.bounce(self.clock.now(), 0.0)
        if rank is Rank.FINAL:
            self.pacer = self.pacer.conclude(without_media(card, self.language))

    async def delayed(self, error: DeliveryError, rank: Rank) -> None:
        self.count(rank, type(error).__name__)
        delay = min(BACKOFF * 2**self.misses, BACKOFF_MOST)
        self.misses += 1
        if isinstance(error, TooFast):
            delay = error.retry_after
            await self.lanes.freeze(self.message, delay)
        log.warning("edit.delayed", error=type(error).__name__, seconds=delay, rank=rank.name)
        self.pacer = self.pacer.bounce(self.clock.now(), delay)
