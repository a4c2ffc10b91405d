"""A job's seat on the board of its lane: what stands there of it, and the board when it is this job's to bring.

All of that is done beside the job's own cards, which never wait for it.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.cards import caption_line
from bot.domain.card import Card
from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.domain.job import Job
from bot.domain.pacing import Rank
from bot.domain.tile import tile_sign, tile_state
from bot.domain.trace import error_trace
from bot.jobs.context import JobContext
from bot.jobs.tiles import TileNoter
from bot.ports import LaneRef, Platform
from bot.tasks import cancel_tasks, finish_work

log = structlog.get_logger()

NOTED_WITHIN_S = 2.0  # seconds that a board which is let go waits for what is being noted, which may go on and on


class BoardSeat:
    """Best effort. `taken`: whether the job sits there, as far as its lane has told.

    `percent` is None while nobody knows; `ahead`: how many are before it in line for the service. `crew`: where it
    is done, while the job's canvas runs.
    """

    def __init__(self, job: Job, platform: Platform, context: JobContext) -> None:
        self.origin = job.origin
        self.platform = platform
        self.board = context.board
        self.pictured = platform.capabilities_at(job.origin).swaps_files
        self.tile = TileNoter(job, context.board.tiles, context.forms.fitter)
        self.caption = caption_line(job)
        self.percent: int | None = None
        self.ahead = 0
        self.taken = False
        self.crew: asyncio.TaskGroup | None = None
        self.newest: tuple[str, Card, Rank] | None = None  # that is not noted yet
        self.noting: asyncio.Task[None] | None = None
        self.bringing: asyncio.Task[None] | None = None

    @property
    def brings(self) -> bool:
        """Whether the board is on its way from here: cut off, it would be there and nobody would know of it."""
        return self.bringing is not None and not self.bringing.done()

    def line(self, card: Card, rank: Rank) -> str:
        """What the board says of the job, with this card waiting to be shown."""
        return f"{self.caption} {tile_sign(tile_state(card, rank), self.percent, self.ahead)}".rstrip()

    def note(self, lane: LaneRef, card: Card, rank: Rank) -> None:
        """Have the card that waits stand on the sheet meanwhile. Never waits; one that is overtaken is left out."""
        if self.crew is None or not (self.taken and self.pictured):
            return
        self.newest = (lane.key, card, rank)
        if self.noting is None or self.noting.done():
            self.noting = self.crew.create_task(guarded(self.note_newest()))

    async def note_newest(self) -> None:
        while self.newest is not None:
            (lane, card, rank), self.newest = self.newest, None
            await self.tile.note(lane, card, rank, self.percent, self.ahead)

    def bring(self, lane: LaneRef) -> None:
        """Bring the board up to date, which the lane has let go. Never waits."""
        if self.crew is not None:
            self.bringing = self.crew.create_task(guarded(self.bring_board(lane, self.bringing)))

    async def bring_board(self, lane: LaneRef, last: asyncio.Task[None] | None) -> None:
        """After the `last` one, and with what is just being noted of this job, if that takes but a moment."""
        if self.noting is not None:
            await asyncio.wait([self.noting], timeout=NOTED_WITHIN_S)
        if last is not None:
            await asyncio.wait([last])
        await finish_work(self.board.show(self.platform, lane, self.origin))

    async def leave(self, lane: LaneRef, job: JobId) -> None:
        """The job is over."""
        if self.bringing is not None:
            await asyncio.wait([self.bringing])
        await self.close()
        await self.board.release(self.platform, lane, job)

    async def close(self) -> None:
        """Nothing more is noted; a board that is on its way gets there."""
        self.newest = self.crew = None
        await cancel_tasks([task for task in (self.noting, self.bringing) if task is not None])


async def guarded(doing: Coroutine[Any, Any, None]) -> None:
    """What goes wrong there is no trouble of the job's."""
    try:
        await doing
    except StoreError as error:
        log.info("board.not_brought", error=str(error))
    except Exception as error:  # noqa: BLE001 - a bug must not end the job
        log.error("board.failed", trace=error_trace(error))  # noqa: TRY400 - see domain/trace.py
