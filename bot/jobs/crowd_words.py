"""What the shared message of a crowd says: a list, or the words below a contact sheet."""

from collections.abc import Collection, Mapping, Sequence

from bot.domain.card import Card, Span, Stage, Style, text_length
from bot.domain.tile import TILES_MOST, Tile, tile_sign
from bot.i18n import say

BOARD_LINES = TILES_MOST  # jobs in a list
SHORT_NAME_MOST = 12  # characters of a person's name where many stand in one line
NAMES_BETWEEN = ", "


def board_card(notes: Sequence[str], language: str, *, shedding: bool = False) -> Card:
    """What the crowded lane is at; every picture comes as a message of its own. `shedding`: with fewer previews."""
    return listed_card(len(notes), notes[:BOARD_LINES], [], language, shedding=shedding)


def sheet_card(
    notes: Mapping[str, str],
    tiles: Sequence[Tile],
    placed: Collection[str],
    language: str,
    *,
    shedding: bool = False,
    room: int = 0,
) -> Card:
    """The same below a sheet, of the jobs in `notes`: a line for each `placed` there, in the order of asking.

    Then the others by name and how far they are, the newest first. Lines make room for that, so that everybody is
    there; who has no picture comes first. `room`: characters at most, as UTF-16 counts them; 0: any number.
    """
    order = sorted((tile for tile in tiles if tile.job in notes), key=lambda tile: tile.number)
    seen = [tile for tile in order if tile.job in placed]
    others = [short_word(tile) for tile in reversed(order) if tile.job not in placed]
    known = {tile.job for tile in order}
    lines = [f"{tile.number} · {notes[tile.job]}" for tile in seen]
    lines += [note for job, note in notes.items() if job not in known]  # of which nothing is noted so far
    while True:
        words = [*others, *(short_word(tile) for tile in reversed(seen[len(lines) :]))]
        bare = listed_card(len(notes), lines, [], language, shedding=shedding)
        left = room - text_length(bare) - 1
        named = words if not room else words_within(words, left)
        if not lines or not room or (left >= -1 and len(named) == len(words)):
            return listed_card(len(notes), lines, named, language, shedding=shedding)
        lines.pop()


def short_word(tile: Tile) -> str:
    name = " ".join(tile.person.split())
    name = name if len(name) <= SHORT_NAME_MOST else f"{name[: SHORT_NAME_MOST - 1]}…"
    return f"{name} {tile_sign(tile.state, tile.percent, tile.ahead)}".strip()


def words_within(words: Sequence[str], room: int) -> Sequence[str]:
    """As many of them, from the first on, as stand in a line of that length, as UTF-16 counts it."""
    kept = list[str]()
    for word in words:
        room -= text_length(Card((Span(word if not kept else NAMES_BETWEEN + word),)))
        if room < 0:
            break
        kept.append(word)
    return kept


def listed_card(count: int, lines: Sequence[str], names: Sequence[str], language: str, *, shedding: bool) -> Card:
    """So many jobs, some with a line, and how many more there are, some of those by name."""
    spans = [Span(say("board-head", {"count": count}, language=language), Style.BOLD)]
    spans += [Span(f"\n• {line}") for line in lines]
    if count > len(lines):
        spans.append(Span("\n" + say("board-more", {"count": count - len(lines)}, language=language), Style.MUTED))
    if names:
        spans.append(Span("\n" + NAMES_BETWEEN.join(names), Style.MUTED))
    if shedding:
        spans.append(Span("\n" + say("board-calm", language=language), Style.MUTED))
    return Card(tuple(spans), stage=Stage.NOTE)
