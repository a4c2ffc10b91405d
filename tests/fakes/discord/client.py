"""Clients for tests: requests as a bot makes them, and the real gateway half, discord.py's."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
import orjson
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.fakes.discord.driver import Discord
from tests.fakes.waiting import wait_until

AGENT = "DiscordBot (https://bot.example, 1.0)"


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is None when there is none."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> int:
        """Discord's own, 0 when all is well."""
        return int(self.body.get("code", 0)) if isinstance(self.body, dict) and self.status >= 400 else 0


@dataclass(frozen=True, slots=True)
class Bot:
    """Requests with the bot's token, but where an interaction's token is in the path."""

    discord: Discord
    session: aiohttp.ClientSession

    async def ask(self, method: str, path: str, body: Any = None, *files: bytes, **query: str) -> Answer:
        """`files` become `0.png`, `1.png`, …"""
        own = path.startswith(("/interactions/", "/webhooks/"))
        headers = {"User-Agent": AGENT} | ({} if own else {"Authorization": f"Bot {self.discord.token}"})
        data: Any = None if body is None else orjson.dumps(body)
        if files:
            data = aiohttp.FormData()
            data.add_field("payload_json", orjson.dumps(body or {}).decode(), content_type="application/json")
            for place, file in enumerate(files):
                data.add_field(
                    f"files[{place}]", io.BytesIO(file), filename=f"{place}.png", content_type="image/png"
                )
        elif data is not None:
            headers["Content-Type"] = "application/json"
        async with self.session.request(
            method, f"{self.discord.api_url}{path}", data=data, headers=headers, params=query
        ) as answer:
            text = await answer.read()
            kind = answer.headers.get("Content-Type", "")
            return Answer(answer.status, orjson.loads(text) if kind == "application/json" else None, answer.headers)


@asynccontextmanager
async def bot(discord_: Discord) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(discord_, session)


@contextlib.contextmanager
def pointed(discord_: Discord) -> Any:
    """discord.py talks to this Discord while the body runs."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = discord_.api_url, URL(discord_.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


class Listener(discord.AutoShardedClient):
    """Keeps the payloads of all interactions, as they came."""

    def __init__(self, **more: Any) -> None:
        super().__init__(intents=more.pop("intents", discord.Intents.none()), guild_ready_timeout=0.0, **more)
        self.heard: list[dict[str, Any]] = []
        self._connection.parsers["INTERACTION_CREATE"] = self.heard.append


@asynccontextmanager
async def listening(discord_: Discord, **more: Any) -> AsyncIterator[Listener]:
    """The real client, connected."""
    before = len(discord_.world.gateway.connected)
    with pointed(discord_):
        async with Listener(**more) as client, asyncio.TaskGroup() as crew:
            running = crew.create_task(client.start(discord_.token))
            await wait_until(
                lambda: running.done() or len(discord_.world.gateway.connected) > before, "the client is connected"
            )
            yield client
            await client.close()
