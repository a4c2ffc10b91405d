"""What a process is made of, before it is known what it does."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

from pydantic import HttpUrl

from bot.answers import QuickAnswers
from bot.cards import error_card
from bot.commands import Commands
from bot.compose.entry import Entry, EntryOptions, open_entry, open_forms
from bot.compose.store import Store, guest_key, open_store
from bot.domain.addresses import is_public
from bot.domain.ids import JobId
from bot.environment import SettingsError, secret_text
from bot.i18n import languages, page_texts, say
from bot.jobs.background import EVENT_TASK, PARCEL_TASK, QueuedBacklog, QueuedOutbox
from bot.jobs.context import Pace
from bot.jobs.desk import JobDesk
from bot.jobs.task_worker import TaskWorker, TaskWorkerOptions, open_task_worker
from bot.midjourney.client import AceData, UpdateMode, open_painter
from bot.midjourney.downloads import open_downloads
from bot.midjourney.upload import Upload, make_upload
from bot.ports import (
    AdapterContext,
    Clock,
    Closeable,
    Masks,
    PictureDownloads,
    Platform,
)
from bot.settings import Settings
from bot.store.docket_link import DocketLink
from bot.web.callbacks import callback_path
from bot.web.hosting import WebPictureHost
from bot.web.inbox import UploadInbox
from bot.web.signing import sign_text

# Of one process: jobs at the service, at the most, and beside them those that begin, wait or end, and other tasks.
RUNS_MOST, RUNS_SPARE = 4000, 1000


@dataclass(frozen=True, slots=True)
class Service:
    """The image API, and the pace that suits it; `look_up_every` is in seconds.

    `name` stands for it in the records of jobs; without one its address does. `here`: it runs on this computer,
    and fetches from us without a public address.
    """

    url: str
    token: str
    look_up_every: float = 5.0  # as the vendor's own clients do
    pace: Pace = Pace()  # noqa: RUF009 - frozen
    name: str = ""
    here: bool = False

    @property
    def api(self) -> str:
        """The name of the image API as jobs remember it."""
        return self.name or hashlib.sha256(self.url.rstrip("/").lower().encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppContext:
    """Everything that the roles of a process share, opened."""

    settings: Settings
    service: Service
    clock: Clock
    store: Store
    worker: TaskWorker
    painter: AceData
    platforms: Mapping[str, Platform]
    desk: JobDesk
    entry: Entry
    picture_host: WebPictureHost
    outbox: QueuedOutbox
    backlog: QueuedBacklog
    downloads: PictureDownloads


class PlatformOpener(Protocol):
    """Opens the platforms: see `bot.platforms.ChosenPlatforms`."""

    def faults(self, public_url: HttpUrl | None, named: Mapping[str, Iterable[str]] | None = None) -> Sequence[str]:
        """Why they cannot work; `named`: people and places, by the variable that has them."""

    def doubts(self, public_url: HttpUrl | None, *, exposed: bool) -> Sequence[str]:
        """What is worth a look; `exposed`: others than this computer reach our port."""

    def open(self, context: AdapterContext) -> Mapping[str, Platform]:
        """By name. SettingsError when they cannot be had."""


def adapter_context(
    settings: Settings,
    commands: Commands,
    store: Store,
    notice: str,
    clock: Clock,
    *,
    guests: bytes = b"",
    demo: bool = False,
) -> AdapterContext:
    """What adapters are given; `guests`, from `guest_key`, where anybody comes in."""
    return AdapterContext(
        commands=commands.menu,
        operator_commands=commands.operator_menu,
        operators=commands.operators,
        languages=sorted(languages()),
        page_texts=page_texts,
        chatlog=store.chatlog,
        media=store.media,
        inbox=UploadInbox(store.media, clock),
        seen_events=store.seen_events,
        file_ids=store.file_ids,
        state=store.adapter_state,
        throttle=store.throttle,
        names=store.names,
        explain=error_card,
        answers=QuickAnswers(commands, store.recents, open_forms(store, commands), settings.access_list()),
        clock=clock,
        sign=partial(sign_text, guests),
        demo=demo,
        public_url=str(settings.public_url or ""),
        notice=partial(say_notice, notice),
        leaves_unknown=settings.leave_unknown,
        access=settings.access_list(),
    )


def say_notice(key: str, language: str) -> str:
    """The text of a key, if there is one."""
    return say(key, language=language) if key else ""


@asynccontextmanager
async def open_context(
    settings: Settings, service: Service, clock: Clock, opener: PlatformOpener, notice: str
) -> AsyncIterator[AppContext]:
    """SettingsError when what was set cannot work."""
    commands = Commands(settings.rules(), settings.operators, settings.acedata_remix)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings, clock))
        painter = await stack.enter_async_context(service_client(settings, service, clock, store.masks))
        stores = {PARCEL_TASK: store.outbox, EVENT_TASK: store.backlog}
        options = worker_options(settings, alone=store.alone)
        worker = await stack.enter_async_context(
            open_task_worker(DocketLink(store.url), store.jobs, stores, options)
        )
        guests = await guest_key(store)
        given = adapter_context(settings, commands, store, notice, clock, guests=guests, demo=service.here)
        platforms = opener.open(given)
        for platform in platforms.values():
            if isinstance(platform, Closeable):
                stack.push_async_callback(platform.close)
        desk = open_desk(settings, store, worker, clock)
        picture_host = open_picture_host(settings, service, store, clock)
        outbox = QueuedOutbox(store.outbox, worker.enqueue_task)
        backlog = QueuedBacklog(store.backlog, worker.enqueue_task)
        downloads = await stack.enter_async_context(service_downloads(settings, service))
        chosen = entry_options(settings, picture_host, painter, downloads, service.api)
        yield AppContext(
            settings=settings,
            service=service,
            clock=clock,
            store=store,
            worker=worker,
            painter=painter,
            platforms=platforms,
            desk=desk,
            entry=open_entry(desk, platforms, outbox, backlog, store, commands, chosen),
            picture_host=picture_host,
            outbox=outbox,
            backlog=backlog,
            downloads=downloads,
        )


def open_desk(settings: Settings, store: Store, worker: TaskWorker, clock: Clock) -> JobDesk:
    """Where jobs are opened, within the limits that are set."""
    return JobDesk(
        store.jobs,
        store.signals,
        worker.enqueue_job,
        clock,
        job_timeout=settings.job_minutes * 60,
        quota=settings.quota(),
    )


def service_client(
    settings: Settings, service: Service, clock: Clock, masks: Masks | None = None
) -> AbstractAsyncContextManager[AceData]:
    """SettingsError when progress cannot come as it is set."""
    way = choose_updates(settings)
    return open_painter(
        service.url,
        service.token,
        clock=clock,
        updates=way,
        callback_url=callback_urls(settings, service) if way == "callback" else None,
        limit=settings.acedata_concurrency + 16,
        proxy=secret_text(settings.acedata_proxy),
        task_timeout=settings.acedata_timeout,
        masks=masks,
    )


@asynccontextmanager
async def service_downloads(settings: Settings, service: Service) -> AsyncIterator[PictureDownloads]:
    """Beside a service on our own machine or network, that is the stand-in, pictures lie there, too."""
    inward, proxy = await is_inward(service.url), secret_text(settings.acedata_proxy)
    async with open_downloads(inward=inward, proxy=proxy) as downloads:
        yield downloads


async def is_inward(url: str) -> bool:
    """Whether a name stands for addresses that are not of the internet."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(urlsplit(url).hostname, None)
    except OSError:
        return False
    return any(not is_public(str(one[4][0])) for one in found)


