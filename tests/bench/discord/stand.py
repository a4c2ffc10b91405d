"""The loopback Discord of the benchmark, with its people: `python -m tests.bench.discord.stand PORT SCENES [easy]`.

A process of its own, so that its work is not counted as the bot's. At the second port `POST /{scene}` plays a
scene, with its arguments as a JSON object, and answers with what was seen when it is over. `easy`: it forbids
nothing and remembers little, for a bot whose memory is measured.
"""

import asyncio
import gc
import signal
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from typing_extensions import override

from tests.bench.discord.crowd import crowd
from tests.bench.discord.flood import flood, prepare
from tests.bench.discord.typed import typed
from tests.bench.scenes import Scene, played
from tests.fakes.clock import ShiftedClock
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.play import playing
from tests.fakes.discord.rules import ROOMY, Rules
from tests.fakes.discord.sessions import Json, Session

STRICT = Rules(answer_within=3.0, judging=False, strict=False)
EASY = replace(STRICT, buckets=ROOMY, overall=10_000, answer_within=60.0, remembers=False)


class Door(Gateway):
    """Notes when each interaction left for the bot, by its id."""

    left: dict[str, float]

    @override
    def _send(self, session: Session, frame: Json | str) -> None:
        self._run(self.leave(session, frame))

    async def leave(self, session: Session, frame: Json | str) -> None:
        if isinstance(frame, dict) and frame.get("t") == "INTERACTION_CREATE":
            self.left.setdefault(frame["d"]["id"], self.clock())
        await session.send(frame)


def watch(discord: Discord) -> Door:
    """The world's gateway becomes one that remembers."""
    world = discord.world
    door = Door(world.rules, world.clock, world)
    door.left = {}
    world.gateway = door
    return door


def scenes_of(door: Door) -> Mapping[str, Scene]:
    """What can be played."""

    async def flooding(discord: Discord, **given: Any) -> Any:
        gc.freeze()  # a look through all of it takes as long as some of the answers that are measured
        return await flood(discord, door.left, **given)

    return {"crowd": crowd, "prepare": prepare, "flood": flooding, "typed": typed}


async def main(port: int, scenes: int, rules: Rules) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    clock = ShiftedClock()
    async with playing(rules, port=port, clock=clock.now) as discord:
        discord.shift = clock.shift
        async with played(discord, scenes_of(watch(discord)), scenes):
            gc.freeze()
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), EASY if "easy" in sys.argv else STRICT))
