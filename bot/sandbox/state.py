"""What the handlers of one running sandbox share: book, clock, script, and what runs in the background."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Final

import aiohttp
from aiohttp import web

from bot.sandbox.faults import CHANCE_FAULTS, FAULT_KINDS, Fault, FaultScript
from bot.sandbox.http import has_hung_up
from bot.sandbox.inputs import InputFiles
from bot.sandbox.links import Links, end_of_links
from bot.sandbox.options import SandboxOptions
from bot.sandbox.records import TaskBook
from bot.sandbox.renderer import Renderer

_LOG: Final = logging.getLogger(__name__)
_LOOK_INTERVAL_S: Final = 0.2
"""How often a waiting handler looks whether its client is still there, in seconds."""


class ClientGone(Exception):
    """The client hung up or the sandbox is closing."""


@dataclass(slots=True)
class SandboxState:
    """`clock` gives unix seconds, moved on by `skipped`; `seconds`: how long a plain picture takes from now on."""

    options: SandboxOptions
    clock: Callable[[], float]
    book: TaskBook
    script: FaultScript
    renderer: Renderer
    seconds: float
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    requests: Counter[str] = field(default_factory=Counter)
    inputs: InputFiles = field(default_factory=InputFiles)
    files_open: asyncio.Event = field(default_factory=asyncio.Event)  # set: finished ones are handed out
    skipped: float = 0.0
    tries: int = 0
    origin: str = ""
    _task_group: asyncio.TaskGroup | None = None
    _background: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None

    def __post_init__(self) -> None:
        self.files_open.set()
        wall = self.clock
        self.clock = lambda: wall() + self.skipped

    def skip_seconds(self, seconds: float) -> None:
        """As if so much time had passed: whatever is painted is so much further."""
        self.skipped += seconds

    def hold_files(self, *, hold: bool) -> None:
        """While they are held, whoever asks for a finished file waits."""
        if hold:
            self.files_open.clear()
        else:
            self.files_open.set()

    def origin_of(self, request: web.Request) -> str:
        """Scheme and host for links; the newest one is remembered for callbacks."""
        self.origin = (self.options.public_url or f"{request.scheme}://{request.host}").rstrip("/")
        return self.origin

    def links_of(self, request: web.Request) -> Links:
        """For an answer that is given now."""
        return self.links_below(self.origin_of(request))

    def links_below(self, origin: str) -> Links:
        """As `links_of`, for those who did not ask."""
        return Links(origin, end_of_links(self.clock(), self.options.links_last))

    def has_ended(self, until: int) -> bool:
        """Whether a link that says so leads nowhere any more; where links end, so does one that says nothing."""
        return bool(self.options.links_last) and until <= self.clock()

    def choose_fault(self, text: str, wishes: tuple[str, ...]) -> Fault | None:
        """What befalls this submission: what its prompt asks for, else the script, else chance."""
        self.tries += 1
        wished = next((kind for kind in wishes if kind in FAULT_KINDS), None)
        if wished is not None:
            return Fault(wished)
        rng = Random(f"{self.options.seed}:{self.tries}")
        unlucky = rng.random() < self.options.failure_rate
        return self.script.pick_fault(text, paid=True) or (Fault(rng.choice(CHANCE_FAULTS)) if unlucky else None)

    async def wait_until(self, at: float, request: web.Request | None = None) -> None:
        """Wait for the time `at` (inf: for ever).

        Raises ClientGone when the sandbox closes or the client hangs up.
        """
        while True:
            if self.closing.is_set() or (request is not None and has_hung_up(request)):
                raise ClientGone
            left = at - self.clock()
            if left <= 0:
                return
            try:
                async with asyncio.timeout(min(left, _LOOK_INTERVAL_S)):
                    await self.closing.wait()
            except TimeoutError:
                continue

    async def wait_seconds(self, seconds: float, request: web.Request | None = None) -> None:
        """As `wait_until`."""
        await self.wait_until(self.clock() + seconds, request)

    def start_background(self, work: Coroutine[None, None, None]) -> None:
        """Work in the background; it dies with the sandbox."""
        if self._task_group is None or self.closing.is_set():
            work.close()
            return
        task = self._task_group.create_task(_run_guarded(work))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    @property
    def session(self) -> aiohttp.ClientSession:
        """For callbacks and pictures. Raises RuntimeError before the sandbox runs."""
        if self._session is None:
            raise RuntimeError("the sandbox is not running")
        return self._session

    async def run_background(self, _app: web.Application) -> AsyncIterator[None]:
        """For `cleanup_ctx`: owns the session and all background work."""
        timeout = aiohttp.ClientTimeout(total=10)
        async with aiohttp.ClientSession(timeout=timeout) as self._session, asyncio.TaskGroup() as self._task_group:
            yield
            self.closing.set()
            for task in self._background:
                task.cancel()
        self.inputs.close()

    async def end_waits(self, _app: web.Application) -> None:
        """For `on_shutdown`: handlers that wait give up at once."""
        self.closing.set()


async def _run_guarded(work: Coroutine[None, None, None]) -> None:
    """One task that fails must not end the others."""
    try:
        await work
    except ClientGone:
        return
    except Exception:  # noqa: BLE001 - whatever it is, it ends here and is logged
        _LOG.exception("background work of the sandbox failed")


STATE: Final = web.AppKey("sandbox", SandboxState)
