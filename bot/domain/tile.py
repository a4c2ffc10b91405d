"""What one job of a crowd is on the contact sheet: its place, its number, whose it is, and how far it has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.card import Card, Stage
from bot.domain.pacing import Rank

TILES_MOST = 24  # on one sheet
SHEET_COLUMNS = 4  # the same for any number, since a tile keeps its place; on a telephone about as wide as high


class TileState(StrEnum):
    """What a tile looks like."""

    WAITING = "waiting"  # in line for the service, `ahead` of it that many
    PAINTING = "painting"
    READY = "ready"  # until its own message is there
    FAILED = "failed"  # the same


@dataclass(frozen=True, slots=True)
class Tile:
    """`percent` is None while nobody knows. `number`: in the order of asking, from 1; 0 until it is given one.

    `covered`: where it comes from pictures are covered until somebody wants to see them.
    """

    job: str
    person: str
    state: TileState
    percent: int | None = None
    ahead: int = 0
    number: int = 0
    covered: bool = False


def place_tiles(jobs: Iterable[str], held: Mapping[str, int]) -> Mapping[str, int]:
    """The places on the sheet, from 0, row by row: each job keeps the one that it `held`.

    Those that are free go to the others in the order of `jobs`, who all have a tile; whoever gets none is in the
    words alone.
    """
    waiting = list(jobs)
    places = {job: held[job] for job in waiting if job in held}
    taken = set(places.values())
    free = (place for place in range(TILES_MOST) if place not in taken)
    return places | dict(zip((job for job in waiting if job not in places), free, strict=False))


def tile_sign(state: TileState, percent: int | None, ahead: int) -> str:
    """How far it is, in a few characters that every language has; empty while nobody knows."""
    match state:
        case TileState.READY:
            return "✓"
        case TileState.FAILED:
            return "✗"
        case TileState.WAITING:
            return f"⏳ {ahead}" if ahead else ""
        case TileState.PAINTING:
            return f"{percent} %" if percent else ""


def tile_state(card: Card, rank: Rank) -> TileState:
    """What the card that waits to be shown makes of its tile."""
    if rank is Rank.FINAL:
        return TileState.FAILED if card.stage is Stage.FAILED else TileState.READY
    return TileState.WAITING if card.stage is Stage.WAITING else TileState.PAINTING
