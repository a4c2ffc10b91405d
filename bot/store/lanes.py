"""Lanes in Redis: each is one record, decided on here and written only if nobody else has written it meanwhile."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

import orjson
from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.errors import StoreError, Unreachable
from bot.domain.ids import MessageRef
from bot.domain.lane import Lane
from bot.domain.pacing import Rank, Wait
from bot.domain.turn import Go, Limits, Run, Turn
from bot.ports import Clock, LaneRef, Lanes
from bot.store.connection import as_bytes, load_script, store_errors
from bot.store.keys import LANE_TTL_S, Keys

LANE_RECORD = TypeAdapter(Lane)
# Processes that share a lane collide rarely: a lane sends about once a second.
LANE_TRIES = 50
# A platform's own budget that is behind by more than this has none to spare for previews.
BUCKET_BEHIND_S = 2.0  # seconds
# Platforms do not say whose budget a 429 is for. One that a lane's own sends do not explain holds all of them for
# as long as it says, but no longer than this; so many lanes refused within so many seconds mean everybody's.
BUCKET_HOLD_MOST_S = 5.0  # seconds
REFUSED_LANES = 2
REFUSED_WITHIN_S = 10.0
Step = Callable[[Lane, float], tuple[Lane, Turn | None]]


class RedisLanes(Lanes):
    """Lanes count on the server's clock, so that processes need not agree on the time."""

    def __init__(self, client: Redis, keys: Keys, clock: Clock) -> None:
        self.keys = keys
        self.clock = clock
        self.read_script = load_script(client, "read_lane")
        self.write_script = load_script(client, "write_lane")
        self.bucket_script = load_script(client, "fill_bucket")
        self.hold_script = load_script(client, "hold_bucket")
        self.client = client
        self.turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.pauses: dict[str, float] = {}  # lanes that were refused here, until when: also if nobody could be told

    @override
    async def enter(self, lane: LaneRef, run: Run) -> None:
        await self.change(lane, lambda old, shift: (old.enter(shifted_run(run, shift)), None))

    @override
    async def admit(self, lane: LaneRef, run: Run, rank: Rank) -> Turn:
        if lane.limits is None:
            return Go()
        if rank is Rank.PREVIEW and await self.bucket(lane, take=False) > BUCKET_BEHIND_S:
            return Wait(self.clock.now() + BUCKET_BEHIND_S)

        def step(old: Lane, shift: float) -> tuple[Lane, Turn]:
            now = self.clock.now() + shift
            new, turn = old.enter(shifted_run(run, shift)).ask(run.job, rank, now)
            return new, replace(turn, until=turn.until - shift) if isinstance(turn, Wait) else turn

        turn = await self.change(lane, step)
        if isinstance(turn, Go):
            await self.queue(lane)
        return turn or Go()

    @override
    async def depart(self, lane: LaneRef) -> None:
        wait = 0.0

        def step(old: Lane, shift: float) -> tuple[Lane, None]:
            nonlocal wait
            now = self.clock.now() + shift
            if old.frozen > now:  # since it was let go; what is sent into a pause prolongs it
                raise Unreachable("the lane has to pause")
            new, moment = old.depart(now)
            wait = moment - now
            return new, None

        await self.change(lane, step)
        if wait > 0:
            await self.clock.sleep(wait)
        if await self.pause_of(lane, known=wait <= 0) > 0:
            raise Unreachable("the lane, or all of them, have to pause")

    @override
    async def is_shedding(self, lane: LaneRef) -> bool:
        if lane.limits is None:
            return False
        found, _, shift = await self.read(lane, lane.limits)
        return found.is_shedding(self.clock.now() + shift)

    @override
    async def wait_out(self, lane: LaneRef) -> None:
        while (seconds := await self.pause_of(lane)) > 0:
            await self.clock.sleep(seconds)

    async def pause_of(self, lane: LaneRef, *, known: bool = False) -> float:
        """For how many seconds nothing may be sent there; `known`: the lane itself was asked just now."""
        frozen = self.pauses.get(lane.key, 0.0)
        if lane.limits is not None and not known:
            found, _, shift = await self.read(lane, lane.limits)
            frozen = max(frozen, found.frozen - shift)
        held = 0.0
        if lane.rate:
            with store_errors():
                held = max(await self.client.pttl(self.keys.hold(lane.bucket)), 0) / 1000
        return max(frozen - self.clock.now(), held, 0.0)

    @override
    async def landed(self, lane: LaneRef, job: str, board: MessageRef | None = None) -> None:
        name = "" if board is None else message_name(board)
        await self.change(lane, lambda old, shift: (old.landed(job, self.clock.now() + shift, name), None))

    @override
    async def release(self, lane: LaneRef, job: str) -> Sequence[MessageRef]:
        left: tuple[str, ...] = ()

        def step(old: Lane, _: float) -> tuple[Lane, None]:
            nonlocal left
            new = old.release(job)
            left = new.leftover
            return new, None

        await self.change(lane, step)
        return [one for name in left if (one := message_of(name)) is not None]

    @override
    async def erased(self, lane: LaneRef, board: MessageRef) -> None:
        name = message_name(board)
        await self.change(lane, lambda old, _: (old.erased(name), None))

    @override
    async def lose_board(self, lane: LaneRef, board: MessageRef) -> None:
        name = message_name(board)
        await self.change(lane, lambda old, _: (old.lose_board(name), None))

    @override
    async def freeze(self, lane: LaneRef, job: str, seconds: float) -> None:
        now = self.clock.now()
        self.pauses = {key: until for key, until in self.pauses.items() if until > now}
        self.pauses[lane.key] = now + seconds
        explained = False

        def step(old: Lane, shift: float) -> tuple[Lane, None]:
            nonlocal explained
            explained = old.explains_refusal(now + shift)
            return old.freeze(now + shift, seconds, job), None

        await self.change(lane, step)
        if lane.rate:
            alone = 0.0 if explained else min(seconds, BUCKET_HOLD_MOST_S)
            keys = [self.keys.refused(lane.bucket), self.keys.hold(lane.bucket)]
            with store_errors():
                await self.hold_script(keys, [lane.key, seconds, alone, REFUSED_LANES, REFUSED_WITHIN_S])

    @override
    async def board(self, lane: LaneRef) -> tuple[MessageRef | None, Sequence[str]]:
        if lane.limits is None:
            return None, []
        found, _, _ = await self.read(lane, lane.limits)
        return message_of(found.board.message), [run.note for run in found.runs if run.seated]

    @override
    async def seated(self, lane: LaneRef) -> Sequence[str]:
        if lane.limits is None:
            return []
        found, _, _ = await self.read(lane, lane.limits)
        return [run.job for run in found.runs if run.seated]

    async def change(self, lane: LaneRef, step: Step) -> Turn | None:
        """Decide and write, again when somebody else was faster. In one process nobody is."""
        if lane.limits is None:
            return None
        turn = self.turns.setdefault(lane.key, asyncio.Lock())
        async with turn:
            for _ in range(LANE_TRIES):
                old, version, shift = await self.read(lane, lane.limits)
                new, said = step(old, shift)
                if new == old or await self.write(lane, version, new):
                    return said
        raise StoreError(f"lane {lane.key} is changed by others all the time")

    async def read(self, lane: LaneRef, limits: Limits) -> tuple[Lane, str, float]:
        """The lane, its version, and what the server's clock is ahead of ours."""
        with store_errors():
            version, data, now, gone = await self.read_script([self.keys.lane(lane.key), self.keys.open_jobs], [])
        try:
            found = LANE_RECORD.validate_json(data) if data else Lane(limits)
        except ValidationError:  # another version of the program wrote it: what it counted is lost, nothing else
            found = Lane(limits)
        for job in gone:
            found = found.forget(as_bytes(job).decode())
        return replace(found, limits=limits), version, float(now) - self.clock.now()

    async def write(self, lane: LaneRef, version: str, new: Lane) -> bool:
        with store_errors():
            return bool(
                await self.write_script(
                    [self.keys.lane(lane.key)], [version, LANE_RECORD.dump_json(new), LANE_TTL_S]
                )
            )

    async def queue(self, lane: LaneRef) -> None:
        """Wait for a place in the platform's budget; one that comes while that is held is lost."""
        while wait := await self.bucket(lane, take=True):
            await self.clock.sleep(wait)
            with store_errors():
                if not await self.client.exists(self.keys.hold(lane.bucket)):
                    return

    async def bucket(self, lane: LaneRef, *, take: bool) -> float:
        """Seconds until the whole platform's budget has room; `take` reserves it."""
        if not lane.rate:
            return 0.0
        with store_errors():
            keys = [self.keys.bucket(lane.bucket), self.keys.hold(lane.bucket)]
            return float(await self.bucket_script(keys, [1 / lane.rate, int(take)]))


def message_name(message: MessageRef) -> str:
    """Without an empty end, which older versions of the program do not know."""
    parts = [message.platform, message.chat, message.message, *([message.by] if message.by else [])]
    return orjson.dumps(parts).decode()


def message_of(name: str) -> MessageRef | None:
    return MessageRef(*orjson.loads(name)) if name else None


def shifted_run(run: Run, shift: float) -> Run:
    """Told on our clock, kept on the server's."""
    return replace(run, due=run.due and run.due + shift, stale=run.stale and run.stale + shift)
