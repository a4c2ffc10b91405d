"""A server on loopback that answers with exactly the bytes it is given, and remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson

TOKEN = "test-token-not-real-0123"
NDJSON = "application/x-ndjson"


@dataclass(frozen=True)
class Asked:
    method: str
    target: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]


Write = Callable[[bytes], Awaitable[None]]
Answer = Callable[[Asked, Write], Awaitable[None]]


class Server:
    """Plays `script`, one answer a request, the last one again and again; `stop` ends answers that hang."""

    def __init__(self) -> None:
        self.script: list[Answer] = []
        self.asked: list[Asked] = []
        self.stop = asyncio.Event()
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def write(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        try:
            self.asked.append(await receive(reader))
            answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            await answer(self.asked[-1], write)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client hung up, as some tests want it to
        finally:
            writer.close()


async def receive(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    raw = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, target, headers, orjson.loads(raw) if raw else {})


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    server = Server()
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    async with listener:
        yield server
        server.stop.set()
        listener.close()


def head(status: int = 200, kind: str = NDJSON, **more: str) -> bytes:
    fields = {"Content-Type": kind, "Connection": "close"} | {key.replace("_", "-"): more[key] for key in more}
    return "\r\n".join([f"HTTP/1.1 {status} X", *(f"{k}: {v}" for k, v in fields.items()), "", ""]).encode()


def reply(status: int, body: object, kind: str = "application/json", **more: str) -> Answer:
    """A whole answer; objects are sent as JSON."""
    raw = body if isinstance(body, bytes) else orjson.dumps(body)

    async def answer(asked: Asked, write: Write) -> None:
        await write(head(status, kind, Content_Length=str(len(raw)), **more) + raw)

    return answer


def chunked(*chunks: bytes, end: bool = True) -> Answer:
    """A streamed answer, chunk by chunk; without `end` the connection breaks off."""

    async def answer(asked: Asked, write: Write) -> None:
        await write(head(Transfer_Encoding="chunked"))
        for chunk in chunks:
            await write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            await asyncio.sleep(0)
        if end:
            await write(b"0\r\n\r\n")

    return answer


def hang_up() -> Answer:
    async def answer(asked: Asked, write: Write) -> None:
        return

    return answer


def line(**members: object) -> bytes:
    return orjson.dumps(members) + b"\n"
