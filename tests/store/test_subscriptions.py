"""Listening to a channel: it ends when what is said may be said elsewhere."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest
from redis import Redis as SyncRedis
from redis.asyncio import Redis

from bot.store.channel import Channel
from bot.store.connection import connect_redis, read_script
from bot.store.retries import NO_RETRY
from tests.chaos.servers import DURABLE, MASTER, Node, topology
from tests.fakes.servers import ONCE
from tests.fakes.waiting import wait_until_sync

CHANNEL = "{chatelier}:test"
SAID = "{chatelier}:test:said"
HANG_S = 300.0  # that only bound a hang


def channel(listener: Redis, reader: Redis | None = None) -> Channel:
    return Channel(listener, reader or listener, CHANNEL, SAID, ttl_s=600)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is held up is not away."""
    monkeypatch.setattr("bot.store.channel.CHANNEL_QUIET_S", 60.0)


@pytest.fixture
def two_masters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Node, Node, Node]]:
    """Two servers that are nobody's replica, and a sentinel that names the first and is heard out."""
    monkeypatch.setattr("bot.store.sentinel.SENTINEL_WAIT_S", 30.0)
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
        async with asyncio.timeout(HANG_S), channel(listener).listen() as notes:
            assert first.insist("PUBLISH", CHANNEL, '{"word": "here"}') == 1
            assert await anext(notes) == {"word": "here"}
            sentinel.insist("SENTINEL", "REMOVE", MASTER)
            sentinel.insist("SENTINEL", "MONITOR", MASTER, "127.0.0.1", second.port, 1)
            assert [one async for one in notes] == []
        assert first.insist("PING") is not None
        async with asyncio.timeout(HANG_S), channel(listener).listen() as notes:
            wait_until_sync(lambda: second.ask("PUBLISH", CHANNEL, '{"word": "there"}') == 1, "it listens there")
            assert await anext(notes) == {"word": "there"}


async def test_what_was_missed_is_read_from_the_master_that_is_heard(two_masters: tuple[Node, Node, Node]) -> None:
    """Not over connections to the one before, idle or in use: it answers for seconds, from what it had."""
    first, second, sentinel = two_masters
    url = f"redis+sentinel://127.0.0.1:{sentinel.port}/{MASTER}"
    first.insist("SET", "who", "first")
    second.insist("SET", "who", "second")
    async with (
        asyncio.timeout(HANG_S),
        connect_redis(url, retry=NO_RETRY) as listener,
        connect_redis(url) as reader,
        reader.pubsub() as busy,
    ):
        await busy.subscribe("else")
        assert await reader.get("who") == b"first"
        sentinel.insist("SENTINEL", "REMOVE", MASTER)
        sentinel.insist("SENTINEL", "MONITOR", MASTER, "127.0.0.1", second.port, 1)
        assert await reader.get("who") == b"first"
        async with channel(listener, reader).listen():
            assert await reader.get("who") == b"second"
            await busy.aclose()
            found = await asyncio.gather(*(reader.get("who") for _ in range(5)))
            assert found == [b"second"] * 5


@pytest.mark.usefixtures("patient")
async def test_it_goes_on_while_they_cannot_say(two_masters: tuple[Node, Node, Node]) -> None:
    """A sentinel that is gone says nothing of the master."""
    first, _, sentinel = two_masters
    url = f"redis+sentinel://127.0.0.1:{sentinel.port}/{MASTER}"
    async with (
        connect_redis(url, retry=NO_RETRY) as listener,
        asyncio.timeout(HANG_S),
        channel(listener).listen() as notes,
    ):
        sentinel.kill()
        ticking = asyncio.create_task(publish_often(first))
        heard = [await anext(notes) for _ in range(10)]
        ticking.cancel()
    assert heard == [{"word": "tick"}] * 10


