"""Pictures that people bring to a page of ours: looked at while they come, and bounded for each and for all."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from typing_extensions import override

from bot.domain.errors import BadPicture, UserError
from bot.domain.incoming import INPUT_FILE_LIMIT
from bot.jobs.linked_pictures import too_large
from bot.pictures import examine_head
from bot.ports import Clock, MediaStore, PictureInbox
from bot.web.hosting import picture_error

UPLOADS_AT_ONCE = 3  # of one person
PERSON_BYTES = 100 * 1024 * 1024  # of one person in PERSON_BYTES_S
PERSON_BYTES_S = 3600.0
# Of all together, since a name costs nothing where there is no login: twenty people may bring all that they can in
# an hour, and ten as many at once, while three times as many wait, in the order in which they came. So unused ones,
# which are kept for an hour, take no more than about twice that; what waits holds the buffers of its connection.
ALL_BYTES = 20 * PERSON_BYTES
ALL_AT_ONCE = 10 * UPLOADS_AT_ONCE
ALL_WAITING = 3 * ALL_AT_ONCE
WAITED_MOST_S = 50.0  # proxies give up behind a minute in which nothing came
BROUGHT_WITHIN_S = 180.0  # from then on until all of one has come: the largest one at 1 Mbit/s
# What a file is its first bytes say, and most kinds say in these how many pixels they have.
HEAD_BYTES = 64 * 1024
LEAST_BYTES = 64 * 1024  # a smaller file counts as so many: each is a file of ours, and a line here


@dataclass(slots=True)
class Upload:
    """One file on its way, and how many bytes of it were counted."""

    person: str
    counted: int = 0


class UploadInbox(PictureInbox):
    """Counts in this process alone: with several, everybody may bring as much to each."""

    def __init__(self, media: MediaStore, clock: Clock) -> None:
        self.media = media
        self.clock = clock
        self.under_way: Counter[str] = Counter()  # with those that wait
        self.places = asyncio.Semaphore(ALL_AT_ONCE)  # first come, first served; nobody waits with more than three
        self.spent: Counter[str] = Counter()  # bytes of a person, in `lately` and on their way
        self.spent_by_all = 0
        self.lately: deque[tuple[float, str, int]] = deque()  # when, who, how many bytes; oldest first

    @override
    async def receive(self, person: str, data: AsyncIterator[bytes]) -> str:
        self.forget_lapsed()
        if self.under_way[person] >= UPLOADS_AT_ONCE:
            raise UserError("uploads-busy", limit=str(UPLOADS_AT_ONCE))
        if self.under_way.total() >= ALL_AT_ONCE + ALL_WAITING:
            raise UserError("uploads-full")
        upload = Upload(person)
        self.under_way[person] += 1
        try:
            self.count(upload, LEAST_BYTES)
            async with self.place():
                until = asyncio.get_running_loop().time() + BROUGHT_WITHIN_S
                return await self.media.receive(self.examined(upload, in_time(data, until)), brought=True)
        finally:
            if upload.counted:  # what was refused at once makes nobody wait longer
                self.lately.append((self.clock.now(), person, upload.counted))
            self.under_way[person] -= 1
            if not self.under_way[person]:
                del self.under_way[person]

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """One of those that there are for all, before anything is read. Raises UserError when none comes free."""
        try:
            async with asyncio.timeout(WAITED_MOST_S):
                await self.places.acquire()
        except TimeoutError:
            raise UserError("uploads-full") from None
        try:
            yield
        finally:
            self.places.release()

    async def examined(self, upload: Upload, data: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The same bytes, as long as they can be a picture and are not too many. Raises UserError."""
        head, size = bytearray(), 0
        async for piece in data:
            begun, size = size >= HEAD_BYTES, size + len(piece)
            if size > INPUT_FILE_LIMIT:
                raise too_large()
            self.count(upload, size)
            if begun:
                yield piece
                continue
            head += piece
            if size >= HEAD_BYTES:
                await check_head(head)
                yield bytes(head)
        if size < HEAD_BYTES:
            await check_head(head)
            yield bytes(head)

    def count(self, upload: Upload, size: int) -> None:
        """It has come to so many bytes. Raises UserError when these are too many, and does not count them then."""
        more = max(size - upload.counted, 0)
        if self.spent[upload.person] + more > PERSON_BYTES:
            raise UserError("uploads-hour", limit=str(PERSON_BYTES // 1024 // 1024))
        if self.spent_by_all + more > ALL_BYTES:
            raise UserError("uploads-full")
        upload.counted += more
        self.spent[upload.person] += more
        self.spent_by_all += more

    def forget_lapsed(self) -> None:
        """What is an hour ago counts no more."""
        since = self.clock.now() - PERSON_BYTES_S
        while self.lately and self.lately[0][0] <= since:
            _, person, size = self.lately.popleft()
            self.spent[person] -= size
            self.spent_by_all -= size
            if self.spent[person] <= 0:
                del self.spent[person]


async def in_time(data: AsyncIterator[bytes], until: float) -> AsyncIterator[bytes]:
    """The same bytes, as long as they come by then, in the time of the loop. Raises OSError."""
    pieces = aiter(data)
    while True:
        try:
            async with asyncio.timeout_at(until):
                piece = await anext(pieces)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise OSError("it did not come in time") from None
        yield piece


async def check_head(head: bytearray) -> None:
    """Raises UserError for what is no picture that is used here."""
    try:
        await examine_head(bytes(head))
    except BadPicture as error:
        raise picture_error(error) from None
