"""Who stands where in the service queue, and whose message says something else by now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.ids import JobId

# Waiting for so long makes up for one job that the same person has with the service; see call_queue.lua.
WAIT_PER_JOB_S = 60.0
# Up to how many ahead a message is exact to so many places.
PLACE_STEPS = ((10, 1), (50, 5), (200, 25), (1000, 100))
COARSEST_STEP = 500
PAUSED_REASON = "credit"  # while the queue is held for this, messages say so, and not how many are ahead


@dataclass(frozen=True, slots=True)
class Standing:
    """A job in line since it was opened (s). `told`, `reason`: how many were ahead and why nobody went, by then."""

    job: JobId
    person: str
    since: float
    told: int = 0
    reason: str = ""


def in_order(waiting: Iterable[Standing], inside: Mapping[str, int]) -> list[Standing]:
    """As they go if nobody comes: the n-th of a person stands where it will be their n-th at the service.

    `inside`: how many each person has there.
    """
    before = Counter(inside)
    turns: list[tuple[float, float, Standing]] = []
    for one in sorted(waiting, key=lambda one: one.since):
        turns.append((one.since + before[one.person] * WAIT_PER_JOB_S, one.since, one))
        before[one.person] += 1
    return [one for _, _, one in sorted(turns, key=lambda turn: turn[:2])]


def rounded_place(ahead: int) -> int:
    """Near the front every place counts; farther back only that it becomes less."""
    step = next((step for most, step in PLACE_STEPS if ahead <= most), COARSEST_STEP)
    return -(-ahead // step) * step


def outdated_places(order: Sequence[Standing], reason: str) -> list[tuple[JobId, int]]:
    """Those whose message says something that is not so any more, and how many are ahead; nearest first."""
    return [
        (one.job, rounded_place(ahead))
        for ahead, one in enumerate(order)
        if place_label(ahead, reason) != place_label(one.told, one.reason)
    ]


def place_label(ahead: int, reason: str) -> int | str:
    return PAUSED_REASON if reason == PAUSED_REASON else rounded_place(ahead)
