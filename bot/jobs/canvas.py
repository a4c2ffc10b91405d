"""Brings one job's cards onto its message: the newest preview wins, the last card always lands."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import Protocol

import structlog

from bot.domain.card import Card, Stage
from bot.domain.errors import (
    ChatelierError,
    DeliveryError,
    FileRefused,
    MessageGone,
    ServiceError,
    Stale,
    StoreError,
)
from bot.domain.estimate import earliest_end
from bot.domain.ids import MessageRef, Place, TaskId
from bot.domain.incoming import Origin
from bot.domain.job import Job
from bot.domain.ladder import (
    REPOSTS_MOST,
    TEXT_RUNGS,
    Refusal,
    Rung,
    Stand,
    Then,
    refusal_of,
    rungs_of,
)
from bot.domain.pacing import Idle, Over, Pacer, Rank, Show, Wait
from bot.domain.trace import error_trace
from bot.domain.turn import Go, Run
from bot.jobs.context import JobContext
from bot.jobs.media import Descent
from bot.jobs.seat import BoardSeat
from bot.jobs.sender import SEND_RETRY_S, Outgoing, barest_target, retry_delay
from bot.metrics import PREVIEWS_DROPPED, SHOWN_DELAY
from bot.ports import LaneRef, Platform
from bot.rungs import barest_card

log = structlog.get_logger()

# Whoever asks its lane within so many seconds of the last time was not frozen in between.
AWAKE_S = 2.0
INTERIM_STAGES = frozenset({Stage.WAITING, Stage.THINKING, Stage.WORKING})
# So many cards that are not the last may be refused before only the last is tried.
SKIPS_MOST = 3
# A job that its lane still counts after so many seconds was closed by nobody.
LANE_RUN_S = 3600.0
FLIGHT_CHECK_S = 0.05  # seconds between looks at a send that is under way


class Owner(Protocol):
    """Whose cards a canvas shows."""

    async def save_message(self, message: MessageRef) -> None:
        """Told where the message is, before anything else is shown on it."""

    async def check_version(self) -> int:
        """The version of the record that the cards speak of. Raises Stale when there is a newer one."""

    def note_takeover(self, error: Stale) -> None:
        """Told that somebody else shows this job by now; called from the canvas's own task, must not block."""


