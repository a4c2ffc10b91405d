"""The best that can be done under a limit by somebody who knows the future.

Finals first: each as early as the limit allows, in the order they are ready, which gives the least delay in sum.
Then first cards and previews wherever they delay no final, as early as possible, fewest so far first.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.domain.budget import Budget
from bot.domain.pacing import Rank
from bot.domain.turn import Limits
from tests.bench.lanes.gates import DIGITS
from tests.bench.lanes.plans import LATENCY, Outcome, Plan, Shown


@dataclass
class Best:
    """One job's previews so far."""

    plan: Plan
    final: float
    cards: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)

    def fresh(self, now: float, gap: float) -> bool:
        """Whether it has a card to show that is newer than the one shown last."""
        if now >= self.final or (self.shown and now < self.shown[-1] + gap):
            return False
        newest = max((card for card in self.cards if card <= now), default=None)
        return newest is not None and (not self.shown or self.shown[-1] < newest)

    @property
    def place(self) -> tuple[int, float]:
        return len(self.shown), self.shown[-1] if self.shown else self.plan.start


def best(jobs: Sequence[Plan], limits: Limits) -> Outcome:
    order = sorted(jobs, key=lambda plan: plan.ready)
    budget = Budget(limits.capacity, limits.window, limits.gap)
    sends = budget.slots((), float("-inf"), [plan.ready for plan in order])
    bests = [Best(plan, final) for plan, final in zip(order, sends, strict=True)]
    outcome = Outcome([Shown(one.plan.job, Rank.FINAL, one.final + LATENCY) for one in bests])
    outcome.shown += previews(bests, limits, sends)
    outcome.shown.sort(key=lambda shown: shown.at)
    return outcome


def previews(bests: Sequence[Best], limits: Limits, sends: list[float]) -> Iterator[Shown]:
    """`sends` grows by what is found room for; a first card is owed only where each job has one."""
    owed = len(bests) <= limits.board_over
    for one in bests:
        one.cards = [one.plan.start] * (owed and not one.plan.placed) + list(one.plan.progress)
    now, end = min(one.plan.start for one in bests), max(one.final for one in bests)
    while now < end:
        ready = [one for one in bests if one.fresh(now, limits.preview_gap)]
        if ready and fits(now, sends, limits):
            one = min(ready, key=lambda one: one.place)
            yield Shown(
                one.plan.job,
                Rank.PREVIEW if one.shown or one.plan.placed or not owed else Rank.FIRST,
                now + LATENCY,
            )
            one.shown.append(now)
            insort(sends, now)
        else:
            now = following(now, bests, sends, limits)


def fits(now: float, sends: Sequence[float], limits: Limits) -> bool:
    """Whether one more send at `now` leaves every window within its capacity, and the gap around it."""
    place = bisect_left(sends, now)
    around = sends[max(place - 1, 0) : place + 1]
    if any(abs(at - now) < limits.gap - DIGITS for at in around):
        return False
    near = [*sends[max(place - limits.capacity, 0) : place], now, *sends[place : place + limits.capacity]]
    return all(b - a >= limits.window - DIGITS for a, b in zip(near, near[limits.capacity :], strict=False))


def following(now: float, bests: Sequence[Best], sends: Sequence[float], limits: Limits) -> float:
    """The next moment at which anything changes."""
    moments = [card for one in bests for card in one.cards]
    moments += [at + step for at in sends for step in (limits.gap, limits.window)]
    moments += [one.shown[-1] + limits.preview_gap for one in bests if one.shown]
    return min((moment for moment in moments if moment > now + DIGITS), default=float("inf"))
