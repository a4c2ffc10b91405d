"""What is painted on: the pictures that pages of regions are begun for, and how they are kept."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image as Pixels
from typing_extensions import override

from bot.domain.hosted import InputPicture
from bot.domain.ids import TaskId
from bot.domain.incoming import INPUT_FILE_LIMIT
from bot.domain.order import Edit
from bot.domain.reframe import Reframe
from bot.jobs.linked_pictures import LINKS_AT_ONCE, PERSON_LINKS_AT_ONCE
from bot.pictures import lendable_picture
from bot.web.page_pictures import KEPT_BYTES, PagePicture
from tests.fakes.painter import image
from tests.fakes.waiting import wait_until
from tests.flows.conftest import House
from tests.flows.mask_site import Site, form, open_site, paint, said, show_lent
from tests.flows.test_regions import SIZE, call, chosen, mask_picture
from tests.flows.test_subjects import LENT, Sheets, Shelf, made, sheet, shelf, show_sheet  # noqa: F401


@pytest.fixture
async def site(house: House) -> AsyncIterator[Site]:
    async with open_site(house) as opened:
        yield opened


async def test_a_part_is_painted_on(site: Site, shelf: Shelf) -> None:  # noqa: F811
    """Below a sheet, typed and below the part itself: it is cut out and edited, with a mask of its size."""
    job = await made(site.house, "t-1")
    show_lent(site, shelf)
    site.gate.data = sheet(65, 49)
    typed = [await site.type(f"#{job.code}.2")]
    await call(site.house, f"#{job.code} a red boat")
    pages = site.leads()
    assert (len(pages), len({*pages, *typed})) == (4, 5)
    async with site.browser() as ann, ann.post(f"{pages[1]}/claim") as answer:
        assert await answer.json() == {"name": f"#{job.code}.2", "words": "a red boat", "moves": False}
    for page in typed:
        assert await paint(page, mask_picture((8, 6, 16, 12), (32, 24))) == (32, 24)
    [opened] = await site.ordered()
    assert isinstance(opened.order, Edit)
    assert (opened.order.image_url, opened.order.prompt, opened.order.region) == (LENT.format(1), "a boat", None)
    mask = await chosen(site.house, opened.order.mask)
    assert (mask.size, mask.getbbox()) == ((32, 24), (8, 6, 16, 12))


async def test_edits_lead_to_four_pages(site: Site, shelf: Shelf) -> None:  # noqa: F811
    """One for each of their pictures; below one of these there is its own, and the result hangs below that."""
    job = await made(site.house, "t-2", image(TaskId("t-2"), ()), "edit")
    show_lent(site, shelf)
    [(message, card)] = site.house.cards(job.code)
    await site.house.press(message, "region")
    assert (len(site.leads()), f"#{job.code}.1 1 2 5" in site.house.answers()[-1]) == (4, True)
    [piece] = [one for row in card.buttons for one in row if one.payload.startswith("piece:3")]
    await site.house.press(message, piece.payload)
    await site.house.mail()
    [(part, shown)] = site.house.cards(f"#{job.code}.3")
    [button] = [one for row in shown.buttons for one in row if one.label == "Region"]
    await site.house.press(part, button.payload)
    [page] = site.leads()
    assert f"#{job.code}.3 1 2 5" in site.house.answers()[-1]
    await paint(page, mask_picture((0, 0, 20, 20), (SIZE[0] // 2, SIZE[1] // 2)))
    [opened] = await site.ordered()
    assert isinstance(opened.order, Edit)
    assert (opened.reply_to, opened.order.image_url) == (part, LENT.format(1))


async def test_what_people_bring_is_painted_on(site: Site, shelf: Shelf) -> None:  # noqa: F811
    """A photo that came along, and a link; what is handed on is what was painted on, and so large is the mask."""
    messenger = site.house.bench.platform.messenger
    messenger.files["photo"] = sheet(60, 40)
    show_lent(site, shelf)
    size = await paint(await site.type("", "photo"), mask_picture((6, 4, 12, 8), (60, 40)))
    [opened] = await site.ordered()
    assert isinstance(opened.order, Edit)
    assert (size, opened.order.image_url, len(shelf.lent)) == ((60, 40), LENT.format(1), 1)
    assert (await chosen(site.house, opened.order.mask)).getbbox() == (6, 4, 12, 8)
    site.house.bench.queued.clear()
    await paint(await site.type("https://e.org/a.png"), mask_picture((10, 10, 50, 30)))
    [opened] = await site.ordered()
    assert isinstance(opened.order, Edit)
    assert (opened.order.image_url, opened.order.sources) == ("https://e.org/a.png", ())


@pytest.mark.parametrize("size", [(96, 64), (3000, 2000)], ids=["as it is", "made smaller"])
async def test_behind_a_link_there_may_be_another(house: House, shelf: Shelf, size: tuple[int, int]) -> None:  # noqa: F811
    """What was painted on is handed on, with a mask of its size; nothing is fetched again."""
    async with open_site(house, shelf) as site:
        show_lent(site, shelf)
        site.gate.data = sheet(*size)
        page = await site.type("https://e.org/a.png")
        async with site.browser() as ann:
            async with ann.post(f"{page}/claim") as answer:
                assert answer.status == 200
            async with ann.get(f"{page}/picture") as answer:
                shown = await answer.read()
            site.gate.data = sheet(40, 200)
            with Pixels.open(BytesIO(shown)) as seen:
                box = (16, 16, seen.width // 2, seen.height // 2)
            mask = mask_picture(box, seen.size)
            async with ann.post(page, data=form(mask, "a boat")) as answer:
                assert answer.status == 200, await answer.text()
        [opened] = await site.ordered()
        assert isinstance(opened.order, Edit)
        assert (opened.order.image_url, shelf.lent) == (LENT.format(1), [shown])
        made_mask = await chosen(house, opened.order.mask)
        assert (made_mask.size, made_mask.getbbox()) == (seen.size, box)
        assert site.gate.fetched == ["https://e.org/a.png"]


class Atelier(Shelf):
    """Makes what it lends smaller, as the real one does."""

    @override
    async def host_picture(
        self, data: AsyncIterator[bytes], wish: Reframe | None = None, *, limit: int = INPUT_FILE_LIMIT
    ) -> InputPicture:
        assert wish is None
        made = await lendable_picture(b"".join([piece async for piece in data]))
        return InputPicture(LENT.format(1), 4e9, made.size)


async def test_a_photo_with_more_pixels_than_a_mask(site: Site) -> None:
    """Is painted on as small as it is shown, and the mask becomes as large as what is handed on."""
    large = BytesIO()
    Pixels.new("L", (8000, 4800), 99).save(large, "JPEG")
    site.house.bench.platform.messenger.files["photo"] = large.getvalue()
    show_lent(site, Atelier())
    size = await paint(await site.type("", "photo"), mask_picture((0, 0, 1024, 1229), (2048, 1229)))
    [opened] = await site.ordered()
    assert isinstance(opened.order, Edit)
    mask = await chosen(site.house, opened.order.mask)
    assert (size, mask.size) == ((2048, 1229), (4000, 2400))
    assert mask.getbbox() == (0, 0, 2000, 2400)


@pytest.mark.parametrize(
    ("typed", "sent", "status", "text"),
    [
        ("https://e.org/gone.png", (), 503, "cannot be fetched from here"),
        ("", ("lost",), 503, "could not be fetched"),
        ("", ("text",), 503, "not a picture that can be used"),
        ("", ("large",), 503, "at most 20 MB"),
    ],
    ids=["gone", "lost", "text", "large"],
)
async def test_a_picture_that_cannot_be_shown(
    site: Site, typed: str, sent: tuple[str, ...], status: int, text: str
) -> None:
    """Is said on the page."""
    site.house.bench.platform.messenger.files |= {"text": b"no picture", "large": bytes(20 * 1024 * 1024 + 1)}
    site.gate.gone = {"https://e.org/gone.png"}
    page = await site.type(typed, *sent)
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        async with ann.get(f"{page}/picture") as answer:
            assert (answer.status, text in await said(answer)) == (status, True), await answer.text()


async def test_what_nobody_could_lend(site: Site) -> None:
    """Is said on the page, where the service can fetch nothing from us; a single picture needs none of that."""
    job = await made(site.house, "t-1")
    site.house.bench.platform.messenger.files["photo"] = sheet(60, 40)
    typed = [
        (await site.type(f"#{job.code}.2"), "press U2 below"),
        (await site.type("", "photo"), "operator can set that up"),
    ]
    async with site.browser() as ann:
        for page, text in typed:
            async with ann.post(f"{page}/claim") as answer:
                assert answer.status == 200
            async with ann.post(page, data=form(mask_picture((10, 10, 50, 30)), "a boat")) as answer:
                assert (answer.status, text in await said(answer)) == (422, True), await answer.text()
    assert not await site.ordered()


async def test_only_single_pictures_change_without_a_word(site: Site) -> None:
    """The page says so, and takes the same with words."""
    page = await site.type("https://e.org/a.png")
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        for words, status in (("", 422), ("--fast", 422), ("a boat", 200)):
            async with ann.post(page, data=form(mask_picture((10, 10, 50, 30)), words)) as answer:
                assert answer.status == status, await answer.text()
    assert len(await site.ordered()) == 1


async def test_the_picture_is_fetched_once(site: Site) -> None:
    """However often it is looked at; when it is painted it is held no more."""
    _, page = await site.begin()
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        for _ in range(3):
            async with ann.get(f"{page}/picture") as answer:
                assert answer.status == 200
        assert (len(site.gate.fetched), len(site.desk.pictures.kept)) == (1, 1)
        async with ann.post(page, data=form(mask_picture((10, 10, 50, 30)))) as answer:
            assert answer.status == 200
    assert (len(site.gate.fetched), site.desk.pictures.kept) == (1, {})


async def test_slow_links_stop_no_other_page(site: Site) -> None:
    """While some are fetched another picture is shown, and what was painted on it is taken."""
    _, page = await site.begin()
    slow = [await site.type(f"https://slow.example/{n}.png") for n in range(LINKS_AT_ONCE + 1)]
    async with site.browser() as ann:
        for one in (page, *slow):
            async with ann.post(f"{one}/claim") as answer:
                assert answer.status == 200
        site.gate.slow = "https://slow.example/"
        looks = [asyncio.create_task(ann.get(f"{one}/picture")) for one in slow]
        await wait_until(lambda: len(site.gate.fetched) == PERSON_LINKS_AT_ONCE, "the slow ones are on their way")
        async with ann.get(f"{page}/picture") as answer:
            assert answer.status == 200
        async with ann.post(page, data=form(mask_picture((10, 10, 50, 30)))) as answer:
            assert answer.status == 200, await answer.text()
        assert not any(look.done() for look in looks)
        site.gate.go_on.set()
        assert [(await look).status for look in looks] == [200] * len(slow)


def test_what_is_kept_is_bounded(site: Site) -> None:
    """By its bytes, the oldest first, and by the life of a page."""
    pictures = site.desk.pictures
    large = PagePicture(bytes(KEPT_BYTES // 4), "image/png", SIZE)
    for name in "abcde":
        pictures.keep(name, large)
    assert list(pictures.kept) == ["b", "c", "d", "e"]
    pictures.kept["d"] = (0.0, large)
    pictures.keep("f", PagePicture(b"", "image/png", SIZE))
    assert list(pictures.kept) == ["b", "c", "e", "f"]


async def test_the_picture_is_bounded(site: Site) -> None:
    """At most 2048 pixels, and a JPEG then; the service's address is nowhere."""
    large = BytesIO()
    Pixels.new("RGB", (3000, 2000), "teal").save(large, "PNG")
    _, page = await site.begin()
    site.gate.data = large.getvalue()
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert "example" not in await answer.text()
        async with ann.get(f"{page}/picture") as answer:
            with Pixels.open(BytesIO(await answer.read())) as seen:
                assert (seen.size, seen.format) == ((2048, 1365), "JPEG")
