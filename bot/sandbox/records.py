"""Task records: all that is remembered; everything else is worked out from them and the time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson
from pydantic import TypeAdapter, ValidationError

IMAGE_IDS_PER_TASK: Final = 64
"""Image ids per task: one for each preview, the last for the finished picture."""


@dataclass(frozen=True, slots=True)
class Task:
    """One accepted task.

    `parent` is the task whose picture or video it starts from, `text` the words to draw, `layout` one of grid,
    single, double, edit, video, text; `width` and `height` are the full size in pixels; `seconds` runs from
    submission to end; `inputs` are the kept files of pictures that it did not draw, by their addresses.
    """

    id: str
    type: str
    action: str
    text: str
    request: dict[str, Any]
    created_at: float
    seconds: float
    queue: float
    steps: int
    seed: int
    trace_id: str
    origin: str
    layout: str
    width: int
    height: int
    parent: str | None = None
    fault: str = ""
    answer: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)

    @property
    def image_id(self) -> str:
        """The finished picture's handle: 19 digits, too large for a double."""
        return str(_first_image_id(self.id) | (IMAGE_IDS_PER_TASK - 1))

    def frame_id(self, step: int) -> str:
        """What a stream line of that preview calls the picture; good for nothing else."""
        return str(_first_image_id(self.id) | step)

    @property
    def video_id(self) -> str:
        """The handle of a finished clip: 16 digits."""
        return str(10**15 + UUID(self.id).int % (9 * 10**15))


def _first_image_id(task_id: str) -> int:
    spread = (UUID(task_id).int >> 60) % (8 * 10**18)
    return 10**18 + spread // IMAGE_IDS_PER_TASK * IMAGE_IDS_PER_TASK


_TASK_ADAPTER: Final = TypeAdapter(Task)


class TaskBook:
    """Every task by its ids, with a journal in `folder` (if any) that outlives the process."""

    def __init__(self, folder: Path | None = None) -> None:
        self.tasks: dict[str, Task] = {}
        self.called: set[str] = set()
        self._images: dict[str, str] = {}
        self._videos: dict[str, str] = {}
        self._traces: dict[str, str] = {}
        self._journal: Path | None = None
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._journal = folder / "tasks.jsonl"
            self._load_journal(self._journal)

    def add_task(self, task: Task) -> None:
        """Written to the journal before anybody hears of it."""
        self._write_line(_TASK_ADAPTER.dump_json(task))
        self._keep_task(task)

    def mark_called(self, task_id: str) -> None:
        """Remember that the task's last callback went out."""
        self._write_line(orjson.dumps({"called": task_id}))
        self.called.add(task_id)

    def get(self, task_id: object) -> Task | None:
        """By its id; None for any other value."""
        return self.tasks.get(task_id) if isinstance(task_id, str) else None

    def find_image(self, image_id: str) -> Task | None:
        """By the id of its finished picture."""
        return self.tasks.get(self._images.get(image_id, ""))

    def find_video(self, video_id: str) -> Task | None:
        """By the id of its finished clip."""
        return self.tasks.get(self._videos.get(video_id, ""))

    def find_trace(self, trace_id: object) -> Task | None:
        """By the trace id of its submission."""
        return self.tasks.get(self._traces.get(str(trace_id), ""))

    def newest_first(self) -> Iterator[Task]:
        """All of them."""
        return reversed(self.tasks.values())

    def _keep_task(self, task: Task) -> None:
        self.tasks[task.id] = task
        self._traces[task.trace_id] = task.id
        if task.layout == "video":
            self._videos[task.video_id] = task.id
        else:
            self._images[task.image_id] = task.id

    def _write_line(self, line: bytes) -> None:
        if self._journal is not None:
            with self._journal.open("ab") as file:
                file.write(line + b"\n")

    def _load_journal(self, journal: Path) -> None:
        stored = journal.read_bytes() if journal.exists() else b""
        for line in stored.splitlines():
            self._recall_line(line)
        if stored and not stored.endswith(b"\n"):  # a kill in the middle of a write
            self._write_line(b"")

    def _recall_line(self, line: bytes) -> None:
        try:
            row = orjson.loads(line)
            if "called" in row:
                self.called.add(row["called"])
            else:
                self._keep_task(_TASK_ADAPTER.validate_python(row))
        except (orjson.JSONDecodeError, ValidationError):
            return  # half a line is all a kill can leave; its task was never acknowledged
