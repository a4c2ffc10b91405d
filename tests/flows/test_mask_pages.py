"""The page on which a region is painted: whose it is, for how long, and what comes of it, over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import aiohttp
import pytest
from typing_extensions import override

from bot.domain.access import AccessList
from bot.domain.chat_settings import Pressers
from bot.domain.errors import UserError
from bot.domain.ids import MessageRef
from bot.domain.incoming import MaskPainted, Person
from bot.domain.order import Act
from bot.domain.prompt import Mode
from bot.domain.quota import Allowance, Quota
from bot.domain.subject import Result
from bot.ports import Vouching
from bot.store.keys import Keys
from bot.web.mask import PROOF_HEADER
from tests.fakes.platform import ANN, BOB, NAME, PLACE, FakePlatform, origin
from tests.fakes.waiting import wait_until
from tests.flows.conftest import House
from tests.flows.mask_site import Site, form, open_site, said
from tests.flows.test_regions import SIZE, chosen, mask_picture
from tests.flows.test_subjects import LENT, Sheets, Shelf, made, sheet, shelf, show_sheet  # noqa: F401


@pytest.fixture
async def site(house: House) -> AsyncIterator[Site]:
    async with open_site(house) as opened:
        yield opened


class Proving(FakePlatform, Vouching):
    """A platform whose clients say who somebody is; it takes anybody's word."""

    @override
    def vouch(self, proof: str) -> str | None:
        return proof or None


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
    [opened] = await site.ordered()
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
            assert (answer.status, "whoever asked for it" in await said(answer)) == (403, True)
    assert not await site.ordered()


async def test_it_paints_once(site: Site) -> None:
    """What follows is refused unread, even where nothing of it ever comes, and nothing more is stored."""
    _, page = await site.begin()

    async def endless() -> AsyncIterator[bytes]:
        yield b"--x\r\n"
        await asyncio.Event().wait()

    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        async with ann.post(page, data=form(mask_picture((10, 10, 50, 30)), "a hat")) as answer:
            assert answer.status == 200, await answer.text()
        for _ in range(2):
            multipart = {"Content-Type": "multipart/form-data; boundary=x"}
            async with ann.post(page, data=endless(), headers=multipart) as answer:
                assert (answer.status, "painted already" in await said(answer)) == (409, True)
    assert (len(await site.ordered()), await site.masks()) == (1, 1)


async def test_what_may_have_been_ordered_is_sent_again(site: Site) -> None:
    """The same, where the store failed in between; another painting or other words are refused, and not stored."""
    _, page = await site.begin()
    site.failures = 1
    masks = [mask_picture((10, 10, 50, 30)), mask_picture((20, 20, 60, 40))]
    sent = [(masks[0], "a hat", 503), (masks[1], "a hat", 409), (masks[0], "a cap", 409), (masks[0], "a hat", 200)]
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        for mask, words, status in sent:
            async with ann.post(page, data=form(mask, words)) as answer:
                assert answer.status == status, await answer.text()
    assert (len(await site.ordered()), await site.masks()) == (1, 1)


async def test_one_thing_at_a_time(site: Site) -> None:
    """Of each page; what another fetches meanwhile is for it alone to wait for."""
    gate = site.gate
    job, first = await site.begin()
    second = await site.press(job)
    gate.opened.clear()
    async with site.browser() as ann:
        for page in (first, second):
            async with ann.post(f"{page}/claim") as answer:
                assert answer.status == 200
        looking = [asyncio.create_task(ann.get(f"{page}/picture")) for page in (first, second)]
        await wait_until(lambda: len(site.desk.busy) == 2, "both are asked for")
        for answer in (await ann.get(f"{first}/picture"), await ann.post(first, data=form(b"", ""))):
            assert (answer.status, "try again" in await said(answer)) == (429, True)
        await wait_until(lambda: len(gate.fetched) == 2, "both are fetched")
        gate.opened.set()
        assert [(await one).status for one in looking] == [200, 200]
        async with ann.post(first, data=form(mask_picture((10, 10, 50, 30)))) as answer:
            assert answer.status == 200
    assert len(gate.fetched) == 2


async def spend_quota(site: Site) -> None:
    site.house.bench.desk.quota = Quota(10, Allowance(daily=1))


async def shut_out(site: Site) -> None:
    app = site.house.app
    site.house.app = replace(app, intake=replace(app.intake, access=AccessList(frozenset({"elsewhere:1"}))))


async def reserve_buttons(site: Site) -> None:
    await site.house.app.preferences.change(PLACE, "pressers", Pressers.REQUESTER)


async def allow(_site: Site) -> None:
    """All is as it was."""


