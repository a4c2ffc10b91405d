"""A connection to a node of a cluster that somebody closes while another takes it up is lost, and no bug."""

import asyncio

import pytest
from redis.asyncio import Redis
from redis.asyncio.connection import UnixDomainSocketConnection
from redis.exceptions import ConnectionError as Disconnected

from bot.store.cluster import SharedStreams, gone_is_lost


class SharedSocket(SharedStreams, UnixDomainSocketConnection):
    """To the store of the tests, which listens at a file."""


@pytest.mark.parametrize("turns", range(8))
async def test_a_connection_that_is_closed_while_it_is_taken_up(redis: Redis, turns: int) -> None:
    """In whichever turn of the loop: it answers, or it is lost, which every caller knows to wait out."""
    connection = SharedSocket(**redis.connection_pool.connection_kwargs)
    await connection.connect()  # type: ignore[no-untyped-call]  # redis-py leaves it so
    closing = asyncio.ensure_future(connection.disconnect())
    for _ in range(turns):
        await asyncio.sleep(0)
    try:
        await connection.send_command("PING", check_health=False)
        assert await connection.read_response() == b"PONG"
    except Disconnected:
        pass
    finally:
        await closing
        await connection.disconnect()


def test_a_mistake_stays_one() -> None:
    """Only streams that are gone are a connection lost."""
    with pytest.raises(AttributeError), gone_is_lost():
        _ = object().no_such_thing  # type: ignore[attr-defined]
