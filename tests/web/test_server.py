"""The web server over real HTTP: who may ask, what is healthy, files in parts."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from typing_extensions import override

from bot.i18n import say
from bot.store.media import MediaFolder
from bot.web.server import FILE_PIECE_BYTES, create_app, media_route
from tests.fakes.waiting import PATIENCE, wait_until

Client = TestClient[web.Request, web.Application]
MISSING: list[str] = []


async def health() -> Sequence[str]:
    return MISSING


async def post(_request: web.Request) -> web.Response:
    return web.Response(text="done")


@pytest.fixture
async def media(tmp_path: Path) -> MediaFolder:
    return MediaFolder.local(tmp_path, timedelta(days=1))


@pytest.fixture
async def client(media: MediaFolder) -> AsyncIterator[Client]:
    MISSING.clear()
    app = create_app(health, [media_route(media), web.post("/do", post)], "https://bot.example/")
    async with TestClient(TestServer(app, host="127.0.0.1")) as made:
        yield made


async def test_health_and_metrics(client: Client) -> None:
    """Alive always, ready only when nothing is missing."""
    assert (await client.get("/healthz")).status == 200
    assert (await client.get("/readyz")).status == 200
    MISSING.append("the store does not answer")
    answer = await client.get("/readyz")
    assert (answer.status, await answer.text()) == (503, "not ready: the store does not answer\n")
    page = await (await client.get("/metrics")).text()
    assert "chatelier_jobs_opened_total" in page
    assert "chatelier_sends_total" in page


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:1", 200),
        ("localhost", 200),
        ("[::1]:8080", 200),
        ("10.1.2.3", 200),
        ("bot.example", 200),
        ("BOT.example.", 200),
        ("bot.example:443", 200),
        ("evil.example", 421),
        ("localhost#.evil.example", 421),
        ("localhost/.evil.example", 421),
        ("localhost?.evil.example", 421),
        ("localhost@evil.example", 421),
        ("evil@localhost", 421),
        ("user:word@localhost", 421),
        ("localhost:80:80", 421),
        ("localhost:", 421),
        ("localhost:port", 421),
        ("localhost:123456", 421),
        (" localhost evil", 421),
        ("localhost%00.evil.example", 421),
        ("localhost\\.evil.example", 421),
        ("localhost,evil.example", 421),
        ("loc\u00e4lhost", 421),
        ("[::1", 421),
        ("[::1].evil.example", 421),
        ("[::1]evil", 421),
        ("127.0.0.1.evil.example", 421),
        ("0x7f.1", 421),
        ("2130706433", 421),
        ("evil-127.0.0.1", 421),
        ("localhost.evil.example", 421),
        ("", 421),
    ],
)
async def test_only_our_own_names_are_answered(client: Client, host: str, status: int) -> None:
    """Another name that leads here is somebody's trick (DNS rebinding)."""
    assert (await client.get("/healthz", headers={"Host": host})).status == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "https://bot.example"}, 200),
        ({"Origin": "http://bot.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://localhost#evil"}, 403),
        ({"Origin": "http://localhost@evil.example"}, 403),
        ({"Origin": "http://localhost http://evil.example"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
async def test_pages_of_other_origins_are_refused(client: Client, headers: dict[str, str], status: int) -> None:
    """Whatever they try to make a browser do here."""
    assert (await client.post("/do", headers={"Host": "localhost", **headers})).status == status


async def test_two_names_are_none(client: Client) -> None:
    """Nor is no name: whoever reads it otherwise than we do would be fooled."""
    port = client.server.port
    for head in ("Host: localhost\r\nHost: evil.example\r\n", "", "Host:\r\n"):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /healthz HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(), PATIENCE)
        writer.close()
        assert answer.split()[1] in {b"400", b"421"}, head


@pytest.mark.parametrize("headers", [{"Origin": ""}, {"Origin": "null"}, {"Origin": "http://evil.example"}])
async def test_where_there_is_no_public_address(headers: dict[str, str]) -> None:
    """No origin is like the one that is not set."""
    app = create_app(health, [web.post("/do", post)])
    async with TestClient(TestServer(app, host="127.0.0.1")) as other:
        assert (await other.post("/do", headers=headers)).status == 403
        assert (await other.post("/do", headers={"Origin": str(other.make_url("")).rstrip("/")})).status == 200


async def test_answers_are_hardened(client: Client) -> None:
    """No foreign script, no frame, no guessing of types."""
    headers = (await client.get("/healthz")).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_files_whole_and_in_parts(client: Client, media: MediaFolder) -> None:
    """Browsers ask for parts of a video."""
    url = f"/media/{await media.put(b'0123456789', 'video/mp4')}"
    whole = await client.get(url)
    assert (whole.status, await whole.read(), whole.content_type) == (200, b"0123456789", "video/mp4")
    part = await client.get(url, headers={"Range": "bytes=2-4"})
    assert (part.status, await part.read(), part.headers["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    assert (await client.get(url, headers={"Range": "bytes=-3"})).status == 206
    assert (await client.get(url, headers={"Range": "bytes=99-"})).status == 416
    assert (await client.get("/media/kept/none.png")).status == 404
    assert (await client.get("/media/../../etc/passwd")).status == 404


class Counted(MediaFolder):
    """Counts the pieces that were read; `gone`: the file is away from then on."""

    pieces = 0
    gone = False

    @override
    async def part(self, name: str, start: int, stop: int) -> bytes:
        if self.gone:
            raise OSError("gone")
        self.pieces += 1
        return await super().part(name, start, stop)


@pytest.fixture
async def counted(tmp_path: Path) -> AsyncIterator[tuple[Counted, TestClient[web.Request, web.Application]]]:
    media = Counted.local(tmp_path / "counted", timedelta(days=1))
    app = create_app(health, [media_route(media)])
    async with TestClient(TestServer(app, host="127.0.0.1")) as made:
        yield media, made


async def test_who_takes_a_file_slowly_has_a_piece_of_it(counted: tuple[Counted, Client]) -> None:
    """Not the whole in our memory; and gets it whole in the end."""
    media, client = counted
    data = bytes(range(256)) * (64 * 1024 * 1024 // 256)
    name = await media.put(data, "image/png")
    async with client.get(f"/media/{name}") as slow:
        assert (await client.get("/healthz")).status == 200
        await wait_until(lambda: media.pieces > 1, "it is being sent")
        assert media.pieces < len(data) // FILE_PIECE_BYTES // 2
        assert await slow.read() == data
    assert media.pieces == len(data) // FILE_PIECE_BYTES


async def test_files_by_head_and_those_that_vanish(counted: tuple[Counted, Client]) -> None:
    """Its size without its bytes; what is gone is not there, what goes meanwhile is cut off."""
    media, client = counted
    name = await media.put(b"0123456789", "image/png")
    async with client.head(f"/media/{name}") as shown:
        assert (shown.status, shown.headers["Content-Length"], await shown.read()) == (200, "10", b"")
    large = await media.put(b"x" * (FILE_PIECE_BYTES * 200), "image/png")
    async with client.get(f"/media/{large}") as cut:
        media.gone = True
        with pytest.raises(aiohttp.ClientError):
            await cut.read()
    assert (await client.get(f"/media/{name}")).status == 404


async def test_a_body_that_is_too_large_is_refused(client: Client) -> None:
    """Nobody fills our memory."""

    async def read(request: web.Request) -> web.Response:
        return web.Response(body=await request.read())

    app = create_app(health, [web.post("/read", read)])
    async with TestClient(TestServer(app, host="127.0.0.1")) as other:
        with suppress(aiohttp.ClientConnectionError):  # hung up on us while we were still sending: as good
            assert (await other.post("/read", data=BytesIO(b"x" * 2_000_000))).status == 413


async def test_who_comes_by_another_address_is_told_in_their_language(client: Client) -> None:
    """And of no setting: that is the operator's."""
    headers = {"Host": "evil.example", "Accept-Language": "de-DE,de;q=0.9"}
    answer = await client.get("/", headers=headers)
    text = await answer.text()
    assert text == say("wrong-address", language="de")
    assert "PUBLIC_URL" not in text
