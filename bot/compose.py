"""The composition root: settings in, a running bot out."""

import asyncio
import gc
import importlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import structlog
from aiohttp import web
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.app import App
from bot.cards import error_card
from bot.clock import SystemClock
from bot.commands import Commands, menu
from bot.i18n import DEFAULT
from bot.jobs.desk import JobDesk
from bot.jobs.engine import EngineOptions, open_engine
from bot.jobs.follow import Follower
from bot.jobs.lanes import OpenLanes
from bot.jobs.render import Renderer
from bot.jobs.run import Runner
from bot.jobs.turnstile import Turnstile
from bot.jobs.work import Pace, Tools
from bot.metrics import STORE_UP
from bot.midjourney.client import Updates, open_painter
from bot.midjourney.pictures import open_downloads
from bot.ports import Clock, Pictures, Platform, Surroundings
from bot.settings import Settings, SettingsError
from bot.store.chatlog import RedisChatLog
from bot.store.connection import IMPATIENCE, PATIENCE, connect
from bot.store.embedded import EmbeddedError, embedded_valkey
from bot.store.jobs import RedisGallery, RedisInbox, RedisJobs
from bot.store.keys import Keys
from bot.store.media import FolderMedia
from bot.web.server import create_app

if TYPE_CHECKING:
    from bot.sandbox.options import SandboxOptions

log = structlog.get_logger()

PRUNE_EVERY = 3600.0  # seconds between looks for files that are past their age
CHECK = 2.0  # seconds that Redis has to answer a health check
FIRST_ANSWER = 15.0  # seconds that a Redis server has to answer at the start


@dataclass(frozen=True, slots=True)
class Service:
    """The image API, and the pace that suits it; `look_up_every` is in seconds."""

    url: str
    token: str
    look_up_every: float = 5.0  # as the vendor's own clients do
    pace: Pace = Pace()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Store:
    client: Redis
    alone: bool
    url: str
    jobs: RedisJobs
    gallery: RedisGallery
    inbox: RedisInbox
    chatlog: RedisChatLog
    media: FolderMedia


async def run_bot(
    settings: Settings,
    service: Service,
    stop: asyncio.Event,
    ready: Callable[[str], None],
    *,
    notice: str | None = None,
) -> None:
    """Run until `stop`, then let go of what is not finished. `ready` is told the address of the page.

    SettingsError before anything runs, when what was set cannot work.
    """
    clock = SystemClock()
    rules = settings.rules()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings, clock))
        painter = await stack.enter_async_context(
            open_painter(
                service.url,
                service.token,
                clock=clock,
                updates=updates(settings),
                limit=settings.acedata_concurrency + 16,
            )
        )
        pictures = await stack.enter_async_context(open_downloads())
        options = EngineOptions(timedelta(seconds=settings.lease_seconds), alone=store.alone)
        engine = await stack.enter_async_context(open_engine(store.url, store.jobs, options, PATIENCE))
        platforms = open_platforms(settings, store, notice)
        desk = JobDesk(store.jobs, engine.add, clock, settings.job_minutes * 60)
        app = App(desk, store.gallery, store.inbox, Commands(rules), platforms)
        ready(await stack.enter_async_context(open_web(settings, store, platforms)))
        tools = Tools(
            store.jobs, store.jobs, painter, Follower(painter, clock, service.look_up_every), clock, service.pace
        )
        settle_memory()
        async with background(tools, app, platforms, store, clock) as group:
            runner = make_runner(settings, tools, platforms, pictures, group)
            await engine.work(runner.run, stop)
            log.info("bot.stopping")


@asynccontextmanager
async def background(
    tools: Tools, app: App, platforms: Mapping[str, Platform], store: Store, clock: Clock
) -> AsyncIterator[asyncio.TaskGroup]:
    """What runs beside the jobs, and ends with them."""
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(tools.follower.serve()),
            group.create_task(prune(store.media, clock)),
            *(group.create_task(platform.serve(app.handle)) for platform in platforms.values()),
        ]
        yield group
        await end(tasks)


