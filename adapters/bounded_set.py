"""Remembers the last of many names."""

import math
import time

MEMBERS_MOST = 10_000


class BoundedSet:
    """The oldest are forgotten, and what is older than `seconds`: it is found out anew."""

    def __init__(self, most: int = MEMBERS_MOST, seconds: float = math.inf) -> None:
        self.most = most
        self.seconds = seconds
        self.names: dict[str, float] = {}  # until when, on a clock of this process

    def __contains__(self, name: str) -> bool:
        return self.names.get(name, -math.inf) > time.monotonic()

    def add(self, name: str) -> None:
        self.names.pop(name, None)
        self.names[name] = time.monotonic() + self.seconds
        if len(self.names) > self.most:
            del self.names[next(iter(self.names))]

    def drop(self, name: str) -> None:
        self.names.pop(name, None)
