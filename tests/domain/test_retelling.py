"""Trouble that lasts is told once a minute."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.trace import RETELL_S, Retelling


def test_new_trouble_is_told_at_once_and_old_once_a_minute() -> None:
    """Whatever was told before."""
    trouble = Retelling()
    assert trouble.is_due("away", 0.0)
    assert not trouble.is_due("away", RETELL_S - 1)
    assert trouble.is_due("conflict", RETELL_S - 1)
    assert not trouble.is_due("conflict", RETELL_S)
    assert trouble.is_due("conflict", 2 * RETELL_S)


@given(st.lists(st.floats(0.01, 5.0), max_size=200))
def test_however_often_it_fails(gaps: list[float]) -> None:
    """No more lines than minutes, but for the first."""
    trouble, now, told = Retelling(), 0.0, 0
    for gap in gaps:
        now += gap
        told += trouble.is_due("away", now)
    assert told <= 1 + now // RETELL_S
