"""Ids that tell when they were made."""

from collections.abc import Callable
from itertools import count

EPOCH_MS = 1_420_070_400_000  # Discord's first second of 2015


class Snowflakes:
    """`clock` gives unix seconds. No two are the same; later ones are greater while the clock does not go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._count = count(1)

    def make(self, at: float | None = None) -> str:
        born = self._clock() if at is None else at
        return str((int(born * 1000) - EPOCH_MS) << 22 | next(self._count) % (1 << 22))


def born(snowflake: str) -> float:
    """Unix seconds."""
    return ((int(snowflake) >> 22) + EPOCH_MS) / 1000
