"""How far the service's clock is from ours, learned from the `Date` of its answers."""

import asyncio
from collections import deque
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

from structlog import get_logger

from bot.ports import Clock

__all__ = ["CLOCK_APART_S", "ServiceClock"]

CLOCK_APART_S: Final = 10.0  # a difference that the operator is told of
OFFSET_LIMIT_S: Final = 26 * 3600.0  # no clock is further off, whatever its time zone: that is no time of day
SAMPLE_TTL_S: Final = 600.0  # an answer tells no more after that: ours may have been set meanwhile
SAMPLES_KEPT: Final = 20  # answers
DATE_PRECISION_S: Final = 1.0  # what a `Date` is exact to
WARNING_INTERVAL_S: Final = 3600.0  # between two warnings
_log = get_logger()


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer: the service's clock is `offset` seconds ahead of ours, give or take `error`; `at`: loop time."""

    offset: float
    error: float
    at: float

    def agrees_with(self, other: "Sample") -> bool:
        """Whether one offset can explain both."""
        return abs(self.offset - other.offset) <= self.error + other.error


class ServiceClock:
    """Learns from each answer. How long an answer took is measured by the loop's clock, which nobody sets."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._samples: deque[Sample] = deque(maxlen=SAMPLES_KEPT)
        self._told = float("-inf")

    @property
    def offset(self) -> float | None:
        """Seconds that the service's clock is ahead of ours; None as long as no answer has told."""
        now = asyncio.get_running_loop().time()
        fresh = [sample for sample in self._samples if now - sample.at <= SAMPLE_TTL_S]
        return min(fresh, key=lambda sample: sample.error).offset if fresh else None

    def learn_from(self, date: str | None, asked_at: float) -> None:
        """`date`: the header of an answer that has just come; `asked_at`: when it was asked for, in loop time."""
        told = read_date(date)
        if told is None:
            return
        now = asyncio.get_running_loop().time()
        took = max(now - asked_at, 0.0)
        offset = told + DATE_PRECISION_S / 2 - (self._clock.now() - took / 2)
        if abs(offset) > OFFSET_LIMIT_S:
            return
        new = Sample(offset, DATE_PRECISION_S / 2 + took / 2, now)
        if any(not new.agrees_with(old) for old in self._samples):
            self._samples.clear()  # one of the two clocks was set: what was learned before is of another time
        self._samples.append(new)
        self._warn_operator(new, now)

    def _warn_operator(self, new: Sample, now: float) -> None:
        if abs(new.offset) - new.error > CLOCK_APART_S and now - self._told > WARNING_INTERVAL_S:
            self._told = now
            _log.warning("service.clock_drifted", seconds=round(new.offset, 1))


def read_date(header: str | None) -> float | None:
    """Unix seconds; None for what is no date."""
    try:
        return parsedate_to_datetime(header or "").timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
