"""An HTTP server of ours that is called by too many, too slowly, or with too much goes on answering."""

import asyncio
import errno
import gzip
import logging
import resource
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs
from typing_extensions import override

from bot.web import connections, listening
from bot.web.connections import ConnectionTable, address_key, most_connections
from bot.web.listening import open_server
from tests.fakes.waiting import wait_until

GET = b"GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = b"GET /ok HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
POST = b"POST /%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n{"
CHUNKED = b"POST /%s HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
LONG = 30.0  # seconds, which only bound a hang
read_whole: list[int] = []


async def ok(_request: web.Request) -> web.Response:
    return web.Response(text="ok")


async def whole(request: web.Request) -> web.Response:
    read_whole.append(len(await request.read()))
    return web.Response(text="read")


async def late(request: web.Request) -> web.Response:
    """Takes its time before it reads."""
    await asyncio.sleep(1)
    return await whole(request)


async def chat(request: web.Request) -> web.WebSocketResponse:
    page = web.WebSocketResponse()
    await page.prepare(request)
    async for _ in page:
        pass
    return page


async def flow(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    while True:
        await answer.write(b"x" * 65536)


@asynccontextmanager
async def serving(**limits: float) -> AsyncIterator[str]:
    """The server, with other limits than usual."""
    before = {name: getattr(connections, name) for name in limits}
    app = web.Application()
    app.add_routes([web.get("/ok", ok), web.post("/read", whole), web.get("/ws", chat), web.get("/flow", flow)])
    app.add_routes([web.post("/late", late)])
    for name, value in limits.items():
        setattr(connections, name, value)
    try:
        async with open_server(app, "127.0.0.1", 0, shutdown_s=0.1) as address:
            yield address
    finally:
        for name, value in before.items():
            setattr(connections, name, value)


class Caller:
    """One connection, by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> "Caller":
        self.writer.write(data)
        await self.writer.drain()
        return self

    async def heard(self) -> bytes:
        """All that comes until the other side ends it."""
        data = b""
        try:
            async with asyncio.timeout(LONG):
                while part := await self.reader.read(65536):
                    data += part
        except ConnectionError:
            pass
        return data


@asynccontextmanager
async def calling(url: str, number: int = 1) -> AsyncIterator[list[Caller]]:
    port = int(url.rpartition(":")[2])
    made = [Caller(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(number)]
    try:
        yield made
    finally:
        for one in made:
            one.writer.transport.abort()


async def answered(url: str) -> bool:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(LONG)) as client, client.get(f"{url}/ok") as got:
        return got.status == 200


@pytest.mark.parametrize(
    "start", [b"", b"G", HALF, HALF + b"x" * 1000], ids=["nothing", "a letter", "half", "more"]
)
async def test_a_head_that_does_not_end(start: bytes) -> None:
    """However it is begun, and however slowly it goes on: it has so long, and no longer."""
    async with serving(HEAD_TIMEOUT_S=0.3, SWEEP_INTERVAL_S=0.05) as url, calling(url, 20) as callers:
        for one in callers:
            await one.send(start)
        trickling = [callers[0]] if start else []
        async with asyncio.TaskGroup() as group:
            for one in trickling:
                group.create_task(trickle(one))
            for one in callers:
                group.create_task(one.heard())
        assert await answered(url)


async def trickle(one: Caller) -> None:
    try:
        for _ in range(300):
            await one.send(b"x")
            await asyncio.sleep(0.1)
        raise AssertionError("it was never ended")
    except ConnectionError:
        pass


@pytest.mark.parametrize("path", [b"read", b"none", b"ok"], ids=["read", "404", "405"])
async def test_a_body_that_does_not_end(path: bytes) -> None:
    """On a route that wants it, on none, and on one that does not."""
    async with serving(BODY_TIMEOUT_S=0.3, SWEEP_INTERVAL_S=0.05) as url, calling(url, 20) as callers:
        for one in callers:
            await one.send(POST % path)
        async with asyncio.TaskGroup() as group:
            group.create_task(trickle(callers[0]))
            for one in callers:
                group.create_task(one.heard())
        assert await answered(url)


async def test_a_long_body_that_goes_on() -> None:
    """It may take as much longer as there is more of it: a picture comes in as slowly as a telephone sends it."""
    limits = {"BODY_TIMEOUT_S": 0.5, "BODY_BYTES_PER_S": 600, "SWEEP_INTERVAL_S": 0.05}
    async with serving(**limits) as url, calling(url) as [caller]:
        await caller.send(b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n")
        for _ in range(10):
            await caller.send(b"x" * 6000)
            await asyncio.sleep(0.1)
        assert await caller.reader.readline() == b"HTTP/1.1 200 OK\r\n"


async def test_a_body_that_we_do_not_read() -> None:
    """Whoever sends it is not to blame: it waits until there is room for it."""
    limits = {"BODY_TIMEOUT_S": 0.3, "BODY_BYTES_PER_S": 1e12, "SWEEP_INTERVAL_S": 0.05}
    async with (
        serving(**limits) as url,
        aiohttp.ClientSession() as client,
        client.post(f"{url}/late", data=bytes(900_000)) as answer,
    ):
        assert answer.status == 200


async def test_a_body_that_came_while_we_stood_still() -> None:
    """Who sent in time is not late because the machine was held up: more had come than is read at once."""
    limits = {"BODY_TIMEOUT_S": 0.3, "BODY_BYTES_PER_S": 1e12, "SWEEP_INTERVAL_S": 0.05}
    async with serving(**limits) as url, calling(url) as [caller]:
        head = b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\nExpect: 100-continue\r\n\r\n"
        await caller.send(head)
        await caller.reader.readuntil(b"100 Continue\r\n\r\n")
        caller.writer.write(bytes(900_000))
        time.sleep(1)  # noqa: ASYNC251 - the whole loop, as a held-up machine does
        assert await caller.reader.readline() == b"HTTP/1.1 200 OK\r\n"


async def test_an_answer_that_is_not_read() -> None:
    """Nobody holds our memory by not listening."""
    async with serving(WRITE_TIMEOUT_S=0.3, SWEEP_INTERVAL_S=0.05) as url, calling(url) as (one,):
        with capture_logs():
            await one.send(b"GET /flow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await wait_until(lambda: one.writer.transport.is_closing() or broken(one), "it is ended", LONG)


def broken(one: Caller) -> bool:
    """A connection that was aborted takes nothing any more."""
    one.writer.write(b"x")
    return one.writer.transport.is_closing()


async def test_idle_connections_give_way() -> None:
    """More than there is room for: who waits longest without a request goes, and everybody is answered."""
    async with serving(CONNECTIONS_MOST=20) as url, calling(url, 15) as idle:
        for one in idle:
            await one.send(GET)
            await one.reader.readuntil(b"ok")
        async with calling(url, 60) as silent:
            assert await answered(url)
            assert await idle[0].heard() == b""
            await silent[-1].send(GET)
            await silent[-1].reader.readuntil(b"ok")


async def test_who_is_at_work_does_not_give_way() -> None:
    """A page that is open stays open; when nobody can go, the new one is turned away at once."""
    async with serving(CONNECTIONS_MOST=8) as url, calling(url, 4) as pages:
        for one in pages:
            await one.send(UPGRADE)
            await one.reader.readuntil(b"\r\n\r\n")
        async with calling(url, 20):
            assert await answered(url)
        async with calling(url) as (fifth,):
            await fifth.send(UPGRADE)
            assert b" 503 " in await fifth.reader.readline()
        assert not any(one.reader.at_eof() for one in pages)


@pytest.mark.parametrize("path", ["read", "none", "ok"], ids=["read", "404", "405"])
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "GZIP", "gzip, gzip", "x", ""], ids=repr)
async def test_packed_bodies_are_refused(path: str, encoding: str) -> None:
    """Before a byte of it is read, on every route: it could be a thousand times as large as it looks."""
    read_whole.clear()
    head = (
        f"POST /{path} HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Encoding: {encoding}\r\nContent-Length: 1000000\r\n\r\n"
    )
    async with serving() as url, calling(url) as (one,):
        await one.send(head.encode())
        assert b" 415 " in await asyncio.wait_for(one.reader.readline(), LONG)
    assert read_whole == []


async def test_a_bomb_is_not_unpacked() -> None:
    """Nor on the way to being thrown away."""
    bomb = gzip.compress(b"\0" * 1_000_000)
    async with serving() as url, aiohttp.ClientSession() as client:
        for path, headers in (("read", {"Content-Encoding": "gzip"}), ("none", {}), ("read", {})):
            async with client.post(f"{url}/{path}", data=bomb, headers=headers) as got:
                assert got.status == {"none": 404}.get(path, 415 if headers else 200)
    assert read_whole[-1] == len(bomb)


@pytest.mark.parametrize(
    "body",
    [b"zz\r\n", b"5\r\nabc", b"-1\r\n\r\n", b"ffffffffffffffffff\r\n", b"1\r\nab\r\n0\r\n\r\n", b"0" * 70_000],
    ids=repr,
)
@pytest.mark.parametrize("path", [b"read", b"none"])
async def test_malformed_bodies_leave_no_traceback(
    path: bytes, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """Anybody could fill the log with them."""
    caplog.set_level(logging.DEBUG)
    with quiet_log():
        async with serving(BODY_TIMEOUT_S=0.5, SWEEP_INTERVAL_S=0.05) as url, calling(url, 5) as callers:
            for one in callers:
                await one.send(CHUNKED % path + body)
                one.writer.write_eof()
            for one in callers:
                await one.heard()
            assert await answered(url)
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


@contextmanager
def quiet_log() -> Iterator[None]:
    """With the filter that the program has."""
    from bot.log import is_our_fault  # noqa: PLC0415 - only here

    logger = logging.getLogger("aiohttp.server")
    logger.addFilter(is_our_fault)
    try:
        yield
    finally:
        logger.removeFilter(is_our_fault)


FRAMES = {
    "pings": b"\x89\x80abcd",
    "pongs": b"\x8a\x80abcd",
    "empty continuations": b"\x00\x80abcd",
    "binary": b"\x82\x81abcd1",
    "large": b"\x82\xfe\xff\xffabcd" + b"x" * 65535,
}


@pytest.mark.parametrize("kind", FRAMES)
async def test_a_flood_on_a_socket_ends_it(kind: str) -> None:
    """Of whatever it is made, also of what no handler ever sees."""
    start = b"\x01\x81abcd1" if kind == "empty continuations" else b""
    async with serving(SOCKET_BURST_BYTES=100_000) as url, calling(url) as (one,):
        await one.send(UPGRADE + start)
        await one.reader.readuntil(b"\r\n\r\n")
        flood = FRAMES[kind] * (65536 // len(FRAMES[kind]) + 1)

        async def pour() -> None:
            try:
                for _ in range(200):
                    await one.send(flood)
            except ConnectionError:
                pass

        async with asyncio.TaskGroup() as group:
            pouring = group.create_task(pour())
            await one.heard()
            pouring.cancel()
        assert await answered(url)


def test_how_many_there_may_be() -> None:
    """At most half of the process's descriptors, and never none."""
    assert [most_connections(limit) for limit in (0, 64, 1024, 10**6)] == [8, 32, 512, 2000]


@pytest.mark.parametrize(
    ("peer", "key"),
    [
        (("9.9.9.9", 1), "9.9.9.9"),
        (("::ffff:9.9.9.9", 1, 0, 0), "9.9.9.9"),
        (("2606:4700:1:2:3:4:5:6", 1, 0, 0), "2606:4700:1:2::/64"),
        (("127.0.0.1", 1), ""),
        (("10.0.0.7", 1), ""),
        (("::1", 1, 0, 0), ""),
        (("fe80::1%eth0", 1, 0, 2), ""),
        ("", ""),
        (None, ""),
    ],
)
def test_what_counts_as_one_address(peer: object, key: str) -> None:
    """A neighbour is a proxy, which speaks for many."""
    assert address_key(peer) == key


async def test_one_address_has_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others still have room, and who leaves makes some."""
    monkeypatch.setattr(connections, "CONNECTIONS_PER_ADDRESS", 3)
    table = ConnectionTable(100)
    made = [table.admit_connection(asyncio.Protocol(), ("9.9.9.9", n)) for n in range(5)]
    assert [one is not None for one in made] == [True, True, True, False, False]
    assert table.admit_connection(asyncio.Protocol(), ("9.9.9.8", 1))
    assert made[0]
    table.forget_connection(made[0])
    table.forget_connection(made[0])
    assert table.admit_connection(asyncio.Protocol(), ("9.9.9.9", 9))
    assert not table.admit_connection(asyncio.Protocol(), ("9.9.9.9", 10))


class Scarce(socket.socket):
    """The system has no descriptor left, so many times."""

    tries = 0
    refusals = 500

    @override
    def accept(self) -> tuple[socket.socket, object]:
        self.tries += 1
        if self.tries <= self.refusals:
            raise OSError(errno.EMFILE, "Too many open files")
        return super().accept()


async def test_no_descriptors_are_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next try comes after a pause, with one line in the log, and everybody is let in in the end."""
    made: list[Scarce] = []

    async def bound(host: str, _port: int) -> list[Scarce]:
        listener = Scarce()
        listener.refusals = 5
        listener.bind((host, 0))
        listener.listen(100)
        listener.settimeout(0)
        made.append(listener)
        return [listener]

    monkeypatch.setattr(listening, "bound_sockets", bound)
    monkeypatch.setattr(listening, "ACCEPT_PAUSE_S", 0.05)
    with capture_logs() as logs:
        async with serving() as url:
            assert await answered(url)
    assert made[0].tries > 5
    assert [one["event"] for one in logs if one["log_level"] != "info"] == ["connections.accept_failed"]


async def test_more_than_the_process_may_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a low limit of descriptors and three times as many who connect: everybody new is answered."""
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (64, 64))
    async with serving() as url, calling(url, 200):
        assert await answered(url)


async def test_it_ends_with_everybody_connected() -> None:
    """Soon, whatever they are about."""
    async with asyncio.timeout(LONG):
        async with serving() as url, calling(url, 30) as callers:
            for one, start in zip(callers, (GET, HALF, POST % b"read", UPGRADE) * 8, strict=False):
                await one.send(start)
            assert await answered(url)


def test_ipv6_and_names() -> None:
    """Shown as they are typed into a browser."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        shown: Callable[[str], str] = lambda host: listening.shown_address(host, [listener])  # noqa: E731
        assert [shown("::1"), shown("localhost")] == [f"http://[::1]:{port}", f"http://localhost:{port}"]
