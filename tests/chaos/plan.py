"""What a chaos run is made of, and what follows from its size."""

from dataclasses import dataclass
from random import Random

from bot.sandbox.faults import FAULT_KINDS

LONG_FAULTS = frozenset({"never", "used_up", "stall"})  # each of them takes minutes, or halts everybody for one


@dataclass(frozen=True, slots=True)
class Plan:
    """Times in seconds. `faults` is the share of orders that the service spoils.

    `others` is a share, too. `every_kind`: each kind of fault comes at least once, the slow ones too. `stop` is the
    signal that ends Valkey.
    """

    jobs: int = 300
    others: float = 0.5  # of what is typed: regions, films and descriptions of what there is already
    forms: int = 20  # that are opened, and ordered by two presses at once
    ambushes: int = 8  # of who is killed right behind a Go that was pressed twice
    workers: int = 3
    webs: int = 2
    seed: int = 1
    updates: str = "callback"
    spread: float = 75.0
    seconds: float = 3.0
    concurrency: int = 16
    rooms: int = 4
    people: int = 24
    faults: float = 0.05
    every_kind: bool = True
    kill_every: float = 3.0
    down: float = 1.0
    stop: str = "SIGKILL"
    fsync: str = "always"
    capacity: int = 20
    window: float = 6.0
    gap: float = 0.1
    job_minutes: float = 2.0
    patience: float = 500.0

    @property
    def waiting(self) -> int:
        """Jobs that a person may have open."""
        return max(3, round(self.share * 0.5))

    @property
    def daily(self) -> int:
        return max(4, round(self.share * 2))

    @property
    def monthly(self) -> float:
        """Credits; a picture is 0.27 and a film 1.05, so that who orders films meets this limit first."""
        return round(self.daily * 0.4, 3)

    @property
    def share(self) -> float:
        return self.jobs / self.people

    def kinds(self) -> list[str]:
        """The faults to deal out: those that take long first, the others in an order of the seed."""
        slow = sorted(LONG_FAULTS) if self.every_kind else []
        quick = sorted(FAULT_KINDS - LONG_FAULTS)
        Random(f"faults:{self.seed}").shuffle(quick)
        kinds = [*slow, *quick]
        number = max(round(self.jobs * self.faults), len(kinds) if self.every_kind else 0)
        return [kinds[n % len(kinds)] for n in range(number)]


def spoilt(number: int) -> str:
    """The word in the prompt at which a fault strikes."""
    return f"spoilt{number:04}"
