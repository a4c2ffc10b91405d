"""Whose turn it is: finals first, then first cards, and previews from what is left."""

from dataclasses import asdict, replace

from bot.domain.lane import BOARD_ASK, BOARD_FLIGHT_MOST_S, TURN_GRACE_S, Lane
from bot.domain.pacing import Rank, Wait
from bot.domain.turn import NEWCOMER_DUE_S, Ask, Go, Limits, Run, Turn

GROUP = Limits(capacity=20, window=60.0, gap=1.0, preview_gap=3.0, board_over=6)
CHANNEL = Limits(capacity=5, window=5.0, gap=0.0, preview_gap=3.0)
T0 = 1000.0
DAY = 86400.0


def entered(lane: Lane, *names: str, due: float = 0.0, placed: bool = True) -> Lane:
    for name in names:
        lane = lane.enter(Run(name, due, placed))
    return lane


def asked(lane: Lane, rank: Rank, now: float, *names: str) -> tuple[Lane, dict[str, Turn]]:
    turns = {}
    for name in names:
        lane, turns[name] = lane.ask(name, rank, now)
    return lane, turns


def sent(lane: Lane, number: int, now: float, step: float = 0.0) -> Lane:
    """A lane that has sent so many finals of jobs that are gone."""
    for n in range(number):
        lane, turn = lane.ask(f"gone{n}", Rank.FINAL, now + n * step)
        assert turn == Go()
        lane = lane.landed(f"gone{n}", now + n * step).release(f"gone{n}")
    return lane


def test_finals_go_in_the_order_they_were_ready() -> None:
    """Each is told the moment of its own slot, the window included, so that none wakes for another's."""
    lane = sent(Lane(replace(GROUP, capacity=3)), 1, T0)
    lane, turns = asked(lane, Rank.FINAL, T0 + 0.5, "a", "b", "c", "d")
    assert turns == {"a": Wait(T0 + 1), "b": Wait(T0 + 2), "c": Wait(T0 + 60), "d": Wait(T0 + 61)}
    lane, turns = asked(lane, Rank.FINAL, T0 + 1.0, "b", "a")
    assert turns == {"b": Wait(T0 + 2), "a": Go()}


def test_a_final_passes_what_waits() -> None:
    """Neither a first card nor a preview holds it up."""
    lane = entered(sent(Lane(GROUP), 1, T0), "a", "b", "c")
    lane, _ = asked(lane, Rank.FIRST, T0 + 0.1, "a")
    lane, _ = asked(lane, Rank.PREVIEW, T0 + 0.2, "b")
    lane, turns = asked(lane, Rank.FINAL, T0 + 1.0, "c")
    assert turns == {"c": Go()}


def test_a_preview_leaves_room_for_every_final_that_may_come() -> None:
    """Used, itself and the running jobs fit the window, or it waits."""
    lane = entered(sent(Lane(CHANNEL), 1, T0), "a", "b", "c", "d")
    lane, turns = asked(lane, Rank.PREVIEW, T0 + 1, "a")
    assert isinstance(turns["a"], Wait)
    lane, turns = asked(lane.release("d"), Rank.PREVIEW, T0 + 1, "a")
    assert turns == {"a": Go()}


def test_a_final_that_is_far_off_needs_no_room_yet() -> None:
    """What is known of a job's end frees the budget for previews until then."""
    lane = entered(sent(Lane(CHANNEL), 4, T0), "a", "b", "c", "d", due=T0 + 30)
    _, turns = asked(lane, Rank.PREVIEW, T0 + 1, "a")
    assert turns == {"a": Go()}


def test_no_preview_just_before_a_final() -> None:
    """Not even the gap after it may hold up a final that is due."""
    lane = entered(Lane(GROUP), "a", "b", due=T0)
    _, turns = asked(lane, Rank.PREVIEW, T0 - 0.5, "a")
    assert isinstance(turns["a"], Wait)
    _, turns = asked(lane, Rank.PREVIEW, T0 - 1.5, "a")
    assert turns == {"a": Go()}


