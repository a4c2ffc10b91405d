"""Which moments a sliding window and a gap leave open for sends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `capacity` sends in any `window` seconds, each at least `gap` seconds after the one before."""

    capacity: int
    window: float
    gap: float

    def slots(self, sent: Sequence[float], last: float, dues: Iterable[float]) -> list[float]:
        """When sends due at `dues` go out after those at `sent` (both ascending), each as early as it can.

        `last` is the moment that the gap counts from. Exact for sends that go in the order they fall due.
        """
        times = list(sent)
        for due in dues:
            last = max(due, last + self.gap)
            if len(times) >= self.capacity:
                last = max(last, times[-self.capacity] + self.window)
            times.append(last)
        return times[len(sent) :]

    def delays(self, sent: Sequence[float], last: float, dues: Sequence[float], more: Sequence[float]) -> bool:
        """Whether sending `more` first would take the window's room from a send due at one of `dues` (ascending).

        Dues may be lower bounds: the moments of `slots` only move back when dues do, so what delays nobody at the
        bounds delays nobody later. Sends are alike, so it matters for the next `capacity` of them at most.
        """
        nearest = list(islice(dues, self.capacity))
        return self.slots([*sent, *more], last, nearest) != self.slots(sent, last, nearest)
