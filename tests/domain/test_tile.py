"""Places on a contact sheet, whoever comes and goes."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tile import TILES_MOST, place_tiles

# Who is there from one sheet to the next; numbers rise in the order of asking.
crowds = st.lists(st.sets(st.integers(0, 60), max_size=40), max_size=12)


@given(crowds)
def test_a_tile_keeps_its_place_while_it_is_there(crowds: list[set[int]]) -> None:
    """One to a place, none beyond the sheet; one that is free goes to who has waited longest."""
    held: dict[str, int] = {}
    for crowd in crowds:
        jobs = [str(number) for number in sorted(crowd)]
        places = place_tiles(jobs, held)
        assert all(places[job] == held[job] for job in jobs if job in held)
        assert len(set(places.values())) == len(places) == min(len(jobs), TILES_MOST)
        assert set(places.values()) <= set(range(TILES_MOST))
        without = [int(job) for job in jobs if job not in places]
        assert max((int(job) for job in places if job not in held), default=-1) < min(without, default=61)
        held = dict(places)


def test_a_first_sheet_is_in_the_order_of_asking() -> None:
    """And who comes later stands behind, where nobody has gone."""
    places = place_tiles("abc", {})
    assert places == {"a": 0, "b": 1, "c": 2}
    assert place_tiles("abcd", places) == {**places, "d": 3}
    assert place_tiles("bcde", places) == {"b": 1, "c": 2, "d": 0, "e": 3}
