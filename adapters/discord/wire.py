"""One call to Discord's REST API, by aiohttp: it is made once, and what came of it is said at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from typing import Any

import aiohttp
import orjson
import structlog
from aiohttp_socks import ProxyConnector
from yarl import URL

from adapters.discord.metrics import REFUSED_CALLS, SPENT_BUCKETS
from adapters.discord.refusal import (
    SCOPES,
    SHARED_SCOPE,
    RateLimited,
    Response,
    TokenRefused,
    to_delivery_error,
)
from adapters.discord.routes import Route
from adapters.discord.standing import Standing
from adapters.network import NETWORK_FAULTS
from bot.domain.errors import DeliveryError, Unreachable
from bot.ports import Clock
from bot.ports.clocks import CLOCKS_APART

log = structlog.get_logger()

PROJECT_URL = "https://github.com/chatelier/chatelier"
REST_ANSWER_S = 5.0  # seconds to connect, and for the answer
REST_UPLOAD_S = 15.0  # seconds more for a call with files
REST_UPLOAD_BYTES_PER_S = 100_000  # and a second more for so many bytes
ACKNOWLEDGE_S = 2.5  # seconds for all of a first answer, which Discord takes for 3
SPENT_MOST_S = 60.0  # longer than any bucket of a channel's messages
IDLE_S = 60.0  # seconds that an unused connection is kept
COUNTED_STATUSES = frozenset({401, 403, 429})  # Discord counts them against our address ("Rate Limits")


class Pool(Enum):
    """Calls that stand behind each other, and behind no others."""

    FIRST = auto()  # first answers
    WORDS = auto()
    FILES = auto()


CONNECTIONS = {Pool.FIRST: 100, Pool.WORDS: 64, Pool.FILES: 64}  # at once


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a message: its `name`, such as `fox.png`, which a component names, and its media type."""

    name: str
    data: bytes = field(repr=False)
    mime: str


