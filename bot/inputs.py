"""Pictures that orders begin with: what people sent or named is found where the image service can fetch it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import structlog

from bot.commands import needs_picture
from bot.domain.errors import Forgotten, Unreachable, UserError
from bot.domain.film import RESOLUTION, extension_words
from bot.domain.hosted import PICTURE_LIFE_S, InputPicture
from bot.domain.image import Clip, Image, Outcome
from bot.domain.incoming import INPUT_FILE_LIMIT, CommandCall, MaskPainted, Origin
from bot.domain.job import Job
from bot.domain.order import (
    Act,
    Describe,
    Edit,
    ExtendVideo,
    Order,
    repaint,
    scene_words,
    sources_of,
    varies,
    vary,
    with_addresses,
)
from bot.domain.prompt import MAX_URLS, BadPrompt
from bot.domain.reframe import Reframe
from bot.domain.region import MASK_SENT_BYTES, Region
from bot.domain.subject import Link, Result, Sent, Subject
from bot.jobs.desk import JobDesk
from bot.jobs.linked_pictures import LinkedPictures, once, sent_errors, too_large
from bot.jobs.media import FETCH_BYTES_MOST
from bot.jobs.result_pictures import ResultPictures, check_part, part_not_lent, single_image
from bot.ports import PictureHost, Platform, ResultIndex
from bot.regions import Regions, measure_sides

log = structlog.get_logger()

ResultT = TypeVar("ResultT")

FETCH_RETRIES_S = (1.0, 3.0)  # pauses between tries to fetch a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class InputPictures:
    """`picture_host` is None where the image service can fetch nothing from us: then the platform's own addresses
    have to do, if it has any that others may fetch.
    """

    desk: JobDesk
    results: ResultIndex
    platforms: Mapping[str, Platform]
    result_pictures: ResultPictures
    links: LinkedPictures
    regions: Regions
    picture_host: PictureHost | None = None

    async def answered_job(self, call: CommandCall) -> Job | None:
        """Whose picture a command answers, if it is one of ours; of a clip its first, where one is needed."""
        if not call.quoted or call.reply_to is None:
            return None
        job = await self.results.job_of(call.reply_to)
        match job.outcome if job is not None else None:
            case Clip(cover=cover):
                return job if cover or not needs_picture(call.name) else None
            case Image():
                return job
            case _:
                return None

    async def described_picture(self, call: CommandCall) -> Subject | None:
        """What a description of ours is about that a command answers: beside its words that stands small."""
        if not call.quoted or call.reply_to is None:
            return None
        job = await self.results.job_of(call.reply_to)
        if job is None or not isinstance(job.order, Describe):
            return None
        subject = next((one.subject for one in job.order.sources), Link(job.order.image_url))
        elsewhere = job.origin.place.platform != call.origin.place.platform
        return None if elsewhere and isinstance(subject, Sent) else subject

    async def find_addresses(self, order: Order, origin: Origin) -> Order:
        """The order with an address for each of its pictures, for whoever gave it now; with the clip that it goes
        on from, and a mask for its region. Raises UserError.
        """
        clip = order.clip if isinstance(order, ExtendVideo) else None
        sheet = order.sheet if isinstance(order, Act) else None
        named = [clip, sheet, *(source.subject for source in sources_of(order))]
        await self.check_codes(one.code for one in named if isinstance(one, Result))
        if isinstance(order, ExtendVideo) and clip is not None:
            order = await self.find_clip(order, clip)
        if isinstance(order, Act) and sheet is not None:
            return await self.find_varied(order, sheet)
        if isinstance(order, Edit) and order.region is not None:
            return await self.find_region(order, order.region, origin)
        if isinstance(order, Edit) and order.reframe is not None:
            return await self.find_reframed(order, order.reframe, origin)
        return with_addresses(order, await self.find_pictures(order, origin))

    async def find_pictures(self, order: Order, origin: Origin) -> Mapping[str, InputPicture]:
        """Those of the order, by what stands for them. Raises UserError."""
        sources = sources_of(order)
        if len(sources) > MAX_URLS:
            raise BadPrompt("too_many_urls", count=str(len(sources)), limit=str(MAX_URLS))
        return {source.url: await self.find_picture(source.subject, order, origin) for source in sources}

    async def find_clip(self, order: ExtendVideo, named: Result) -> ExtendVideo:
        """As fast and as large as that, and with its words, where nothing else is said. Raises UserError; Forgotten
        as below.
        """
        _, clip = await self.find_result(named)
        index = max(named.part - 1, 0)
        if not isinstance(clip, Clip) or not clip.video_id:
            raise UserError("code-no-clip", name=named.code)
        if index >= len(clip.urls):
            raise UserError("code-no-take", name=named.code, part=str(named.part), count=len(clip.urls))
        resolution = order.resolution or clip.resolution or RESOLUTION
        found = replace(order, video_id=clip.video_id, index=index, mode=order.mode or clip.mode)
        return replace(found, prompt=extension_words(order.prompt, clip.prompt), resolution=resolution, clip=None)

    async def find_varied(self, order: Act, named: Result) -> Act:
        """With all that is to be known of the sheet that is varied. Raises UserError; Forgotten as below."""
        job, image = await self.find_result(named)
        check_part(job, image, named)
        if not isinstance(image, Image) or not varies(image, max(named.part, 1)):
            raise UserError("code-no-variations", name=named.code)
        if not named.part:
            raise UserError("code-needs-part", name=named.code)
        return vary(image, order)

    async def check_codes(self, codes: Iterable[str]) -> None:
        """Raises Forgotten for those that we do not know, all at once: each search takes its time."""
        jobs = {code: await self.results.job_by(code) for code in codes}
        lost = [code for code, job in jobs.items() if job is None or job.outcome is None]
        if lost:
            raise Forgotten("code-unknown", name=lost[0], others=lost[1:])

    async def find_picture(self, subject: Subject, order: Order, origin: Origin) -> InputPicture:
        """Raises UserError; Forgotten for a code that we do not know."""
        if isinstance(subject, Link):
            return InputPicture(subject.url)
        if isinstance(subject, Sent):
            return await self.lend_picture(subject.attachment, order, origin)
        job, outcome = await self.find_result(subject)
        await self.desk.check_quota(order, origin)
        return await self.result_pictures.find(job, outcome, subject)

    async def find_result(self, subject: Result) -> tuple[Job, Outcome]:
        """Raises Forgotten for a code that we do not know."""
        job = await self.results.job_by(subject.code)
        if job is None or job.outcome is None:
            raise Forgotten("code-unknown", name=subject.code)
        return job, job.outcome

    # --- a part of a picture ------------------------------------------------------------------------

    async def find_region(self, order: Edit, region: Region, origin: Origin) -> Act | Edit:
        """What changes only that part: an action of a single picture of the service's, else an edit. UserError."""
        subjects = {source.url: source.subject for source in order.sources}
        pictures = tuple(source for source in order.sources if source.url != region.sent)
        order = replace(order, region=None, sources=pictures)
        await self.desk.check_quota(order, origin)
        if region.fits:
            return replace(order, mask=region.kept)
        subject = subjects.get(order.image_url)
        single = await self.find_single(subject)
        if single is None and not order.prompt:
            raise UserError("region-words")
        size = (single.raw_width, single.raw_height) if single else (0, 0)
        if not all(size):
            found = await self.find_pictures(order, origin)
            picture = found.get(order.image_url) or InputPicture(order.image_url)
            order = with_addresses(order, found)
            size = picture.size if all(picture.size) else await self.measure(picture.url, subject, origin)
        order = replace(order, mask=await self.keep_mask(region, subjects.get(region.sent), size, order, origin))
        return order if single is None else repaint(single, order)

    async def measure(self, url: str, subject: Subject | None, origin: Origin) -> tuple[int, int]:
        """Width and height in pixels of a picture whose size nobody told. Raises UserError."""
        if isinstance(subject, Result):
            return await measure_sides(await self.result_pictures.fetch_whole(url, subject))
        async with self.links.fetched(url, origin.person.id) as data:
            return await measure_sides(data)

    async def find_single(self, subject: Subject | None) -> Image | None:
        """A picture that the service can take by its name. Raises UserError as single_image does; Forgotten."""
        if not isinstance(subject, Result):
            return None
        job, _ = await self.find_result(subject)
        return single_image(job, subject)

    async def keep_mask(
        self, region: Region, sent: Subject | None, size: tuple[int, int], order: Order, origin: Origin
    ) -> str:
        """Its name. Raises UserError."""
        if region.kept:
            return await self.regions.fit_kept(region.kept, size)
        if not isinstance(sent, Sent):
            return await self.regions.keep_fields(region, size)

        async def keep() -> str:
            return await self.regions.keep_sent(self.fetch_picture(sent.attachment, order, origin), size)

        with sent_errors(UserError("mask-too-large", limit=str(MASK_SENT_BYTES // 1024 // 1024))):
            return await self.try_again(keep)

    # --- more around a picture ----------------------------------------------------------------------

    async def find_reframed(self, order: Edit, wish: Reframe, origin: Origin) -> Edit:
        """The picture on its larger ground, lent, with a mask of what is around it. Raises UserError; Forgotten."""
        host = self.picture_host
        if host is None:
            raise UserError("reframe-not-lent")
        subject = next(source.subject for source in order.sources if source.url == order.image_url)
        await self.find_single(subject)  # of a sheet it has to be a part
        await self.desk.check_quota(order, origin)
        lent = await self.lend_reframed(host, subject, wish, order, origin)
        if lent.frame is None:
            raise UserError("picture-lost")
        mask = await self.regions.keep_border(lent.frame)
        words = order.prompt or await self.own_words(subject)
        return replace(with_addresses(order, {order.image_url: lent}), mask=mask, prompt=words)

    async def lend_reframed(
        self, host: PictureHost, subject: Subject, wish: Reframe, order: Order, origin: Origin
    ) -> InputPicture:
        """Whatever it is; a link is fetched first, so that a slow one keeps no others from being lent.

        Raises UserError; Forgotten for a code that we do not know.
        """
        match subject:
            case Link(url):
                async with self.links.fetched(url, origin.person.id) as data:
                    return await self.lend(host, lambda: once(data), wish)
            case Sent(attachment):
                return await self.lend(host, lambda: self.fetch_picture(attachment, order, origin), wish)
            case Result():
                return await self.lend(host, lambda: self.read_result(subject), wish, FETCH_BYTES_MOST)

    async def read_result(self, subject: Result) -> AsyncIterator[bytes]:
        """Raises UserError; Forgotten for a code that we do not know."""
        job, outcome = await self.find_result(subject)
        yield await self.result_pictures.read(job, outcome, subject)

    async def own_words(self, subject: Subject) -> str:
        """What a picture of ours was made of, if those words are about all of it. Raises Forgotten."""
        if not isinstance(subject, Result):
            return ""
        job, _ = await self.find_result(subject)
        return scene_words(job.order)

    # --- what people sent ---------------------------------------------------------------------------

    async def check_painted(self, painted: MaskPainted) -> None:
        """Whether the service can be shown such a picture at all, as far as that is known. Raises UserError."""
        subject, origin = painted.subject, painted.origin
        if self.picture_host is not None:
            return
        if painted.reframe is not None:
            raise UserError("reframe-not-lent")
        if isinstance(subject, Sent):
            self.find_address(origin, subject.attachment)
        elif isinstance(subject, Result) and subject.part:
            _, image = await self.find_result(subject)
            if isinstance(image, Image) and not image.cells:
                raise part_not_lent(image, subject)

    async def lend_picture(self, picture: str, order: Order, origin: Origin) -> InputPicture:
        """Raises UserError."""
        host = self.picture_host
        if host is None:
            return self.find_address(origin, picture)
        return await self.lend(host, lambda: self.fetch_picture(picture, order, origin))

    async def lend(
        self,
        host: PictureHost,
        read: Callable[[], AsyncIterator[bytes]],
        wish: Reframe | None = None,
        limit: int = INPUT_FILE_LIMIT,
    ) -> InputPicture:
        """What is read, which may be tried again; `wish`: on a larger ground; `limit`: bytes. Raises UserError."""
        with sent_errors(too_large(limit)):
            return await self.try_again(lambda: host.host_picture(read(), wish, limit=limit))

    def find_address(self, origin: Origin, picture: str) -> InputPicture:
        """Where it lies at its platform, unmade: as it was sent. Raises UserError when that is nowhere for long."""
        found = self.platforms[origin.place.platform].messenger.public_address(picture)
        if found is None:
            raise UserError("need-public-url")
        if 0 < found.until < self.desk.clock.now() + PICTURE_LIFE_S:
            raise UserError("picture-lost")
        return found

    async def try_again(self, use: Callable[[], Awaitable[ResultT]]) -> ResultT:
        """What comes of a use of something sent; when it cannot be had, after some tries. Raises DeliveryError."""
        for pause in FETCH_RETRIES_S:
            try:
                return await use()
            except Unreachable as error:
                log.info("picture.delayed", error=str(error))
                await self.desk.clock.sleep(pause)
        return await use()

    async def fetch_picture(self, picture: str, order: Order, origin: Origin) -> AsyncIterator[bytes]:
        """Its bytes, asked for when it is its turn, and only if the order could be opened. Raises UserError."""
        await self.desk.check_quota(order, origin)
        async for part in self.platforms[origin.place.platform].messenger.fetch(picture):
            yield part
