"""Word for whoever works on a job, kept in a list and announced on one channel."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import orjson
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.domain.update import Update
from bot.ports import Heard, News
from bot.store.connection import blob, script, store_errors, subscribed
from bot.store.keys import NEWS_TTL, Keys
from bot.store.records import read_news, write_news

# More than a task ever has to say; whoever floods one job's address pushes out his own words.
KEPT = 100


class RedisNews(News):
    """`listener` must not be patient: a connection that mends itself unseen leaves a gap in what is heard."""

    def __init__(self, client: Redis, listener: Redis, keys: Keys) -> None:
        self.client = client
        self.listener = listener
        self.keys = keys
        self.leave_script = script(client, "leave_news")

    @override
    async def leave(self, job_id: JobId, update: Update) -> None:
        keys = [self.keys.news(job_id), self.keys.waiting, self.keys.wake]
        with store_errors():
            await self.leave_script(keys, [job_id, orjson.dumps(write_news(update)), KEPT, NEWS_TTL])
            await self.client.publish(self.keys.news_channel, orjson.dumps({"job": job_id}))

    @override
    async def tell(self, job_id: JobId, update: Update) -> None:
        with store_errors():
            await self.client.publish(
                self.keys.news_channel, orjson.dumps({"job": job_id, "update": write_news(update)})
            )

    @override
    async def read(self, job_id: JobId) -> Sequence[Update]:
        with store_errors():
            found = await self.client.lrange(self.keys.news(job_id), 0, -1)
        return [read_news(orjson.loads(blob(one))) for one in found]

    @override
    async def forget(self, job_id: JobId, number: int) -> None:
        with store_errors():
            await self.client.ltrim(self.keys.news(job_id), number, -1)

    @override
    @asynccontextmanager
    async def listen(self) -> AsyncIterator[AsyncIterator[Heard]]:
        async with subscribed(self.listener, self.keys.news_channel) as said:
            yield announcements(said)


async def announcements(said: AsyncIterator[bytes]) -> AsyncIterator[Heard]:
    """Ends when the connection is lost: whoever listens reads what was left."""
    async for one in said:
        try:
            heard = parse(orjson.loads(one))
        except (ValueError, StoreError):  # somebody else's, or a version's that we do not know
            continue
        for news in heard:
            yield news


def parse(said: dict[str, object]) -> Sequence[Heard]:
    match said:
        case {"job": str(job_id), "update": update}:
            return [Heard(JobId(job_id), read_news(update))]
        case {"job": str(job_id)}:
            return [Heard(JobId(job_id))]
        case _:
            return []
