"""Opens an HTTP server that anybody may call: nobody takes it from the others by being many, slow or large."""

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.web.connections import (
    IDLE_TIMEOUT_S,
    REPORT_INTERVAL_S,
    Connection,
    ConnectionTable,
    asks_for_socket,
    most_connections,
)

log = structlog.get_logger()

LISTEN_BACKLOG = 1024  # that wait in the system while we are busy; it may allow fewer (net.core.somaxconn)
ACCEPTS_PER_TURN = 64  # taken in one turn of the loop
LINGER_TIMEOUT_S = 1.0  # a sender who is still sending when it is answered has time to read the answer
ACCEPT_PAUSE_S = 1.0  # until the system is asked again for what it had none of
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def open_server(app: web.Application, host: str, port: int, *, shutdown_s: float = 2.0) -> AsyncIterator[str]:
    """Serve `app` until the body ends; yields the address. Raises OSError when it cannot listen there.

    Bodies that are encoded in any way are refused, so that none grows while it is read. See `connections` for the
    rest of the limits.
    """
    table = ConnectionTable(most_connections(resource.getrlimit(resource.RLIMIT_NOFILE)[0]))
    app.middlewares.insert(0, watch_requests(table))
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=shutdown_s,
        auto_decompress=False,
        lingering_time=LINGER_TIMEOUT_S,
        keepalive_timeout=IDLE_TIMEOUT_S,
    )
    await runner.setup()
    try:
        listeners = await bound_sockets(host, port)
        async with asyncio.TaskGroup() as group:
            sweeping = group.create_task(table.sweep_overdue())
            with accepting_on(listeners, Acceptor(table, runner, group)):
                yield shown_address(host, listeners)
            sweeping.cancel()
    finally:
        await runner.cleanup()


class Acceptor:
    """Takes new connections from the system, while there is room and the system has what they need."""

    def __init__(self, table: ConnectionTable, runner: web.AppRunner, group: asyncio.TaskGroup) -> None:
        self.table = table
        self.runner = runner
        self.group = group
        self.loop = asyncio.get_running_loop()
        self.listeners: set[socket.socket] = set()
        self.told_at = self.loop.time() - REPORT_INTERVAL_S

    def add_listener(self, listener: socket.socket) -> None:
        """Take what comes in there."""
        self.listeners.add(listener)
        self.loop.add_reader(listener, self.accept_waiting, listener)

    def close_listener(self, listener: socket.socket) -> None:
        """Take nothing more there; what was taken stays open."""
        self.listeners.discard(listener)
        self.loop.remove_reader(listener)
        listener.close()

    def accept_waiting(self, listener: socket.socket) -> None:
        """At most ACCEPTS_PER_TURN, so that the loop gets to its other work."""
        for _ in range(ACCEPTS_PER_TURN):
            try:
                made, peer = listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                self.pause_listener(listener, error)
                return
            self.admit_socket(made, peer)

    def pause_listener(self, listener: socket.socket, error: OSError) -> None:
        """The system would call at once, again and again, as long as somebody waits: so it is not listened to."""
        if self.loop.time() - self.told_at >= REPORT_INTERVAL_S:
            self.told_at = self.loop.time()
            log.warning("connections.accept_failed", error=str(error), open=len(self.table.open))
        self.loop.remove_reader(listener)
        self.loop.call_later(ACCEPT_PAUSE_S, self.resume_listener, listener)

    def resume_listener(self, listener: socket.socket) -> None:
        """After a pause, unless it was closed meanwhile."""
        if listener in self.listeners:
            self.loop.add_reader(listener, self.accept_waiting, listener)

    def admit_socket(self, made: socket.socket, peer: object) -> None:
        """Give it a place, or close it. `peer`: the address as the system tells it."""
        server = self.runner.server
        connection = None if server is None else self.table.admit_connection(server(), peer)
        if connection is None:
            made.close()
        else:
            made.settimeout(0)
            self.group.create_task(self.connect_handler(connection, made))

    async def connect_handler(self, connection: Connection, made: socket.socket) -> None:
        """From now on its bytes go to aiohttp, by way of `connection`."""
        try:
            await self.loop.connect_accepted_socket(lambda: connection, made)
        except OSError:
            self.table.forget_connection(connection)
            made.close()


@contextmanager
def accepting_on(listeners: Sequence[socket.socket], acceptor: Acceptor) -> Iterator[None]:
    """While the body runs, connections are taken from these."""
    for listener in listeners:
        acceptor.add_listener(listener)
    try:
        yield
    finally:
        for listener in listeners:
            acceptor.close_listener(listener)


async def bound_sockets(host: str, port: int) -> Sequence[socket.socket]:
    """One for each address of the name. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    with ExitStack() as made:
        listeners = []
        for family, address in dict.fromkeys((one[0], one[4]) for one in found):
            listener = made.enter_context(socket.create_server(address, family=family, backlog=LISTEN_BACKLOG))
            listener.settimeout(0)
            listeners.append(listener)
        made.pop_all()
    return listeners


def shown_address(host: str, listeners: Sequence[socket.socket]) -> str:
    """With the port that the system chose when it was asked for 0."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listeners[0].getsockname()[1]}"


def watch_requests(table: ConnectionTable) -> Middleware:
    """The outermost one: it knows when a request begins and ends, and refuses what no route takes.

    It raises HTTPBadRequest for bodies that are no HTTP, HTTPServiceUnavailable for one WebSocket too many.
    """

    @web.middleware
    async def watch_request(request: web.Request, handler: Handler) -> web.StreamResponse:
        connection = table.by_transport.get(request.transport) if request.transport else None
        if connection is None:
            raise web.HTTPBadRequest  # it is gone
        refuse_encoded(request)
        if asks_for_socket(request) and table.count_sockets() >= table.most // 2:
            raise web.HTTPServiceUnavailable(text="Too many pages are open here.\n")
        connection.begin_request(request)
        try:
            return await handler(request)
        except web.RequestPayloadError:
            raise web.HTTPBadRequest(text="This body is not as HTTP wants it.\n") from None
        except ConnectionError:
            if request.transport is not None and not request.transport.is_closing():
                raise
            raise web.HTTPBadRequest from None  # it was cut off; nobody reads this
        finally:
            connection.finish_request()

    return watch_request


def refuse_encoded(request: web.Request) -> None:
    """Nobody who calls us packs what they send, and a packed body can be a thousand times as large as it looks.

    Raises HTTPUnsupportedMediaType.
    """
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise web.HTTPUnsupportedMediaType(
            text="Bodies are taken as they are, without a Content-Encoding.\n",
            headers={"Accept-Encoding": "identity"},
        )
