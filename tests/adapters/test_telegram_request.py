"""Requests to the Bot API by aiohttp: what goes wrong on the way, without the token in its words."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TimedOut

from adapters.telegram.gateway import open_bot
from adapters.telegram.request import AiohttpRequest
from tests.fakes.ports import free_port
from tests.fakes.proxy import open_proxy, useless_proxy
from tests.fakes.serving import handling
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.play import playing

TOKEN = "4242:test-token-not-real"


@asynccontextmanager
async def wired(url: str, proxy: str | None = None) -> AsyncIterator[Bot]:
    wires = AiohttpRequest(4, proxy), AiohttpRequest(1, proxy)
    yield open_bot(TOKEN, url, *wires)
    for wire in wires:
        await wire.shutdown()


async def test_words_and_files_go_and_come() -> None:
    """A form without files, one with, and a file back."""
    async with playing() as telegram, wired(telegram.url) as bot:
        room = telegram.private(telegram.person("Ann"))
        await bot.send_message(room.id, "a <fox> & friends, ä")
        sent = await bot.send_photo(room.id, picture(), caption="a fox")
        file = await bot.get_file(sent.photo[-1].file_id)
        assert bytes(await file.download_as_bytearray()) == room.by_bot[1].now.data
    assert [message.text for message in room.by_bot] == ["a <fox> & friends, ä", "a fox"]


async def test_nobody_there_is_told_without_the_address() -> None:
    """It has the token in it."""
    async with wired(f"http://127.0.0.1:{free_port()}") as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.get_me()
    assert TOKEN.partition(":")[2] not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_nobody_waits_for_ever_behind_others() -> None:
    """All connections are taken: who waits for one is told, as of any other silence."""
    arrived, released = asyncio.Event(), asyncio.Event()

    async def hold(_request: web.Request) -> web.StreamResponse:
        arrived.set()
        await released.wait()
        return web.json_response({"ok": True, "result": True})

    async with handling(hold) as url, wired(url) as bot:
        holding = [asyncio.ensure_future(bot.log_out(read_timeout=60)) for _ in range(4)]
        await arrived.wait()
        with pytest.raises(TimedOut):
            await bot.log_out(read_timeout=0.2, pool_timeout=0.2)
        released.set()
        assert all(await asyncio.gather(*holding))


async def test_who_hangs_up_is_told_of_without_the_address() -> None:
    """The request may have been heard; who sends it again must know that."""

    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with handling(hang_up) as url, wired(url) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.get_me()
    assert TOKEN.partition(":")[2] not in str(caught.value)


async def test_an_answer_that_does_not_come_is_not_awaited_for_ever() -> None:
    """The time is the caller's."""
    closing = asyncio.Event()

    async def silent(_request: web.Request) -> web.StreamResponse:
        await closing.wait()
        return web.Response()

    async with handling(silent) as url, wired(url) as bot:
        with pytest.raises(TimedOut):
            await bot.get_me(read_timeout=0.05)
        closing.set()


async def test_a_redirect_is_not_followed() -> None:
    """It would take the token elsewhere."""
    asked = list[str]()

    async def away(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    async with handling(away) as url, wired(url) as bot:
        with pytest.raises(NetworkError):
            await bot.get_me()
    assert asked == [f"/bot{TOKEN}/getMe"]


async def test_by_a_proxy() -> None:
    """Everything goes through it, and it is told a name and a port; the token goes on to Telegram."""
    async with open_proxy() as proxy, playing() as telegram, wired(telegram.url, proxy.url) as bot:
        open_to = telegram.private(telegram.person("Ann"))
        sent = await bot.send_photo(open_to.id, picture())
        assert open_to.last.id == sent.message_id
        assert proxy.asked == [telegram.url.removeprefix("http://")]


@pytest.mark.parametrize("kind", ["socks5", "http"])
@pytest.mark.parametrize("fault", ["away", "refuse", "hang_up"])
async def test_a_proxy_that_is_of_no_use(kind: str, fault: str) -> None:
    """Is a passing fault, whatever it does, and its password and its own words are not told."""
    async with useless_proxy(kind, fault) as url, wired("http://127.0.0.1:9", url) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.get_me()
    assert str(caught.value).isidentifier()
    assert caught.value.__cause__ is None


async def test_a_file_comes_piece_by_piece() -> None:
    """No more of it is read than is taken."""
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(bytes(65536))
            sent += 65536

    async with handling(endless) as url:
        wire = AiohttpRequest(1)
        taken = 0
        with suppress(ConnectionError):
            async with aclosing(wire.stream(f"{url}/file")) as pieces:
                async for piece in pieces:
                    taken += len(piece)
                    if taken > 1_000_000:
                        break
        await wire.shutdown()
    assert taken <= sent < 20_000_000  # the rest lies in buffers of the system


@pytest.mark.parametrize(
    ("status", "error"), [(404, BadRequest), (302, BadRequest), (429, NetworkError), (502, NetworkError)]
)
async def test_a_file_that_does_not_come(status: int, error: type[Exception]) -> None:
    """Whether it is worth another try, without the address: the token is in it."""

    async def away(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    async with handling(away) as url:
        wire = AiohttpRequest(1)
        with pytest.raises(error) as caught:
            await anext(aiter(wire.stream(f"{url}/file/bot{TOKEN}/photos/1.jpg")))
        await wire.shutdown()
    assert type(caught.value) is error
    assert TOKEN.partition(":")[2] not in str(caught.value)
