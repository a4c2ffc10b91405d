"""How long to wait for what, and what to connect with."""

from dataclasses import dataclass
from typing import Final

import aiohttp

__all__ = ["DEFAULT_TIMEOUTS", "SERVICE_TIMEOUT_S", "Timeouts"]

SERVICE_TIMEOUT_S: Final = 480  # what the service gives itself where it is told nothing (its page on imagine)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds, each for one phase; an order as a whole has no limit here, its deadline is the job's.

    connect  until the connection stands, the wait for a free place in the pool included (the vendor's plug-in: 10)
    first    until the first byte of a picture's answer: nothing is sent while it queues, and the service itself
             gives up after 480 (its `timeout`, by default); somewhat later, so that it can say so, and as much
             longer as it was given more than that
    stall    between two bytes of a stream (a recorded one spoke every 2 to 6 seconds)
    words    for a whole answer in words (the vendor's plug-in: 300 for describe)
    read     for a lookup, a try (the vendor's plug-in: 60; ours are many and soon repeated)
    upload   for a person's picture to the vendor's shelf, a try
    file     for a download, with all its tries, and more as it comes: see `downloads.SLOWEST_BYTES_PER_S`
    """

    connect: float = 10.0
    first: float = 500.0
    stall: float = 90.0
    words: float = 300.0
    read: float = 30.0
    upload: float = 120.0
    file: float = 15.0

    def first_within(self, granted: int) -> float:
        """Seconds until the first byte, where the service was given so many for its work."""
        return self.first + max(granted - SERVICE_TIMEOUT_S, 0)

    def for_stream(self, granted: int = 0) -> aiohttp.ClientTimeout:
        """For streams: no limit to the whole. `sock_read` is for the wait for the head."""
        patience = max(self.first_within(granted), self.stall)
        return aiohttp.ClientTimeout(total=None, connect=self.connect, sock_read=patience)

    def for_whole(self, seconds: float) -> aiohttp.ClientTimeout:
        """For answers read as a whole."""
        return aiohttp.ClientTimeout(total=seconds, connect=min(self.connect, seconds))


DEFAULT_TIMEOUTS = Timeouts()
