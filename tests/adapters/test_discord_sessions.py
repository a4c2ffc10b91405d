"""The gateway of the Discord on loopback, as discord.py and as a bare connection find it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord as library
import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.discord.client import Listener, listening
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.gateway import Closed
from tests.fakes.discord.places import Person
from tests.fakes.discord.play import playing
from tests.fakes.discord.room import Room
from tests.fakes.discord.rules import Rules
from tests.fakes.waiting import wait_until

HELP = {"id": "1", "type": 1, "name": "help", "description": "Help"}


@asynccontextmanager
async def world(**rules: Any) -> AsyncIterator[Discord]:
    async with playing(Rules(**rules)) as made:
        made.world.app.commands.append(HELP)
        yield made


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with world() as made:
        yield made


@pytest.fixture
def ann(discord: Discord) -> Person:
    return discord.person("Ann")


@pytest.fixture
def room(discord: Discord, ann: Person) -> Room:
    return discord.room(ann)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py waits five seconds between two sessions."""

    async def wait_no_time(_client: library.Client, shard: int | None, *, initial: bool = False) -> None:
        pass

    monkeypatch.setattr(library.Client, "before_identify_hook", wait_no_time)


def ids(*listeners: Listener) -> list[list[str]]:
    return [[str(one["id"]) for one in listener.heard] for listener in listeners]


@pytest.mark.parametrize("how", ["cut", "op 7", "close 4000", "op 9, resumable"])
async def test_what_was_missed_is_replayed(discord: Discord, ann: Person, room: Room, how: str) -> None:
    """A lost connection is resumed, and what happened meanwhile comes once, in order."""
    gateway = discord.world.gateway
    ways: dict[str, Callable[[], None]] = {
        "cut": gateway.cut,
        "op 7": gateway.ask_reconnect,
        "close 4000": gateway.hang_up,
        "op 9, resumable": lambda: gateway.invalidate(resumable=True),
    }
    async with listening(discord) as listener:
        first = room.types(ann, "help")
        await wait_until(lambda: len(listener.heard) == 1, "the first is heard")
        ways[how]()
        second, third = room.types(ann, "help"), room.types(ann, "help")
        await wait_until(lambda: len(listener.heard) >= 3, "the others are heard")
        assert ids(listener) == [[first.id, second.id, third.id]]
    assert (gateway.starts, gateway.resumes) == (1, 1)


async def test_a_lost_session_begins_anew(discord: Discord, ann: Person, room: Room) -> None:
    """Op 9: what came meanwhile is lost, what comes then is heard."""
    gateway = discord.world.gateway
    async with listening(discord) as listener:
        gateway.invalidate()
        room.types(ann, "help")
        await wait_until(lambda: gateway.starts == 2, "there is a new session")
        await wait_until(lambda: gateway.connected, "it is connected")
        second = room.types(ann, "help")
        await wait_until(lambda: listener.heard, "the second is heard")
        assert ids(listener) == [[second.id]]


async def test_a_session_is_kept_for_a_while(discord: Discord) -> None:
    """Then RESUME is refused with op 9; a client that leaves with 1000 has none to resume."""
    clock = FakeClock()
    gateway = discord.world.gateway
    gateway.clock = clock.now
    async with aiohttp.ClientSession() as session:
        socket, ready = await identified(session, discord)
        await socket.close(code=4000)
        await wait_until(lambda: not gateway.connected, "the connection is lost")
        resume = {"token": discord.token, "session_id": ready["session_id"], "seq": 1}
        clock.time += 170
        assert (await said(session, discord, 6, resume))["t"] == "RESUMED"
        await wait_until(lambda: not gateway.connected, "the connection is lost")
        clock.time += 190
        assert await said(session, discord, 6, resume) == {"op": 9, "d": False}
        socket, ready = await identified(session, discord)
        await socket.close(code=1000)
        await wait_until(lambda: ready["session_id"] not in gateway.sessions, "the session is over")


async def identified(session: aiohttp.ClientSession, discord: Discord) -> tuple[Any, Any]:
    socket = await session.ws_connect(f"{discord.gateway_url}?v=10&encoding=json")
    assert (await socket.receive_json())["op"] == 10
    await socket.send_json({"op": 2, "d": {"token": discord.token, "intents": 0, "properties": {}}})
    return socket, (await socket.receive_json())["d"]


async def said(session: aiohttp.ClientSession, discord: Discord, op: int, data: Any, **query: str) -> Any:
    """The first frame after HELLO and ours, or the close code."""
    params = {"v": "10", "encoding": "json"} | query
    async with session.ws_connect(discord.gateway_url, params=params) as socket:
        hello = await socket.receive()
        if hello.type is not aiohttp.WSMsgType.TEXT:
            return socket.close_code
        await (socket.send_str(data) if isinstance(data, str) else socket.send_json({"op": op, "d": data}))
        answer = await socket.receive()
        return answer.json() if answer.type is aiohttp.WSMsgType.TEXT else socket.close_code


