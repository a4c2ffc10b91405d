"""How much memory pictures take: forty documents of 15 MB lent at once, and six large results made to fit.

One JSON line for each: python -m tests.bench.memory
"""

import asyncio
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from PIL import Image

from bot.clock import SystemClock
from bot.domain.card import Card, Media, MediaKind
from bot.domain.errors import FileRefused
from bot.jobs.media import MediaFitter
from bot.ports import Capabilities, PictureDownloads
from bot.store.media import MediaFolder
from bot.web.hosting import WebPictureHost

DOCUMENTS, RESULTS = 40, 6
CAPABILITIES = Capabilities(
    gap=0.0, file_limit=50_000_000, picture_limit=10_000_000, preview_side=640, sides=10_000, ratio=20.0
)


def noisy_jpeg(path: Path) -> None:
    """Of 12 megapixels and some 15 MB."""
    picture = Image.frombytes("RGB", (4000, 3000), os.urandom(36_000_000))
    picture.save(path, "JPEG", quality=88)


def flat_png(path: Path, side: int) -> None:
    Image.new("RGB", (side, side), "teal").save(path, "PNG", compress_level=1)


async def lend_all(path: Path) -> int:
    """How many could be lent; each is read anew, as if it came from elsewhere."""

    async def document() -> AsyncIterator[bytes]:
        yield await asyncio.to_thread(path.read_bytes)

    with tempfile.TemporaryDirectory() as folder:
        media = MediaFolder.local(Path(folder), timedelta(days=1))
        picture_host = WebPictureHost(media, SystemClock(), "https://bot.example", b"not-a-real-key")
        return len(await asyncio.gather(*(picture_host.host_picture(document()) for _ in range(DOCUMENTS))))


class Files(PictureDownloads):
    def __init__(self, path: Path) -> None:
        self.path = path

    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:  # type: ignore[explicit-override]  # shorter so
        return self.path.read_bytes(), "image/png"

    async def peek(self, url: str) -> None:  # type: ignore[explicit-override]  # shorter so
        """They can all be had."""


async def render_all(path: Path) -> int:
    """How many could be made smaller; a platform links the others, or takes them as files."""
    fitter = MediaFitter(Files(path))
    card = Card((), (Media(MediaKind.IMAGE, "https://pictures.example/1.png", "a cat"),))

    async def one() -> int:
        try:
            await fitter.fit(card, CAPABILITIES, preview=True)
        except FileRefused:
            return 0
        return 1

    return sum(await asyncio.gather(*(one() for _ in range(RESULTS))))


def measured(what: str, work: Callable[[Path], Awaitable[int]], path: Path) -> None:
    """In a process of its own, whose peak is that of this work."""

    async def run() -> int:
        return await work(path)

    before, began = peak(), time.monotonic()
    done = asyncio.run(run())
    line = {"bench": what, "done": done, "mb_before": before, "mb_peak": peak()}
    print(json.dumps(line | {"seconds": round(time.monotonic() - began, 1)}))  # noqa: T201


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    begin = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        jobs: list[tuple[str, Callable[[Path], Awaitable[int]], Callable[[Path], None]]] = [
            ("40 documents of 15 MB lent", lend_all, noisy_jpeg),
            ("6 results of 30 megapixels as previews", render_all, lambda path: flat_png(path, 5500)),
            ("6 results of 64 megapixels as previews", render_all, lambda path: flat_png(path, 8000)),
        ]
        for number, (what, work, make) in enumerate(jobs):
            path = Path(folder) / str(number)
            make(path)
            process = begin.Process(target=measured, args=(what, work, path))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
