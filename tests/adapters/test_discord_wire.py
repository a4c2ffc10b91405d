"""Calls to Discord's REST API: each is made once, and says what came of it without saying where it went."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from adapters.discord import routes, wire
from adapters.discord.refusal import Malformed, RateLimited, TokenDead, TokenRefused
from adapters.discord.routes import Route
from adapters.discord.standing import REFUSALS_MOST
from adapters.discord.wire import Pool, Upload, Wire, answer_seconds
from bot.domain.errors import ChatelierError, NotAllowed, Unreachable
from tests.fakes.clock import FakeClock
from tests.fakes.ports import free_port
from tests.fakes.proxy import open_proxy, useless_proxy
from tests.fakes.serving import handling

BOT_TOKEN = "not-a-real-bot-token"
TOKEN = "not-a-real-interaction-token"
POST = routes.new_message("77")
EDIT_MESSAGE = routes.message("PATCH", "77", "8")
EDIT = routes.original("PATCH", "42", TOKEN)


@dataclass(slots=True)
class Heard:
    """One request, as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Answering:
    """A server that says `status`, `body` and `headers` to everything, and remembers what it was asked."""

    url: str = ""
    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    instead: Callable[[web.Request], Coroutine[None, None, web.StreamResponse]] | None = None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = b"" if self.instead else await request.read()
        self.heard.append(Heard(request.method, request.raw_path, dict(request.headers), body))
        if self.instead is not None:
            return await self.instead(request)
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return web.Response(status=self.status, text=text, headers=self.headers)


@asynccontextmanager
async def answering(**what: Any) -> AsyncIterator[Answering]:
    server = Answering(**what)
    async with handling(server.answer, client_max_size=1 << 30) as url:
        server.url = f"{url}/api/v10"
        yield server


@asynccontextmanager
async def wired(url: str, *, proxy: str = "", clock: FakeClock | None = None) -> AsyncIterator[Wire]:
    made = Wire(url, BOT_TOKEN, proxy=proxy, clock=clock or FakeClock())
    yield made
    await made.close()


def secretive(error: BaseException) -> bool:
    """Whether nothing of it says where it went or with what."""
    told = f"{error} {error!r} {error.__cause__!r}"
    return not any(word in told for word in (BOT_TOKEN, TOKEN, "127.0.0.1", "a fox"))


# --- what is sent ------------------------------------------------------------------------------------


async def test_json_goes_and_comes() -> None:
    """With the bot's token, and with who we are in the form that Discord asks for."""
    async with answering(body={"id": "9"}) as server, wired(server.url) as carrier:
        assert await carrier.call(POST, body={"content": "a fox, ä"}) == {"id": "9"}
    (heard,) = server.heard
    assert (heard.method, heard.path) == ("POST", "/api/v10/channels/77/messages")
    assert json.loads(heard.body) == {"content": "a fox, ä"}
    assert heard.headers["Authorization"] == f"Bot {BOT_TOKEN}"
    assert heard.headers["Content-Type"] == "application/json"
    assert heard.headers["User-Agent"].startswith("DiscordBot (https://")


async def test_nothing_goes_and_nothing_comes() -> None:
    """A deletion has no body, and neither has its answer."""
    async with answering(status=204, body="") as server, wired(server.url) as carrier:
        assert await carrier.call(routes.message("DELETE", "7", "8")) is None
    assert server.heard[0].body == b""


@pytest.mark.parametrize(
    "route",
    [
        routes.callback("5", TOKEN),
        EDIT,
        routes.original("DELETE", "42", TOKEN),
        routes.follow_up("42", TOKEN),
        routes.follow_up_message("PATCH", "42", TOKEN, "9"),
    ],
    ids=lambda route: route.name,
)
async def test_what_goes_by_an_interaction_has_no_token_of_the_bot(route: Route) -> None:
    """Its own is in the address, where it belongs, and in no words that say what the route is."""
    async with answering() as server, wired(server.url) as carrier:
        await carrier.call(route, body={})
        await carrier.acknowledge(route, body={})
    assert all("Authorization" not in heard.headers and TOKEN in heard.path for heard in server.heard)
    assert TOKEN not in repr(route)
    assert TOKEN not in route.name


