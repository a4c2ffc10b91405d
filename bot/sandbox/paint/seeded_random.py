"""Chance that can be repeated and nudged: the same throws again, or throws that drift a little away from them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[Any]  # float32 throughout; the stubs widen it at every Python number
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Drift:
    """How far (0..1) throws are pulled towards those of another seed."""

    seed: int
    strength: float


class Dice:
    """Chance for one picture; `of(name)` gives independent streams, so one part cannot disturb another."""

    def __init__(self, seed: int, drifts: tuple[Drift, ...] = ()) -> None:
        self._seed = seed
        self._drifts = drifts
        self._main = np.random.default_rng(seed)
        self._pulls = [(np.random.default_rng(drift.seed), drift.strength) for drift in drifts]

    def of(self, name: str) -> "Dice":
        drifts = tuple(Drift(mix(drift.seed, name), drift.strength) for drift in self._drifts)
        return Dice(mix(self._seed, name), drifts)

    def unit(self) -> float:
        value = float(self._main.random())
        for rng, strength in self._pulls:
            value += (float(rng.random()) - value) * strength
        return value

    def span(self, low: float, high: float) -> float:
        return low + (high - low) * self.unit()

    def count(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return min(high, low + int(self.unit() * (high - low + 1)))

    def pick(self, options: Sequence[T]) -> T:
        """Stays the same under a drift unless the drift is a strong one."""
        at = int(self._main.integers(len(options)))
        for rng, strength in self._pulls:
            chance, other = rng.random(), int(rng.integers(len(options)))
            at = other if chance < strength - 0.2 else at
        return options[at]

    def flip(self) -> bool:
        return self.pick((False, True))

    def grid(self, height: int, width: int) -> Plane:
        """Normal noise, mean 0, deviation 1, whatever the drifts."""
        plane = self._main.standard_normal((height, width), dtype=np.float32)
        for rng, strength in self._pulls:
            other = rng.standard_normal((height, width), dtype=np.float32)
            plane = plane * np.float32((1 - strength**2) ** 0.5) + other * np.float32(strength)
        return plane

    def units(self, count: int) -> Plane:
        """Evenly spread numbers in 0..1."""
        values = self._main.random(count, dtype=np.float32)
        for rng, strength in self._pulls:
            values = values + (rng.random(count, dtype=np.float32) - values) * np.float32(strength)
        return values


def mix(*parts: object) -> int:
    """A seed of 64 bits from anything that prints the same every time."""
    text = "\x1f".join(map(str, parts))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
