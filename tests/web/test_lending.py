"""Pictures of people, lent to the image service: signed, for a while, and nothing but pictures."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from PIL import Image as Pixels
from PIL.PngImagePlugin import PngInfo

from bot.domain.errors import UserError
from bot.store.media import MediaFolder
from bot.web.lending import LENT, LIMIT, Lender, kind
from bot.web.server import create_app, media_route
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.client import picture

Client = TestClient[Request, Application]
BASE = "https://bot.example"


async def pieces(*data: bytes) -> AsyncIterator[bytes]:
    for piece in data:
        yield piece


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def lender(tmp_path: Path, clock: FakeClock) -> Lender:
    return Lender(MediaFolder.local(tmp_path, timedelta(days=1)), clock, BASE, b"not-a-real-key")


@pytest.fixture
async def client(lender: Lender) -> AsyncIterator[Client]:
    async def health() -> list[str]:
        return []

    async with TestClient(TestServer(create_app(health, [lender.route()]))) as made:
        yield made


async def test_it_is_there_for_an_hour_and_for_who_has_the_address(
    lender: Lender, client: Client, clock: FakeClock
) -> None:
    """A changed address, a later time and a guessed signature find nothing."""
    data = picture()
    path = (await lender.lend(pieces(data[:100], data[100:]))).removeprefix(BASE)
    async with client.get(path) as answer:
        assert (answer.status, await answer.read(), answer.content_type) == (200, data, "image/png")
    until = path.split("/")[3]
    for wrong in (path.replace(until, str(int(until) + 9)), path.replace(path.split("/")[4], "0" * 32)):
        async with client.get(wrong) as answer:
            assert answer.status == 404
    clock.time += LENT + 1
    async with client.get(path) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"<svg/>", "not-a-picture"), (b"", "not-a-picture"), (b"x" * (LIMIT + 1), "picture-too-large")],
)
async def test_nothing_but_pictures(lender: Lender, data: bytes, code: str) -> None:
    """And not too large ones."""
    with pytest.raises(UserError) as caught:
        await lender.lend(pieces(data))
    assert caught.value.code == code


async def test_without_a_public_address_there_is_no_way(tmp_path: Path, clock: FakeClock) -> None:
    """The person is told what the operator has to set; nothing is fetched."""
    lender = Lender(MediaFolder.local(tmp_path, timedelta(days=1)), clock, "", b"not-a-real-key")
    with pytest.raises(UserError) as caught:
        await lender.lend(pieces(picture()))
    assert caught.value.code == "need-public-url"


async def test_without_its_signature_it_is_nowhere(lender: Lender) -> None:
    """Its name is the same for the same picture, so whoever has one could ask whether we have it."""
    name = (await lender.lend(pieces(picture()))).rpartition("/media/lent/")[2].split("/", 2)[2]

    async def health() -> list[str]:
        return []

    app = create_app(health, [media_route(lender.media), lender.route()])
    async with TestClient(TestServer(app)) as client, client.get(f"/media/{name}") as answer:
        assert answer.status == 404


async def test_a_picture_with_too_much_in_it_is_none() -> None:
    """Whatever Pillow makes of it."""
    info = PngInfo()
    info.add_text("words", "x" * 3_000_000, zip=True)
    out = BytesIO()
    Pixels.new("RGB", (8, 8)).save(out, "PNG", pnginfo=info)
    with pytest.raises(UserError, match="not-a-picture"):
        kind(out.getvalue())
