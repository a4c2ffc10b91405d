"""What is kept of what is put together before it is ordered: sketches, masks, and pages to paint those on."""

from typing import Protocol

from bot.domain.mask_page import MaskPage
from bot.domain.sketch import Sketch


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
