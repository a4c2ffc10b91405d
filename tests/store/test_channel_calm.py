"""Listening to a channel goes on while nothing is missed, whatever else is said there and however slow one is."""

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.store.channel import Channel, Count
from bot.store.connection import connect_redis
from bot.store.retries import NO_RETRY
from tests.chaos.servers import DURABLE, Node, topology

CHANNEL = "{chatelier}:test"
SAID = "{chatelier}:test:said"
HANG_S = 60.0  # that only bound a hang
SLOW_NOTES, SLOW_NOTE_S = 200, 0.04  # eight seconds: three looks at the count


def channel(listener: Redis) -> Channel:
    return Channel(listener, listener, CHANNEL, SAID, ttl_s=600)


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    server = Node(tmp_path / "server", DURABLE).start()
    try:
        yield server.ready()
    finally:
        server.kill()


@pytest.mark.parametrize("junk", ["no JSON", "[1]", "7", '{"n":"seven","word":"odd"}'])
async def test_what_somebody_else_says_there_is_passed_over(node: Node, junk: str) -> None:
    """Whoever may write to the server may say anything; nobody falls over it."""
    async with connect_redis(node.url, retry=NO_RETRY) as listener, asyncio.timeout(HANG_S):
        said = channel(listener)
        async with said.listen() as notes:
            await said.say({"word": "first"})
            node.ask("PUBLISH", CHANNEL, junk)
            await said.say({"word": "second"})
            heard = [await anext(notes) for _ in range(2 + ("odd" in junk))]
    assert [note["word"] for note in heard if note["word"] != "odd"] == ["first", "second"]


async def test_whoever_is_slow_hears_all_the_same(node: Node) -> None:
    """What waits in the way to us is not missed; to end for it would make more to do, in the worst moment."""
    async with connect_redis(node.url, retry=NO_RETRY) as listener, asyncio.timeout(HANG_S):
        said = channel(listener)
        async with said.listen() as notes:
            for number in range(SLOW_NOTES):
                await said.say({"number": number})
            heard = []
            async for note in notes:
                heard.append(note["number"])
                if len(heard) == SLOW_NOTES:
                    break
                await asyncio.sleep(SLOW_NOTE_S)
    assert heard == list(range(SLOW_NOTES))


@pytest.mark.filterwarnings("ignore:[Uu]nclosed:ResourceWarning")  # of what redis-py leaves
async def test_a_cluster_without_our_slot_ends_it(tmp_path: Path) -> None:
    """As any store does that does not answer: redis-py has an error of another kind for this."""
    with topology("cluster", tmp_path) as servers:
        slot = servers.master().ask("CLUSTER", "KEYSLOT", CHANNEL)
        async with (
            connect_redis(servers.url, retry=NO_RETRY) as listener,
            asyncio.timeout(HANG_S),
            channel(listener).listen() as notes,
        ):
            for node in servers.nodes:
                node.ask("CLUSTER", "DELSLOTS", slot)
            assert [one async for one in notes] == []
    gc.collect()  # here, where they may be left


def test_a_count_that_goes_back_is_no_note_from_before() -> None:
    """A store that lost some counts from there again, also below what had been said when listening began."""
    count = Count(100)
    assert count.is_next(100), "said before, heard late"
    assert count.is_next(101)
    assert not count.is_next(96)


def test_a_busy_machine_that_seems_quiet_ends_nothing() -> None:
    """What waits to be read comes before the next look; what does not come by then is missed."""
    count = Count(0)
    assert not count.is_behind(3, quiet=True), "said just now"
    assert not count.is_behind(3, quiet=True), "nothing was read, though all of it may be there"
    assert count.is_next(1)
    assert not count.is_behind(3, quiet=True), "it goes on"
    assert count.is_behind(3, quiet=True), "nothing came any more"
