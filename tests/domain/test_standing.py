"""What messages of waiting jobs say, and when it is worth saying something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import JobId
from bot.domain.standing import Standing, in_order, outdated_places, rounded_place


def standing(number: int, person: str = "ann", told: int = 0, reason: str = "") -> Standing:
    return Standing(JobId(f"J{number}"), person, float(number), told, reason)


def names(order: list[Standing]) -> list[str]:
    return [one.job for one in order]


def test_the_second_of_a_person_stands_behind_the_first_of_others() -> None:
    """Unless it has waited for a minute longer."""
    line = [standing(0), standing(1), standing(50, "bob"), standing(70, "cy")]
    assert names(in_order(line, {})) == ["J0", "J50", "J1", "J70"]


def test_who_has_some_at_the_service_stands_farther_back() -> None:
    """By a minute for each."""
    line = [standing(0), standing(100, "bob"), standing(130, "cy")]
    assert names(in_order(line, {"ann": 2})) == ["J100", "J0", "J130"]


@pytest.mark.parametrize(
    ("ahead", "said"), [(0, 0), (9, 9), (10, 10), (11, 15), (50, 50), (51, 75), (999, 1000), (1001, 1500)]
)
def test_near_the_front_every_place_counts(ahead: int, said: int) -> None:
    """And farther back it is never less than it is."""
    assert rounded_place(ahead) == said


@given(st.integers(0, 100_000))
def test_rounding_is_up_and_said_once(ahead: int) -> None:
    """What was said rounded is not said again."""
    assert ahead <= rounded_place(ahead) == rounded_place(rounded_place(ahead))


def test_a_line_of_thousands_changes_few_messages() -> None:
    """One goes: the ten in front and those that pass a step are told, nobody else."""
    line = [standing(n, f"p{n}", told=rounded_place(n)) for n in range(1000)]
    changed = [job for job, _ in outdated_places(line[1:], "")]
    assert changed[:10] == [f"J{n}" for n in range(1, 11)]
    assert len(changed) < 40


def test_a_pause_is_told_once_and_its_end_too() -> None:
    """Without credit nobody's place matters."""
    line = [standing(n, f"p{n}", told=n) for n in range(3)]
    assert [job for job, _ in outdated_places(line, "credit")] == ["J0", "J1", "J2"]
    paused = [standing(n, f"p{n}", told=n + 5, reason="credit") for n in range(3)]
    assert outdated_places(paused, "credit") == []
    assert outdated_places(paused, "") == [("J0", 0), ("J1", 1), ("J2", 2)]
    assert outdated_places(line, "rate") == []
