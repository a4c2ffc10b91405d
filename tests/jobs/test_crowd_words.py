"""The words below a contact sheet fit, and nobody without a picture is left out for somebody who has one."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.card import text_length
from bot.domain.tile import TILES_MOST, Tile, TileState
from bot.jobs.crowd_words import BOARD_LINES, board_card, sheet_card

people = st.lists(st.text(max_size=40), min_size=1, max_size=90)


def words(names: list[str], room: int) -> str:
    tiles = [Tile(str(n), name, TileState.PAINTING, 40, number=n) for n, name in enumerate(names, 1)]
    notes = {tile.job: f"{tile.person} · a cat 40 %" for tile in tiles}
    card = sheet_card(notes, tiles, [tile.job for tile in tiles[:TILES_MOST]], "en", room=room)
    assert not room or text_length(card) <= room
    return "".join(span.text for span in card.text)


@given(people, st.sampled_from([0, 60, 300, 1024]))
def test_they_fit(names: list[str], room: int) -> None:
    """Whatever people are called, and however many they are."""
    assert str(len(names)) in words(names, room) or len(names) == 1


def test_a_job_of_which_no_tile_is_noted_has_its_line() -> None:
    """It has just come, or the store was away."""
    card = sheet_card(
        {"a": "Ann · a cat", "b": "Bob · a fox"}, [Tile("b", "Bob", TileState.PAINTING, number=1)], "b", "en"
    )
    assert "".join(span.text for span in card.text).splitlines()[1:] == ["• 1 · Bob · a fox", "• Ann · a cat"]


def test_lines_make_room_for_who_has_no_picture() -> None:
    """Eighty people in a caption of Telegram: the sheet shows 24, and the others are named, the newest first."""
    said = words([f"Person {n}" for n in range(1, 81)], 1024)
    places = [said.index(f"Person {n} 40 %") for n in range(80, TILES_MOST, -1)]
    assert places == sorted(places)


def test_everybody_is_there_as_long_as_there_is_room() -> None:
    """Forty people with long prompts: some by their line, all others by name, whether they have a tile or not."""
    said = words([f"P{n} a long prompt" for n in range(1, 41)], 1024)
    assert all(f"P{n} " in said for n in range(1, 41))
    assert "\n• 1 · " in said


def test_without_a_bound_everybody_is_named() -> None:
    """Long names are cut, so that there is room for many."""
    said = words(["Maximiliane-Henriette"] * 30, 0)
    assert said.count("\n• ") == TILES_MOST
    assert said.count("Maximiliane… 40 %") == 30 - TILES_MOST


def test_a_list_counts_those_beyond_it() -> None:
    """Where there is no sheet."""
    said = "".join(span.text for span in board_card(["a fox"] * (BOARD_LINES + 9), "en").text)
    assert said.endswith("and 9 more")
