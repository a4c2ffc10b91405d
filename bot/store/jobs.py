"""The book of jobs in Redis, and what the messages that show them are asked for."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.errors import Stale
from bot.domain.ids import JobId, MessageRef, TaskId
from bot.domain.image import Outcome
from bot.domain.job import Job
from bot.ports import Claims, Gallery, Inbox, JobBook
from bot.store.connection import blob, script, store_errors
from bot.store.keys import DONE_TTL, EVENT_TTL, OPEN_TTL, SHOWN_TTL, Keys
from bot.store.records import read_job, read_outcome, write_job, write_outcome

# Stands where a script has no use for a key; on a cluster it still has to name the same slot.
NOBODY = MessageRef("none", "none", "none")


class RedisJobs(JobBook, Claims):
    """Jobs by id, saved by version."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys
        self.open_script = script(client, "open_job")
        self.save_script = script(client, "save_job")

    @override
    async def open(self, job: Job, event: str = "") -> JobId | None:
        keys = [self.keys.job(job.id), self.keys.open_jobs, self.keys.press(job.press), self.keys.event(event)]
        stamp = secrets.token_hex(8)
        args: list[str | bytes | float] = [
            job.id,
            write_job(job),
            stamp,
            job.created_at,
            OPEN_TTL,
            "1" if job.press else "",
            EVENT_TTL if event else "",
        ]
        with store_errors():
            first = blob(await self.open_script(keys, args)).decode()
        return JobId(first) if first else None

    @override
    async def load(self, job_id: JobId) -> Job | None:
        with store_errors():
            version, data = await self.client.hmget(self.keys.job(job_id), ["v", "data"])
        return None if version is None or data is None else read_job(blob(data), int(version))

    @override
    async def save(self, job: Job) -> Job:
        message = job.message or NOBODY
        keys = [
            self.keys.job(job.id),
            self.keys.open_jobs,
            self.keys.press(job.press),
            self.keys.message_job(message),
            self.keys.message_outcome(message),
            self.keys.task(job.task_id or TaskId("")),
        ]
        args: list[str | bytes | float] = [
            job.id,
            job.version,
            secrets.token_hex(8),
            write_job(job),
            OPEN_TTL if job.open else DONE_TTL,
            write_outcome(job.outcome),
            SHOWN_TTL,
            flags(job),
        ]
        with store_errors():
            version = int(await self.save_script(keys, args))
        if version < 0:
            raise Stale(f"job {job.id} is not at version {job.version} any more")
        return replace(job, version=version)

    @override
    async def drop(self, job_id: JobId) -> None:
        with store_errors():
            await self.client.zrem(self.keys.open_jobs, job_id)

    @override
    async def pending(self) -> Sequence[JobId]:
        with store_errors():
            found = await self.client.zrange(self.keys.open_jobs, 0, -1)
        return [JobId(blob(job_id).decode()) for job_id in found]

    @override
    async def claim(self, task_id: TaskId, job_id: JobId) -> bool:
        key = self.keys.task(task_id)
        with store_errors():
            if await self.client.set(key, job_id, nx=True, ex=OPEN_TTL):
                return True
            return bool(await self.client.get(key) == job_id.encode())


def flags(job: Job) -> str:
    """What the save script has to look after, as `save_job.lua` spells it."""
    marks = {"p": job.press, "m": job.message, "t": job.task_id, "d": not job.open}
    return "".join(mark for mark, on in marks.items() if on)


class RedisGallery(Gallery):
    """What each message shows."""

    def __init__(self, client: Redis, keys: Keys, book: JobBook) -> None:
        self.client = client
        self.keys = keys
        self.book = book

    @override
    async def outcome_of(self, message: MessageRef) -> Outcome | None:
        with store_errors():
            data = await self.client.get(self.keys.message_outcome(message))
        return None if data is None else read_outcome(blob(data))

    @override
    async def job_of(self, message: MessageRef) -> Job | None:
        with store_errors():
            job_id = await self.client.get(self.keys.message_job(message))
        return None if job_id is None else await self.book.load(JobId(blob(job_id).decode()))


class RedisInbox(Inbox):
    """The events that were seen."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def seen(self, key: str) -> bool:
        with store_errors():
            return bool(await self.client.exists(self.keys.event(key)))

    @override
    async def mark(self, key: str) -> None:
        with store_errors():
            await self.client.set(self.keys.event(key), 1, ex=EVENT_TTL)
