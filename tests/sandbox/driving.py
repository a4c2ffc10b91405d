"""A small client for the sandbox, and a clock that is turned by hand."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
import numpy as np
import orjson
from aiohttp import web
from numpy.typing import NDArray
from PIL import Image

T = TypeVar("T")
TOKEN = "test-token-not-real"
LINES = {"Accept": "application/x-ndjson"}


@dataclass
class Hand:
    """A clock somebody turns."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Sandbox:
    url: str
    session: aiohttp.ClientSession
    runner: web.AppRunner = field(repr=False)

    def post(self, path: str, body: Any, **options: Any) -> Any:
        """A request context; dict bodies are sent as JSON."""
        data = body if isinstance(body, bytes | io.BytesIO) else orjson.dumps(body)
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        headers |= options.pop("headers", {})
        target = path if path.startswith("/") else f"/midjourney/{path}"
        return self.session.post(self.url + target, data=data, headers=headers, **options)

    async def call(self, path: str, status: int = 200, **body: Any) -> Any:
        """The decoded answer, its status checked."""
        async with self.post(path, body) as answer:
            text = await answer.read()
            assert status == answer.status, text
            return orjson.loads(text)

    async def lines(self, path: str = "imagine", **body: Any) -> list[dict[str, Any]]:
        async with self.post(path, body, headers=LINES) as answer:
            assert answer.status == 200, await answer.read()
            return [orjson.loads(line) for line in (await answer.read()).splitlines() if line.strip()]

    async def get(self, url: str, status: int = 200, **options: Any) -> bytes:
        async with self.session.get(url if "://" in url else self.url + url, **options) as answer:
            assert status == answer.status, await answer.text(errors="replace")
            return await answer.read()

    async def pixels(self, url: str) -> NDArray[np.int16]:
        image = Image.open(io.BytesIO(await self.get(url))).convert("RGB")
        return np.asarray(image, dtype=np.int16)

    async def record(self, task_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = await self.call("tasks", action="retrieve", id=task_id)
        return answer

    async def overview(self) -> dict[str, Any]:
        answer: dict[str, Any] = orjson.loads(await self.get("/_sandbox"))
        return answer


Open = Callable[..., Awaitable[Sandbox]]


async def eventually(ask: Callable[[], Awaitable[T]], met: Callable[[T], object]) -> T:
    """The first answer that will do."""
    async with asyncio.timeout(120):
        while True:
            answer = await ask()
            if met(answer):
                return answer
            await asyncio.sleep(0.01)