def test_previews_are_shared_out_fairly() -> None:
    """Fewest so far first, then the one not shown for longest."""
    lane = Lane(
        GROUP,
        runs=(
            Run("a", placed=True, previews=2, shown=T0),
            Run("b", placed=True, previews=1, shown=T0 + 5),
            Run("c", placed=True, previews=1, shown=T0 + 3),
        ),
    )
    lane = sent(lane, 1, T0 + 10)
    lane, _ = asked(lane, Rank.PREVIEW, T0 + 10.5, "a", "b", "c")
    lane, turns = asked(lane, Rank.PREVIEW, T0 + 11, "a", "b", "c")
    assert [name for name, turn in turns.items() if turn == Go()] == ["c"]
    lane = lane.landed("c", T0 + 11)
    assert lane.run("c") == Run("c", placed=True, previews=2, shown=T0 + 11)
    _, turns = asked(lane, Rank.PREVIEW, T0 + 12, "a", "b")
    assert turns["b"] == Go()


def test_a_first_card_is_not_starved_by_previews() -> None:
    """A job that shows progress all the time leaves room for a new one: its first card soon, its final at once."""
    lane = entered(Lane(replace(GROUP, capacity=10)), "busy")
    for second in range(70):
        lane, turn = lane.ask("busy", Rank.PREVIEW, T0 + second)
        lane = lane.landed("busy", T0 + second) if turn == Go() else lane
    lane, now = entered(lane, "new", placed=False), T0 + 70
    lane, turn = lane.ask("new", Rank.FIRST, now)
    while isinstance(turn, Wait):
        now = turn.until
        lane, turn = lane.ask("new", Rank.FIRST, now)
    assert now <= T0 + 70 + NEWCOMER_DUE_S
    _, turn = lane.landed("new", now).ask("new", Rank.FINAL, now + 1.0)
    assert turn == Go()


def crowd(number: int = 7, rules: Limits = GROUP) -> tuple[Lane, list[str]]:
    names = [f"job{n}" for n in range(number)]
    return entered(Lane(rules), *names, placed=False), names


def shown(lane: Lane, bearer: str, now: float, rank: Rank = Rank.FIRST) -> Lane:
    lane, turn = lane.ask(bearer, rank, now)
    assert turn == Go(board=True)
    return lane.landed(BOARD_ASK, now, "status")


def test_a_crowd_shares_one_status_message() -> None:
    """While no final waits every eight seconds, and only when something changed; nobody shows anything else."""
    lane, names = crowd()
    lane, turns = asked(lane, Rank.FIRST, T0, *names)
    assert [turn for turn in turns.values() if isinstance(turn, Go)] == [Go(board=True)]
    lane = lane.landed(BOARD_ASK, T0 + 0.1, "status")
    assert lane.board.message == "status"
    assert isinstance(lane.ask(names[1], Rank.PREVIEW, T0 + 9)[1], Wait)
    lane = lane.enter(Run(names[1], note="half done"))
    assert isinstance(lane.ask(names[1], Rank.PREVIEW, T0 + 7)[1], Wait)
    assert lane.ask(names[1], Rank.PREVIEW, T0 + 8)[1] == Go(board=True)


def test_a_tile_that_was_noted_is_news() -> None:
    """It may have come after the last board was drawn, and nothing else may change for long."""
    lane, names = crowd()
    lane = shown(lane, names[0], T0).enter(Run(names[1], tile=1))
    assert lane.board.behind
    lane = shown(lane, names[1], T0 + 8)
    assert not lane.enter(Run(names[1], tile=1)).board.behind


def test_whoever_sits_on_the_board_stays_there() -> None:
    """Until its final, also when the crowd is smaller by then; whoever comes now has a message of its own."""
    lane, names = crowd()
    lane = shown(lane, names[0], T0)
    for name in names[2:]:
        lane = lane.release(name)
    lane, turn = lane.ask(names[0], Rank.PREVIEW, T0 + 8)
    assert turn == Go(board=True)
    lane = entered(lane, "new", placed=False)
    assert lane.ask("new", Rank.FIRST, T0 + 10)[1] == Go()
    assert [run.job for run in lane.runs if run.seated] == names[:2]