async def end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel, until it is heard: redis-py swallows a cancellation that comes while a connection is made (8.1)."""
    while waiting := [task for task in tasks if not task.done()]:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting, timeout=0.2)


def settle_memory() -> None:
    """What is loaded by now stays: the collector need not look through it, which takes 40 ms each time."""
    gc.collect()
    gc.freeze()


def make_runner(
    settings: Settings,
    tools: Tools,
    platforms: Mapping[str, Platform],
    pictures: Pictures,
    group: asyncio.TaskGroup,
) -> Runner:
    return Runner(
        tools,
        platforms,
        lanes=OpenLanes(tools.clock),
        renderer=Renderer(pictures),
        turnstile=Turnstile(settings.acedata_concurrency, settings.user_concurrency),
        canvases=group,
    )


@asynccontextmanager
async def open_store(settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    """Redis as set, or the one in the box. SettingsError when it cannot be had."""
    async with AsyncExitStack() as stack:
        alone = settings.redis_url is None
        if settings.redis_url is None:
            try:
                url = (await stack.enter_async_context(embedded_valkey(settings.data_dir))).url
            except EmbeddedError as error:
                raise SettingsError(str(error)) from None
        else:
            url = settings.redis_url.get_secret_value()
        try:
            client = await stack.enter_async_context(connect(url))
            listener = await stack.enter_async_context(connect(url, patience=IMPATIENCE))
        except ValueError as error:
            raise SettingsError(f"CHATELIER_REDIS_URL: {error}") from None
        await answers(client)
        keys = Keys()
        jobs = RedisJobs(client, keys)
        media = open_media(settings)
        yield Store(
            client,
            alone,
            url,
            jobs,
            RedisGallery(client, keys, jobs),
            RedisInbox(client, keys),
            RedisChatLog(client, listener, keys, clock),
            media,
        )


def open_media(settings: Settings) -> FolderMedia:
    try:
        return FolderMedia(settings.data_dir / "media", timedelta(days=settings.media_days))
    except OSError as error:
        raise SettingsError(f"CHATELIER_DATA_DIR: {settings.data_dir} cannot be used ({error})") from None


async def answers(client: Redis) -> None:
    try:
        async with asyncio.timeout(FIRST_ANSWER):
            await client.ping()
    except (RedisError, OSError, TimeoutError) as error:
        raise SettingsError(f"CHATELIER_REDIS_URL: the server does not answer ({type(error).__name__})") from None


def updates(settings: Settings) -> Updates:
    """How progress reaches us; callbacks need a public address, which nothing here uses yet."""
    if settings.acedata_updates == "callback":
        raise SettingsError("CHATELIER_ACEDATA_UPDATES: callback is not there yet; use stream, poll or auto")
    return "poll" if settings.acedata_updates == "poll" else "stream"


def open_platforms(settings: Settings, store: Store, notice: str | None) -> Mapping[str, Platform]:
    """The platforms that are set up, by name."""
    names = [name for name, on in (("webchat", settings.webchat),) if on]
    if not names:
        raise SettingsError("CHATELIER_WEBCHAT is off and no other platform is set up: there is nothing to run")
    surroundings = Surroundings(
        settings={"notice": notice},
        commands=menu(DEFAULT),
        chatlog=store.chatlog,
        media=store.media,
        inbox=store.inbox,
        explain=error_card,
    )
    opened = [importlib.import_module(f"adapters.{name}").open_platform(surroundings) for name in names]
    return {platform.name: cast("Platform", platform) for platform in opened}


@asynccontextmanager
async def open_sandbox(options: "SandboxOptions", host: str, port: int) -> AsyncIterator[str]:
    """The stand-in for the image API; yields its address. SettingsError when it cannot be had."""
    try:
        from bot.sandbox.server import create_app as create_sandbox  # noqa: PLC0415 - needs the extra `embedded`
    except ImportError as error:
        raise SettingsError(
            f"the sandbox needs the extra `embedded`: pip install 'chatelier[embedded]' ({error})"
        ) from None
    try:
        runner = web.AppRunner(create_sandbox(options), access_log=None, shutdown_timeout=1)
        await runner.setup()
    except OSError as error:
        raise SettingsError(f"the sandbox cannot keep its tasks in {options.state}: {error.strerror}") from None
    try:
        yield await listen(runner, host, port)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def open_web(settings: Settings, store: Store, platforms: Mapping[str, Platform]) -> AsyncIterator[str]:
    """The web server; yields the address it listens on. SettingsError when it cannot listen there."""

    async def health() -> Sequence[str]:
        return [] if await alive(store.client) else ["the store does not answer"]

    routes = [route for platform in platforms.values() for route in getattr(platform, "routes", list)()]
    public = str(settings.public_url or "")
    runner = web.AppRunner(create_app(health, store.media, routes, public), access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        yield await listen(runner, settings.http_host, settings.http_port)
    finally:
        await runner.cleanup()


async def listen(runner: web.AppRunner, host: str, port: int) -> str:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise SettingsError(
            f"CHATELIER_HTTP_HOST, CHATELIER_HTTP_PORT: cannot listen on {host}:{port} ({error.strerror})"
        ) from None
    bound = runner.addresses[0][1]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{bound}"


async def alive(client: Redis) -> bool:
    up = False
    with suppress(RedisError, OSError, TimeoutError):
        async with asyncio.timeout(CHECK):
            up = bool(await client.ping())
    STORE_UP.set(up)
    return up


async def prune(media: FolderMedia, clock: Clock) -> None:
    while True:
        await clock.sleep(PRUNE_EVERY)
        try:
            log.info("media.pruned", files=await media.prune(clock.now()))
        except Exception as error:  # noqa: BLE001 - whatever it is, the bot runs on
            log.warning("media.not_pruned", error=str(error))
