"""discord.py's client, which keeps the sessions and no more: it logs in by our wire, and hands on raw events."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakSet

import discord
from aiohttp import ClientWebSocketResponse
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient
from discord.http import Route as LibraryRoute
from typing_extensions import override
from yarl import URL

from adapters.discord import routes
from adapters.discord.payload import number_at, text_at
from adapters.discord.wire import Wire, open_connector
from bot.domain.errors import TooFast

Payload = Mapping[str, Any]

INTERACTION, ARRIVAL, MESSAGE = "INTERACTION_CREATE", "GUILD_CREATE", "MESSAGE_CREATE"
SESSION_EVENTS = ("READY", "RESUMED")  # what discord.py itself has to read
# Seconds that a shard may be without a session, also at first; then all is made anew: discord.py waits for up to 17
# minutes between its tries, and for ever for an answer to its IDENTIFY.
DEAF_MOST_S = 120.0
LOGIN = -1  # what comes before there are shards
# discord.py's requests at its login, and ours that tell the same.
LOGIN_ROUTES = {
    "/users/@me": routes.own_user(),
    "/oauth2/applications/@me": routes.own_application(),
    "/gateway/bot": routes.gateway(),
}


class StartsSpent(TooFast):
    """Discord lets us begin no more sessions until then; it takes the token away from who goes on trying."""

    @override
    def __str__(self) -> str:
        return f"no sessions may be started for {self.retry_after:.0f} s: what starts the bot again and again?"


class LibraryHTTP(HTTPClient):
    """What discord.py asks for, by our own wire, and its connections, to where the gateway is by the settings."""

    def __init__(self, loop: asyncio.AbstractEventLoop, wire: Wire, gateway_url: str) -> None:
        super().__init__(loop, open_connector(0, wire.proxy))
        self.wire = wire
        self.gateway_url = gateway_url
        self.told_url = ""  # where Discord says it is
        self.sockets: WeakSet[ClientWebSocketResponse] = WeakSet()

    @override
    async def request(self, route: LibraryRoute, **_: Any) -> Any:
        """Raises DeliveryError, and KeyError for what is no part of the login."""
        answer = await self.wire.call_object(LOGIN_ROUTES[route.path])
        if route.path == "/gateway/bot":
            check_starts(answer)
            self.told_url = text_at(answer, "url")
        return answer

    @override
    async def ws_connect(self, url: str, *, compress: int = 0) -> ClientWebSocketResponse:
        asked, default = URL(url), DiscordWebSocket.DEFAULT_GATEWAY.host
        # A session that is begun anew would go to the address in the library.
        base = self.gateway_url or (self.told_url if asked.host == default else "")
        url = str(URL(base).with_query(asked.query)) if base else url
        socket = await super().ws_connect(url, compress=compress)
        self.sockets.add(socket)
        return socket

    @override
    async def close(self) -> None:
        """With the connections that discord.py forgets when it is stopped while it makes them."""
        for socket in tuple(self.sockets):
            await socket.close()
        await super().close()


class ShardedClient(discord.AutoShardedClient):
    """discord.py's, which reads what begins and resumes a session; other events are for `readers`, or nobody.

    So what people do cannot end the connection, and nothing is kept but who we are and the numbers of our servers,
    which READY tells.
    """

    def __init__(self, wire: Wire, gateway_url: str, readers: Mapping[str, Callable[[Any], None]]) -> None:
        intents = discord.Intents.none()
        intents.guilds = ARRIVAL in readers
        # Neither is privileged: of what does not call us, the words are left out ("Message Content Intent").
        intents.guild_messages = intents.dm_messages = MESSAGE in readers
        kept = discord.MemberCacheFlags.none()
        super().__init__(intents=intents, max_messages=None, member_cache_flags=kept, guild_ready_timeout=0.0)
        self.http = LibraryHTTP(self.http.loop, wire, gateway_url)
        # The one private name: no public hook keeps an event from discord.py's own reading, which may fail.
        parsers = self._connection.parsers
        self._connection.parsers = {name: parsers[name] for name in SESSION_EVENTS} | dict(readers)
        self.hearing: set[int] = set()  # the shards with a session
        self.heard = False  # whether one has had a session
        self.patience = asyncio.timeout(None)
        self.timers: dict[int, asyncio.TimerHandle] = {}  # of the shards that are to have one
        self.closing: asyncio.Future[None] | None = None

    async def hold(self, token: str) -> None:
        """Until it ends for good, or one of its shards is deaf for too long. Raises what discord.py does."""
        try:
            async with self.patience:
                self.expect(LOGIN)
                await self.start(token)
        finally:
            for waited in tuple(self.timers):
                self.stop_timer(waited)

    @override
    async def launch_shard(self, gateway: URL, shard_id: int, *, initial: bool = False) -> None:
        """discord.py calls itself again here for as long as there is no connection."""
        self.stop_timer(LOGIN)
        self.expect(shard_id)
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def on_shard_connect(self, shard: int) -> None:
        """There is a session."""
        self.hearing.add(shard)
        self.heard = True
        self.stop_timer(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """It goes on."""
        await self.on_shard_connect(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """It is to go on."""
        self.hearing.discard(shard)
        self.expect(shard)

    def expect(self, shard: int) -> None:
        """It is to have a session soon; the time runs since this was first said."""
        if shard not in self.timers:
            self.timers[shard] = asyncio.get_running_loop().call_later(DEAF_MOST_S, self.give_up)

    def stop_timer(self, shard: int) -> None:
        if timer := self.timers.pop(shard, None):
            timer.cancel()

    def give_up(self) -> None:
        """All shards, since discord.py does one thing at a time: one that it waits for holds up the others.

        Closed first: on its way to a new session it hears no cancellation.
        """
        if self.closing is None:
            self.closing = asyncio.ensure_future(self.close())
            self.patience.reschedule(asyncio.get_running_loop().time())


def check_starts(told: Payload) -> None:
    """Raises StartsSpent when there are too few for all shards ("Gateway", session start limit; ms)."""
    left, after = (number_at(told, "session_start_limit", name) for name in ("remaining", "reset_after"))
    if left is not None and left < (number_at(told, "shards") or 1):
        raise StartsSpent((after or 0) / 1000)
