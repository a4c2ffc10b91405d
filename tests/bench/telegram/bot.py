"""The whole bot in this process, on a Valkey of its own, and a watch on how long its decisions take."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from redis import Redis
from telegram import Bot, Update
from typing_extensions import override

from adapters.telegram.gateway import Telegram
from adapters.telegram.inbound import NAME
from adapters.telegram.messenger import TelegramMessenger
from bot.clock import SystemClock
from bot.compose import Role, Service, run_roles
from bot.compose.house import surroundings
from bot.compose.store import Store
from bot.ports import Handles, Platform, Surroundings
from bot.settings import Settings, load_settings
from tests.bench.aside import THEIRS
from tests.fakes.telegram.world import TOKEN

MANY = 10_000  # a limit that is none


class Watched(Telegram):
    """Notes from an update in our hands to the moment at which its press is to be answered, in ms."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        drafts = bool(surroundings.settings[NAME]["drafts"])
        self.messenger = self.watch = Watch(self.bot, surroundings.handles, drafting=drafts)

    @override
    async def one(self, update: Update) -> bool:
        if update.callback_query is not None:
            self.watch.began[update.callback_query.id] = time.perf_counter()
        return await super().one(update)


class Watch(TelegramMessenger):
    def __init__(self, bot: Bot, handles: Handles, *, drafting: bool) -> None:
        super().__init__(bot, handles, drafting=drafting)
        self.began: dict[str, float] = {}
        self.decided: list[float] = []

    @override
    async def stop_spinner(self, query: str, text: str = "", *, alert: bool = False) -> None:
        self.decided.append((time.perf_counter() - self.began.pop(query)) * 1000)
        await super().stop_spinner(query, text, alert=alert)


def settings(telegram: str, service: str, folder: Path, *, drafts: bool = False) -> Settings:
    return load_settings(
        acedata_token="test-token-not-real",
        acedata_base_url=service,
        acedata_updates="stream",
        acedata_concurrency=1000,
        user_concurrency=MANY,
        user_waiting=0,
        telegram_token=TOKEN,
        telegram_api_url=telegram,
        telegram_updates="polling",
        telegram_drafts=drafts,
        redis_url=None,
        public_url=None,
        data_dir=folder,
        http_port=0,
        webchat=False,
        drain_seconds=0,
    )


@asynccontextmanager
async def running(chosen: Settings) -> AsyncIterator[Watched]:
    """It listens and works; its store has the other core."""
    stop, up = asyncio.Event(), asyncio.Event()
    opened: list[Watched] = []

    def opener(chosen: Settings, store: Store, _notice: str | None) -> Mapping[str, Platform]:
        opened.append(Watched(surroundings(chosen, store, None, SystemClock())))
        return {NAME: opened[0]}

    service = Service(str(chosen.acedata_base_url), chosen.need_token())
    roles = frozenset((Role.GATEWAY, Role.WORKER))
    async with asyncio.TaskGroup() as group:
        group.create_task(run_roles(chosen, service, roles, stop, lambda _: up.set(), opener=opener))
        await up.wait()
        with Redis(unix_socket_path=str(chosen.data_dir / "valkey.sock")) as client:
            os.sched_setaffinity(int(client.info("server")["process_id"]), {THEIRS})
        yield opened[0]
        stop.set()
