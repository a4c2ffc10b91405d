"""The queue for the image service in Redis, one for all processes."""

from collections.abc import Sequence

from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.ids import JobId
from bot.domain.job import Job
from bot.domain.quota import Quota
from bot.domain.standing import WAIT_PER_JOB_S, Standing
from bot.ports import QueueSnapshot, QueueView, ServiceQueue
from bot.store.accounts import Accounts
from bot.store.connection import as_bytes, load_script, store_errors
from bot.store.keys import OPEN_TTL_S, Keys

# All in seconds.
HOLD_FORGIVEN_S = 600.0  # a pause that comes later than this after the last one begins the count anew
INSIDE_MOST_S = 3 * 3600.0  # a job that is inside for longer was closed by nobody
PROBE_TAKEN_S = 10.0  # a refusal comes at once: whoever went first and heard none for so long was taken
REQUEUE_AFTER_S = 2.0  # a job that was queued and that nobody has taken up is queued again
# A call lets in and queues so many at the most, so that nobody else waits long for the store.
CALLED_MOST = 100
# Whose messages are looked after; those behind them keep what they were told when they came.
VIEWED_MOST = 1000
NO_JOB = JobId("none")


class RedisServiceQueue(ServiceQueue):
    """`quota` says how many may be with the service: in all, of a person, of a place."""

    def __init__(self, client: Redis, keys: Keys, quota: Quota) -> None:
        self.client = client
        self.keys = keys
        self.quota = quota
        self.accounts = Accounts(client, keys)
        self.call_script = load_script(client, "queue_steps", "call_queue")
        self.hold_script = load_script(client, "queue_steps", "hold_queue")
        self.withdraw_script = load_script(client, "queue_steps", "withdraw_queue")
        self.view_script = load_script(client, "view_queue")
        self.tell_script = load_script(client, "tell_queue")
        self.release_script = load_script(client, "release_queue")

    @override
    async def join(self, job: Job, now: float, again: float) -> QueueSnapshot:
        place = await self.accounts.of(job.origin.place)
        joining: list[str | float] = [job.id, job.origin.person.id, place, job.created_at, again]
        return await self.ask(now, joining, self.keys.signals(job.id))

    @override
    async def call(self, now: float) -> QueueSnapshot:
        return await self.ask(now, ["", "", "", 0, 0], self.keys.signals(NO_JOB))

    async def ask(self, now: float, joining: Sequence[str | float], signals: str) -> QueueSnapshot:
        keys, quota = self.keys, self.quota
        args: list[str | float] = [
            *(now, quota.total, quota.person.running, quota.place.running, OPEN_TTL_S),
            *(WAIT_PER_JOB_S, INSIDE_MOST_S, PROBE_TAKEN_S, REQUEUE_AFTER_S, CALLED_MOST),
            *joining,
        ]
        with store_errors():
            let_in, due, until, reason, mine, ahead, length = await self.call_script(
                [*keys.queue_steps, *keys.turns, keys.brake, keys.open_jobs, signals], args
            )
        return QueueSnapshot(
            let_in=decode_ids(let_in),
            due=decode_ids(due),
            more=CALLED_MOST in {len(let_in), len(due)},
            length=int(length),
            until=float(until or 0),
            reason=as_bytes(reason).decode(),
            may_go=bool(mine),
            ahead=int(ahead),
        )

    @override
    async def view(self, seconds: float) -> QueueView | None:
        keys = self.keys
        who, counts, told = (keys.queue_steps[n] for n in (2, 5, 8))
        with store_errors():
            found = await self.view_script(
                [keys.waiting, who, counts, told, keys.brake, keys.viewed], [int(seconds * 1000), VIEWED_MOST]
            )
        if not found:
            return None
        ids, known, said, inside, reason = found
        waiting = map(read_standing, decode_ids(ids), map(decode_text, known), map(decode_text, said))
        numbers = dict(zip(map(decode_text, inside[::2]), map(int, inside[1::2]), strict=True))
        people = {name.partition("\n")[2]: n for name, n in numbers.items() if name.startswith("person\n")}
        return QueueView([one for one in waiting if one is not None], people, decode_text(reason))

    @override
    async def tell_places(self, places: Sequence[tuple[JobId, int]], reason: str) -> None:
        keys = self.keys
        with store_errors():
            await self.tell_script(
                [keys.waiting, keys.queue_steps[8], keys.wake],
                [reason, *(part for place in places for part in place)],
            )

    @override
    async def status(self) -> tuple[int, str]:
        with store_errors():
            reason = await self.client.hget(self.keys.brake, "reason")
            return await self.client.zcard(self.keys.waiting), "" if reason is None else as_bytes(reason).decode()

    @override
    async def put_back(self, job: Job, now: float, reason: str, waits: Sequence[float]) -> float:
        args: list[str | float] = [
            job.id,
            job.created_at,
            now,
            reason,
            HOLD_FORGIVEN_S,
            OPEN_TTL_S,
            job.deadline,
            *waits,
        ]
        with store_errors():
            until = await self.hold_script([*self.keys.queue_steps, self.keys.brake], args)
        return float(as_bytes(until))

    @override
    async def lift_hold(self, job: Job) -> bool:
        with store_errors():
            return bool(await self.release_script([self.keys.brake], [job.id]))

    @override
    async def withdraw(self, job_id: JobId) -> None:
        with store_errors():
            await self.withdraw_script(self.keys.queue_steps, [job_id, ""])


def decode_text(value: object) -> str:
    return as_bytes(value).decode()


def read_standing(job: JobId, known: str, told: str) -> Standing | None:
    """As `who` and `told` have it; None for a job that left in between."""
    if not known:
        return None
    _, person, since = known.split("\n")
    ahead, _, reason = told.partition("\n")
    return Standing(job, person, float(since), int(ahead or 0), reason)


def decode_ids(found: Sequence[object]) -> Sequence[JobId]:
    return [JobId(as_bytes(one).decode()) for one in found]
