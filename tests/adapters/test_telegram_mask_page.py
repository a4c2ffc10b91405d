"""The page on which a region is painted, as Telegram opens it: whose it is says what Telegram signed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import aiohttp
from PIL import Image

from bot.domain.order import Edit
from bot.store.keys import Keys
from bot.store.masks import RedisMaskPages, RedisMasks
from bot.web.mask import PROOF_HEADER, MaskDesk
from bot.web.page_pictures import PagePictures
from bot.web.server import create_app
from tests.adapters.house import House, bot, house, telegram  # noqa: F401 - fixtures
from tests.adapters.running import PUBLIC_URL, Running
from tests.fakes.painter import SMOOTH
from tests.fakes.serving import serving
from tests.fakes.telegram.apps import sign_launch
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.driver import Telegram
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

SIZE = (64, 48)


@asynccontextmanager
async def opened_pages(made: Running) -> AsyncIterator[str]:
    """Our server, as it has pages; its address."""
    redis, inputs = made.bench.jobs.client, made.door.deferred.inputs
    platforms = {made.platform.name: made.platform}
    pictures = PagePictures(
        results=inputs.results,
        result_pictures=inputs.result_pictures,
        links=inputs.links,
        platforms=platforms,
        clock=made.bench.desk.clock,
    )
    desk = MaskDesk(
        pages=RedisMaskPages(redis, Keys()),
        masks=RedisMasks(redis, Keys()),
        pictures=pictures,
        platforms=platforms,
        check=made.door.app.check_repaint,
        handle=made.door.app.handle,
    )

    async def health() -> list[str]:
        return []

    async with serving(create_app(health, desk.routes())) as url:
        yield url


def proof_in(address: str) -> str:
    """What the client hands to the page in its address."""
    return parse_qs(urlsplit(address).fragment)["tgWebAppData"][0]


def painted_form() -> aiohttp.FormData:
    mask, out = Image.new("L", SIZE), BytesIO()
    mask.paste(255, (8, 8, 24, 24))
    mask.save(out, "PNG")
    form = aiohttp.FormData()
    form.add_field("words", "a red hat")
    form.add_field("mask", out.getvalue(), filename="mask.png", content_type="image/png")
    return form


async def test_it_is_theirs_who_asked(house: House) -> None:  # noqa: F811
    """Another's proof, a changed one and one of 61 minutes show nothing and order nothing; their own does."""
    ann, bob = house.telegram.person("Ann"), house.telegram.person("Bob")
    room = house.telegram.private(ann)
    room.sends_photo(ann, picture(*SIZE), "/region")
    await wait_until(lambda: room.by_bot, "there is an answer")
    address = room.opens_app(ann, room.last, "🖌️ Paint it")
    proof, now = proof_in(address), int(house.telegram.world.clock())
    wrong = [
        sign_launch(house.telegram.token, bob, now),
        proof.replace(str(ann.id), str(bob.id)),
        proof.replace("query_id=", "query_id=x"),
        proof_in(room.opens_app(ann, room.last, "🖌️ Paint it", age=61 * 60)),
        "",
    ]
    house.painter.scripts = [SMOOTH]
    async with opened_pages(house) as url, aiohttp.ClientSession() as client:
        page = f"{url}{urlsplit(address).path}"
        for one in wrong:
            for method, path in (("POST", "/claim"), ("GET", "/picture"), ("POST", "")):
                data = painted_form() if not path else None
                headers = {PROOF_HEADER: one}
                async with client.request(method, page + path, headers=headers, data=data) as answer:
                    assert (answer.status, "Set-Cookie" in answer.headers) == (403, False)
        await house.idle()
        assert house.painter.sent == []
        headers = {PROOF_HEADER: proof}
        async with client.get(f"{page}/picture", headers=headers) as answer:
            with Image.open(BytesIO(await answer.read())) as shown:
                assert (answer.status, shown.size) == (200, SIZE)
        async with client.post(page, headers=headers, data=painted_form()) as answer:
            assert answer.status == 200, await answer.text()
    await wait_until(lambda: house.painter.sent, "it is ordered")
    order = house.painter.sent[0].order
    assert isinstance(order, Edit)
    assert (order.prompt, order.image_url.startswith(f"{PUBLIC_URL}/media/lent/")) == ("a red hat", True)


async def test_a_mini_app_leads_there_from_a_group(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """In one tap: what Telegram hands over names the page, and proves whose it is; nobody else's opens it."""
    async with bot(telegram, stage, app="https://t.me/chatelier_bot/region") as made:
        ann, bob = telegram.person("Ann"), telegram.person("Bob")
        group = telegram.group("Atelier", ann, bob)
        group.sends_photo(ann, picture(*SIZE), "/region a red hat")
        await wait_until(lambda: group.by_bot, "there is an answer")
        async with opened_pages(made) as url, aiohttp.ClientSession() as client:
            async with client.get(f"{url}/mask/", headers={"Accept-Language": "de-AT,de;q=0.9"}) as answer:
                assert (answer.status, 'lang="de"' in await answer.text()) == (200, True)
                assert "frame-ancestors https://web.telegram.org" in answer.headers["Content-Security-Policy"]
            for who, status in ((bob, 403), (ann, 200)):
                address = group.opens_app(who, group.last, "🖌️ Paint it", registered=f"{PUBLIC_URL}/mask/")
                assert urlsplit(address).path == "/mask/"
                [named] = parse_qs(proof_in(address))["start_param"]
                headers = {PROOF_HEADER: proof_in(address)}
                async with client.post(f"{url}/mask/{named}/claim", headers=headers) as answer:
                    assert answer.status == status
