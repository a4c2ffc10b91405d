"""The status message that the jobs of a crowded lane share until each has something of its own to show."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.contact_sheet import PlacedTile, draw_sheet
from bot.domain.card import Card, Media, MediaKind
from bot.domain.errors import BadPicture, DeliveryError, MessageGone, StoreError, TooFast
from bot.domain.ids import JobId, MessageRef
from bot.domain.incoming import Origin
from bot.domain.ladder import SHEET_RUNGS, TEXT_RUNGS, Rung, Stand, Then, after_refusal, refusal_of
from bot.domain.lane import BOARD_ASK
from bot.domain.tile import Tile, place_tiles
from bot.jobs.crowd_words import board_card, sheet_card
from bot.jobs.media import WORD_FORMS
from bot.jobs.sender import LaneSender, Outgoing, persist
from bot.metrics import SHEET_BYTES, SHEET_SECONDS
from bot.ports import Clock, LaneRef, Lanes, Platform, SheetTiles

log = structlog.get_logger()

SMALL_SHEET_PIXELS = 800  # the longer side of one that was refused as it was


class Board:
    """Best effort: what it says is also said by the pictures themselves, later."""

    def __init__(self, lanes: Lanes, sender: LaneSender, tiles: SheetTiles, clock: Clock) -> None:
        self.clock = clock
        self.lanes = lanes
        self.sender = sender
        self.tiles = tiles
        self.stands: dict[str, Stand] = {}  # of boards that were refused, by their lanes, while there is a crowd

    async def show(self, platform: Platform, lane: LaneRef, origin: Origin) -> None:
        """Bring the board of a lane up to date; its send was admitted, and counted. Raises StoreError."""
        message, notes = await self.lanes.board(lane)
        stand = self.stands.get(lane.key, Stand())
        card = await self.make_card(platform, lane, origin, notes, stand.rung)
        outgoing = Outgoing(
            platform=platform,
            lane=lane,
            job=BOARD_ASK,
            kind="board",
            card=card,
            to=origin.place,
            nonce=f"board-{secrets.token_hex(6)}",
            message=message,
            board=True,
        )
        try:
            shown = await self.sender.send(outgoing)
        except TooFast:
            return
        except MessageGone:
            await (self.lanes.lose_board(lane, message) if message else self.lanes.landed(lane, BOARD_ASK))
        except DeliveryError as error:
            log.info("board.send_failed", error=type(error).__name__)
            then, stand = after_refusal(stand, refusal_of(error), SHEET_RUNGS if card.media else TEXT_RUNGS)
            self.stands[lane.key] = Stand() if then is Then.END else stand
            dropped = message if then is not Then.AGAIN else None  # next time in another form, or anew
            await self.lanes.landed(lane, BOARD_ASK, None if dropped else message)
            if dropped is not None:
                await self.clear(platform, lane, dropped)
        else:
            if lane.key in self.stands:  # what passed is over
                self.stands[lane.key] = Stand(stand.rung)
            if (await self.lanes.board(lane))[0] != shown:  # the crowd went while it was on its way
                await self.clear(platform, lane, shown)

    async def make_card(
        self, platform: Platform, lane: LaneRef, origin: Origin, notes: Sequence[str], rung: Rung
    ) -> Card:
        """The contact sheet with its words below; the words alone where no job has a tile. Raises StoreError."""
        language, shedding = origin.person.language, await self.lanes.is_shedding(lane)
        seats = await self.lanes.seated(lane)
        capabilities = platform.capabilities_at(origin)
        pictured = capabilities.swaps_files and rung not in WORD_FORMS
        tiles = [one for one in await self.tiles.tiles(lane.key) if one[0].job in seats] if pictured else []
        placed = await self.placed(lane, tiles)
        sheet = await self.draw(platform, placed, rung) if placed else b""
        if not sheet:
            card = board_card(notes, language, shedding=shedding)
            return WORD_FORMS[rung](card, language) if rung in WORD_FORMS else card
        card = sheet_card(
            dict(zip(seats, notes, strict=False)),
            [tile for tile, _ in tiles],
            {one.tile.job for one in placed},
            language,
            shedding=shedding,
            room=capabilities.caption,
        )
        alt = "".join(span.text for span in card.text)
        covered = any(one.tile.covered for one in placed)
        shown = Media(MediaKind.IMAGE, "", alt, data=sheet, mime="image/jpeg", spoiler=covered)
        return replace(card, media=(shown,))

    async def placed(self, lane: LaneRef, tiles: Sequence[tuple[Tile, bytes]]) -> Sequence[PlacedTile]:
        """Those that have a place on the sheet now; the board is brought by one at a time. Raises StoreError."""
        if not tiles:
            return []
        held = await self.tiles.places(lane.key)
        places = place_tiles((tile.job for tile, _ in tiles), held)
        if places != held:
            await self.tiles.put_places(lane.key, places)
        return [PlacedTile(tile, places[tile.job], picture) for tile, picture in tiles if tile.job in places]

    async def draw(self, platform: Platform, placed: Sequence[PlacedTile], rung: Rung) -> bytes:
        """Their sheet; empty when it cannot be drawn."""
        try:
            with SHEET_SECONDS.labels(platform.name).time():
                sheet = await draw_sheet(placed, side=SMALL_SHEET_PIXELS if rung is Rung.REENCODED else 0)
        except BadPicture as error:
            log.warning("sheet.draw_failed", flaw=error.flaw)
            return b""
        SHEET_BYTES.labels(platform.name).observe(len(sheet))
        return sheet

    async def release(self, platform: Platform, lane: LaneRef, job: JobId) -> None:
        """The job is over, so its lane need not keep room for it; the last one takes the board along.

        Before the job is done: whoever dies in between is followed by somebody who does it again.
        """
        try:
            left = await self.lanes.release(lane, job)
            if lane.limits is not None and lane.limits.board_over:
                crowded = bool(await self.lanes.seated(lane))
                if not crowded:
                    self.stands.pop(lane.key, None)
                await (self.tiles.forget(lane.key, job) if crowded else self.tiles.drop(lane.key))
            for message in left:
                await self.clear(platform, lane, message)
        except StoreError as error:
            log.warning("lane.release_failed", error=str(error))  # it is forgotten there by and by

    async def clear(self, platform: Platform, lane: LaneRef, message: MessageRef) -> None:
        """Take a board away that says nothing any more; one that cannot be now, the next job that is over takes.

        Raises StoreError.
        """
        try:
            erased = await persist(lambda: self.sender.erase(platform, lane, message), self.clock)
        except DeliveryError as error:  # it is gone, or never will be
            log.info("board.erase_failed", error=type(error).__name__)
            erased = True
        if erased:
            await self.lanes.erased(lane, message)
        else:
            log.warning("board.left_over", hint="it is taken away with the next picture there")
