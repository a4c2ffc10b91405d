"""One chaos run from the first process to the checks."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from signal import Signals
from time import monotonic

import aiohttp
from redis.exceptions import RedisError

from bot.clock import SystemClock
from bot.jobs.task_worker import DOCKET_NAME as DOCKET
from bot.store.keys import Keys
from bot.tasks import cancel_tasks
from tests.chaos.checks import CHECKS, Check
from tests.chaos.found import gather
from tests.chaos.people import People
from tests.chaos.plan import Plan
from tests.chaos.stage import Stage, staged

NEARLY = 0.05  # of all jobs open: the killing ends
AMBUSH_S = 0.15  # between a press and a death, at the most
CLOCK = SystemClock()
Tell = Callable[[str], None]


async def run(plan: Plan, folder: Path, tell: Tell) -> Sequence[Check]:
    """What did not end in time fails the first check."""
    late: list[str] = []
    began = monotonic()
    async with staged(plan, folder) as stage, aiohttp.ClientSession() as session:
        tell(f"processes run after {monotonic() - began:.0f} s, in {folder}")
        people = People(plan, stage.chat.url, stage.redis)
        people.session = session
        try:
            async with asyncio.timeout(plan.patience):
                await play(stage, people, tell, began)
        except TimeoutError:
            late.append(f"not all had ended and come to rest within {plan.patience} s")
        await stage.steady()
        exits = await asyncio.to_thread(stage.close)
        found = await gather(stage, people, exits)
    kills = {process.name: process.kills for process in stage.all}
    summary = {"seconds": round(monotonic() - began), "kills": kills, "updates": plan.updates, "valkey": plan.stop}
    return [
        Check("run", summary | {"fsync": plan.fsync, "seed": plan.seed}, late),
        *(check(found) for check in CHECKS),
    ]


async def play(stage: Stage, people: People, tell: Tell, began: float) -> None:
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(people.watch())
        hunting = group.create_task(stage.hunt())
        storm = group.create_task(at_half(stage, people))
        ambush = group.create_task(lie_in_wait(stage, people))
        await people.live()
        tell(f"{people.jobs} jobs opened after {monotonic() - began:.0f} s")
        await settled(stage, people, round(stage.plan.jobs * NEARLY))
        stage.hunting.clear()
        await cancel_tasks([ambush])
        await asyncio.wait([hunting, storm])
        await settled(stage, people, 0)
        tell(f"all jobs ended after {monotonic() - began:.0f} s")
        await quiet(stage)
        await cancel_tasks([watching])


async def at_half(stage: Stage, people: People) -> None:
    """When half of the jobs are opened, the store dies, and comes back with its data."""
    while people.jobs < stage.plan.jobs / 2:  # noqa: ASYNC110 - it is told by another process
        await asyncio.sleep(0.1)
    await stage.strike(stage.valkey, Signals[stage.plan.stop])


async def lie_in_wait(stage: Stage, people: People) -> None:
    """Whoever may be about to open the job of a form that was ordered is killed."""
    rng = Random(f"ambush:{stage.plan.seed}")
    for _ in range(stage.plan.ambushes):
        key = await people.gone.get()
        victim = rng.choice(stage.ours)
        await asyncio.sleep(rng.uniform(0, AMBUSH_S))
        people.ambushed[key] = CLOCK.now()
        await stage.strike(victim)


async def settled(stage: Stage, people: People, most: int) -> None:
    """At most so many jobs are open, every event was brought, and a whole look at the chat led to no new one."""
    calm = None
    while True:
        try:
            left = await stage.redis.zcard(Keys().open_jobs)
        except (RedisError, OSError):
            left = most + 1
        if left > most or people.pending:
            calm = None
        elif calm is None or calm[1] != len(people.events):
            calm = people.looks, len(people.events)
        elif people.looks >= calm[0] + 2:  # the first may have begun before
            return
        await asyncio.sleep(0.3)


async def quiet(stage: Stage) -> None:
    """Whoever took a job that is done already has let go of it."""
    stream = f"{DOCKET}:stream"
    while any(group["pending"] for group in await stage.redis.xinfo_groups(stream)):  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.3)