def test_finals_that_wait_bring_the_board() -> None:
    """When nobody else is left to: and they keep their places in the line."""
    lane, names = crowd(8, replace(GROUP, capacity=9))
    lane = shown(lane, names[0], T0).enter(Run(names[1], note="half done"))
    lane, _ = asked(lane, Rank.FINAL, T0 + 1, *names)
    lane, turns = asked(lane, Rank.FINAL, T0 + 27, *reversed(names[1:]))
    assert list(turns.values()).count(Go(board=True)) == 1
    lane = lane.landed(BOARD_ASK, T0 + 27.1, "status")
    _, turns = asked(lane, Rank.FINAL, T0 + 28, *reversed(names[1:]))
    assert [name for name, turn in turns.items() if turn == Go()] == names[1:2]


def test_the_board_waits_for_finals_that_go_one_after_the_other() -> None:
    """But not for long, and not for those that the window holds up."""
    lane, names = crowd(12)
    lane = shown(lane, names[-1], T0)
    lane, turns = asked(lane, Rank.FINAL, T0 + 12, *names[:8])
    assert turns[names[0]] == Go()
    assert isinstance(lane.ask(names[-1], Rank.PREVIEW, T0 + 13)[1], Wait)
    lane = lane.landed(names[0], T0 + 12).release(names[0])
    assert lane.ask(names[-1], Rank.PREVIEW, T0 + 18)[1] == Go(board=True)


def test_the_board_does_not_wait_for_finals_that_the_window_holds_up() -> None:
    """They could not go before it anyway."""
    lane, names = crowd(12, replace(GROUP, capacity=10, gap=0.0))
    lane = shown(lane, names[-1], T0).enter(Run(names[-1], note="half done"))
    lane, turns = asked(lane, Rank.FINAL, T0 + 1, *names[:11])
    assert 0 < list(turns.values()).count(Go()) < 8
    lane, turns = asked(lane, Rank.FINAL, T0 + 17, *(name for name in names[:11] if turns[name] != Go()))
    assert Go() not in turns.values()
    assert lane.ask(names[-1], Rank.PREVIEW, T0 + 18)[1] == Go(board=True)


def test_a_board_that_did_not_land_is_due_again() -> None:
    """Whether its send was refused or its process died."""
    lane, names = crowd()
    lane, turn = lane.ask(names[0], Rank.FIRST, T0)
    assert turn == Go(board=True)
    assert isinstance(lane.ask(names[1], Rank.FIRST, T0 + 20)[1], Wait)  # there must not be two
    assert lane.ask(names[1], Rank.FIRST, T0 + BOARD_FLIGHT_MOST_S)[1] == Go(board=True)
    frozen = lane.freeze(T0 + 1, 1.0, BOARD_ASK)
    assert frozen.board.behind
    assert frozen.ask(names[1], Rank.FIRST, T0 + 8)[1] == Go(board=True)


def test_a_board_that_is_deleted_comes_back_once() -> None:
    """Whoever deletes it again does not want it: this crowd has none, and jobs show what there is room for."""
    lane, names = crowd()
    lane = shown(lane, names[0], T0).enter(Run(names[1], note="half done"))
    lane = shown(lane.lose_board("status"), names[1], T0 + 8)
    lane = lane.lose_board("another").lose_board("status")
    assert lane.ask(names[0], Rank.FIRST, T0 + 16)[1] == Go()
    lane = entered(lane, "new", placed=False)
    assert not lane.has_crowd
    for name in names:
        lane = lane.release(name)
    assert entered(lane, *names, placed=False).has_crowd


def test_the_board_goes_with_the_crowd() -> None:
    """The next one begins with a new one, and what lands too late is nobody's."""
    lane = entered(Lane(replace(GROUP, board_over=1)), "a", "b", placed=False)
    lane = shown(lane, "a", T0).release("a")
    assert lane.board.message == "status"
    assert lane.release("b").board.message == ""
    late = lane.release("b").landed(BOARD_ASK, T0 + 1, "status")
    assert late.board.message == ""


