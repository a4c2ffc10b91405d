"""Files that people sent: from Discord alone, bounded, and without an address in what goes wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from adapters.discord import attachments
from adapters.discord.attachments import Attachments, address_end
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.wire import Wire
from bot.domain.errors import DeliveryError, NotAllowed, NotNow, TooLarge, Unreachable
from bot.domain.hosted import InputPicture
from tests.fakes.clock import FakeClock
from tests.fakes.discord.play import playing
from tests.fakes.ports import free_port
from tests.fakes.proxy import open_proxy
from tests.fakes.serving import handling

API = "https://discord.com/api/v10"


@asynccontextmanager
async def opened(api_url: str, proxy: str = "") -> AsyncIterator[Attachments]:
    files = Attachments(api_url, proxy=proxy)
    yield files
    await files.close()


async def read(files: Attachments, address: str, limit: int = 1000) -> bytes:
    return b"".join([chunk async for chunk in files.fetch(address, limit)])


SIGNED = "?ex=6f4c5d80&is=6f4b0c00&hm=" + 64 * "a"


@pytest.mark.parametrize(
    ("address", "until"),
    [
        (f"https://cdn.discordapp.com/attachments/1/2/fox.png{SIGNED}", float(0x6F4C5D80)),
        (f"https://media.discordapp.net/ephemeral-attachments/1/2/fox.png{SIGNED}", float(0x6F4C5D80)),
        ("https://cdn.discordapp.com/attachments/1/2/fox.png", 0.0),
        ("https://cdn.discordapp.com/attachments/1/2/fox.png?ex=soon", 0.0),
        (f"http://cdn.discordapp.com/attachments/1/2/fox.png{SIGNED}", 0.0),
        (f"https://cdn.discordapp.com:8443/attachments/1/2/fox.png{SIGNED}", 0.0),
        (f"https://ann@cdn.discordapp.com/attachments/1/2/fox.png{SIGNED}", 0.0),
        (f"https://cdn.discordapp.com.example/1/2/fox.png{SIGNED}", 0.0),
        (f"https://discord.com/api/v10/fox.png{SIGNED}", 0.0),
        ("https://[", 0.0),
    ],
)
def test_an_address_of_discords_is_public_until_its_signature_ends(address: str, until: float) -> None:
    """The image service is sent there; nowhere else, and not where nobody knows for how long."""
    clock = FakeClock()
    wire = Wire(API, "test-token-not-real", clock=clock)
    found = DiscordMessenger(wire, Attachments(API)).public_address(address)
    assert found == (InputPicture(address, until) if until else None)


@pytest.mark.parametrize("kind", ["", "socks5", "http"])
async def test_a_file_comes(kind: str) -> None:
    """Whole, by the address that the event had, and by the proxy where there is one."""
    async with playing() as discord:
        kept = discord.world.cdn.keep("1", "fox.png", b"a fox", ephemeral=True)
        address = discord.world.cdn.sign(kept.path)
        if not kind:
            async with opened(discord.api_url) as files:
                assert await read(files, address) == b"a fox"
            return
        async with open_proxy(kind) as proxy, opened(discord.api_url, proxy.url) as files:
            assert await read(files, address) == b"a fox"
            assert proxy.asked == [discord.url.removeprefix("http://")]


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("https://cdn.discordapp.com/attachments/1/2/fox.png?ex=1&is=1&hm=1", True),
        ("https://media.discordapp.net/attachments/1/2/fox.png", True),
        ("https://discord.com/cdn/attachments/1/2/fox.png", True),
        ("http://cdn.discordapp.com/attachments/1/2/fox.png", False),
        ("https://cdn.discordapp.com.example/fox.png", False),
        ("https://cdn.discordapp.com@example.com/fox.png", False),
        ("https://me:not-real@cdn.discordapp.com/fox.png", False),
        ("https://cdn.discordapp.com:8443/fox.png", False),
        ("https://cdn.discordapp.com:x/fox.png", False),
        ("https://127.0.0.1/fox.png", False),
        ("http://169.254.169.254/latest/meta-data", False),
        ("file:///etc/passwd", False),
        ("//cdn.discordapp.com/fox.png", False),
        ("https://[cdn.discordapp.com/fox.png", False),
        ("fox.png", False),
        ("", False),
    ],
)
async def test_only_what_is_at_discord(address: str, ours: bool) -> None:  # noqa: FBT001 - a column of the table
    """Whoever forges an event could have us fetch from inside of our own network."""
    async with opened(API) as files:
        assert files.is_ours(address) is ours
        if not ours:
            with pytest.raises(NotAllowed):
                await read(files, address)


async def test_an_address_that_is_over_is_not_allowed() -> None:
    """It is signed for a day."""
    now = [1_800_000_000.0]
    async with playing(clock=lambda: now[0]) as discord, opened(discord.api_url) as files:
        address = discord.world.cdn.sign(discord.world.cdn.keep("1", "fox.png", b"a fox").path)
        assert address_end(address) == now[0] + discord.world.rules.signed_for
        now[0] += discord.world.rules.signed_for + 1
        with pytest.raises(NotAllowed):
            await read(files, address)


async def test_what_is_too_large_is_not_read() -> None:
    """By what the server says of it, before anything is read."""
    async with playing() as discord, opened(discord.api_url) as files:
        address = discord.world.cdn.sign(discord.world.cdn.keep("1", "fox.png", bytes(1001)).path)
        with pytest.raises(TooLarge):
            await read(files, address)


async def test_who_says_nothing_of_its_size_is_read_so_far() -> None:
    """And no further: a stream without an end costs no more than the limit."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        while True:
            await response.write(bytes(700))

    async with handling(endless) as url, opened(url) as files:
        with pytest.raises(TooLarge):
            await read(files, f"{url}/fox.png")