async def test_files_go_beside_their_words() -> None:
    """As Discord wants them, also one of some megabytes: `payload_json`, and `files[n]` with a name and a type."""
    seen = dict[str, Any]()

    async def read(request: web.Request) -> web.StreamResponse:
        for name, part in (await request.post()).items():
            seen[name] = (
                (part.filename, part.content_type, part.file.read()) if isinstance(part, web.FileField) else part
            )
        return web.json_response({})

    files = [Upload("fox.png", bytes(3_000_000), "image/png"), Upload("fox.mp4", b"clip", "video/mp4")]
    async with answering(instead=read) as server, wired(server.url) as carrier:
        await carrier.call(POST, body={"flags": 32768}, files=files)
    assert json.loads(seen["payload_json"]) == {"flags": 32768}
    assert seen["files[0]"] == ("fox.png", "image/png", bytes(3_000_000))
    assert seen["files[1]"] == ("fox.mp4", "video/mp4", b"clip")


@pytest.mark.parametrize("id_", ["../../users/@me", "7?x=1", "7#x", "7/8", "7%2f8"])
async def test_no_id_leads_elsewhere(id_: str) -> None:
    """Whatever somebody called a message, it is one part of one path."""
    async with answering() as server, wired(server.url) as carrier:
        await carrier.call(routes.message("GET", "7", id_))
    path = server.heard[0].path
    assert path.startswith("/api/v10/channels/7/messages/")
    assert path.count("/") == 6
    assert not {"?", "#"} & set(path)


def test_a_file_has_more_time_the_larger_it_is() -> None:
    """Five seconds for words, a second more for each 100 kB."""
    assert answer_seconds([]) == 5.0
    assert answer_seconds([Upload("a", bytes(1_000_000), "")]) == 30.0
    assert answer_seconds([Upload("a", bytes(1_000_000), "")] * 2) == 40.0


# --- what can go wrong on the way --------------------------------------------------------------------


async def test_nobody_there() -> None:
    """Is a passing fault, told without the address."""
    async with wired(f"http://127.0.0.1:{free_port()}/api/v10") as carrier:
        with pytest.raises(Unreachable) as caught:
            await carrier.call(EDIT, body={"content": "a fox"})
    assert secretive(caught.value)
    assert EDIT.name in str(caught.value)


async def test_who_hangs_up() -> None:
    """It may have been heard; it is not said again by itself."""

    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with answering(instead=hang_up) as server, wired(server.url) as carrier:
        for call in (carrier.call, carrier.acknowledge):
            with pytest.raises(Unreachable) as caught:
                await call(EDIT, body={"content": "a fox"})
            assert secretive(caught.value)
    assert len(server.heard) == 2


async def test_no_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a call nor a first answer waits for ever."""
    monkeypatch.setattr(wire, "REST_ANSWER_S", 0.05)
    monkeypatch.setattr(wire, "ACKNOWLEDGE_S", 0.05)
    closing = asyncio.Event()

    async def silent(_request: web.Request) -> web.StreamResponse:
        await closing.wait()
        return web.Response()

    async with answering(instead=silent) as server, wired(server.url) as carrier:
        for call in (carrier.call, carrier.acknowledge):
            with pytest.raises(Unreachable) as caught:
                await call(EDIT, body={"content": "a fox"})
            assert secretive(caught.value)
        closing.set()


async def test_first_answers_stand_behind_no_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do words: each kind has connections of its own, when all the others are in use."""
    monkeypatch.setattr(wire, "CONNECTIONS", dict.fromkeys(Pool, 1))
    uploading, ending = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/messages"):
            uploading.set()
            await ending.wait()
        return web.json_response({})

    async with answering(instead=slow) as server, wired(server.url) as carrier, asyncio.TaskGroup() as group:
        group.create_task(carrier.call(POST, body={}, files=[Upload("fox.png", b"a fox", "image/png")]))
        await uploading.wait()
        await carrier.call(EDIT, body={})
        await carrier.acknowledge(routes.callback("5", TOKEN), body={"type": 5})
        ending.set()


async def test_a_connection_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """When all are in use and none comes back."""
    monkeypatch.setattr(wire, "CONNECTIONS", dict.fromkeys(Pool, 1))
    entered, ending = asyncio.Event(), asyncio.Event()

    async def slow(_request: web.Request) -> web.StreamResponse:
        entered.set()
        await ending.wait()
        return web.json_response({})

    async with answering(instead=slow) as server, wired(server.url) as carrier, asyncio.TaskGroup() as group:
        group.create_task(carrier.call(EDIT, body={}))
        await entered.wait()
        monkeypatch.setattr(wire, "REST_ANSWER_S", 0.05)
        with pytest.raises(Unreachable):
            await carrier.call(EDIT, body={})
        ending.set()
    assert len(server.heard) == 1


