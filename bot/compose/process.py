"""Runs the roles of a process until it is asked to stop."""

import asyncio
import ctypes
import gc
import os
import resource
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from threading import Timer

import structlog

from bot.clock import SystemClock
from bot.compose.advice import service_fault
from bot.compose.checks import examine_start
from bot.compose.context import AppContext, PlatformOpener, Service, open_context
from bot.compose.hearing import Hearing
from bot.compose.http import open_web
from bot.compose.store import store_trouble
from bot.domain.errors import Halted, ServiceError
from bot.jobs.background import EVENT_TASK, PARCEL_TASK, BackgroundTask, BackgroundTasks
from bot.jobs.board import Board
from bot.jobs.context import JobContext
from bot.jobs.courier import Courier
from bot.jobs.gauges import update_gauges
from bot.jobs.job_runner import JobRunner
from bot.jobs.media import Forms, Links, MediaFitter
from bot.jobs.permits import Permits
from bot.jobs.sender import LaneSender
from bot.jobs.signal_listener import SignalListener
from bot.jobs.status_poller import StatusPoller
from bot.jobs.turnstile import Turnstile
from bot.jobs.watchdog import Watchdog
from bot.ports import Clock, Role
from bot.settings import Settings
from bot.store.media import MediaFolder
from bot.tasks import BackgroundService, cancel_tasks, keep_serving
from bot.web.server import Health

log = structlog.get_logger()

HAND_OVER_S = 30.0  # seconds that it may take beyond DRAIN_SECONDS
PRUNE_EVERY_S = 600.0  # seconds between looks for files that are past their age
# More than anything here can use; on some systems the hard limit is "any number", which cannot be set.
DESCRIPTORS_WANTED = 65_536
M_MMAP_THRESHOLD = -3  # malloc.h
LARGE_BLOCK_BYTES = 256 * 1024
# With fewer, what comes all at once has to wait: ways to the store, to the image service and to people.
DESCRIPTORS_ENOUGH = 1024


async def run_roles(
    settings: Settings,
    platforms: PlatformOpener,
    service: Service,
    roles: frozenset[Role],
    stop: asyncio.Event,
    ready: Callable[[str], None],
    *,
    notice: str = "",
) -> None:
    """Run until `stop`, then let go of what is not finished. `ready` is told the address of the page.

    SettingsError before anything runs, when what was set cannot work; Halted at the end, when the process has to be
    started again.
    """
    raise_descriptor_limit()
    return_large_blocks()
    await examine_start(settings, platforms)
    async with AsyncExitStack() as stack:
        context = await stack.enter_async_context(open_context(settings, service, SystemClock(), platforms, notice))
        await warm_up(context.store.media)
        watchdog = watch_over(context, roles, stop)
        hearing = Hearing(context.platforms.values(), roles, context.clock)
        health = process_health(watchdog, hearing)
        ready(await stack.enter_async_context(open_web(context, roles, health, hearing.degraded)))
        settle_memory()
        keepers: Sequence[BackgroundService] = [watchdog.serve, hearing.serve, partial(settle_heard, hearing)]
        async with run_beside([*background_services(context, roles), *keepers], stop):
            if Role.WORKER in roles:
                await carry_jobs(context, stop)
            else:
                await stop.wait()
            log.info("bot.stopping")
    if watchdog.handed_over:
        raise Halted


def watch_over(context: AppContext, roles: frozenset[Role], stop: asyncio.Event) -> Watchdog:
    """A process that no longer reads the queue hands over; should that hang as well, it ends all the same."""

    def hand_over() -> None:
        stop.set()
        last_resort = Timer(context.settings.drain_seconds + HAND_OVER_S, os._exit, [Halted.exit_code])
        last_resort.daemon = True
        last_resort.start()

    pulse = context.worker.pulse if Role.WORKER in roles else None
    return Watchdog(pulse, lambda: store_trouble(context.store), hand_over)


async def doubt_service(context: AppContext) -> None:
    """Tell whoever reads the log when no order would come through; it may be well again when somebody orders."""
    try:
        await context.painter.check_token()
    except ServiceError as error:
        log.warning("start.in_doubt", hint=service_fault(context.service.url, error))


def process_health(watchdog: Watchdog, hearing: Hearing) -> Health:
    """What is missing here: that jobs move, and that those platforms are heard without which it is of no use."""

    async def health() -> Sequence[str]:
        return [*await watchdog.health(), *hearing.missing()]

    return health