def test_a_board_that_is_over_is_left_over_until_it_is_gone() -> None:
    """That of a crowd that has gone, one that came too late, and one in whose place another came."""
    lane = entered(Lane(replace(GROUP, board_over=1)), "a", "b", placed=False)
    lane = shown(lane, "a", T0)
    assert lane.leftover == ()
    assert lane.landed(BOARD_ASK, T0 + 1, "status").leftover == ()
    gone = lane.release("a").release("b")
    assert gone.leftover == ("status",)
    assert entered(gone, "c", "d").release("c").leftover == ("status",)
    assert gone.erased("status").leftover == ()
    lane, turn = lane.enter(Run("b", note="half done")).ask("b", Rank.PREVIEW, T0 + 8)
    assert turn == Go(board=True)
    assert lane.landed(BOARD_ASK, T0 + 8, "another").leftover == ("status",)
    assert lane.landed(BOARD_ASK, T0 + 8).leftover == ("status",)
    late = lane.release("a").release("b").landed(BOARD_ASK, T0 + 9, "another")
    assert late.leftover == ("status", "another")


def test_a_final_beside_the_crowd_waits_for_no_board_that_nobody_brings() -> None:
    """As when all who could are dead."""
    lane, names = crowd()
    lane = shown(lane, names[0], T0).enter(Run(names[1], note="half done"))
    lane = lane.enter(Run("guest", guest=True))
    assert isinstance(lane.ask("guest", Rank.FINAL, T0 + 18.5)[1], Wait)
    assert lane.ask("guest", Rank.FINAL, T0 + 24)[1] == Go()


def test_a_freeze_keeps_places_and_drops_previews() -> None:
    """The refused final is first again when the lane thaws, and what was refused counts."""
    lane = entered(sent(Lane(GROUP), 1, T0), "a", "b", "c")
    lane, _ = asked(lane, Rank.PREVIEW, T0 + 0.1, "c")
    lane, turn = lane.ask("a", Rank.FINAL, T0 + 1)
    assert turn == Go()
    lane, _ = lane.ask("b", Rank.FINAL, T0 + 1.2)
    lane = lane.freeze(T0 + 1.5, 10.0, "a")
    assert lane.asked("c") is None
    assert len(lane.log) == 2
    lane, turns = asked(lane, Rank.FINAL, T0 + 2, "b", "a")
    assert turns["a"] == Wait(T0 + 11.5)
    _, turns = asked(lane, Rank.FINAL, T0 + 11.5, "b", "a")
    assert turns == {"b": Wait(T0 + 12.5), "a": Go()}


def test_capacity_is_learned_and_given_back() -> None:
    """Half for ten minutes, then one more each minute, and never more than the limits say."""
    lane = sent(Lane(GROUP), 3, T0, 1.0).freeze(T0 + 3, 5.0)
    assert [lane.capacity(T0 + 3 + 60.0 * minute) for minute in (0, 9, 10, 11, 12, 20, 90)] == [
        10,
        10,
        10,
        11,
        12,
        20,
        20,
    ]


def test_one_overshoot_halves_once() -> None:
    """Sends that were on their way when the first was refused teach nothing new; one after the pause does."""
    lane = sent(Lane(CHANNEL), 5, T0)
    lane = lane.freeze(T0 + 0.1, 3.0).freeze(T0 + 0.2, 4.0).freeze(T0 + 3.9, 0.5)
    assert lane.capacity(T0 + 4) == 2
    lane, turn = lane.ask("late", Rank.FINAL, T0 + 5.5)
    assert turn == Go()
    assert lane.freeze(T0 + 6, 3.0, "late").capacity(T0 + 6) == 1


def test_a_slight_pause_teaches_nothing() -> None:
    """Two sends came too close to each other on the way: that says nothing about how many are allowed."""
    lane = sent(Lane(GROUP), 3, T0, 1.0).freeze(T0 + 3, 1.4)
    assert lane.capacity(T0 + 3) == GROUP.capacity
    assert isinstance(lane.ask("a", Rank.FINAL, T0 + 3.5)[1], Wait)


def test_capacity_never_falls_to_nothing() -> None:
    """However often a platform refuses."""
    lane = Lane(CHANNEL)
    for n in range(9):
        lane = lane.freeze(T0 + 100.0 * n, 1.0)
        lane, turn = lane.ask("a", Rank.FINAL, T0 + 100.0 * n + 50)
        assert turn == Go()


