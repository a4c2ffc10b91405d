"""The page on which a region is painted: whose it is, for how long, and what comes of it, over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from PIL import Image as Pixels
from typing_extensions import override

from bot.domain.card import ButtonKind
from bot.domain.ids import MessageRef, TaskId
from bot.domain.job import Job
from bot.domain.order import Act
from bot.domain.prompt import Mode
from bot.ports import Vouching
from bot.store.keys import Keys
from bot.store.masks import RedisMaskPages, RedisMasks
from bot.web.mask import PROOF_HEADER, MaskDesk
from bot.web.server import create_app
from tests.fakes.painter import image
from tests.fakes.platform import ANN, BOB, NAME, FakePlatform
from tests.fakes.serving import serving
from tests.flows.conftest import House
from tests.flows.test_regions import SIZE, chosen, mask_picture, single
from tests.flows.test_subjects import made, sheet, show_sheet

COOKIES = aiohttp.CookieJar


class Proving(FakePlatform, Vouching):
    """A platform whose clients say who somebody is; it takes anybody's word."""

    @override
    def vouch(self, proof: str) -> str | None:
        return proof or None


@dataclass
class Site:
    """Our server, and the house behind it."""

    house: House
    desk: MaskDesk
    url: str = ""

    async def begin(self) -> tuple[Job, str]:
        """A single picture whose button was pressed, and the page that it leads to."""
        job = await made(self.house, "t-1", single())
        [(message, card)] = self.house.cards(job.code)
        [button] = [one for row in card.buttons for one in row if one.label == "Vary (Region)"]
        await self.house.press(message, button.payload)
        [[lead]] = self.house.bench.platform.messenger.answers[-1].buttons
        assert lead.kind is ButtonKind.PAGE
        return job, lead.payload

    def browser(self, **headers: str) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(cookie_jar=COOKIES(unsafe=True), headers=headers)


@pytest.fixture
async def site(house: House) -> AsyncIterator[Site]:
    redis, keys = house.bench.jobs.client, Keys()
    sheets = show_sheet(house, sheet(*SIZE))
    desk = MaskDesk(
        pages=RedisMaskPages(redis, keys),
        masks=RedisMasks(redis, keys),
        book=house.bench.jobs,
        pictures=house.reception.deferred.inputs.result_pictures,
        downloads=sheets,
        platforms=dict(house.reception.courier.platforms),
        handle=lambda event: house.app.handle(event),  # noqa: PLW0108 - it is another one below
        secure=False,
    )

    async def health() -> list[str]:
        return []

    async with serving(create_app(health, desk.routes())) as url:
        regions = replace(house.app.handlers.region_handler, public_url=url)
        house.app = replace(house.app, handlers=replace(house.app.handlers, region_handler=regions))
        yield Site(house, desk, url)


def form(mask: bytes, words: str = "") -> aiohttp.FormData:
    data = aiohttp.FormData()
    data.add_field("words", words)
    data.add_field("mask", BytesIO(mask), filename="mask.png", content_type="image/png")
    return data


async def said(answer: aiohttp.ClientResponse) -> str:
    body: dict[str, Any] = await answer.json()
    return str(body["text"])


async def test_what_is_painted_is_ordered(site: Site) -> None:
    """Claimed, looked at, painted: an action of the picture, below its message, with the words and their flags."""
    job, page = await site.begin()
    async with site.browser() as ann:
        async with ann.get(page) as shown:
            assert (shown.status, shown.content_type) == (200, "text/html")
            policy = shown.headers["Content-Security-Policy"]
            assert "frame-ancestors https://web.telegram.org" in policy
            assert "script-src 'self'" in policy
        async with ann.post(f"{page}/claim") as claimed:
            assert claimed.status == 200
            [cookie] = claimed.headers.getall("Set-Cookie")
            assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Path=/mask/"))
        async with ann.get(f"{page}/picture") as picture:
            assert (picture.status, picture.headers["Cache-Control"]) == (200, "private, no-store")
            assert "frame-ancestors 'none'" in picture.headers["Content-Security-Policy"]
        async with ann.post(page, data=form(mask_picture((10, 10, 50, 30)), "a red hat --turbo")) as done:
            assert (done.status, await said(done)) == (200, "It is being painted: look into the chat.")
    [job_id] = site.house.bench.queued
    opened = await site.house.bench.load(job_id)
    assert isinstance(opened.order, Act)
    assert (opened.order.repaint, opened.order.mode) == ("a red hat", Mode.TURBO)
    assert (opened.reply_to, opened.origin.person) == (job.message, ANN)
    assert (await chosen(site.house, opened.order.mask)).getbbox() == (10, 10, 50, 30)


async def test_looking_claims_nothing(site: Site) -> None:
    """A robot that follows the link, or a browser without scripts, takes it from nobody."""
    _, page = await site.begin()
    async with site.browser() as robot:
        for method in ("GET", "HEAD", "GET"):
            async with robot.request(method, page) as answer:
                assert (answer.status, answer.headers.getall("Set-Cookie", [])) == (200, [])
        async with robot.get(f"{page}/claim") as answer:
            assert answer.status == 405
        async with robot.get(f"{page}/picture") as answer:
            assert answer.status == 403
    async with site.browser() as ann, ann.post(f"{page}/claim") as claimed:
        assert claimed.status == 200


