"""Pictures of people, lent to the image service: signed, for a while, and nothing but pictures."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from PIL import Image as Pixels

from bot.domain.errors import UserError
from bot.domain.hosted import PICTURE_LIFE_S
from bot.domain.incoming import INPUT_FILE_LIMIT
from bot.sandbox.odd_pictures import BROKEN_PICTURES, SOUND_PICTURES, odd_picture
from bot.store.media import MediaFolder
from bot.web.hosting import WebPictureHost
from bot.web.server import create_app, media_route
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.client import picture
from tests.fakes.waiting import wait_until

Client = TestClient[Request, Application]
BASE = "https://bot.example"


async def pieces(*data: bytes) -> AsyncIterator[bytes]:
    for piece in data:
        yield piece


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def picture_host(tmp_path: Path, clock: FakeClock) -> WebPictureHost:
    return WebPictureHost(MediaFolder.local(tmp_path, timedelta(days=1)), clock, BASE, b"not-a-real-key")


@pytest.fixture
async def client(picture_host: WebPictureHost) -> AsyncIterator[Client]:
    async def health() -> list[str]:
        return []

    async with TestClient(TestServer(create_app(health, [picture_host.route()]))) as made:
        yield made


async def test_it_is_there_for_an_hour_and_for_who_has_the_address(
    picture_host: WebPictureHost, client: Client, clock: FakeClock
) -> None:
    """A changed address, a later time and a guessed signature find nothing."""
    data = picture()
    path = (await picture_host.host_picture(pieces(data[:100], data[100:]))).url.removeprefix(BASE)
    async with client.get(path) as answer:
        assert (answer.status, answer.content_type) == (200, "image/jpeg")
        lent = await answer.read()
    with Pixels.open(BytesIO(lent)) as seen:
        assert seen.size == (64, 48)
    until = path.split("/")[3]
    for wrong in (path.replace(until, str(int(until) + 9)), path.replace(path.split("/")[4], "0" * 32)):
        async with client.get(wrong) as answer:
            assert answer.status == 404
    clock.time += PICTURE_LIFE_S + 1
    async with client.get(path) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"<svg/>", "not-a-picture"), (b"", "not-a-picture"), (b"x" * (INPUT_FILE_LIMIT + 1), "picture-too-large")],
)
async def test_nothing_but_pictures(picture_host: WebPictureHost, data: bytes, code: str) -> None:
    """And not too large ones."""
    with pytest.raises(UserError) as caught:
        await picture_host.host_picture(pieces(data))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("base", "shelf", "reachable"), [("", False, False), ("", True, True), (BASE, False, True)]
)
def test_the_service_needs_some_way_to_a_picture(
    tmp_path: Path, clock: FakeClock, base: str, *, shelf: bool, reachable: bool
) -> None:
    """By our own address, or by its shelf."""

    async def upload(data: bytes, mime: str) -> str:
        raise AssertionError("nothing is put there to find out")

    media = MediaFolder.local(tmp_path, timedelta(days=1))
    host = WebPictureHost(media, clock, base, b"not-a-real-key", upload if shelf else None)
    assert host.reachable is reachable


async def test_without_its_signature_it_is_nowhere(picture_host: WebPictureHost) -> None:
    """Its name is the same for the same picture, so whoever has one could ask whether we have it."""
    name = (await picture_host.host_picture(pieces(picture()))).url.rpartition("/media/lent/")[2].split("/", 2)[2]

    async def health() -> list[str]:
        return []

    app = create_app(health, [media_route(picture_host.media), picture_host.route()])
    async with TestClient(TestServer(app)) as client, client.get(f"/media/{name}") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("name", SOUND_PICTURES)
async def test_what_can_be_used_is_handed_on(picture_host: WebPictureHost, client: Client, name: str) -> None:
    """As a picture that anybody can read, whatever it came as."""
    path = (await picture_host.host_picture(pieces(odd_picture(name)))).url.removeprefix(BASE)
    async with client.get(path) as answer:
        assert answer.content_type in {"image/png", "image/jpeg"}
        data = await answer.read()
    with Pixels.open(BytesIO(data)) as lent:
        lent.load()


CODES = {
    "heic": "picture-format",
    "jpeg_2000": "picture-format",
    "png_30000_one_bit": "picture-too-many-pixels",
    "png_64_megapixels": "picture-too-many-pixels",
    "png_sides_of_2_31": "picture-too-many-pixels",
    "jpeg_scans": "picture-too-many-pixels",
    "jpeg_progressive_too_large": "picture-too-many-pixels",
    "gif_large_screen": "picture-too-many-pixels",
    "webp_large": "picture-too-many-pixels",
    "empty": "not-a-picture",
    "html": "not-a-picture",
    "svg": "not-a-picture",
    "words": "not-a-picture",
}


@pytest.mark.parametrize("name", BROKEN_PICTURES)
async def test_what_cannot_be_used_is_told_apart(picture_host: WebPictureHost, name: str) -> None:
    """And nothing of it is kept."""
    with pytest.raises(UserError) as caught:
        await picture_host.host_picture(pieces(odd_picture(name)))
    assert caught.value.code == CODES.get(name, "picture-damaged")


async def test_three_are_fetched_at_a_time(picture_host: WebPictureHost) -> None:
    """Of the largest 64 MB together, however many come at once; the others are not even asked for."""
    begun, go_on = [], asyncio.Event()

    async def slow(number: int) -> AsyncIterator[bytes]:
        begun.append(number)
        await go_on.wait()
        yield picture()

    async with asyncio.TaskGroup() as group:
        for number in range(9):
            group.create_task(picture_host.host_picture(slow(number)))
        await wait_until(lambda: len(begun) >= 3, "three have begun")
        for _ in range(20):
            await asyncio.sleep(0)
        assert sorted(begun) == [0, 1, 2]
        go_on.set()
    assert len(begun) == 9


async def test_a_flood_ends_where_it_is_too_large(picture_host: WebPictureHost) -> None:
    """No more is read than may be had."""
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield bytes(1024 * 1024)

    with pytest.raises(UserError, match="picture-too-large"):
        await picture_host.host_picture(endless())
    assert taken == INPUT_FILE_LIMIT // 1024 // 1024 + 1