def test_a_dead_ask_is_passed_after_its_grace() -> None:
    """And has its place again should its owner come back."""
    lane = sent(Lane(replace(GROUP, gap=10.0)), 1, T0)
    lane, _ = lane.ask("dead", Rank.FINAL, T0 + 1)
    lane, turn = lane.ask("next", Rank.FINAL, T0 + 2)
    assert turn == Wait(T0 + 20)
    assert lane.ask("next", Rank.FINAL, T0 + 10 + TURN_GRACE_S)[1] == Wait(T0 + 20 + TURN_GRACE_S)
    now = T0 + 10.5 + TURN_GRACE_S
    lane, turn = lane.ask("next", Rank.FINAL, now)
    assert turn == Go()
    lane, turns = asked(lane, Rank.FINAL, now + 5, "third")
    assert turns == {"third": Wait(now + 10)}
    lane, turns = asked(lane, Rank.FINAL, now + 10, "dead", "third")
    assert turns == {"dead": Go(), "third": Wait(now + 20)}


def test_what_was_held_up_leaves_a_gap_after_the_last() -> None:
    """A picture that was slow to fetch is ready just when the next one is: that one waits."""
    lane, first = Lane(GROUP).depart(T0 + 1.8)
    lane, second = lane.depart(T0 + 2.0)
    lane, third = lane.depart(T0 + 2.1)
    assert (first, second, third) == (T0 + 1.8, T0 + 2.8, T0 + 3.8)
    assert lane.depart(T0 + 9)[1] == T0 + 9


def test_what_leaves_after_a_sheet_keeps_its_distance_from_where_that_landed() -> None:
    """A sheet is long on its way, and the words that leave next are not: they would arrive right behind it."""
    lane, names = crowd()
    lane, turn = lane.ask(names[0], Rank.FIRST, T0)
    assert turn == Go(board=True)
    lane, _ = lane.depart(T0)
    lane = lane.landed(BOARD_ASK, T0 + 0.7, "status")
    assert lane.depart(T0 + 1.1)[1] == T0 + 0.7 + GROUP.gap


def test_a_slow_send_counts_from_its_landing() -> None:
    """The platform may have counted it as late as that; the gap counts from its beginning."""
    lane = Lane(Limits(1, 10.0, 1.0))
    lane, _ = lane.ask("a", Rank.FINAL, T0)
    assert lane.ask("b", Rank.FINAL, T0 + 1)[1] == Wait(T0 + 10)
    assert lane.landed("a", T0 + 4).ask("b", Rank.FINAL, T0 + 5)[1] == Wait(T0 + 14)


def test_a_job_nobody_closed_is_disregarded_at_its_end() -> None:
    """It holds no room for ever."""
    lane = entered(Lane(replace(CHANNEL, capacity=2)), "a").enter(Run("forgotten", stale=T0 + 10))
    assert isinstance(lane.ask("a", Rank.PREVIEW, T0)[1], Wait)
    assert lane.ask("a", Rank.PREVIEW, T0 + 10)[1] == Go()


def test_renewing_a_job_keeps_what_was_counted() -> None:
    """Its owner brings the due moment and the note, the lane knows the rest."""
    lane = Lane(CHANNEL, runs=(Run("a", placed=True, previews=3, shown=T0),))
    assert lane.enter(Run("a", T0 + 9, note="60 %")).runs == (
        Run("a", T0 + 9, placed=True, previews=3, shown=T0, note="60 %"),
    )


def test_a_record_stays_small_and_plain() -> None:
    """Numbers, words and tuples; what is past is forgotten."""
    lane = sent(Lane(GROUP), 20, T0, 1.0)
    lane, _ = lane.ask("a", Rank.FINAL, T0 + DAY)
    assert len(lane.log) == 1
    assert set(asdict(lane)["asks"][0]) == set(Ask.__slots__)


def test_what_one_person_sees_is_no_part_of_a_crowd() -> None:
    """However many such jobs there are they make none, nor do they sit on the board of one that others make."""
    secret = [Run(f"secret{n}", alone=True) for n in range(9)]
    lane, names = Lane(GROUP), [f"job{n}" for n in range(7)]
    for run in secret:
        lane = lane.enter(run)
    assert not entered(lane, *names[:6]).has_crowd
    lane = entered(lane, *names)
    assert [run.job for run in lane.runs if run.seated] == names
