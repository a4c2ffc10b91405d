"""The loopback Telegram of the benchmark, with its people: `python -m tests.bench.telegram.stand PORT SCENES`.

A process of its own, so that its work is not counted as the bot's. At the second port `POST /{scene}` plays a
scene, with its arguments as a JSON object, and answers with what was seen when it is over.
"""

import asyncio
import gc
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typing_extensions import override

from tests.bench.scenes import Scene, played
from tests.bench.telegram.crowd import crowd
from tests.bench.telegram.presses import presses
from tests.fakes.telegram.call import Call
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.feed import Feed
from tests.fakes.telegram.judge import Judge
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.rules import Rules

UNTRIED = Path("no-such-schema")  # a judge without one has nothing to say, and takes no time


class Door(Feed):
    """Notes when each press left for the bot, by its id."""

    left: dict[str, float]

    @override
    async def poll(self, call: Call) -> list[dict[str, Any]]:
        updates = await super().poll(call)
        now = self.clock()
        for update in updates:
            if "callback_query" in update:
                self.left.setdefault(update["callback_query"]["id"], now)
        return updates


def watch(telegram: Telegram) -> Door:
    """The world's feed becomes one that remembers, and its judge one that does not look."""
    world = telegram.world
    world.judge = Judge(UNTRIED)
    door = Door(world.rules, world.clock, world.judge)
    door.left = {}
    world.feed = door
    return door


def scenes_of(door: Door) -> Mapping[str, Scene]:
    """What can be played."""

    async def pressing(telegram: Telegram, **given: Any) -> Any:
        return await presses(telegram, door.left, **given)

    return {"crowd": crowd, "presses": pressing}


async def main(port: int, scenes: int) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with (
        playing(Rules(strict=False), port=port, clock=time.time) as telegram,
        played(telegram, scenes_of(watch(telegram)), scenes),
    ):
        gc.freeze()  # a look through all of it takes as long as some of the answers that are measured
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
