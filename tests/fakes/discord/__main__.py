"""`python -m tests.fakes.discord --port N`: this Discord as a process of its own, with a page to play people on.

The first line it prints is its address, the others are what a bot has to be told. It is steered under /_admin.
"""

import argparse
import asyncio
import contextlib
import signal
import sys
from dataclasses import fields, replace
from typing import Any

import orjson

from tests.fakes.clock import ShiftedClock
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.play import playing
from tests.fakes.discord.rules import Rules
from tests.fakes.discord.world import TOKEN


async def main(arguments: argparse.Namespace) -> None:
    rules = replace(Rules(strict=False), **_given(arguments.rules))
    clock = ShiftedClock()
    async with playing(rules, port=arguments.port, token=arguments.token, clock=clock.now) as discord:
        discord.shift = clock.shift
        if arguments.people:
            people(discord)
        sys.stdout.write(_told(discord))
        sys.stdout.flush()
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await stop.wait()


def _told(discord: Discord) -> str:
    lines = (
        discord.url,
        f"CHATELIER_DISCORD_TOKEN={discord.token}",
        f"CHATELIER_DISCORD_API_URL={discord.api_url}",
        f"CHATELIER_DISCORD_GATEWAY_URL={discord.gateway_url}",
        "Give the bot these settings, and open the address in a browser.",
    )
    return "".join(f"{line}\n" for line in lines)


def people(discord: Discord) -> None:
    """Somebody to play, wherever a bot can be met."""
    ann, bob = discord.person("Ann"), discord.person("Bob", language="de")
    room = discord.channel(discord.server("Atelier", ann, bob))
    room.thread("a thread")
    discord.dm(ann)
    discord.dm(bob)
    discord.group(ann, bob)
    discord.channel(discord.server("Elsewhere", bob, ann, installed=False))


def _given(text: str) -> dict[str, Any]:
    """Rules as a JSON object; SystemExit when a name is unknown."""
    given = dict[str, Any](orjson.loads(text))
    if unknown := given.keys() - {field.name for field in fields(Rules)}:
        raise SystemExit(f"unknown rules: {', '.join(sorted(unknown))}")
    return given


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--rules", default="{}", help='a JSON object, such as {"answer_within": 10}')
    parser.add_argument("--no-people", dest="people", action="store_false", help="with nobody in it")
    return parser.parse_args()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(parse()))
