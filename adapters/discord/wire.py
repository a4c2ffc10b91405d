"""One call to Discord's REST API, by aiohttp: it is made once, and what came of it is said at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from typing import Any

import aiohttp
import orjson
import structlog
from aiohttp_socks import ProxyConnector
from yarl import URL

from adapters.discord.metrics import REFUSED_CALLS
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

log = structlog.get_logger()

PROJECT_URL = "https://github.com/chatelier/chatelier"
REST_ANSWER_S = 5.0  # seconds to connect, and for the answer
REST_UPLOAD_S = 15.0  # seconds more for a call with files
REST_UPLOAD_BYTES_PER_S = 100_000  # and a second more for so many bytes
ACKNOWLEDGE_S = 2.5  # seconds for all of a first answer, which Discord takes for 3
CALL_CONNECTIONS = 64
ACKNOWLEDGE_CONNECTIONS = 100
IDLE_S = 60.0  # seconds that an unused connection is kept
COUNTED_STATUSES = frozenset({401, 403, 429})  # Discord counts them against our address ("Rate Limits")


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
        self.sessions: dict[bool, aiohttp.ClientSession] = {}  # for first answers, and for everything else

    async def call(self, route: Route, *, body: Any = None, files: Sequence[Upload] = ()) -> Any:
        """The JSON of the answer, None where there is none. Raises DeliveryError."""
        patience = aiohttp.ClientTimeout(total=None, sock_connect=REST_ANSWER_S, sock_read=answer_seconds(files))
        return await self.carry(route, self.opened(first=False), patience, body, files)

    async def acknowledge(self, route: Route, *, body: Any) -> Any:
        """The same for a first answer, by connections of its own: it stands behind no upload."""
        patience = aiohttp.ClientTimeout(total=ACKNOWLEDGE_S)
        return await self.carry(route, self.opened(first=True), patience, body, ())

    def hold_previews(self, channel: str, seconds: float) -> None:
        """For so long nothing that nobody would miss is sent there."""
        self.standing = self.standing.held_back(channel, self.clock.now(), seconds)

    async def close(self) -> None:
        """Give the connections back."""
        for session in self.sessions.values():
            await session.close()
        self.sessions.clear()

    async def carry(
        self,
        route: Route,
        session: aiohttp.ClientSession,
        patience: aiohttp.ClientTimeout,
        body: Any,
        files: Sequence[Upload],
    ) -> Any:
        if route.authorized and self.standing.is_barred(self.clock.now()):
            raise TokenRefused("the bot's token was not accepted a moment ago")
        try:
            async with session.request(
                route.method,
                URL(f"{self.api_url}{route.path}", encoded=True),
                data=request_body(body, files),
                headers=self.headers(route, body, files),
                timeout=patience,
                allow_redirects=False,
            ) as response:
                status, headers, raw = response.status, response.headers, await response.read()
        except TimeoutError:
            raise Unreachable(f"{route.name}: no answer in time") from None
        except NETWORK_FAULTS as error:
            raise Unreachable(f"{route.name}: {type(error).__name__}") from None
        parsed = read_json(raw)
        if status // 100 != 2:  # noqa: PLR2004 - 2xx
            told = headers.get("Retry-After", ""), headers.get("X-RateLimit-Scope", "").lower()
            raise self.refusal(route, Response(status, parsed, *told, authorized=route.authorized))
        self.told = self.told and not route.authorized
        return parsed

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

    def opened(self, *, first: bool) -> aiohttp.ClientSession:
        if first not in self.sessions:
            limit = ACKNOWLEDGE_CONNECTIONS if first else CALL_CONNECTIONS
            self.sessions[first] = aiohttp.ClientSession(
                connector=open_connector(limit, self.proxy),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": user_agent()},
            )
        return self.sessions[first]


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
