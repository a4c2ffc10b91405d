"""Sends cards through lanes: counted, a gap apart, and with the pauses that a platform asks for."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.domain.card import Card
from bot.domain.errors import (
    DeliveryError,
    MessageGone,
    NotNow,
    Refused,
    Stale,
    StoreError,
    TooFast,
    Unreachable,
    Unwanted,
)
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Origin
from bot.domain.pacing import Rank
from bot.domain.turn import Run, Turn
from bot.metrics import LANE_FREEZES, SENDS, TOO_FAST
from bot.ports import Clock, LaneRef, Lanes, Platform

log = structlog.get_logger()

# What a platform or the store would not take is tried again after 1, 2, 4 … 30 s.
SEND_RETRY_S = 1.0
SEND_RETRY_MOST_S = 30.0
RETRY_DOUBLINGS_MOST = 10
# Added to a pause that a platform asks for, so that many who were told the same do not come back as one.
PAUSE_JITTER_S = 0.5
PERSIST_TRIES, PERSIST_WAIT_MOST_S = 5, 5.0  # tries to take something away, and seconds between


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A card on its way onto `message`, or into a new one at `to` when there is none.

    The lane counts it for `job`. `kind` is what metrics call it. `relabel`: of the message only the buttons are
    replaced. `board`: it is the status message that the jobs of the lane share.
    """

    platform: Platform
    lane: LaneRef
    job: str
    kind: str
    card: Card
    to: Origin | Place
    nonce: str
    message: MessageRef | None = None
    relabel: bool = False
    board: bool = False

    @property
    def route(self) -> str:
        """The call that it takes."""
        return "post" if self.message is None else "relabel" if self.relabel else "edit"


class LaneSender:
    """The one way by which cards leave: whoever sends asks `admit` before, again and again until it may go."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes

    async def admit(self, lane: LaneRef, run: Run, rank: Rank) -> Turn:
        """May this go now? Go: it is counted, so it has to be sent. Raises StoreError."""
        return await self.lanes.admit(lane, run, rank)

    async def send(
        self,
        outgoing: Outgoing,
        *,
        departing: Callable[[Card], Awaitable[Card]] | None = None,
        arrived: Callable[[MessageRef], Awaitable[None]] | None = None,
    ) -> MessageRef:
        """Send what was admitted; returns the message that shows it.

        `departing` has a last look at the card, right before it is sent: what it raises forbids that. `arrived` is
        told where the card is, before the lane is. Raises DeliveryError when the platform refuses; after a TooFast
        the lane pauses, and its `retry_after` is the pause to keep. Raises StoreError.
        """
        try:
            message = await self.deliver(outgoing, departing)
            if arrived is not None:
                await arrived(message)
            await self.lanes.landed(outgoing.lane, outgoing.job, message if outgoing.board else None)
        except Stale:
            raise
        except (DeliveryError, StoreError) as error:
            count_send(outgoing, type(error).__name__)
            raise
        count_send(outgoing, "ok")
        return message

    async def deliver(self, outgoing: Outgoing, departing: Callable[[Card], Awaitable[Card]] | None) -> MessageRef:
        await self.lanes.depart(outgoing.lane)
        card = outgoing.card if departing is None else await departing(outgoing.card)
        try:
            return await call_messenger(outgoing, card)
        except TooFast as error:
            raise TooFast(await self.pause(outgoing, error.retry_after)) from error

    async def erase(self, platform: Platform, lane: LaneRef, message: MessageRef) -> None:
        """Take a message away, when nothing pauses there. Raises DeliveryError, also when that cannot be known."""
        try:
            await self.lanes.wait_out(lane)
        except StoreError as error:
            raise Unreachable(str(error)) from error
        await platform.messenger.erase(message)

    async def pause(self, outgoing: Outgoing, seconds: float) -> float:
        """Nothing is sent in the lane for so long, and a little more; returns for how long."""
        seconds += random.uniform(0, PAUSE_JITTER_S)  # noqa: S311 - guards nothing
        name = outgoing.platform.name  # never that of a lane, which names a chat
        TOO_FAST.labels(name, outgoing.route).inc()
        LANE_FREEZES.labels(name).inc()
        try:
            await self.lanes.freeze(outgoing.lane, outgoing.job, seconds)
        except StoreError as error:  # done without: the next refusal tells it again
            log.info("lane.freeze_failed", error=str(error))
        return seconds


def barest_target(platform: Platform, origin: Origin) -> Origin | Place:
    """Where the barest words go: they answer nothing, since that might be what is refused.

    But what only one person would see nobody else is to see, in whatever form.
    """
    return origin if platform.capabilities_at(origin).confidential else origin.place


async def call_messenger(outgoing: Outgoing, card: Card) -> MessageRef:
    messenger, message = outgoing.platform.messenger, outgoing.message
    if message is None:
        try:
            return await messenger.post(outgoing.to, card, nonce=outgoing.nonce)
        except Unwanted:
            raise
        except MessageGone as error:  # a new one cannot be: it is refused for a reason that nobody knows
            raise Refused(str(error)) from error
    if outgoing.relabel:
        await messenger.relabel(message, card)
        return message
    return await messenger.edit(message, card)


def count_send(outgoing: Outgoing, result: str) -> None:
    SENDS.labels(outgoing.platform.name, outgoing.kind, result).inc()


def retry_delay(error: DeliveryError | StoreError, misses: int) -> float:
    """Seconds until it is tried again after so many misses; a pause that the platform asked for is kept."""
    if isinstance(error, TooFast):
        return error.retry_after
    return min(SEND_RETRY_S * 2.0 ** min(misses, RETRY_DOUBLINGS_MOST), SEND_RETRY_MOST_S)


async def withdraw_answer(platform: Platform, origin: Origin, clock: Clock) -> None:
    """A word to one person will not be said: nothing is to look as if it were, once the platform lets us."""
    try:
        if not await persist(lambda: platform.messenger.withdraw(origin), clock):
            log.info("answer.not_withdrawn", error="too often refused")
    except DeliveryError as error:
        log.info("answer.not_withdrawn", error=type(error).__name__)


async def persist(attempt: Callable[[], Awaitable[None]], clock: Clock) -> bool:
    """Try again what passes, a few times; False when it did not. Raises DeliveryError for what does not pass."""
    for misses in range(PERSIST_TRIES):
        try:
            await attempt()
        except (TooFast, NotNow, Unreachable) as error:
            if misses + 1 < PERSIST_TRIES:
                await clock.sleep(min(retry_delay(error, misses), PERSIST_WAIT_MOST_S))
        else:
            return True
    return False