@pytest.mark.parametrize(
    ("forbid", "person", "words", "text"),
    [
        (spend_quota, ANN, "a hat", "You have had your"),
        (shut_out, ANN, "a hat", "Its operator can let you in"),
        (reserve_buttons, BOB, "a hat", "Only Ann can do that"),
        (allow, ANN, "a hat --nonsense 3", "--nonsense"),
    ],
    ids=["quota", "access", "pressers", "words"],
)
async def test_what_would_not_be_ordered(
    site: Site, forbid: Callable[[Site], Awaitable[None]], person: Person, words: str, text: str
) -> None:
    """Is told on the page, nothing is stored or used up, and once it is mended the same page will do."""
    _, page = await site.begin(person)
    app, mask = site.house.app, mask_picture((10, 10, 50, 30))
    answers = len(site.house.answers())
    await forbid(site)
    async with site.browser() as browser:
        async with browser.post(f"{page}/claim") as answer:
            assert answer.status == 200
        async with browser.post(page, data=form(mask, words)) as answer:
            assert (answer.status, text in await said(answer)) == (422, True), await said(answer)
        assert (await site.ordered(), await site.masks(), len(site.house.answers())) == ([], 0, answers)
        site.house.app, site.house.bench.desk.quota = app, None
        await app.preferences.change(PLACE, "pressers", Pressers.EVERYONE)
        async with browser.post(page, data=form(mask, "a hat")) as answer:
            assert answer.status == 200, await answer.text()
    assert len(await site.ordered()) == 1


async def test_whose_buttons_they_are_counts_for_what_is_painted(site: Site) -> None:
    """Whichever way it comes in."""
    job, page = await site.begin(BOB)
    assert job.message is not None
    await reserve_buttons(site)
    name = await site.desk.masks.put(mask_picture((10, 10, 50, 30)))
    message = MessageRef(NAME, job.message.chat, job.message.message)
    painted = MaskPainted(f"page:{page}", origin(BOB), Result(job.code), name, message)
    with pytest.raises(UserError, match="not-yours"):
        await site.house.app.handle(painted)
    await site.house.reception.deferred.handle_events([painted])
    assert ("Only Ann can do that" in site.house.answers()[-1], site.house.bench.queued) == (True, [])


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
        assert not await site.ordered()
        async with ann.post(page, data=form(mask_picture((10, 10, 50, 30)))) as answer:
            assert answer.status == 200
    assert len(await site.ordered()) == 1


async def let_pass(site: Site, page: str, minutes: int) -> None:
    """As if so much time had passed for the record of a page: the store has the real one."""
    redis, key = site.house.bench.jobs.client, Keys().mask_page(page.rpartition("/")[2])
    await redis.pexpire(key, await redis.pttl(key) - minutes * 60_000)


async def test_it_ends(site: Site) -> None:
    """Half an hour after the press, and for what there never was; each says so."""
    _, page = await site.begin()
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        await let_pass(site, page, minutes=29)
        async with ann.get(f"{page}/picture") as answer:
            assert answer.status == 200
        await let_pass(site, page, minutes=2)
        for url in (f"{page}/claim", page):
            async with ann.post(url, data=form(mask_picture((10, 10, 50, 30)))) as answer:
                assert (answer.status, "has ended" in await said(answer)) == (410, True)
        async with ann.get(page) as answer:
            assert (answer.status, answer.content_type) == (404, "text/html")
        async with ann.get(f"{page}x") as answer:
            assert answer.status == 404
    assert not await site.ordered()


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
    assert len(await site.ordered()) == 1


async def test_a_link_that_begins_a_chat(site: Site) -> None:
    """It leads on to the page, but only whoever it is for."""
    _, page = await site.begin()
    page_id = page.rpartition("/")[2]
    await site.house.type("start", f"page_{page_id}")
    [[lead]] = site.house.bench.platform.messenger.answers[-1].buttons
    assert lead.payload == page
    await site.house.type("start", f"page_{page_id}", person=BOB)
    await site.house.type("start", f"page_{'A' * 22}")
    assert "whoever asked for it" in site.house.answers()[-2]
    assert "has ended" in site.house.answers()[-1]


async def test_a_form_has_two_parts(site: Site) -> None:
    """More of them, the same twice, or others, are no form of ours: nothing of it is read on."""
    _, page = await site.begin()
    async with site.browser() as ann:
        async with ann.post(f"{page}/claim") as answer:
            assert answer.status == 200
        for names in (["words"] * 1000, ["mask", "mask"], ["words", "other"]):
            data = aiohttp.FormData()
            for name in names:
                data.add_field(name, b"x", filename="x")
            async with ann.post(page, data=data) as answer:
                assert answer.status == 400
        async with ann.post(page, data=form(mask_picture((10, 10, 50, 30)))) as answer:
            assert answer.status == 200