async def test_it_is_the_first_browsers(site: Site) -> None:
    """Nobody else sees the picture, or paints on it."""
    _, page = await site.begin()
    async with site.browser() as ann, site.browser() as bob:
        for who, status in ((ann, 200), (bob, 403), (ann, 200)):
            async with who.post(f"{page}/claim") as answer:
                assert answer.status == status
        async with bob.get(f"{page}/picture") as answer:
            assert answer.status == 403
        async with bob.post(page, data=form(mask_picture((10, 10, 50, 30)))) as answer:
            assert (answer.status, "whoever pressed" in await said(answer)) == (403, True)
    assert not site.house.bench.queued


async def test_it_paints_once(site: Site) -> None:
    """The same once more, after a lost answer, is as good; another one is refused."""
    _, page = await site.begin()
    masks = [mask_picture((10, 10, 50, 30)), mask_picture((10, 10, 50, 30)), mask_picture((20, 20, 60, 40))]
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        for mask, status in zip(masks, (200, 200, 409), strict=True):
            async with ann.post(page, data=form(mask, "a hat")) as answer:
                assert answer.status == status, await answer.text()
    assert len(site.house.bench.queued) == 1


@pytest.mark.parametrize(
    ("mask", "words", "status", "text"),
    [
        (mask_picture((0, 0, 0, 0)), "", 422, "Nothing is chosen"),
        (mask_picture((0, 0, *SIZE)), "", 422, "That is the whole picture"),
        (mask_picture((1, 1, 20, 20), (64, 96)), "", 422, "another shape"),
        (b"no picture", "", 422, "no picture that can be read"),
        (bytes(2 * 1024 * 1024 + 1), "", 413, "at most 2 MB"),
        (mask_picture((10, 10, 50, 30)), "x" * 4001, 413, "4001 characters"),
    ],
    ids=["black", "white", "tall", "text", "large", "words"],
)
async def test_what_is_refused(site: Site, mask: bytes, words: str, status: int, text: str) -> None:
    """In words, and the page can be used again."""
    _, page = await site.begin()
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        async with ann.post(page, data=form(mask, words)) as answer:
            assert (answer.status, text in await said(answer)) == (status, True)
        assert not site.house.bench.queued
        async with ann.post(page, data=form(mask_picture((10, 10, 50, 30)))) as answer:
            assert answer.status == 200
    assert len(site.house.bench.queued) == 1


async def test_it_ends(site: Site) -> None:
    """Half an hour after the press, and for what there never was; each says so."""
    _, page = await site.begin()
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        await site.house.bench.jobs.client.delete(Keys().mask_page(page.rpartition("/")[2]))
        for url in (f"{page}/claim", page):
            async with ann.post(url, data=form(mask_picture((10, 10, 50, 30)))) as answer:
                assert (answer.status, "has ended" in await said(answer)) == (410, True)
        async with ann.get(page) as answer:
            assert (answer.status, answer.content_type) == (404, "text/html")
        async with ann.get(f"{page}x") as answer:
            assert answer.status == 404
    assert not site.house.bench.queued


async def test_where_the_platform_says_who_it_is(site: Site) -> None:
    """Whoever pressed the button, and nobody else; no cookie is of any use."""
    _, page = await site.begin()
    assert isinstance(site.desk.platforms, dict)
    site.desk.platforms[NAME] = Proving()
    for proof, status in (("", 403), (BOB.id, 403), (ANN.id, 200)):
        async with site.browser(**{PROOF_HEADER: proof}) as who:
            async with who.post(f"{page}/claim") as answer:
                assert (answer.status, answer.headers.getall("Set-Cookie", [])) == (status, [])
            async with who.get(f"{page}/picture") as answer:
                assert answer.status == status
            async with who.post(page, data=form(mask_picture((10, 10, 50, 30)))) as answer:
                assert answer.status == status
    assert len(site.house.bench.queued) == 1


async def test_a_link_that_begins_a_chat(site: Site) -> None:
    """It leads on to the page, but only whoever it is for."""
    _, page = await site.begin()
    page_id = page.rpartition("/")[2]
    await site.house.type("start", f"page_{page_id}")
    [[lead]] = site.house.bench.platform.messenger.answers[-1].buttons
    assert lead.payload == page
    await site.house.type("start", f"page_{page_id}", person=BOB)
    await site.house.type("start", f"page_{'A' * 22}")
    assert ["whoever pressed" in site.house.answers()[-2], "has ended" in site.house.answers()[-1]] == [True, True]


async def test_pages_are_for_single_pictures(site: Site) -> None:
    """Of an edit a part has to be named, which is typed."""
    job = await made(site.house, "t-2", image(TaskId("t-2"), ()), "edit")
    assert job.message is not None
    await site.house.press(MessageRef(NAME, job.message.chat, job.message.message), "region")
    card = site.house.bench.platform.messenger.answers[-1]
    assert (card.buttons, f"#{job.code}.1" in card.text[0].text) == ((), True)


async def test_the_picture_is_bounded(site: Site) -> None:
    """At most 2048 pixels, and a JPEG then; the service's address is nowhere."""
    large = BytesIO()
    Pixels.new("RGB", (3000, 2000), "teal").save(large, "PNG")
    _, page = await site.begin()
    site.desk.downloads.data = large.getvalue()  # type: ignore[attr-defined]  # of the stand-in
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert "example" not in await answer.text()
        async with ann.get(f"{page}/picture") as answer:
            with Pixels.open(BytesIO(await answer.read())) as seen:
                assert (seen.size, seen.format) == ((2048, 1365), "JPEG")
