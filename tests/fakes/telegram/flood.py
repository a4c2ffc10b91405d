"""Who may send how much: sliding windows over a chat and over everything, and freezes for the impatient."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.telegram.refusal import flood
from tests.fakes.telegram.rules import Rules

ALL_CHATS = 0  # no chat has this id
LONGEST_S = 24 * 3600.0  # that a pause becomes, however many call into it


@dataclass(slots=True)
class Pause:
    """A chat, or all of them, is closed from `begin` to `end`; `first` seconds of it are what was told first.

    `calls` came in spite of it, once somebody was `told`.
    """

    begin: float
    end: float
    first: float
    calls: int = 0
    told: bool = True


@dataclass(slots=True)
class Temper:
    """How often somebody called into a freeze, each of which doubles what follows, and when last."""

    strikes: int = 0
    at: float = float("-inf")


class Flood:
    """`clock` gives seconds; only differences matter. `pauses`: all there were, by chat, oldest first."""

    def __init__(self, rules: Rules, clock: Callable[[], float]) -> None:
        self.rules = rules
        self.pauses: defaultdict[int, list[Pause]] = defaultdict(list)
        self._clock = clock
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)
        self._tempers: defaultdict[int, Temper] = defaultdict(Temper)

    def admit(self, chat: int, *, private: bool, weight: int = 1) -> None:
        """Counts `weight` messages to `chat`, or raises the 429 that belongs to it."""
        now = self._clock()
        self.disturb(chat)
        wait = self._wait(chat, now, private=private, weight=weight)
        if wait > 0:
            raise self._refuse(chat, now, wait)
        wait = self._room(ALL_CHATS, self.rules.overall, self.rules.overall_window, now, weight)
        if wait > 0:
            raise self._refuse(ALL_CHATS, now, wait)
        self._sent[chat].extend([now] * weight)
        self._sent[ALL_CHATS].extend([now] * weight)

    def disturb(self, chat: int) -> None:
        """A call that is not counted; raises the 429 of a freeze that it comes into."""
        now = self._clock()
        for lane in (chat, ALL_CHATS):
            self._check_freeze(lane, now)

    def freeze(self, chat: int, seconds: float, *, told: bool = True) -> None:
        """From now on the chat is closed, or all of them, whatever was sent there; the next call hears of it first,
        unless the bot was told.
        """
        now = self._clock()
        self.pauses[chat].append(Pause(now, now + seconds, seconds, told=told))

    def _check_freeze(self, lane: int, now: float) -> None:
        pause = self.pauses[lane][-1] if self.pauses[lane] else None
        if pause is None or pause.end <= now:
            return
        if not pause.told:
            pause.told = True
            raise flood(max(1, math.ceil(pause.end - now)))
        pause.calls += 1
        if self.rules.escalation:
            self._strikes(lane, now, more=1)
            pause.end = max(pause.end, now + doubled(pause.first, pause.calls))
        else:
            pause.end += self.rules.penalty
        raise flood(max(1, math.ceil(pause.end - now)))

    def _strikes(self, lane: int, now: float, more: int = 0) -> int:
        """Those that are remembered, with `more` of now."""
        temper = self._tempers[lane]
        if now - temper.at > self.rules.escalation:
            temper.strikes = 0
        if more:
            temper.strikes, temper.at = temper.strikes + more, now
        return temper.strikes

    def _refuse(self, lane: int, now: float, wait: float) -> Exception:
        told, lasts = self.rules.retry_after, float(self.rules.retry_after or 0)
        if told is None:
            lasts = doubled(wait, self._strikes(lane, now))
            told = max(1, math.ceil(lasts))
        self.pauses[lane].append(Pause(now, now + lasts, lasts))
        return flood(told)

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


def doubled(seconds: float, times: int) -> float:
    """So often, up to the longest pause."""
    return min(seconds * 2.0 ** min(times, 60), LONGEST_S)
