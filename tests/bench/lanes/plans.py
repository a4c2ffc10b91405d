"""What jobs do in a lane's trials, and what came of it."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean

from bot.domain.pacing import Rank
from tests.bench.measure import quantile

LATENCY = 0.15  # seconds from a send to its being on screen
EPOCH = 1000.0
NOISE = 3.0  # points of a percentage


@dataclass(frozen=True, slots=True)
class Plan:
    """One job: when it starts, when its progress lines come, when its picture is ready."""

    job: str
    start: float
    progress: tuple[float, ...]
    ready: float
    percents: tuple[int, ...] = ()
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Something on screen since `at`; the board's job is empty."""

    job: str
    rank: Rank
    at: float


@dataclass
class Outcome:
    shown: list[Shown] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)


Run = tuple[Outcome, Sequence[Plan]]


def plans(
    number: int, *, every: float = 10.0, seed: int = 1, placed: bool = False, spread: float = 5.0, name: str = "job"
) -> list[Plan]:
    """Jobs of a minute, more or less, begun within `spread` seconds, with progress each `every` seconds."""
    chance = random.Random(f"{number} {every} {seed}")
    starts = [EPOCH + chance.uniform(0.0, spread) for _ in range(number)]
    return [plan(f"{name}{n}", start, every, chance, placed=placed) for n, start in enumerate(starts)]


def plan(job: str, start: float, every: float, chance: random.Random, *, placed: bool) -> Plan:
    """The percentages are right to a few points."""
    lasts = chance.uniform(57.0, 63.0)
    after = [every * k for k in range(1, int(60 / every)) if every * k < lasts]
    percents = [round(100 * at / lasts + chance.uniform(-NOISE, NOISE)) for at in after]
    return Plan(
        job,
        start,
        tuple(start + at for at in after),
        start + lasts,
        tuple(min(max(percent, 1), 99) for percent in percents),
        placed,
    )


def finals(outcome: Outcome, jobs: Sequence[Plan]) -> list[float]:
    """Seconds from ready to shown, for those that were."""
    ready = {plan.job: plan.ready for plan in jobs}
    return [shown.at - ready[shown.job] for shown in outcome.shown if shown.rank is Rank.FINAL]


def previews(outcome: Outcome, jobs: Sequence[Plan]) -> list[int]:
    """Previews of each job on a message of its own."""
    counts = Counter(shown.job for shown in outcome.shown if shown.rank is Rank.PREVIEW)
    return [counts[plan.job] for plan in jobs]


def silences(outcome: Outcome, jobs: Sequence[Plan]) -> list[float]:
    """The longest time that each job, from its start, had nothing new on screen; the board counts until it has."""
    return [longest(plan, outcome.shown) for plan in jobs]


def longest(plan: Plan, shown: Sequence[Shown]) -> float:
    own = [one.at for one in shown if one.job == plan.job]
    board = [one.at for one in shown if not one.job and plan.start < one.at < min(own, default=plan.ready)]
    return max(b - a for a, b in pairwise([plan.start, *board, *own, *([] if own else [plan.ready])]))


def figures(runs: Sequence[Run]) -> dict[str, float]:
    """Seconds and counts, over all runs."""
    delays = [delay for run in runs for delay in finals(*run)]
    counts = [count for run in runs for count in previews(*run)]
    quiet = [silence for run in runs for silence in silences(*run)]
    times = (
        {"delay_mean": mean(delays), "delay_p95": quantile(delays, 0.95), "delay_max": max(delays)}
        if delays
        else {}
    )
    return {
        **times,
        "previews_min": min(counts),
        "previews_mean": mean(counts),
        "silence_mean": mean(quiet),
        "silence_max": max(quiet),
        "refused": sum(len(outcome.refused) for outcome, _ in runs),
        "finals_lost": len(counts) - len(delays),
    }
