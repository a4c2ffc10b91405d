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

from bot.sandbox.draw import DRAFT_SCALE, FULL_SCALE, Sources, draw_preview, draw_task, linked_picture
from bot.sandbox.inputs import InputFiles, read_picture
from bot.sandbox.paint.transforms import crop_cell
from bot.sandbox.paint.video import Part, Shot, film_shot
from bot.sandbox.records import Task, TaskBook

ThingT = TypeVar("ThingT")
RENDERS_AT_ONCE: Final = 2
_PICTURES_CACHE_BYTES: Final = 128 * 2**20
_FILES_CACHE_BYTES: Final = 64 * 2**20
_INPUT_SIDE_MOST: Final = 2048
"""Pixels; nothing is made that shows more of a picture from outside."""


class WeightedCache(Generic[ThingT]):
    """Least recently used goes first once the bytes exceed the limit; safe to use from threads."""

    def __init__(self, limit: int, weigh: Callable[[ThingT], int]) -> None:
        self._limit, self._weigh = limit, weigh
        self._things: OrderedDict[Hashable, ThingT] = OrderedDict()
        self._lock = threading.Lock()
        self.weight = 0

    def get(self, key: Hashable) -> ThingT | None:
        """Used just now, so it is the last to go."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: Hashable, thing: ThingT) -> None:
        """Kept, unless there is one of that key already."""
        with self._lock:
            if key in self._things:
                return
            self._things[key] = thing
            self.weight += self._weigh(thing)
            while self.weight > self._limit and len(self._things) > 1:
                self.weight -= self._weigh(self._things.popitem(last=False)[1])


class PaintLock:
    """One picture in the making, so that two threads never paint the same."""

    def __init__(self) -> None:
        self.lock = threading.RLock()


class Renderer:
    """Files by task; every method may be called at any time and any number of times."""

    def __init__(self, book: TaskBook, inputs: InputFiles) -> None:
        self._book, self._inputs = book, inputs
        self._pictures = WeightedCache[Image.Image](
            _PICTURES_CACHE_BYTES, lambda image: image.width * image.height * 3
        )
        self._files = WeightedCache[bytes](_FILES_CACHE_BYTES, len)
        self._hands = asyncio.Semaphore(RENDERS_AT_ONCE)
        self._quick = asyncio.Semaphore(1)  # previews do not wait behind finished pictures
        self._easels: WeakValueDictionary[Hashable, PaintLock] = WeakValueDictionary()
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._sources = Sources(book.get, self._draw_once, self._load_input)

    async def warm_up(self, task: Task) -> None:
        """Draw before anybody asks: the first preview first."""
        for scale, hands in ((DRAFT_SCALE, self._quick), (FULL_SCALE, self._hands)):
            await self._make_once(("warm", task.id, scale), partial(self._draw_ahead, task, scale), hands)

    async def final_png(self, task: Task, cell: int | None = None, size: tuple[int, int] | None = None) -> bytes:
        """PNG of the finished picture, or one cell, reduced to `size` if given."""
        return await self._make_once((task.id, cell, size), lambda: self._encode_png(task, cell, size), self._hands)

    async def preview_webp(self, task: Task, step: int, size: tuple[int, int] | None = None) -> bytes:
        """WebP of an unfinished picture."""
        return await self._make_once(
            (task.id, "preview", step, size), lambda: self._encode_webp(task, step, size), self._quick
        )

    async def film_mp4(self, task: Task, take: int) -> bytes:
        """MP4 of take 0..3."""
        return await self._make_once((task.id, "film", take), lambda: self._encode_mp4(task, take), self._hands)

    async def _make_once(self, key: Hashable, make: Callable[[], bytes], hands: asyncio.Semaphore) -> bytes:
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

    def _draw_once(self, task: Task, scale: int) -> Image.Image:
        return self._paint_once((task.id, scale), lambda: draw_task(task, scale, self._sources))

    def _load_input(self, name: str) -> Image.Image:
        return self._paint_once(("input", name), lambda: _reduced_input(self._inputs.read(name)))

    def _paint_once(self, key: Hashable, paint: Callable[[], Image.Image]) -> Image.Image:
        easel = self._easels.setdefault(key, PaintLock())  # held, or the next one would get another
        with easel.lock:
            if (picture := self._pictures.get(key)) is None:
                picture = paint()
                self._pictures.put(key, picture)
        return picture

    def _draw_ahead(self, task: Task, scale: int) -> bytes:
        self._draw_once(task, scale)
        return b""

    def _encode_png(self, task: Task, cell: int | None, size: tuple[int, int] | None) -> bytes:
        picture = self._draw_once(task, FULL_SCALE)
        if cell is not None:
            picture = crop_cell(picture, cell)
        return _encode_as(_resized(picture, size), "PNG", compress_level=1)

    def _encode_webp(self, task: Task, step: int, size: tuple[int, int] | None) -> bytes:
        picture = draw_preview(self._draw_once(task, DRAFT_SCALE), task, step)
        return _encode_as(_resized(picture, size), "WEBP", quality=72, method=1)

    def _encode_mp4(self, task: Task, take: int) -> bytes:
        """An extension goes on from the take it was asked to extend."""
        chain = [task]
        while chain[0].action == "extend" and (parent := self._book.get(chain[0].parent)) is not None:
            chain.insert(0, parent)
        takes = [*(int(one.request.get("video_index", 0)) for one in chain[1:]), take]
        size = task.width, task.height
        first = _resized(self._draw_once(chain[0], FULL_SCALE), size)
        parts = [self._film_part(one, take, size) for one, take in zip(chain, takes, strict=True)]
        return film_shot(Shot(first, tuple(parts), chain[0].seed))

    def _film_part(self, task: Task, take: int, size: tuple[int, int]) -> Part:
        last = linked_picture(task.request.get("end_image_url"), task, self._sources)
        return Part(take, last and _resized(last, size), task.request.get("loop") is True)


def _reduced_input(data: bytes) -> Image.Image:
    picture = read_picture(data)
    picture.thumbnail((_INPUT_SIDE_MOST, _INPUT_SIDE_MOST), Image.Resampling.LANCZOS)
    return picture


def _resized(picture: Image.Image, size: tuple[int, int] | None) -> Image.Image:
    if size is None or size == picture.size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encode_as(picture: Image.Image, kind: str, **options: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
