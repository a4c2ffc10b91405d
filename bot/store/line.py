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

# A pause that comes later than this after the last one begins the count anew.
FORGIVEN = 600.0  # seconds


class RedisLine(Line):
    """`quota` says how many may be with the service: in all, of a person, of a place."""

    def __init__(self, client: Redis, keys: Keys, quota: Quota) -> None:
        self.keys = keys
        self.quota = quota
        self.call_script = script(client, "call_line")
        self.hold_script = script(client, "hold_line")
        self.client = client

    @override
    async def join(self, job: Job, now: float) -> Queue:
        joining: list[str | float] = [job.id, job.origin.person.id, job.origin.place.key, job.created_at]
        return await self.ask(now, joining)

    @override
    async def call(self, now: float) -> Queue:
        return await self.ask(now, ["", "", "", 0])

    async def ask(self, now: float, joining: Sequence[str | float]) -> Queue:
        quota = self.quota
        limits: list[str | float] = [
            now,
            quota.total,
            quota.person.running,
            quota.place.running,
            OPEN_TTL,
            self.keys.news_channel,
        ]
        with store_errors():
            let_in, waiting, until, reason, mine = await self.call_script(
                [self.keys.line, self.keys.inside, self.keys.who, self.keys.brake], [*limits, *joining]
            )
        return Queue(names(let_in), names(waiting), float(until or 0), blob(reason).decode(), mine=bool(mine))

    @override
    async def back(self, job: Job, now: float, reason: str, waits: Sequence[float]) -> float:
        keys = [self.keys.line, self.keys.inside, self.keys.brake]
        args: list[str | float] = [job.id, job.created_at, now, reason, FORGIVEN, OPEN_TTL, *waits]
        with store_errors():
            until = await self.hold_script(keys, args)
        return float(blob(until))

    @override
    async def fine(self) -> None:
        with store_errors():
            await self.client.delete(self.keys.brake)


def names(found: Sequence[object]) -> Sequence[JobId]:
    return [JobId(blob(one).decode()) for one in found]
