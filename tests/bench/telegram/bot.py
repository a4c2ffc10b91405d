"""The whole bot in this process, on a Valkey of its own, and a watch on how long its decisions take."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from redis import Redis
from telegram import Bot
from typing_extensions import override

from adapters.telegram.gateway import Telegram
from adapters.telegram.messenger import Download, TelegramMessenger
from adapters.telegram.polling import Told
from adapters.telegram.settings import TelegramSettings
from bot.compose import Service, run_roles
from bot.environment import read_settings
from bot.ports import AdapterContext, FileIds, Role
from bot.settings import Settings, load_settings
from tests.bench.aside import THEIRS
from tests.fakes.opening import MadePlatform
from tests.fakes.telegram.world import TOKEN

MANY = 10_000  # a limit that is none


class Watched(Telegram):
    """Notes from an update in our hands to the moment at which its press is to be answered, in ms."""

    def __init__(self, context: AdapterContext, settings: TelegramSettings) -> None:
        super().__init__(context, settings)
        self.messenger = self.watch = Watch(
            self.bot, context.file_ids, self.requests[0].stream, drafting=settings.drafts
        )

    @override
    async def one(self, told: Told) -> bool:
        if "callback_query" in told:
            self.watch.began[told["callback_query"]["id"]] = time.perf_counter()
        return await super().one(told)


class Watch(TelegramMessenger):
    def __init__(self, bot: Bot, file_ids: FileIds, download: Download, *, drafting: bool) -> None:
        super().__init__(bot, file_ids, download, drafting=drafting)
        self.began: dict[str, float] = {}
        self.decided: list[float] = []

    @override
    async def stop_spinner(self, query: str, text: str = "", *, alert: bool = False) -> None:
        self.decided.append((time.perf_counter() - self.began.pop(query)) * 1000)
        await super().stop_spinner(query, text, alert=alert)


def settings(service: str, folder: Path) -> Settings:
    return load_settings(
        acedata_token="test-token-not-real",
        acedata_base_url=service,
        acedata_updates="stream",
        acedata_concurrency=1000,
        user_concurrency=MANY,
        user_waiting=0,
        redis_url=None,
        public_url=None,
        data_dir=folder,
        http_port=0,
        drain_seconds=0,
    )


@asynccontextmanager
async def running(chosen: Settings, telegram: str, *, drafts: bool = False) -> AsyncIterator[Watched]:
    """It listens to the Bot API at `telegram`, and works; its store has the other core."""
    stop, up = asyncio.Event(), asyncio.Event()
    opened: list[Watched] = []
    own = read_settings(TelegramSettings, token=TOKEN, api_url=telegram, updates="polling", drafts=drafts)

    def watched(context: AdapterContext) -> Watched:
        opened.append(Watched(context, own))
        return opened[0]

    service = Service(str(chosen.acedata_base_url), chosen.need_token())
    roles = frozenset((Role.GATEWAY, Role.WORKER))
    async with asyncio.TaskGroup() as group:
        group.create_task(run_roles(chosen, MadePlatform(watched), service, roles, stop, lambda _: up.set()))
        await up.wait()
        with Redis(unix_socket_path=str(chosen.data_dir / "valkey.sock")) as client:
            os.sched_setaffinity(int(client.info("server")["process_id"]), {THEIRS})
        yield opened[0]
        stop.set()
