"""The line to the image service in Redis, one for all processes."""

from collections.abc import Sequence

from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.ids import JobId
from bot.domain.job import Job
from bot.domain.quota import Quota
from bot.ports import Line, Queue
from bot.store.connection import blob, script, store_errors
from bot.store.keys import OPEN_TTL, Keys

# All in seconds.
FORGIVEN = 600.0  # a pause that comes later than this after the last one begins the count anew
PATIENCE = 60.0  # of waiting make up for one job that the same person has there
LONGEST = 3 * 3600.0  # a job that is inside for longer was closed by nobody
TAKEN = 10.0  # a refusal comes at once: whoever went first and heard none for so long was taken
# The oldest in line are looked at; whoever comes behind so many has to wait in any case.
LOOKED_AT = 1000


class RedisLine(Line):
    """`quota` says how many may be with the service: in all, of a person, of a place."""

    def __init__(self, client: Redis, keys: Keys, quota: Quota) -> None:
        self.client = client
        self.keys = keys
        self.quota = quota
        self.call_script = script(client, "call_line")
        self.hold_script = script(client, "hold_line")
        self.release_script = script(client, "release_line")

    @override
    async def join(self, job: Job, now: float) -> Queue:
        joining: list[str | float] = [job.id, job.origin.person.id, job.origin.place.key, job.created_at]
        return await self.ask(now, joining)

    @override
    async def call(self, now: float) -> Queue:
        return await self.ask(now, ["", "", "", 0])

    async def ask(self, now: float, joining: Sequence[str | float]) -> Queue:
        keys, quota = self.keys, self.quota
        args: list[str | float] = [
            *(now, quota.total, quota.person.running, quota.place.running, OPEN_TTL, keys.news_channel),
            *(LOOKED_AT, PATIENCE, LONGEST, TAKEN),
            *joining,
        ]
        with store_errors():
            let_in, waiting, until, reason, mine, length = await self.call_script(
                [keys.line, keys.inside, keys.who, keys.brake, keys.open_jobs], args
            )
        held = blob(reason).decode()
        return Queue(names(let_in), names(waiting), int(length), float(until or 0), held, mine=bool(mine))

    @override
    async def inside(self, jobs: Sequence[JobId]) -> Sequence[bool]:
        if not jobs:
            return []
        with store_errors():
            found = await self.client.zmscore(self.keys.inside, list(jobs))
        return [score is not None for score in found]

    @override
    async def glance(self) -> tuple[int, str]:
        with store_errors():
            reason = await self.client.hget(self.keys.brake, "reason")
            return await self.client.zcard(self.keys.line), "" if reason is None else blob(reason).decode()

    @override
    async def back(self, job: Job, now: float, reason: str, waits: Sequence[float]) -> float:
        keys = [self.keys.line, self.keys.inside, self.keys.brake]
        args: list[str | float] = [job.id, job.created_at, now, reason, FORGIVEN, OPEN_TTL, *waits]
        with store_errors():
            until = await self.hold_script(keys, args)
        return float(blob(until))

    @override
    async def fine(self, job: Job) -> bool:
        with store_errors():
            return bool(await self.release_script([self.keys.brake], [job.id]))


def names(found: Sequence[object]) -> Sequence[JobId]:
    return [JobId(blob(one).decode()) for one in found]
