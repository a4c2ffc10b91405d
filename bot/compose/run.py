"""Runs the roles of a process until it is asked to stop."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import structlog

from bot.clock import SystemClock
from bot.compose.checks import examine_start
from bot.compose.descriptors import raise_descriptor_limit
from bot.compose.doors import open_web
from bot.compose.house import House, Opener, Service, open_house
from bot.compose.memory import settle_memory
from bot.compose.store import store_trouble
from bot.domain.addresses import is_public
from bot.domain.errors import Halted
from bot.environment import secret_text
from bot.jobs.board import Board
from bot.jobs.courier import Courier
from bot.jobs.easel import Easel
from bot.jobs.engine import Errand, Errands
from bot.jobs.follow import Follower
from bot.jobs.forms import Forms, Links
from bot.jobs.hearing import Hearing
from bot.jobs.mailroom import CALL, PARCEL
from bot.jobs.packing import Packing
from bot.jobs.permits import Permits
from bot.jobs.render import Renderer
from bot.jobs.run import Runner
from bot.jobs.tools import Tools
from bot.jobs.turnstile import Turnstile
from bot.jobs.watch import watch
from bot.jobs.watchdog import Watchdog
from bot.midjourney.downloads import open_downloads
from bot.ports import Clock, Role
from bot.settings import Settings
from bot.store.media import MediaFolder
from bot.tasks import cancel_tasks

log = structlog.get_logger()

HANDING_OVER = 30.0  # seconds that it may take beyond DRAIN_SECONDS
PRUNE_EVERY = 3600.0  # seconds between looks for files that are past their age


async def run_roles(
    settings: Settings,
    platforms: Opener,
    service: Service,
    roles: frozenset[Role],
    stop: asyncio.Event,
    ready: Callable[[str], None],
    *,
    notice: str | None = None,
) -> None:
    """Run until `stop`, then let go of what is not finished. `ready` is told the address of the page.

    SettingsError before anything runs, when what was set cannot work; Halted at the end, when the process has to be
    started again.
    """
    raise_descriptor_limit()
    await examine_start(settings, platforms)
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(open_house(settings, service, SystemClock(), platforms, notice))
        await warm_up(house.store.media)
        watchdog = watch_over(house, roles, stop)
        ready(await stack.enter_async_context(open_web(house, roles, watchdog.health)))
        settle_memory()
        async with beside([*listening(house, roles), watchdog.serve()]):
            if Role.WORKER in roles:
                await work(house, stop)
            else:
                await stop.wait()
            log.info("bot.stopping")
    if watchdog.barked:
        raise Halted


def watch_over(house: House, roles: frozenset[Role], stop: asyncio.Event) -> Watchdog:
    """A process that no longer reads the queue hands over; should that hang as well, it ends all the same."""

    def bark() -> None:
        stop.set()
        last_resort = Timer(house.settings.drain_seconds + HANDING_OVER, os._exit, [Halted.exit_code])
        last_resort.daemon = True
        last_resort.start()

    pulse = house.engine.pulse if Role.WORKER in roles else None
    return Watchdog(pulse, lambda: store_trouble(house.store), bark)


def listening(house: House, roles: frozenset[Role]) -> Sequence[Coroutine[Any, Any, None]]:
    """The ears of the platforms that this process listens to, and what looks after the whole."""
    ears = [
        platform.serve(house.entry.app.handle) for platform in house.platforms.values() if platform.runs_in in roles
    ]
    keepers = [watch(house.store.jobs, house.store.line, house.clock)]
    if Role.WEB in roles:
        keepers.append(prune(house.store.media, house.clock))
    return [*ears, *keepers]


async def work(house: House, stop: asyncio.Event) -> None:
    """Carry jobs out."""
    store, clock, service = house.store, house.clock, house.service
    turnstile = Turnstile(store.line, clock, house.engine.add)
    hearing = Hearing(store.news, clock)
    follower = Follower(house.painter, clock, service.look_up_every)
    tools = Tools(
        book=store.jobs,
        news=store.news,
        claims=store.jobs,
        painter=house.painter,
        follower=follower,
        turnstile=turnstile,
        hearing=hearing,
        clock=clock,
        pace=service.pace,
        api=service.api,
    )
    services = [follower.serve(), turnstile.serve(), hearing.serve()]
    # Beside a service on our own machine or network, that is the stand-in, pictures lie there, too.
    inward = await is_inward(service.url)
    proxy = secret_text(house.settings.acedata_proxy)
    async with open_downloads(inward=inward, proxy=proxy) as pictures, beside(services) as group:
        permits = Permits(store.denials, house.platforms, clock)
        forms = Forms(Renderer(pictures), links(house))
        easel = Easel(store.lanes, forms, clock, Board(store.lanes), permits, house.mailroom)
        runner = Runner(tools, house.platforms, easel, group)
        await house.engine.work(runner.run, runner.handy, stop, errands(house, easel))


def links(house: House) -> Links | None:
    """Where people can reach us, pictures have addresses of ours."""
    public = house.settings.public_url
    return Links(house.store.media, str(public)) if public else None


def errands(house: House, easel: Easel) -> Errands:
    """What a worker does besides jobs, by the kind of it."""
    store, room = house.store, house.mailroom
    courier = Courier(
        house.platforms,
        store.shelf,
        room,
        store.lanes,
        Packing(easel.forms, store.file_ids, house.painter),
        store.jobs,
        store.gallery,
        house.clock,
        easel.permits,
    )

    async def call(name: str) -> None:
        await room.deal(name, house.entry.deferred.handle_calls)

    return {PARCEL: Errand(courier.carry, courier.handy), CALL: Errand(call)}


async def is_inward(url: str) -> bool:
    """Whether a name stands for addresses that are not of the internet."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(urlsplit(url).hostname, None)
    except OSError:
        return False
    return any(not is_public(str(one[4][0])) for one in found)


@asynccontextmanager
async def beside(services: Sequence[Coroutine[Any, Any, None]]) -> AsyncIterator[asyncio.TaskGroup]:
    """Run these while the body runs; they end with it, however it ends."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(service) for service in services]
        try:
            yield group
        finally:
            await cancel_tasks(tasks)


async def warm_up(media: MediaFolder) -> None:
    """What the store of files opens at its first use it opens now: later there may be no descriptor left."""
    try:
        await media.probe()
    except OSError as error:
        log.warning("media.not_usable", error=str(error).partition("\n")[0])


async def prune(media: MediaFolder, clock: Clock) -> None:
    while True:
        await clock.sleep(PRUNE_EVERY)
        try:
            log.info("media.pruned", files=await media.prune(clock.now()))
        except Exception as error:  # noqa: BLE001 - whatever it is, the bot runs on
            log.warning("media.not_pruned", error=str(error))
