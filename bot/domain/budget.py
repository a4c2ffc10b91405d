"""How many sends fit into a window, and when the next ones go out."""

from bisect import bisect_right
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
            last = self.earliest(times, last, due)
            times.append(last)
        return times[len(sent) :]

    def earliest(self, sent: Sequence[float], last: float, due: float) -> float:
        """When one more can go out after those at `sent`."""
        moment = max(due, last + self.gap)
        return moment if len(sent) < self.capacity else max(moment, sent[-self.capacity] + self.window)

    def delays(self, sent: Sequence[float], last: float, dues: Sequence[float], more: Sequence[float]) -> bool:
        """Whether sending `more` first would take the window's room from a send due at one of `dues` (ascending).

        Dues may be lower bounds: the moments of `slots` only move back when dues do, so what delays nobody at the
        bounds delays nobody later. Sends are alike, so it matters for the next `capacity` of them at most.
        """
        nearest = list(islice(dues, self.capacity))
        return self.slots([*sent, *more], last, nearest) != self.slots(sent, last, nearest)

    def slots_beside(
        self, sent: Sequence[float], last: float, start: float, number: int, rhythm: "Rhythm"
    ) -> list[float]:
        """When `number` sends from `start` on go out, each as early as it can without holding up the rhythm."""
        times, moments, due = list(sent), list[float](), rhythm.due
        while len(moments) < number:
            moment = self.earliest(times, last, start)
            if due <= moment:
                last = self.earliest(times, last, due)
                times.append(last)
                due = last + rhythm.every
            elif (blocked := self.first_full(times, moment, Rhythm(due, rhythm.every))) is not None:
                start = blocked
            else:
                last = moment
                times.append(moment)
                moments.append(moment)
        return moments

    def first_full(self, sent: Sequence[float], moment: float, rhythm: "Rhythm") -> float | None:
        """Which beat one more send at `moment` would leave without room; None: each of them has some."""
        beats, due = 0, rhythm.due
        while due < moment + self.window:
            counting = len(sent) - bisect_right(sent, due - self.window)
            beats += 1
            if counting + 1 + beats > self.capacity:
                return due
            due += rhythm.every
        return None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Sends that keep their time whatever else is sent: the next falls due at `due`, the others `every` seconds on.

    All within a window take no more than half of its capacity, so that there is always room beside them.
    """

    due: float
    every: float
