"""Results as pictures of further orders: where the image service has them now, and parts cut out of sheets."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import structlog

from bot.domain.errors import BadPicture, Code, Flaw, ServiceError, UserError
from bot.domain.hosted import InputPicture
from bot.domain.image import Clip, Image, Outcome
from bot.domain.job import Job
from bot.domain.parts import has_parts
from bot.domain.subject import PARTS_MOST, Result
from bot.domain.update import Finished
from bot.jobs.linked_pictures import sent_errors, too_large
from bot.jobs.media import FETCH_BYTES_MOST
from bot.pictures import cut_part
from bot.ports import Clock, Painter, PictureDownloads, PictureHost

log = structlog.get_logger()

LINK_LIFE_S = 20 * 3600.0  # the service's links end after a day
LOOK_UP_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPictures:
    """`picture_host` is None where the image service can fetch nothing from us."""

    painter: Painter
    downloads: PictureDownloads
    clock: Clock
    picture_host: PictureHost | None = None

    async def find(self, job: Job, outcome: Outcome, wanted: Result) -> InputPicture:
        """Where a result of this job, or a part of it, lies for the service. Raises UserError."""
        found = await self.look_up(job, outcome, wanted)
        if isinstance(found, InputPicture):
            return found
        if await self.has_cell(found, wanted.part):
            return InputPicture(found.cells[wanted.part - 1])
        return await self.lend_part(found, wanted)

    async def read(self, job: Job, outcome: Outcome, wanted: Result) -> bytes:
        """A result of this job, or a part of it, as large as the service has it. Raises UserError."""
        found = await self.look_up(job, outcome, wanted)
        if isinstance(found, InputPicture):
            return await self.fetch_whole(found.url, wanted)
        return b"".join([piece async for piece in self.part_bytes(found, wanted)])

    async def look_up(self, job: Job, outcome: Outcome, wanted: Result) -> InputPicture | Image:
        """Where the whole of it lies; the sheet, where a part is wanted. Raises UserError."""
        check_part(job, outcome, wanted)
        told = await self.renew(job, outcome, wanted)
        if isinstance(told, Clip):
            return InputPicture(told.cover)
        if not isinstance(told, Image):
            raise UserError("code-no-picture", name=wanted.code)
        return told if wanted.part else InputPicture(told.full_url, size=told.full_size)

    async def renew(self, job: Job, outcome: Outcome, wanted: Result) -> Outcome:
        """The result with the addresses that the service tells now, at no cost; while it tells none, those that it
        told first have to do, as long as they live. Raises UserError.
        """
        error = "code-gone"
        try:
            async with asyncio.timeout(LOOK_UP_TIMEOUT_S):
                found = await self.painter.look_up([job.task_id]) if job.task_id else {}
            update = found.get(job.task_id) if job.task_id else None
            if isinstance(update, Finished):
                return update.outcome
        except (ServiceError, TimeoutError) as trouble:
            log.info("picture.renew_failed", error=str(trouble))
            error = "code-away"
        if self.clock.now() < job.created_at + LINK_LIFE_S:
            return outcome
        raise UserError(error, name=wanted.code)

    async def has_cell(self, image: Image, part: int) -> bool:
        """Whether the service has this part as a picture of its own that can be fetched: some of its hosts let
        nobody in.
        """
        if len(image.cells) != PARTS_MOST:
            return False
        try:
            await self.downloads.peek(image.cells[part - 1])
        except ServiceError as error:
            log.info("cell.fetch_failed", code=error.code)
            return False
        return True

    async def lend_part(self, image: Image, wanted: Result) -> InputPicture:
        """Cut from the full-size picture. Raises UserError."""
        if self.picture_host is None:
            raise part_not_lent(image, wanted)
        with sent_errors(too_large(FETCH_BYTES_MOST)):
            return await self.picture_host.host_picture(self.part_bytes(image, wanted), limit=FETCH_BYTES_MOST)

    async def part_bytes(self, image: Image, wanted: Result) -> AsyncIterator[bytes]:
        """Asked for when it is its turn. Raises UserError."""
        whole = await self.fetch_whole(image.full_url, wanted)
        try:
            part = await cut_part(whole, wanted.part)
        except BadPicture as error:
            if error.flaw is Flaw.PIXELS:
                raise UserError("picture-too-many-pixels", limit=str(error.limit // 1_000_000)) from None
            raise UserError("picture-damaged") from None
        yield part.data

    async def fetch_whole(self, url: str, wanted: Result) -> bytes:
        """What lies there of a result. Raises UserError."""
        try:
            data, _ = await self.downloads.fetch(url, FETCH_BYTES_MOST)
        except ServiceError as error:
            log.info("picture.fetch_failed", error=str(error))
            gone = error.code in {Code.FAILED, Code.UNREADABLE}
            raise UserError("code-gone" if gone else "code-away", name=wanted.code) from None
        return data


def part_not_lent(image: Image, wanted: Result) -> UserError:
    """Nobody but us could cut it out, and the service could not fetch it from us."""
    kind = "grid" if image.grid else "other"
    return UserError("part-not-lent", name=wanted.code, part=str(wanted.part), kind=kind)


def single_image(job: Job, wanted: Result) -> Image | None:
    """The picture of a job if it is one that the service can take by its name; None for a part, and for an edit's.

    Raises UserError for what has no picture, and for a sheet as a whole.
    """
    outcome = job.outcome
    if outcome is None:
        raise UserError("code-no-picture", name=wanted.code)
    check_part(job, outcome, wanted)
    if not isinstance(outcome, Image) or wanted.part:
        return None
    if has_parts(job):
        raise UserError("code-needs-part", name=wanted.code)
    return outcome if outcome.image_id else None


def check_part(job: Job, outcome: Outcome, wanted: Result) -> None:
    """Raises UserError for what has no picture, or not that part."""
    film_without = isinstance(outcome, Clip) and not outcome.cover
    if film_without or not isinstance(outcome, Image | Clip):
        raise UserError("code-no-picture", name=wanted.code)
    if wanted.part and not has_parts(job):
        raise UserError("code-no-parts", name=wanted.code)
