"""What holds in a lane for every order of events."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.lane import Lane
from bot.domain.pacing import Rank, Wait
from bot.domain.turn import ASK_AGAIN_MOST_S, BEARER_STEP_S, GUESS_TRUST_S, Go, Limits, Run
from tests.bench.lanes.ours import Play
from tests.bench.lanes.plans import Plan, finals

T0 = 1000.0

limits = st.builds(
    Limits,
    capacity=st.integers(1, 6),
    window=st.sampled_from([2.0, 5.0, 30.0]),
    gap=st.sampled_from([0.0, 0.25, 1.0]),
    preview_gap=st.sampled_from([0.0, 1.5]),
    board_over=st.integers(0, 3),
)


@st.composite
def jobs(draw: st.DrawFn, *, start: float | None = None) -> list[Plan]:
    """A few jobs with progress lines and a moment at which each is ready."""
    made = []
    for n in range(draw(st.integers(1, 8))):
        begin = T0 + (draw(st.floats(0.0, 20.0)) if start is None else start)
        ready = begin + draw(st.floats(1.0, 60.0))
        lines = sorted(draw(st.lists(st.floats(0.01, 1.0), max_size=6)))
        progress = tuple(begin + share * (ready - begin) for share in lines)
        made.append(Plan(f"job{n}", begin, progress, ready, tuple(range(1, len(lines) + 1)), draw(st.booleans())))
    return made


def fits(times: list[float], rules: Limits, capacity: int | None = None) -> None:
    capacity = capacity or rules.capacity
    assert all(b >= a + rules.gap for a, b in pairwise(times))
    assert all(b >= a + rules.window for a, b in zip(times, times[capacity:], strict=False))


@settings(deadline=None)
@given(limits, jobs())
def test_the_limit_is_kept_and_every_final_goes_out(rules: Limits, plans: list[Plan]) -> None:
    """Never more than the capacity in any window, never closer than the gap, and nobody waits for ever."""
    play = Play(Lane(rules), plans, latency=0.0)
    outcome = play.run()
    assert len(finals(outcome, plans)) == len(plans)
    fits(play.sent, rules)
    assert not play.lane.runs
    assert not play.lane.asks


@settings(deadline=None)
@given(limits, jobs(start=0.0))
def test_previews_delay_no_final(rules: Limits, plans: list[Plan]) -> None:
    """With dues that are true lower bounds, and not far off, each final goes out as if there were no previews."""
    rules, placed = replace(rules, board_over=0), [replace(plan, placed=True) for plan in plans]
    due = {plan.job: plan.ready - min((plan.ready - plan.start) / 3, GUESS_TRUST_S - 1) for plan in plans}
    delays = []
    for previews in (True, False):
        play = Play(Lane(rules), placed, latency=0.0, previews=previews, due=lambda plan, _: due[plan.job])
        delays.append(sorted(finals(play.run(), placed)))
    assert delays[0] == delays[1]


crowds = st.builds(
    Limits,
    capacity=st.integers(2, 20),
    window=st.sampled_from([5.0, 30.0, 60.0]),
    gap=st.sampled_from([0.0, 0.25, 1.0]),
    board_over=st.just(1),
)


@settings(deadline=None)
@given(crowds, jobs(start=0.0).filter(lambda plans: len(plans) > 1))
def test_no_final_is_starved_by_the_board(rules: Limits, plans: list[Plan]) -> None:
    """Each goes out as early as if the lane had no board, and so many sends less as boards fit its window."""
    rules = replace(rules, capacity=max(rules.capacity, 4))  # of fewer the board leaves none at times
    boards = int(rules.window // max(rules.board_gap, 2 * rules.window / rules.capacity)) + 1
    play = Play(Lane(rules), plans, latency=0.0)
    less = replace(rules, capacity=rules.capacity - boards, board_over=0)
    without = Play(Lane(less), plans, latency=0.0, previews=False)
    ours, theirs = (
        sorted(shown.at for shown in one.run().shown if shown.rank is Rank.FINAL) for one in (play, without)
    )
    assert all(a <= b + boards * rules.gap for a, b in zip(ours, theirs, strict=True))


FILLED = Limits(capacity=7, window=60.0, gap=0.0, board_over=1)
LATE_NEWS = [
    *(Plan(f"job{n}", T0, (), T0 + 1.0) for n in range(4)),
    *(Plan(f"job{n}", T0, (), T0 + 18.0) for n in (4, 5)),
    Plan("job6", T0, (T0 + 17.5,), T0 + 35.0, (1,)),
]


@settings(deadline=None)
@given(crowds, jobs(start=0.0))
@example(FILLED, LATE_NEWS)  # a board that came early took the last place for a minute
def test_the_board_is_never_older_than_its_bound(rules: Limits, plans: list[Plan]) -> None:
    """News of a job that sits on it is there, or its final is, by then."""
    play = Play(Lane(rules), plans, latency=0.0)
    outcome = play.run()
    bound = max(rules.board_gap_most, 4 * rules.window / rules.capacity) + rules.gap + BEARER_STEP_S * len(plans)
    boards = [shown for shown in outcome.shown if not shown.job]
    for before, after in pairwise(boards):
        news = [
            at
            for plan in plans
            if plan.job in before.seated and plan.job in after.seated
            for at in plan.progress
            if before.at < at
        ]
        heard = max(ASK_AGAIN_MOST_S, rules.board_gap_busy, 3 * rules.window / rules.capacity) + rules.gap
        assert after.at <= max(before.at + bound, min(news, default=after.at) + heard)


@settings(deadline=None)
@given(limits, jobs(), st.lists(st.floats(0.0, 90.0), max_size=4))
def test_finals_go_out_in_spite_of_refusals(rules: Limits, plans: list[Plan], refusals: list[float]) -> None:
    """A platform that refuses now and then gets everything in the end, and less from then on."""
    pauses = sorted(T0 + after for after in refusals)

    class Moody:
        def refuse(self, now: float) -> float:
            due = [pause for pause in pauses if pause <= now]
            del pauses[: len(due)]
            return 3.5 if due else 0.0  # longer than what a gap explains

    play = Play(Lane(rules), plans, gate=Moody(), latency=0.0)
    assert len(finals(play.run(), plans)) == len(plans)
    fits(play.sent, rules)
    for refused in play.outcome.refused:
        assert not any(refused < at < refused + 3.5 for at in play.sent)
        until = refused + 600
        fits([at for at in play.sent if refused < at < until], rules, max(1, rules.capacity // 2))


@settings(deadline=None)
@given(limits, st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3), st.floats(-0.5, 9.0)), max_size=40))
def test_any_sequence_of_calls_is_answered(rules: Limits, calls: list[tuple[int, int, float]]) -> None:
    """Unknown jobs, clocks that run backwards, landings of what was never sent: no exception, no overdraft."""
    lane, now, times, latest = Lane(rules), T0, [], T0
    for call, number, step in calls:
        now, job, before = now + step, f"job{number}", lane
        if call < 3:
            lane, turn = lane.ask(job, list(Rank)[call], now)
            if isinstance(turn, Go):
                times.append(now)
            else:
                assert turn.until > now
            assert before.ask(job, list(Rank)[call], now) == (lane, turn)
        elif call == 3:
            lane = lane.enter(Run(job, now + step))
        elif call == 4:
            lane = lane.release(job)
        elif call == 5:
            lane = lane.landed(job, now)
        else:
            lane = lane.freeze(now, step, job)
        latest = max(latest, now)
        assert 1 <= lane.capacity(now) <= rules.capacity
    fits(sorted(times), replace(rules, gap=0.0))


@settings(deadline=None)
@given(st.integers(1, 10), st.floats(0.1, 30.0))
def test_stale_asks_hold_nobody_up_for_long(dead: int, wait: float) -> None:
    """A final behind any number of dead ones goes out within their last staleness."""
    lane = Lane(Limits(3, 20.0, 1.0), log=(T0, T0 + 1, T0 + 2))
    for n in range(dead):
        lane, _ = lane.ask(f"dead{n}", Rank.FINAL, T0 + 3)
    now = T0 + 3 + wait
    lane, turn = lane.ask("alive", Rank.FINAL, now)
    limit = max(ask.stale for ask in lane.asks if ask.job != "alive")
    while isinstance(turn, Wait):
        now = turn.until
        lane, turn = lane.ask("alive", Rank.FINAL, now)
    assert now <= max(limit, T0 + 3 + wait) + 2 * 20.0
