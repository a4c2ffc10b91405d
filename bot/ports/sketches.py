"""What is kept of what is put together: sketches, masks, pages to paint those on, and contact sheets."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.mask_page import MaskPage
from bot.domain.sketch import Sketch
from bot.domain.tile import Tile


class Sketches(Protocol):
    """Orders that are being put together, for a day after they were last touched. Raises StoreError."""

    async def put(self, sketch: Sketch) -> None: ...

    async def get(self, sketch_id: str) -> Sketch | None: ...

    async def fill(self, sketch_id: str, name: str, value: str) -> None:
        """Another value in a field, also where something was sent; what others fill in at the same time stays."""

    async def send(self, sketch_id: str, name: str, attachment: str) -> None:
        """Something sent in a field for a picture."""

    async def drop(self, sketch_id: str) -> None: ...


class Masks(Protocol):
    """What orders are to change of a picture, beside their jobs: it is thirty times as large. Raises StoreError."""

    async def put(self, mask: bytes) -> str:
        """Keep it for two days; returns its name, the same for the same bytes."""

    async def get(self, name: str) -> bytes | None: ...

    async def renew(self, name: str) -> bool:
        """Keep it for two days from now on; False when it is gone."""


class MaskPages(Protocol):
    """Pages on which people choose a part of a picture, by ids that nobody guesses. Raises StoreError."""

    async def put(self, page_id: str, page: MaskPage) -> None:
        """For PAGE_LIFE_S; then it is gone."""

    async def get(self, page_id: str) -> MaskPage | None: ...

    async def claim(self, page_id: str, mark: str) -> bool:
        """Whether it is the browser's with this mark from now on: the first that asks."""

    async def claimed_by(self, page_id: str, mark: str) -> bool:
        """Whether it is that one's."""

    async def use(self, page_id: str, digest: str) -> bool:
        """Whether this is what was made on it, by a digest of it: the first one, however often it is told."""

    async def finish(self, page_id: str) -> None:
        """What was made on it is ordered: nothing more is taken."""

    async def finished(self, page_id: str) -> bool: ...


class SheetTiles(Protocol):
    """The tiles of each lane's sheet, by the lane's key; they end by themselves. Raises StoreError."""

    async def note(self, lane: str, tile: Tile, picture: bytes | None = None) -> None:
        """The tile as it is now, which keeps its number; None: it keeps its picture, too."""

    async def tiles(self, lane: str) -> Sequence[tuple[Tile, bytes]]:
        """All of them in the order of their numbers, each with its picture, empty while there is none."""

    async def places(self, lane: str) -> Mapping[str, int]:
        """Where on the sheet the tiles of jobs are, as it was put last."""

    async def put_places(self, lane: str, places: Mapping[str, int]) -> None: ...

    async def forget(self, lane: str, job: str) -> None:
        """The job is on the sheet no more."""

    async def drop(self, lane: str) -> None:
        """The crowd is gone: the next one counts from 1."""
