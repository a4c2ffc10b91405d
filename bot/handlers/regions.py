"""Which part of a picture is to change: how it is said, or where it is painted, for whoever pressed for that."""

import secrets
from dataclasses import dataclass, replace

from bot.domain.chat_request import ChooseRegion, OpenPage
from bot.domain.errors import Forgotten, UserError
from bot.domain.image import Image
from bot.domain.incoming import ButtonPress, CommandCall, Origin
from bot.domain.job import Job
from bot.domain.parts import has_parts
from bot.domain.region import MaskPage, page_address
from bot.domain.subject import Result
from bot.handlers.replier import Replier
from bot.jobs.result_pictures import single_image
from bot.panels import region_card
from bot.ports import MaskPages, ResultIndex

PAGE_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionHandler:
    """`public_url` is where people reach our pages; empty: nowhere, and a region is typed."""

    results: ResultIndex
    pages: MaskPages
    replier: Replier
    public_url: str = ""

    async def handle(self, request: ChooseRegion | OpenPage, event: CommandCall | ButtonPress) -> None:
        """Raises UserError when there is no picture to choose from."""
        if isinstance(request, OpenPage):
            await self.open_page(request, event)
        else:
            await self.choose(request, event)

    async def choose(self, request: ChooseRegion, event: CommandCall | ButtonPress) -> None:
        """How it is typed, and the way to a page if there are any. Raises UserError as above."""
        job = await self.results.shown_by(request.message, request.task)
        if job is None:
            raise Forgotten("image-gone")
        if not isinstance(job.outcome, Image) or job.hides_at(request.message):
            raise UserError("not-offered")
        name = Result(job.code, 1 if has_parts(job) else 0).name
        address = await self.begin_page(job, request, event.origin)
        await self.replier.reply(event.origin, region_card(name, event.origin.person.language, address), event.key)

    async def begin_page(self, job: Job, request: ChooseRegion, origin: Origin) -> str:
        """Where its region can be painted; empty where it cannot. Only single pictures of the service's are."""
        if not self.public_url or has_parts(job) or single_image(job, Result(job.code)) is None:
            return ""
        page_id = secrets.token_urlsafe(PAGE_ID_BYTES)
        # How this press could be answered is over by the time that the page is used.
        page = MaskPage(replace(origin, reply=""), request.message, job.id, Result(job.code).name)
        await self.pages.put(page_id, page)
        return page_address(self.public_url, page_id)

    async def open_page(self, request: OpenPage, event: CommandCall | ButtonPress) -> None:
        """The way on to a page that was begun in another chat, for whoever began it. Raises UserError."""
        page = await self.pages.get(request.page_id)
        if page is None:
            raise UserError("page-ended")
        if page.origin.person.id != event.origin.person.id:
            raise UserError("page-others")
        card = region_card(page.name, event.origin.person.language, page_address(self.public_url, request.page_id))
        await self.replier.reply(event.origin, card, event.key)
