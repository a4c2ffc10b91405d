"""The attackers of `make bench-web`, until a line comes in: `python -m tests.bench.web_attack URL` on loopback."""

import asyncio
import json
import sys
import zlib
from collections import Counter
from contextlib import suppress

SLOW, IDLE, BOMBS = 1000, 1000, 200
AGAIN = 1.0  # seconds until one that was ended comes back, and between two bytes
VOLLEY = 3.0  # seconds between two volleys of packed bodies
CALLBACK = "/callbacks/" + "0" * 26 + "/" + "0" * 32
seen: Counter[str] = Counter()


def bomb() -> bytes:
    """About 1 MB that would be 1 GB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"\0" * 2**20) for _ in range(1000)) + packer.flush()


def post(path: str, length: int, *more: str) -> bytes:
    return "\r\n".join(
        (f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {length}", *more, "", "")
    ).encode()


async def hold(port: int, start: bytes, *, trickle: bool) -> None:
    """Connect, say the beginning, then a byte a second or nothing; and again when it is ended."""
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            seen["connected"] += 1
            writer.write(start)
            while trickle and not reader.at_eof():
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(AGAIN)
            while await reader.read(65536):
                pass
        except OSError:
            pass
        else:
            writer.transport.abort()
        seen["ended"] += 1
        await asyncio.sleep(AGAIN)


async def throw(port: int, body: bytes, number: int) -> None:
    path = ("/", "/chat/ws", "/none", CALLBACK, "/healthz")[number % 5]
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        seen["bombs_not_taken"] += 1
        return
    with suppress(OSError):
        writer.write(post(path, len(body), "Content-Encoding: gzip") + body)
        line = await reader.readline()
        seen[f"bombs_{line.split()[1].decode()}" if line else "bombs_cut"] += 1
    writer.transport.abort()


async def throw_all(port: int, body: bytes) -> None:
    while True:
        await asyncio.gather(*(throw(port, body, number) for number in range(BOMBS)))
        await asyncio.sleep(VOLLEY)


async def main(url: str) -> None:
    port = int(url.rpartition(":")[2])
    body = bomb()
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(hold(port, b"", trickle=False)) for _ in range(IDLE)]
        tasks += [group.create_task(hold(port, head, trickle=True)) for _ in range(SLOW // 2)]
        tasks += [group.create_task(hold(port, post(CALLBACK, 60000), trickle=True)) for _ in range(SLOW // 2)]
        tasks.append(group.create_task(throw_all(port, body)))
        await asyncio.sleep(5)
        sys.stdout.write("all are there\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.readline)
        for task in tasks:
            task.cancel()
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
