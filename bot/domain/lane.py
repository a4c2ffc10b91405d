"""One rate-limit domain as one record: what was sent, who runs, who waits, and what the platform taught us."""

from dataclasses import dataclass, field, replace

from bot.domain.budget import Budget
from bot.domain.pacing import Rank, Wait
from bot.domain.parcel import Answered
from bot.domain.turn import Ask, Board, Limits, Run, Turn, View, is_crowded

# A turn that nobody takes is the next one's after this long: its process is dead or stuck.
TURN_GRACE_S = 5.0
# An ask that went stale keeps its place this long, should its owner come back.
STALE_ASK_KEPT_S = 600.0
# A send that neither landed nor was refused by then never will be.
FLIGHT_MOST_S = 120.0
# The board is on its way for so long at most; nobody else may bring it before.
BOARD_FLIGHT_MOST_S = 30.0
# By which name the board lands, or is refused; no job has it.
BOARD_ASK = "board"
LEFTOVER_MOST = 8  # boards
# A log entry outlives its window by this, so that clocks a little apart do not forget it.
CLOCK_SKEW_S = 5.0
# After a 429 half the capacity has to do for this long; then one send comes back per minute.
CHASTENED_S = 600.0
GIVE_BACK_EVERY_S = 60.0
# Platforms tell pauses in whole seconds, and the caller adds a little.
SLIGHT_PAUSE_S = 1.5


