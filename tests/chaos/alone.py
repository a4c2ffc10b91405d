"""The whole bot as one process, with the store in the box unless another is set, for the power cuts."""

import argparse
import asyncio

import aiohttp

from bot.cli import start
from bot.compose import Service, run_roles
from bot.domain.turn import Limits
from bot.ports import Role
from bot.settings import Settings, load_settings
from tests.chaos.adapter import ChaosChat
from tests.chaos.role import LOOK_UP_EVERY, PACE
from tests.fakes.opening import MadePlatform

LIMITS = Limits(200, 6.0, 0.0, preview_gap=0.3)  # nobody has to wait for a place in a room


async def carry(settings: Settings, chat: str, stop: asyncio.Event) -> None:
    service = Service(str(settings.acedata_base_url), settings.need_token(), LOOK_UP_EVERY, PACE)
    async with aiohttp.ClientSession() as session:
        platforms = MadePlatform(lambda _: ChaosChat(session, chat, LIMITS, LIMITS))
        await run_roles(settings, platforms, service, frozenset(Role), stop, lambda _: None)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chat", required=True)
    given = parser.parse_args()
    settings = load_settings()
    start(settings, lambda stop: carry(settings, given.chat, stop))


if __name__ == "__main__":
    main()