async def publish_often(node: Node) -> None:
    while True:
        await asyncio.to_thread(node.ask, "PUBLISH", CHANNEL, '{"word": "tick"}')
        await asyncio.sleep(0.5)


# What a person would not see before a reload. A node of a cluster is told nothing by those that have no link to it.
LOST: dict[str, Sequence[Sequence[str | int]]] = {
    "the last of all": [("INCR", SAID)],
    "one before another": [("INCR", SAID), ("INCR", SAID), ("PUBLISH", CHANNEL, '{"n":4,"word":"later"}')],
    "a part of the store": [("SET", SAID, 1)],
    "the whole store": [("FLUSHALL",)],
}


@pytest.mark.parametrize("what", LOST)
async def test_it_ends_when_something_was_missed(two_masters: tuple[Node, Node, Node], what: str) -> None:
    """So that whoever listens reads how things stand, and says it."""
    node = two_masters[0]
    async with connect_redis(node.url, retry=NO_RETRY) as listener, asyncio.timeout(HANG_S):
        said = channel(listener)
        async with said.listen() as notes:
            await said.say({"word": "first"})
            await said.say({"word": "second"})
            assert [await anext(notes), await anext(notes)] == [{"word": "first"}, {"word": "second"}]
            for command in LOST[what]:
                node.insist(*command)
            assert [one async for one in notes] == []
        async with said.listen() as notes:
            await said.say({"word": "third"})
            assert await anext(notes) == {"word": "third"}


@pytest.mark.usefixtures("patient")
async def test_it_goes_on_while_nothing_is_missed(two_masters: tuple[Node, Node, Node]) -> None:
    """Over several looks at the count, with notes on their way meanwhile, and some of a version without numbers."""
    node = two_masters[0]
    async with connect_redis(node.url, retry=NO_RETRY) as listener, asyncio.timeout(HANG_S):
        said = channel(listener)
        async with said.listen() as notes, asyncio.TaskGroup() as group:
            talking = group.create_task(say_often(said, node))
            heard = [await anext(notes) for _ in range(100)]
            talking.cancel()
    numbered = [note["number"] for note in heard if "number" in note]
    assert numbered == list(range(numbered[0], numbered[0] + len(numbered)))


async def say_often(said: Channel, node: Node) -> None:
    for number in count():
        await said.say({"number": number})
        if number % 5 == 0:
            await asyncio.to_thread(node.ask, "PUBLISH", CHANNEL, '{"word":"former"}')
        await asyncio.sleep(0.1)


async def test_a_node_of_a_cluster_that_was_told_nothing_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a fail-over who listens is where he was, and hears by a link between nodes, which may be down."""
    monkeypatch.setattr("tests.chaos.servers.DOWN_AFTER", 15_000)  # none fails over but by plan
    with topology("cluster", tmp_path) as servers:
        async with (
            connect_redis(servers.url, retry=NO_RETRY) as listener,
            connect_redis(servers.url) as speaker,
            asyncio.timeout(HANG_S),
            channel(listener, speaker).listen() as notes,
        ):
            (here,) = [one for one in servers.nodes if one.ask("PUBSUB", "CHANNELS")]
            await asyncio.to_thread(servers.fail_over)
            await channel(listener, speaker).say({"word": "heard"})
            assert await anext(notes) == {"word": "heard"}
            await asyncio.to_thread(say_without_link, servers.master(), here)
            assert [one async for one in notes] == []


def say_without_link(node: Node, other: Node) -> None:
    """In one transaction: the node makes a new link as soon as it looks."""
    script = "\n".join(read_script(name) for name in ("announce", "say"))
    with SyncRedis(port=node.port, retry=ONCE) as client, client.pipeline(transaction=True) as both:
        both.execute_command("DEBUG", "CLUSTERLINK", "KILL", "TO", other.ask("CLUSTER", "MYID"))
        both.execute_command("EVAL", script, 1, SAID, 600, CHANNEL, '{"word":"unheard"}')
        both.execute()
