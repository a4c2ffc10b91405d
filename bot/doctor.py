"""A look at an installation, without cost: a table of checks, each line saying what is well, or what to do."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

import aiohttp
import orjson

from bot.clock import SystemClock
from bot.commands import Commands
from bot.compose.advice import service_advice, service_fault
from bot.compose.checks import examine_media, examine_port, examine_settings, examine_store
from bot.compose.context import adapter_context
from bot.compose.store import unconnected_store
from bot.domain.errors import Code, Obstacle, ServiceError
from bot.domain.finding import Finding, Status
from bot.environment import PREFIX, SettingsError, secret_text
from bot.i18n import load_texts
from bot.log import Redactor
from bot.midjourney.client import open_painter
from bot.midjourney.errors import obstacle_of
from bot.midjourney.service_clock import CLOCK_APART_S
from bot.midjourney.upload import verify_token
from bot.operator_hints import NO_PAGE, NOT_LENT
from bot.platforms import ALL_SETTINGS, ChosenPlatforms
from bot.ports import Closeable, Diagnosable
from bot.settings import Settings
from bot.unread import env_file_findings
from bot.web.callbacks import CALLBACK_PROBE

OLDEST_PYTHON = (3, 11)
CHECK_S = 4.5  # for each check
STATUS_MARKS = {Status.OK: "ok  ", Status.WARN: "warn", Status.FAIL: "FAIL"}


PUBLIC_ADVICE = {
    Obstacle.NAME: "no server has that name: has its entry in the DNS been made?",
    Obstacle.CERTIFICATE: "its certificate is not accepted: has it ended, or is it for another name?",
    Obstacle.TLS: "it does not speak TLS there: a proxy with a certificate has to stand before the bot",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at. `place`: a chat to look at, too; `misread`: what the settings have that means nothing."""

    settings: Settings
    platforms: ChosenPlatforms
    place: str = ""
    misread: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table. `name`: as in `Finding`; `limit` in seconds, None where the check has its own."""

    name: str
    run: Callable[[Look], Awaitable[Sequence[Finding]]]
    limit: float | None = CHECK_S


async def examine_installation(look: Look) -> Sequence[Finding]:
    """Everything that `chatelier run` needs, in the table's order; the checks run at the same time."""
    with suppress(SettingsError):
        look.platforms.load()  # which takes a moment that is nobody's silence
    found = await asyncio.gather(*(run_check(check, look) for check in ALL_CHECKS))
    # What two checks stumble over is one thing to mend.
    told: dict[str, Finding] = {}
    for finding in chain.from_iterable(found):
        told.setdefault(finding.text, finding)
    return list(told.values())


async def run_check(check: Check, look: Look) -> Sequence[Finding]:
    """Whatever a check does, it ends in lines, and in time."""
    try:
        async with asyncio.timeout(check.limit):
            return await check.run(look)
    except SettingsError as error:
        return [Finding.fail(check.name, str(error))]
    except TimeoutError:
        return [Finding.fail(check.name, f"{check.name}: no answer within {check.limit:g} s", passing=True)]
    except Exception as error:  # noqa: BLE001 - a doctor says what ails, and has no tracebacks
        return [Finding.fail(check.name, f"{check.name}: cannot be looked at ({type(error).__name__})")]


def is_sound(findings: Sequence[Finding]) -> bool:
    """Whether nothing failed; what may hurt one day is sound."""
    return not any(finding.status is Status.FAIL for finding in findings)


def format_lines(findings: Sequence[Finding], redactor: Redactor) -> str:
    """A line for each finding, without secrets."""
    return "\n".join(f"{STATUS_MARKS[finding.status]}  {redactor.clean(finding.text)}" for finding in findings)


def format_json(findings: Sequence[Finding], redactor: Redactor) -> str:
    """One object: `ok`, and `findings` with `name`, `status` (ok, warn, fail) and `text`."""
    listed = [{"name": one.name, "status": one.status, "text": redactor.clean(one.text)} for one in findings]
    return orjson.dumps({"ok": is_sound(findings), "findings": listed}, option=orjson.OPT_INDENT_2).decode()


async def check_python(_look: Look) -> Sequence[Finding]:
    """Whether this Python is new enough."""
    have = ".".join(map(str, sys.version_info[:3]))
    made = Finding.ok if sys.version_info >= OLDEST_PYTHON else Finding.fail
    return [made("python", f"Python {have} (3.11 or newer is needed)")]


async def check_settings(look: Look) -> Sequence[Finding]:
    """What is set and cannot be, or means nothing."""
    unknown = [Finding.fail("settings", text) for text in look.misread]
    exposed = [Finding.warn("settings", text) for text in env_file_findings(ALL_SETTINGS)]
    return [*examine_settings(look.settings, look.platforms), *unknown, *exposed]


async def check_store(look: Look) -> Sequence[Finding]:
    """Redis, or the store in the box."""
    return await examine_store(look.settings)


async def check_media(look: Look) -> Sequence[Finding]:
    """Whether files can be kept."""
    return await examine_media(look.settings)


async def check_port(look: Look) -> Sequence[Finding]:
    """Whether our HTTP port is free, or ours."""
    return await examine_port(look.settings)


