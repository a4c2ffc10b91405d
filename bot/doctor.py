"""A look at an installation: each line says what is well, or what to do."""

import sys
from collections.abc import Callable, Sequence

import aiohttp

from bot.clock import SystemClock
from bot.compose import open_store
from bot.compose.house import open_platforms
from bot.compose.store import unconnected
from bot.domain.errors import Code, ServiceError
from bot.midjourney.client import open_painter
from bot.ports import Closing, Examined
from bot.settings import PREFIX, Settings, SettingsError

OLDEST = (3, 11)
PATIENCE = 10.0  # seconds for an answer of our own
Say = Callable[[str], None]
Finding = tuple[bool, str]

ADVICE = {
    Code.UNAUTHORIZED: f"the service does not accept {PREFIX}ACEDATA_TOKEN: copy it again from the console",
    Code.UNAVAILABLE: f"the service cannot be reached at {PREFIX}ACEDATA_BASE_URL",
    Code.TIMED_OUT: f"the service does not answer at {PREFIX}ACEDATA_BASE_URL",
    Code.OUT_OF_CREDIT: "the account is out of credit: top it up in the console",
}


async def examine(settings: Settings, strange: Sequence[str], say: Say, place: str = "") -> bool:
    """Whether everything needed for `chatelier run` is well. `place`: a chat to look at, too."""
    checks = [python_version(), flag_rules(settings), await store(settings), *await platforms(settings, place)]
    checks.append(await service(settings))
    if settings.public_url is not None:
        checks.append(await public(str(settings.public_url)))
    for sound, text in [*checks, *((False, text) for text in strange)]:
        say(f"{'ok  ' if sound else 'FAIL'}  {text}")
    return all(sound for sound, _ in checks) and not strange


def python_version() -> Finding:
    have = ".".join(map(str, sys.version_info[:3]))
    return sys.version_info >= OLDEST, f"Python {have} (3.11 or newer is needed)"


def flag_rules(settings: Settings) -> Finding:
    try:
        settings.rules()
    except SettingsError as error:
        return False, str(error)
    return True, "Settings can be read"


async def store(settings: Settings) -> Finding:
    try:
        async with open_store(settings, SystemClock()) as opened:
            info = await opened.client.info("server")
    except SettingsError as error:
        # A bot that runs on this folder holds it: that is as it should be, and it is asked at /readyz.
        return " is in use by " in str(error), str(error)
    where = f"in {settings.data_dir}" if opened.alone else f"at {PREFIX}REDIS_URL"
    name, number = info.get("server_name", "redis"), info.get("valkey_version", info.get("redis_version"))
    return True, f"Store: {name} {number} {where}"


async def platforms(settings: Settings, place: str) -> Sequence[Finding]:
    """Also while the bot runs."""
    found: list[Finding] = []
    try:
        opened = open_platforms(settings, unconnected(settings, SystemClock()), None)
    except SettingsError as error:
        return [(False, str(error))]
    for platform in opened.values():
        if isinstance(platform, Examined):
            found += await platform.examine(place)
        if isinstance(platform, Closing):
            await platform.close()
    return found


async def service(settings: Settings) -> Finding:
    try:
        token = settings.need_token()
    except SettingsError as error:
        return False, str(error)
    url = str(settings.acedata_base_url)
    try:
        async with open_painter(url, token, clock=SystemClock()) as painter:
            await painter.check()
    except ServiceError as error:
        return False, f"Image API: {ADVICE.get(error.code, str(error))}"
    return True, f"Image API: {url} accepts the token"


async def public(url: str) -> Finding:
    """Whether the address that others are to call leads here; it can only when the bot runs."""
    name = f"{PREFIX}PUBLIC_URL {url}"
    if not url.startswith("https://"):
        return True, f"{name} is on this computer only: nobody else can call it"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session,
            session.get(url.rstrip("/") + "/healthz", allow_redirects=False) as answer,
        ):
            body = await answer.content.read(100)
    except aiohttp.ClientConnectorCertificateError:
        return False, f"{name}: its certificate is not accepted"
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return False, f"{name} is not reached from here ({type(error).__name__})"
    if body.strip() == b"ok":
        return True, f"{name} leads to a bot of this kind that runs"
    return False, f"{name} answers {answer.status} at /healthz: start the bot, and look where the address leads"
