"""The core's door with everything behind it on a real store; a test decides when errands are run."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from redis.asyncio import Redis

from bot.app import App
from bot.commands import Commands
from bot.compose.entry import EntryOptions, open_entry
from bot.deferred import DeferredCommands
from bot.domain.access import AccessList
from bot.domain.plain_words import PlainWords
from bot.jobs.courier import Courier
from bot.jobs.desk import JobDesk
from bot.jobs.mailroom import CALL, PARCEL, Mailroom
from bot.jobs.media import Forms
from bot.jobs.permits import Permits
from bot.jobs.sender import LaneSender
from bot.ports import Clock, PictureHost, Platform
from bot.store.denials import RedisDenials
from bot.store.jobs import RedisGallery, RedisInbox, RedisJobs, RedisThrottle
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from bot.store.mail import RedisShelf
from bot.store.pending import RedisPendingWords
from bot.store.preferences import RedisFileIds, RedisPreferences

Queue = Callable[[str, str, float], Awaitable[None]]


@dataclass(frozen=True)
class Kept:
    jobs: RedisJobs
    gallery: RedisGallery
    inbox: RedisInbox
    throttle: RedisThrottle
    preferences: RedisPreferences
    file_ids: RedisFileIds
    pending_words: RedisPendingWords


@dataclass
class Reception:
    """`run` does an errand, by its kind and name."""

    app: App
    deferred: DeferredCommands
    courier: Courier
    mailroom: Mailroom

    async def run(self, kind: str, name: str) -> None:
        if kind == PARCEL:
            await self.courier.deliver_parcel(name)
        elif kind == CALL:
            await self.mailroom.deal(name, self.deferred.handle_calls)


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
) -> Reception:
    keys = Keys()
    jobs = RedisJobs(redis, keys)
    gallery, inbox, file_ids = RedisGallery(redis, keys, jobs), RedisInbox(redis, keys), RedisFileIds(redis, keys)
    mailroom = Mailroom(RedisShelf(redis, keys, clock), queue, patience=0.3)
    throttle = RedisThrottle(redis, keys)
    kept = Kept(
        jobs, gallery, inbox, throttle, RedisPreferences(redis, keys), file_ids, RedisPendingWords(redis, keys)
    )
    options = EntryOptions(access=access, words=words, picture_host=picture_host)
    entry = open_entry(desk, platforms, mailroom, kept, commands, options)
    lanes = RedisLanes(redis, keys, clock)
    courier = Courier(
        platforms=platforms,
        shelf=mailroom.shelf,
        mail=mailroom,
        lanes=lanes,
        sender=LaneSender(lanes),
        forms=forms,
        book=jobs,
        gallery=gallery,
        clock=clock,
        permits=Permits(RedisDenials(redis, keys), platforms, clock),
    )
    return Reception(entry.app, entry.deferred, courier, mailroom)
