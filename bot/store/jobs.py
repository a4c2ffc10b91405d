"""The book of jobs in Redis, and what the messages that show them are asked for."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b

import structlog
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import QuotaSpent, Stale, Unreadable
from bot.domain.ids import NO_TASK, JobId, MessageRef, Place, TaskId
from bot.domain.job import Job, State
from bot.domain.quota import Allowance, Quota, price
from bot.ports import Claims, JobBook, ResultIndex, SeenEvents, Throttle
from bot.store.accounts import Accounts
from bot.store.connection import as_bytes, load_script, store_errors
from bot.store.keys import COUNT_TTL_S, DONE_TTL_S, EVENT_TTL_S, MINUTE_S, OPEN_TTL_S, SHOWN_TTL_S, Keys
from bot.store.preferences import ask_chosen, read_chosen
from bot.store.records import read_job, write_job
from bot.store.vouched import Vouched

log = structlog.get_logger()

# Results of a person: those that are remembered, and those that are looked at.
RESULTS_KEPT_MOST, RECENT_MOST = 100, 50
# Stands where a script has no use for a key; on a cluster it still has to name the same slot.
NO_MESSAGE = MessageRef("none", "none", "none")
# Of a job's record; see Keys.job.
RECORD_FIELDS = ["v", "stamp", "data"]
# The limits as the script counts them.
LIMIT_CODES = ("person-open", "person-day", "person-month", "place-open", "place-day", "place-month")


class RedisJobs(JobBook, Claims):
    """Jobs by id, saved by version."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys
        self.accounts = Accounts(client, keys)
        self.open_script = load_script(client, "open_job")
        self.save_script = load_script(client, "queue_steps", "save_job")
        self.withdraw_script = load_script(client, "queue_steps", "withdraw_queue")
        self.vouched = Vouched(client)
        self.secret = secrets.token_bytes(8)  # makes our stamps ours

    @override
    async def open(
        self, job: Job, event: str = "", quota: Quota | None = None, *, prior: JobId | None = None
    ) -> JobId | None:
        first = await self.opened_by(job.press)
        if first not in {None, prior}:  # as the script would say; but then the store need not vouch for anything
            return first
        keys = [
            *(self.keys.job(job.id), self.keys.open_jobs, self.keys.press(job.press), self.keys.event(event)),
            *quota_keys(self.keys, job, await self.accounts.of(job.origin.place)),
        ]
        limits = (
            [*allowance_bounds(quota.person), *allowance_bounds(quota.place)] if quota else [0] * len(LIMIT_CODES)
        )
        args: list[str | bytes | float] = [
            job.id,
            write_job(job),
            self.stamp(job),
            job.created_at,
            OPEN_TTL_S,
            "1" if job.press else "",
            EVENT_TTL_S if event else "",
            price(job.order),
            *COUNT_TTL_S.values(),
            *limits,
            prior or "",
            SHOWN_TTL_S,
        ]
        answer, safe = await self.vouched.settle(
            self.open_script, keys, args, lambda answer: as_bytes(answer).decode() == job.id
        )
        said = as_bytes(answer).decode()
        if said == job.id and not safe:  # it is written down, and before it is paid for the store is asked again
            log.warning("job.vouch_failed", job=job.id)
        if said.startswith("!"):
            reached = int(said[1:]) - 1
            raise QuotaSpent(
                f"quota-{LIMIT_CODES[reached]}", limit=limit_fact(LIMIT_CODES[reached], limits[reached])
            )
        return JobId(said) if said else None

    async def opened_by(self, press: str) -> JobId | None:
        """The job that a button has opened last; None for one that opened none, and for none."""
        if not press:
            return None
        with store_errors():
            found = await self.client.get(self.keys.press(press))
        return None if found is None else JobId(as_bytes(found).decode())

    @override
    async def check_quota(self, job: Job, quota: Quota) -> None:
        """As the script that opens it counts."""
        keys = quota_keys(self.keys, job, await self.accounts.of(job.origin.place))
        with store_errors():
            async with self.client.pipeline(transaction=False) as pipe:
                for of_open, *sums in (keys[:3], keys[3:]):
                    pipe.scard(of_open)
                    pipe.mget(sums)
                read = await pipe.execute()
        limits = [*allowance_bounds(quota.person), *allowance_bounds(quota.place)]
        have = [int(value or 0) for held, sums in (read[:2], read[2:]) for value in (held, *sums)]
        for name, limit, number, more in zip(LIMIT_CODES, limits, have, (1, 1, price(job.order)) * 2, strict=True):
            if 0 < limit < number + more:
                raise QuotaSpent(f"quota-{name}", limit=limit_fact(name, limit))

    @override
    async def load(self, job_id: JobId) -> Job | None:
        with store_errors():
            found = await self.client.hmget(self.keys.job(job_id), RECORD_FIELDS)
        return read_fields(found)

    @override
    async def version(self, job_id: JobId) -> int:
        with store_errors():
            return int(await self.client.hget(self.keys.job(job_id), "v") or 0)

    @override
    async def save(self, job: Job) -> Job:
        stamp = self.stamp(job)
        keys, args = self.saving(job, stamp, await self.accounts.of(job.origin.place))
        with store_errors():
            version = int(await self.save_script(keys, args))
        return with_version(job, version, stamp)

    @override
    async def commit(self, job: Job) -> tuple[Job, bool]:
        stamp = self.stamp(job)
        keys, args = self.saving(job, stamp, await self.accounts.of(job.origin.place))
        version, safe = await self.vouched.run(self.save_script, keys, args)
        return with_version(job, int(version), stamp), safe

    def stamp(self, job: Job) -> str:
        """The same for the same save by this process: one that is repeated is known again, whoever repeats it."""
        return blake2b(b"%d " % job.version + write_job(job), key=self.secret, digest_size=8).hexdigest()

    def saving(self, job: Job, stamp: str, place: str) -> tuple[list[str], list[str | bytes | float]]:
        """What the script is called with; a repeated call with the same stamp changes nothing.

        `place`: the key under which the job's place is counted.
        """
        message = job.message or NO_MESSAGE
        keys = [
            *self.keys.queue_steps,
            self.keys.job(job.id),
            self.keys.open_jobs,
            self.keys.press(job.press),
            self.keys.message_job(message),
            self.keys.task(job.task_id or NO_TASK),
            *quota_keys(self.keys, job, place),
            *(self.keys.code(job.code), self.keys.results(job.origin.person.id)),
        ]
        args: list[str | bytes | float] = [
            job.id,
            job.version,
            stamp,
            write_job(job),
            record_ttl(job),
            SHOWN_TTL_S,
            job.created_at,
            OPEN_TTL_S,
            quota_flags(job),
            RESULTS_KEPT_MOST,
            job.stamp,
            price(job.order),
            *COUNT_TTL_S.values(),
            job.sent_at,
            *(job.origin.person.id, place),
        ]
        return keys, args

    @override
    async def stumble(self, name: str) -> int:
        key = self.keys.stumbles(name)
        with store_errors():
            async with self.client.pipeline() as pipe:
                pipe.incr(key)
                pipe.expire(key, OPEN_TTL_S)
                return int((await pipe.execute())[0])

    @override
    async def drop(self, job_id: JobId) -> None:
        with store_errors():
            await self.client.zrem(self.keys.open_jobs, job_id)
            await self.withdraw_script(self.keys.queue_steps, [job_id, "1"])

    @override
    async def open_of(self, person: str) -> Sequence[Job]:
        with store_errors():
            found = await self.client.smembers(self.keys.held_open(f"person:{person}"))
        return await self.load_all([JobId(as_bytes(job_id).decode()) for job_id in sorted(found)])

    async def load_all(self, ids: Sequence[JobId]) -> Sequence[Job]:
        """Those that are there and can be read."""
        with store_errors():
            async with self.client.pipeline(transaction=False) as pipe:
                for job_id in ids:
                    pipe.hmget(self.keys.job(job_id), RECORD_FIELDS)
                found = await pipe.execute()
        jobs = []
        for fields in found:
            with suppress(Unreadable):
                if job := read_fields(fields):
                    jobs.append(job)
        return jobs

    @override
    async def pending(self) -> Sequence[JobId]:
        with store_errors():
            found = await self.client.zrange(self.keys.open_jobs, 0, -1)
        return [JobId(as_bytes(job_id).decode()) for job_id in found]

    @override
    async def unattended(self) -> Sequence[JobId]:
        with store_errors():
            found = await self.client.zdiff([self.keys.open_jobs, self.keys.waiting])
        return [JobId(as_bytes(job_id).decode()) for job_id in found]

    @override
    async def census(self) -> tuple[int, float]:
        with store_errors():
            number = await self.client.zcard(self.keys.open_jobs)
            oldest = await self.client.zrange(self.keys.open_jobs, 0, 0, withscores=True)
        return number, float(oldest[0][1]) if oldest else 0.0

    @override
    async def claim(self, task_id: TaskId, job_id: JobId) -> bool:
        key = self.keys.task(task_id)
        with store_errors():
            if await self.client.set(key, job_id, nx=True, ex=OPEN_TTL_S):
                return True
            return bool(await self.client.get(key) == job_id.encode())


