"""Where orders lie that are being put together."""

from typing import Protocol

from bot.domain.sketch import Sketch


class Sketches(Protocol):
    """Orders that are being put together, for a day after they were last touched. Raises StoreError."""

    async def put(self, sketch: Sketch) -> None: ...

    async def get(self, sketch_id: str) -> Sketch | None: ...

    async def fill(self, sketch_id: str, name: str, value: str) -> None:
        """Another value in a field; what others fill in at the same time stays."""

    async def drop(self, sketch_id: str) -> None: ...
