"""Opens the store: Redis as set, or the one in the box, and everything kept there."""

from asyncio import get_running_loop, sleep, timeout
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import structlog
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import RedisClusterException, RedisError
from redis.exceptions import TimeoutError as TimedOut

from bot.domain.errors import StoreError
from bot.domain.finding import Status
from bot.environment import NotYet, SettingsError
from bot.metrics import STORE_UP
from bot.ports import Clock
from bot.recents import RecentPrompts
from bot.settings import Settings
from bot.store.background import RedisBacklogStore, RedisOutboxStore
from bot.store.chatlog import RedisChatLog
from bot.store.checkup import SERVER_ERRORS, explain_error, look_at_server
from bot.store.connection import connect_redis
from bot.store.denials import RedisDenials
from bot.store.embedded import EmbeddedError, embedded_valkey
from bot.store.folders import folder_fault
from bot.store.job_signals import RedisJobSignals
from bot.store.jobs import RedisJobs, RedisResultIndex, RedisSeenEvents, RedisThrottle
from bot.store.keys import Keys
from bot.store.lanes import RedisLanes
from bot.store.masks import RedisMaskPages, RedisMasks
from bot.store.media import MediaFolder
from bot.store.names import RedisHeldNames, find_secret
from bot.store.pending import RedisPendingWords
from bot.store.preferences import RedisAdapterState, RedisFileIds, RedisPreferences
from bot.store.retries import NO_RETRY
from bot.store.service_queue import RedisServiceQueue
from bot.store.sheets import RedisSheetTiles
from bot.store.sketches import RedisSketches

log = structlog.get_logger()

HEALTH_CHECK_S = 2.0  # seconds that Redis has to answer a health check
BAD_ADDRESS = (
    "CHATELIER_REDIS_URL must be redis://, rediss://, unix://, redis+cluster://, or "
    "redis+sentinel://host:port/<name of the master>, with special characters of a password percent-encoded"
)
DATA_DIR = "CHATELIER_DATA_DIR"
MEDIA_SCHEMES = ("s3://", "gs://", "az://", "file:///")
BAD_MEDIA_URL = "CHATELIER_MEDIA_URL must be s3://, gs:// or az:// with a bucket, or file:/// with a whole path"
BUCKET_ADVICE = (
    "is the address right, and are its provider's keys set (AWS_…, GOOGLE_… or AZURE_…) and allowed there?"
)
MORE_IN_MEDIA_URL = (
    "CHATELIER_MEDIA_URL may say a bucket and a folder, no more: its keys go into the variables of its provider "
    "(AWS_…, GOOGLE_… or AZURE_…), and what stands behind ? or # is read by nobody"
)
PULSE_TTL_S = 60  # seconds
# A server that does not answer a listener may be frozen, with another one in its place by now: it asks anew.
LISTENER_S = 3.0  # seconds
FIRST_ANSWER_RETRY_S = 0.5  # seconds between two tries of that
FIRST_ANSWER_S = 15.0  # seconds that a Redis server has to answer at the start


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """`alone`: nobody else can be working on this Redis. `listener` is not patient, and `pulse` a key to try."""

    client: Redis
    listener: Redis
    alone: bool
    url: str
    pulse: str
    jobs: RedisJobs
    results: RedisResultIndex
    seen_events: RedisSeenEvents
    signals: RedisJobSignals
    service_queue: RedisServiceQueue
    lanes: RedisLanes
    preferences: RedisPreferences
    file_ids: RedisFileIds
    adapter_state: RedisAdapterState
    throttle: RedisThrottle
    names: RedisHeldNames
    denials: RedisDenials
    outbox: RedisOutboxStore
    backlog: RedisBacklogStore
    pending_words: RedisPendingWords
    sketches: RedisSketches
    sheet_tiles: RedisSheetTiles
    masks: RedisMasks
    mask_pages: RedisMaskPages
    recents: RecentPrompts
    chatlog: RedisChatLog
    media: MediaFolder


