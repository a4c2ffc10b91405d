"""Our server with the page on which regions are painted, and the house behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import aiohttp
from PIL import Image as Pixels
from typing_extensions import override

from bot.domain.card import ButtonKind
from bot.domain.errors import StoreError
from bot.domain.incoming import Incoming, MaskPainted, Person
from bot.domain.job import Job
from bot.ports import PictureHost
from bot.store.keys import Keys
from bot.store.masks import RedisMaskPages, RedisMasks
from bot.web.mask import MaskDesk
from bot.web.page_pictures import PagePictures
from bot.web.server import create_app
from tests.fakes.platform import ANN
from tests.fakes.serving import serving
from tests.flows.conftest import House
from tests.flows.test_regions import SIZE, call, single
from tests.flows.test_subjects import LENT, Sheets, Shelf, made, sheet, shelf, show_sheet  # noqa: F401

COOKIES = aiohttp.CookieJar


class Gate(Sheets):
    """Lets nothing through while it is shut."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.opened = asyncio.Event()
        self.opened.set()

    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        found = await super().fetch(url, limit)
        await self.opened.wait()
        return found


@dataclass
class Site:
    """Our server, and the house behind it; the store is down for the next `failures` events."""

    house: House
    desk: MaskDesk
    gate: Gate
    failures: int = 0

    async def begin(self, person: Person = ANN) -> tuple[Job, str]:
        """A single picture whose button was pressed, and the page that it leads to."""
        job = await made(self.house, "t-1", single())
        return job, await self.press(job, person)

    async def press(self, job: Job, person: Person = ANN) -> str:
        """The page that its button leads to."""
        [(message, card)] = self.house.cards(job.code)
        [button] = [one for row in card.buttons for one in row if "Region" in one.label]
        await self.house.press(message, button.payload, person)
        [page] = self.leads()
        return page

    def leads(self) -> list[str]:
        """The pages that the last answer leads to."""
        row, *_ = self.house.bench.platform.messenger.answers[-1].buttons
        assert {one.kind for one in row} == {ButtonKind.PAGE}
        return [one.payload for one in row]

    async def type(self, text: str, *attachments: str) -> str:
        """The page that a /region without a region leads to."""
        await call(self.house, text, attachments=attachments)
        [page] = self.leads()
        return page

    async def ordered(self) -> list[Job]:
        """What is ordered by now, when nothing is on its way any more."""
        await self.house.mail()
        return [await self.house.bench.load(job_id) for job_id in self.house.bench.queued]

    async def masks(self) -> int:
        """How many are stored."""
        return len(await self.house.bench.jobs.client.keys(Keys().mask("*")))

    def browser(self, **headers: str) -> aiohttp.ClientSession:
        return open_browser(**headers)


@asynccontextmanager
async def open_site(house: House, picture_host: PictureHost | None = None) -> AsyncIterator[Site]:
    """Over HTTP; its pages have addresses there. `picture_host`: what pages lend by."""
    redis, keys = house.bench.jobs.client, Keys()
    show_sheet(house, sheet(*SIZE))
    gate = Gate(sheet(*SIZE))

    async def handle(event: Incoming) -> None:
        if behind.failures:
            behind.failures -= 1
            raise StoreError("away")
        await house.app.handle(event)

    async def check(painted: MaskPainted) -> None:
        await house.app.check_repaint(painted)
        await house.reception.deferred.inputs.check_painted(painted)

    platforms = dict(house.reception.courier.platforms)
    inputs = house.reception.deferred.inputs
    desk = MaskDesk(
        pages=RedisMaskPages(redis, keys),
        masks=RedisMasks(redis, keys),
        pictures=PagePictures(
            results=inputs.results,
            result_pictures=replace(inputs.result_pictures, downloads=gate),
            links=replace(inputs.links, downloads=gate),
            platforms=platforms,
            clock=house.bench.desk.clock,
            picture_host=picture_host,
        ),
        platforms=platforms,
        check=check,
        handle=handle,
        secure=False,
    )
    behind = Site(house, desk, gate)

    async def health() -> list[str]:
        return []

    async with serving(create_app(health, desk.routes())) as url:
        regions = replace(house.app.handlers.region_handler, public_url=url)
        house.app = replace(house.app, handlers=replace(house.app.handlers, region_handler=regions))
        house.reception.deferred = replace(house.reception.deferred, app=house.app)
        yield behind


def form(mask: bytes, words: str = "") -> aiohttp.FormData:
    data = aiohttp.FormData()
    data.add_field("words", words)
    data.add_field("mask", BytesIO(mask), filename="mask.png", content_type="image/png")
    return data


async def said(answer: aiohttp.ClientResponse) -> str:
    body: dict[str, Any] = await answer.json()
    return str(body["text"])


def open_browser(**headers: str) -> aiohttp.ClientSession:
    """With cookies of its own."""
    return aiohttp.ClientSession(cookie_jar=COOKIES(unsafe=True), headers=headers)


async def paint(page: str, mask: bytes, words: str = "a boat") -> tuple[int, int]:
    """Claim, look, paint and send it; the size of the picture that was shown."""
    async with open_browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        async with ann.get(f"{page}/picture") as answer:
            assert answer.status == 200, await answer.text()
            with Pixels.open(BytesIO(await answer.read())) as seen:
                size = seen.size
        async with ann.post(page, data=form(mask, words)) as answer:
            assert answer.status == 200, await answer.text()
    return size


def show_lent(site: Site, shelf: Shelf) -> None:  # noqa: F811
    """The worker sees what the page saw."""
    deferred = site.house.reception.deferred
    results = replace(deferred.inputs.result_pictures, downloads=site.gate, picture_host=shelf)
    links = replace(deferred.inputs.links, downloads=site.gate)
    inputs = replace(deferred.inputs, result_pictures=results, links=links, picture_host=shelf)
    site.house.reception.deferred = replace(deferred, inputs=inputs)
