"""`python -m tests.fakes.telegram --port N`: this Telegram as a process of its own, steered under /_admin."""

import argparse
import asyncio
import contextlib
import signal
import sys
from dataclasses import fields, replace
from typing import Any

import orjson

from tests.fakes.telegram.play import playing
from tests.fakes.telegram.rules import Rules
from tests.fakes.telegram.world import TOKEN


async def main(arguments: argparse.Namespace) -> None:
    rules = replace(Rules(strict=False), **_given(arguments.rules))
    async with playing(rules, port=arguments.port, token=arguments.token) as telegram:
        sys.stdout.write(f"{telegram.url}\n")
        sys.stdout.flush()
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await stop.wait()


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
    parser.add_argument("--rules", default="{}", help='a JSON object, such as {"window": 6}')
    return parser.parse_args()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(parse()))
