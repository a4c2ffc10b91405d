"""Who is connected to an HTTP server of ours, and what each connection may take: a place, time, bytes."""

import asyncio
import ipaddress
from collections import Counter
from enum import Enum
from typing import cast

import structlog
from aiohttp import web
from typing_extensions import override

from bot.domain.addresses import is_public

log = structlog.get_logger()

# A proxy holds its connections longer than browsers do (Caddy: two minutes), and may use one at any time.
HEAD_TIMEOUT_S = 10.0  # for the head of a request, from the first byte, or from the beginning of a connection
BODY_TIMEOUT_S = 15.0  # for its body, and a second more for so many bytes as it has sent of it
BODY_BYTES_PER_S = 32 * 1024
WRITE_TIMEOUT_S = 30.0  # in which an answer that is sent has to move
IDLE_TIMEOUT_S = 150.0
SWEEP_INTERVAL_S = 1.0
REPORT_INTERVAL_S = 60.0
# Bytes that one WebSocket may send: what a person types, and all a page sends again when it comes back.
SOCKET_BURST_BYTES = 1024 * 1024
SOCKET_BYTES_PER_S = 64 * 1024
CONNECTIONS_PER_ADDRESS = 200  # a browser opens six, and a whole office may have one address
CONNECTIONS_MOST = 2000
CONNECTIONS_LEAST = 8

EndReason = str  # why a connection was ended: a word for the log
ConnectionState = Enum("ConnectionState", ["WAITING", "IDLE", "BUSY", "SOCKET"])