class Canvas:
    """One message, which is posted with the first card that is admitted.

    `run` must be running somewhere while it is used, and `owner` be set before.
    """

    owner: Owner

    def __init__(self, job: Job, platform: Platform, context: JobContext) -> None:
        self.job = job  # as it was when the run began: what changes of it the owner knows
        self.platform = platform
        self.context = context
        self.message = job.message
        self.language = job.origin.person.language
        self.nonce = str(job.id)
        self.capabilities = platform.capabilities_at(job.origin)
        self.pacer = Pacer(self.capabilities.gap)
        self.changed = asyncio.Event()
        self.idle = asyncio.Event()  # all that was to be shown is shown
        self.landed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.gone = False  # deleted: only the last card is worth a new message
        self.due = 0.0
        self.posting = False
        self.maybe_shown = False  # whether anything may have been shown
        self.confirmed = 0.0
        self.seat = BoardSeat(job, platform, context)
        self.misses = 0
        self.skips = 0
        self.descent = Descent(Card(()), TEXT_RUNGS, job.origin)  # of the first card, then of the last
        self.old_messages: list[MessageRef] = []  # ours that nothing will change any more
        self.ready_at = 0.0
        self.last_rendered = Card(())

    # --- what a job tells it -----------------------------------------------------------------------

    async def show_first(self, card: Card) -> None:
        """The first card, at once if the lane has room; otherwise it comes when there is.

        Raises DeliveryError when it is taken there in no form, so that nothing of the job can be shown.
        """
        self.descent = Descent(card, TEXT_RUNGS, self.job.origin)
        while await self.admit(Rank.FIRST):
            try:
                await self.send_card(await self.context.forms.make(self.descent, self.platform), Rank.FIRST)
            except DeliveryError as error:
                await self.note_if_possible(self.context.permits.learn(self.job.origin.place, error))
                then = self.descent.refuse(refusal_of(error))
                if then is Then.END:
                    raise
                if then is Then.AGAIN:
                    self.delay_card(error, Rank.FIRST)
                    break
            except Stale:
                raise
            except StoreError as error:  # it may be posted, and cannot be written down yet: the loop does it
                self.delay_card(error, Rank.FIRST)
                break
            else:
                self.pacer = replace(self.pacer, shown=card)
                return
        self.show(card)

    def expect_after(self, least: float) -> None:
        """The order goes out, or waits: no result comes within so many seconds."""
        self.due = self.context.clock.now() + least

    def expect_progress(self, percent: int | None, sent_at: float) -> None:
        """How far the job is, from which the lane reckons when its last card may come."""
        if percent:
            self.seat.percent = percent
            self.due = earliest_end(sent_at, self.context.clock.now(), percent)

    def show(self, card: Card) -> None:
        """Never waits; a card that a newer one overtakes is never sent."""
        if self.gone:
            return
        if self.pacer.waiting is not None and self.pacer.waiting.media:
            PREVIEWS_DROPPED.labels(self.platform.name).inc()
        self.pacer = self.pacer.offer(card)
        self.changed.set()
        self.idle.clear()

    async def wait_until_shown(self, seconds: float) -> None:
        """Until all is shown, or so long; what is on its way then is waited for, and the rest is given up.

        Raises what ended the loop, if that has happened: nothing will be shown any more.
        """
        try:
            async with asyncio.timeout(seconds):
                await self.idle.wait()
        except TimeoutError:
            self.pacer = replace(self.pacer, waiting=None)
        while self.pacer.flying is not None and not self.landed.done():
            await self.context.clock.sleep(FLIGHT_CHECK_S)
        if self.landed.done():
            self.landed.result()

    async def finish(self, card: Card, task_id: TaskId | None = None, *, again: bool = False) -> None:
        """Returns when the platform has the last card, in whatever form. Raises DeliveryError when it has none.

        `task_id`: the task that made its files. `again`: it was shown before, so it is not worth a new message.
        """
        self.ready_at = self.context.clock.now()
        rungs = tuple(rung for rung in rungs_of(card) if not (again and rung is Rung.BAREST))
        stand = Stand(reposts=REPOSTS_MOST if again else 0)
        self.descent = Descent(card, rungs, self.job.origin, task_id, stand)
        self.pacer = self.pacer.conclude(card)
        self.changed.set()
        await self.landed

    # --- the loop ----------------------------------------------------------------------------------

    async def run(self) -> None:
        """Until the last card has landed or can never land. A bug here ends this job's run, not the bot."""
        async with asyncio.TaskGroup() as self.seat.crew:
            try:
                await self.run_loop()
            finally:
                await self.seat.close()

    async def run_loop(self) -> None:
        try:
            if self.message is not None:
                await self.context.lanes.enter(self.lane_ref(), self.lane_run())
            await self.loop()
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            if isinstance(error, Stale):
                self.owner.note_takeover(error)
            elif not isinstance(error, ChatelierError):
                log.error("canvas.failed", trace=error_trace(error))  # noqa: TRY400 - see domain/trace.py
            if not self.landed.done():
                self.landed.set_exception(error)
            self.idle.set()

    async def release(self) -> None:
        """The job is done: the lane need not keep room for it."""
        await self.seat.leave(self.lane_ref(), self.job.id)

    async def loop(self) -> None:
        while not self.landed.done():
            match self.pacer.decide(self.context.clock.now()):
                case Show():
                    await self.send_next(self.rank())
                case Wait(until):
                    self.note_tile()
                    await self.wait_for_change(until - self.context.clock.now())
                case Idle():
                    self.idle.set()
                    await self.changed.wait()
                    self.changed.clear()
                case Over():
                    self.landed.set_result(None)

    def note_tile(self) -> None:
        """What waits stands on the contact sheet meanwhile, where the lane has one."""
        self.seat.note(self.lane_ref(), self.pacer.waiting or self.descent.card, self.rank())

    def rank(self) -> Rank:
        """Of the card that waits. One that only says that the order was heard comes before anybody's previews."""
        card, rank = self.pacer.waiting, self.pacer.rank
        heard = rank is Rank.PREVIEW and self.message is None and card is not None and not card.media
        return Rank.FIRST if heard else rank

    async def wait_for_change(self, seconds: float) -> None:
        """Until the time has come or something changes."""
        try:
            async with asyncio.timeout(seconds):
                await self.changed.wait()
                self.changed.clear()
        except TimeoutError:
            pass

    async def send_next(self, rank: Rank) -> None:
        """The card is the one that waits when the lane lets it go: the last may have come while it was asked."""
        try:
            if not await self.admit(rank):
                return
            rank, self.pacer = self.rank(), self.pacer.fly()
            await self.send_card(await self.render(self.pacer.flying or Card(()), rank), rank)
        except Stale:
            raise
        except DeliveryError as error:
            await self.handle_refusal(error, rank)
        except StoreError as error:
            self.delay_card(error, rank)
        else:
            self.misses = 0
            if rank is Rank.FINAL:
                await self.finish_last()
                SHOWN_DELAY.labels(self.platform.name).observe(max(self.context.clock.now() - self.ready_at, 0.0))
            self.pacer = self.pacer.land(self.context.clock.now())

    async def send_card(self, card: Card, rank: Rank) -> None:
        bare = self.descent.stand.rung is Rung.BAREST
        to = barest_target(self.platform, self.job.origin) if bare else self.job.origin
        outgoing = self.outgoing(card, rank.name.lower(), self.message, to)
        try:
            await self.context.sender.send(outgoing, departing=self.departing, arrived=self.arrived)
        except DeliveryError:
            self.posting = self.posting and self.message is not None
            raise
        if card.stage in INTERIM_STAGES:
            await self.owner.check_version()  # or while it was on its way: then it may lie over a newer one

    def outgoing(
        self, card: Card, kind: str, message: MessageRef | None, to: Origin | Place | None = None
    ) -> Outgoing:
        return Outgoing(
            platform=self.platform,
            lane=self.lane_ref(),
            job=self.job.id,
            kind=kind,
            card=card,
            to=to or self.job.origin,
            nonce=self.nonce,
            message=message,
        )

    async def departing(self, card: Card) -> Card:
        """A process that was frozen, or cut off from the store, may wake up in this very moment."""
        card = replace(card, version=await self.owner.check_version())
        self.maybe_shown = True
        self.posting = self.posting or self.message is None
        return card

    async def arrived(self, message: MessageRef) -> None:
        """Until it is written down where the message is, its buttons are known to nobody."""
        self.posting = self.posting or has_changed(self.message, message)
        self.message = message
        if self.posting:
            await self.owner.save_message(message)
            self.posting = False

    # --- the lane ----------------------------------------------------------------------------------

    def lane_ref(self) -> LaneRef:
        """Which budget this counts against may change as the message ages."""
        return self.platform.lane(self.job.origin, self.context.clock.now() - self.job.created_at)

    def lane_run(self) -> Run:
        return Run(
            self.job.id,
            self.due,
            placed=self.message is not None,
            note=self.seat.line(self.pacer.waiting or self.descent.card, self.rank()),
            stale=self.job.created_at + LANE_RUN_S,
            owner=self.job.origin.person.id,
            alone=self.capabilities.confidential,
            tile=self.seat.tile.times,
        )

    async def admit(self, rank: Rank) -> bool:
        """Whether this may be sent now; it is counted then. Otherwise the pacer knows when to ask again."""
        if self.context.clock.now() - self.confirmed > AWAKE_S:  # room in the lane is for whoever has the job
            await self.owner.check_version()
        self.confirmed = self.context.clock.now()
        lane = self.lane_ref()
        turn = await self.context.sender.admit(lane, self.lane_run(), rank)
        self.seat.taken = turn.board if isinstance(turn, Go) else turn.seated
        if isinstance(turn, Go) and not turn.board:
            return True
        if isinstance(turn, Go):
            self.note_tile()
            self.seat.bring(lane)
            turn = Wait(self.context.clock.now())
        if self.rank() is rank:  # a last card that came meanwhile asks for itself, at once
            self.pacer = replace(self.pacer, not_before=turn.until)
        return False

    # --- what can go wrong -------------------------------------------------------------------------

    async def render(self, card: Card, rank: Rank) -> Card:
        """A preview that is gone already leaves the last one standing; a last card never fails for its files."""
        if rank is Rank.FINAL:
            return await self.context.forms.make(self.descent, self.platform)
        if not card.media:
            return card
        try:
            rendered = await self.context.forms.fitter.fit(card, self.capabilities, preview=True)
        except (ServiceError, FileRefused) as error:
            log.info("picture.fetch_failed", error=str(error), rank=rank.name)
            return replace(card, media=self.last_rendered.media)
        self.last_rendered = rendered
        return rendered

    async def handle_refusal(self, error: DeliveryError, rank: Rank) -> None:
        """A card that is not the last is let go; the last goes down its ladder, rung by rung."""
        refusal = refusal_of(error)
        soon = refusal is Refusal.PASSING and rank is not Rank.FINAL and self.skips < SKIPS_MOST
        self.skips += soon
        if soon or refusal in {Refusal.AWAY, Refusal.TOO_FAST}:
            self.delay_card(error, rank)
            return
        await self.note_if_possible(self.context.permits.learn(self.job.origin.place, error))
        rung = self.descent.stand.rung
        log.warning("card.refused", refusal=refusal, error=str(error), rank=rank.name, rung=rung.name)
        if rank is Rank.FINAL:
            await self.descend(error, refusal)
        else:
            self.skip_card(refusal)

    async def descend(self, error: DeliveryError, refusal: Refusal) -> None:
        then, stand = self.descent.refuse(refusal), self.descent.stand
        wait = SEND_RETRY_S * 2 ** (stand.tries - 1) if then is Then.AGAIN else 0.0
        self.pacer = self.pacer.bounce(self.context.clock.now(), wait)
        if then is Then.END:
            await self.erase_old()
            self.landed.set_exception(error)
        elif then is Then.ANEW:
            self.start_new_message(f"{self.nonce}:again")
        elif then is Then.LOWER and stand.rung is Rung.BAREST:
            self.start_new_message(f"{self.nonce}:bare")

    def start_new_message(self, nonce: str) -> None:
        """The next card is a new message; the one there is now is taken away when that has landed."""
        if self.message is not None:
            self.old_messages.append(self.message)
        self.message, self.nonce = None, nonce

    async def finish_last(self) -> None:
        """The platform has the last card."""
        await self.erase_old()
        rungs = self.descent.rungs
        if self.descent.stand.rung < Rung.LINKED < rungs[-1] and rungs != TEXT_RUNGS:
            await self.note_if_possible(self.context.permits.note_allowed(self.job.origin.place))

    async def erase_old(self) -> None:
        """What would say for ever that the picture is on its way is taken away, if the platform lets us.

        Where an event has one answer, what was posted anew may be the old one.
        """
        old, self.old_messages = self.old_messages, []
        for message in (one for one in old if one != self.message):
            try:
                await self.context.sender.erase(self.platform, self.lane_ref(), message)
            except MessageGone:
                pass
            except DeliveryError as error:
                log.info("message.erase_failed", error=str(error))
                await self.settle_old(message)

    async def settle_old(self, message: MessageRef) -> None:
        """What cannot be taken away says how it ended, where it can still be changed."""
        card = barest_card(self.pacer.flying or self.pacer.waiting or Card(()), self.language)
        try:
            await self.context.sender.send(self.outgoing(card, "retired", message))
        except (DeliveryError, StoreError) as error:
            log.info("message.close_failed", error=str(error))

    async def note_if_possible(self, doing: Awaitable[None]) -> None:
        """What the store cannot be told just now is done without: the next refusal tells it again."""
        try:
            await doing
        except Stale:
            raise
        except StoreError as error:
            log.info("refusal.note_failed", error=str(error))

    def skip_card(self, refusal: Refusal) -> None:
        """There will be another card, and nobody misses this one; where it went is asked with the last one."""
        self.skips += 1
        self.gone = self.gone or self.skips >= SKIPS_MOST or refusal in {Refusal.GONE, Refusal.RIGHT}
        kept = self.pacer.waiting if self.pacer.rank is Rank.FINAL or not self.gone else None
        self.pacer = replace(self.pacer, waiting=kept, flying=None)

    def delay_card(self, error: DeliveryError | StoreError, rank: Rank) -> None:
        delay = retry_delay(error, self.misses)
        self.misses += 1
        log.warning("card.delayed", error=type(error).__name__, seconds=delay, rank=rank.name)
        self.pacer = self.pacer.bounce(self.context.clock.now(), delay)


def has_changed(before: MessageRef | None, after: MessageRef) -> bool:
    """Whether a message is another one, or is to be changed in another way."""
    return before is None or (before, before.by) != (after, after.by)
