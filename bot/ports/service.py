"""What the core needs of the image service, and what that needs of us (bot/midjourney, bot/web)."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Protocol

from bot.domain.hosted import InputPicture
from bot.domain.ids import TaskId
from bot.domain.incoming import INPUT_FILE_LIMIT
from bot.domain.job import Job
from bot.domain.recalled import Recalled
from bot.domain.reframe import Reframe
from bot.domain.update import TaskUpdate


class Painter(Protocol):
    """The image service."""

    def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        """Send the order, once, and report. Raises ServiceError, which says whether it may have been started."""

    async def look_up(self, task_ids: Sequence[TaskId]) -> Mapping[TaskId, TaskUpdate]:
        """The state of tasks, at no cost; those the service does not know are missing."""

    async def recall(self, task_ids: Sequence[TaskId]) -> Mapping[TaskId, Recalled]:
        """What tasks were and what became of them, at no cost; those the service does not know are missing."""

    async def recall_traces(self, trace_ids: Sequence[str]) -> Mapping[str, Recalled]:
        """The same by the trace ids under which they were ordered."""

    async def recall_codes(self, codes: Collection[str]) -> Mapping[str, Recalled]:
        """The tasks whose results have these codes, among those that the service still lists; at no cost."""

    async def recent(self, job: Job) -> Sequence[TaskId]:
        """Recent tasks that could be this job's, most likely first."""


class PictureDownloads(Protocol):
    """Downloads results."""

    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        """The bytes and their media type. Raises ServiceError when they cannot be had."""

    async def peek(self, url: str) -> None:
        """Look whether they can be had; no more is read than their beginning. Raises ServiceError as `fetch`."""


class PictureHost(Protocol):
    """Lets the image service have a look at pictures that people sent."""

    async def host_picture(
        self, data: AsyncIterator[bytes], wish: Reframe | None = None, *, limit: int = INPUT_FILE_LIMIT
    ) -> InputPicture:
        """Where it lies, for PICTURE_LIFE_S at least; `wish`: on a larger ground, with its frame; `limit` in bytes.

        Raises UserError: no picture, too large, no way.
        """
