"""Each adapter on the stand-in of its platform, for what all of them have to keep: see test_conformance."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer
from redis.asyncio import Redis

from adapters.discord.settings import DiscordSettings
from adapters.telegram.settings import TelegramSettings
from adapters.webchat.settings import WebchatSettings
from bot.domain.card import plain
from bot.domain.errors import StoreError
from bot.domain.ids import Place
from bot.domain.incoming import ButtonPress, Incoming, Origin, Person
from bot.environment import PlatformSettings, read_settings
from bot.platforms import ADAPTERS
from bot.ports import HasRoutes, Platform
from bot.store.media import MediaFolder
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.play import playing as playing_discord
from tests.fakes.discord.rules import ROOMY
from tests.fakes.discord.rules import Rules as DiscordRules
from tests.fakes.opening import adapter_context
from tests.fakes.telegram.apps import sign_launch
from tests.fakes.telegram.client import picture
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.rules import Rules
from tests.fakes.waiting import wait_until

Act = Callable[[], Awaitable[None]]


@dataclass
class Scene:
    """A platform, opened as a process opens it, and a chat there with somebody in it.

    `say` is a command of theirs, with a picture if people can send any; `search` an inline query, `press` the first
    button of the bot's last message; `talk`: words without a command, where the bot could hear any. `chat_name` is
    what people call the chat; `stranger`: what somebody does there who decides nothing; `proof`: what a page is
    handed that they open, where the platform says who did.
    """

    platform: Platform
    say: Act
    press: Act
    search: Act | None = None
    talk: Act | None = None
    chat_name: str = ""
    stranger: Origin | None = None
    proof: str = ""
    heard: list[Incoming] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)  # whether a press could be
    deaf: int = 0  # how many events cannot be written down first

    async def handle(self, incoming: Incoming) -> None:
        """As the core does: who presses is answered while they wait."""
        if self.deaf > 0:
            self.deaf -= 1
            raise StoreError("not now")
        if isinstance(incoming, ButtonPress):
            self.answered.append(await self.platform.messenger.answer(incoming.origin, plain("a word")))
        self.heard.append(incoming)


def opened(name: str, redis: Redis, folder: Path, settings: PlatformSettings, public_url: str = "") -> Platform:
    """As `bot.platforms` opens it."""
    [adapter] = [one for one in ADAPTERS if one.name == name]
    media = MediaFolder.local(folder, timedelta(days=1))
    platform: Platform = adapter.load(settings).open_platform(
        adapter_context(redis, media, public_url=public_url), settings
    )
    return platform


@asynccontextmanager
async def served(platform: Platform) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """Our own HTTP server with what the platform answers there, if anything."""
    app = web.Application()
    app.router.add_routes(platform.routes() if isinstance(platform, HasRoutes) else [])
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield client


@asynccontextmanager
async def webchat_scene(redis: Redis, folder: Path) -> AsyncIterator[Scene]:
    platform = opened("webchat", redis, folder, read_settings(WebchatSettings))
    async with served(platform) as client:
        page: list[ClientWebSocketResponse] = []
        files: list[str] = []

        async def send(**frame: Any) -> None:
            """A page says again what was not acknowledged; there is none before somebody listens."""
            if not page:
                page.append(await client.ws_connect("/chat/ws?name=Ann"))
            await page[0].send_json(frame)

        async def say() -> None:
            if not files:
                await client.get("/")
                async with client.post("/chat/files?name=Ann", data=picture()) as answer:
                    files.append((await answer.json())["file"])
            await send(type="say", key="k1", text="/imagine a cat", files=files)

        async def press() -> None:
            await send(type="press", key="k2", message="n1", payload="act:upscale1")

        async def talk() -> None:
            await send(type="say", key="k3", text="a red fox")

        yield Scene(platform, say, press, talk=talk)


@asynccontextmanager
async def telegram_scene(redis: Redis, folder: Path) -> AsyncIterator[Scene]:
    async with playing(Rules(window=0.1, capacity=1000, gap=0.0, query_life=3600)) as telegram:
        settings = read_settings(TelegramSettings, token=telegram.token, api_url=telegram.url)
        platform = opened("telegram", redis, folder, settings)
        ann, bob = telegram.person("Ann"), telegram.person("Bob")
        group = telegram.group("Atelier", ann, bob)

        async def say() -> None:
            group.sends_photo(ann, picture(64, 64, colour="navy"), "/imagine a cat")

        async def press() -> None:
            group.presses(ann, group.last, group.last.labels[0][0])

        async def search() -> None:
            telegram.asks(ann, "cat")

        async def talk() -> None:
            telegram.private(ann).says(ann, "a red fox")

        stranger = Origin(Place("telegram", str(group.id)), Person(f"telegram:{bob.id}", "Bob"))
        proof = sign_launch(telegram.token, ann, int(telegram.world.clock()))
        yield Scene(platform, say, press, search, talk, str(group.id), stranger, proof)


@asynccontextmanager
async def discord_scene(redis: Redis, folder: Path) -> AsyncIterator[Scene]:
    async with playing_discord(DiscordRules(buckets=ROOMY)) as discord:
        settings = read_settings(DiscordSettings, token=discord.token, api_url=discord.api_url)
        platform = opened("discord", redis, folder, settings)
        ann, bob = discord.person("Ann"), discord.person("Bob")
        room = discord.room(ann, bob)
        room.server.members[ann.id].permissions |= Permission.MANAGE_GUILD

        async def say() -> None:
            await wait_until(lambda: discord.world.gateway.connected, "somebody listens")
            room.types(ann, "imagine", prompt="a cat", image1=picture(64, 64, colour="navy"))

        async def press() -> None:
            room.presses(ann, room.last, room.last.labels[0][0])

        stranger = Origin(Place("discord", room.server.id, room.id), Person(f"discord:{bob.id}", "Bob"))
        yield Scene(platform, say, press, chat_name=f"<#{room.id}>", stranger=stranger)


SCENES: dict[str, Callable[[Redis, Path], AbstractAsyncContextManager[Scene]]] = {
    "webchat": webchat_scene,
    "telegram": telegram_scene,
    "discord": discord_scene,
}
