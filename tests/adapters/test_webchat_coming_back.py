"""Pages of the web chat come back when changes were not heard for a moment, whoever among them does not listen."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSMsgType
from redis.asyncio import Redis

from adapters.webchat.gateway import FRAMES_BURST
from adapters.webchat.guests import Guests
from adapters.webchat.inbound import ROOM
from bot.domain.incoming import Person
from bot.ports import RoomPage
from bot.store.keys import Keys
from tests.adapters.test_webchat import Page, Room, opened
from tests.fakes.waiting import wait_until

STUFFED_NOTES, NOTE_BYTES = 150, 200_000  # more than any socket holds back


async def test_a_page_that_takes_nothing_keeps_nobody_out(redis: Redis, tmp_path: Path) -> None:
    """A telephone that went to sleep takes neither what is said nor that it is sent away."""
    async with opened(redis, tmp_path) as room:
        asleep, awake = await room.enter("Bob"), await room.enter("Ann")
        await stuff(room, asleep)
        await redis.incr(Keys().room_said(ROOM))  # something was said that nobody heard
        await room.platform.chatlog.tell(ROOM, {"type": "poke"})
        async with asyncio.timeout(60):
            while (await awake.socket.receive()).type is not WSMsgType.CLOSE:
                pass
            again = await room.enter("Ann")
        await room.platform.chatlog.tell(ROOM, {"type": "heard"})
        assert await again.next("heard")
        asleep.transport.abort()


async def test_who_says_too_much_and_takes_nothing_is_cut_off(
    redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And does not hold its connection for as long as it likes."""
    monkeypatch.setattr("adapters.webchat.gateway.SOCKET_FRAMES_PER_S", 0.1)  # however slowly they are written down
    async with opened(redis, tmp_path) as room:
        asleep = await room.enter("Bob")
        await stuff(room, asleep)
        (visitor,) = room.platform.visitors
        for number in range(int(FRAMES_BURST) + 50):
            await asleep.socket.send_json({"type": "say", "key": f"k{number}", "text": "hello"})
        await wait_until(lambda: not room.platform.visitors, "it is cut off")
        assert visitor.socket.close_code is not None
        asleep.transport.abort()


async def test_nobody_is_let_in_while_nothing_is_heard(
    redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when that begins while somebody is at the door: they would miss what is said until it is heard."""
    async with opened(redis, tmp_path) as room:
        platform, heard = room.platform, list[bool]()
        named, history = Guests.named, platform.chatlog.history

        async def named_late(*args: Any) -> Person:
            await redis.incr(Keys().room_said(ROOM))
            await platform.chatlog.tell(ROOM, {"type": "poke"})
            await wait_until(lambda: not platform.hearing.is_set(), "nothing is heard")
            return await named(*args)

        async def history_read(*args: Any) -> RoomPage:
            heard.append(platform.hearing.is_set())
            return await history(*args)

        monkeypatch.setattr(Guests, "named", named_late)
        monkeypatch.setattr(platform.chatlog, "history", history_read)
        await room.enter("Ann")
        assert heard == [True]


async def stuff(room: Room, page: Page) -> None:
    """It reads no more, and so much is on its way to it that nothing more goes there."""
    page.transport.pause_reading()
    (visitor,) = [one for one in room.platform.visitors if one.person.name == "Bob"]
    for _ in range(STUFFED_NOTES):
        await room.platform.chatlog.tell(ROOM, {"type": "long", "to": visitor.id, "text": "x" * NOTE_BYTES})
    await wait_until(lambda: visitor.outbox.qsize() > 0, "nothing more goes there")
