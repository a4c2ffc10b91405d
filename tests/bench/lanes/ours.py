"""Jobs through the pure lane in virtual time, each asking as its canvas does: the newest card wins."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from typing_extensions import override

from bot.domain.lane import Go, Lane, Rank, Run
from tests.bench.lanes.plans import LATENCY, Outcome, Plan, Shown

Due = Callable[[Plan, float], float]

# Of the time that the progress so far says is left, this much is believed.
BELIEF = 0.8


class Gate(Protocol):
    """A platform's own limit."""

    def refuse(self, now: float) -> float:
        """Seconds to wait when this send is refused; 0: it is taken."""


class Open(Gate):
    @override
    def refuse(self, now: float) -> float:
        return 0.0


def guessed(plan: Plan, now: float) -> float:
    """What a bot can know: nothing before the first line, then a share of the time left by its percentage."""
    lines = [at for at in plan.progress if at <= now]
    if not lines:
        return 0.0
    percent = max(1, round((lines[-1] - plan.start) / 60.0 * 100))
    lasts = (lines[-1] - plan.start) / percent * 100
    return lines[-1] + BELIEF * (plan.start + lasts - lines[-1])


@dataclass
class Painter:
    """One job's canvas: at most one card waits, at most one is on its way."""

    plan: Plan
    wants: Rank | None = None
    flying: Rank | None = None
    board: bool = False
    wake: int = 0
    done: bool = False


@dataclass
class Play:
    lane: Lane
    jobs: Sequence[Plan]
    gate: Gate = field(default_factory=Open)
    due: Due = guessed
    latency: float = LATENCY
    previews: bool = True
    now: float = 0.0
    outcome: Outcome = field(default_factory=Outcome)
    sent: list[float] = field(default_factory=list)
    agenda: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def run(self, until: float = float("inf")) -> Outcome:
        for plan in self.jobs:
            self.begin(Painter(plan))
        while self.agenda and self.agenda[0][0] <= until:
            self.now, _, act = heapq.heappop(self.agenda)
            act()
        return self.outcome

    def at(self, moment: float, act: Callable[[], None]) -> None:
        heapq.heappush(self.agenda, (max(moment, self.now), next(self.numbers), act))

    def begin(self, painter: Painter) -> None:
        plan = painter.plan
        self.at(plan.start, lambda: self.enter(painter))
        for moment in plan.progress if self.previews else ():
            self.at(moment, lambda: self.want(painter, Rank.PREVIEW))
        self.at(plan.ready, lambda: self.want(painter, Rank.FINAL))

    def enter(self, painter: Painter) -> None:
        self.renew(painter)
        if not painter.plan.placed:
            self.want(painter, Rank.FIRST)

    def renew(self, painter: Painter) -> None:
        plan = painter.plan
        self.lane = self.lane.enter(Run(plan.job, self.due(plan, self.now), plan.placed, note=str(self.now)))

    def want(self, painter: Painter, rank: Rank) -> None:
        if rank is Rank.PREVIEW:
            self.renew(painter)
        painter.wants = rank
        self.ask(painter)

    def ask(self, painter: Painter) -> None:
        if painter.flying is not None or painter.wants is None:
            return
        painter.wake += 1
        self.lane, turn = self.lane.ask(painter.plan.job, painter.wants, self.now)
        if isinstance(turn, Go):
            painter.flying, painter.wants, painter.board = painter.wants, None, turn.board
            self.sent.append(self.now)
            self.at(self.now + self.latency, lambda: self.land(painter))
        else:
            wake = painter.wake
            self.at(turn.until, lambda: self.ask(painter) if painter.wake == wake else None)

    def land(self, painter: Painter) -> None:
        rank, painter.flying = painter.flying, None
        assert rank is not None
        pause = self.gate.refuse(self.now)
        if pause:
            self.refused(painter, rank, pause)
        else:
            self.shown(painter, rank)
        self.ask(painter)

    def refused(self, painter: Painter, rank: Rank, pause: float) -> None:
        self.outcome.refused.append(self.now)
        self.lane = self.lane.freeze(self.now, pause, painter.plan.job)
        if rank is not Rank.PREVIEW and painter.wants is not Rank.FINAL:
            painter.wants = rank

    def shown(self, painter: Painter, rank: Rank) -> None:
        job = painter.plan.job
        self.lane = self.lane.landed(job, self.now, "board" if painter.board else "")
        self.outcome.shown.append(Shown("" if painter.board else job, rank, self.now))
        if painter.board and rank is Rank.PREVIEW:
            painter.wants = painter.wants or rank
        if rank is Rank.FINAL:
            self.lane = self.lane.leave(job)
            painter.done = True
