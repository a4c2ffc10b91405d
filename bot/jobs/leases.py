"""Who holds which entry of docket's queue: taken over from the dead, let go of, kept alive."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from docket import Docket, Execution
from redis.exceptions import RedisError, ResponseError

from bot.outage import outage_log

log = structlog.get_logger()

HELD_MOST = 10_000  # entries of the queue that are looked through when a worker stops
RECLAIM_EVERY_S = 1.0  # seconds between looks for jobs whose lease has ended
QUEUE_CALL_S = 10.0  # seconds that queueing a job may take
RUN_TTL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """An entry of the queue that a consumer has taken and not yet ended."""

    entry: bytes
    consumer: str
    message: dict[bytes, bytes]

    @property
    def key(self) -> str:
        """The job's id."""
        return self.message.get(b"key", b"").decode()

    @property
    def task(self) -> str:
        return self.message.get(b"function", b"").decode()


class Leases:
    """Of the worker `name`; `running` is what it does just now, by key."""

    def __init__(self, docket: Docket, name: str, lease: timedelta, running: Mapping[str, object]) -> None:
        self.docket = docket
        self.name = name
        self.lease = lease
        self.running = running

    async def expire_run(self, job_id: str) -> None:
        """Docket forgets what it knows of a run by itself, but not always of one that was delivered twice."""
        async with tolerate_outage("see off"), self.docket.redis() as client:
            redis: Any = client
            await redis.expire(self.docket.runs_key(job_id), RUN_TTL, nx=True)

    async def reclaim_lapsed(self) -> None:
        """Take over from the dead as soon as their leases end: docket looks every quarter of a lease, or less.

        When the store was away nobody could renew a lease, and nobody is dead: we renew ours, and give the others
        as long to renew theirs, lest every job goes on twice.
        """
        loop, lease = asyncio.get_running_loop(), self.lease.total_seconds()
        while True:
            began = loop.time()
            await asyncio.sleep(RECLAIM_EVERY_S)
            await self.wait_for_store()
            if loop.time() - began > RECLAIM_EVERY_S + lease / 2:
                await self.renew_running()
                await asyncio.sleep(lease)
            await self.requeue_held(lambda consumer: not self.is_mine(consumer), self.lease)

    async def wait_for_store(self) -> None:
        """Returns when the store answers, or after some time."""
        async with tolerate_outage("look"), self.docket.redis() as redis:
            await redis.exists(self.docket.stream_key)

    async def requeue_held(self, ours: Callable[[str], bool], idle: timedelta = timedelta(0)) -> None:
        """Queue anew what those consumers held and nobody works on here: whoever reads next takes it at once."""
        async with tolerate_outage("release"):
            async with self.docket.redis() as redis:
                held = await self.list_held(redis, idle)
            for one in held:
                if ours(one.consumer) and one.key not in self.running and one.task in self.docket.tasks:
                    run = await Execution.from_message(self.docket, one.message, sync=False)
                    # Whoever else does the same at this moment has a generation that is not the newest any more.
                    await run.schedule(reschedule_message=one.entry, expected_generation=run.generation)

    async def renew_running(self) -> None:
        """Renew the leases of what still runs here: docket does not while it stops."""
        stream, group = self.docket.stream_key, self.docket.worker_group_name
        async with tolerate_outage("keep"), self.docket.redis() as client:
            redis: Any = client
            held = await self.list_held(redis)
            ours = [one.entry for one in held if self.is_mine(one.consumer) and one.key in self.running]
            if ours:
                await redis.xclaim(stream, group, self.name, 0, ours, idle=0, justid=True)

    def is_mine(self, consumer: str) -> bool:
        return consumer == self.name

    async def list_held(self, redis: Any, idle: timedelta = timedelta(0)) -> Sequence[Held]:
        """Every entry of the queue that somebody holds and has not renewed for so long."""
        stream, group = self.docket.stream_key, self.docket.worker_group_name
        pending = await redis.xpending_range(
            stream, group, "-", "+", HELD_MOST, idle=int(idle.total_seconds() * 1000)
        )
        if not pending:
            return []
        found = dict(await redis.xrange(stream, pending[0]["message_id"], pending[-1]["message_id"]))
        holders = {one["message_id"]: one["consumer"].decode() for one in pending}
        return [Held(entry, holder, found[entry]) for entry, holder in holders.items() if entry in found]

    async def clear_sweep_turn(self) -> None:
        """The turn to look for abandoned jobs may still be a dead worker's."""
        async with tolerate_outage("begin"), self.docket.redis() as redis:
            await redis.delete(self.docket.redelivery_sweep_key)

    async def forget_workers(self, idle: timedelta) -> None:
        """The names of workers that hold nothing and were not heard of for so long would stay for ever."""
        stream, group = self.docket.stream_key, self.docket.worker_group_name
        async with tolerate_outage("forget"), self.docket.redis() as client:
            redis: Any = client
            for consumer in await redis.xinfo_consumers(stream, group):
                if consumer["pending"] == 0 and consumer["idle"] >= idle.total_seconds() * 1000:
                    await redis.xgroup_delconsumer(stream, group, consumer["name"])


@asynccontextmanager
async def tolerate_outage(doing: str) -> AsyncIterator[None]:
    """What goes wrong with the queue here, or takes too long, is told, and otherwise left to the leases."""
    try:
        async with asyncio.timeout(QUEUE_CALL_S):
            yield
    except ResponseError as error:
        # That is: nobody has ever worked here.
        if not str(error).startswith(("NOGROUP", "ERR no such key", "no such key")):
            log.warning("queue.call_failed", doing=doing, error=str(error))
    except (RedisError, TimeoutError) as error:
        outage_log.report(f"leases: {doing}", error)
