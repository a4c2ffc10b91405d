"""The table of simple settings beside ours says what happened in the group."""

from tests.bench.lanes.plans import plans
from tests.bench.telegram.settings import AGAIN_S, REALLY, WAYS, Group, Row, our_lane, table_cells, try_way


def test_who_edits_every_half_second_calls_into_pauses() -> None:
    """The group that punishes then shows nothing more; ours is never refused, and shows its picture at once."""
    jobs = plans(1, every=0.5)
    simple = try_way(WAYS["an edit every 0.5 s"], jobs, Group())
    ours = try_way(our_lane, jobs, Group())
    assert simple["calls_into_pauses"] > 0 < simple["finals_lost"]
    assert (ours["refused"], ours["finals_lost"]) == (0, 0)


def test_a_group_that_takes_less_refuses_once() -> None:
    """Nothing is sent before it says so, and nothing too much in the five minutes after that."""
    group = Group(REALLY)
    found = try_way(our_lane, plans(40, spread=400.0, every=0.5), group)
    assert found["pauses"] >= 1
    assert (found["calls_into_pauses"], found["paused_ratio"]) == (0, 1.0)
    assert found["least_between_429_s"] > AGAIN_S


def test_a_picture_that_is_lost_has_no_longest_silence() -> None:
    """The table leaves out what would be a lower bound."""
    row: Row = {"group": "punishing", "jobs": 1, "way": "x"}
    row |= try_way(WAYS["an edit every 0.5 s"], plans(1, every=0.5), Group())
    assert table_cells(row)[3:7] == ["1", "–", "–", "–"]