class Wire:
    """The calls of one bot. `api_url` ends in `/api/v10`; `proxy` is empty, `http://` or `socks5://`.

    It waits for nothing and repeats nothing: whoever calls decides what is worth that. What it raises and logs has
    no address, no token and nothing of what was sent in it.
    """

    def __init__(self, api_url: str, token: str, *, proxy: str = "", clock: Clock) -> None:
        self.api_url = api_url.rstrip("/")
        self.token = token
        self.proxy = proxy
        self.clock = clock
        self.standing = Standing()
        self.told = False  # that the token is not accepted
        self.ahead_s: float | None = None  # how far Discord's clock is ahead of ours, if it said so
        self.sessions: dict[Pool, aiohttp.ClientSession] = {}

    async def call(self, route: Route, *, body: Any = None, files: Sequence[Upload] = ()) -> Any:
        """The JSON of the answer, None where there is none. Raises DeliveryError."""
        return await self.carry(route, Pool.FILES if files else Pool.WORDS, call_patience(files), body, files)

    async def call_object(self, route: Route, *names: str) -> Mapping[str, Any]:
        """The same for an object with these names; any other answer is none of Discord's. Raises DeliveryError."""
        found = await self.call(route)
        if not isinstance(found, dict) or not all(name in found for name in names):
            raise Unreachable(f"{route.name}: an answer of another form")
        return found

    async def call_list(self, route: Route) -> Sequence[Mapping[str, Any]]:
        """The same for a list of objects. Raises DeliveryError."""
        found = await self.call(route)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise Unreachable(f"{route.name}: an answer of another form")
        return found

    async def acknowledge(self, route: Route, *, body: Any) -> Any:
        """The same as `call` for a first answer, which stands behind no other call."""
        return await self.carry(route, Pool.FIRST, aiohttp.ClientTimeout(total=ACKNOWLEDGE_S), body, ())

    def time_there(self) -> float:
        """Unix seconds by Discord's clock, which is that of tokens and of ids; ours, as long as it has not told."""
        return self.clock.now() + (self.ahead_s or 0.0)

    def time_here(self, there: float) -> float:
        """The same moment by our clock."""
        return there - (self.ahead_s or 0.0)

    def note_date(self, date: str | None) -> None:
        """The `Date` of an answer that came just now; nonsense is passed over."""
        try:
            told = parsedate_to_datetime(date or "").timestamp() + 0.5  # it has whole seconds
        except (ValueError, OverflowError):
            return
        ahead = told - self.clock.now()
        self.ahead_s = ahead if abs(ahead) > CLOCKS_APART else 0.0

    def hold_previews(self, channel: str, seconds: float) -> None:
        """For so long nothing that nobody would miss is sent there."""
        self.standing = self.standing.held_back(channel, self.clock.now(), seconds)

    async def close(self) -> None:
        """Give the connections back."""
        for session in self.sessions.values():
            await session.close()
        self.sessions.clear()

    async def carry(
        self, route: Route, pool: Pool, patience: aiohttp.ClientTimeout, body: Any, files: Sequence[Upload]
    ) -> Any:
        """The JSON of the answer; what the answer says of how we stand is kept. Raises DeliveryError."""
        if route.authorized and self.standing.is_barred(self.clock.now()):
            # Nobody has refused this one: whoever ends the program for a token asks again when it may be asked.
            raise Unreachable(f"{route.name}: the bot's token was not accepted a moment ago")
        status, headers, raw = await self.ask(route, pool, patience, body, files)
        parsed = read_json(raw)
        if status // 100 != 2:  # noqa: PLR2004 - 2xx
            told = headers.get("Retry-After", ""), headers.get("X-RateLimit-Scope", "").lower()
            raise self.refusal(route, Response(status, parsed, *told, authorized=route.authorized))
        self.told = self.told and not route.authorized
        if seconds := spent_seconds(headers):
            SPENT_BUCKETS.labels(route.name).inc()
            if route.channel:
                self.hold_previews(route.channel, seconds)
        return parsed

    async def ask(
        self, route: Route, pool: Pool, patience: aiohttp.ClientTimeout, body: Any, files: Sequence[Upload]
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and bytes of the answer, whatever they say. Raises Unreachable."""
        try:
            async with self.opened(pool).request(
                route.method,
                URL(f"{self.api_url}{route.path}", encoded=True),
                data=request_body(body, files),
                headers=self.headers(route, body, files),
                timeout=patience,
                allow_redirects=False,
            ) as response:
                self.note_date(response.headers.get("Date"))
                return response.status, response.headers, await response.read()
        except TimeoutError:
            raise Unreachable(f"{route.name}: no answer in time") from None
        except NETWORK_FAULTS as error:
            raise Unreachable(f"{route.name}: {type(error).__name__}") from None

    def headers(self, route: Route, body: Any, files: Sequence[Upload]) -> Mapping[str, str]:
        """The token goes with what needs it, and with nothing else."""
        typed = {} if body is None or files else {"Content-Type": "application/json"}
        return typed | ({"Authorization": f"Bot {self.token}"} if route.authorized else {})

    def refusal(self, route: Route, response: Response) -> DeliveryError:
        """What it means; and what it says of how we stand."""
        error, now = to_delivery_error(response), self.clock.now()
        scope = response.scope if response.scope in SCOPES else ""
        if response.status in COUNTED_STATUSES:
            REFUSED_CALLS.labels(route.name, str(response.status), scope).inc()
            if scope != SHARED_SCOPE:
                self.standing = self.standing.refused(now)
        if isinstance(error, TokenRefused):
            self.standing = self.standing.token_refused(now)
            if not self.told:
                self.told = True
                hint = "CHATELIER_DISCORD_TOKEN is not accepted: copy it again from the developer portal"
                log.error("discord.token_refused", hint=hint)
        if not isinstance(error, RateLimited):
            log.info(
                "discord.refused",
                route=route.name,
                status=response.status,
                code=response.code,
                means=type(error).__name__,
            )
        return error

    def opened(self, pool: Pool) -> aiohttp.ClientSession:
        """The connections of these calls, which are opened when one of them is made."""
        if pool not in self.sessions:
            self.sessions[pool] = aiohttp.ClientSession(
                connector=open_connector(CONNECTIONS[pool], self.proxy),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": user_agent()},
            )
        return self.sessions[pool]


def open_connector(limit: int, proxy: str = "") -> aiohttp.TCPConnector:
    """At most `limit` connections at once; more wait."""
    if proxy:
        return ProxyConnector.from_url(proxy, limit=limit, keepalive_timeout=IDLE_S)
    return aiohttp.TCPConnector(limit=limit, keepalive_timeout=IDLE_S)


def user_agent() -> str:
    """In the form that Discord asks of bots ("Reference", User Agent)."""
    try:
        return f"DiscordBot ({PROJECT_URL}, {version('chatelier')})"
    except PackageNotFoundError:  # run from a checkout
        return f"DiscordBot ({PROJECT_URL}, 0)"


def call_patience(files: Sequence[Upload]) -> aiohttp.ClientTimeout:
    """For a connection, which may have to be waited for or looked up, and then for an answer."""
    seconds = answer_seconds(files)
    return aiohttp.ClientTimeout(total=None, connect=seconds, sock_connect=REST_ANSWER_S, sock_read=seconds)


def spent_seconds(headers: Mapping[str, str]) -> float:
    """How long nothing more is taken there, 0 while something is ("Rate Limits", header format)."""
    if headers.get("X-RateLimit-Remaining") != "0":
        return 0.0
    try:
        seconds = float(headers.get("X-RateLimit-Reset-After", ""))
    except ValueError:
        return 0.0
    return min(seconds, SPENT_MOST_S) if seconds > 0 else 0.0


def answer_seconds(files: Sequence[Upload]) -> float:
    """How long to wait for an answer; aiohttp counts from the first byte that is written."""
    size = sum(len(file.data) for file in files)
    return REST_ANSWER_S + (REST_UPLOAD_S + size / REST_UPLOAD_BYTES_PER_S if files else 0.0)


def request_body(body: Any, files: Sequence[Upload]) -> aiohttp.FormData | bytes | None:
    """JSON, or a form with it and the files: "Reference", Uploading Files."""
    if not files:
        return None if body is None else orjson.dumps(body)
    form = aiohttp.FormData()
    form.add_field("payload_json", orjson.dumps(body).decode(), content_type="application/json")
    for number, file in enumerate(files):
        form.add_field(f"files[{number}]", BytesIO(file.data), filename=file.name, content_type=file.mime)
    return form


def read_json(raw: bytes) -> Any:
    """None for what is no JSON."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
