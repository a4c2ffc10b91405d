"""Word for whoever works on a job, kept in a list and announced on one channel."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import orjson
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.errors import StoreError
from bot.domain.ids import JobId
from bot.domain.update import Update
from bot.ports import JobSignal, JobSignals
from bot.store.channel import Channel
from bot.store.connection import as_bytes, load_script, store_errors
from bot.store.keys import SIGNAL_TTL_S, Keys
from bot.store.records import read_signal, write_signal

# More than a task ever has to say; whoever floods one job's address pushes out his own words.
SIGNALS_KEPT_MOST = 100


class RedisJobSignals(JobSignals):
    """`listener` must not be patient: a connection that mends itself unseen leaves a gap in what is heard."""

    def __init__(self, client: Redis, listener: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys
        self.channel = Channel(listener, client, keys.signal_channel, keys.signals_said, SIGNAL_TTL_S)
        self.post_script = load_script(client, "announce", "post_signal")

    @override
    async def post(self, job_id: JobId, update: Update) -> None:
        keys = [self.keys.signals(job_id), self.keys.waiting, self.keys.wake, self.keys.signals_said]
        word, note = orjson.dumps(write_signal(update)), orjson.dumps({"job": job_id})
        with store_errors():
            await self.post_script(
                keys, [job_id, word, SIGNALS_KEPT_MOST, SIGNAL_TTL_S, self.keys.signal_channel, note]
            )

    @override
    async def broadcast(self, job_id: JobId, update: Update) -> None:
        await self.channel.say({"job": job_id, "update": write_signal(update)})

    @override
    async def read(self, job_id: JobId) -> Sequence[Update]:
        with store_errors():
            found = await self.client.lrange(self.keys.signals(job_id), 0, -1)
        return [read_signal(orjson.loads(as_bytes(one))) for one in found]

    @override
    async def ack(self, job_id: JobId, number: int) -> None:
        with store_errors():
            await self.client.ltrim(self.keys.signals(job_id), number, -1)

    @override
    @asynccontextmanager
    async def listen(self) -> AsyncIterator[AsyncIterator[JobSignal]]:
        async with self.channel.listen() as notes:
            yield read_signals(notes)


async def read_signals(notes: AsyncIterator[dict[str, object]]) -> AsyncIterator[JobSignal]:
    """Ends when something may have been missed: whoever listens reads what was left."""
    async for note in notes:
        try:
            heard = parse_signal(note)
        except (ValueError, StoreError):  # somebody else's, or a version's that we do not know
            continue
        for signal in heard:
            yield signal


def parse_signal(said: dict[str, object]) -> Sequence[JobSignal]:
    match said:
        case {"job": str(job_id), "update": update}:
            return [JobSignal(JobId(job_id), read_signal(update))]
        case {"job": str(job_id)}:
            return [JobSignal(JobId(job_id))]
        case _:
            return []
