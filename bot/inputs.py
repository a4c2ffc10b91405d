"""Pictures that people send with a command: fetched from their platform and lent to the image service."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.domain.chat_request import ChatRequest
from bot.domain.errors import DeliveryError, TooLarge, Unreachable, UserError
from bot.domain.hosted import PICTURE_LIFE_S, InputPicture
from bot.domain.image import Image
from bot.domain.incoming import INPUT_FILE_LIMIT, CommandCall, Origin
from bot.domain.order import Order
from bot.domain.prompt import MAX_URLS, BadPrompt
from bot.jobs.desk import JobDesk
from bot.ports import PictureHost, Platform, ResultIndex

log = structlog.get_logger()

LINK_LIFE_S = 20 * 3600.0  # the service's links end after a day
FETCH_RETRIES_S = (1.0, 3.0)  # pauses between tries to fetch a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class InputPictures:
    """`picture_host` is None where the image service can fetch nothing from us: then the platform's own addresses
    have to do, if it has any that others may fetch.
    """

    desk: JobDesk
    results: ResultIndex
    platforms: Mapping[str, Platform]
    picture_host: PictureHost | None = None

    async def lend_pictures(self, call: CommandCall, meant: Order | ChatRequest) -> Sequence[InputPicture]:
        """The pictures that came with a command, where the service can fetch them. Raises UserError.

        `meant` is what they are for.
        """
        pictures = call.attachments or call.quoted
        if not pictures:
            return []
        if not call.attachments and (known := await self.linked_result(call)):
            return [known]
        if len(pictures) > MAX_URLS:
            raise BadPrompt("too_many_urls", count=str(len(pictures)), limit=str(MAX_URLS))
        if self.picture_host is None:
            return [self.find_address(call.origin, one) for one in pictures]
        try:
            return [await self.lend_picture(self.picture_host, call.origin, one, meant) for one in pictures]
        except TooLarge:
            raise UserError("picture-too-large", limit=str(INPUT_FILE_LIMIT // 1024 // 1024)) from None
        except (DeliveryError, OSError) as error:
            log.warning("picture.not_lent", error=str(error))
            raise UserError("picture-lost") from None

    def find_address(self, origin: Origin, picture: str) -> InputPicture:
        """Where it lies at its platform, unmade: as it was sent. Raises UserError when that is nowhere for long."""
        found = self.platforms[origin.place.platform].messenger.public_address(picture)
        if found is None:
            raise UserError("need-public-url")
        if 0 < found.until < self.desk.clock.now() + PICTURE_LIFE_S:
            raise UserError("picture-lost")
        return found

    async def lend_picture(
        self, host: PictureHost, origin: Origin, picture: str, meant: Order | ChatRequest
    ) -> InputPicture:
        """Where it lies. Raises DeliveryError when it cannot be had, also not a moment later; UserError."""
        for pause in FETCH_RETRIES_S:
            try:
                return await host.host_picture(self.fetch_picture(origin, picture, meant))
            except Unreachable as error:
                log.info("picture.delayed", error=str(error))
                await self.desk.clock.sleep(pause)
        return await host.host_picture(self.fetch_picture(origin, picture, meant))

    async def fetch_picture(self, origin: Origin, picture: str, meant: Order | ChatRequest) -> AsyncIterator[bytes]:
        """Its bytes, asked for when it is its turn, and only if the order could be opened. Raises UserError."""
        if not isinstance(meant, ChatRequest):
            await self.desk.check_quota(meant, origin)
        async for part in self.platforms[origin.place.platform].messenger.fetch(picture):
            yield part

    async def linked_result(self, call: CommandCall) -> InputPicture | None:
        """The picture that a command answers as it lies at the service, if it is one of ours and not too old."""
        job = await self.results.job_of(call.reply_to) if call.reply_to else None
        if job is None or not isinstance(job.outcome, Image):
            return None
        until = job.created_at + LINK_LIFE_S
        return InputPicture(job.outcome.url, until) if self.desk.clock.now() < until else None
