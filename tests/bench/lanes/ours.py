"""Jobs through the pure lane in virtual time, each asking as its canvas does: the newest card wins."""

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from bot.domain.estimate import PAINTING_LEAST_S, SEEN_HASTE, SEEN_JOBS, earliest_end
from bot.domain.lane import BOARD_ASK, Lane
from bot.domain.pacing import Rank
from bot.domain.tile import place_tiles
from bot.domain.turn import Go, Run
from tests.bench.lanes.gates import Gate, Open
from tests.bench.lanes.plans import LATENCY, Outcome, Plan, Shown, plans

Due = Callable[[Plan, float], float]

# Of those without a tile so many stand in the 1024 characters below a sheet, by names of ten letters.
NAMED_MOST = 57
# Twenty other jobs of the kind were painted before.
LEARNED = SEEN_HASTE * min(one.ready - one.start for one in plans(SEEN_JOBS, seed=4711))


def guessed(plan: Plan, now: float, least: float = PAINTING_LEAST_S) -> float:
    """What the bot knows of a job's end: at first that none ends within `least` s, then what the last line says."""
    lines = [(at, percent) for at, percent in zip(plan.progress, plan.percents, strict=True) if at <= now]
    if not lines:
        return plan.start + least
    at, percent = lines[-1]
    return earliest_end(plan.start, at, max(percent, 1))


def learned(plan: Plan, now: float) -> float:
    """The same for a bot that has painted before: other jobs of the kind, whose times it remembers."""
    return guessed(plan, now, LEARNED)


@dataclass
class Agenda:
    """What happens when, for as many lanes as share it."""

    now: float = 0.0
    entries: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def at(self, moment: float, act: Callable[[], None]) -> None:
        heapq.heappush(self.entries, (max(moment, self.now), next(self.numbers), act))

    def run(self, until: float = float("inf")) -> None:
        while self.entries and self.entries[0][0] <= until:
            self.now, _, act = heapq.heappop(self.entries)
            act()


@dataclass
class Painter:
    """One job's canvas: at most one card waits, at most one is on its way."""

    plan: Plan
    wants: Rank | None = None
    flying: Rank | None = None
    bears: bool = False
    wake: int = 0


@dataclass
class Play:
    lane: Lane
    jobs: Sequence[Plan]
    gate: Gate = field(default_factory=Open)
    due: Due = guessed
    latency: float = LATENCY
    previews: bool = True
    agenda: Agenda = field(default_factory=Agenda)
    outcome: Outcome = field(default_factory=Outcome)
    sent: list[float] = field(default_factory=list)
    places: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for plan in self.jobs:
            self.begin(Painter(plan))

    @property
    def now(self) -> float:
        return self.agenda.now

    def run(self) -> Outcome:
        self.agenda.run()
        return self.outcome

    def begin(self, painter: Painter) -> None:
        plan = painter.plan
        self.agenda.at(plan.start, lambda: self.enter(painter))
        for moment in plan.progress if self.previews else ():
            self.agenda.at(moment, lambda: self.want(painter, Rank.PREVIEW))
        self.agenda.at(plan.ready, lambda: self.want(painter, Rank.FINAL))

    def enter(self, painter: Painter) -> None:
        self.renew(painter)
        if not painter.plan.placed:
            self.want(painter, Rank.FIRST)

    def renew(self, painter: Painter) -> None:
        plan = painter.plan
        self.lane = self.lane.enter(Run(plan.job, self.due(plan, self.now), plan.placed, note=str(self.now)))

    def want(self, painter: Painter, rank: Rank) -> None:
        if rank is not Rank.FIRST:
            self.renew(painter)
        painter.wants = rank
        self.ask(painter)

    def ask(self, painter: Painter) -> None:
        if painter.flying is not None or painter.wants is None or painter.bears:
            return
        painter.wake += 1
        self.lane, turn = self.lane.ask(painter.plan.job, painter.wants, self.now)
        if isinstance(turn, Go) and turn.board:
            painter.bears = True
            self.sent.append(self.now)
            self.agenda.at(self.now + self.latency, lambda: self.land_board(painter))
        elif isinstance(turn, Go):
            painter.flying, painter.wants = painter.wants, None
            self.sent.append(self.now)
            self.agenda.at(self.now + self.latency, lambda: self.land(painter))
        else:
            wake = painter.wake
            self.agenda.at(turn.until, lambda: self.ask(painter) if painter.wake == wake else None)

    def land(self, painter: Painter) -> None:
        rank, painter.flying = painter.flying, None
        assert rank is not None
        pause = self.gate.refuse(self.now)
        if pause:
            self.refused(painter, rank, pause)
        else:
            self.shown(painter, rank)
        self.ask(painter)

    def land_board(self, painter: Painter) -> None:
        """It shows how far everybody is who sits there."""
        painter.bears = False
        if pause := self.gate.refuse(self.now):
            self.outcome.refused.append(self.now)
            self.lane = self.lane.freeze(self.now, pause, BOARD_ASK)
        else:
            self.lane = self.lane.landed(BOARD_ASK, self.now, "board")
            self.outcome.shown.append(self.board_shown())
        self.ask(painter)

    def board_shown(self) -> Shown:
        """A tile for as many as there are places, and of the others the newest by name."""
        jobs = [run.job for run in self.lane.runs if run.seated]
        self.places = place_tiles(jobs, self.places)
        others = [job for job in jobs if job not in self.places]
        seated = *self.places, *others[-NAMED_MOST:]
        return Shown("", Rank.PREVIEW, self.now, seated, tuple(self.places))

    def refused(self, painter: Painter, rank: Rank, pause: float) -> None:
        self.outcome.refused.append(self.now)
        self.lane = self.lane.freeze(self.now, pause, painter.plan.job)
        if rank is not Rank.PREVIEW and painter.wants is not Rank.FINAL:
            painter.wants = rank

    def shown(self, painter: Painter, rank: Rank) -> None:
        job = painter.plan.job
        self.lane = self.lane.landed(job, self.now)
        self.outcome.shown.append(Shown(job, rank, self.now))
        if rank is Rank.FINAL:
            self.lane = self.lane.release(job)
