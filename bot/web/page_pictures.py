"""Pictures as they are painted on: fetched for a page once, made small enough for it, and kept while it lasts."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.domain.errors import BadPicture, UserError
from bot.domain.incoming import Origin
from bot.domain.mask_page import PAGE_LIFE_S, MaskPage
from bot.domain.media_types import sniff
from bot.domain.subject import Link, Result, Sent
from bot.jobs.linked_pictures import LinkedPictures, once, sent_errors, too_large
from bot.jobs.result_pictures import ResultPictures
from bot.masks import measure_picture
from bot.pictures import PICTURE_PIXELS, Bounds, fit_picture
from bot.ports import Clock, PictureHost, Platform, ResultIndex
from bot.web.hosting import bounded, picture_error

SHOWN_BOUNDS = Bounds(4 * 1024 * 1024, side=2048)
SHOWN_TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})
FETCHED_AT_ONCE = 3  # results and what was sent; they may be large
KEPT_BYTES = 32 * 1024 * 1024  # of all pages together; the oldest goes, and is fetched again where it is asked for


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A file within SHOWN_BOUNDS, and the size that a mask of it has: width and height in pixels."""

    data: bytes
    mime: str
    size: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePictures:
    """Kept by the ids of pages, in this process, with the time of `clock` at which each is forgotten.

    `picture_host` is None where the image service can fetch nothing from us.
    """

    results: ResultIndex
    result_pictures: ResultPictures
    links: LinkedPictures
    platforms: Mapping[str, Platform]
    clock: Clock
    picture_host: PictureHost | None = None
    kept: dict[str, tuple[float, PagePicture]] = field(default_factory=dict)
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FETCHED_AT_ONCE))
    hand: asyncio.Lock = field(default_factory=asyncio.Lock)  # finished pictures want the threads, too

    async def find(self, page_id: str, page: MaskPage) -> PagePicture:
        """One is decoded at a time; while one is fetched nobody waits for that. Raises UserError."""
        if held := self.kept.get(page_id):
            return held[1]
        async with self.fetched(page) as data, self.hand:
            picture = await make_shown(data, lent=self.lends(page))
        self.keep(page_id, picture)
        return picture

    @asynccontextmanager
    async def fetched(self, page: MaskPage) -> AsyncIterator[bytes]:
        """The picture from where it is; links wait for links alone. Raises UserError."""
        if isinstance(page.subject, Link):
            async with self.links.fetched(page.subject.url, page.origin.person.id) as data:
                yield data
        else:
            async with self.places:
                yield await self.fetch(page.subject, page.origin)

    def keep(self, page_id: str, picture: PagePicture) -> None:
        """While there is room, and at most as long as the page lasts."""
        now = self.clock.now()
        self.kept[page_id] = now + PAGE_LIFE_S, picture
        room = KEPT_BYTES
        for name, (until, one) in reversed(list(self.kept.items())):
            room -= len(one.data)
            if until <= now or room < 0:
                del self.kept[name]

    def lends(self, page: MaskPage) -> bool:
        """Whether what is painted on is handed on itself: behind a link there may be another picture later."""
        return isinstance(page.subject, Link) and self.picture_host is not None

    async def lend(self, page: MaskPage, picture: PagePicture) -> str:
        """The address of what was painted on; empty where the service has the same anyway. Raises UserError."""
        if self.picture_host is None or not self.lends(page):
            return ""
        with sent_errors(too_large()):
            return (await self.picture_host.host_picture(once(picture.data))).url

    @property
    def moves(self) -> bool:
        """Whether what is placed on a larger ground could be handed on."""
        return self.picture_host is not None

    def forget(self, page_id: str) -> None:
        """Nothing more is painted there."""
        self.kept.pop(page_id, None)

    async def fetch(self, subject: Result | Sent, origin: Origin) -> bytes:
        """Raises UserError."""
        if isinstance(subject, Sent):
            return await self.fetch_sent(self.platforms[origin.place.platform], subject.attachment)
        job = await self.results.job_by(subject.code)
        if job is None or job.outcome is None:
            raise UserError("image-gone")
        return await self.result_pictures.read(job, job.outcome, subject)

    async def fetch_sent(self, platform: Platform, attachment: str) -> bytes:
        """Raises UserError."""
        with sent_errors(too_large()):
            return b"".join([piece async for piece in bounded(platform.messenger.fetch(attachment))])


async def make_shown(data: bytes, *, lent: bool = False) -> PagePicture:
    """As browsers show it; `lent`: and so it is handed on. Raises UserError."""
    mime = sniff(data)
    try:
        whole = await measure_picture(data)
        fitting = await fit_picture(data, SHOWN_BOUNDS, anew=mime not in SHOWN_TYPES)
    except BadPicture as error:
        raise picture_error(error) from None
    if fitting is None:
        return PagePicture(data, mime, whole)
    # A photo may have more pixels than a mask; it is made smaller before it is handed on, too.
    size = whole if whole[0] * whole[1] <= PICTURE_PIXELS and not lent else fitting.size
    return PagePicture(fitting.data, fitting.mime, size)
