"""Bots without lanes: an edit per progress line, each awaited, through the libraries' own limiters.

python-telegram-bot's and discord.py's real code runs here; only the platform behind it is simulated.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.pacing import Rank
from tests.bench.lanes.gates import Gate
from tests.bench.lanes.plans import LATENCY, Outcome, Plan, Shown
from tests.bench.lanes.virtual import until

Send = Callable[[Plan, Rank], Awaitable[None]]


@dataclass
class Site:
    """The simulated platform: a send arrives after the latency and is shown or refused."""

    gates: Mapping[str, Gate]
    outcome: Outcome = field(default_factory=Outcome)

    async def arrive(self, chat: str, job: str, rank: Rank) -> float:
        await asyncio.sleep(LATENCY)
        now = asyncio.get_running_loop().time()
        pause = self.gates[chat].refuse(now)
        if pause:
            self.outcome.refused.append(now)
        else:
            self.outcome.shown.append(Shown(job, rank, now))
        return pause


async def tell(plan: Plan, send: Send, refused: type[Exception]) -> None:
    """One job as a simple bot runs it: what is refused for good is lost."""
    await until(plan.start)
    cards = [(plan.start, Rank.FIRST)] * (not plan.placed)
    cards += [*((at, Rank.PREVIEW) for at in plan.progress), (plan.ready, Rank.FINAL)]
    for at, rank in cards:
        await until(at)
        try:
            await send(plan, rank)
        except refused:
            continue


async def everybody(jobs: Sequence[Plan], send: Send, refused: type[Exception]) -> None:
    async with asyncio.TaskGroup() as group:
        for plan in jobs:
            group.create_task(tell(plan, send, refused))
