"""The core's door with everything behind it on a real store; a test decides when background tasks are run."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from redis.asyncio import Redis

from bot.app import App
from bot.commands import Commands
from bot.compose.entry import EntryOptions, open_entry
from bot.deferred import DeferredEvents
from bot.domain.access import AccessList
from bot.domain.plain_words import PlainWords
from bot.jobs.background import EVENT_TASK, PARCEL_TASK, QueuedBacklog, QueuedOutbox
from bot.jobs.courier import Courier
from bot.jobs.desk import JobDesk
from bot.jobs.media import Forms
from bot.jobs.permits import Permits
from bot.jobs.sender import LaneSender
from bot.ports import Clock, PictureHost, Platform
from bot.recents import RecentPrompts
from bot.store.background import RedisBacklogStore, RedisOutboxStore
from bot.store.denials import RedisDenials
from bot.store.jobs import RedisJobs, RedisResultIndex, RedisSeenEvents, RedisThrottle
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from bot.store.masks import RedisMaskPages, RedisMasks
from bot.store.pending import RedisPendingWords
from bot.store.preferences import RedisFileIds, RedisPreferences
from bot.store.sketches import RedisSketches

Queue = Callable[[str, str, float], Awaitable[None]]


@dataclass(frozen=True)
class Kept:
    jobs: RedisJobs
    results: RedisResultIndex
    seen_events: RedisSeenEvents
    throttle: RedisThrottle
    preferences: RedisPreferences
    file_ids: RedisFileIds
    pending_words: RedisPendingWords
    sketches: RedisSketches
    masks: RedisMasks
    mask_pages: RedisMaskPages
    recents: RecentPrompts


@dataclass
class Reception:
    """`run` does a background task, by its kind and name."""

    app: App
    deferred: DeferredEvents
    courier: Courier
    outbox: QueuedOutbox
    backlog: QueuedBacklog

    async def run(self, kind: str, name: str) -> None:
        if kind == PARCEL_TASK:
            await self.courier.deliver_parcel(name)
        elif kind == EVENT_TASK:
            await self.backlog.handle_deferred(name, self.deferred.handle_events)


def reception(
    redis: Redis,
    desk: JobDesk,
    platforms: Mapping[str, Platform],
    commands: Commands,
    *,
    queue: Queue,
    forms: Forms,
    clock: Clock,
    picture_host: PictureHost | None = None,
    access: AccessList = AccessList(),  # noqa: B008 - frozen
    words: PlainWords = PlainWords.ASK,
    public_url: str = "",
) -> Reception:
    keys = Keys()
    jobs = RedisJobs(redis, keys)
    results, seen_events, file_ids = (
        RedisResultIndex(redis, keys, jobs),
        RedisSeenEvents(redis, keys),
        RedisFileIds(redis, keys),
    )
    store = RedisOutboxStore(redis, keys, clock)
    outbox = QueuedOutbox(store, queue)
    backlog = QueuedBacklog(RedisBacklogStore(redis, keys, clock), queue, album_wait=0.3)
    throttle = RedisThrottle(redis, keys)
    kept = Kept(
        jobs,
        results,
        seen_events,
        throttle,
        RedisPreferences(redis, keys),
        file_ids,
        RedisPendingWords(redis, keys),
        RedisSketches(redis, keys),
        RedisMasks(redis, keys),
        RedisMaskPages(redis, keys),
        RecentPrompts(results.recent, clock),
    )
    options = EntryOptions(
        access=access,
        words=words,
        picture_host=picture_host,
        painter=forms.painter,
        downloads=forms.fitter.downloads,
        public_url=public_url,
    )
    entry = open_entry(desk, platforms, outbox, backlog, kept, commands, options)
    lanes = RedisLanes(redis, keys, clock)
    courier = Courier(
        platforms=platforms,
        store=store,
        outbox=outbox,
        lanes=lanes,
        sender=LaneSender(lanes),
        forms=forms,
        book=jobs,
        results=results,
        clock=clock,
        permits=Permits(denials=RedisDenials(redis, keys), platforms=platforms, clock=clock),
    )
    return Reception(entry.app, entry.deferred, courier, outbox, backlog)
