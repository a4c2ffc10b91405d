"""What is placed on a larger ground, on the page on which regions are painted, over HTTP."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.domain.order import Edit
from bot.domain.prompt import Mode
from bot.domain.reframe import Frame, Reframe, frame_around
from bot.domain.subject import Link, Result, Sent
from tests.flows.conftest import House
from tests.flows.mask_site import Site, form, open_browser, open_site, said, show_lent
from tests.flows.test_regions import SIZE, chosen, mask_picture
from tests.flows.test_subjects import LENT, Shelf, made, sheet, shelf  # noqa: F401

WISH = Reframe(1.5, (16, 9), (0.25, 1))


@pytest.fixture
async def site(house: House, shelf: Shelf) -> AsyncIterator[Site]:  # noqa: F811
    """With a house that can lend."""
    async with open_site(house, shelf) as opened:
        show_lent(opened, shelf)
        yield opened


def placed(wish: object, words: str = "") -> aiohttp.FormData:
    """As the page sends it."""
    data = aiohttp.FormData(default_to_multipart=True)
    data.add_field("words", words)
    data.add_field("frame", wish if isinstance(wish, str) else json.dumps(wish))
    return data


def told(wish: Reframe) -> dict[str, object]:
    return {"scale": wish.scale, "ratio": wish.ratio, "at": wish.at}


async def place(page: str, wish: Reframe, words: str = "by the sea") -> None:
    """Claim it, look whether that is offered, and send it."""
    async with open_browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert (await answer.json())["moves"] is True
        async with ann.post(page, data=placed(told(wish), words)) as answer:
            assert (answer.status, await said(answer)) == (200, "It is being painted: look into the chat.")


async def border(site: Site, order: Edit) -> Frame:
    """What stays, by the mask of an order: all around it is to be painted."""
    mask = await chosen(site.house, order.mask)
    kept = mask.point([255] * 128 + [0] * 128)
    box = kept.getbbox()
    assert box is not None
    assert kept.histogram()[255] == (box[2] - box[0]) * (box[3] - box[1])
    return Frame(mask.size, box)


async def test_it_is_the_order_of_reframe(site: Site) -> None:
    """With the picture where it was placed, to the pixel, and below the message whose button led there."""
    job, page = await site.begin()
    await place(page, WISH, "by the sea --turbo --split")
    [opened] = await site.ordered()
    order = opened.order
    assert isinstance(order, Edit)
    assert (order.prompt, order.mode, order.split) == ("by the sea", Mode.TURBO, True)
    assert (order.reframe, order.sources[0].subject, order.region) == (WISH, Result(job.code), None)
    assert (order.image_url, opened.reply_to) == (LENT.format(1), job.message)
    assert await border(site, order) == frame_around(SIZE, WISH)


@pytest.mark.parametrize("subject", ["photo", "https://e.org/a.png"])
async def test_what_people_bring(site: Site, subject: str) -> None:
    """A photo and a link are found as for /reframe, and their words may be left out."""
    site.house.bench.platform.messenger.files["photo"] = sheet(60, 40)
    linked = "://" in subject
    page = await (site.type(subject) if linked else site.type("", subject))
    await place(page, Reframe(2), "")
    [opened] = await site.ordered()
    assert isinstance(opened.order, Edit)
    assert opened.order.sources[0].subject == (Link(subject) if linked else Sent(subject))
    assert (await border(site, opened.order)).inner == (SIZE if linked else (60, 40))


async def test_a_part_of_a_sheet(site: Site) -> None:
    """It is that part which is placed."""
    job = await made(site.house, "t-1")
    site.gate.data = sheet(65, 49)
    await place(await site.type(f"#{job.code}.2"), Reframe(1.1, at=(0, 0)))
    [opened] = await site.ordered()
    assert isinstance(opened.order, Edit)
    assert opened.order.sources[0].subject == Result(job.code, 2)
    assert await border(site, opened.order) == frame_around((32, 24), Reframe(1.1, at=(0, 0)))


@pytest.mark.parametrize(
    ("wish", "words", "status", "text"),
    [
        ({"scale": 4, "ratio": [1, 3], "at": [0.5, 0.5]}, "", 422, "hardly anything would be left"),
        ({"scale": 0, "ratio": [3, 2], "at": [0.5, 0.5]}, "", 422, "is 3:2 already"),
        ({"scale": 2, "ratio": [0, 0], "at": [0.5, 0.5]}, "--stylize 100", 422, "Say what to do with the picture"),
        ({"scale": 4.1, "ratio": [0, 0], "at": [0.5, 0.5]}, "", 400, ""),
        ({"scale": 2, "ratio": [4, 1], "at": [0.5, 0.5]}, "", 400, ""),
        ({"scale": 2, "ratio": [0, 0], "at": [0.5, 1.01]}, "", 400, ""),
        ({"scale": 0, "ratio": [0, 0], "at": [0.5, 0.5]}, "", 400, ""),
        ('{"scale": NaN, "ratio": [1, 1], "at": [NaN, 0]}', "", 400, ""),
        ("[]", "", 400, ""),
        (" " * 201, "", 413, ""),
    ],
)
async def test_what_is_refused(site: Site, wish: object, words: str, status: int, text: str) -> None:
    """Before anything is paid; what can be mended is told in words, and the page can be used again."""
    _, page = await site.begin()
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        async with ann.post(page, data=placed(wish, words)) as answer:
            assert answer.status == status, await answer.text()
            assert text in await answer.text()
        assert not await site.ordered()
        async with ann.post(page, data=placed(told(WISH))) as answer:
            assert answer.status == 200
    assert len(await site.ordered()) == 1


async def test_it_orders_once(site: Site) -> None:
    """A mask that follows is refused; both together are no form of ours."""
    _, page = await site.begin()
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        both = form(mask_picture((10, 10, 50, 30)))
        both.add_field("frame", json.dumps(told(WISH)))
        for data, status in ((both, 400), (placed(told(WISH)), 200), (form(mask_picture((10, 10, 50, 30))), 409)):
            async with ann.post(page, data=data) as answer:
                assert answer.status == status, await answer.text()
    assert len(await site.ordered()) == 1


async def test_where_nothing_can_be_lent(house: House) -> None:
    """The page does not offer it, and what is sent all the same is refused in words."""
    async with open_site(house) as site:
        _, page = await site.begin()
        async with site.browser() as ann:
            async with ann.post(f"{page}/claim") as answer:
                assert (await answer.json())["moves"] is False
            async with ann.post(page, data=placed(told(WISH))) as answer:
                assert (answer.status, "larger canvas here" in await said(answer)) == (422, True)
        assert not await site.ordered()
