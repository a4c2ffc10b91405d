"""By a proxy: orders, lookups, pictures and the vendor's shelf, and what it means when the proxy is away."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.errors import Code, ServiceError, Started
from bot.domain.ids import TaskId
from bot.domain.update import Finished
from bot.midjourney.client import open_painter
from bot.midjourney.downloads import open_downloads
from bot.midjourney.upload import make_upload
from tests.fakes.clock import FakeClock
from tests.fakes.proxy import open_proxy, useless_proxy
from tests.midjourney.driving import paint, trouble
from tests.midjourney.samples import TASK, final
from tests.midjourney.serving import TOKEN, Server, chunked, line, reply

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
KINDS = pytest.mark.parametrize("kind", ["socks5", "http"])


@KINDS
async def test_everything_goes_by_it(server: Server, kind: str) -> None:
    """It is told hosts and ports alone, each by name: it looks them up."""
    port = server.url.rpartition(":")[2]
    named = f"http://localhost:{port}"
    server.script = [
        chunked(line(**final())),
        reply(200, {"items": [], "count": 0}),
        reply(200, PNG, "image/png"),
    ]
    async with open_proxy(kind) as proxy:
        async with open_painter(named, TOKEN, clock=FakeClock(), proxy=proxy.url) as painter:
            assert isinstance((await paint(painter))[-1], Finished)
            assert await painter.look_up([TaskId(TASK)]) == {}
        async with open_downloads(proxy=proxy.url) as downloads:
            assert await downloads.fetch(f"{named}/a.png", 1000) == (PNG, "image/png")
        assert proxy.asked == [f"localhost:{port}"] * 3


async def test_the_shelf_is_reached_by_it() -> None:
    """What people send goes the same way."""

    async def take(_request: web.Request) -> web.Response:
        return web.json_response({"file_url": "https://cdn.acedata.cloud/abc.png"})

    app = web.Application()
    app.router.add_post("/api/v1/files/", take)
    async with open_proxy() as proxy, TestServer(app, host="127.0.0.1") as shelf:
        put = make_upload(str(shelf.make_url("/")), "platform-token-not-real", proxy.url)
        assert await put(PNG, "image/png") == "https://cdn.acedata.cloud/abc.png"
        assert proxy.asked == [f"127.0.0.1:{shelf.port}"]


@pytest.mark.parametrize("state", ["away", "refuse"])
@KINDS
async def test_a_proxy_that_lets_nobody_through(server: Server, kind: str, state: str) -> None:
    """Nothing was sent, so the order may be sent again; the password of the proxy is in no word of it."""
    server.script = [reply(200, PNG, "image/png")]
    async with useless_proxy(kind, state) as address:
        async with open_painter(server.url, TOKEN, clock=FakeClock(), proxy=address) as painter:
            _, error = await trouble(painter)
        assert (error.code, error.started) == (Code.UNAVAILABLE, Started.NO)
        assert "password" not in str(error)
        with pytest.raises(ServiceError) as caught:
            await make_upload(server.url, TOKEN, address)(PNG, "image/png")
        assert caught.value.code is Code.UNAVAILABLE
    assert server.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "169.254.169.254"])
async def test_it_is_not_sent_to_addresses_inside(server: Server, host: str) -> None:
    """The service names the address of a picture; those of ours are none of its business, by a proxy either."""
    async with (
        open_proxy() as proxy,
        open_downloads(inward=False, proxy=proxy.url) as downloads,
    ):
        with pytest.raises(ServiceError) as caught:
            await downloads.fetch(f"http://{host}:{server.url.rpartition(':')[2]}/a.png", 1000)
        assert caught.value.code is Code.UNAVAILABLE
        assert proxy.asked == []
