"""Files that people sent, from Discord's own addresses: their bytes, and whether others may have them."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import aiohttp

from adapters.discord.wire import REST_ANSWER_S, open_connector, user_agent
from adapters.network import NETWORK_FAULTS
from bot.domain.errors import NotAllowed, NotNow, TooLarge, Unreachable
from bot.domain.incoming import INPUT_FILE_LIMIT

# Where Discord keeps them ("Reference", CDN endpoints; the second one makes other sizes of them).
CDN_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
DOWNLOAD_CONNECTIONS = 16
DOWNLOAD_WAIT_S = 20.0  # seconds for a connection, with those before us and the name that is looked up
CHUNK_BYTES = 64 * 1024


class Attachments:
    """An attachment is named by its address. `api_url`: a server of one's own has files, too."""

    def __init__(self, api_url: str, *, proxy: str = "") -> None:
        own = urlsplit(api_url)
        self.own = (own.scheme, own.netloc)
        self.proxy = proxy
        self.session: aiohttp.ClientSession | None = None

    def is_ours(self, address: str) -> bool:
        """Whether it is one of Discord's: anybody could have written another one."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        return is_at_discord(address) or (parts.scheme, parts.netloc) == self.own

    async def fetch(self, address: str, limit: int = INPUT_FILE_LIMIT) -> AsyncIterator[bytes]:
        """Its bytes, at most `limit` of them. Raises DeliveryError, without the address, which is signed."""
        if not self.is_ours(address):
            raise NotAllowed("an attachment that is not at Discord")
        patience = aiohttp.ClientTimeout(
            total=None, connect=DOWNLOAD_WAIT_S, sock_connect=REST_ANSWER_S, sock_read=REST_ANSWER_S
        )
        try:
            async with self.opened().get(address, timeout=patience, allow_redirects=False) as response:
                check_response(response, limit)
                size = 0
                async for chunk in response.content.iter_chunked(CHUNK_BYTES):
                    size += len(chunk)
                    if size > limit:
                        raise TooLarge(f"more than {limit} bytes")
                    yield chunk
        except TimeoutError:
            raise Unreachable("an attachment that does not come") from None
        except NETWORK_FAULTS as error:
            raise Unreachable(f"an attachment: {type(error).__name__}") from None

    def opened(self) -> aiohttp.ClientSession:
        """Connections that never carry the bot's token."""
        if self.session is None:
            self.session = aiohttp.ClientSession(
                connector=open_connector(DOWNLOAD_CONNECTIONS, self.proxy),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": user_agent()},
            )
        return self.session

    async def close(self) -> None:
        """Give the connections back."""
        if self.session is not None:
            await self.session.close()
            self.session = None


def is_at_discord(address: str) -> bool:
    """Whether anybody can fetch it, without a secret of ours, for as long as its signature is good."""
    try:
        parts = urlsplit(address)
        plain = parts.username is None and parts.port is None
    except ValueError:
        return False
    return plain and parts.scheme == "https" and parts.hostname in CDN_HOSTS


def check_response(response: aiohttp.ClientResponse, limit: int) -> None:
    """Raises DeliveryError for what is no file, or too large, before any of it is read."""
    if response.status >= 500 or response.status == 429:  # noqa: PLR2004 - it may come later
        raise NotNow(f"an attachment: status {response.status}")
    if response.status != 200:  # noqa: PLR2004 - whole
        raise NotAllowed(f"an attachment: status {response.status}")
    if (response.content_length or 0) > limit:
        raise TooLarge(f"{response.content_length} bytes")


def address_end(address: str) -> float:
    """Until when a signed address is good, in unix seconds; 0 for one that is not signed.

    `ex` is hexadecimal ("Reference", Signed Attachment CDN URLs).
    """
    try:
        told = parse_qs(urlsplit(address).query).get("ex", [""])[0]
        return float(int(told, 16))
    except (ValueError, OverflowError):
        return 0.0
