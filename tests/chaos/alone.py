"""The whole bot as one process, with the store in the box unless another is set, for the power cuts."""

import argparse
import asyncio
from collections.abc import Mapping

import aiohttp

from bot.cli import start
from bot.compose import Role, Service, run_roles
from bot.compose.store import Store
from bot.domain.lane import Limits
from bot.ports import Platform
from bot.settings import Settings, load_settings
from tests.chaos.adapter import ChaosChat
from tests.chaos.role import LOOK_UP_EVERY, PACE

LIMITS = Limits(200, 6.0, 0.0, preview_gap=0.3)  # nobody has to wait for a place in a room


async def carry(settings: Settings, chat: str, stop: asyncio.Event) -> None:
    service = Service(str(settings.acedata_base_url), settings.need_token(), LOOK_UP_EVERY, PACE)
    async with aiohttp.ClientSession() as session:

        def opener(_settings: Settings, _store: Store, _notice: str | None) -> Mapping[str, Platform]:
            return {"chaos": ChaosChat(session, chat, LIMITS, LIMITS)}

        await run_roles(settings, service, frozenset(Role), stop, lambda _: None, opener=opener)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chat", required=True)
    given = parser.parse_args()
    settings = load_settings()
    start(settings, lambda stop: carry(settings, given.chat, stop))


if __name__ == "__main__":
    main()
