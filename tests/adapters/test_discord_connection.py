"""The ears at Discord: the real discord.py against a gateway on loopback."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import discord as library
import pytest
from discord.gateway import KeepAliveHandler
from structlog.testing import capture_logs

from adapters.discord.client import ARRIVAL, INTERACTION
from adapters.discord.connection import CLOSE_ADVICE, Connection, Reader, quiet_library
from adapters.discord.wire import Wire
from bot.clock import SystemClock
from bot.domain.errors import Misconfigured
from bot.tasks import cancel_tasks
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.gateway import Closed
from tests.fakes.discord.play import playing
from tests.fakes.discord.rules import Rules
from tests.fakes.ports import free_port
from tests.fakes.waiting import wait_until

UNREADABLE = {"op": 0, "t": INTERACTION, "d": {"data": [None], "type": "?"}}  # nothing that discord.py needs


@dataclass
class Ears:
    """What was heard, in order; a reader waits for `gate` while there is one."""

    connection: Connection
    heard: list[Mapping[str, Any]] = field(default_factory=list)
    arrived: list[Mapping[str, Any]] = field(default_factory=list)
    gate: asyncio.Event | None = None
    done: int = 0

    async def read(self, payload: Mapping[str, Any]) -> None:
        self.heard.append(payload)
        if self.gate is not None:
            await self.gate.wait()
        if payload.get("type") == "?":
            raise KeyError("an event that we cannot read")
        self.done += 1

    async def meet(self, payload: Mapping[str, Any]) -> None:
        self.arrived.append(payload)

    def readers(self, *, arrivals: bool) -> Mapping[str, Reader]:
        return {INTERACTION: self.read} | ({ARRIVAL: self.meet} if arrivals else {})


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with playing(Rules(strict=False)) as made:
        yield made


@asynccontextmanager
async def opened(discord: Discord, *, token: str = "", gateway_url: str = "") -> AsyncIterator[Ears]:
    """A connection that does not listen yet."""
    wire = Wire(discord.api_url, token or discord.token, clock=SystemClock())
    try:
        yield Ears(Connection(wire, gateway_url))
    finally:
        await wire.close()
        for thread in threading.enumerate():  # discord.py forgets those of connections that it was making
            if isinstance(thread, KeepAliveHandler):
                thread.stop()


@asynccontextmanager
async def listening(discord: Discord, *, arrivals: bool = False, gateway_url: str = "") -> AsyncIterator[Ears]:
    """One that does, until the body is through."""
    async with opened(discord, gateway_url=gateway_url) as ears, asyncio.TaskGroup() as group:
        task = group.create_task(ears.connection.listen(ears.readers(arrivals=arrivals)))
        await wait_until(lambda: not ears.connection.why_deaf(), "it hears")
        yield ears
        await cancel_tasks([task])


def happens(discord: Discord, number: int = 1) -> None:
    discord.world.gateway.tell(INTERACTION, {"id": str(number), "type": 2})


async def test_events_come_as_they_were_sent(discord: Discord) -> None:
    """Whatever is in them, and by a session that asks for no intents."""
    async with listening(discord) as ears:
        happens(discord)
        await wait_until(lambda: ears.heard, "it is heard")
    assert ears.heard == [{"id": "1", "type": 2}]
    assert not discord.world.gateway.sessions  # it said goodbye


async def test_no_intent_is_asked_for_but_that_of_servers_where_arrivals_matter(discord: Discord) -> None:
    """With it, all servers are told of: those that the bot is in, and new ones."""
    ann = discord.person("Ann")
    server = discord.server("Atelier", ann)
    async with listening(discord):
        (session,) = discord.world.gateway.connected
        assert session.intents == 0
    async with listening(discord, arrivals=True) as ears:
        (session,) = discord.world.gateway.connected
        assert session.intents == library.Intents(guilds=True).value
        await wait_until(lambda: ears.arrived, "the server is told of")
        assert ears.arrived[0]["id"] == server.id


def test_the_private_name_is_where_it_was() -> None:
    """discord.py reads events by a table that we replace: `_connection.parsers`. Look there first."""
    parsers = library.AutoShardedClient(intents=library.Intents.none())._connection.parsers
    assert {INTERACTION, ARRIVAL, "READY", "RESUMED"} <= parsers.keys()


async def test_an_event_that_nobody_can_read_ends_nothing(discord: Discord) -> None:
    """Neither for discord.py, whose own reading of it would end the connection, nor for us."""
    async with listening(discord) as ears:
        for session in discord.world.gateway.connected:
            await session.send(session.number(INTERACTION, UNREADABLE["d"]))
            await session.send(session.number("GUILD_CREATE", {}))
        happens(discord, 2)
        await wait_until(lambda: ears.done == 1, "the next one is read")
        assert discord.world.gateway.starts == 1
        assert not ears.connection.why_deaf()


async def test_a_lost_connection_is_taken_up_and_nothing_is_missed(discord: Discord) -> None:
    """Cut, or asked to reconnect: RESUME brings what came in between."""
    gateway = discord.world.gateway
    async with listening(discord) as ears:
        for number, lose in enumerate((gateway.cut, gateway.ask_reconnect), 1):
            lose()
            happens(discord, number)
            await wait_until(lambda: gateway.resumes == number, "it is resumed")  # noqa: B023 - within the turn
            await wait_until(lambda: len(ears.heard) == number, "what came meanwhile is heard")  # noqa: B023
            await wait_until(lambda: not ears.connection.why_deaf(), "it hears")
        assert gateway.starts == 1


@pytest.mark.parametrize("who", ["operator", "discord"])
async def test_a_session_that_is_over_begins_anew_at_the_same_address(
    discord: Discord, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at that in the library, whoever said where the gateway is; and the library's own stays as it is."""
    waited: list[int | None] = []

    async def wait_no_time(_client: library.Client, shard: int | None, *, initial: bool = False) -> None:
        waited.append(shard)

    monkeypatch.setattr(library.Client, "before_identify_hook", wait_no_time)
    before = library.http.Route.BASE, library.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    async with listening(discord, gateway_url=discord.gateway_url if who == "operator" else "") as ears:
        discord.world.gateway.invalidate()
        await wait_until(lambda: discord.world.gateway.starts == 2, "there is a new session")
        await wait_until(lambda: not ears.connection.why_deaf(), "it hears")
    assert waited == [0, 0]
    assert before == (library.http.Route.BASE, library.gateway.DiscordWebSocket.DEFAULT_GATEWAY)


