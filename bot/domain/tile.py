"""What one job of a crowd is on the contact sheet: its number, whose it is, and how far it has come."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.card import Card, Stage
from bot.domain.pacing import Rank

TILES_MOST = 24  # on one sheet


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


def columns_for(count: int) -> int:
    """How many tiles stand side by side, so that a sheet is about as wide as high on a telephone."""
    return 2 if count <= 4 else 3 if count <= 9 else 4  # noqa: PLR2004 - whole rows of 2, 3 and 4


def tile_state(card: Card, rank: Rank) -> TileState:
    """What the card that waits to be shown makes of its tile."""
    if rank is Rank.FINAL:
        return TileState.FAILED if card.stage is Stage.FAILED else TileState.READY
    return TileState.WAITING if card.stage is Stage.WAITING else TileState.PAINTING
