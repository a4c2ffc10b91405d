"""Notes what a job of a crowd shows on the contact sheet, each preview fetched and made small once."""

import asyncio

import structlog

from bot.contact_sheet import make_tile
from bot.domain.card import Card, MediaKind
from bot.domain.errors import BadPicture, ServiceError, StoreError, TooLarge
from bot.domain.job import Job
from bot.domain.pacing import Rank
from bot.domain.tile import Tile, tile_state
from bot.jobs.media import PREVIEW_BYTES_MOST, MediaFitter
from bot.ports import SheetTiles

log = structlog.get_logger()

TILE_FETCH_S = 2.0  # that a tile waits for its picture; its last one stands until then


class TileNoter:
    """One job's; best effort: what it does not say is said by the picture itself, later."""

    def __init__(self, job: Job, tiles: SheetTiles, fitter: MediaFitter) -> None:
        self.job = job
        self.tiles = tiles
        self.fitter = fitter
        self.noted: Tile | None = None
        self.times = 0  # that something was noted
        self.picture = ""  # the address of the one that is on the tile, or could not be had

    async def note(self, lane: str, card: Card, rank: Rank, percent: int | None, ahead: int) -> None:
        """What waits to be shown is on the job's tile. Where nobody wants previews there is none."""
        if not self.job.chat_settings.previews:
            return
        tile = Tile(
            *(str(self.job.id), self.job.origin.person.name, tile_state(card, rank), percent, ahead),
            covered=self.job.chat_settings.spoiler,
        )
        preview = next((one.url for one in card.media if one.kind is MediaKind.IMAGE and one.url), "")
        wanted = preview if rank is not Rank.FINAL and preview != self.picture else ""
        if tile == self.noted and not wanted:
            return
        try:
            await self.tiles.note(lane, tile, await self.fetch(wanted) if wanted else None)
        except StoreError as error:
            log.info("tile.note_failed", error=str(error))
        else:
            self.noted = tile
            self.times += 1

    async def fetch(self, url: str) -> bytes | None:
        self.picture = url
        try:
            async with asyncio.timeout(TILE_FETCH_S):
                data, _ = await self.fitter.fetch(url, PREVIEW_BYTES_MOST)
                return await make_tile(data)
        except (ServiceError, TooLarge, BadPicture, TimeoutError) as error:
            log.info("tile.picture_failed", error=type(error).__name__)
            return None
