"""Which of the things that go wrong on purpose strikes a request."""

from typing import Any, Generic, Protocol, TypeVar

ALL_BEFORE = frozenset({"error", "flood", "drop", "slow", "slow_upload", "hold"})  # kinds that every stand-in has
ALL_AFTER = frozenset({"drop_after", "slow_after", "error_after"})


class Misfortune(Protocol):
    """`times`: how many requests it strikes, -1 all; the first `nth` - 1 that fit are spared; `struck` counts."""

    kind: str
    times: int
    nth: int
    struck: int

    def fits(self, route: str, room: Any) -> bool:
        """Whether it is meant for such a request."""


F = TypeVar("F", bound=Misfortune)


class Script(Generic[F]):
    """The faults still to come; the first that fits strikes and uses up one of its times."""

    def __init__(self) -> None:
        self.faults: list[F] = []

    def pick(self, kinds: frozenset[str], route: str, room: Any) -> F | None:
        for fault in self.faults:
            if fault.kind in kinds and fault.times and fault.fits(route, room):
                fault.nth -= 1
                if fault.nth > 0:
                    continue
                fault.struck += 1
                fault.times -= 1 if fault.times > 0 else 0
                return fault
        return None


def check_kind(kind: str, kinds: frozenset[str]) -> None:
    """Raises ValueError for one that there is not."""
    if kind not in kinds:
        raise ValueError(f"unknown fault {kind!r}; known are {', '.join(sorted(kinds))}")
