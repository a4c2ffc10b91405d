"""How much the bot may ask: buckets with their headers, the whole, and what becomes of those who do not listen."""

import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.discord.refusal import Refusal, flood
from tests.fakes.discord.rules import Rules

_COUNTED = frozenset({401, 403, 429})


@dataclass(slots=True)
class Window:
    """`limit` requests from the first one until `ends` (unix seconds); then it begins anew."""

    limit: int
    seconds: float
    used: int = 0
    ends: float = 0.0

    def take(self, now: float) -> float:
        """Counts one and says 0, or says how many seconds are left until the next."""
        if now >= self.ends:
            self.used, self.ends = 0, now + self.seconds
        if self.used >= self.limit:
            return self.ends - now
        self.used += 1
        return 0.0


class Limits:
    """`clock` gives seconds. `invalid`: when answers were given that count against the bot."""

    def __init__(self, rules: Rules, clock: Callable[[], float]) -> None:
        self.rules = rules
        self.invalid: deque[float] = deque()
        self._clock = clock
        self._windows: dict[tuple[str, str], Window] = {}

    def admit(self, bucket: str, major: str, *, exempt: bool) -> dict[str, str]:
        """The headers that tell what is left, or the 429. `exempt`: of the limit over all routes."""
        now = self._clock()
        if not exempt:
            overall = self.window("*", "", (self.rules.overall, self.rules.overall_window))
            if wait := overall.take(now):
                raise flood(wait, "global")
        if bucket not in self.rules.buckets:
            return {}
        window = self.window(bucket, major, self.rules.buckets[bucket])
        if wait := window.take(now):
            raise flood(wait, "user", headers=self._headers(bucket, window, now))
        return self._headers(bucket, window, now)

    def admit_shared(self, channel: str) -> None:
        """Follow-ups are counted by channel, too, over all apps."""
        now = self._clock()
        window = self.window("follow_ups", channel, self.rules.follow_ups_shared)
        if wait := window.take(now):
            raise flood(wait, "shared", headers=self._headers("follow_ups", window, now))

    def admit_old(self, channel: str) -> None:
        """Edits of messages that are older than an hour."""
        if wait := self.window("old", channel, self.rules.old_edits).take(self._clock()):
            words = "Maximum number of edits to messages older than 1 hour reached. Try again later"
            told = flood(wait, "user")
            raise Refusal(429, 30046, words, headers=told.headers, more=told.more)

    def window(self, bucket: str, major: str, size: tuple[int, float]) -> Window:
        return self._windows.setdefault((bucket, major), Window(*size))

    def _headers(self, bucket: str, window: Window, now: float) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(window.limit - window.used),
            "X-RateLimit-Reset": f"{window.ends:.3f}",
            "X-RateLimit-Reset-After": f"{window.ends - now:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(bucket.encode(), usedforsecurity=False).hexdigest(),
        }

    def count(self, status: int, scope: str) -> None:
        """An answer that was given: 401, 403 and 429 count against the bot, unless others have used it up."""
        if status in _COUNTED and scope != "shared":
            self.invalid.append(self._clock())

    @property
    def banned(self) -> bool:
        """So many invalid requests that the guard before the platform lets nothing through."""
        since = self._clock() - self.rules.invalid_window
        while self.invalid and self.invalid[0] <= since:
            self.invalid.popleft()
        return len(self.invalid) >= self.rules.invalid_limit
