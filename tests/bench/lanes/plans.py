"""What jobs do in a lane's trials, and what came of it."""

import random
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
    """Something on screen since `at`; the board's job is empty, `seated` are the jobs that it shows.

    Those with a tile on the sheet are `pictured`, the others are there by name.
    """

    job: str
    rank: Rank
    at: float
    seated: tuple[str, ...] = ()
    pictured: tuple[str, ...] = ()


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


def seen(outcome: Outcome, jobs: Sequence[Plan], *, pictured: bool = False) -> list[float]:
    """Seconds from ready to seen anywhere: on the board, or in a message of its own; `pictured`: as a picture."""
    return [
        min(one.at for one in outcome.shown if one.at >= plan.ready and shows(one, plan, pictured=pictured))
        - plan.ready
        for plan in jobs
        if any(one.job == plan.job and one.rank is Rank.FINAL for one in outcome.shown)
    ]


def shows(shown: Shown, plan: Plan, *, pictured: bool = False) -> bool:
    """Whether it is of this job: its own message, or the board while it is there, or has a tile."""
    return shown.job == plan.job or plan.job in (shown.pictured if pictured else shown.seated)


def previews(outcome: Outcome, jobs: Sequence[Plan]) -> list[int]:
    """Previews that were shown of each job, on a message of its own or on the board."""
    return [count_previews(plan, outcome.shown) for plan in jobs]


def count_previews(plan: Plan, shown: Sequence[Shown]) -> int:
    """On the board only those that are newer than the one before."""
    own = sum(one.job == plan.job and one.rank is Rank.PREVIEW for one in shown)
    boards = [one.at for one in shown if plan.job in one.pictured]
    newest = {max((at for at in plan.progress if at < board), default=None) for board in boards}
    return own + len(newest - {None})


def silences(outcome: Outcome, jobs: Sequence[Plan]) -> list[float]:
    """The longest time that each job, from its start to its final, had nothing new on screen."""
    return [longest(plan, outcome.shown) for plan in jobs]


def longest(plan: Plan, shown: Sequence[Shown]) -> float:
    """To its being ready where its final was lost."""
    own = [one for one in shown if one.job == plan.job]
    end = max((one.at for one in own), default=plan.ready)
    news = sorted(one.at for one in shown if plan.start < one.at <= end and shows(one, plan))
    return max(b - a for a, b in pairwise([plan.start, *news, end]))


def figures(runs: Sequence[Run]) -> dict[str, float]:
    """Seconds and counts, over all runs."""
    delays = [delay for run in runs for delay in finals(*run)]
    counts = [count for run in runs for count in previews(*run)]
    quiet = [silence for run in runs for silence in silences(*run)]
    waits = [wait for run in runs for wait in seen(*run)]
    pictures = [wait for run in runs for wait in seen(*run, pictured=True)]
    times = (
        {"delay_mean": mean(delays), "delay_p95": quantile(delays, 0.95), "delay_max": max(delays)}
        if delays
        else {}
    )
    return {
        **times,
        "previews_min": min(counts),
        "previews_mean": mean(counts),
        **({"seen_mean": mean(waits), "seen_max": max(waits), "pictured_mean": mean(pictures)} if waits else {}),
        "silence_mean": mean(quiet),
        "silence_max": max(quiet),
        "refused": sum(len(outcome.refused) for outcome, _ in runs),
        "finals_lost": len(counts) - len(delays),
    }
