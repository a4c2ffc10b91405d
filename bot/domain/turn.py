"""Whose turn it is in a lane: finals first, then first cards, and previews from what its window leaves open.

In a crowd there are finals and the board: the board keeps its time, finals take everything else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from bot.domain.budget import Budget, Rhythm
from bot.domain.pacing import Rank, Wait
from bot.domain.parcel import Answered, next_answer, share_of

# A preview that no slot is known for asks again after a second per place in the line, but within this.
ASK_AGAIN_MOST_S = 10.0
# A job that has shown a preview leaves room for somebody new: a first card and a final, due this soon.
NEWCOMER_SENDS = 2
NEWCOMER_DUE_S = 5.0
# A preview may be on its way this long, and its job's final has to wait for it.
PREVIEW_FLIGHT_S = 1.0
# A moment that passed this long ago was a wrong guess, and tells no more than none.
GUESS_TRUST_S = 10.0

# Of what a lane may send the board takes at most one in so many, however few they are: see `Tempo`.
BOARD_SHARES = (2, 3, 4)
# Those who could bring the board come for it one after the other, so that one that is dead holds nobody up.
BEARER_STEP_S = 0.25
# A board that is due for so long has nobody who would bring it.
BOARD_GRACE_S = 5.0
# Whoever deletes the board so often in one crowd does not want it.
BOARD_LOSSES_MOST = 2

# Where a send stands in the line; the lowest goes first.
Key = tuple[Rank, int, float, float, str]


class Tempo(IntEnum):
    """When the board is due: while no final waits, while some do, and whatever else could go."""

    QUIET = 0
    BUSY = 1
    LATEST = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform allows in one lane. Times in seconds.

    `capacity` sends in any `window` (sliding), `gap` at least between two sends, `preview_gap` between two previews
    of one job. With more than `board_over` running jobs (0: never) they share one status message, the board: shown
    every `board_gap` while no final waits, every `board_gap_busy` while some do, but at most `board_gap_most` after
    the last time when they go one after the other.
    """

    capacity: int
    window: float
    gap: float
    preview_gap: float = 0.0
    board_over: int = 0
    board_gap: float = 8.0
    board_gap_busy: float = 12.0
    board_gap_most: float = 18.0


@dataclass(frozen=True, slots=True)
class Run:
    """A running job of the lane.

    `due`: its final falls due no earlier, as far as its owner knows; 0: unknown, which like the past means at any
    moment. `placed`: it has a message of its own. `previews` it has shown, the last at `shown`. `note`: its line on
    the board. After `stale` (0: never) it is disregarded: its deadline has passed and nobody closed it. `guest`: a
    message that belongs to no job, so it is none of the crowd; `owner`: who asked for it, empty for nobody.
    `seated`: it is shown on the board until its final. `alone`: only one person sees its message, so it never is.
    `tile`: how often what the board shows of it as a picture was noted.
    """

    job: str
    due: float = 0.0
    placed: bool = False
    previews: int = 0
    shown: float = 0.0
    note: str = ""
    stale: float = 0.0
    guest: bool = False
    seated: bool = False
    owner: str = ""
    alone: bool = False
    tile: int = 0

    @property
    def for_all(self) -> bool:
        """Whether it may be shown on the board."""
        return not (self.guest or self.alone)


@dataclass(frozen=True, slots=True)
class Ask:
    """A job that wants to send since `ready`; after `stale` nobody waits for it any more.

    `sent`: it was let go at that moment and has not landed yet; None: it waits. `board`: it is the board.
    """

    job: str
    rank: Rank
    ready: float
    stale: float
    sent: float | None = None
    board: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The status message of a crowd.

    `message` is the caller's name for it, empty while there is none; `shown` when it was last let go; `behind`
    when a job has changed since. `losses`: how often it was deleted in this crowd.
    """

    message: str = ""
    shown: float = 0.0
    behind: bool = False
    losses: int = 0

    @property
    def unwanted(self) -> bool:
        return self.losses >= BOARD_LOSSES_MOST


@dataclass(frozen=True, slots=True)
class Go:
    """Send now; it is counted already. `board`: the shared status message, not the job's own card."""

    board: bool = False


Turn = Go | Wait


