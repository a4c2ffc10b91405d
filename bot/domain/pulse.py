"""Whether a process does what it is there for: read the queue, while the store lets it."""

from dataclasses import dataclass

UNREADY_S = 15.0  # seconds without a read after which a process is not ready: a read returns ten times a second
UNREAD_S = 60.0  # seconds after which it hands over and ends


@dataclass(slots=True)
class Pulse:
    """All in seconds of one clock. `read_at` is the last read; `well_since`, when the store is, since when."""

    read_at: float = 0.0
    well_since: float | None = None

    def read(self, now: float) -> None:
        self.read_at = now

    def store(self, now: float, *, well: bool) -> None:
        """What a look at the store has shown."""
        if not well:
            self.well_since = None
        elif self.well_since is None:
            self.well_since = now

    def silence(self, now: float) -> float:
        """For how long the queue could have been read and was not: a store that fails is no fault of the reader."""
        if self.well_since is None:
            return 0.0
        return max(now - max(self.read_at, self.well_since), 0.0)