def read_fields(found: Sequence[object]) -> Job | None:
    """A job by what `RECORD_FIELDS` of its record hold; None when it is gone. Raises Unreadable."""
    version, stamp, data = found
    if version is None or data is None:
        return None
    return read_job(as_bytes(data), int(as_bytes(version)), as_bytes(stamp).decode())


def with_version(job: Job, version: int, stamp: str) -> Job:
    """What `save_job.lua` returned, made sense of."""
    if version < 0:
        raise Stale(f"job {job.id} is at version {-version}, and was read at {job.version}")
    return replace(job, version=version, stamp=stamp)


def record_ttl(job: Job) -> int:
    """A result is asked for as long as its buttons work."""
    if job.open:
        return OPEN_TTL_S
    return SHOWN_TTL_S if job.outcome else DONE_TTL_S


def quota_flags(job: Job) -> str:
    """What the save script has to look after, as `save_job.lua` spells it."""
    marks = {
        "p": job.press,
        "m": job.message,
        "t": job.task_id,
        "s": job.settled,
        "r": job.state is State.FAILED,
        "d": not job.open,
        "o": job.settled and job.outcome,
        "l": job.origin.person.id,
        "w": job.state is State.WAITING,
    }
    return "".join(mark for mark, on in marks.items() if on)


