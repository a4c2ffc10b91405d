"""Whose turn it is in a lane: finals first, then first cards, and previews from what its window leaves open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.domain.pacing import Rank, Wait

# A preview that no slot is known for asks again after a second per place in the line, but within this.
ASK_AGAIN_MOST_S = 10.0
# A job that has shown a preview leaves room for somebody new: a first card and a final, due this soon.
NEWCOMER_SENDS = 2
NEWCOMER_DUE_S = 5.0
# A preview may be on its way this long, and its job's final has to wait for it.
PREVIEW_FLIGHT_S = 1.0
# A moment that passed this long ago was a wrong guess, and tells no more than none.
GUESS_TRUST_S = 10.0

# Where a send stands in the line; the lowest goes first.
Key = tuple[Rank, int, float, float, str]


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `capacity` sends in any `window` seconds, each at least `gap` seconds after the one before."""

    capacity: int
    window: float
    gap: float

    def slots(self, sent: Sequence[float], last: float, dues: Iterable[float]) -> list[float]:
        """When sends due at `dues` go out after those at `sent` (both ascending), each as early as it can.

        `last` is the moment that the gap counts from. Exact for sends that go in the order they fall due.
        """
        times = list(sent)
        for due in dues:
            last = max(due, last + self.gap)
            if len(times) >= self.capacity:
                last = max(last, times[-self.capacity] + self.window)
            times.append(last)
        return times[len(sent) :]

    def delays(self, sent: Sequence[float], last: float, dues: Sequence[float], more: Sequence[float]) -> bool:
        """Whether sending `more` first would take the window's room from a send due at one of `dues` (ascending).

        Dues may be lower bounds: the moments of `slots` only move back when dues do, so what delays nobody at the
        bounds delays nobody later. Sends are alike, so it matters for the next `capacity` of them at most.
        """
        nearest = list(islice(dues, self.capacity))
        return self.slots([*sent, *more], last, nearest) != self.slots(sent, last, nearest)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform allows in one lane. Times in seconds.

    `capacity` sends in any `window` (sliding), `gap` at least between two sends, `preview_gap` between two previews
    of one job. With more than `board_over` running jobs (0: never) those without a message share one status
    message, changed at most every `board_gap`.
    """

    capacity: int
    window: float
    gap: float
    preview_gap: float = 0.0
    board_over: int = 0
    board_gap: float = 6.0


@dataclass(frozen=True, slots=True)
class Run:
    """A running job of the lane.

    `due`: its final falls due no earlier, as far as its owner knows; 0: unknown, which like the past means at any
    moment. `placed`: it has a message of its own. `previews` it has shown, the last at `shown`. `note`: its line on
    the board. After `stale` (0: never) it is disregarded: its deadline has passed and nobody closed it. `guest`: a
    message that belongs to no job, so it is none of the crowd.
    """

    job: str
    due: float = 0.0
    placed: bool = False
    previews: int = 0
    shown: float = 0.0
    note: str = ""
    stale: float = 0.0
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A job that wants to send since `ready`; after `stale` nobody waits for it any more.

    `sent`: it was let go at that moment and has not landed yet; None: it waits.
    """

    job: str
    rank: Rank
    ready: float
    stale: float
    sent: float | None = None
    board: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The status message of jobs without one of their own.

    `message` is the caller's name for it, empty while there is none; `shown` when it was last let go; `behind`
    when a job has changed since.
    """

    message: str = ""
    shown: float = 0.0
    edits: int = 0
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Go:
    """Send now; it is counted already. `board`: the shared status message, not the job's own card."""

    board: bool = False


Turn = Go | Wait


