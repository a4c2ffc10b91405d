"""The messages of the rooms that we keep ourselves, with word of every change."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import orjson
from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.errors import Stale
from bot.ports import ChatLog, Clock, RoomPage, RoomSpot
from bot.store.channel import Channel
from bot.store.connection import as_bytes, load_script, store_errors
from bot.store.keys import ROOM_TTL_S, Keys
from bot.store.vouched import Vouched

# Messages of a room, lasting or not, that are kept.
ROOM_KEPT_MOST = {True: 5000, False: 1000}
# Messages that are read at a time, and of those that last so many more at the beginning.
ROOM_PAGE_MOST = 50
ROOM_LASTING_MOST = 15


class RedisChatLog(ChatLog):
    """`listener` must not be patient: a connection that mends itself unseen leaves a gap in what is heard."""

    def __init__(self, client: Redis, listener: Redis, keys: Keys, clock: Clock, vouched: Vouched) -> None:
        self.client = client
        self.listener = listener
        self.keys = keys
        self.clock = clock
        self.vouched = vouched
        self.put_script = load_script(client, "announce", "put_message")

    @override
    async def put(
        self,
        room: str,
        message: str,
        record: Mapping[str, Any],
        *,
        lasting: bool = False,
        last: bool = False,
        version: int = 0,
    ) -> Mapping[str, Any]:
        names = [
            self.keys.room_order(room, lasting=True),
            self.keys.room_order(room, lasting=False),
            self.keys.room_messages(room),
            self.keys.room_revs(room),
            self.keys.room_said(room),
        ]
        now = int(self.clock.now() * 1000)
        body = orjson.dumps({"id": message, **record})
        args: list[str | bytes | float] = [message, body, now, ROOM_TTL_S, *ROOM_KEPT_MOST.values()]
        args += [self.keys.room_channel(room), "1" if lasting else "", version]
        if last:
            stored, _ = await self.vouched.settle(self.put_script, names, args, lambda stored: stored is not None)
        else:
            with store_errors():
                stored = await self.put_script(names, args)
        if stored is None:
            raise Stale(f"message {message} shows something newer than version {version}")
        return dict(orjson.loads(stored))

    @override
    async def amend(self, room: str, message: str, fields: Mapping[str, Any]) -> None:
        with store_errors():
            found = await self.client.hget(self.keys.room_messages(room), message)
            lasting = await self.client.zscore(self.keys.room_order(room, lasting=True), message) is not None
        if found is not None:
            kept = {key: value for key, value in orjson.loads(found).items() if key not in {"id", "rev", "at"}}
            await self.put(room, message, {**kept, **fields}, lasting=lasting)

    @override
    async def find(self, room: str, message: str) -> Mapping[str, Any] | None:
        with store_errors():
            found = await self.client.hget(self.keys.room_messages(room), message)
        return None if found is None else orjson.loads(as_bytes(found))

    @override
    async def history(self, room: str, before: RoomSpot | None = None) -> RoomPage:
        lasting, talk = (self.keys.room_order(room, lasting=lasting) for lasting in (True, False))
        with store_errors():
            found = sorted([*await self.spots(lasting, before), *await self.spots(talk, before)])
            shown, rest = found[-ROOM_PAGE_MOST:], found[:-ROOM_PAGE_MOST]
            names = [name for _, name in shown]
            if before is None:
                kept = await self.client.zrange(lasting, -ROOM_LASTING_MOST, -1)
                names += {as_bytes(one).decode() for one in kept} - set(names)
            records = await self.client.hmget(self.keys.room_messages(room), names) if names else []
        messages = [orjson.loads(record) for record in records if record is not None]
        return RoomPage(sorted(messages, key=lambda one: (one["at"], one["id"])), shown[0] if rest else None)

    async def spots(self, order: str, before: RoomSpot | None) -> Sequence[RoomSpot]:
        """Of the newest in an order, one more than a page has, so that it is seen whether there are more."""
        top: float | str = "+inf" if before is None else before[0]
        beside = 0 if before is None else await self.client.zcount(order, top, top)
        found: Any = await self.client.zrevrangebyscore(
            order, top, "-inf", start=0, num=ROOM_PAGE_MOST + 1 + beside, withscores=True
        )
        spots = [(int(score), as_bytes(name).decode()) for name, score in found]
        return [spot for spot in spots if before is None or spot < before][: ROOM_PAGE_MOST + 1]

    @override
    async def tell(self, room: str, note: Mapping[str, Any]) -> None:
        await self.channel(room).say(note)

    @override
    @asynccontextmanager
    async def listen(self, room: str) -> AsyncIterator[AsyncIterator[Mapping[str, Any]]]:
        async with self.channel(room).listen() as notes:
            yield notes

    def channel(self, room: str) -> Channel:
        return Channel(
            self.listener, self.client, self.keys.room_channel(room), self.keys.room_said(room), ROOM_TTL_S
        )
