"""Brings cards that belong to no running job: through the lane, like everything else that is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import structlog

from bot.domain.card import Card
from bot.domain.errors import (
    DeliveryError,
    MessageGone,
    NotAllowed,
    StoreError,
    TooFast,
    Unreachable,
    Unreadable,
)
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Origin
from bot.domain.ladder import Rung, Stand, Then, refusal_of, rungs_of
from bot.domain.pacing import Rank
from bot.domain.parcel import Parcel, parcel_origin, parcel_owner
from bot.domain.trace import error_trace
from bot.domain.turn import Go, Run
from bot.jobs.media import Descent, Forms
from bot.jobs.permits import Permits
from bot.jobs.sender import LaneSender, Outgoing, barest_target, retry_delay, withdraw_answer
from bot.ports import Clock, JobBook, LaneRef, Lanes, Outbox, OutboxStore, Platform, PrivateChats, ResultIndex

log = structlog.get_logger()

# What could not be brought by then is not wanted any more: nobody waits that long for an answer.
PARCEL_WAIT_S = 600.0
PARCEL_BUGS_MOST = 3  # tries of a parcel that may end in a bug


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """Called with the name of a parcel, again and again until it returns; by anybody."""

    platforms: Mapping[str, Platform]
    store: OutboxStore
    outbox: Outbox
    lanes: Lanes
    sender: LaneSender
    forms: Forms
    book: JobBook
    results: ResultIndex
    clock: Clock
    permits: Permits
    flying: set[str] = field(default_factory=set)
    delivered: dict[str, MessageRef] = field(default_factory=dict)  # by us, which could not be noted yet

    def can_release(self, key: str) -> bool:
        """Whether it can be let go of without harm: not while the platform is given it."""
        return key not in self.flying

    async def deliver_parcel(self, key: str) -> None:
        """Raises StoreError, which leaves the parcel where it is."""
        try:
            parcel = await self.store.find(key)
        except Unreadable as error:
            log.warning("parcel.read_failed", error=str(error))
            return
        platform = self.platforms.get(parcel_origin(parcel.to).place.platform) if parcel else None
        if parcel is None or platform is None:
            return
        if key not in self.delivered and not await self.try_delivery(parcel, platform):
            return
        if key in self.delivered:
            await self.index_message(parcel, self.delivered[key])
        await self.store.remove(key)
        if parcel.slot:
            await self.store.free_slot(parcel)
        self.delivered.pop(key, None)

    async def index_message(self, parcel: Parcel, message: MessageRef) -> None:
        """What its message shows, so that its buttons are known. Raises StoreError."""
        job = await self.book.load(parcel.job) if parcel.job and parcel.links_message else None
        if job is not None:
            await self.results.link_message(message, job)
        if parcel.panel:
            await self.results.note_panel(message, parcel.panel)

    async def try_delivery(self, parcel: Parcel, platform: Platform) -> bool:
        """Whether that is all that can be done about it. Raises StoreError."""
        try:
            await (self.say if parcel.aside else self.bring)(parcel, platform)
        except DeliveryError as error:
            log.warning("parcel.given_up", error=str(error), kind=type(error).__name__)
            await self.send_apology(parcel, platform, error)
            if parcel.aside:
                await withdraw_answer(platform, parcel_origin(parcel.to), self.clock)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - it is tried again, and then given up
            stumbles = await self.book.stumble(f"parcel:{parcel.key}")
            log.error("parcel.failed", times=stumbles, trace=error_trace(error))  # noqa: TRY400 - see domain/trace.py
            return (
                stumbles >= PARCEL_BUGS_MOST
            )  # before that it lies where it is, and is found there by the next sweep
        return True

    async def send_apology(self, parcel: Parcel, platform: Platform, error: DeliveryError) -> None:
        """To who asked for it, alone if they can be; else to whom it was meant for, unless they took it away."""
        if parcel.asker is not None and parcel.sorry is not None:
            alone = platform.capabilities_at(parcel.asker).answers_privately
            await self.outbox.send(Parcel(f"{parcel.key}-sorry", parcel.asker, parcel.sorry, aside=alone))
        elif isinstance(parcel.to, Origin) and not isinstance(error, MessageGone):
            origin = private_origin(platform, parcel.to)
            if origin is not None:
                await self.outbox.send(
                    Parcel(
                        f"{parcel.key}-private", origin, parcel.card, parcel.job, links_message=parcel.links_message
                    )
                )

    async def say(self, parcel: Parcel, platform: Platform) -> None:
        """Raises DeliveryError when it is no use to try any longer, or too late for words to one person."""
        end = self.clock.now() + PARCEL_WAIT_S
        for misses in count():
            try:
                said = await platform.messenger.answer(parcel_origin(parcel.to), parcel.card)
            except (TooFast, Unreachable) as error:
                delay = retry_delay(error, misses)
                if self.clock.now() + delay > end:
                    raise
                log.info("parcel.delayed", error=type(error).__name__, seconds=delay)
                await self.clock.sleep(delay)
            else:
                if not said:
                    raise NotAllowed("nobody can be told alone any more")
                return

    async def bring(self, parcel: Parcel, platform: Platform) -> None:
        """Down the ladder until it is taken. Raises DeliveryError when it is no use to try any longer."""
        delivery = await self.plan_delivery(parcel, platform)
        end = self.clock.now() + PARCEL_WAIT_S
        try:
            for misses in count():
                if self.clock.now() > end:
                    raise NotAllowed("it took too long")
                card = await self.forms.make(delivery.descent, platform)
                await self.wait_for_lane(delivery, end)
                try:
                    await self.send_card(delivery, card)
                except DeliveryError as error:
                    await self.handle_refusal(delivery, error, misses)
                else:
                    return
        finally:
            for run in delivery.runs:
                await self.lanes.release(delivery.lane, run.job)

    async def plan_delivery(self, parcel: Parcel, platform: Platform) -> "Delivery":
        """What is posted for people elsewhere, as in a gallery, is worth something only with its picture."""
        card, origin = parcel.card, parcel_origin(parcel.to)
        rungs = rungs_of(card)
        if card.media and isinstance(parcel.to, Place):
            rungs = tuple(rung for rung in rungs if rung < Rung.LINKED)
        named = bool(card.media) and await self.forms.named(card, platform) is not None
        job = await self.book.load(parcel.job) if parcel.job else None
        descent = Descent(
            card,
            rungs,
            origin,
            job.task_id if job else None,
            Stand(Rung.NAMED if named else Rung.AS_IS),
        )
        message = parcel.to if isinstance(parcel.to, MessageRef) else None
        sends = len(card.media) if card.album else 1
        runs = [self.lane_run(parcel, number) for number in range(sends)]
        return Delivery(parcel, platform, platform.lane(origin, 0.0), runs, message, descent)

    async def send_card(self, delivery: "Delivery", card: Card) -> None:
        key = delivery.parcel.key

        async def departing(card: Card) -> Card:
            self.flying.add(key)
            return card

        async def arrived(message: MessageRef) -> None:
            self.delivered[key] = message
            await self.index_message(delivery.parcel, message)
            await self.store.remove(key)

        try:
            await self.sender.send(delivery.outgoing(card), departing=departing, arrived=arrived)
        finally:
            self.flying.discard(key)
            for run in delivery.runs[1:]:
                await self.lanes.landed(delivery.lane, run.job)

    async def handle_refusal(self, delivery: "Delivery", error: DeliveryError, misses: int) -> None:
        """Raises the error again when nothing is left to try."""
        await self.permits.learn(parcel_origin(delivery.parcel.to).place, error)
        then, rung = delivery.descent.refuse(refusal_of(error)), delivery.rung
        if then is Then.END or (delivery.parcel.relabel and then is not Then.AGAIN):
            raise error
        if then is Then.AGAIN:
            delay = retry_delay(error, misses)
            log.info("parcel.delayed", error=type(error).__name__, seconds=delay)
            await self.clock.sleep(delay)
            return
        log.info("parcel.refused", error=str(error), kind=type(error).__name__, rung=rung.name)
        if then is Then.ANEW or rung is Rung.BAREST:
            delivery.message = None

    async def wait_for_lane(self, delivery: "Delivery", end: float) -> None:
        """Until the lane lets it go: so many sends as it is. Raises DeliveryError when that takes too long."""
        for run in delivery.runs if delivery.as_album else delivery.runs[:1]:
            while not isinstance(turn := await self.sender.admit(delivery.lane, run, Rank.FIRST), Go):
                if turn.until > end:
                    raise NotAllowed("the lane was full for too long")
                await self.clock.sleep(turn.until - self.clock.now())

    def lane_run(self, parcel: Parcel, number: int) -> Run:
        """No last card is to come, so none has to be kept a place: it falls due when all this is long over."""
        over = self.clock.now() + 2 * PARCEL_WAIT_S
        name = f"parcel:{parcel.key}" + (f":{number}" if number else "")
        return Run(name, over, placed=True, stale=over, guest=True, owner=parcel_owner(parcel))


@dataclass(slots=True)
class Delivery:
    """A parcel on its way: to `message`, while that can be changed.

    `runs`: one for each message that it takes, since an album counts as so many.
    """

    parcel: Parcel
    platform: Platform
    lane: LaneRef
    runs: Sequence[Run]
    message: MessageRef | None
    descent: Descent

    @property
    def rung(self) -> Rung:
        return self.descent.stand.rung

    @property
    def as_album(self) -> bool:
        """Whether it goes as several messages, and not as words alone."""
        return self.rung < Rung.LINKED

    @property
    def to(self) -> Origin | Place:
        """Where a new message goes; the barest answers nothing, since that might be what is refused.

        In the place of one of ours it goes the same way: what only one person could see, nobody else is to see.
        """
        if isinstance(self.parcel.to, MessageRef):
            return parcel_origin(self.parcel.to)
        if self.rung is Rung.BAREST:
            return barest_target(self.platform, parcel_origin(self.parcel.to))
        return self.parcel.to

    @property
    def nonce(self) -> str:
        return self.parcel.key if self.rung < Rung.BAREST else f"{self.parcel.key}:bare"

    def outgoing(self, card: Card) -> Outgoing:
        return Outgoing(
            platform=self.platform,
            lane=self.lane,
            job=self.runs[0].job,
            kind="parcel",
            card=card,
            to=self.to,
            nonce=self.nonce,
            message=self.message,
            relabel=self.parcel.relabel,
        )


def private_origin(platform: Platform, origin: Origin) -> Origin | None:
    """Where a person can be told alone what could not be shown among others; None when they were alone there."""
    if origin.private or not isinstance(platform, PrivateChats):
        return None
    return Origin(platform.private_chat(origin.person), origin.person, private=True)
