"""A proxy on loopback, SOCKS5 or HTTP, that remembers where it was asked to go; as much of them as clients use."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from tests.fakes.ports import free_port

LOGIN = "me:not-a-real-password"


@dataclass(slots=True)
class Proxy:
    """`asked`: hosts and ports, as they were named. `refuse`: whether it lets nobody through.

    `hang_up`: whether it ends each connection at the first word.
    """

    url: str = ""
    asked: list[str] = field(default_factory=list)
    refuse: bool = False
    hang_up: bool = False


@asynccontextmanager
async def open_proxy(kind: str = "socks5") -> AsyncIterator[Proxy]:
    """`kind`: socks5, which lets anybody in, or http, which wants LOGIN."""
    proxy = Proxy()
    speak = socks if kind == "socks5" else connect
    open_ways: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_ways.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                if proxy.hang_up:
                    await reader.read(1)
                    return
                await speak(reader, writer, proxy)
        finally:
            writer.close()
            open_ways.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    login = f"{LOGIN}@" if kind == "http" else ""
    proxy.url = f"{kind}://{login}127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
        for task in tuple(open_ways):
            task.cancel()
        await asyncio.gather(*open_ways, return_exceptions=True)
        await server.wait_closed()


@asynccontextmanager
async def useless_proxy(kind: str, fault: str) -> AsyncIterator[str]:
    """The address of one that does not help, with LOGIN or without: it is `away`, or does `refuse` or `hang_up`."""
    async with open_proxy(kind) as proxy:
        if fault == "away":
            yield f"{kind}://{LOGIN}@127.0.0.1:{free_port()}"
            return
        setattr(proxy, fault, True)
        yield proxy.url


async def socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proxy: Proxy) -> None:
    """RFC 1928, addresses by name or IPv4."""
    _, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(b"\x05\x00")
    *_, kind = await reader.readexactly(4)
    length = (await reader.readexactly(1))[0] if kind == 3 else 4
    raw = await reader.readexactly(length)
    host = raw.decode() if kind == 3 else ".".join(map(str, raw))
    port = int.from_bytes(await reader.readexactly(2), "big")
    proxy.asked.append(f"{host}:{port}")
    if proxy.refuse:
        writer.write(b"\x05\x02\x00\x01" + bytes(6))
        return
    await join(reader, writer, host, port, b"\x05\x00\x00\x01" + bytes(6))


async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proxy: Proxy) -> None:
    """CONNECT of RFC 9110, with a login by Basic."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    method, target, _ = head.partition("\r\n")[0].split(" ")
    assert method == "CONNECT"
    proxy.asked.append(target)
    wanted = base64.b64encode(LOGIN.encode()).decode()
    if proxy.refuse or wanted not in head:
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        return
    host, _, port = target.rpartition(":")
    await join(reader, writer, host, int(port), b"HTTP/1.1 200 OK\r\n\r\n")


async def join(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, greeting: bytes
) -> None:
    there, back = await asyncio.open_connection(host, port)
    writer.write(greeting)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(pump(reader, back))
            group.create_task(pump(there, writer))
    finally:
        back.close()


async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(65536):
            sink.write(data)
        sink.close()
