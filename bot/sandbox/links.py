"""Links to the sandbox's own files: made for its answers, and told from all others by their path alone.

`origin` is scheme and host. The paths are those of the service, as recorded; so are the two slashes of clips.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_TASK_ID: Final = r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_PICTURE_PATH: Final = re.compile(rf"/cdn/(?:midjourney|upload)/{_TASK_ID}(?:\.png|/\d+_grid_0\.webp)$")
_CELL_PATH: Final = re.compile(rf"/cdn/{_TASK_ID}/0_(?P<cell>[0-3])\.png$")


@dataclass(frozen=True, slots=True)
class OwnLink:
    """`cell` 0..3 of that task's grid, None for the whole picture."""

    task_id: str
    cell: int | None = None


def read_own_link(url: object) -> OwnLink | None:
    """The host does not matter: after a restart the same pictures may live on another port."""
    try:
        path = urlsplit(url).path if isinstance(url, str) else ""
    except ValueError:
        return None
    if found := _PICTURE_PATH.search(path):
        return OwnLink(found["id"])
    if found := _CELL_PATH.search(path):
        return OwnLink(found["id"], int(found["cell"]))
    return None


def picture_link(origin: str, task_id: str) -> str:
    """The whole picture of a finished task."""
    return f"{origin}/cdn/midjourney/{task_id}.png"


def first_frame_link(origin: str, task_id: str) -> str:
    """The picture that a clip begins with."""
    return f"{origin}/cdn/upload/{task_id}.png"


def cell_links(origin: str, task_id: str) -> list[str]:
    """The four pictures of a grid, one by one."""
    return [f"{origin}/cdn/{task_id}/0_{cell}.png" for cell in range(4)]


def preview_link(origin: str, task_id: str, step: int) -> str:
    """The unfinished picture at that step."""
    return f"{origin}/cdn/midjourney/{task_id}/{step}_grid_0.webp"


def film_links(origin: str, task_id: str) -> list[str]:
    """The four takes of a clip."""
    return [f"{origin}//video/{task_id}/0_{take}.mp4" for take in range(4)]