async def test_a_name_is_not_looked_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is asked for it may never answer."""
    monkeypatch.setattr(wire, "REST_ANSWER_S", 0.05)
    asked = asyncio.Event()

    async def look_up(*_: Any, **_more: Any) -> Any:
        asked.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(aiohttp.TCPConnector, "_resolve_host", look_up)
    async with wired("http://discord.example/api/v10") as carrier:
        with pytest.raises(Unreachable) as caught:
            await carrier.call(POST, body={"content": "a fox"})
    assert asked.is_set()
    assert secretive(caught.value)


async def test_a_redirect_is_not_followed() -> None:
    """It would take the token elsewhere."""
    async with answering(status=302, headers={"Location": "/elsewhere"}) as server, wired(server.url) as carrier:
        with pytest.raises(Unreachable):
            await carrier.call(POST, body={})
    assert len(server.heard) == 1


@pytest.mark.parametrize("kind", ["socks5", "http"])
async def test_by_a_proxy(kind: str) -> None:
    """Everything goes through it, first answers too."""
    async with (
        open_proxy(kind) as proxy,
        answering() as server,
        wired(server.url, proxy=proxy.url) as carrier,
    ):
        await carrier.call(POST, body={})
        await carrier.acknowledge(routes.callback("5", TOKEN), body={"type": 5})
        assert proxy.asked == [server.url.removeprefix("http://").removesuffix("/api/v10")] * 2


@pytest.mark.parametrize("kind", ["socks5", "http"])
@pytest.mark.parametrize("fault", ["away", "refuse", "hang_up"])
async def test_a_proxy_that_is_of_no_use(kind: str, fault: str) -> None:
    """Is a passing fault, whatever it does, and its password and its own words are not told."""
    async with useless_proxy(kind, fault) as url, wired("http://127.0.0.1:9/api/v10", proxy=url) as carrier:
        with pytest.raises(Unreachable) as caught:
            await carrier.call(POST, body={})
    assert str(caught.value).rpartition(": ")[2].isidentifier()
    assert secretive(caught.value)


# --- what Discord refuses ----------------------------------------------------------------------------


def counted(route: str, status: int, scope: str = "") -> float:
    labels = {"route": route, "status": str(status), "scope": scope}
    return REGISTRY.get_sample_value("chatelier_discord_refusals_total", labels) or 0.0


async def test_too_fast_is_said_at_once() -> None:
    """One call, no pause of its own, with the seconds that Discord told and whose limit it was."""
    clock, headers = FakeClock(), {"X-RateLimit-Scope": "shared", "Retry-After": "2"}
    before = counted(EDIT.name, 429, "shared")
    async with (
        answering(status=429, body={"retry_after": 1.25, "message": "x"}, headers=headers) as server,
        wired(server.url, clock=clock) as carrier,
    ):
        with pytest.raises(RateLimited) as caught:
            await carrier.call(EDIT, body={})
        assert (caught.value.retry_after, caught.value.scope) == (1.25, "shared")
        assert carrier.standing.refusals(clock.now()) == 0  # Discord does not count what all have used up
    assert len(server.heard) == 1
    assert not clock.slept
    assert counted(EDIT.name, 429, "shared") == before + 1


async def test_too_many_refusals_are_noticed() -> None:
    """What Discord counts against our address is counted here, too; what it does not, is not."""
    clock = FakeClock()
    async with answering(status=403, body={"code": 50013}) as server, wired(server.url, clock=clock) as carrier:
        for _ in range(2):
            with pytest.raises(NotAllowed):
                await carrier.call(POST, body={})
        server.status, server.body = 404, {"code": 10015}
        with pytest.raises(TokenDead):
            await carrier.call(EDIT, body={})
        assert carrier.standing.refusals(clock.now()) == 2
        assert not carrier.standing.is_strained(clock.now())
        for _ in range(REFUSALS_MOST):
            carrier.standing = carrier.standing.refused(clock.now())
        assert carrier.standing.is_strained(clock.now())


async def test_a_bot_token_that_is_refused_rests_for_a_minute() -> None:
    """It is told once, however often it is tried; what goes by an interaction's token goes on."""
    clock, lines = FakeClock(), []
    async with answering(status=401, body={"code": 0}) as server, wired(server.url, clock=clock) as carrier:
        with capture_logs() as lines:
            for error in (TokenRefused, Unreachable, Unreachable):
                with pytest.raises(Unreachable) as caught:
                    await carrier.call(POST, body={})
                assert type(caught.value) is error  # nobody has refused what was not sent
            assert len(server.heard) == 1
            clock.time += 61
            with pytest.raises(TokenRefused):
                await carrier.call(POST, body={})
            assert len(server.heard) == 2
        server.status, server.body = 200, {"id": "9"}
        assert await carrier.call(EDIT, body={}) == {"id": "9"}
        with pytest.raises(Unreachable):
            await carrier.call(POST, body={})
        clock.time += 61
        assert await carrier.call(POST, body={}) == {"id": "9"}
    loud = [line for line in lines if line["log_level"] == "error"]
    assert [line["event"] for line in loud] == ["discord.token_refused"]
    assert "CHATELIER_DISCORD_TOKEN" in loud[0]["hint"]


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"code": 50035, "message": "a fox", "errors": {"a fox": {"_errors": []}}}, Malformed),
        (404, {"code": 10015, "message": TOKEN}, TokenDead),
        (401, {"code": 50027, "message": TOKEN}, TokenDead),
        (502, "<html>a fox</html>", Unreachable),
        (403, "<html>a fox</html>", Unreachable),
        (429, "<html>a fox</html>", RateLimited),
    ],
)
async def test_no_refusal_repeats_what_was_sent(status: int, body: Any, error: type[ChatelierError]) -> None:
    """Neither in what is raised nor in a log, whatever the server says."""
    async with answering(status=status, body=body) as server, wired(server.url) as carrier:
        with capture_logs() as lines, pytest.raises(error) as caught:
            await carrier.call(EDIT, body={"content": "a fox"}, files=[Upload("a.png", b"a fox", "image/png")])
    assert secretive(caught.value)
    assert not any(word in str(lines) for word in (TOKEN, BOT_TOKEN, "127.0.0.1", "a fox"))


