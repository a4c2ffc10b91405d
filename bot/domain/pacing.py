"""When a message may be changed: the newest card wins, the last one always lands."""

from dataclasses import dataclass, field, replace
from enum import IntEnum

from bot.domain.card import Card


class Rank(IntEnum):
    """How much a send matters to its lane; a lower number goes first."""

    FINAL = 1
    FIRST = 2
    PREVIEW = 3


@dataclass(frozen=True, slots=True)
class Show:
    """Send this card now."""

    card: Card
    rank: Rank


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing may be sent before this moment (seconds on the caller's clock).

    `seated`: a lane says so to a job that is shown on its board.
    """

    until: float
    seated: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing to send until a card is offered or a send in flight ends."""


@dataclass(frozen=True, slots=True)
class Over:
    """The last card has landed."""


Decision = Show | Wait | Idle | Over


@dataclass(frozen=True, slots=True)
class Pacer:
    """What waits to be shown on one message; `gap` is the least time between previews, in seconds.

    Every method returns the pacer that comes after. At most one card waits, at most one is in flight.
    """

    gap: float
    waiting: Card | None = None
    rank: Rank = Rank.PREVIEW
    flying: Card | None = None
    shown: Card | None = None
    not_before: float = 0.0
    over: bool = False

    def offer(self, card: Card) -> "Pacer":
        """A newer preview; it replaces the one that waits and means nothing after the last card."""
        if self.rank is Rank.FINAL or card in (self.flying or self.shown, self.waiting):
            return self
        return replace(self, waiting=card)

    def conclude(self, card: Card) -> "Pacer":
        """The last card."""
        return replace(self, waiting=card, rank=Rank.FINAL, not_before=0.0)

    def decide(self, now: float) -> Decision:
        if self.over:
            return Over()
        if self.waiting is None or self.flying is not None:
            return Idle()
        if now < self.not_before:
            return Wait(self.not_before)
        return Show(self.waiting, self.rank)

    def fly(self) -> "Pacer":
        """The waiting card is on its way."""
        return replace(self, waiting=None, flying=self.waiting)

    def land(self, now: float) -> "Pacer":
        """The card in flight has reached the platform."""
        last = self.rank is Rank.FINAL and self.waiting is None
        return replace(self, shown=self.flying, flying=None, over=last, not_before=0.0 if last else self.after(now))

    def bounce(self, now: float, delay: float) -> "Pacer":
        """The card in flight was refused; all but a preview picture is tried again, `delay` seconds later.

        Words may have no successor for long: that an order was cancelled, or waits.
        """
        picture = self.flying is not None and bool(self.flying.media)
        kept = self.waiting or (
            None if picture and self.rank is not Rank.FINAL and self.shown is not None else self.flying
        )
        return replace(self, waiting=kept, flying=None, not_before=now + delay)

    def after(self, now: float) -> float:
        """When the next card may go: a last card never waits for the gap."""
        return 0.0 if self.rank is Rank.FINAL else now + self.gap
