"""How much of a lane the answers to one person may take while others wait."""

from collections.abc import Iterable
from dataclasses import dataclass

SHARES = 3  # of the places that finals leave over; one of them is for one person


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to `owner` was let go at that moment, in seconds."""

    owner: str
    at: float


def share_of(capacity: int, finals: int) -> int:
    """How many answers to one person go in a window that has so many places, when so many finals are to come."""
    return max(1, (capacity - finals) // SHARES)


def next_answer(answered: Iterable[Answered], owner: str, window: float, share: int, now: float) -> float:
    """The earliest moment at which one more answer to this person is within their share."""
    mine = sorted(one.at for one in answered if one.owner == owner and one.at > now - window)
    return mine[-share] + window if len(mine) >= share else now
