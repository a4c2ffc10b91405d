"""Where pictures and films are made on demand: in threads, a few at a time, kept in bounded caches."""

import asyncio
import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import partial
from typing import Final, Generic, TypeVar
from weakref import WeakValueDictionary

from PIL import Image

from bot.sandbox.draw import DRAFT, FULL, Sources, draw, linked_picture, preview
from bot.sandbox.paint.transforms import quarter
from bot.sandbox.paint.video import Shot, film
from bot.sandbox.records import Book, Task

T = TypeVar("T")
AT_ONCE: Final = 2
_PICTURES: Final = 128 * 2**20
_FILES: Final = 64 * 2**20
_LONGEST_FILM: Final = 4
"""Parts of a film; further extensions replace its beginning."""


class Shelf(Generic[T]):
    """Least recently used goes first once the bytes exceed the limit; safe to use from threads."""

    def __init__(self, limit: int, weigh: Callable[[T], int]) -> None:
        self._limit, self._weigh = limit, weigh
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()
        self.weight = 0

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: Hashable, thing: T) -> None:
        with self._lock:
            if key in self._things:
                return
            self._things[key] = thing
            self.weight += self._weigh(thing)
            while self.weight > self._limit and len(self._things) > 1:
                self.weight -= self._weigh(self._things.popitem(last=False)[1])


class Easel:
    """One picture in the making, so that two threads never paint the same."""

    def __init__(self) -> None:
        self.lock = threading.RLock()


class Studio:
    """Files by task; every method may be called at any time and any number of times."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._pictures = Shelf[Image.Image](_PICTURES, lambda image: image.width * image.height * 3)
        self._files = Shelf[bytes](_FILES, len)
        self._hands = asyncio.Semaphore(AT_ONCE)
        self._quick = asyncio.Semaphore(1)  # previews do not wait behind finished pictures
        self._easels: WeakValueDictionary[Hashable, Easel] = WeakValueDictionary()
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._sources = Sources(book.get, self._picture)

    async def warm(self, task: Task) -> None:
        """Draw before anybody asks: the first preview first."""
        for scale, hands in ((DRAFT, self._quick), (FULL, self._hands)):
            await self._made(("warm", task.id, scale), partial(self._warmed, task, scale), hands)

    async def final(self, task: Task, cell: int | None = None, size: tuple[int, int] | None = None) -> bytes:
        """PNG of the finished picture, or one cell, reduced to `size` if given."""
        return await self._made((task.id, cell, size), lambda: self._png(task, cell, size), self._hands)

    async def preview(self, task: Task, step: int, size: tuple[int, int] | None = None) -> bytes:
        """WebP of an unfinished picture."""
        return await self._made((task.id, "preview", step, size), lambda: self._webp(task, step, size), self._quick)

    async def film(self, task: Task, take: int) -> bytes:
        """MP4 of take 0..3."""
        return await self._made((task.id, "film", take), lambda: self._filmed(task, take), self._hands)

    async def _made(self, key: Hashable, make: Callable[[], bytes], hands: asyncio.Semaphore) -> bytes:
        """From the cache, or made by exactly one of those who ask at the same time."""
        if (file := self._files.get(key)) is not None:
            return file
        turn = self._turns.setdefault(key, asyncio.Lock())
        async with turn:
            if (file := self._files.get(key)) is None:
                async with hands:
                    file = await asyncio.to_thread(make)
                self._files.put(key, file)
        return file

    def _picture(self, task: Task, scale: int) -> Image.Image:
        key = task.id, scale
        easel = self._easels.setdefault(key, Easel())  # held, or the next one would get another
        with easel.lock:
            if (picture := self._pictures.get(key)) is None:
                picture = draw(task, scale, self._sources)
                self._pictures.put(key, picture)
        return picture

    def _warmed(self, task: Task, scale: int) -> bytes:
        self._picture(task, scale)
        return b""

    def _png(self, task: Task, cell: int | None, size: tuple[int, int] | None) -> bytes:
        picture = self._picture(task, FULL)
        if cell is not None:
            picture = quarter(picture, cell)
        return _encoded(_sized(picture, size), "PNG", compress_level=1)

    def _webp(self, task: Task, step: int, size: tuple[int, int] | None) -> bytes:
        picture = preview(self._picture(task, DRAFT), task, step)
        return _encoded(_sized(picture, size), "WEBP", quality=72, method=1)

    def _filmed(self, task: Task, take: int) -> bytes:
        """An extension goes on from the take it was asked to extend."""
        parts, root = 1, task
        while root.action == "extend" and (parent := self._book.get(root.parent)) is not None:
            parts, take = parts + 1, int(root.request.get("video_index", 0))
            root = parent
        last = linked_picture(task.request.get("end_image_url"), self._sources)
        loop = task.request.get("loop") is True
        first = self._picture(task, FULL)
        seed = root.seed if parts == 1 else task.seed + take
        return film(Shot(first, take, seed, min(parts, _LONGEST_FILM), last, loop))


def _sized(picture: Image.Image, size: tuple[int, int] | None) -> Image.Image:
    if size is None or size == picture.size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encoded(picture: Image.Image, kind: str, **options: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
