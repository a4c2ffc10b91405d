"""What the simulated platforms let through."""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from typing_extensions import override

# Two sends a window apart to the last digit of a float are a window apart.
DIGITS = 1e-6


class Gate(Protocol):
    def refuse(self, now: float) -> float:
        """Seconds to wait when this send is refused; 0: it is taken."""


class Open(Gate):
    @override
    def refuse(self, now: float) -> float:
        return 0.0


@dataclass
class Sliding(Gate):
    """At most `capacity` in any `window` seconds; like Telegram it names whole seconds to wait."""

    capacity: int
    window: float
    taken: deque[float] = field(default_factory=deque)

    @override
    def refuse(self, now: float) -> float:
        while self.taken and self.taken[0] <= now - self.window + DIGITS:
            self.taken.popleft()
        if len(self.taken) >= self.capacity:
            return max(1.0, math.ceil(self.taken[0] + self.window - now))
        self.taken.append(now)
        return 0.0


@dataclass
class Buckets(Gate):
    """Like Discord: a bucket of `capacity` that is full again `window` seconds after its first use."""

    capacity: int
    window: float
    until: float = float("-inf")
    left: int = 0

    @override
    def refuse(self, now: float) -> float:
        if now >= self.until - DIGITS:
            self.until, self.left = now + self.window, self.capacity
        if not self.left:
            return self.until - now
        self.left -= 1
        return 0.0
