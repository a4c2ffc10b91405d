"""Pictures that people name by a link, fetched by us: so many bytes, so much time and so many at once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Final

import structlog

from bot.domain.errors import Code, DeliveryError, ServiceError, TooLarge, UserError
from bot.domain.incoming import INPUT_FILE_LIMIT
from bot.ports import PictureDownloads

log = structlog.get_logger()

LINK_TIMEOUT_S: Final = 30.0  # for all of it, the wait for a place included: somebody waits for the answer
# Held in a process; fewer than there are ways for downloads, so that slow links never hold up results.
LINKS_AT_ONCE: Final = 4
PERSON_LINKS_AT_ONCE: Final = LINKS_AT_ONCE // 2  # so that whoever names slow ones holds up others half at most


@dataclass(slots=True)
class OwnPlaces:
    """Those of one person, and how many of their links hold one, or wait."""

    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PERSON_LINKS_AT_ONCE))
    links: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedPictures:
    """Whoever is slow there holds up other links at most, of one person half of them, for `timeout` seconds."""

    downloads: PictureDownloads
    timeout: float = LINK_TIMEOUT_S
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LINKS_AT_ONCE))
    people: dict[str, OwnPlaces] = field(default_factory=dict)  # by the ids of those who have named links

    @asynccontextmanager
    async def fetched(self, url: str, person: str) -> AsyncIterator[bytes]:
        """The picture there, or whatever it is; its place is kept as long as it is held. Raises UserError.

        `person`: the id of who named it.
        """
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(self.timeout):
                    await held.enter_async_context(self.place_of(person))
                    data, _ = await self.downloads.fetch(url, INPUT_FILE_LIMIT)
            except (ServiceError, TimeoutError) as error:
                raise link_error(error) from None
            yield data

    @asynccontextmanager
    async def place_of(self, person: str) -> AsyncIterator[None]:
        """One of all, and of theirs, which is waited for first: so nobody is before others with more than those."""
        own = self.people.setdefault(person, OwnPlaces())
        own.links += 1
        try:
            async with own.places, self.places:
                yield
        finally:
            own.links -= 1
            if not own.links:
                del self.people[person]


@contextmanager
def sent_errors(large: UserError) -> Iterator[None]:
    """Why something sent cannot be used, as UserError for whoever sent it; `large`: where it has too many bytes."""
    try:
        yield
    except TooLarge:
        raise large from None
    except (DeliveryError, OSError) as error:
        log.warning("picture.not_had", error=str(error) or type(error).__name__)
        raise UserError("picture-lost") from None


def link_error(error: ServiceError | TimeoutError) -> UserError:
    """Why it cannot be had, for whoever named it."""
    code = error.code if isinstance(error, ServiceError) else Code.TIMED_OUT
    log.info("picture.fetch_failed", code=code)
    if code is Code.TOO_LARGE:
        return too_large()
    return UserError("not-a-picture" if code is Code.UNREADABLE else "region-unseen")


def too_large(limit: int = INPUT_FILE_LIMIT) -> UserError:
    """For whoever brought it; `limit` in bytes."""
    return UserError("picture-too-large", limit=str(limit // 1024 // 1024))


async def once(data: bytes) -> AsyncIterator[bytes]:
    """What is there as a whole, where pieces are wanted."""
    yield data