async def test_all_shards_that_discord_recommends_are_opened() -> None:
    """And it is deaf while one of them has no session."""
    async with playing(Rules(shards=2)) as discord, opened(discord) as ears, asyncio.TaskGroup() as group:
        assert "not connected" in ears.connection.why_deaf()
        task = group.create_task(ears.connection.listen(ears.readers(arrivals=False)))
        await wait_until(lambda: len(discord.world.gateway.connected) == 1, "the first is there")
        await wait_until(lambda: "1 of 2" in ears.connection.why_deaf(), "the second waits for its turn")
        await cancel_tasks([task])


@pytest.mark.parametrize("code", sorted(CLOSE_ADVICE))
async def test_what_trying_again_cannot_mend_is_one_line(discord: Discord, code: int) -> None:
    """For the operator, who is told what to do."""
    discord.world.gateway.refusals.append(Closed(code, "no"))
    async with opened(discord) as ears:
        with pytest.raises(Misconfigured) as raised:
            await ears.connection.listen(ears.readers(arrivals=False))
    assert str(raised.value) == CLOSE_ADVICE[code]


async def test_a_token_that_is_not_accepted_is_one_line(discord: Discord) -> None:
    """Without the token in it."""
    async with opened(discord, token="MTA.not-a-real.token") as ears:
        with pytest.raises(Misconfigured, match="CHATELIER_DISCORD_TOKEN is not accepted") as raised:
            await ears.connection.introduce()
    async with opened(discord, token="MTA.not-a-real.token") as ears:
        with pytest.raises(Misconfigured):
            await ears.connection.listen(ears.readers(arrivals=False))
    assert "MTA" not in str(raised.value)


