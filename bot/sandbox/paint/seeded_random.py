"""Chance that can be repeated and nudged: the same throws again, or throws that drift a little away from them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[Any]  # float32 throughout; the stubs widen it at every Python number
OptionT = TypeVar("OptionT")


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

    def stream_of(self, name: str) -> "Dice":
        """Chance of its own for the part of that name, drifts included."""
        drifts = tuple(Drift(mix_seed(drift.seed, name), drift.strength) for drift in self._drifts)
        return Dice(mix_seed(self._seed, name), drifts)

    def next_unit(self) -> float:
        """0..1, evenly spread."""
        value = float(self._main.random())
        for rng, strength in self._pulls:
            value += (float(rng.random()) - value) * strength
        return value

    def pick_between(self, low: float, high: float) -> float:
        """Evenly spread."""
        return low + (high - low) * self.next_unit()

    def count_between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return min(high, low + int(self.next_unit() * (high - low + 1)))

    def pick_one(self, options: Sequence[OptionT]) -> OptionT:
        """Stays the same under a drift unless the drift is a strong one."""
        at = int(self._main.integers(len(options)))
        for rng, strength in self._pulls:
            chance, other = rng.random(), int(rng.integers(len(options)))
            at = other if chance < strength - 0.2 else at
        return options[at]

    def flip_coin(self) -> bool:
        """As `pick_one` of the two."""
        return self.pick_one((False, True))

    def normal_grid(self, height: int, width: int) -> Plane:
        """Normal noise, mean 0, deviation 1, whatever the drifts."""
        plane = self._main.standard_normal((height, width), dtype=np.float32)
        for rng, strength in self._pulls:
            other = rng.standard_normal((height, width), dtype=np.float32)
            plane = plane * np.float32((1 - strength**2) ** 0.5) + other * np.float32(strength)
        return plane

    def next_units(self, count: int) -> Plane:
        """Evenly spread numbers in 0..1."""
        values = self._main.random(count, dtype=np.float32)
        for rng, strength in self._pulls:
            values = values + (rng.random(count, dtype=np.float32) - values) * np.float32(strength)
        return values


def mix_seed(*parts: object) -> int:
    """A seed of 64 bits from anything that prints the same every time."""
    text = "\x1f".join(map(str, parts))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