def worker_options(settings: Settings, *, alone: bool) -> TaskWorkerOptions:
    return TaskWorkerOptions(
        timedelta(seconds=settings.lease_seconds),
        slots=min(settings.acedata_concurrency, RUNS_MOST) + RUNS_SPARE,
        grace=timedelta(seconds=settings.drain_seconds),
        alone=alone,
    )


def entry_options(
    settings: Settings, picture_host: WebPictureHost, painter: AceData, downloads: PictureDownloads, api: str
) -> EntryOptions:
    """What the settings say of the ways in."""
    return EntryOptions(
        access=settings.access_list(),
        words=settings.private_words,
        picture_host=picture_host if picture_host.reachable else None,
        command_age=settings.command_minutes * 60,
        painter=painter,
        downloads=downloads,
        api=api,
        public_url=str(settings.public_url or ""),
    )


def open_picture_host(settings: Settings, service: Service, store: Store, clock: Clock) -> WebPictureHost:
    nearby = f"http://127.0.0.1:{settings.http_port}" if service.here and settings.http_port else ""
    public = str(settings.public_url or nearby)
    return WebPictureHost(store.media, clock, public, signing_key(service, "lending"), shelf_upload(settings))


def shelf_upload(settings: Settings) -> Upload | None:
    token = settings.acedata_platform_token
    if token is None:
        return None
    return make_upload(str(settings.acedata_platform_url), secret_text(token), secret_text(settings.acedata_proxy))


def choose_updates(settings: Settings) -> UpdateMode:
    """How progress reaches us: by callbacks where the service can reach us, else by streams."""
    if settings.acedata_updates != "auto":
        if settings.acedata_updates == "callback" and settings.public_url is None:
            raise SettingsError(
                "CHATELIER_ACEDATA_UPDATES: callback needs CHATELIER_PUBLIC_URL, the address at which "
                "the image API reaches this bot"
            )
        return settings.acedata_updates
    return "callback" if settings.public_url else "stream"


def signing_key(service: Service, purpose: str) -> bytes:
    """Signs addresses for the service. It is made from our token there, so that all processes have the same."""
    return hmac.digest(service.token.encode(), f"chatelier {purpose}".encode(), hashlib.sha256)


def callback_urls(settings: Settings, service: Service) -> Callable[[JobId], str]:
    """Where the image API reports on a job."""
    base, key = str(settings.public_url).rstrip("/"), signing_key(service, "callbacks")
    return lambda job_id: base + callback_path(key, job_id)
