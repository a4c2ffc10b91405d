"""Links to the sandbox's own pictures, told from all others by their path alone."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_ID: Final = r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_WHOLE: Final = re.compile(rf"/cdn/(?:midjourney|upload)/{_ID}(?:\.png|/\d+_grid_0\.webp)$")
_CELL: Final = re.compile(rf"/cdn/{_ID}/0_(?P<cell>[0-3])\.png$")


@dataclass(frozen=True, slots=True)
class Link:
    """`cell` 0..3 of that task's grid, None for the whole picture."""

    task_id: str
    cell: int | None = None


def own_link(url: object) -> Link | None:
    """The host does not matter: after a restart the same pictures may live on another port."""
    try:
        path = urlsplit(url).path if isinstance(url, str) else ""
    except ValueError:
        return None
    if found := _WHOLE.search(path):
        return Link(found["id"])
    if found := _CELL.search(path):
        return Link(found["id"], int(found["cell"]))
    return None
