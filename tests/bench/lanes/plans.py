"""What jobs do in a lane's trials, and what came of it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.pacing import Rank

LATENCY = 0.15  # seconds from a send to its being on screen


@dataclass(frozen=True, slots=True)
class Plan:
    """One job: when it starts, when its progress lines come, when its picture is ready."""

    job: str
    start: float
    progress: tuple[float, ...]
    ready: float
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
    lost: list[str] = field(default_factory=list)


def plans(
    number: int,
    *,
    every: float = 10.0,
    seed: int = 1,
    placed: bool = False,
    spread: float = 5.0,
    at: float = 1000.0,
) -> list[Plan]:
    """Jobs of a minute, more or less, begun within `spread` seconds, with progress each `every` seconds."""
    chance = random.Random(f"{number} {every} {seed}")
    made = []
    for n in range(number):
        start = at + chance.uniform(0.0, spread)
        lasts = chance.uniform(57.0, 63.0)
        lines = tuple(start + every * k for k in range(1, int(60 / every)))
        made.append(
            Plan(f"job{n:02}", start, tuple(line for line in lines if line < start + lasts), start + lasts, placed)
        )
    return made


def finals(outcome: Outcome, jobs: Sequence[Plan]) -> list[float]:
    """Seconds from ready to shown, for those that were."""
    ready = {plan.job: plan.ready for plan in jobs}
    return [shown.at - ready[shown.job] for shown in outcome.shown if shown.rank is Rank.FINAL]
