"""Links to the sandbox's own files: made for its answers, and told from all others by their path alone.

The paths are those of the service, as recorded; so are the two slashes of clips, and the members of signed links.
"""

import math
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

_TASK_ID: Final = r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_PICTURE_PATH: Final = re.compile(rf"/cdn/(?:midjourney|upload)/{_TASK_ID}(?:\.png|/\d+_grid_0\.webp)$")
_CELL_PATH: Final = re.compile(rf"/cdn/{_TASK_ID}/0_(?P<cell>[0-3])\.png$")
_SIGNED_LIFE_S: Final = 86_400  # what links that are signed say of themselves


@dataclass(frozen=True, slots=True)
class OwnLink:
    """`cell` 0..3 of that task's grid, None for the whole picture; `until` as in Links, 0 if it says nothing."""

    task_id: str
    cell: int | None = None
    until: int = 0


def read_own_link(url: object) -> OwnLink | None:
    """The host does not matter: after a restart the same pictures may live on another port."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    except ValueError:
        return None
    if found := _PICTURE_PATH.search(parts.path):
        return OwnLink(found["id"], until=read_end(parts.query))
    if found := _CELL_PATH.search(parts.path):
        return OwnLink(found["id"], int(found["cell"]), read_end(parts.query))
    return None


def read_end(query: str) -> int:
    """Unix seconds at which a link with that query says it ends; 0 if it does not say."""
    told = parse_qs(query).get("ex", [""])[0]
    return int(told, 16) if re.fullmatch("[0-9a-f]{1,12}", told) else 0


@dataclass(frozen=True, slots=True)
class Links:
    """What an answer links to below `origin` (scheme and host); it ends at `until`, unix seconds, or never (0)."""

    origin: str
    until: int = 0

    def picture(self, task_id: str, created_at: float) -> str:
        """The whole picture of a finished task. Some hosts sign their links and leave an ampersand behind."""
        plain = f"{self.origin}/cdn/midjourney/{task_id}.png"
        if self.until or int(task_id[0], 16) % 4 == 0:
            return f"{plain}?{self._signature(task_id, self.until or int(created_at) + _SIGNED_LIFE_S)}&"
        return plain

    def first_frame(self, task_id: str) -> str:
        """The picture that a clip begins with."""
        return f"{self.origin}/cdn/upload/{task_id}.png{self._query(task_id)}"

    def cells(self, task_id: str) -> list[str]:
        """The four pictures of a grid, one by one."""
        return [f"{self.origin}/cdn/{task_id}/0_{cell}.png{self._query(task_id)}" for cell in range(4)]

    def films(self, task_id: str) -> list[str]:
        """The four takes of a clip."""
        return [f"{self.origin}//video/{task_id}/0_{take}.mp4{self._query(task_id)}" for take in range(4)]

    def preview(self, task_id: str, step: int) -> str:
        """The unfinished picture at that step; it ends with the task."""
        return f"{self.origin}/cdn/midjourney/{task_id}/{step}_grid_0.webp"

    def _query(self, task_id: str) -> str:
        return f"?{self._signature(task_id, self.until)}" if self.until else ""

    @staticmethod
    def _signature(task_id: str, until: int) -> str:
        return f"ex={until:x}&is={until - _SIGNED_LIFE_S:x}&hm={task_id.replace('-', '')}"


def end_of_links(now: float, seconds: float) -> int:
    """Until when links are good that are given out now; 0 for those that never end."""
    return math.ceil(now + seconds) if seconds else 0