@pytest.mark.parametrize("code", sorted(CLOSE_ADVICE))
async def test_what_is_refused_later_ends_nothing(
    discord: Discord, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """As a token that was taken back: other platforms and all jobs go on, and who asks is told why."""
    monkeypatch.setattr("adapters.discord.connection.REFUSED_RETRY_S", 0.2)
    monkeypatch.setattr("adapters.discord.connection.RETRY_S", 0.01)
    gateway = discord.world.gateway
    with capture_logs() as lines:
        async with listening(discord) as ears:
            await wait_until(lambda: not ears.connection.why_deaf(), "it hears")
            gateway.refusals += [Closed(code, "no")] * 2
            gateway.hang_up(code)
            await wait_until(lambda: ears.connection.why_deaf() == CLOSE_ADVICE[code], "it says why not")
            await wait_until(lambda: not gateway.refusals, "it is tried again")
            await wait_until(lambda: not ears.connection.why_deaf(), "it hears again")
    told = [line for line in lines if line["event"] == "discord.refused"]
    assert [line["hint"] for line in told] == [CLOSE_ADVICE[code]] * 3


async def test_an_interactions_address_elsewhere_is_one_line(discord: Discord) -> None:
    """Since nothing would be heard here."""
    discord.world.app.endpoint = "https://other.example/interactions?secret=1"
    async with opened(discord) as ears:
        with pytest.raises(Misconfigured, match="to other") as raised:
            await ears.connection.introduce()
    assert "secret" not in str(raised.value)


async def test_a_discord_that_does_not_answer_is_waited_for(
    discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first question, and at the login."""
    monkeypatch.setattr("adapters.discord.connection.LOGIN_RETRY_S", 0.01)
    monkeypatch.setattr("adapters.discord.connection.RETRY_S", 0.01)
    discord.fault("error", status=503, times=5)
    with capture_logs() as lines:
        async with opened(discord) as ears:
            assert (await ears.connection.introduce())["id"] == discord.world.app.id
    assert len([line for line in lines if line["event"] == "discord.not_reached"]) == 1  # a minute
    discord.fault("error", status=503, times=2)
    async with listening(discord) as ears:
        happens(discord)
        await wait_until(lambda: ears.heard, "it is heard")


async def test_events_under_way_end_before_the_connection(discord: Discord) -> None:
    """Also when whoever stops us does so again and again; and what comes meanwhile is dealt with."""
    async with opened(discord) as ears, asyncio.TaskGroup() as group:
        task = group.create_task(ears.connection.listen(ears.readers(arrivals=False)))
        await wait_until(lambda: not ears.connection.why_deaf(), "it hears")
        ears.gate = asyncio.Event()
        happens(discord, 1)
        await wait_until(lambda: len(ears.heard) == 1, "one is under way")
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0)
        happens(discord, 2)
        await wait_until(lambda: len(ears.heard) == 2, "another comes")
        assert discord.world.gateway.connected
        assert not task.done()
        ears.gate.set()
        await wait_until(task.done, "it ends")
    assert ears.done == 2
    assert task.cancelled()
    assert not discord.world.gateway.sessions


async def test_two_gateways_hear_the_same(discord: Discord) -> None:
    """So one can take the other's place while it is still there."""
    async with listening(discord) as one, listening(discord) as other:
        happens(discord)
        await wait_until(lambda: one.heard and other.heard, "both hear it")


async def test_one_that_stays_away_is_not_waited_for_as_long_as_the_library_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is begun anew when there was no session for a while, and Discord is there again."""

    async def wait_long(_client: library.Client, shard: int | None, *, initial: bool = False) -> None:
        if not initial:
            await asyncio.sleep(3600)

    monkeypatch.setattr(library.Client, "before_identify_hook", wait_long)
    hurry(monkeypatch, 0.5)
    async with playing() as discord, listening(discord) as ears:
        discord.world.gateway.invalidate()
        await wait_until(lambda: discord.world.gateway.starts >= 2, "it is begun anew")
        await wait_until(lambda: not ears.connection.why_deaf(), "it hears again")


def hurry(monkeypatch: pytest.MonkeyPatch, patience: float) -> None:
    """No pauses, and so many seconds until a shard without a session is deaf for too long."""
    monkeypatch.setattr("adapters.discord.connection.RETRY_S", 0.01)
    monkeypatch.setattr("adapters.discord.client.DEAF_MOST_S", patience)


async def test_a_first_session_that_does_not_come_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Discord takes the IDENTIFY and answers nothing: it is begun anew."""
    hurry(monkeypatch, 0.3)
    async with playing() as discord, opened(discord) as ears, asyncio.TaskGroup() as group:
        discord.world.gateway.mute = {0}
        task = group.create_task(ears.connection.listen(ears.readers(arrivals=False)))
        await wait_until(lambda: discord.world.gateway.starts >= 2, "it is tried again")
        discord.world.gateway.mute = set()
        await wait_until(lambda: not ears.connection.why_deaf(), "it hears")
        await cancel_tasks([task])


async def test_a_gateway_that_nobody_answers_at_is_not_called_deeper_and_deeper(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """discord.py calls itself again for each try: after a while all of that is given up, and Discord asked anew."""
    hurry(monkeypatch, 0.3)
    async with playing() as discord, opened(discord) as ears, asyncio.TaskGroup() as group:
        ears.connection.gateway_url = f"ws://127.0.0.1:{free_port()}"
        task = group.create_task(ears.connection.listen(ears.readers(arrivals=False)))
        await wait_until(lambda: len(discord.calls("get_gateway_bot")) >= 2, "it is begun anew")
        ears.connection.gateway_url = ""
        await wait_until(lambda: not ears.connection.why_deaf(), "it hears")
        await cancel_tasks([task])


async def test_one_deaf_shard_of_several_is_helped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the others hear."""

    async def wait_no_time(_client: library.Client, shard: int | None, *, initial: bool = False) -> None:
        pass

    monkeypatch.setattr(library.Client, "before_identify_hook", wait_no_time)
    hurry(monkeypatch, 0.5)
    async with playing(Rules(shards=2, concurrency=2)) as discord, listening(discord) as ears:
        gateway = discord.world.gateway
        gateway.mute = {1}
        gateway.invalidate(shard=1)
        await wait_until(lambda: "1 of 2" in ears.connection.why_deaf(), "the second is deaf")
        before = gateway.starts
        await wait_until(lambda: gateway.starts > before + 1, "all are begun anew")
        gateway.mute = set()
        await wait_until(lambda: not ears.connection.why_deaf(), "both hear")


async def test_too_few_starts_for_all_shards_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as Discord says, and whoever asks is told why nothing is heard."""
    hurry(monkeypatch, 5.0)
    async with playing(Rules(shards=2, starts=1)) as discord, opened(discord) as ears, asyncio.TaskGroup() as group:
        task = group.create_task(ears.connection.listen(ears.readers(arrivals=False)))
        told = "no sessions may be started for 86400 s"
        await wait_until(lambda: told in ears.connection.why_deaf(), "it rests")
        assert discord.world.gateway.starts == 0
        await cancel_tasks([task])


@pytest.mark.parametrize("body", ["<html>", "[]", "null", '{"name": "x"}'])
async def test_who_stands_before_discord_and_says_something_else_is_waited_out(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of a proxy with status 200 is no answer, neither to the first question nor at the login."""
    hurry(monkeypatch, 5.0)
    monkeypatch.setattr("adapters.discord.connection.LOGIN_RETRY_S", 0.01)
    async with playing() as discord:
        for route in ("get_application", "get_me", "get_gateway_bot"):
            discord.fault("other", route, text=body)
        async with opened(discord) as ears:
            assert (await ears.connection.introduce())["id"] == discord.world.app.id
        async with listening(discord) as ears:
            happens(discord)
            await wait_until(lambda: ears.heard, "it is heard")


def test_a_shard_that_is_taken_up_again_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    """discord.py logs each time the way by which it learned of it."""
    quiet_library()
    error = ConnectionResetError("Cannot write to closing transport")
    logging.getLogger("discord.shard").error("Attempting a reconnect in %.2fs", 2.5, exc_info=error)
    told = [(one.levelname, one.getMessage(), one.exc_info) for one in caplog.records]
    assert told == [("WARNING", "Attempting a reconnect in 2.50s (ConnectionResetError)", None)]


@pytest.mark.parametrize(("seconds", "told"), [(0.1, False), (15.0, True), (41.3, False)])
def test_an_answer_that_is_faster_than_a_note_is_no_lag(
    caplog: pytest.LogCaptureFixture, *, seconds: float, told: bool
) -> None:
    """discord.py counts such a heartbeat's answer from the heartbeat before; what is late in truth it says."""
    quiet_library()
    socket: Any = Heartless()
    heart = KeepAliveHandler(ws=socket, interval=41.25, shard_id=0)
    heart._last_send = time.perf_counter() - seconds
    heart.ack()
    assert bool(caplog.records) is told
    assert all("behind" in one.getMessage() for one in caplog.records)


class Heartless:
    """As much of a connection as its heart asks for before it beats."""

    thread_id = 0
    _max_heartbeat_timeout = 60.0
