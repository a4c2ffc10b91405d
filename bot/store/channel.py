"""A channel on which nothing is missed unseen: what is said on it is counted, and who listens compares."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import ConnectionError as Disconnected

from bot.domain.errors import StoreError
from bot.store.cluster import RetryingCluster
from bot.store.connection import follow_master, load_script, store_errors
from bot.store.sentinel import AskingPool

# Without a word for so long the server is asked whether it is still there, and then given up. At least as often it
# is asked how much was said in all.
CHANNEL_QUIET_S = 2.5


class Channel:
    """Notes (JSON objects) to whoever listens; the key `said` counts them, and lasts `ttl_s` (s).

    `listener` must not be patient: a connection that mends itself unseen leaves a gap. `reader` is who then reads
    what was missed: from no master that was replaced before.
    """

    def __init__(self, listener: Redis, reader: Redis, channel: str, said: str, ttl_s: int) -> None:
        self.listener = listener
        self.reader = reader
        self.name = channel
        self.said = said
        self.ttl_s = ttl_s
        self.script = load_script(reader, "announce", "say")

    async def say(self, note: Mapping[str, Any]) -> None:
        """Raises StoreError."""
        with store_errors():
            await self.script([self.said], [self.ttl_s, self.name, orjson.dumps(note)])

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """What is said from here on; it ends when something may have been missed. Raises StoreError."""
        with store_errors():
            await refresh_slots(self.listener)
        async with self.listener.pubsub(ignore_subscribe_messages=True) as subscription:
            with store_errors():
                await subscription.subscribe(self.name)
            await follow_master(self.reader)
            with store_errors():
                count = Count(await self.count())
            yield self.read(subscription, count)

    async def count(self) -> int:
        """How much was said in all, so far."""
        return int(await self.listener.get(self.said) or 0)

    async def read(self, subscription: PubSub, count: "Count") -> AsyncIterator[dict[str, Any]]:
        """A server that froze, or a way to it that went silent, looks like one with nothing to say; so it is asked.

        One that was master before a hand-over answers, and hears nothing any more: so the sentinels are asked, too.
        And a node of a cluster that was frozen, or had lost sight of the others, was told nothing of what they said
        meanwhile: so the count is asked for.
        """
        quiet, looked = False, monotonic()
        while True:
            try:
                with store_errors():
                    got = await hear_next(subscription, quiet=quiet)
                    quiet = got is None
                    if quiet or monotonic() - looked > CHANNEL_QUIET_S:
                        if await self.has_missed(subscription, count, quiet=quiet):
                            return
                        looked = monotonic()
            except StoreError:
                return
            note = None if got is None or got["type"] != "message" else read_note(got["data"])
            if note is not None:
                if not count.is_next(note.pop("n", None)):
                    return
                yield note

    async def has_missed(self, subscription: PubSub, count: "Count", *, quiet: bool) -> bool:
        return await is_elsewhere(subscription, self.listener) or count.is_behind(await self.count(), quiet=quiet)


def read_note(data: bytes) -> dict[str, Any] | None:
    """None for what somebody else said: whoever may write to the server may say anything."""
    try:
        note = orjson.loads(data)
    except ValueError:
        return None
    return note if isinstance(note, dict) else None


class Count:
    """How much of what was said on a channel has been heard."""

    def __init__(self, said: int) -> None:
        self.before = said  # what was said before, and may be heard all the same
        self.heard = said
        self.owed = said
        self.missed_after: int | None = None  # what was heard when something seemed to be missing

    def is_next(self, number: object) -> bool:
        """Whether this note follows the one before it; one without a number is of a former version."""
        if not isinstance(number, int) or (self.heard == self.before and number <= self.before):
            return True
        followed = number == self.heard + 1
        self.heard = number
        return followed

    def is_behind(self, said: int, *, quiet: bool) -> bool:
        """Whether something that had been said at the last look is still not heard, or the store has lost some.

        While it is not quiet, more may wait in the way to us than we have got round to; what is missing from that
        the numbers say. A busy machine may seem quiet once: so nothing may come until the next look, either.
        """
        missing = self.heard if quiet and self.heard < self.owed else None
        behind = said < self.heard or (missing is not None and missing == self.missed_after)
        self.owed, self.missed_after = said, missing
        return behind


async def hear_next(subscription: PubSub, *, quiet: bool) -> Mapping[str, Any] | None:
    """None after a while without a word: then the server is asked for one. RedisError: it was, and is silent."""
    got: Mapping[str, Any] | None = await subscription.get_message(timeout=CHANNEL_QUIET_S)
    if got is None:
        if quiet:
            raise Disconnected("no answer")
        await subscription.ping()
    return got


async def refresh_slots(listener: Any) -> None:
    """A cluster's client that only subscribes would never hear of a fail-over."""
    if isinstance(listener, RetryingCluster):
        await listener.refresh()


async def is_elsewhere(subscription: PubSub, listener: Any) -> bool:
    """Whether sentinels name another master than the one that is listened to."""
    if isinstance(listener, RetryingCluster):  # all its nodes are told what is said
        return False
    pool = listener.connection_pool
    return isinstance(pool, AskingPool) and await pool.is_elsewhere(subscription.connection)
