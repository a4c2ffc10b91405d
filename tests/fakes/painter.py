"""An image service in memory that plays a script, and pictures to go with it."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import replace

from typing_extensions import override

from bot.domain.errors import Code, ServiceError
from bot.domain.ids import ImageId, TaskId, code_of
from bot.domain.image import Image
from bot.domain.job import Job
from bot.domain.recalled import Recalled
from bot.domain.update import Accepted, Finished, Progressed, TaskUpdate
from bot.ports import Painter, PictureDownloads

TASK = TaskId("task-1")
GRID = (
    "upscale1",
    "upscale2",
    "upscale3",
    "upscale4",
    "reroll",
    "variation1",
    "variation2",
    "variation3",
    "variation4",
)
Step = TaskUpdate | ServiceError


def image(task: TaskId = TASK, actions: tuple[str, ...] = GRID) -> Image:
    return Image(ImageId("1557000000000000001"), task, "https://pictures.example/1.png", actions=actions)


def done(task: TaskId = TASK) -> Finished:
    return Finished(task, image(task))


SMOOTH: tuple[Step, ...] = (
    Accepted(TASK),
    Progressed(TASK, 35, "https://pictures.example/35.webp"),
    Progressed(TASK, 75, "https://pictures.example/75.webp"),
    done(),
)


class FakePainter(Painter):
    """`scripts` are played one per order; lookups and listings answer from `lookups` and `listings` in turn.

    An order that no script is left for is refused. What it is asked to recall it has in `records`, and counts in
    `recalls`.
    """

    def __init__(self, *scripts: Sequence[Step]) -> None:
        self.scripts = list(scripts)
        self.sent: list[Job] = []
        self.lookups: list[Mapping[TaskId, TaskUpdate] | ServiceError] = []
        self.listings: list[Sequence[TaskId] | ServiceError] = []
        self.looked_up: list[list[TaskId]] = []
        self.records: dict[TaskId, Recalled] = {}
        self.recalls = 0

    @override
    async def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        self.sent.append(job)
        if not self.scripts:
            raise ServiceError(Code.BAD_REQUEST, "no script is left for it")
        for step in self.scripts.pop(0):
            if isinstance(step, ServiceError):
                raise step
            yield step

    @override
    async def look_up(self, task_ids: Sequence[TaskId]) -> Mapping[TaskId, TaskUpdate]:
        self.looked_up.append(list(task_ids))
        found = self.lookups.pop(0) if self.lookups else {}
        if isinstance(found, ServiceError):
            raise found
        return found

    @override
    async def recall(self, task_ids: Sequence[TaskId]) -> Mapping[TaskId, Recalled]:
        self.recalls += 1
        return {task_id: self.records[task_id] for task_id in task_ids if task_id in self.records}

    @override
    async def recall_traces(self, trace_ids: Sequence[str]) -> Mapping[str, Recalled]:
        self.recalls += 1
        return {one.trace_id: one for one in self.records.values() if one.trace_id in trace_ids}

    @override
    async def recall_codes(self, codes: Collection[str]) -> Mapping[str, Recalled]:
        self.recalls += 1
        return {code: one for one in self.records.values() if (code := code_of(one.task_id)) in codes}

    @override
    async def recent(self, job: Job) -> Sequence[TaskId]:
        found = self.listings.pop(0) if self.listings else []
        if isinstance(found, ServiceError):
            raise found
        return found


class SlowPainter(FakePainter):
    """Stops after the first preview until told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.painting = asyncio.Event()
        self.go_on = asyncio.Event()

    @override
    async def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        self.sent.append(job)
        yield Accepted(TASK)
        yield Progressed(TASK, 35, "https://pictures.example/35.webp")
        self.painting.set()
        await self.go_on.wait()
        yield done()


class SteppedPainter(FakePainter):
    """Paints everything as far as `percent` says, each time with a new preview, and to its end at 100."""

    def __init__(self) -> None:
        super().__init__()
        self.percent = 35
        self.changed = asyncio.Event()

    def go_to(self, percent: int) -> None:
        self.percent = percent
        before, self.changed = self.changed, asyncio.Event()
        before.set()

    @override
    async def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        self.sent.append(job)
        number, shown = len(self.sent), 0
        task = TaskId(f"task-{number}")
        yield Accepted(task)
        while (percent := self.percent) < 100:
            changed = self.changed
            if percent != shown:
                shown = percent
                yield Progressed(task, percent, f"https://pictures.example/{number}/{percent}.webp")
            await changed.wait()
        yield Finished(task, replace(image(task), image_id=ImageId(f"155700000000000{number:04}")))


class FakePictures(PictureDownloads):
    """Every address has a picture but those in `gone`."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.fetched: list[str] = []

    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        self.fetched.append(url)
        if url in self.gone:
            raise ServiceError(Code.UNAVAILABLE, "gone")
        return b"picture", "image/png"

    @override
    async def peek(self, url: str) -> None:
        if url in self.gone:
            raise ServiceError(Code.UNAVAILABLE, "gone")
