"""The status message that the jobs of a crowded lane share until each has something of its own to show."""

import secrets

import structlog

from bot.cards import board_card
from bot.domain.errors import DeliveryError, MessageGone, StoreError, TooFast
from bot.domain.ids import JobId, MessageRef
from bot.domain.incoming import Origin
from bot.domain.ladder import TEXT_RUNGS, Stand, Then, after_refusal, refusal_of
from bot.domain.lane import BOARD_ASK
from bot.jobs.media import WORD_FORMS
from bot.jobs.sender import LaneSender, Outgoing
from bot.ports import LaneRef, Lanes, Platform

log = structlog.get_logger()


class Board:
    """Best effort: what it says is also said by the pictures themselves, later."""

    def __init__(self, lanes: Lanes, sender: LaneSender) -> None:
        self.lanes = lanes
        self.sender = sender
        self.stands: dict[str, Stand] = {}  # of boards that were refused, by their lanes

    async def show(self, platform: Platform, lane: LaneRef, origin: Origin) -> None:
        """Bring the board of a lane up to date; its send was admitted, and counted. Raises StoreError."""
        message, notes = await self.lanes.board(lane)
        stand = self.stands.get(lane.key, Stand())
        card = board_card(notes, origin.person.language, shedding=await self.lanes.is_shedding(lane))
        card = WORD_FORMS[stand.rung](card, origin.person.language) if stand.rung in WORD_FORMS else card
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
            then, stand = after_refusal(stand, refusal_of(error), TEXT_RUNGS)
            self.stands[lane.key] = Stand() if then is Then.END else stand
            if then is not Then.AGAIN and message is not None:  # next time in another form, or anew
                await self.clear(platform, lane, message)
                message = None
            await self.lanes.landed(lane, BOARD_ASK, message)
        else:
            if (await self.lanes.board(lane))[0] != shown:  # the crowd went while it was on its way
                await self.clear(platform, lane, shown)

    async def release(self, platform: Platform, lane: LaneRef, job: JobId) -> None:
        """The job is over, so its lane need not keep room for it; the last one takes the board along."""
        try:
            message = await self.lanes.release(lane, job)
        except StoreError as error:
            log.warning("lane.release_failed", error=str(error))  # it is forgotten there by and by
            return
        if message is not None:
            await self.clear(platform, lane, message)

    async def clear(self, platform: Platform, lane: LaneRef, message: MessageRef) -> None:
        """The crowd is gone."""
        try:
            await self.sender.erase(platform, lane, message)
        except DeliveryError as error:
            log.info("board.erase_failed", error=type(error).__name__)
