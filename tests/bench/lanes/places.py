"""Where the trials happen: each place's limit, its simulated platform, our lane, the optimum."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.lane import Lane
from bot.domain.turn import Limits
from tests.bench.lanes.gates import Buckets, Gate, Sliding
from tests.bench.lanes.optimum import best
from tests.bench.lanes.ours import Due, Play, guessed
from tests.bench.lanes.plans import Outcome, Plan

Way = Callable[[Sequence[Plan]], Outcome]

GROUP = Limits(capacity=20, window=60.0, gap=1.0, preview_gap=3.0, board_over=6)
CHANNEL = Limits(
    capacity=5, window=5.0, gap=0.0, preview_gap=3.0, board_over=9, board_gap_busy=8.0, board_gap_most=12.0
)
INTERACTION = Limits(capacity=5, window=2.0, gap=0.0, preview_gap=1.5)


def sliding(limits: Limits) -> Gate:
    return Sliding(limits.capacity, limits.window)


def buckets(limits: Limits) -> Buckets:
    return Buckets(limits.capacity, limits.window)


@dataclass(frozen=True)
class Place:
    """`apart`: every job has a lane of its own. `placed`: jobs have their message from the start.

    `price`: seconds that the finals of a crowd may come later than at best, where the ratio of that says little.
    """

    name: str
    limits: Limits
    gate: Callable[[Limits], Gate]
    apart: bool = False
    placed: bool = True
    price: float = 0.0

    def ours(self, jobs: Sequence[Plan], due: Due = guessed) -> Outcome:
        return self.each(jobs, lambda some: Play(Lane(self.limits), some, self.gate(self.limits), due).run())

    def optimum(self, jobs: Sequence[Plan]) -> Outcome:
        return self.each(jobs, lambda some: best(some, self.limits))

    def each(self, jobs: Sequence[Plan], way: Way) -> Outcome:
        parts = [way([plan]) for plan in jobs] if self.apart else [way(jobs)]
        shown = [shown for part in parts for shown in part.shown]
        return Outcome(shown, [at for part in parts for at in part.refused])


TELEGRAM_GROUP = Place("telegram_group", GROUP, sliding, placed=False)
DISCORD_CHANNEL = Place("discord_channel", CHANNEL, buckets, price=0.6)
DISCORD_INTERACTIONS = Place("discord_interactions", INTERACTION, buckets, apart=True)
PLACES = (TELEGRAM_GROUP, DISCORD_CHANNEL, DISCORD_INTERACTIONS)