async def check_platforms(look: Look) -> Sequence[Finding]:
    """Each by itself, so that none waits for what another one does not say; also while the bot runs."""
    clock = SystemClock()
    try:
        commands = Commands(look.settings.rules(), look.settings.operators, look.settings.acedata_remix)
        store = unconnected_store(look.settings, clock)
        opened = look.platforms.open(adapter_context(look.settings, commands, store, "", clock))
    except SettingsError:
        return []  # told with the settings
    named, chat = read_place(look.place, look.platforms.settings)
    checks = [
        platform_check(name, platform, chat if named in {"", name} else "")
        for name, platform in opened.items()
        if isinstance(platform, Diagnosable)
    ]
    try:
        if checks:  # they know their menus in all languages, which takes a moment that is nobody's silence, either
            await asyncio.to_thread(load_texts)
        found = await asyncio.gather(*(run_check(check, look) for check in checks))
    finally:
        for platform in opened.values():
            if isinstance(platform, Closeable):
                await platform.close()
    lost = [] if not chat or any(named in {"", check.name} for check in checks) else [unknown_place(look.place)]
    return [*(finding for findings in found for finding in findings), *lost]


def unknown_place(place: str) -> Finding:
    """Of a platform that is not set up."""
    return Finding.fail("chat", f"--chat {place}: no platform that it can be on is set up: is its token set?")


def platform_check(name: str, platform: Diagnosable, chat: str) -> Check:
    """`chat`: one to look at, too, as the platform names it, or empty."""

    async def examine(_look: Look) -> Sequence[Finding]:
        return await platform.examine(chat)

    return Check(name, examine, CHECK_S)


def read_place(place: str, platforms: Iterable[str]) -> tuple[str, str]:
    """The platform that stands before a chat, if it does, and the chat as that platform names it."""
    named, _, chat = place.partition(":")
    return (named.lower(), chat.strip()) if named.lower() in platforms else ("", place)


async def check_service(look: Look) -> Sequence[Finding]:
    token, url = look.settings.need_token(), str(look.settings.acedata_base_url)
    try:
        async with open_painter(
            url, token, clock=SystemClock(), proxy=secret_text(look.settings.acedata_proxy)
        ) as painter:
            await painter.check_token()
            offset = painter.clock_offset
    except ServiceError as error:
        return [Finding.fail("image_api", service_fault(url, error))]
    return [Finding.ok("image_api", f"Image API: {url} accepts the token"), *clock_findings(offset)]


def clock_findings(offset: float | None) -> Sequence[Finding]:
    """`offset`: seconds that the service's clock is ahead of this machine's; None: it does not say."""
    if offset is None or abs(offset) <= CLOCK_APART_S:
        return []
    way = "behind" if offset > 0 else "ahead of"
    text = f"Clock: this machine is {abs(offset):.0f} s {way} the image API: set it by NTP"
    return [Finding.warn("clock", text)]


async def check_account(look: Look) -> Sequence[Finding]:
    """The other token, for the vendor's shelf."""
    name, token = f"{PREFIX}ACEDATA_PLATFORM_TOKEN", look.settings.acedata_platform_token
    if token is None:
        return []
    url = str(look.settings.acedata_platform_url)
    try:
        await verify_token(url, secret_text(token), secret_text(look.settings.acedata_proxy))
    except ServiceError as error:
        if error.code is Code.UNAUTHORIZED:
            return [
                Finding.fail("platform_token", f"{name} is not accepted: copy it again; it begins platform-v1-")
            ]
        return [Finding.warn("platform_token", f"{name} cannot be tried at {url}: {service_advice(error)}")]
    return [Finding.ok("platform_token", f"{name} is accepted")]


async def check_public(look: Look) -> Sequence[Finding]:
    """Whether the address that others are to call leads here; it can only when the bot runs."""
    if look.settings.public_url is None:
        return unlent_findings(look.settings)
    url = str(look.settings.public_url)
    name = f"{PREFIX}PUBLIC_URL {url}"
    if not url.startswith("https://"):
        return [Finding.ok("public_url", f"{name} is on this computer only: nobody else can call it")]
    return [await ask_public(url, name)]


async def ask_public(url: str, name: str) -> Finding:
    """Asks what proxies let out, too: those in `deploy/` keep `/healthz` inside. `name`: how the line begins."""
    try:
        async with aiohttp.ClientSession() as session:
            answer = await session.get(url.rstrip("/") + CALLBACK_PROBE, allow_redirects=False)
            body = await answer.content.read(100)
    except (aiohttp.ClientError, OSError) as error:
        advice = PUBLIC_ADVICE.get(
            obstacle_of(error), "is the bot, or the proxy before it, running, and its port open?"
        )
        return Finding.fail("public_url", f"{name} is not reached from here: {advice}")
    if body.strip() == b"ok":
        return Finding.ok("public_url", f"{name} leads to a bot of this kind that runs")
    advice = f"{name} answers {answer.status} at {CALLBACK_PROBE}: start the bot, and look where the address leads"
    return Finding.fail("public_url", advice)


def unlent_findings(settings: Settings) -> Sequence[Finding]:
    """What people are told without the name of the setting."""
    if settings.acedata_platform_token is not None:
        return [Finding.warn("public_url", NO_PAGE)]
    return [Finding.warn("public_url", NOT_LENT)]


ALL_CHECKS = (
    Check("python", check_python),
    Check("settings", check_settings),
    Check("store", check_store, limit=None),
    Check("media", check_media),
    Check("http", check_port),
    Check("platforms", check_platforms, limit=None),
    Check("image_api", check_service),
    Check("platform_token", check_account),
    Check("public_url", check_public),
)