@dataclass(frozen=True, slots=True)
class Lane:
    """One record, changed by compare-and-set; every method returns the lane that comes after.

    All times are seconds on the clock that `now` is read from. `log`: the moments of the sends that still count,
    ascending. `last`: when something was let go last, `left`: when something left last. `frozen`: nothing may be
    sent before. `learned`: the capacity that the platform taught us at `taught`; 0: none. `wider`: what it
    taught us to add to the gap, at `widened`. `answered`: answers to people that still count. `leftover`: boards
    that say nothing any more and may still be there.
    """

    limits: Limits
    log: tuple[float, ...] = ()
    runs: tuple[Run, ...] = ()
    asks: tuple[Ask, ...] = ()
    last: float | None = None
    left: float | None = None
    frozen: float = 0.0
    learned: int = 0
    taught: float = 0.0
    wider: float = 0.0
    widened: float = 0.0
    answered: tuple[Answered, ...] = ()
    board: Board = field(default_factory=Board)
    leftover: tuple[str, ...] = ()

    def enter(self, run: Run) -> "Lane":
        """A job begins, or its owner knows more of it; what the lane has counted for it stays."""
        old = self.run(run.job)
        if old is None:
            lane = replace(self, runs=(*self.runs, run), board=replace(self.board, behind=True))
            return lane.seated()
        new = replace(
            run,
            placed=old.placed or run.placed,
            previews=old.previews,
            shown=old.shown,
            seated=old.seated,
        )
        news = (new.note, new.tile) != (old.note, old.tile)
        return replace(self.updated(new), board=replace(self.board, behind=self.board.behind or news))

    def seated(self) -> "Lane":
        """With all its jobs on the board, if they are too many; whoever sits there stays until its final."""
        if not is_crowded(self.limits, self.runs) or self.board.unwanted:
            return self
        return replace(self, runs=tuple(replace(run, seated=run.for_all) for run in self.runs))

    def release(self, job: str) -> "Lane":
        """Its last card is shown, or it never will be. The board goes with the crowd."""
        lane = self.forget(job)
        if lane.has_crowd or is_crowded(self.limits, lane.runs):
            return lane
        return replace(lane.left_over(lane.board.message), board=Board())

    def forget(self, job: str) -> "Lane":
        """The same, but whoever releases a job next takes the board away."""
        runs = tuple(run for run in self.runs if run.job != job)
        board = replace(self.board, behind=self.board.behind or len(runs) < len(self.runs))
        return replace(self, runs=runs, asks=self.others(job), board=board)

    def left_over(self, message: str) -> "Lane":
        """With a board that is to be taken away, if it is one."""
        known = not message or message in self.leftover
        return self if known else replace(self, leftover=(*self.leftover, message)[-LEFTOVER_MOST:])

    def erased(self, message: str) -> "Lane":
        """A board that was to be taken away is gone, or never will be."""
        return replace(self, leftover=tuple(one for one in self.leftover if one != message))

    @property
    def has_crowd(self) -> bool:
        """Whether anybody sits on the board."""
        return any(run.seated for run in self.runs)

    def lose_board(self, message: str) -> "Lane":
        """Somebody has deleted it: it is posted once more, and then not again in this crowd."""
        if self.board.message != message:
            return self
        board = replace(self.board, message="", behind=True, losses=self.board.losses + 1)
        runs = tuple(replace(run, seated=run.seated and not board.unwanted) for run in self.runs)
        return replace(self, runs=runs, asks=self.others(BOARD_ASK), board=board)

    def ask(self, job: str, rank: Rank, now: float) -> tuple["Lane", Turn]:
        """May this job send? `Go` is counted in the lane returned, so save it before sending.

        `Wait`: ask again at that moment, or with a higher rank when there is one. The place in the line is kept
        until TURN_GRACE_S after that moment, also over a refused send, as long as the rank is the same.
        """
        lane = self.fresh(now)
        mine = lane.standing(job, rank, now)
        lane = lane.taken(mine)
        turn = lane.view(now).turn(mine)
        if isinstance(turn, Wait):
            run = lane.run(job)
            turn = replace(turn, seated=run is not None and run.seated)
            return lane.taken(replace(mine, stale=turn.until + TURN_GRACE_S)), turn
        if turn.board:
            end = now + BOARD_FLIGHT_MOST_S
            lane = lane.taken(replace(mine, stale=end))
            return lane.counted(Ask(BOARD_ASK, Rank.FIRST, now, end, sent=now, board=True), now), turn
        return lane.counted(replace(mine, sent=now, stale=now + FLIGHT_MOST_S), now), turn

    def depart(self, now: float) -> tuple["Lane", float]:
        """What was let go is ready to be sent; it may leave at the moment returned, which is taken then.

        One picture takes longer to fetch than the next, so what was let go a gap apart need not be ready so.
        """
        moment = now if self.left is None else max(now, self.left + self.gap(now))
        return replace(self, left=moment), moment

    def landed(self, job: str, now: float, board: str = "") -> "Lane":
        """The platform has what this job was let go with; `board` names the status message, for BOARD_ASK.

        One that came when its crowd had gone is left over, and so is the last one when this is another, or none.
        The send counts from here, since the platform may have counted it as late as this. So does the gap after a
        board, whose picture is the largest that is sent: what leaves next is small, and would come right behind it.
        """
        ask = self.asked(job)
        if ask is None or ask.sent is None:
            return self
        log = list(self.log)
        if ask.sent in log:
            log.remove(ask.sent)
            log.append(max(ask.sent, now))
        lane = replace(self, log=tuple(sorted(log)), asks=self.others(job))
        if ask.board:
            if not self.has_crowd:
                return lane.left_over(board)
            old = self.board.message if self.board.message != board else ""
            lane = replace(lane.left_over(old), board=replace(self.board, message=board))
            return replace(lane, left=now if lane.left is None else max(lane.left, now))
        return lane.previewed(job, ask.rank, now)

    def freeze(self, now: float, retry_after: float, job: str = "") -> "Lane":
        """The platform refused a send of `job` and wants `retry_after` seconds of peace (add your jitter).

        The refused send stays counted. Previews that wait are dropped, and so is a board on its way; the rest keep
        their places. Capacity halves
        unless the send was let go before the last freeze ended: then it is the same overshoot. A pause that is
        hardly longer than the gap says that two sends came too close to each other, not that they were too many:
        the gap widens by it then.
        """
        frozen = max(self.frozen, now + max(retry_after, 0.0))
        asks = tuple(
            ask
            for ask in self.asks
            if not ask.board and (ask.rank is not Rank.PREVIEW or (ask.sent is not None and ask.job != job))
        )
        board = replace(self.board, behind=self.board.behind or any(ask.board for ask in self.asks))
        lane = replace(self, frozen=frozen, asks=asks, board=board)
        ask = self.asked(job)
        sent = ask.sent if ask and ask.sent is not None else max(self.log, default=now)
        if self.learned and sent < self.frozen:
            return lane
        if retry_after <= self.limits.gap + SLIGHT_PAUSE_S:
            return replace(lane, wider=max(retry_after, 0.0), widened=now)
        return replace(lane, learned=max(1, self.capacity(now) // 2), taught=now)

    def explains_refusal(self, now: float) -> bool:
        """Whether what was sent here may be too much for this lane; else a refusal may be meant for all of them."""
        used = sum(at > now - self.limits.window for at in self.log)
        return 2 * used >= self.limits.capacity

    def is_shedding(self, now: float) -> bool:
        """Whether previews are rarer for longer, since the platform takes less than it might."""
        return self.capacity(now) < self.limits.capacity

    def capacity(self, now: float) -> int:
        """Sends per window, as far as the platform has taught us."""
        if not self.learned:
            return max(1, self.limits.capacity)
        back = max(0, int((now - self.taught - CHASTENED_S) // GIVE_BACK_EVERY_S))
        return max(1, min(self.limits.capacity, self.learned + back))

    def gap(self, now: float) -> float:
        """Seconds between two sends, as far as the platform has taught us."""
        return self.limits.gap + (self.wider if now < self.widened + CHASTENED_S else 0.0)

    def run(self, job: str) -> Run | None:
        return next((run for run in self.runs if run.job == job), None)

    def asked(self, job: str) -> Ask | None:
        return next((ask for ask in self.asks if ask.job == job), None)

    def view(self, now: float) -> View:
        """What counts at this moment."""
        limits = self.limits
        flying = [ask for ask in self.asks if ask.sent is not None and now < ask.stale]
        return View(
            now,
            limits,
            Budget(self.capacity(now), limits.window, self.gap(now)),
            self.log,
            float("-inf") if self.last is None else self.last,
            {run.job: run for run in self.runs},
            tuple(ask for ask in self.asks if ask.sent is None and now <= ask.stale),
            frozenset(ask.job for ask in flying if ask.rank is Rank.FINAL),
            self.frozen,
            self.board,
            any(ask.board for ask in flying),
            self.answered,
        )

    def fresh(self, now: float) -> "Lane":
        """Without what is long past."""
        horizon = now - CLOCK_SKEW_S - self.limits.window
        lost = any(ask.board and now >= ask.stale for ask in self.asks)
        return replace(
            self,
            log=tuple(at for at in self.log if at > horizon),
            answered=tuple(one for one in self.answered if one.at > horizon),
            runs=tuple(run for run in self.runs if not run.stale or now < run.stale),
            asks=tuple(
                ask for ask in self.asks if now < ask.stale + (STALE_ASK_KEPT_S if ask.sent is None else 0.0)
            ),
            board=replace(self.board, behind=self.board.behind or lost),
        )

    def standing(self, job: str, rank: Rank, now: float) -> Ask:
        """What the job asks now, given what it asked before."""
        old = self.asked(job)
        if old is None:
            return Ask(job, rank, now, now)
        if old.sent is None:
            rank = min(old.rank, rank)
        return Ask(job, rank, old.ready if rank is old.rank else now, now)

    def taken(self, new: Ask) -> "Lane":
        """With this ask in place of the job's last one; a board that never landed is due again."""
        old = self.asked(new.job)
        board = replace(self.board, behind=self.board.behind or (old is not None and old.board))
        return replace(self, asks=(*self.others(new.job), new), board=board)

    def counted(self, ask: Ask, now: float) -> "Lane":
        last = now if self.last is None else max(self.last, now)
        lane = replace(self.taken(ask), log=tuple(sorted((*self.log, now))), last=last)
        run = self.run(ask.job)
        if run is not None and run.guest and run.owner:
            lane = replace(lane, answered=(*lane.answered, Answered(run.owner, now)))
        return replace(lane, board=replace(lane.board, shown=now, behind=False)) if ask.board else lane

    def previewed(self, job: str, rank: Rank, now: float) -> "Lane":
        run = self.run(job)
        if run is None:
            return self
        return self.updated(replace(run, placed=True, previews=run.previews + (rank is Rank.PREVIEW), shown=now))

    def updated(self, new: Run) -> "Lane":
        return replace(self, runs=tuple(new if run.job == new.job else run for run in self.runs))

    def others(self, job: str) -> tuple[Ask, ...]:
        return tuple(ask for ask in self.asks if ask.job != job)