@asynccontextmanager
async def open_store(settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    """SettingsError when it cannot be had."""
    async with AsyncExitStack() as stack:
        url = await store_address(settings, stack)
        if "+cluster://" in url:
            log.warning(
                "store.experimental", hint="a cluster has been tried for short times only; see docs/operating.md"
            )
        try:
            client = await stack.enter_async_context(connect_redis(url))
            listener = await stack.enter_async_context(connect_redis(url, retry=NO_RETRY, answer_s=LISTENER_S))
        except ValueError:
            # What is wrong with it may be the password.
            raise SettingsError(BAD_ADDRESS) from None
        except StoreError as error:
            raise SettingsError(f"CHATELIER_REDIS_URL: the server does not answer ({error})") from None
        await wait_for_server(listener, tls=url.startswith("rediss"))
        await examine_open_store(client)
        yield assemble_store(settings, clock, client, listener, url)


def assemble_store(settings: Settings, clock: Clock, client: Redis, listener: Redis, url: str) -> Store:
    keys = Keys(db=database_number(client))
    jobs = RedisJobs(client, keys)
    results = RedisResultIndex(client, keys, jobs)
    return Store(
        client=client,
        listener=listener,
        alone=settings.redis_url is None,
        url=url,
        pulse=keys.pulse,
        jobs=jobs,
        results=results,
        seen_events=RedisSeenEvents(client, keys),
        signals=RedisJobSignals(client, listener, keys),
        service_queue=RedisServiceQueue(client, keys, settings.quota()),
        lanes=RedisLanes(client, keys, clock),
        preferences=RedisPreferences(client, keys),
        file_ids=RedisFileIds(client, keys),
        adapter_state=RedisAdapterState(client, keys),
        throttle=RedisThrottle(client, keys),
        names=RedisHeldNames(client, keys, clock),
        denials=RedisDenials(client, keys),
        outbox=RedisOutboxStore(client, keys, clock),
        backlog=RedisBacklogStore(client, keys, clock),
        pending_words=RedisPendingWords(client, keys),
        sketches=RedisSketches(client, keys),
        sheet_tiles=RedisSheetTiles(client, keys),
        masks=RedisMasks(client, keys),
        mask_pages=RedisMaskPages(client, keys),
        recents=RecentPrompts(results.recent, clock),
        chatlog=RedisChatLog(client, listener, keys, clock, jobs.vouched),
        media=open_media(settings),
    )


def unconnected_store(settings: Settings, clock: Clock) -> Store:
    """For who needs what stands on a store, and asks it nothing: another process may have it."""
    nobody = Redis(port=1)  # nothing is connected to before it is asked
    return assemble_store(settings, clock, nobody, nobody, "")


async def guest_key(store: Store) -> bytes:
    """Signs who the browsers of people are that have no account; the same wherever this store is asked.

    Of its own, since tokens are changed from time to time, and everybody would be a stranger then. NotYet.
    """
    try:
        return await find_secret(store.client, Keys(), "guests")
    except StoreError as error:
        raise NotYet(f"CHATELIER_REDIS_URL: the server takes no writes ({error})") from None


def database_number(client: Redis) -> int:
    """Of the database; a cluster has one."""
    pool = getattr(client, "connection_pool", None)
    return int(pool.connection_kwargs.get("db") or 0) if pool else 0


async def store_address(settings: Settings, stack: AsyncExitStack) -> str:
    if settings.redis_url is not None:
        return settings.redis_url.get_secret_value()
    try:
        return (await stack.enter_async_context(embedded_valkey(settings.data_dir))).url
    except EmbeddedError as error:
        text = str(error)
        raise SettingsError(text if DATA_DIR in text else f"{DATA_DIR}: {text}") from None


def open_media(settings: Settings) -> MediaFolder:
    """Raises SettingsError when no files can be kept there."""
    keep = timedelta(days=settings.media_days)
    if settings.media_url and not settings.media_url.startswith(MEDIA_SCHEMES):
        raise SettingsError(BAD_MEDIA_URL)
    if settings.media_url and says_more(settings.media_url):
        raise SettingsError(MORE_IN_MEDIA_URL)
    try:
        if settings.media_url:
            return MediaFolder.at(settings.media_url, keep)
        return MediaFolder.local(settings.data_dir / "media", keep)
    except OSError as error:
        raise SettingsError(media_fault(settings, error)) from None


def says_more(url: str) -> bool:
    """Whether an address has more than a place in it: keys, of which none is read, and which would be shown."""
    parts = urlsplit(url)
    return "@" in parts.netloc or bool(parts.query or parts.fragment)


def media_fault(settings: Settings, error: OSError) -> str:
    """Why no files can be kept where the settings say, in one line."""
    if not settings.media_url:
        return folder_fault(settings.data_dir, error)
    if settings.media_url.startswith("file:"):
        folder = unquote(urlsplit(settings.media_url).path)
        return f"CHATELIER_MEDIA_URL: files cannot be kept in {folder}: is it there, and may this user write there?"
    if isinstance(error, TimeoutError):
        return f"CHATELIER_MEDIA_URL: nothing answers in time: {BUCKET_ADVICE}"
    return f"CHATELIER_MEDIA_URL: files cannot be kept there: {BUCKET_ADVICE} ({str(error).partition(chr(10))[0]})"


async def wait_for_server(client: Redis, *, tls: bool) -> None:
    """Wait for a server that is on its way; what does not mend itself is told at once. `client` tries once.

    SettingsError; NotYet when it may come later.
    """
    clock = get_running_loop().time
    end, told = clock() + FIRST_ANSWER_S, False
    while True:
        try:
            async with timeout(HEALTH_CHECK_S):
                await client.ping()
        except SERVER_ERRORS as error:
            finding = explain_error(error, tls=tls)
            if not finding.passing:
                raise SettingsError(finding.text) from None
            if clock() > end:
                raise NotYet(finding.text) from None
        else:
            return
        if not told:
            told = True
            log.warning("store.awaited", hint=finding.text)
        await sleep(FIRST_ANSWER_RETRY_S)


async def examine_open_store(client: Redis) -> None:
    """Say what is wrong with the server. SettingsError when no order would come through, as long as it is so."""
    try:
        async with timeout(FIRST_ANSWER_S):
            found = await look_at_server(client, Keys(db=database_number(client)), "CHATELIER_REDIS_URL")
    except (
        RedisError,
        OSError,
        TimeoutError,
    ) as error:  # it answered just now, and what it will not do is seen soon
        log.warning("store.not_looked_at", error=type(error).__name__)
        return
    wrong = [finding for finding in found if finding.status is not Status.OK]
    for finding in wrong:
        if finding.status is Status.FAIL and not finding.passing:
            raise SettingsError(finding.text)
    for finding in wrong:
        (log.error if finding.status is Status.FAIL else log.warning)("store.in_doubt", hint=finding.text)


async def store_trouble(store: Store) -> str:
    """Why nothing can be written down just now, for everybody to read; empty when it can.

    By writing: a store that is full, read-only or without its replicas answers all that is asked of it.
    """
    trouble = ""
    try:
        async with timeout(HEALTH_CHECK_S):
            await store.listener.set(store.pulse, 1, ex=PULSE_TTL_S)
    except (Disconnected, TimedOut, RedisClusterException, OSError, TimeoutError):
        trouble = "the store does not answer"  # what it says may name servers
    except RedisError as error:
        trouble = f"the store takes no writes: {type(error).__name__} {str(error).partition(' ')[0][:20]}".rstrip()
    STORE_UP.set(not trouble)
    return trouble