@pytest.mark.parametrize(
    ("status", "error"), [(404, NotAllowed), (403, NotAllowed), (302, NotAllowed), (429, NotNow), (502, NotNow)]
)
async def test_what_is_no_file(status: int, error: type[DeliveryError]) -> None:
    """What may come later is told from what never will; nobody is sent on to another address."""
    asked = list[str]()

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(status=status, headers={"Location": "/elsewhere"}, text="a fox")

    async with handling(answer) as url, opened(url) as files:
        with pytest.raises(error) as caught:
            await read(files, f"{url}/fox.png?hm=not-a-real-mark")
    assert type(caught.value) is error
    assert "not-a-real-mark" not in str(caught.value)
    assert asked == ["/fox.png"]


async def test_nobody_there_and_nothing_that_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both pass, and neither says where it was."""
    monkeypatch.setattr(attachments, "REST_ANSWER_S", 0.05)
    closing = asyncio.Event()

    async def silent(_request: web.Request) -> web.StreamResponse:
        await closing.wait()
        return web.Response()

    async with handling(silent) as url:
        for where in (url, f"http://127.0.0.1:{free_port()}"):
            async with opened(where) as files:
                with pytest.raises(Unreachable) as caught:
                    await read(files, f"{where}/fox.png")
                assert "127.0.0.1" not in str(caught.value)
        closing.set()


@pytest.mark.parametrize(
    "address", ["https://cdn.discordapp.com/a.png", "https://cdn.discordapp.com/a.png?ex=soon", f"x?ex={'f' * 400}"]
)
def test_an_address_without_an_end(address: str) -> None:
    """Nobody knows how long it is good, so it is as if it were over."""
    assert address_end(address) == 0.0


async def test_a_download_waits_for_its_turn_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """When all connections are in use and none comes back."""
    monkeypatch.setattr(attachments, "DOWNLOAD_CONNECTIONS", 1)
    entered, ending = asyncio.Event(), asyncio.Event()

    async def slow(_request: web.Request) -> web.StreamResponse:
        entered.set()
        await ending.wait()
        return web.Response(body=b"a fox")

    async with handling(slow) as url, opened(f"{url}/api/v10") as files, asyncio.TaskGroup() as group:
        first = group.create_task(read(files, f"{url}/fox.png"))
        await entered.wait()
        monkeypatch.setattr(attachments, "DOWNLOAD_WAIT_S", 0.05)  # the first may be slow on a busy machine
        with pytest.raises(Unreachable):
            await read(files, f"{url}/fox.png")
        ending.set()
    assert first.result() == b"a fox"
