"""What has to be well before a bot runs: the doctor looks at it, and so does every start."""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress

import aiohttp
import structlog

from bot.clock import SystemClock
from bot.compose.advice import listening_fault
from bot.compose.context import PlatformOpener, choose_updates
from bot.compose.store import BAD_ADDRESS, media_fault, open_media, open_store
from bot.domain.errors import StoreError
from bot.domain.finding import Finding, Status
from bot.environment import PREFIX, SettingsError
from bot.settings import Settings, is_loopback
from bot.store.checkup import SERVER_ERRORS, examine_server, explain_error
from bot.store.connection import connect_redis
from bot.store.keys import Keys
from bot.store.lock import find_holder
from bot.store.retries import NO_RETRY

log = structlog.get_logger()

NAMING_FIELDS = ("allowed_chats", "allowed_users", "operators")  # of Settings: who and where, by platform
SERVER_S = 4.0  # for everything that a server is asked


def examine_settings(settings: Settings, platforms: PlatformOpener) -> Sequence[Finding]:
    """Whether they make sense together."""
    faults: list[str] = []
    for look in (Settings.rules, choose_updates):
        try:
            look(settings)
        except SettingsError as error:
            faults.append(str(error))
    named = {settings.env_name(field): getattr(settings, field) for field in NAMING_FIELDS}
    faults += platforms.faults(settings.public_url, named)
    failed = [Finding.fail("settings", fault) for fault in faults]
    doubts = platforms.doubts(settings.public_url, exposed=not is_loopback(settings.http_host))
    in_doubt = [Finding.warn("settings", text) for text in doubts]
    return [*(failed or [Finding.ok("settings", "Settings can be read")]), *in_doubt]


async def examine_start(settings: Settings, platforms: PlatformOpener) -> None:
    """What every start looks at before anything is opened: the settings together, and whether pictures can be kept.

    SettingsError. What may pass by itself is told in the log; the store is looked at when it is opened.
    """
    for finding in (*examine_settings(settings, platforms), *await examine_media(settings)):
        if finding.status is Status.FAIL and not finding.passing:
            raise SettingsError(finding.text)
        if finding.status is not Status.OK:
            log.warning("start.in_doubt", hint=finding.text)


async def examine_store(settings: Settings) -> Sequence[Finding]:
    """The server, or the store in the box: that of a bot that runs is as it should be."""
    if settings.redis_url is not None:
        return await examine_remote(settings.redis_url.get_secret_value(), f"at {PREFIX}REDIS_URL")
    with suppress(OSError):
        if holder := find_holder(settings.data_dir):
            return [Finding.ok("store", f"Store: in {settings.data_dir}, used by the bot that runs ({holder})")]
    try:
        async with open_store(settings, SystemClock()) as opened:
            return await examine_server(opened.client, Keys(), f"in {settings.data_dir}")
    except SettingsError as error:
        return [Finding.fail("store", str(error))]


async def examine_remote(url: str, where: str) -> Sequence[Finding]:
    """Each thing is tried once: who waits for a server to come is its caller."""
    try:
        async with asyncio.timeout(SERVER_S), connect_redis(url, retry=NO_RETRY) as client:
            return await examine_server(client, Keys(), where)
    except ValueError:
        return [Finding.fail("store", BAD_ADDRESS)]
    except (StoreError, *SERVER_ERRORS) as error:
        return [explain_error(error, tls=url.startswith("rediss"))]


async def examine_media(settings: Settings) -> Sequence[Finding]:
    """Where pictures are kept: one is written, read and taken away."""
    try:
        async with asyncio.timeout(SERVER_S):
            await open_media(settings).probe()
    except SettingsError as error:
        return [Finding.fail("media", str(error))]
    except OSError as error:  # TimeoutError among them
        passing = settings.media_url is not None  # a bucket may be away for a while
        return [Finding.fail("media", media_fault(settings, error), passing=passing)]
    return [Finding.ok("media", f"Pictures can be kept in {settings.media_url or settings.data_dir}")]


async def examine_port(settings: Settings) -> Sequence[Finding]:
    """Whether we can listen there; a bot that runs there already is as it should be."""
    host, port = settings.http_host, settings.http_port
    where = f"{host}:{port}"
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen()
            return [Finding.ok("http", f"HTTP: {where} is free")]
    except OSError as error:
        if await is_ours(host, port):
            return [Finding.ok("http", f"HTTP: a bot of this kind answers at {where}")]
        fault = listening_fault(f"{PREFIX}HTTP_HOST, {PREFIX}HTTP_PORT", host, port, error)
    return [Finding.fail("http", fault)]


async def is_ours(host: str, port: int) -> bool:
    """Whether what listens there answers as we do."""
    shown = f"[{host}]" if ":" in host else host
    with suppress(aiohttp.ClientError, OSError, TimeoutError):
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session,
            session.get(f"http://{shown}:{port}/healthz", allow_redirects=False) as answer,
        ):
            return (await answer.content.read(10)).strip() == b"ok"
    return False
