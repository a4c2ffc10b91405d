"""The messages of the rooms that we keep ourselves, with word of every change."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError
from typing_extensions import override

from bot.ports import ChatLog, Clock
from bot.store.connection import blob, script, store_errors
from bot.store.keys import ROOM_TTL, Keys

KEPT = 1000  # messages of a room; older ones are forgotten
SHOWN = 200  # messages that somebody who enters is shown


class RedisChatLog(ChatLog):
    def __init__(self, client: Redis, keys: Keys, clock: Clock) -> None:
        self.client = client
        self.keys = keys
        self.clock = clock
        self.put_script = script(client, "put_message")

    @override
    async def put(self, room: str, message: str, record: Mapping[str, Any]) -> Mapping[str, Any]:
        names = [self.keys.room_order(room), self.keys.room_messages(room), self.keys.room_revs(room)]
        now = int(self.clock.now() * 1000)
        body = orjson.dumps({"id": message, **record})
        with store_errors():
            stored = await self.put_script(
                names, [message, body, now, ROOM_TTL, KEPT, self.keys.room_channel(room)]
            )
        return dict(orjson.loads(stored))

    @override
    async def history(self, room: str) -> Sequence[Mapping[str, Any]]:
        with store_errors():
            newest = await self.client.zrange(self.keys.room_order(room), -SHOWN, -1)
            found = (
                await self.client.hmget(self.keys.room_messages(room), [blob(i) for i in newest]) if newest else []
            )
        return [orjson.loads(record) for record in found if record is not None]

    @override
    async def tell(self, room: str, note: Mapping[str, Any]) -> None:
        with store_errors():
            await self.client.publish(self.keys.room_channel(room), orjson.dumps(note))

    @override
    @asynccontextmanager
    async def listen(self, room: str) -> AsyncIterator[AsyncIterator[Mapping[str, Any]]]:
        async with self.client.pubsub(ignore_subscribe_messages=True) as subscription:
            with store_errors():
                await subscription.subscribe(self.keys.room_channel(room))
            yield changes(subscription)


async def changes(subscription: PubSub) -> AsyncIterator[Mapping[str, Any]]:
    """Ends when the connection is lost, rather than going on with a gap: the listener reads the history."""
    while True:
        try:
            heard = await subscription.get_message(timeout=5.0)
        except RedisError:
            return
        if heard is not None and heard["type"] == "message":
            yield orjson.loads(heard["data"])