def most_connections(descriptors: int) -> int:
    """How many there may be in a process with so many file descriptors: the rest is for the store and for files."""
    return max(CONNECTIONS_LEAST, min(CONNECTIONS_MOST, descriptors // 2))


def address_key(peer: object) -> str:
    """What counts as one address: an IPv6 network of one customer (RFC 6177) is one.

    Empty for a neighbour: a proxy stands there, and speaks for everybody.
    """
    try:
        address = ipaddress.ip_address(str(peer[0]).partition("%")[0] if isinstance(peer, tuple) else "")
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    if not is_public(str(address)):
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def asks_for_socket(request: web.BaseRequest) -> bool:
    """Whether it wants to become a WebSocket (RFC 6455, 4.1)."""
    return request.method == "GET" and request.headers.get("Upgrade", "").strip().lower() == "websocket"


class Connection(asyncio.Protocol):
    """Stands between a transport and aiohttp's handler, and sees when which bytes come."""

    def __init__(self, inner: asyncio.Protocol, table: "ConnectionTable", key: str) -> None:
        self.inner = inner
        self.table = table
        self.key = key
        self.state = ConnectionState.WAITING
        self.since = table.time()  # when it came into this state
        self.request: web.BaseRequest | None = None
        self.transport: asyncio.Transport | None = None
        self.begun_next = False  # it has begun its next request
        self.body_bytes = 0  # of the request that is dealt with, as far as they came
        self.unsent = 0
        self.moved_at = self.since
        self.allowance = float(SOCKET_BURST_BYTES)
        self.counted_at = self.since

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.table.by_transport[self.transport] = self
        self.inner.connection_made(transport)

    @override
    def data_received(self, data: bytes) -> None:
        if self.state is ConnectionState.IDLE:
            self.enter_state(ConnectionState.WAITING)
        elif self.state is ConnectionState.BUSY:
            self.begun_next = self.request is None or self.request.content.is_eof()
            self.body_bytes += len(data)
        elif self.state is ConnectionState.SOCKET and not self.affords_bytes(len(data)):
            self.table.cut_off(self, "flood")
            return
        self.inner.data_received(data)

    @override
    def eof_received(self) -> bool | None:
        return self.inner.eof_received()

    @override
    def pause_writing(self) -> None:
        self.inner.pause_writing()

    @override
    def resume_writing(self) -> None:
        self.inner.resume_writing()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.table.forget_connection(self)
        self.inner.connection_lost(exc)

    def begin_request(self, request: web.BaseRequest) -> None:
        """Its head is read; the handler is about to be called."""
        self.begun_next, self.body_bytes = False, 0
        self.enter_state(
            ConnectionState.SOCKET
            if asks_for_socket(request) and not request.body_exists
            else ConnectionState.BUSY,
            request,
        )

    def finish_request(self) -> None:
        """The handler has returned; the next request may have come already."""
        self.enter_state(ConnectionState.WAITING if self.begun_next else ConnectionState.IDLE)

    def enter_state(self, state: ConnectionState, request: web.BaseRequest | None = None) -> None:
        """From now on it is measured by what that state allows."""
        self.state, self.request, self.since = state, request, self.table.time()

    def affords_bytes(self, size: int) -> bool:
        """Take so many from what its WebSocket may send; False when that was too much."""
        now = self.table.time()
        earned = (now - self.counted_at) * SOCKET_BYTES_PER_S
        self.allowance, self.counted_at = min(SOCKET_BURST_BYTES, self.allowance + earned) - size, now
        return self.allowance >= 0

    def owes_request(self) -> bool:
        """Whether it still owes us a request, or the rest of one, and is owed nothing."""
        if self.transport is None or self.transport.get_write_buffer_size():
            return False
        if self.state is ConnectionState.BUSY:
            return self.request is not None and self.request.body_exists and not self.request.content.is_eof()
        return self.state is not ConnectionState.SOCKET

    def overdue_reason(self, now: float) -> EndReason:
        """What it has not done in time; empty when it may go on."""
        if self.state is ConnectionState.BUSY and self.transport and not self.transport.is_reading():
            self.since = now  # it is we who do not take more of the body
        unsent = self.transport.get_write_buffer_size() if self.transport else 0
        if unsent != self.unsent:
            self.unsent, self.moved_at = unsent, now
        if unsent:
            return "unread" if now - self.moved_at > WRITE_TIMEOUT_S else ""
        limit, why = {
            ConnectionState.WAITING: (HEAD_TIMEOUT_S, "head"),
            ConnectionState.IDLE: (IDLE_TIMEOUT_S, "idle"),
            ConnectionState.BUSY: (BODY_TIMEOUT_S + self.body_bytes / BODY_BYTES_PER_S, "body"),
            ConnectionState.SOCKET: (0.0, ""),
        }[self.state]
        return why if self.owes_request() and now - self.since > limit else ""


class ConnectionTable:
    """All that are open. `most`: how many there may be."""

    def __init__(self, most: int) -> None:
        self.time = asyncio.get_running_loop().time
        self.most = most
        self.open: set[Connection] = set()
        self.by_transport: dict[asyncio.Transport, Connection] = {}
        self.addresses: Counter[str] = Counter()
        self.ended: Counter[EndReason] = Counter()
        self.reported_at = self.time() - REPORT_INTERVAL_S

    def admit_connection(self, inner: asyncio.Protocol, peer: object) -> Connection | None:
        """A place for a new one, or None. When all are taken, who has owed us a request for longest gives way."""
        key = address_key(peer)
        if key and self.addresses[key] >= CONNECTIONS_PER_ADDRESS:
            self.ended["address"] += 1
            return None
        if len(self.open) >= self.most:
            idle = min((one for one in self.open if one.owes_request()), key=lambda one: one.since, default=None)
            if idle is None:
                self.ended["full"] += 1
                return None
            self.cut_off(idle, "place")
        made = Connection(inner, self, key)
        self.open.add(made)
        self.addresses[key] += 1
        return made

    def forget_connection(self, one: Connection) -> None:
        """Its place is free. May be called more than once."""
        if one not in self.open:
            return
        self.open.discard(one)
        if one.transport is not None:
            self.by_transport.pop(one.transport, None)
        self.addresses[one.key] -= 1
        if not self.addresses[one.key]:
            del self.addresses[one.key]

    def cut_off(self, one: Connection, why: EndReason) -> None:
        """At once: what it still has to say or to hear is not waited for."""
        self.ended[why] += 1
        self.forget_connection(one)
        if one.transport is not None:
            one.transport.abort()

    def count_sockets(self) -> int:
        """How many are WebSockets by now."""
        return sum(one.state is ConnectionState.SOCKET for one in self.open)

    async def sweep_overdue(self) -> None:
        """Look at each now and then, until cancelled."""
        while True:
            asleep_at = self.time()
            await asyncio.sleep(SWEEP_INTERVAL_S)
            now = self.time()
            if now - asleep_at > 2 * SWEEP_INTERVAL_S:
                self.excuse_hold_up(now - asleep_at - SWEEP_INTERVAL_S, now)
            for one in tuple(self.open):
                why = one.overdue_reason(now)
                if why:
                    self.cut_off(one, why)
            self.report_ended(now)

    def excuse_hold_up(self, seconds: float, now: float) -> None:
        """The loop stood still for so long: what came meanwhile is not read yet, and nobody is late."""
        for one in self.open:
            one.since, one.moved_at = min(one.since + seconds, now), min(one.moved_at + seconds, now)

    def report_ended(self, now: float) -> None:
        """One line a minute, however many there were. That somebody is silent for long is nothing to tell."""
        told = {why: number for why, number in self.ended.items() if why != "idle"}
        if told and now - self.reported_at >= REPORT_INTERVAL_S:
            log.warning("connections.ended", open=len(self.open), most=self.most, **told)
            self.ended.clear()
            self.reported_at = now
