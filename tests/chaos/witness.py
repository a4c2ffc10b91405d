"""A proxy before the store that notes what it has given its word for: the judge of what a power cut may take.

It knows nothing of the bot: it reads the two streams. A `WAITAOF` that is answered with 1 vouches for what its
connection wrote before it, which is the script that was called with a stamp.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

CHUNK = 1 << 16
END = b"\r\n"
SUBSCRIBE = (b"SUBSCRIBE", b"PSUBSCRIBE", b"SSUBSCRIBE", b"MONITOR")
STAMP = 2  # among the arguments of the scripts that open and save a job
Command = Sequence[bytes]


@dataclass
class Witness:
    """`vouched`: the stamps of all saves that the store says are on its disk.

    In seconds: `waits`, from the answer to a script to that to the `WAITAOF` behind it; `whole`, from the question
    to that; `plain`, from the question to the answer of a script without one.
    """

    vouched: set[bytes] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def standing(self, listen: Path, store: Path) -> AsyncIterator[None]:
        """Stand between those who connect to `listen` and the store at `store`."""

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self.tasks.add(task)
            try:
                await self.serve(reader, writer, store)
            except asyncio.CancelledError:  # at the end: nobody waits for this task but `standing`
                pass
            finally:
                self.tasks.discard(task)

        server = await asyncio.start_unix_server(accept, str(listen), limit=1 << 24)
        try:
            yield
        finally:
            server.close()
            await asyncio.sleep(0)  # who was let in just now begins, and can be ended
            for task in tuple(self.tasks):
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)
            await asyncio.sleep(0)  # their connections are let go of in the loop's next turn

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, store: Path) -> None:
        """Until one of the two sides hangs up."""
        with suppress(OSError, asyncio.IncompleteReadError), closing(writer):
            ahead, beyond = await asyncio.open_unix_connection(str(store), limit=1 << 24)
            asked: deque[tuple[float, Command]] = deque()
            both = [
                asyncio.ensure_future(self.forward(reader, beyond, asked)),
                asyncio.ensure_future(self.back(ahead, writer, asked)),
            ]
            try:
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in both:
                    task.cancel()
                await asyncio.gather(*both, return_exceptions=True)
                beyond.close()

    async def forward(
        self, reader: asyncio.StreamReader, beyond: asyncio.StreamWriter, asked: deque[tuple[float, Command]]
    ) -> None:
        while True:
            command, raw = await read_command(reader)
            asked.append((perf_counter(), command))
            beyond.write(raw)
            await beyond.drain()

    async def back(
        self, ahead: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: deque[tuple[float, Command]]
    ) -> None:
        """Each answer belongs to the oldest question; a connection that subscribes has no such order any more."""
        stamp, began, since = b"", 0.0, 0.0
        while True:
            raw = await read_answer(ahead)
            if raw[:1] != b">":
                moment, command = asked.popleft() if asked else (0.0, (b"",))
                name = command[0].upper()
                if name in SUBSCRIBE:
                    writer.write(raw)
                    await pour(ahead, writer)
                    return
                if name == b"EVALSHA":
                    stamp, began, since = stamp_of(command), moment, perf_counter()
                    if not (asked and asked[0][1][0].upper() == b"WAITAOF"):
                        self.plain.append(since - began)
                elif name == b"WAITAOF" and raw.startswith(b"*2\r\n:1\r\n"):
                    self.vouched.add(stamp)
                    self.waits.append(perf_counter() - since)
                    self.whole.append(perf_counter() - began)
            writer.write(raw)
            await writer.drain()


def stamp_of(command: Command) -> bytes:
    arguments = command[3 + int(command[2]) :]
    return arguments[STAMP] if len(arguments) > STAMP else b""


async def pour(ahead: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await ahead.read(CHUNK):
        writer.write(chunk)
        await writer.drain()


async def read_command(reader: asyncio.StreamReader) -> tuple[Command, bytes]:
    """One request, as clients write them: its parts, and its bytes."""
    raw = bytearray(await reader.readuntil(END))
    parts = []
    for _ in range(int(raw[1:])):
        head = await reader.readuntil(END)
        body = await reader.readexactly(int(head[1:]) + 2)
        parts.append(body[:-2])
        raw += head + body
    return parts, bytes(raw)


async def read_answer(reader: asyncio.StreamReader) -> bytes:
    """The bytes of one answer, however deep."""
    raw = bytearray()
    left = 1
    while left:
        left -= 1
        line = await reader.readuntil(END)
        raw += line
        kind, rest = line[:1], line[1:-2]
        if kind in b"$=!" and rest != b"-1":
            raw += await reader.readexactly(int(rest) + 2)
        elif kind in b"*~>" and rest != b"-1":
            left += int(rest)
        elif kind in b"%|":
            left += 2 * int(rest) + (1 if kind == b"|" else 0)
    return bytes(raw)
