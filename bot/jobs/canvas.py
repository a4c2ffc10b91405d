"""Brings one job's cards onto its message: the newest preview wins, the last card always lands."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.cards import without_media
from bot.domain.card import Card
from bot.domain.due import due
from bot.domain.errors import (
    ChatelierError,
    DeliveryError,
    MessageGone,
    NotAllowed,
    ServiceError,
    Stale,
    StoreError,
    TooFast,
    TooLarge,
)
from bot.domain.ids import MessageRef
from bot.domain.lane import Go, Run
from bot.domain.pacing import Idle, Over, Pacer, Rank, Show, Wait
from bot.jobs.easel import Easel, Sitter
from bot.metrics import EDITS, LANE_FREEZES, PREVIEWS_DROPPED, SHOWN_DELAY, TOO_FAST
from bot.ports import LaneRef, Platform

log = structlog.get_logger()

# A chat platform that does not answer is asked again after 1, 2, 4 … 30 s.
BACKOFF = 1.0
BACKOFF_MOST = 30.0
# A finished picture is fetched this often before the card goes out with a link in its place.
FETCHES = 3
# A message that was deleted is posted anew this often; whoever deletes it again does not want it.
REPOSTS = 1
# A job that its lane still counts after so many seconds was closed by nobody.
# Added to a pause that a platform asks for, so that many who were told the same do not come back as one.
JITTER = 0.5
LONGEST = 3600.0
BEAT = 0.05  # seconds between looks at a send that is under way
PLACED = Callable[[MessageRef], Awaitable[None]]


class Canvas:
    """One message, which is posted with the first card that is admitted.

    `run` must be running somewhere while it is used. `placed` is told where the message is, before anything else
    is shown on it.
    """

    def __init__(self, platform: Platform, sitter: Sitter, easel: Easel, placed: PLACED) -> None:
        self.platform = platform
        self.sitter = sitter
        self.easel = easel
        self.placed = placed
        self.message = sitter.message
        self.language = sitter.origin.person.language
        self.nonce = str(sitter.job_id)
        self.pacer = Pacer(platform.traits.gap)
        self.changed = asyncio.Event()
        self.idle = asyncio.Event()  # all that was to be shown is shown
        self.landed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.gone = False  # deleted: only the last card is worth a new message
        self.due = 0.0
        self.posting = False
        self.note = sitter.note
        self.misses = 0
        self.fetches = 0
        self.reposts = 0
        self.ready_at = 0.0
        self.last_rendered = Card(())

    # --- what a job tells it -----------------------------------------------------------------------

    async def introduce(self, card: Card) -> None:
        """The first card, at once if the lane has room; otherwise it comes when there is. NotAllowed."""
        try:
            if await self.admitted(Rank.FIRST):
                await self.put(card)
                self.count(Rank.FIRST, "ok")
                self.pacer = replace(self.pacer, shown=card)
                return
        except NotAllowed:
            raise
        except DeliveryError as error:
            await self.delayed(error, Rank.FIRST)
        self.show(card)

    def begin(self, quickest: float) -> None:
        """The order goes out, or waits: no result comes within so many seconds."""
        self.due = self.easel.clock.now() + quickest

    def expect(self, percent: int | None, sent_at: float) -> None:
        """How far the job is, from which the lane reckons when its last card may come."""
        if percent:
            self.due = due(sent_at, self.easel.clock.now(), percent)
            self.note = f"{self.sitter.note} {percent} %"

    def show(self, card: Card) -> None:
        """Never waits; a card that a newer one overtakes is never sent."""
        if self.gone:
            return
        if self.pacer.waiting is not None and self.pacer.waiting.media:
            PREVIEWS_DROPPED.labels(self.platform.name).inc()
        self.pacer = self.pacer.offer(card)
        self.changed.set()
        self.idle.clear()

    async def rest(self, seconds: float) -> None:
        """Until all is shown, or so long; what is on its way then is waited for, and the rest is given up."""
        try:
            async with asyncio.timeout(seconds):
                await self.idle.wait()
        except TimeoutError:
            self.pacer = replace(self.pacer, waiting=None)
        while self.pacer.flying is not None:
            await self.easel.clock.sleep(BEAT)

    async def finish(self, card: Card) -> None:
        """Returns when the platform has the last card. MessageGone or NotAllowed when it never will."""
        self.ready_at = self.easel.clock.now()
        self.pacer = self.pacer.conclude(card)
        self.changed.set()
        await self.landed

    # --- the loop ----------------------------------------------------------------------------------

    async def run(self) -> None:
        """Until the last card has landed or can never land. A bug here ends this job's run, not the bot."""
        try:
            if self.message is not None:
                await self.easel.lanes.enter(self.lane(), self.as_run())
            await self.loop()
        except Exception as error:
            if not isinstance(error, ChatelierError):
                log.exception("canvas.failed")
            if not self.landed.done():
                self.landed.set_exception(error)

    async def leave(self) -> None:
        """The job is done: the lane need not keep room for it."""
        try:
            board = await self.easel.lanes.leave(self.lane(), self.sitter.job_id)
        except StoreError as error:
            log.warning("lane.not_left", error=str(error))  # it is forgotten there by and by
            return
        if board is not None:
            await self.easel.board.clear(self.platform, board)

    async def loop(self) -> None:
        while not self.landed.done():
            match self.pacer.decide(self.easel.clock.now()):
                case Show():
                    await self.send(self.rank())
                case Wait(until):
                    await self.nap(until - self.easel.clock.now())
                case Idle():
                    self.idle.set()
                    await self.changed.wait()
                    self.changed.clear()
                case Over():
                    self.landed.set_result(None)

    def rank(self) -> Rank:
        """Of the card that waits. One that only says that the order was heard comes before anybody's previews."""
        card, rank = self.pacer.waiting, self.pacer.rank
        heard = rank is Rank.PREVIEW and self.message is None and card is not None and not card.media
        return Rank.FIRST if heard else rank

    async def nap(self, seconds: float) -> None:
        """Until the time has come or something changes."""
        try:
            async with asyncio.timeout(seconds):
                await self.changed.wait()
                self.changed.clear()
        except TimeoutError:
            pass

    async def send(self, rank: Rank) -> None:
        """The card is the one that waits when the lane lets it go: the last may have come while it was asked."""
        try:
            if not await self.admitted(rank):
                return
            rank, self.pacer = self.rank(), self.pacer.fly()
            await self.put(await self.render(self.pacer.flying or Card(()), rank))
        except Stale:
            raise
        except (MessageGone, NotAllowed) as error:
            self.refused(error, rank)
        except TooLarge as error:
            self.shrink(self.pacer.flying or Card(()), error, rank)
        except (DeliveryError, StoreError) as error:
            await self.delayed(error, rank)
        else:
            self.misses = 0
            self.pacer = self.pacer.land(self.easel.clock.now())
            self.count(rank, "ok")

    async def put(self, card: Card) -> None:
        messenger = self.platform.messenger
        await self.easel.lanes.depart(self.lane())
        if self.message is None:
            self.posting = True
            self.message = await messenger.post(self.sitter.origin, card, nonce=self.nonce)
        else:
            shown = await messenger.edit(self.message, card)
            self.posting = self.posting or shown != self.message
            self.message = shown
        if self.posting:  # until it is written down where the message is, buttons are known to nobody
            await self.placed(self.message)
            self.posting = False
        await self.easel.lanes.landed(self.lane(), self.sitter.job_id)

    # --- the lane ----------------------------------------------------------------------------------

    def lane(self) -> LaneRef:
        """Which budget this counts against may change as the message ages."""
        return self.platform.lane(self.sitter.origin, self.easel.clock.now() - self.sitter.ordered_at)

    def as_run(self) -> Run:
        return Run(
            self.sitter.job_id,
            self.due,
            placed=self.message is not None,
            note=self.note,
            stale=self.sitter.ordered_at + LONGEST,
        )

    async def admitted(self, rank: Rank) -> bool:
        """Whether this may be sent now; it is counted then. Otherwise the pacer knows when to ask again."""
        lane = self.lane()
        turn = await self.easel.lanes.admit(lane, self.as_run(), rank)
        if isinstance(turn, Go) and not turn.board:
            return True
        if isinstance(turn, Go):
            await self.easel.board.show(self.platform, lane, self.sitter.job_id, self.sitter.origin)
            turn = Wait(self.easel.clock.now() + BACKOFF)
        if self.rank() is rank:  # a last card that came meanwhile asks for itself, at once
            self.pacer = replace(self.pacer, not_before=turn.until)
        return False

    # --- what can go wrong -------------------------------------------------------------------------

    async def render(self, card: Card, rank: Rank) -> Card:
        """A preview that is gone already leaves the last one standing; a last card never fails for its files."""
        preview = rank is not Rank.FINAL
        try:
            rendered = await self.easel.renderer.render(card, self.platform.traits, preview=preview)
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
        await self.easel.clock.sleep(BACKOFF * self.fetches)
        return await self.render(card, rank)

    def count(self, rank: Rank, result: str) -> None:
        EDITS.labels(self.platform.name, rank.name.lower(), result).inc()
        if result == "ok" and rank is Rank.FINAL:
            SHOWN_DELAY.labels(self.platform.name).observe(max(self.easel.clock.now() - self.ready_at, 0.0))

    def refused(self, error: DeliveryError, rank: Rank) -> None:
        """A message that was deleted gets one more chance with the last card."""
        self.count(rank, type(error).__name__)
        self.pacer = self.pacer.bounce(self.easel.clock.now(), 0.0)
        if rank is not Rank.FINAL:
            self.gone = True
            if self.pacer.rank is not Rank.FINAL:
                self.pacer = replace(self.pacer, waiting=None)
        elif isinstance(error, MessageGone) and self.reposts < REPOSTS:
            self.reposts += 1
            self.message, self.nonce = None, f"{self.nonce}:again"
        else:
            self.landed.set_exception(error)

    def shrink(self, card: Card, error: TooLarge, rank: Rank) -> None:
        """A file that the platform does not take is linked."""
        self.count(rank, type(error).__name__)
        log.warning("edit.too_large", error=str(error), rank=rank.name)
        self.pacer = self.pacer.bounce(self.easel.clock.now(), 0.0)
        if rank is Rank.FINAL:
            self.pacer = self.pacer.conclude(without_media(card, self.language))

    async def delayed(self, error: DeliveryError | StoreError, rank: Rank) -> None:
        self.count(rank, type(error).__name__)
        delay = min(BACKOFF * 2**self.misses, BACKOFF_MOST)
        self.misses += 1
        if isinstance(error, TooFast):
            delay = error.retry_after + random.uniform(0, JITTER)  # noqa: S311 - guards nothing
            TOO_FAST.labels(self.platform.name, "edit" if self.message else "post").inc()
            LANE_FREEZES.labels(self.platform.name).inc()
            await self.easel.lanes.freeze(self.lane(), self.sitter.job_id, delay)
        log.warning("edit.delayed", error=type(error).__name__, seconds=delay, rank=rank.name)
        self.pacer = self.pacer.bounce(self.easel.clock.now(), delay)
