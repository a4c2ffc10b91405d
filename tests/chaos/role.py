"""One process of the chaos run: the real program with the run's own chat platform, or the stand-in service.

`python -m tests.chaos.role worker|web|sandbox`; settings come from the environment, as an operator's do.
"""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

import aiohttp

from bot.cli import start
from bot.compose import Service, open_sandbox, run_roles
from bot.domain.turn import Limits
from bot.jobs.context import Pace
from bot.ports import Role
from bot.sandbox.faults import parse_fault
from bot.sandbox.options import SandboxOptions
from bot.settings import Settings, load_settings
from tests.chaos.adapter import ChaosChat
from tests.fakes.opening import MadePlatform

# The stand-in lists a task at once, and is asked as often as we like.
PACE = replace(Pace(), visible=8.0, seek_every=0.5, again=0.3)
LOOK_UP_EVERY = 1.0


async def carry(settings: Settings, role: str, given: argparse.Namespace, stop: asyncio.Event) -> None:
    # One place stays free, for a send that a dead process made and did not live to count.
    limits = Limits(given.capacity - 1, given.window, given.gap, preview_gap=0.3)
    boarded = replace(limits, board_over=6, board_gap=0.6, board_gap_busy=0.9, board_gap_most=1.4)
    service = Service(str(settings.acedata_base_url), settings.need_token(), LOOK_UP_EVERY, PACE)
    async with aiohttp.ClientSession() as session:
        platforms = MadePlatform(lambda _: ChaosChat(session, given.chat, limits, boarded))
        await run_roles(settings, platforms, service, frozenset({Role(role)}), stop, lambda _: None)


async def paint(given: argparse.Namespace, stop: asyncio.Event) -> None:
    options = SandboxOptions(
        seconds=given.seconds,
        seed=given.seed,
        state=Path("tasks"),
        faults=tuple(parse_fault(text) for text in given.fault),
        steps=4,
        size=64,
    )
    async with open_sandbox(options, "127.0.0.1", given.port):
        await stop.wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=("worker", "web", "sandbox"))
    parser.add_argument("--chat", default="")
    parser.add_argument("--capacity", type=int, default=20)
    parser.add_argument("--window", type=float, default=6.0)
    parser.add_argument("--gap", type=float, default=0.1)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fault", action="append", default=[])
    given = parser.parse_args()
    settings = load_settings()
    if given.role == "sandbox":
        start(settings, lambda stop: paint(given, stop))
    else:
        start(settings, lambda stop: carry(settings, given.role, given, stop))


if __name__ == "__main__":
    main()