async def test_close_codes(discord: Discord) -> None:
    """What is wrong is told by the code, as Discord tells it."""
    good = {"token": discord.token, "intents": 0, "properties": {}}
    async with aiohttp.ClientSession() as session:
        found = {
            "token": await said(session, discord, 2, good | {"token": "no"}),
            "shard": await said(session, discord, 2, good | {"shard": [2, 2]}),
            "intents": await said(session, discord, 2, good | {"intents": 1 << 30}),
            "privileged": await said(session, discord, 2, good | {"intents": 1 << 15}),
            "version": await said(session, discord, 2, good, v="9"),
            "before": await said(session, discord, 3, {}),
            "opcode": await said(session, discord, 2, "{}"),
            "no JSON": await said(session, discord, 2, "hello"),
            "heartbeat": (await said(session, discord, 1, None))["op"],
        }
        discord.world.gateway.refusals.append(Closed(4008, "Rate limited"))
        found["ordered"] = await said(session, discord, 2, good)
    assert found == {
        "token": 4004,
        "shard": 4010,
        "intents": 4013,
        "privileged": 4014,
        "version": 4012,
        "before": 4003,
        "opcode": 4002,
        "no JSON": 4002,
        "heartbeat": 11,
        "ordered": 4008,
    }


async def test_wrong_tokens_and_intents_end_the_client(discord: Discord) -> None:
    """As discord.py tells it."""
    gateway = discord.world.gateway
    for code, error in ((4004, library.ConnectionClosed), (4014, library.PrivilegedIntentsRequired)):
        gateway.refusals.append(Closed(code, "No"))
        with pytest.RaisesGroup(error):
            async with listening(discord):
                pass


async def test_two_sessions_of_a_shard_hear_everything(discord: Discord, ann: Person, room: Room) -> None:
    """Each interaction, both of them; the one that is left goes on."""
    async with listening(discord) as one:
        async with listening(discord) as two:
            first = room.types(ann, "help")
            await wait_until(lambda: one.heard and two.heard, "both hear it")
            discord.repeats(first)
            await wait_until(lambda: len(one.heard) == len(two.heard) == 2, "both hear it again")
            assert ids(one, two) == [[first.id, first.id]] * 2
        second = room.types(ann, "help")
        await wait_until(lambda: len(one.heard) == 3, "the other one hears it")
        assert ids(one)[0][2] == second.id


async def test_shards() -> None:
    """Servers come by their shard, messages between a person and the bot by the first one."""
    async with world(shards=2, concurrency=2) as discord:
        ann = discord.person("Ann")
        rooms = [discord.room(ann), discord.room(ann), discord.dm(ann)]
        async with listening(discord) as listener:
            await wait_until(lambda: len(discord.world.gateway.connected) == 2, "both shards are there")
            told = [room.types(ann, "help").id for room in rooms]
            await wait_until(lambda: len(listener.heard) == 3, "all are heard")
        logs = {one.shard[0]: [str(frame["d"].get("id")) for frame in one.log] for one in sessions(discord)}
        assert sorted(one.shard for one in sessions(discord)) == [(0, 2), (1, 2)]
        assert told[2] in logs[0]
        assert (told[0] in logs[0]) is not (told[1] in logs[0])


def sessions(discord: Discord) -> list[Any]:
    return discord.world.gateway.all


async def test_events_that_nobody_can_read(discord: Discord, ann: Person, room: Room) -> None:
    """What is sent is what a test says, and what comes after it is heard."""
    async with listening(discord) as listener:
        discord.tells("INTERACTION_CREATE", {"id": "1", "type": "?"})
        discord.tells("SOMETHING_NEW", {"colour": "red"})
        one = room.types(ann, "help")
        await wait_until(lambda: len(listener.heard) == 2, "both are heard")
        discord.repeats(one, without=("token",), type=77)
        await wait_until(lambda: len(listener.heard) == 3, "the spoilt one is heard")
        assert "token" not in listener.heard[2]
        assert listener.heard[2]["type"] == 77


async def test_sessions_are_counted() -> None:
    """The limits of starting are kept, and told."""
    async with world(starts=1, identify_gap=5.0) as discord, aiohttp.ClientSession() as session:
        clock = FakeClock()
        discord.world.gateway.clock = clock.now
        good = {"token": discord.token, "intents": 0, "properties": {}}
        assert (await said(session, discord, 2, good))["t"] == "READY"
        assert await said(session, discord, 2, good) == {"op": 9, "d": False}
        clock.time += 6
        assert await said(session, discord, 2, good) == {"op": 9, "d": False}


async def test_a_bot_that_talks_too_much(discord: Discord) -> None:
    """120 frames a minute."""
    async with aiohttp.ClientSession() as session:
        socket, _ = await identified(session, discord)
        for _ in range(121):
            await socket.send_json({"op": 3, "d": {}})
        await socket.receive()
        assert socket.close_code == 4008
