"""Everything one running sandbox shares between its handlers: book, clock, script, and who still has errands."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Final

import aiohttp
from aiohttp import web

from bot.sandbox.connections import hung_up
from bot.sandbox.faults import CHANCES, KINDS, Fault, Script
from bot.sandbox.options import SandboxOptions
from bot.sandbox.records import Book
from bot.sandbox.renderer import Studio

_LOG: Final = logging.getLogger(__name__)
_BREATH: Final = 0.2
"""How often a waiting handler looks whether its client is still there, in seconds."""


class Gone(Exception):
    """The client hung up or the sandbox is closing."""


@dataclass(slots=True)
class House:
    options: SandboxOptions
    clock: Callable[[], float]
    book: Book
    script: Script
    studio: Studio
    seconds: float
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    requests: Counter[str] = field(default_factory=Counter)
    files: asyncio.Event = field(default_factory=asyncio.Event)  # set: finished ones are handed out
    skipped: float = 0.0
    tries: int = 0
    origin: str = ""
    _crew: asyncio.TaskGroup | None = None
    _errands: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None

    def __post_init__(self) -> None:
        self.files.set()
        wall = self.clock
        self.clock = lambda: wall() + self.skipped

    def skip(self, seconds: float) -> None:
        """As if so much time had passed: whatever is painted is so much further."""
        self.skipped += seconds

    def hold_files(self, *, hold: bool) -> None:
        if hold:
            self.files.clear()
        else:
            self.files.set()

    def origin_of(self, request: web.Request) -> str:
        """Scheme and host for links; the newest one is remembered for callbacks."""
        self.origin = (self.options.public_url or f"{request.scheme}://{request.host}").rstrip("/")
        return self.origin

    def misfortune(self, text: str, wishes: tuple[str, ...]) -> Fault | None:
        """What befalls this submission: what its prompt asks for, else the script, else chance."""
        self.tries += 1
        wished = next((kind for kind in wishes if kind in KINDS), None)
        if wished is not None:
            return Fault(wished)
        rng = Random(f"{self.options.seed}:{self.tries}")
        unlucky = rng.random() < self.options.failure_rate
        return self.script.pick(text, paid=True) or (Fault(rng.choice(CHANCES)) if unlucky else None)

    async def until(self, at: float, request: web.Request | None = None) -> None:
        """Wait for the time `at` (inf: for ever). Raises Gone when the sandbox closes or the client hangs up."""
        while True:
            if self.closing.is_set() or (request is not None and hung_up(request)):
                raise Gone
            left = at - self.clock()
            if left <= 0:
                return
            try:
                async with asyncio.timeout(min(left, _BREATH)):
                    await self.closing.wait()
            except TimeoutError:
                continue

    async def pause(self, seconds: float, request: web.Request | None = None) -> None:
        await self.until(self.clock() + seconds, request)

    def send(self, errand: Coroutine[None, None, None]) -> None:
        """Work in the background; it dies with the sandbox."""
        if self._crew is None or self.closing.is_set():
            errand.close()
            return
        task = self._crew.create_task(_guarded(errand))
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the sandbox is not running")
        return self._session

    async def live(self, _app: web.Application) -> AsyncIterator[None]:
        """For `cleanup_ctx`: owns the session and all errands."""
        timeout = aiohttp.ClientTimeout(total=10)
        async with aiohttp.ClientSession(timeout=timeout) as self._session, asyncio.TaskGroup() as self._crew:
            yield
            self.closing.set()
            for errand in self._errands:
                errand.cancel()

    async def close(self, _app: web.Application) -> None:
        """For `on_shutdown`: handlers that wait give up at once."""
        self.closing.set()


async def _guarded(errand: Coroutine[None, None, None]) -> None:
    """One errand that fails must not end the others."""
    try:
        await errand
    except Gone:
        return
    except Exception:  # noqa: BLE001 - whatever it is, it ends here and is logged
        _LOG.exception("a sandbox errand failed")


HOUSE: Final = web.AppKey("house", House)