@dataclass(frozen=True, slots=True)
class View:
    """A lane at one moment: what still counts of it, and the decision.

    `sent` ascends; `last`: the last send, for the gap; `runs` by job; `asks`: those that wait; `ending`: jobs whose
    final is on its way; `showing`: so is the board.
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
    showing: bool
    answered: tuple[Answered, ...] = ()

    def turn(self, mine: Ask) -> Turn:
        seated = self.known(mine.job).seated
        board = self.shared(mine) if seated else None
        if isinstance(board, Go):
            return board
        if mine.rank is Rank.FINAL:
            return earlier_turn(self.final(mine), board)
        return board or self.own(mine)

    def final(self, mine: Ask) -> Turn:
        place = sum(ask.rank is Rank.FINAL and self.key(ask) < self.key(mine) for ask in self.asks)
        slot = self.final_slot(place)
        return Go() if slot <= self.now else Wait(slot)

    def final_slot(self, place: int) -> float:
        """When the final with `place` others before it can go; in a crowd, beside the board."""
        rhythm = self.rhythm()
        if rhythm is None:
            return self.slot(place)
        return self.budget.slots_beside(self.sent, self.last, self.start, place + 1, rhythm)[-1]

    def own(self, mine: Ask) -> Turn:
        """May the job send a card of its own that is not its last?"""
        run = self.known(mine.job)
        place = self.ahead(self.key(mine))
        preview = mine.rank is Rank.PREVIEW
        slot = max(self.slot(place), self.ripe(run) if preview else self.within_share(run))
        if slot > self.now:
            return self.later(slot, place)
        if (preview and (self.hurried() or -GUESS_TRUST_S < run.due - self.now < PREVIEW_FLIGHT_S)) or self.harms(
            place + 1, spare=preview and run.previews > 0
        ):
            return self.later(self.opening(place), place)
        return Go()

    def shared(self, mine: Ask) -> Turn:
        """May this job bring the board?"""
        bearer = self.bearer(mine)
        if self.showing or not self.board.behind:
            return self.later(max(self.board_due(Tempo.QUIET), self.now + 1.0), bearer)
        busy = any(ask.rank is Rank.FINAL for ask in self.asks)
        moment = max(self.slot(0), self.board_due(Tempo.BUSY if busy else Tempo.QUIET))
        if moment > self.now:
            return Wait(moment + BEARER_STEP_S * bearer)
        if self.now < self.board_due(Tempo.LATEST) and (
            (self.hurried() if not busy else self.final_slot(0) <= self.now + self.budget.gap)
            or not self.leaves_room_for_next()
        ):
            return self.later(self.now + 1.0, bearer)
        return Go(board=True)

    def leaves_room_for_next(self) -> bool:
        """Whether the board after one now can come in time: an early one may take what finals have left."""
        after = self.budget.earliest([*self.sent, self.now], self.now, self.now)
        return after <= self.now + self.board_every(Tempo.LATEST)

    def board_due(self, tempo: "Tempo") -> float:
        """When the board is to be shown next."""
        return self.board.shown + self.board_every(tempo) if self.board.shown else self.now

    def board_every(self, tempo: "Tempo") -> float:
        """Seconds from one showing of the board to the next; more where the lane may send little."""
        limits = self.limits
        least = (limits.board_gap, limits.board_gap_busy, limits.board_gap_most)[tempo]
        return max(least, BOARD_SHARES[tempo] * self.budget.window / self.budget.capacity)

    def rhythm(self) -> Rhythm | None:
        """What the board needs for itself while finals wait; None where there is none.

        One that has nothing new to say, or that nobody comes for, lets a final go first.
        """
        if not any(run.seated for run in self.runs.values()):
            return None
        due, every = self.board_due(Tempo.LATEST), self.board_every(Tempo.BUSY)
        wanted = self.board.behind and self.start - due < BOARD_GRACE_S
        return Rhythm(max(due, self.start if wanted else self.start + every), every)

    def bearer(self, mine: Ask) -> int:
        """How many come before this one for the board; those last whose finals are ready."""
        return sum(bearer_key(ask) < bearer_key(mine) for ask in self.asks if self.known(ask.job).seated)

    @property
    def start(self) -> float:
        """Nothing goes before."""
        return max(self.now, self.frozen)

    def slot(self, place: int) -> float:
        """When the send with `place` others before it can go, should they all go as early as they can."""
        return self.budget.slots(self.sent, self.last, [self.start] * (place + 1))[-1]

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
        if (rhythm := self.rhythm()) is not None:
            dues.append(rhythm.due)
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
        """Where everyone stands who could be let go now; those on the board wait for their finals alone."""
        for ask in self.asks:
            if (ask.rank is Rank.FINAL or not self.known(ask.job).seated) and self.awake(ask):
                yield self.key(ask)

    def awake(self, ask: Ask) -> bool:
        run = self.known(ask.job)
        return (self.ripe(run) if ask.rank is Rank.PREVIEW else self.within_share(run)) <= self.now

    def within_share(self, run: Run) -> float:
        """When an answer may go: others who wait have two thirds of what finals leave over."""
        if not (run.guest and run.owner and self.has_others(run.owner)):
            return self.now
        finals = sum(not other.guest for other in self.runs.values())
        share = share_of(self.budget.capacity, finals)
        return next_answer(self.answered, run.owner, self.budget.window, share, self.now)

    def has_others(self, owner: str) -> bool:
        """Whether anybody else waits here: for a picture, or for an answer."""
        waiting = (self.known(ask.job) for ask in self.asks)
        running = (run for run in self.runs.values() if not run.guest)
        return any(run.owner != owner for run in (*waiting, *running))

    def ripe(self, run: Run) -> float:
        """When its next preview may be shown."""
        return run.shown + self.limits.preview_gap if run.shown else self.now

    def key(self, ask: Ask) -> Key:
        run = self.known(ask.job)
        if ask.rank is not Rank.PREVIEW:
            return ask.rank, self.given_before(run), ask.ready, 0.0, ask.job
        return ask.rank, run.previews, run.shown, ask.ready, ask.job

    def given_before(self, run: Run) -> int:
        """Jobs stand before answers, and answers to whom had fewest before the others."""
        return 1 + sum(one.owner == run.owner for one in self.answered) if run.guest else 0

    def known(self, job: str) -> Run:
        return self.runs.get(job) or Run(job, placed=True)


def is_crowded(limits: Limits, runs: Iterable[Run]) -> bool:
    return 0 < limits.board_over < sum(run.for_all for run in runs)


def bearer_key(ask: Ask) -> tuple[bool, float, str]:
    return ask.rank is Rank.FINAL, ask.ready, ask.job


def earlier_turn(one: Turn, other: Turn | None) -> Turn:
    """`other` is no Go."""
    return Wait(min(one.until, other.until)) if isinstance(one, Wait) and isinstance(other, Wait) else one
