"""A look at an installation: each line says what is well, or what to do."""

import sys
from collections.abc import Callable, Sequence

from bot.clock import SystemClock
from bot.compose import open_store
from bot.compose.house import open_platforms
from bot.compose.store import Store
from bot.domain.errors import Code, ServiceError
from bot.midjourney.client import open_painter
from bot.ports import Closing, Examined
from bot.settings import PREFIX, Settings, SettingsError

OLDEST = (3, 11)
Say = Callable[[str], None]

ADVICE = {
    Code.UNAUTHORIZED: f"the service does not accept {PREFIX}ACEDATA_TOKEN: copy it again from the console",
    Code.UNAVAILABLE: f"the service cannot be reached at {PREFIX}ACEDATA_BASE_URL",
    Code.TIMED_OUT: f"the service does not answer at {PREFIX}ACEDATA_BASE_URL",
    Code.OUT_OF_CREDIT: "the account is out of credit: top it up in the console",
}


async def examine(settings: Settings, strange: Sequence[str], say: Say) -> bool:
    """Whether everything needed for `chatelier run` is well."""
    checks = [python_version(), flag_rules(settings), *await store(settings), await service(settings)]
    for sound, text in [*checks, *((False, text) for text in strange)]:
        say(f"{'ok  ' if sound else 'FAIL'}  {text}")
    return all(sound for sound, _ in checks) and not strange


def python_version() -> tuple[bool, str]:
    have = ".".join(map(str, sys.version_info[:3]))
    return sys.version_info >= OLDEST, f"Python {have} (3.11 or newer is needed)"


def flag_rules(settings: Settings) -> tuple[bool, str]:
    try:
        settings.rules()
    except SettingsError as error:
        return False, str(error)
    return True, "Settings can be read"


async def store(settings: Settings) -> Sequence[tuple[bool, str]]:
    """The store, and the platforms, which need one to be opened."""
    try:
        async with open_store(settings, SystemClock()) as opened:
            info = await opened.client.info("server")
            there = await platforms(settings, opened)
    except SettingsError as error:
        # A bot that runs on this folder holds it: that is as it should be, and it is asked at /readyz.
        return [(" is in use by " in str(error), str(error))]
    where = f"in {settings.data_dir}" if opened.alone else f"at {PREFIX}REDIS_URL"
    name, number = info.get("server_name", "redis"), info.get("valkey_version", info.get("redis_version"))
    return [(True, f"Store: {name} {number} {where}"), *there]


async def platforms(settings: Settings, opened: Store) -> Sequence[tuple[bool, str]]:
    found: list[tuple[bool, str]] = []
    for platform in open_platforms(settings, opened, None).values():
        if isinstance(platform, Examined):
            found += await platform.examine()
        if isinstance(platform, Closing):
            await platform.close()
    return found


async def service(settings: Settings) -> tuple[bool, str]:
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