def background_services(context: AppContext, roles: frozenset[Role]) -> Sequence[BackgroundService]:
    """The ears of the platforms that this process listens to, and what looks after the whole."""
    ears = [
        partial(platform.serve, context.entry.app.handle)
        for platform in context.platforms.values()
        if platform.runs_in in roles
    ]
    keepers = [partial(update_gauges, context.store.jobs, context.store.service_queue, context.clock)]
    if Role.WORKER in roles and not context.service.here:
        keepers.append(partial(doubt_service, context))
    if Role.WEB in roles:
        keepers.append(partial(prune_media, context.store.media, context.clock))
    return [*ears, *keepers]


async def carry_jobs(context: AppContext, stop: asyncio.Event) -> None:
    """Carry jobs out."""
    shared = job_context(context)
    services = [shared.poller.serve, shared.turnstile.serve, shared.listener.serve]
    async with run_beside(services, stop) as group:
        runner = JobRunner(shared, context.platforms, group)
        await context.worker.serve(runner.run, runner.can_release, stop, background_tasks(context, shared))


def job_context(context: AppContext) -> JobContext:
    """What all jobs of the process share."""
    store, clock, service = context.store, context.clock, context.service
    sender = LaneSender(store.lanes)
    return JobContext(
        book=store.jobs,
        signals=store.signals,
        claims=store.jobs,
        painter=context.painter,
        poller=StatusPoller(context.painter, clock, service.look_up_every),
        turnstile=Turnstile(store.service_queue, clock, context.worker.enqueue_job),
        listener=SignalListener(store.signals, clock),
        lanes=store.lanes,
        sender=sender,
        forms=Forms(
            fitter=MediaFitter(context.downloads),
            file_ids=store.file_ids,
            painter=context.painter,
            clock=clock,
            links=public_links(context),
        ),
        board=Board(store.lanes, sender, store.sheet_tiles, clock),
        permits=Permits(denials=store.denials, platforms=context.platforms, clock=clock),
        outbox=context.outbox,
        clock=clock,
        pace=service.pace,
        api=service.api,
    )


def public_links(context: AppContext) -> Links | None:
    """Where people can reach us, pictures have addresses of ours."""
    public = context.settings.public_url
    return Links(context.store.media, str(public)) if public else None


def background_tasks(context: AppContext, shared: JobContext) -> BackgroundTasks:
    """What a worker does besides jobs, by the kind of it."""
    store = context.store
    courier = Courier(
        platforms=context.platforms,
        store=store.outbox,
        outbox=context.outbox,
        lanes=store.lanes,
        sender=shared.sender,
        forms=shared.forms,
        book=store.jobs,
        results=store.results,
        clock=context.clock,
        permits=shared.permits,
    )

    async def handle_deferred(name: str) -> None:
        await context.backlog.handle_deferred(name, context.entry.deferred.handle_events)

    return {
        PARCEL_TASK: BackgroundTask(courier.deliver_parcel, courier.can_release),
        EVENT_TASK: BackgroundTask(handle_deferred),
    }


def raise_descriptor_limit() -> int:
    """Raise the soft limit of file descriptors to the hard one; returns what the limit is then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS_WANTED if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS_WANTED)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):  # macOS allows less than it says
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    limit = DESCRIPTORS_WANTED if limit == resource.RLIM_INFINITY else limit
    if limit < DESCRIPTORS_ENOUGH:
        log.warning(
            "descriptors.few", limit=limit, hint=f"allow this process {DESCRIPTORS_ENOUGH} open files (ulimit -n)"
        )
    return limit


def return_large_blocks() -> None:
    """Have the C library give back large blocks when they are free: pictures are some, and come in bursts.

    It does so by itself up to 128 kB, but raises that to the largest that was ever freed, 32 MB (mallopt(3)).
    """
    with suppress(OSError, AttributeError):  # only glibc has it
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK_BYTES)


def settle_memory() -> None:
    """What is loaded by now stays: the collector need not look through it, which takes 40 ms each time."""
    gc.collect()
    gc.freeze()


async def settle_heard(hearing: Hearing) -> None:
    """The same for what platforms load until they are heard: the texts of all languages, for their menus."""
    if hearing.ears:
        await hearing.first_hearing()
        settle_memory()


@asynccontextmanager
async def run_beside(
    services: Sequence[BackgroundService], stop: asyncio.Event | None = None
) -> AsyncIterator[asyncio.TaskGroup]:
    """Run these while the body runs; they end with it, however it ends.

    One that fails is begun anew. Where that mends nothing the body is cancelled, and `stop` is set: redis-py may
    swallow a cancellation.
    """

    def end_body(task: asyncio.Task[None]) -> None:
        if stop is not None and not task.cancelled() and task.exception() is not None:
            stop.set()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(keep_serving(service)) for service in services]
        for task in tasks:
            task.add_done_callback(end_body)
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


async def prune_media(media: MediaFolder, clock: Clock) -> None:
    while True:
        await clock.sleep(PRUNE_EVERY_S)
        log.info("media.pruned", files=await media.prune(clock.now()))