@dataclass(frozen=True, slots=True)
class View:
    """A lane at one moment: what still counts of it, and the decision.

    `sent` ascends; `last`: the last send, for the gap; `runs` by job; `asks`: those that wait; `ending`: jobs whose
    final is on its way; `posting`: the board is being posted for the first time.
    """

    now: float
    limits: Limits
    budget: Budget
    sent: tuple[float, ...]
    last: float
    runs: dict[str, Run]
    asks: tuple[Ask, ...]
    ending: frozenset[str]
    frozen: float
    board: Board
    posting: bool

    def turn(self, mine: Ask) -> Turn:
        if mine.rank is Rank.FINAL:
            place = sum(ask.rank is Rank.FINAL and self.key(ask) < self.key(mine) for ask in self.asks)
            slot = self.slot(place)
            return Go() if slot <= self.now else Wait(slot)
        if not self.boarded(mine.job):
            return self.own(mine)
        if mine.rank is Rank.FIRST:
            return self.shared()
        own = self.own(mine)
        return own if isinstance(own, Go) else earlier_turn(self.shared(), own)

    def own(self, mine: Ask) -> Turn:
        """May the job send a card of its own that is not its last?"""
        run = self.known(mine.job)
        place = self.ahead(self.key(mine))
        preview = mine.rank is Rank.PREVIEW
        slot = max(self.slot(place), self.ripe(run) if preview else 0.0)
        if slot > self.now:
            return self.later(slot, place)
        if (preview and (self.hurried() or -GUESS_TRUST_S < run.due - self.now < PREVIEW_FLIGHT_S)) or self.harms(
            place + 1, spare=preview and run.previews > 0
        ):
            return self.later(self.opening(place), place)
        return Go()

    def shared(self) -> Turn:
        """May the board be shown?"""
        place = self.ahead(self.board_key())
        ripe = self.board.shown + self.limits.board_gap if self.board.shown else self.now
        slot = max(self.slot(place), ripe)
        if not self.board.behind or self.posting or slot > self.now:
            return self.later(max(slot, self.now + 1.0), place)
        if self.hurried() or self.harms(place + 1, spare=self.board.edits > 0):
            return self.later(self.opening(place), place)
        return Go(board=True)

    def slot(self, place: int) -> float:
        """When the send with `place` others before it can go, should they all go as early as they can."""
        start = max(self.now, self.frozen)
        return self.budget.slots(self.sent, self.last, [start] * (place + 1))[-1]

    def later(self, moment: float, place: int) -> Wait:
        """At that moment, but look again before, since jobs end and are better known as time goes by."""
        patience = self.now + min(1.0 + place, ASK_AGAIN_MOST_S)
        return Wait(max(min(moment, patience), self.frozen))

    def opening(self, place: int) -> float:
        """When the next send but `place` leaves the window."""
        ends = [at + self.budget.window for at in self.sent if at + self.budget.window > self.now]
        return ends[place] if place < len(ends) else self.now + ASK_AGAIN_MOST_S

    def harms(self, sends: int, *, spare: bool) -> bool:
        """Whether so many sends now could cost any final its slot; `spare`: or keep somebody new waiting."""
        dues = [due for due, _ in self.dues()]
        if spare:
            dues += [self.now + NEWCOMER_DUE_S] * (
                NEWCOMER_SENDS + sum(not run.previews for run in self.runs.values())
            )
        return self.budget.delays(self.sent, self.last, sorted(dues), [self.now] * sends)

    def hurried(self) -> bool:
        """Whether the gap after a send now could hold up a final."""
        return any(certain and due < self.now + self.budget.gap for due, certain in self.dues())

    def dues(self) -> Iterator[tuple[float, bool]]:
        """The earliest moments at which finals fall due, and whether there is reason to believe so."""
        waiting = {ask.job for ask in self.asks if ask.rank is Rank.FINAL}
        yield from ((self.now, True) for _ in waiting)
        for run in self.runs.values():
            if run.job not in waiting and run.job not in self.ending:
                yield max(run.due, self.now), run.due > self.now - GUESS_TRUST_S

    def ahead(self, key: Key) -> int:
        return sum(other < key for other in self.line())

    def line(self) -> Iterator[Key]:
        """Where everyone stands who could be let go now; the board once, whoever may bring it."""
        bearers = 0
        for ask in self.asks:
            boarded = ask.rank is not Rank.FINAL and self.boarded(ask.job)
            bearers += boarded
            if not (boarded and ask.rank is Rank.FIRST) and self.awake(ask):
                yield self.key(ask)
        ripe = self.now >= self.board.shown + self.limits.board_gap or not self.board.shown
        if bearers and ripe and self.board.behind and not self.posting:
            yield self.board_key()

    def awake(self, ask: Ask) -> bool:
        return ask.rank is not Rank.PREVIEW or self.ripe(self.known(ask.job)) <= self.now

    def ripe(self, run: Run) -> float:
        """When its next preview may be shown."""
        return run.shown + self.limits.preview_gap if run.shown else self.now

    def key(self, ask: Ask) -> Key:
        if ask.rank is not Rank.PREVIEW:
            return ask.rank, 0, ask.ready, 0.0, ask.job
        run = self.known(ask.job)
        return ask.rank, run.previews, run.shown, ask.ready, ask.job

    def board_key(self) -> Key:
        """The board stands in the line like one job more, before others like it."""
        return Rank.PREVIEW, self.board.edits, self.board.shown, float("-inf"), ""

    def boarded(self, job: str) -> bool:
        """Whether the job has to make do with the board: too many run, and it has no message."""
        run = self.runs.get(job)
        return run is not None and not run.placed and is_crowded(self.limits, self.runs.values())

    def known(self, job: str) -> Run:
        return self.runs.get(job) or Run(job, placed=True)


def is_crowded(limits: Limits, runs: Iterable[Run]) -> bool:
    return 0 < limits.board_over < sum(not run.guest for run in runs)


def earlier_turn(one: Turn, other: Wait) -> Turn:
    return one if isinstance(one, Go) else Wait(min(one.until, other.until))
