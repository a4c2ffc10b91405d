"""A page while something that it said waits for the store: it is not taken for dead, and nothing is lost."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import WSMsgType
from redis.asyncio import Redis

from bot.domain.incoming import Incoming
from tests.adapters.test_webchat import Room, opened
from tests.fakes.waiting import PATIENCE, wait_until


@pytest.fixture
async def room(redis: Redis, tmp_path: Path) -> AsyncIterator[Room]:
    async with opened(redis, tmp_path) as made:
        yield made


class Slow:
    """The core, waiting for a store that takes nothing for a while."""

    def __init__(self, room: Room) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.well = asyncio.Event()
        room.platform.handle = self.handle

    async def handle(self, incoming: Incoming) -> None:
        self.begun.append(incoming.key)
        await self.well.wait()
        self.done.append(incoming.key)


async def test_a_ping_is_answered_meanwhile(room: Room) -> None:
    """A client that hears nothing hangs up, and so do proxies: its order would be asked again and again."""
    page, core = await room.enter("Ann"), Slow(room)
    await page.say("/imagine a cat", "k1")
    await wait_until(lambda: len(core.begun) == 1, "it waits for the store")
    socket = await room.client.ws_connect("/chat/ws?name=Bob", autoping=False)
    await socket.send_json({"type": "say", "key": "k2", "text": "/imagine a dog"})
    await wait_until(lambda: len(core.begun) == 2, "so does another's")
    await socket.ping(b"there?")
    async with asyncio.timeout(PATIENCE):
        while (frame := await socket.receive()).type is not WSMsgType.PONG:
            assert frame.type is WSMsgType.TEXT
    assert frame.data == b"there?"
    assert core.done == []
    core.well.set()
    assert (await page.next("ack"))["key"] == "k1"


async def test_who_went_has_said_it(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """A tab that was closed at once: what it said is taken, one after the other, and there is no traceback."""
    page, core = await room.enter("Ann"), Slow(room)
    with caplog.at_level(logging.WARNING):
        for n in range(3):
            await page.say(f"/imagine cat {n}", f"k{n}")
        await wait_until(lambda: len(core.begun) == 1, "the first waits for the store")
        await page.socket.ping(b"there?")
        await page.socket.close()
        await wait_until(lambda: not room.platform.visitors, "it has gone")
        assert (len(core.begun), core.done) == (1, [])
        core.well.set()
        await wait_until(lambda: len(core.done) == 3, "all of it was taken")
    assert core.done == core.begun
    assert [record.message for record in caplog.records] == []


async def test_who_is_cut_off_leaves_no_traceback(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """While it is being answered: nobody is there any more to answer."""
    page, core = await room.enter("Ann"), Slow(room)
    with caplog.at_level(logging.WARNING):
        await page.say("/imagine a cat", "k1")
        await wait_until(lambda: len(core.begun) == 1, "it waits for the store")
        for _ in range(20):
            await page.socket.ping(b"there?")
        connection = page.socket._conn  # nothing public hangs up without a word
        assert connection is not None
        assert connection.transport is not None
        connection.transport.abort()
        await wait_until(lambda: not room.platform.visitors, "it has gone")
        core.well.set()
        await wait_until(lambda: len(core.done) == 1, "it was taken")
    assert [record.message for record in caplog.records] == []


async def test_what_a_page_says_again_is_taken_once_at_a_time(room: Room) -> None:
    """It came back while that was still being taken: answered twice, it would stand there twice."""
    core, name = Slow(room), "a-page-that-comes-back-and-repeats-itself"
    sockets = [await room.client.ws_connect(f"/chat/ws?name=Ann&page={name}") for _ in range(2)]
    for socket in sockets:
        await socket.send_json({"type": "say", "key": "k1", "text": "/imagine a cat"})
    await wait_until(lambda: len(core.begun) == 1, "the first waits for the store")
    await wait_until(lambda: any(one._waiters for one in room.platform.taking.values()), "the second waits for it")
    assert len(core.begun) == 1
    core.well.set()
    await wait_until(lambda: len(core.done) == 2, "then it is its turn")
    assert core.begun[0] == core.begun[1]
    await wait_until(lambda: not room.platform.taking, "and nothing is kept of it")
