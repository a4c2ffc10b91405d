"""Writes that no crash of the store takes back: a script, and in the same round trip the store's word for it.

The word counts for what its connection wrote last. So both have to go over one connection, one behind the other,
and a script that finds its work done already has to write something all the same.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic, perf_counter
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.commands.core import AsyncScript
from redis.exceptions import NoScriptError, RedisClusterException, RedisError, ResponseError

from bot.metrics import STORE_VOUCHED
from bot.store.connection import follow_master, store_errors
from bot.store.retries import passes_by_itself

log = structlog.get_logger()

# How long the disk, and then a replica, may take: both together less than a connection waits for an answer.
VOUCH_WAIT_S = 4.0  # seconds
# For so long a store that has just lost a replica vouches for nothing. It may have become a master of its own, in a
# hand-over by plan, or this is one that woke up too late, with another one in its place: what is written here is
# dropped when the sentinels tell it so, also if a replica that is left has it. They need ten seconds.
BEREFT_S = 15.0  # seconds
# What has to outlive a hand-over is written again while the store does not vouch for it, for longer than one takes.
SETTLING_S, SETTLING_RETRY_S = 8.0, 0.5
MASTERS_MOST = 20  # that are remembered; there are two or three
VOUCH_TRIES = 3  # of one call: a script that is not loaded yet, a slot that has moved, a replica that has come
Word = str | bytes | float
Command = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Able:
    """What a store can vouch for: that a write is on its disk, and that one of so many replicas has it."""

    disk: bool = True
    replicas: int = 0

    def exceeds(self, asked: "Able") -> bool:
        """Whether it can vouch for something that it was not asked for."""
        return self.disk > asked.disk or (self.replicas > 0 and asked.replicas == 0)


def able_by(info: Mapping[str, Any], before: Able) -> Able:
    """By its INFO persistence and replication; what those do not say stays as it was."""
    replicas = [one for name, one in info.items() if name.startswith("slave") and isinstance(one, Mapping)]
    online = sum(one.get("state") == "online" for one in replicas)
    disk = bool(info["aof_enabled"]) if "aof_enabled" in info else before.disk
    return Able(disk, online if "connected_slaves" in info else before.replicas)


@dataclass(slots=True)
class Following:
    """How many replicas one master has had at the most, has now, and when one went last."""

    most: int = 0
    online: int = 0
    lost_at: float = float("-inf")

    def note(self, online: int, now: float) -> None:
        if online >= self.most:  # all are back
            self.most, self.lost_at = online, float("-inf")
        elif online < self.online:
            self.lost_at = now
        self.online = online


class Vouched:
    """Runs scripts whose effect must outlive a crash. `able` is what the store could vouch for when last asked."""

    def __init__(self, client: Redis) -> None:
        self.client = client
        self.able = Able()
        self.replica_at = float("-inf")  # when there was one last, of any master
        self.following: dict[str, Following] = {}  # by the masters' own names for what they replicate
        self.waits_for_disk = True  # Redis knows the command from 7.2 on

    async def run(self, script: AsyncScript, keys: Sequence[str], args: Sequence[Word]) -> tuple[Any, bool]:
        """What the script returns, and whether its effect is as safe as this store can make it. Raises StoreError.

        Safe means: on the disk, if there is a log, and on one replica at least, if there are any.
        """
        began = perf_counter()
        with store_errors():
            for left in reversed(range(VOUCH_TRIES)):
                asked = self.able
                answers = await self.ask(script, keys, args, asked)
                trouble = answers[0] if isinstance(answers[0], Exception) else None
                if trouble is not None:
                    await self.mend(trouble, script, keys, args, last=not left)
                    continue
                safe = self.judge(answers[1:], asked)
                if not self.able.exceeds(asked):
                    STORE_VOUCHED.observe(perf_counter() - began)
                    return answers[0], safe
        return answers[0], False

    async def settle(
        self, script: AsyncScript, keys: Sequence[str], args: Sequence[Word], wrote: Callable[[Any], bool]
    ) -> tuple[Any, bool]:
        """As `run`, and again until the store vouches for it, for a few seconds. Raises StoreError.

        A script that has written writes the same once more where it was dropped: in a hand-over, by another master.
        `wrote`: whether the script has written, by what it returned; a refusal needs nobody's word.
        """
        until = monotonic() + SETTLING_S
        while True:
            answer, safe = await self.run(script, keys, args)
            if safe or not wrote(answer) or monotonic() > until:
                return answer, safe
            await asyncio.sleep(SETTLING_RETRY_S)
            await follow_master(self.client)

    async def ask(self, script: AsyncScript, keys: Sequence[str], args: Sequence[Word], asked: Able) -> list[Any]:
        """The script, the waits that make sense, and what the store can vouch for by now; one round trip."""
        commands: list[Command] = [("EVALSHA", script.sha, len(keys), *keys, *args)]
        if asked.disk and self.waits_for_disk:
            commands.append(("WAITAOF", 1, 0, round(VOUCH_WAIT_S * 1000)))
        if asked.replicas:
            commands.append(("WAIT", 1, round(VOUCH_WAIT_S * 1000)))
        commands.append(("INFO", "persistence", "replication"))
        cluster: Any = self.client if hasattr(self.client, "get_node_from_key") else None
        options, more = {}, {}
        if cluster is not None:
            # All of it to the node that has the keys, and no command by itself to another one.
            node = cluster.get_node_from_key(keys[0])
            if node is None:
                return [RedisClusterException("no node has the slot of our keys")]
            options, more = {"target_nodes": node}, {"allow_redirections": False}
        async with self.client.pipeline(transaction=False) as pipe:
            for command in commands:
                pipe.execute_command(*command, **dict(options))
            return list(await pipe.execute(raise_on_error=False, **more))

    async def mend(
        self, trouble: Exception, script: AsyncScript, keys: Sequence[str], args: Sequence[Word], *, last: bool
    ) -> None:
        """Make the next try better than this one; raises what cannot be mended."""
        if last or not isinstance(trouble, RedisError | OSError):
            raise trouble
        if isinstance(trouble, NoScriptError):
            script.sha = await self.client.script_load(script.script)
        elif hasattr(self.client, "get_node_from_key") or passes_by_itself(trouble):
            # By itself a command follows a slot that has moved, and waits out a store that refuses for a while.
            await script(list(keys), list(args))
        else:
            raise trouble

    def judge(self, answers: Sequence[Any], asked: Able) -> bool:
        """Whether the store vouches for as much as it can."""
        found = iter(answers)
        disk = next(found) if asked.disk and self.waits_for_disk else None
        replicas = next(found) if asked.replicas else None
        info = next(found)
        self.able = able_by(info, asked) if isinstance(info, Mapping) else asked
        deserted = self.note_replicas(info if isinstance(info, Mapping) else {})
        return self.is_on_disk(disk) and self.has_replica(replicas) and not deserted

    def is_on_disk(self, answer: Any) -> bool:
        """By the answer to WAITAOF, None where it was not asked; a store without a log cannot do better."""
        if isinstance(answer, ResponseError) and "unknown command" in str(answer).lower():
            self.waits_for_disk = False
        elif isinstance(answer, ResponseError) and "appendonly is disabled" in str(answer):
            self.able = Able(disk=False, replicas=self.able.replicas)
        elif isinstance(answer, Exception):
            raise answer
        return not isinstance(answer, Sequence) or int(answer[0]) >= 1

    def has_replica(self, answer: Any) -> bool:
        """By the answer to WAIT, None where it was not asked: then the next try asks, if there is one."""
        if isinstance(answer, Exception):
            raise answer
        if self.able.replicas:
            return answer is None or int(answer) > 0
        return bool(answer) or perf_counter() - self.replica_at >= BEREFT_S  # there is none any more

    def note_replicas(self, info: Mapping[str, Any]) -> bool:
        """Whether one that this master had is gone since a short while."""
        now = perf_counter()
        if self.able.replicas:
            self.replica_at = now
        name = str(info.get("master_replid", ""))
        following = self.following.setdefault(name, Following())
        following.note(self.able.replicas, now)
        while len(self.following) > MASTERS_MOST:
            del self.following[next(iter(self.following))]
        return now - following.lost_at < BEREFT_S
