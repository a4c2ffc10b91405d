"""Listening to a channel: it ends when what is said may be said elsewhere."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.connection import connect_redis, subscribe_channel
from bot.store.retries import NO_RETRY
from tests.chaos.servers import DURABLE, MASTER, Node
from tests.fakes.waiting import wait_until_sync

CHANNEL = "{chatelier}:test"
HANG_S = 60.0  # that only bound a hang


@pytest.fixture
def two_masters(tmp_path: Path) -> Iterator[tuple[Node, Node, Node]]:
    """Two servers that are nobody's replica, and a sentinel that names the first."""
    nodes = [Node(tmp_path / name, DURABLE) for name in ("first", "second")]
    place = tmp_path / "sentinel"
    place.mkdir()
    sentinel = Node(place, (str(place / "sentinel.conf"), "--sentinel"))
    started: list[Node] = []
    try:
        started += [node.start().ready() for node in nodes]
        (place / "sentinel.conf").write_text(f"sentinel monitor {MASTER} 127.0.0.1 {nodes[0].port} 1\n")
        started.append(sentinel.start().ready())
        yield nodes[0], nodes[1], sentinel
    finally:
        for node in started:
            node.kill()


async def test_it_ends_when_the_sentinels_name_another_master(two_masters: tuple[Node, Node, Node]) -> None:
    """Though the one before answers as ever: after a hand-over it does so for ten seconds, and hears nothing."""
    first, second, sentinel = two_masters
    url = f"redis+sentinel://127.0.0.1:{sentinel.port}/{MASTER}"
    async with connect_redis(url, retry=NO_RETRY) as listener:
        async with asyncio.timeout(HANG_S), subscribe_channel(listener, CHANNEL, listener) as said:
            assert first.ask("PUBLISH", CHANNEL, "here") == 1
            assert await anext(said) == b"here"
            sentinel.ask("SENTINEL", "REMOVE", MASTER)
            sentinel.ask("SENTINEL", "MONITOR", MASTER, "127.0.0.1", second.port, 1)
            assert [one async for one in said] == []
        assert first.ask("PING") is not None
        async with asyncio.timeout(HANG_S), subscribe_channel(listener, CHANNEL, listener) as said:
            wait_until_sync(lambda: second.ask("PUBLISH", CHANNEL, "there") == 1, "it listens there")
            assert await anext(said) == b"there"


async def test_what_was_missed_is_read_from_the_master_that_is_heard(two_masters: tuple[Node, Node, Node]) -> None:
    """Not over connections to the one before, idle or in use: it answers for seconds, from what it had."""
    first, second, sentinel = two_masters
    url = f"redis+sentinel://127.0.0.1:{sentinel.port}/{MASTER}"
    first.ask("SET", "who", "first")
    second.ask("SET", "who", "second")
    async with (
        asyncio.timeout(HANG_S),
        connect_redis(url, retry=NO_RETRY) as listener,
        connect_redis(url) as reader,
        reader.pubsub() as busy,
    ):
        await busy.subscribe("else")
        assert await reader.get("who") == b"first"
        sentinel.ask("SENTINEL", "REMOVE", MASTER)
        sentinel.ask("SENTINEL", "MONITOR", MASTER, "127.0.0.1", second.port, 1)
        assert await reader.get("who") == b"first"
        async with subscribe_channel(listener, CHANNEL, reader):
            assert await reader.get("who") == b"second"
            await busy.aclose()
            found = await asyncio.gather(*(reader.get("who") for _ in range(5)))
            assert found == [b"second"] * 5


async def test_it_goes_on_while_they_cannot_say(two_masters: tuple[Node, Node, Node]) -> None:
    """A sentinel that is gone says nothing of the master."""
    first, _, sentinel = two_masters
    url = f"redis+sentinel://127.0.0.1:{sentinel.port}/{MASTER}"
    async with (
        connect_redis(url, retry=NO_RETRY) as listener,
        asyncio.timeout(HANG_S),
        subscribe_channel(listener, CHANNEL, listener) as said,
    ):
        sentinel.kill()
        ticking = asyncio.create_task(publish_often(first))
        heard = [await anext(said) for _ in range(10)]
        ticking.cancel()
    assert heard == [b"tick"] * 10


async def publish_often(node: Node) -> None:
    while True:
        await asyncio.to_thread(node.ask, "PUBLISH", CHANNEL, "tick")
        await asyncio.sleep(0.5)
