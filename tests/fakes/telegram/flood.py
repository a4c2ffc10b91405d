"""Who may send how much: sliding windows over a chat and over everything, and freezes for the impatient."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

from tests.fakes.telegram.refusal import flood
from tests.fakes.telegram.rules import Rules

_ALL = 0  # no chat has this id


class Flood:
    """`clock` gives seconds; only differences matter."""

    def __init__(self, rules: Rules, clock: Callable[[], float]) -> None:
        self.rules = rules
        self._clock = clock
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)
        self._frozen: dict[int, float] = {}

    def admit(self, chat: int, *, private: bool, weight: int = 1) -> None:
        """Counts `weight` messages to `chat`, or raises the 429 that belongs to it."""
        now = self._clock()
        for lane in (chat, _ALL):
            self._check_freeze(lane, now)
        wait = self._wait(chat, now, private=private, weight=weight)
        if wait > 0:
            raise self._freeze(chat, now, wait)
        wait = self._room(_ALL, self.rules.overall, self.rules.overall_window, now, weight)
        if wait > 0:
            raise self._freeze(_ALL, now, wait)
        self._sent[chat].extend([now] * weight)
        self._sent[_ALL].extend([now] * weight)

    def freeze(self, chat: int, seconds: float) -> None:
        """From now on the chat is closed, whatever was sent to it."""
        self._frozen[chat] = self._clock() + seconds

    def _check_freeze(self, lane: int, now: float) -> None:
        left = self._frozen.get(lane, 0.0) - now
        if left <= 0:
            self._frozen.pop(lane, None)
            return
        longer = left + self.rules.penalty
        self._frozen[lane] = now + longer
        raise flood(max(1, math.ceil(longer)))

    def _freeze(self, lane: int, now: float, wait: float) -> Exception:
        seconds = self.rules.retry_after if self.rules.retry_after is not None else max(1, math.ceil(wait))
        self._frozen[lane] = now + (wait if self.rules.retry_after is None else seconds)
        return flood(seconds)

    def _wait(self, chat: int, now: float, *, private: bool, weight: int) -> float:
        rules = self.rules
        burst = rules.private_burst if private else rules.group_burst
        gap = rules.gap * burst * (1 - rules.slack)
        # An album goes out as one, however many pictures it has; the window still counts each of them.
        wait = self._room(chat, max(burst, weight), gap, now, weight)
        if not private:
            wait = max(wait, self._room(chat, rules.capacity, rules.window, now, weight))
        return wait

    def _room(self, lane: int, capacity: int, window: float, now: float, weight: int) -> float:
        """Seconds until `weight` more fit into the window; 0: they fit."""
        sent = self._sent[lane]
        while sent and sent[0] <= now - max(self.rules.window, self.rules.overall_window, self.rules.gap * 8):
            sent.popleft()
        recent = [at for at in sent if at > now - window]
        over = len(recent) + weight - capacity
        return 0.0 if over <= 0 else recent[min(over, len(recent)) - 1] + window - now if recent else window
