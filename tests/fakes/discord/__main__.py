"""`python -m tests.fakes.discord --port N`: this Discord as a process of its own, with a page to play people on.

The first line it prints is its address, the others are what a bot has to be told. It is steered under /_admin.
"""

import argparse

from tests.fakes.alone import given_rules, run_alone, stand_in_parser, tell_and_stay
from tests.fakes.clock import ShiftedClock
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.play import playing
from tests.fakes.discord.rules import Rules
from tests.fakes.discord.world import TOKEN


async def main(arguments: argparse.Namespace) -> None:
    rules = given_rules(Rules(strict=False), arguments.rules)
    clock = ShiftedClock()
    async with playing(rules, port=arguments.port, token=arguments.token, clock=clock.now) as discord:
        discord.shift = clock.shift
        if arguments.people:
            people(discord)
        await tell_and_stay(_told(discord))


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


def parser() -> argparse.ArgumentParser:
    made = stand_in_parser(__doc__, TOKEN, '{"answer_within": 10}')
    made.add_argument("--no-people", dest="people", action="store_false", help="with nobody in it")
    return made


if __name__ == "__main__":
    run_alone(main, parser())