async def test_an_answer_that_is_no_json() -> None:
    """What was taken was taken."""
    async with answering(body="<html>") as server, wired(server.url) as carrier:
        assert await carrier.call(POST, body={}) is None


@pytest.mark.parametrize("body", ["<html>", [], "null", {"name": "x"}, [{"id": "1"}, None]])
async def test_an_answer_of_another_form_is_none(body: Any) -> None:
    """For whoever reads it: as if nobody had answered."""
    async with answering(body=body) as server, wired(server.url) as carrier:
        with pytest.raises(Unreachable):
            await carrier.call_object(routes.own_application(), "id")
        if body != []:
            with pytest.raises(Unreachable):
                await carrier.call_list(routes.own_guilds())


@pytest.mark.parametrize("told", ["nan", "-1", "", "soon", "1e999"])
async def test_a_bucket_that_is_used_up_is_noticed(told: str) -> None:
    """Previews of that channel wait until it is filled, and one number more says so; nonsense says nothing."""
    clock, headers = FakeClock(), {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "4.25"}

    def spent() -> float:
        name = "chatelier_discord_spent_buckets_total"
        return REGISTRY.get_sample_value(name, {"route": EDIT_MESSAGE.name}) or 0.0

    before = spent()
    async with answering(headers=headers) as server, wired(server.url, clock=clock) as carrier:
        await carrier.call(EDIT_MESSAGE, body={})
        assert carrier.standing.holds("77", clock.now() + 4.2)
        assert not carrier.standing.holds("77", clock.now() + 4.3)
        assert not carrier.standing.holds("78", clock.now())
        assert spent() == before + 1
        clock.time += 5
        server.headers["X-RateLimit-Reset-After"] = told
        await carrier.call(EDIT_MESSAGE, body={})
        assert not carrier.standing.holds("77", clock.now() + 61)


async def test_connections_are_given_back() -> None:
    """All kinds, and a wire that is used again after that opens new ones."""
    async with answering() as server, wired(server.url) as carrier:
        await carrier.call(POST, body={})
        await carrier.acknowledge(POST, body={})
        sessions = list[aiohttp.ClientSession](carrier.sessions.values())
        await carrier.close()
        assert len(sessions) == 2
        assert all(session.closed for session in sessions)
        await carrier.call(POST, body={})
