"""Talk to the image service: send orders, once, and ask after tasks, as often as it takes."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any, Final, Literal

import aiohttp
import stamina
from typing_extensions import override

from bot.domain.errors import Code, ServiceError, Started
from bot.domain.ids import ImageId, JobId, TaskId
from bot.domain.image import Words
from bot.domain.job import Job
from bot.domain.order import Describe, Shorten
from bot.domain.update import Accepted, Failed, Finished, TaskUpdate
from bot.midjourney import requests
from bot.midjourney.errors import unreadable
from bot.midjourney.matching import BEFORE, candidates
from bot.midjourney.schemas import Answer, Body, Record, TasksBody, load, records
from bot.midjourney.session import open_session
from bot.midjourney.stream import Telling
from bot.midjourney.timeouts import USUAL, Timeouts
from bot.midjourney.transport import JSON, NDJSON, Exchange, chunks, passing, refused
from bot.midjourney.updates import update_from_answer, update_from_record
from bot.ports import Clock, Painter

__all__ = ["AceData", "Updates", "open_painter"]

# stream: the answer stays open and tells how it goes. The others name the task at once: with poll `look_up` tells
# the rest, with callback the service does, to the address it was given.
Updates = Literal["stream", "poll", "callback"]
CallbackUrl = Callable[[JobId], str]

# Reads are free and harmless to repeat; the vendor's plug-in tries three times, from half a second on.
_READS: Final = stamina.AsyncRetryingCaller(attempts=3, wait_initial=0.5, wait_max=4.0, wait_jitter=0.5)
_LOOKUPS: Final = 8  # connections for reads; they take a second each
_STREAMS: Final = 100


@asynccontextmanager
async def open_painter(  # noqa: PLR0913 - all but the first two are named where it is called
    base_url: str,
    token: str,
    *,
    clock: Clock,
    updates: Updates = "stream",
    callback_url: CallbackUrl | None = None,
    timeouts: Timeouts = USUAL,
    limit: int = _STREAMS,
    proxy: str = "",
) -> AsyncIterator["AceData"]:
    """A Painter with connections of its own. `limit` is how many orders can be open at once: not fewer than
    the caller ever sends, or an order waits here and, after `timeouts.connect`, is given back unsent.
    """
    async with (
        open_session(limit, reuse=False, proxy=proxy) as paid,
        open_session(_LOOKUPS, proxy=proxy) as reads,
    ):
        painter = AceData(
            paid, base_url=base_url, token=token, clock=clock, updates=updates, timeouts=timeouts, reads=reads
        )
        painter.callback_url = callback_url
        yield painter


class AceData(Painter):
    """The Painter. What is paid for goes through `session`, lookups through `reads`: streams are held open,
    and what asks after tasks shall not wait for a place among them. Sessions are the caller's to close.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        base_url: str,
        token: str,
        clock: Clock,
        updates: Updates = "stream",
        timeouts: Timeouts = USUAL,
        reads: aiohttp.ClientSession | None = None,
    ) -> None:
        self._paid = session
        self._reads = reads or session
        self._exchange = Exchange(base_url, token, clock)
        self._updates = updates
        self.callback_url: CallbackUrl | None = None  # where each job's task shall be reported
        self._timeouts = timeouts

    # --- orders: each is one POST -----------------------------------------------------------------

    @override
    async def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        """Accepted as soon as the task has a name, then its progress, then Finished or Failed.

        It may end after Accepted: follow by `look_up`. So it is, too, after a ServiceError whose `started` is
        UNKNOWN; without a task id, ask `recent`. Orders for words (Describe, Shorten) have no task: their
        task id may be empty.
        """
        if isinstance(job.order, Describe | Shorten):
            yield await self._words(job.order)
            return
        async with aclosing(self._draw(job)) as updates:
            async for update in updates:
                yield self._discreet(update)

    async def _draw(self, job: Job) -> AsyncGenerator[TaskUpdate]:
        first = asyncio.get_running_loop().time() + self._timeouts.first
        telling = Telling(job.order)
        async with self._send(job) as response:
            if refused(response):
                error, named = await self._exchange.error(response)
                if named and error.started is Started.UNKNOWN:
                    yield Accepted(TaskId(named))
                raise error
            async for chunk in chunks(response, first=first, stall=self._timeouts.stall):
                for update in telling.feed(chunk):
                    yield update
                if telling.over:
                    return
        for update in telling.end():
            yield update
        if wrong := telling.verdict():
            raise wrong

    def _send(self, job: Job) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """With callbacks the lines of a stream are asked for, too: then every step is called in."""
        poll = self._updates == "poll"
        url = self.callback_url(job.id) if self._updates == "callback" and self.callback_url else ""
        body = requests.body(job.order, no_wait=poll, callback_url=url)
        wait, accept = self._timeouts.open_ended(), JSON if poll else NDJSON
        return self._exchange.open(self._paid, requests.path(job.order), body, wait, accept)

    def report(self, raw: bytes, job: Job) -> TaskUpdate | None:
        """What the body of a callback says of a job's task; None when it makes no sense."""
        content = load(raw)
        if not content:
            return None
        # Every step is called in: a preview that lacks its percentage must not pass for the result.
        got = Answer.model_validate(content)
        # A failure that names no task need not be that of ours.
        known = "" if got.failed else job.task_id or ""
        update = update_from_answer(got, job.order, over=False, task_id=known)
        return None if update is None else self._discreet(update)

    async def _words(self, order: Describe | Shorten) -> TaskUpdate:
        got = await self._pay(requests.path(order), requests.body(order))
        update = update_from_answer(got, order)
        if update is None:
            raise unreadable()
        return self._discreet(update)

    async def describe(self, image_url: str) -> Words:
        """Four prompts that would paint a picture like this one."""
        return _lines(await self._words(Describe(image_url)))

    async def shorten(self, prompt: str) -> Words:
        """Up to five shorter prompts that say the same."""
        return _lines(await self._words(Shorten(prompt)))

    async def translate(self, text: str) -> str:
        """The text in English. Keep flags and links out of it."""
        return _told((await self._pay("translate", requests.translate(text))).content)

    async def seed(self, image_id: ImageId) -> str:
        """The number that, as `--seed`, begins the same picture again."""
        return _told((await self._pay("seed", requests.seed(image_id))).seed)

    async def _pay(self, path: str, body: Body) -> Answer:
        timeout = self._timeouts.within(self._timeouts.words)
        return Answer.model_validate(await self._exchange.ask(self._paid, path, body, timeout))

    def _discreet(self, update: TaskUpdate) -> TaskUpdate:
        """Without our token in the service's own words."""
        if not isinstance(update, Failed):
            return update
        fault = update.fault
        return replace(update, fault=replace(fault, message=self._exchange.hide(fault.message)))

    # --- reads: free, and repeated ----------------------------------------------------------------

    @override
    async def look_up(self, task_ids: Sequence[TaskId]) -> Mapping[TaskId, TaskUpdate]:
        """Where these tasks are. A result has the words and hints of the record; `order.adopt` gives it ours."""
        wanted = [task_id for task_id in dict.fromkeys(task_ids) if task_id]
        found: dict[TaskId, TaskUpdate] = {}
        for at in range(0, len(wanted), requests.BATCH):
            answer = await self._tasks(requests.batch(wanted[at : at + requests.BATCH]))
            found |= {TaskId(one.id): self._discreet(update_from_record(one)) for one in records(answer)}
        return {task_id: found[task_id] for task_id in wanted if task_id in found}

    @override
    async def recent(self, job: Job) -> Sequence[TaskId]:
        """Tasks that ask for the same as this job's order and were made when it was sent, the closest first.

        It looks back until before that moment, however much was ordered since, but not through more than
        `requests.PAGES` pages. The service's clock may go otherwise than ours: its answers tell how far.
        """
        found: dict[str, Record] = {}
        for page in range(requests.PAGES):
            listed = records(await self._tasks(requests.recent(page * requests.LISTING)))
            new = {one.id: one for one in listed if one.id not in found}
            found |= new
            oldest = min((one.created_at for one in new.values() if one.created_at is not None), default=0.0)
            sent_at = job.sent_at + (self.clock_offset or 0.0)
            if len(listed) < requests.LISTING or oldest < sent_at - BEFORE:
                break
        return candidates(found.values(), job.order, sent_at)

    @property
    def clock_offset(self) -> float | None:
        """Seconds that the service's clock is ahead of ours, as far as its answers have told."""
        return self._exchange.time.offset

    async def check(self) -> None:
        """Whether the service is there and takes our token, at no cost. ServiceError when not."""
        try:
            await self._tasks(requests.lone(requests.NOBODY))
        except ServiceError as error:
            if error.code is not Code.REFUSED:
                raise
            # The code of moderation also means "no permission"; here is nothing to moderate.
            raise ServiceError(Code.UNAUTHORIZED, error.message, trace_id=error.trace_id) from None

    async def _tasks(self, body: TasksBody) -> Mapping[str, Any]:
        timeout = self._timeouts.within(self._timeouts.read)

        async def ask() -> Mapping[str, Any]:
            return await self._exchange.ask(self._reads, "tasks", body, timeout)

        try:
            return await _READS(passing, ask)
        except ServiceError as error:
            if error.code is Code.LOST:  # an older way to say that it knows none of them
                return {}
            raise


def _lines(update: TaskUpdate) -> Words:
    match update:
        case Finished(_, Words() as words):
            return words
        case Failed(fault):
            raise ServiceError(fault.code, fault.message, trace_id=fault.trace_id)
        case _:
            raise unreadable()


def _told(text: str) -> str:
    if not text:
        raise unreadable()
    return text
