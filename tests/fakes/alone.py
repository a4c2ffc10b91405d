"""Runs a stand-in as a process of its own, with rules from the command line."""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Coroutine
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


def given_rules(base: R, text: str) -> R:
    """`base` with what a JSON object says otherwise; SystemExit when a name is unknown."""
    given = dict[str, Any](orjson.loads(text))
    if unknown := given.keys() - {field.name for field in fields(base)}:
        raise SystemExit(f"unknown rules: {', '.join(sorted(unknown))}")
    return replace(base, **given)


def stand_in_parser(description: str | None, token: str, example: str) -> argparse.ArgumentParser:
    """`example`: of rules."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=token)
    parser.add_argument("--rules", default="{}", help=f"a JSON object, such as {example}")
    return parser


async def tell_and_stay(text: str) -> None:
    """Print what a bot has to know, and go on until told to stop."""
    sys.stdout.write(text)
    sys.stdout.flush()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


def run_alone(
    main: Callable[[argparse.Namespace], Coroutine[Any, Any, None]], parser: argparse.ArgumentParser
) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(parser.parse_args()))
