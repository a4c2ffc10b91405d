"""Carries requests to the Bot API, for python-telegram-bot, by aiohttp."""

from collections.abc import AsyncGenerator
from typing import IO, Any

import aiohttp
import orjson
from aiohttp_socks import ProxyConnector
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from adapters.network import NETWORK_FAULTS
from adapters.telegram.timing import ServerTime

ANSWER_S = 5.0  # seconds to connect, and for the answer
UPLOAD_S = 60.0  # seconds for a file on a slow line
SLOWEST_UPLOAD_BYTES_PER_S = 100_000  # bytes a second that a slow line takes, for the largest files
DOWNLOAD_PIECE_BYTES = 64 * 1024  # of a file that somebody sent
QUICK_METHODS = ("/answerCallbackQuery", "/answerInlineQuery")
NOT_GIVEN = type(BaseRequest.DEFAULT_NONE)


class AiohttpRequest(BaseRequest):
    """At most `connections` at once; more wait. A hundred calls at once cost httpx ten times the CPU. `proxy` is
    `http://` or `socks5://`, its password in it. `server_time` is told what the answers say of it.

    TimedOut or NetworkError, as HTTPXRequest has them, without the words of the library below.
    """

    def __init__(self, connections: int, proxy: str | None = None, server_time: ServerTime | None = None) -> None:
        self.connections = connections
        self.server_time = server_time or ServerTime()
        self.proxy = proxy
        self.sessions: dict[bool, aiohttp.ClientSession] = {}  # for what is quick, and for everything else

    @property
    @override
    def read_timeout(self) -> float | None:
        return ANSWER_S

    @override
    async def initialize(self) -> None:
        """The first request opens the session, in the loop that it runs in."""

    @override
    async def shutdown(self) -> None:
        for session in self.sessions.values():
            await session.close()
        self.sessions.clear()

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        files = request_data.multipart_data if request_data else None
        wait = given_timeout(read_timeout, ANSWER_S)
        if files and wait is not None:  # aiohttp counts from the first byte that is written
            wait += (given_timeout(write_timeout, UPLOAD_S) or UPLOAD_S) + sum(
                map(file_bytes, files.values())
            ) / SLOWEST_UPLOAD_BYTES_PER_S
        timeout = aiohttp.ClientTimeout(
            total=None,
            # With the wait for others, and for a name server.
            connect=given_timeout(pool_timeout, wait or UPLOAD_S),
            sock_connect=given_timeout(connect_timeout, ANSWER_S),
            sock_read=wait,
        )
        try:
            async with self.opened(quick=url.endswith(QUICK_METHODS)).request(
                method, url, data=form_data(request_data), timeout=timeout, allow_redirects=False
            ) as response:
                self.server_time.note_header(response.headers.get("Date"))
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except NETWORK_FAULTS as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    @override
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Raises TelegramError for what python-telegram-bot, which is slower, cannot read either."""
        try:
            parsed: dict[str, Any] = orjson.loads(payload)
        except ValueError:
            return BaseRequest.parse_json_payload(payload)
        return parsed

    async def stream(self, url: str) -> AsyncGenerator[bytes]:
        """A file, as it comes; BadRequest for one that is not there, else as above."""
        timeout = aiohttp.ClientTimeout(total=None, connect=UPLOAD_S, sock_connect=ANSWER_S, sock_read=ANSWER_S)
        try:
            async with self.opened(quick=False).get(url, timeout=timeout, allow_redirects=False) as response:
                if response.status != 200:  # noqa: PLR2004 - whole
                    passing = response.status >= 500 or response.status == 429  # noqa: PLR2004 - it may come later
                    raise (NetworkError if passing else BadRequest)(f"a file: status {response.status}")
                async for piece in response.content.iter_chunked(DOWNLOAD_PIECE_BYTES):
                    yield piece
        except TimeoutError:
            raise TimedOut from None
        except NETWORK_FAULTS as error:
            raise NetworkError(type(error).__name__) from None

    def opened(self, *, quick: bool) -> aiohttp.ClientSession:
        """Answers to people have connections of their own: they never stand behind uploads."""
        if quick not in self.sessions:
            self.sessions[quick] = aiohttp.ClientSession(
                connector=self.connector(),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )
        return self.sessions[quick]

    def connector(self) -> aiohttp.TCPConnector:
        if self.proxy is None:
            return aiohttp.TCPConnector(limit=self.connections)
        return ProxyConnector.from_url(self.proxy, limit=self.connections)


def given_timeout(value: Any, usual: float) -> float | None:
    return usual if isinstance(value, NOT_GIVEN) else value


def file_bytes(part: tuple[str, bytes | IO[bytes], str]) -> int:
    """Bytes of a file that we hold."""
    return len(part[1]) if isinstance(part[1], bytes) else 0


def form_data(data: RequestData | None) -> aiohttp.FormData | None:
    """Parameters and files as a form; without files the short kind."""
    if data is None or not data.parameters:
        return None
    made = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        made.add_field(name, content, filename=filename, content_type=mime)
    return made
