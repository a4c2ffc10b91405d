"""A tab of the web chat that orders, as a person does: it comes back when cut off, and repeats itself."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import uuid4

import aiohttp

BACK = 0.25  # seconds before the page comes back, as adapters/webchat/page does
LOOK = 0.02  # seconds between looks for something to say


@dataclass(slots=True, eq=False)
class Ordered:
    """What became of one order; times by one clock, 0 for what has not happened."""

    text: str
    asked: float
    acked: float = 0.0
    worked: float = 0.0
    done: float = 0.0
    failed: bool = False
    again: int = 0  # how often it was asked anew, under another key, after "come again"
    key: str = field(default_factory=lambda: uuid4().hex)


class Page:
    """`live` runs until cancelled; `order` returns at once."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.orders: dict[str, Ordered] = {}  # by key
        self.texts: dict[str, Ordered] = {}
        self.welcomes: list[float] = []
        self.socket: aiohttp.ClientWebSocketResponse | None = None

    def order(self, text: str) -> Ordered:
        made = Ordered(text, monotonic())
        self.orders[made.key] = made
        self.texts[text] = made
        return made

    async def live(self) -> None:
        jar = aiohttp.CookieJar(unsafe=True)  # a browser keeps cookies of a bare address, too: by one it is known
        async with aiohttp.ClientSession(cookie_jar=jar) as session, asyncio.TaskGroup() as group:
            group.create_task(self.speak())
            while True:
                try:
                    async with session.ws_connect(f"{self.url}/chat/ws?name=Ann", heartbeat=20) as socket:
                        self.socket = socket
                        async for frame in socket:
                            if frame.type is aiohttp.WSMsgType.TEXT:
                                self.hear(json.loads(frame.data))
                except (aiohttp.ClientError, OSError, TimeoutError):
                    pass
                self.socket = None
                await asyncio.sleep(BACK)

    async def speak(self) -> None:
        """Say what was not acknowledged yet: once, and under the same key again when the page had to come back."""
        said: dict[str, object] = {}
        while True:
            socket = self.socket
            for one in [one for one in self.orders.values() if not one.acked]:
                if socket is not None and said.get(one.key) is not socket:
                    said[one.key] = socket
                    with suppress(ConnectionError, RuntimeError):
                        await socket.send_json({"type": "say", "key": one.key, "text": f"/imagine {one.text}"})
            await asyncio.sleep(LOOK)

    def hear(self, frame: dict[str, Any]) -> None:
        kind, now = frame["type"], monotonic()
        if kind == "welcome":
            self.welcomes.append(now)
            for message in frame["messages"]:
                self.see(message, now)
        elif kind == "message":
            self.see(frame["message"], now)
        elif kind == "ack":
            self.note(frame["key"], now)
        elif kind == "answer" and frame.get("tone") == "error":
            self.refuse(frame["key"])

    def refuse(self, key: str) -> None:
        """`come again`: it was not taken, and is asked under another key."""
        if (one := self.orders.pop(key, None)) is not None and not one.worked:
            one.key, one.acked, one.again = uuid4().hex, 0.0, one.again + 1
            self.orders[one.key] = one

    def note(self, key: str, now: float) -> None:
        if (one := self.orders.get(key)) is not None:
            one.acked = one.acked or now

    def see(self, message: dict[str, Any], now: float) -> None:
        if not message["author"]["bot"]:
            return
        words = "".join(span["text"] for span in message["text"])
        for text, one in self.texts.items():
            if text in words:
                one.acked = one.acked or now
                one.worked = one.worked or now
                if message["state"] == "done" and message["media"]:
                    one.done = one.done or now
                one.failed = message["state"] == "failed"
