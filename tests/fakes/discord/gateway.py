"""The gateway: who is connected, and what each of them is told."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import orjson
from aiohttp import web

from tests.fakes.discord.rules import Rules
from tests.fakes.discord.sessions import (
    ACK,
    HEARTBEAT,
    HELLO,
    IDENTIFY,
    INVALID,
    RECONNECT,
    RESUME,
    Json,
    Session,
)

if TYPE_CHECKING:
    from tests.fakes.discord.world import World

PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15  # members, presences, message content
_INTENTS = (1 << 25) - 1
GUILDS = 1
_OTHER = frozenset({3, 4, 8, 31, 43})  # presence, voice, members, sounds, channel info: heard and not answered
_OPEN_CODES = frozenset({1000, 1001})  # a client that leaves with these ends its session


class Closed(Exception):
    """The connection ends with this close code."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class Gateway:
    """`sessions` are all that may get events, by id. `token`: what they must say, if not the world's."""

    def __init__(self, rules: Rules, clock: Callable[[], float], world: "World") -> None:
        self.rules = rules
        self.clock = clock
        self.world = world
        self.sessions: dict[str, Session] = {}
        self.all: list[Session] = []  # those that are over, too
        self.starts = 0
        self.resumes = 0
        self.heartbeats = 0
        self.answers_heartbeats = True
        self.mute: set[int] = set()  # shards whose IDENTIFY is taken and never answered
        self.refusals: list[Closed] = []  # one for each IDENTIFY to come
        self._identified: dict[int, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> list[Session]:
        return [one for one in self.sessions.values() if one.connected]

    def address(self, url: str) -> str:
        return f"{url.replace('http', 'ws', 1)}/gateway"

    def tell(self, event: str, data: Any, guild: str | None = None, intent: int = 0) -> int:
        """An event to every session of the shard that it belongs to; how many there are, connected or not."""
        told = [one for one in self.sessions.values() if one.carries(guild) and one.intents & intent == intent]
        for session in told:
            self._send(session, session.number(event, data))
        return len(told)

    def again(self, place: int = -1) -> None:
        """Every session gets an event once more that it got before, by its place in the log."""
        for session in self.connected:
            self._send(session, session.log[place])

    def say(self, text: str) -> None:
        """Every session gets a frame as it is written here, whatever it is."""
        for session in self.connected:
            self._send(session, text)

    def ask_reconnect(self) -> None:
        """Op 7."""
        for session in self.connected:
            self._send(session, {"op": RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool = False, shard: int | None = None) -> None:
        """Op 9 to everybody, or one shard; unless `resumable` their sessions are gone."""
        for session in self.connected:
            if shard not in {None, session.shard[0]}:
                continue
            self._send(session, {"op": INVALID, "d": resumable})
            if not resumable:
                del self.sessions[session.id]

    def hang_up(self, code: int = 4000) -> None:
        """All connections are closed with a code."""
        for session in self.connected:
            self._run(_close(self._part(session), code))

    def cut(self) -> None:
        """All connections end without a word."""
        for session in self.connected:
            transport = session.socket._req.transport if session.socket and session.socket._req else None
            if transport is not None:
                transport.abort()

    def _send(self, session: Session, frame: Json | str) -> None:
        self._run(session.send(frame))

    def _run(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for session in self.connected:
            assert session.socket is not None
            with contextlib.suppress(ConnectionError):
                await session.socket.close(code=1001)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from HELLO to its end."""
        socket = web.WebSocketResponse(max_msg_size=4096)
        await socket.prepare(request)
        if request.query.get("v") != "10":
            await socket.close(code=4012, message=b"Invalid API version")
            return socket
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": int(self.rules.heartbeat * 1000)}})
        session: Session | None = None
        heard: deque[float] = deque(maxlen=self.rules.frames)
        try:
            async for message in socket:
                self._count(heard)
                session = await self._hear(socket, session, str(message.data))
        except Closed as closed:
            if session is not None:
                self._part(session)
            await socket.close(code=closed.code, message=str(closed).encode())
        self._lost(socket, session)
        return socket

    def _count(self, heard: deque[float]) -> None:
        now = self.clock()
        if len(heard) == self.rules.frames and now - heard[0] < self.rules.frames_window:
            raise Closed(4008, "Rate limited")
        heard.append(now)

    def _part(self, session: Session) -> web.WebSocketResponse:
        """The session goes on without its connection."""
        assert session.socket is not None
        socket, session.socket, session.lost_at = session.socket, None, self.clock()
        return socket

    def _lost(self, socket: web.WebSocketResponse, session: Session | None) -> None:
        """The client has gone, unless it was we who closed."""
        if session is None or session.socket is not socket:
            return
        self._part(session)
        if socket.close_code in _OPEN_CODES:
            self.sessions.pop(session.id, None)

    async def _hear(self, socket: web.WebSocketResponse, session: Session | None, text: str) -> Session | None:
        op, data = _read(text)
        if op == HEARTBEAT:
            self.heartbeats += 1
            if self.answers_heartbeats:
                await socket.send_json({"op": ACK})
            return session
        if op == IDENTIFY:
            if session is not None:
                raise Closed(4005, "Already authenticated")
            return await self._identify(socket, data)
        if op == RESUME:
            return await self._resume(socket, data)
        if session is None:
            raise Closed(4003, "Not authenticated")
        if op not in _OTHER:
            raise Closed(4001, "Unknown opcode")
        return session

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        if self.refusals:
            raise self.refusals.pop(0)
        self._check_token(data)
        shard, intents = self._shard(data), self._intents(data)
        key = shard[0] % self.rules.concurrency
        now = self.clock()
        if self.starts >= self.rules.starts or now - self._identified.get(key, -1e9) < self.rules.identify_gap:
            await socket.send_json({"op": INVALID, "d": False})
            return None
        self._identified[key] = now
        self.starts += 1
        if shard[0] in self.mute:
            return None
        session = Session(uuid4().hex, shard, intents, socket=socket)
        self.sessions[session.id] = session
        self.all.append(session)
        await self._greet(session)
        return session

    async def _greet(self, session: Session) -> None:
        world = self.world
        guilds = [one for one in world.servers.values() if one.bot and session.carries(one.id)]
        ready = {
            "v": 10,
            "user": world.bot.show(),
            "guilds": [{"id": one.id, "unavailable": True} for one in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.address(world.url),
            "shard": list(session.shard),
            "application": {"id": world.app.id, "flags": world.app.flags},
        }
        await session.send(session.number("READY", ready))
        if session.intents & GUILDS:
            for guild in guilds:
                await session.send(session.number("GUILD_CREATE", guild.announce()))

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        self._check_token(data)
        session = self.sessions.get(str(data.get("session_id")))
        late = session is not None and not session.connected and self._forgotten(session)
        if session is None or late:
            await socket.send_json({"op": INVALID, "d": False})
            return None
        seen = data.get("seq")
        if not isinstance(seen, int) or not 0 <= seen <= len(session.log):
            raise Closed(4007, "Invalid seq")
        self.resumes += 1
        session.socket = socket
        for frame in session.log[seen:]:
            await session.send(frame)
        await session.send(session.number("RESUMED", {"_trace": []}))
        return session

    def _forgotten(self, session: Session) -> bool:
        return bool(session.lost_at) and self.clock() - session.lost_at > self.rules.resume_for

    def _check_token(self, data: Json) -> None:
        if data.get("token") != self.world.token:
            raise Closed(4004, "Authentication failed")

    def _shard(self, data: Json) -> tuple[int, int]:
        shard = data.get("shard") or [0, 1]
        if len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            raise Closed(4010, "Invalid shard")
        guilds = sum(one.bot for one in self.world.servers.values())
        if guilds > self.rules.shard_guilds * shard[1]:
            raise Closed(4011, "Sharding required")
        return shard[0], shard[1]

    def _intents(self, data: Json) -> int:
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~_INTENTS or intents < 0:
            raise Closed(4013, "Invalid intent(s)")
        if intents & PRIVILEGED and not self.rules.privileged:
            raise Closed(4014, "Disallowed intent(s)")
        return intents


async def _close(socket: web.WebSocketResponse, code: int) -> None:
    with contextlib.suppress(ConnectionError):
        await socket.close(code=code)


def _read(text: str) -> tuple[int, Any]:
    try:
        frame = orjson.loads(text)
        return int(frame["op"]), frame.get("d") or {}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Closed(4002, "Decode error") from None