def quota_keys(keys: Keys, job: Job, place: str) -> list[str]:
    """Where a job is counted: of its person and of its place, what is open, and what its day and month saw."""
    scopes = (f"person:{job.origin.person.id}", f"place:{place}")
    return [
        key
        for scope in scopes
        for key in (
            keys.held_open(scope),
            keys.spent_day(scope, job.created_at),
            keys.spent_month(scope, job.created_at),
        )
    ]


def allowance_bounds(allowance: Allowance) -> tuple[int, int, int]:
    return allowance.open, allowance.daily, allowance.monthly


def limit_fact(name: str, limit: int) -> str:
    """A limit as people read it: months are counted in thousandths of a credit."""
    return f"{limit / 1000:g}" if name.endswith("month") else str(limit)


class RedisResultIndex(ResultIndex):
    """What each message shows."""

    def __init__(self, client: Redis, keys: Keys, book: RedisJobs) -> None:
        self.client = client
        self.keys = keys
        self.book = book
        self.shown_script = load_script(client, "shown_job")

    @override
    async def job_of(self, message: MessageRef) -> Job | None:
        with store_errors():
            found = await self.shown_script(
                [self.keys.message_job(message), self.keys.job(JobId(""))], RECORD_FIELDS
            )
        return read_fields(found) if found else None

    @override
    async def shown_by(self, message: MessageRef, task_id: TaskId) -> Job | None:
        return await self.named_job(await self.job_of(message), task_id)

    @override
    async def named_job(self, shown: Job | None, task_id: TaskId) -> Job | None:
        if not task_id or (shown is not None and shown.task_id == task_id):
            return shown
        return await self.job_by_task(task_id)

    @override
    async def job_by_task(self, task_id: TaskId) -> Job | None:
        with store_errors():
            job_id = await self.client.get(self.keys.task(task_id))
        job = None if job_id is None else await self.book.load(JobId(as_bytes(job_id).decode()))
        return job if job is not None and job.task_id == task_id else None

    @override
    async def job_by(self, code: str) -> Job | None:
        with store_errors():
            job_id = await self.client.get(self.keys.code(code))
        return None if job_id is None else await self.book.load(JobId(as_bytes(job_id).decode()))

    @override
    async def recent(self, person: str) -> Sequence[Job]:
        with store_errors():
            found = await self.client.zrevrange(self.keys.results(person), 0, RECENT_MOST - 1)
        return await self.book.load_all([JobId(as_bytes(job_id).decode()) for job_id in found])

    @override
    async def note_panel(self, message: MessageRef, panel: str) -> None:
        with store_errors():
            await self.client.set(self.keys.message_panel(message), panel, ex=DONE_TTL_S)

    @override
    async def panel_of(self, message: MessageRef) -> str:
        with store_errors():
            panel = await self.client.get(self.keys.message_panel(message))
        return "" if panel is None else as_bytes(panel).decode()

    @override
    async def ordered(self, presses: Sequence[str]) -> Sequence[bool]:
        if not presses:
            return []
        with store_errors():
            found = await self.client.mget([self.keys.press(press) for press in presses])
        return [job_id is not None for job_id in found]

    @override
    async def link_message(self, message: MessageRef, job: Job) -> None:
        with store_errors():
            await self.client.set(self.keys.message_job(message), job.id, ex=SHOWN_TTL_S)


class RedisSeenEvents(SeenEvents):
    """The events that were seen."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def seen(self, key: str) -> bool:
        with store_errors():
            return bool(await self.client.exists(self.keys.event(key)))

    @override
    async def look_up(self, key: str, place: Place, person: str) -> tuple[bool, ChatSettings, str]:
        with store_errors():
            async with self.client.pipeline(transaction=False) as pipe:
                pipe.exists(self.keys.event(key))
                ask_chosen(pipe, self.keys, place, person)
                seen, *chosen = await pipe.execute()
        return bool(seen), *read_chosen(chosen)

    @override
    async def mark(self, key: str, *, brief: bool = False) -> None:
        with store_errors():
            await self.client.set(self.keys.event(key), 1, ex=60 * MINUTE_S if brief else EVENT_TTL_S)


class RedisThrottle(Throttle):
    """A key that goes by itself."""

    def __init__(self, client: Redis, keys: Keys) -> None:
        self.client = client
        self.keys = keys

    @override
    async def once(self, key: str, ttl_s: int) -> bool:
        with store_errors():
            return bool(await self.client.set(self.keys.once(key), 1, ex=ttl_s, nx=True))

    @override
    async def taken(self, key: str) -> bool:
        with store_errors():
            return bool(await self.client.exists(self.keys.once(key)))

    @override
    async def forget(self, key: str) -> None:
        with store_errors():
            await self.client.delete(self.keys.once(key))
