"""`python -m tests.fakes.telegram --port N`: this Telegram as a process of its own, steered under /_admin."""

import argparse

from tests.fakes.alone import given_rules, run_alone, stand_in_parser, tell_and_stay
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.rules import Rules
from tests.fakes.telegram.world import TOKEN


async def main(arguments: argparse.Namespace) -> None:
    rules = given_rules(Rules(strict=False), arguments.rules)
    async with playing(rules, port=arguments.port, token=arguments.token) as telegram:
        await tell_and_stay(f"{telegram.url}\n")


if __name__ == "__main__":
    run_alone(main, stand_in_parser(__doc__, TOKEN, '{"window": 6}'))
