"""Talk to the image service: send orders, once, and ask after tasks, as often as it takes."""

import asyncio
import base64
import math
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any, Final, Literal

import aiohttp
import stamina
from typing_extensions import override

from bot.domain.errors import Code, ServiceError, Started, StoreError
from bot.domain.ids import ImageId, JobId, TaskId, code_of
from bot.domain.image import TextResult
from bot.domain.job import Job
from bot.domain.order import AskSeed, Describe, Order, Shorten, Translate, WordOrder, mask_of
from bot.domain.prompt import Prompt
from bot.domain.recalled import Recalled
from bot.domain.update import Accepted, Failed, Finished, TaskUpdate
from bot.midjourney import requests
from bot.midjourney.errors import unreadable_error
from bot.midjourney.matching import MATCH_BEFORE_S, matching_tasks
from bot.midjourney.recall import recalled_task
from bot.midjourney.schemas import Answer, Body, Record, TasksBody, load_object, read_records
from bot.midjourney.session import open_session
from bot.midjourney.stream import UpdateParser
from bot.midjourney.timeouts import DEFAULT_TIMEOUTS, Timeouts
from bot.midjourney.transport import JSON, NDJSON, Transport, is_refusal, is_transient, read_chunks, trace_of
from bot.midjourney.updates import update_from_answer, update_from_record
from bot.ports import Clock, Masks, Painter

__all__ = ["TASK_TIMEOUT_LEAST_S", "TASK_TIMEOUT_MOST_S", "AceData", "UpdateMode", "open_painter"]

# stream: the answer stays open and tells how it goes. The others name the task at once: with poll `look_up` tells
# the rest, with callback the service does, to the address it was given.
UpdateMode = Literal["stream", "poll", "callback"]
CallbackUrl = Callable[[JobId], str]

# Reads are free and harmless to repeat; the vendor's plug-in tries three times, from half a second on.
_READ_RETRIES: Final = stamina.AsyncRetryingCaller(attempts=3, wait_initial=0.5, wait_max=4.0, wait_jitter=0.5)
_LOOKUP_CONNECTIONS: Final = 8  # connections for reads; they take a second each
_ORDER_CONNECTIONS: Final = 100
TASK_TIMEOUT_LEAST_S: Final = 30  # no picture is painted sooner; the fastest on record took 15
TASK_TIMEOUT_MOST_S: Final = 7200  # as long as anybody will wait


@asynccontextmanager
async def open_painter(  # noqa: PLR0913 - all but the first two are named where it is called
    base_url: str,
    token: str,
    *,
    clock: Clock,
    updates: UpdateMode = "stream",
    callback_url: CallbackUrl | None = None,
    timeouts: Timeouts = DEFAULT_TIMEOUTS,
    limit: int = _ORDER_CONNECTIONS,
    proxy: str = "",
    task_timeout: int | None = None,
    masks: Masks | None = None,
) -> AsyncIterator["AceData"]:
    """A Painter with connections of its own. `limit` is how many orders can be open at once: not fewer than
    the caller ever sends, or an order waits here and, after `timeouts.connect`, is given back unsent.
    `task_timeout`: seconds that the service may take for each, instead of those that its job has left. `masks`:
    where those of orders are kept.
    """
    async with (
        open_session(limit, reuse=False, proxy=proxy) as paid,
        open_session(_LOOKUP_CONNECTIONS, proxy=proxy) as reads,
    ):
        painter = AceData(
            paid, base_url=base_url, token=token, clock=clock, updates=updates, timeouts=timeouts, reads=reads
        )
        painter.callback_url = callback_url
        painter.task_timeout = task_timeout
        painter.masks = masks
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
        updates: UpdateMode = "stream",
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        reads: aiohttp.ClientSession | None = None,
    ) -> None:
        self._paid = session
        self._reads = reads or session
        self._transport = Transport(base_url, token, clock)
        self._clock = clock
        self._updates = updates
        self.callback_url: CallbackUrl | None = None  # where each job's task shall be reported
        self.task_timeout: int | None = None  # as in `open_painter`
        self.masks: Masks | None = None  # as there
        self._timeouts = timeouts

    # --- orders: each is one POST -----------------------------------------------------------------

    @override
    async def paint(self, job: Job) -> AsyncIterator[TaskUpdate]:
        """Accepted as soon as the task has a name, then its progress, then Finished or Failed.

        It may end after Accepted: follow by `look_up`. So it is, too, after a ServiceError whose `started` is
        UNKNOWN; without a task id, ask `recent`. Orders for words (WordOrder) have no task: their
        task id may be empty.
        """
        if isinstance(job.order, WordOrder):
            yield await self._order_words(job.order)
            return
        async with aclosing(self._order_picture(job)) as updates:
            async for update in updates:
                yield self._without_token(update)

    async def _order_picture(self, job: Job) -> AsyncGenerator[TaskUpdate]:
        granted = self._granted_seconds(job)
        first = asyncio.get_running_loop().time() + self._timeouts.first_within(granted)
        mask = await self._fetch_mask(job.order)
        async with self._post_order(job, granted, mask) as response:
            if is_refusal(response):
                error, named = await self._transport.read_error(response)
                if named and error.started is Started.UNKNOWN:
                    yield Accepted(TaskId(named), error.trace_id)
                raise error
            parser = UpdateParser(job.order, trace_id=trace_of(response))
            async for chunk in read_chunks(response, first=first, stall=self._timeouts.stall):
                for update in parser.feed(chunk):
                    yield update
                if parser.is_over:
                    return
        for update in parser.end():
            yield update
        if wrong := parser.what_is_wrong():
            raise wrong

    async def _fetch_mask(self, order: Order) -> str:
        """In base64; empty for an order that needs none. Raises ServiceError when it cannot be had."""
        name = mask_of(order)
        if not name:
            return ""
        try:
            mask = await self.masks.get(name) if self.masks else None
        except StoreError:
            raise ServiceError(Code.UNAVAILABLE, started=Started.NO) from None
        if mask is None:
            raise ServiceError(Code.MASK_GONE)
        return base64.b64encode(mask).decode()

    def _granted_seconds(self, job: Job) -> int:
        """How long the service may take: for as long as somebody waits for the job."""
        left = self.task_timeout or math.ceil(job.limit - self._clock.now())
        return min(max(left, TASK_TIMEOUT_LEAST_S), TASK_TIMEOUT_MOST_S)

    def _post_order(self, job: Job, granted: int, mask: str) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """With callbacks the lines of a stream are asked for, too: then every step is called in."""
        poll = self._updates == "poll"
        url = self._reported_at(job)
        body = requests.order_body(job.order, no_wait=poll, callback_url=url, timeout=granted, mask=mask)
        wait, accept = self._timeouts.for_stream(granted), JSON if poll else NDJSON
        return self._transport.post_stream(self._paid, requests.order_path(job.order), body, wait, accept)

    def _reported_at(self, job: Job) -> str:
        """Where the service calls in what becomes of the job; empty when it does not."""
        return self.callback_url(job.id) if self._updates == "callback" and self.callback_url else ""

    def read_report(self, raw: bytes, job: Job) -> TaskUpdate | None:
        """What the body of a callback says of a job's task; None when it makes no sense."""
        content = load_object(raw)
        if not content:
            return None
        # Every step is called in: a preview that lacks its percentage must not pass for the result.
        got = Answer.model_validate(content)
        # A failure that names no task need not be that of ours.
        known = "" if got.failed else job.task_id or ""
        update = update_from_answer(got, job.order, over=False, task_id=known)
        return None if update is None else self._without_token(update)

    async def _order_words(self, order: WordOrder) -> TaskUpdate:
        got = await self._post_paid(requests.order_path(order), requests.order_body(order))
        update = update_from_answer(got, order)
        if update is None:
            raise unreadable_error()
        return self._without_token(update)

    async def describe(self, image_url: str) -> TextResult:
        """Four prompts that would paint a picture like this one. Raises ServiceError."""
        return _text_result(await self._order_words(Describe(image_url)))

    async def shorten(self, prompt: str) -> TextResult:
        """Up to five shorter prompts that say the same. Raises ServiceError."""
        return _text_result(await self._order_words(Shorten(prompt)))

    async def translate(self, text: str) -> str:
        """The text in English. Keep flags and links out of it. Raises ServiceError."""
        return _text_result(await self._order_words(Translate(Prompt(text)))).lines[0]

    async def seed(self, image_id: ImageId) -> str:
        """The number that, as `--seed`, begins the same picture again. Raises ServiceError."""
        return _text_result(await self._order_words(AskSeed(image_id))).lines[0]

    async def _post_paid(self, path: str, body: Body) -> Answer:
        timeout = self._timeouts.for_whole(self._timeouts.words)
        return await self._transport.post_answer(self._paid, path, body, timeout)

    def _without_token(self, update: TaskUpdate) -> TaskUpdate:
        """Without our token in the service's own words."""
        if not isinstance(update, Failed):
            return update
        fault = update.fault
        return replace(update, fault=replace(fault, message=self._transport.hide_token(fault.message)))

    # --- reads: free, and repeated ----------------------------------------------------------------

    @override
    async def look_up(self, task_ids: Sequence[TaskId]) -> Mapping[TaskId, TaskUpdate]:
        """Where these tasks are. A result has the words and hints of the record; `order.adopt` gives it ours."""
        found = await self._fetch_records(task_ids)
        return {task_id: self._without_token(update_from_record(one)) for task_id, one in found.items()}

    @override
    async def recall(self, task_ids: Sequence[TaskId]) -> Mapping[TaskId, Recalled]:
        """What these tasks were, and what became of them."""
        return {task_id: self._recalled(one) for task_id, one in (await self._fetch_records(task_ids)).items()}

    @override
    async def recall_traces(self, trace_ids: Sequence[str]) -> Mapping[str, Recalled]:
        """The same for those that were ordered under these trace ids."""
        wanted = [trace_id for trace_id in dict.fromkeys(trace_ids) if trace_id]
        records: list[tuple[str, Record]] = []
        for some in _batches(wanted):
            if len(some) == 1:  # whatever its record says of its trace
                answer = await self._fetch_tasks(requests.trace_body(some[0]))
                records += [(some[0], one) for one in read_records(answer)[:1]]
            else:
                answer = await self._fetch_tasks(requests.trace_batch_body(some))
                records += [(one.trace, one) for one in read_records(answer)]
        found = dict(records)
        return {trace_id: self._recalled(found[trace_id]) for trace_id in wanted if trace_id in found}

    @override
    async def recall_codes(self, codes: Collection[str]) -> Mapping[str, Recalled]:
        """The tasks whose results people know by these codes, among the account's last 1,000."""
        found: dict[str, Recalled] = {}
        async with aclosing(self._pages()) as pages:
            async for page in pages:
                found |= {code: self._recalled(one) for one in page if (code := code_of(TaskId(one.id))) in codes}
                if len(found) == len(set(codes)):
                    break
        return found

    async def list_tasks(self, *, kind: str = "", since: float = 0.0, limit: int) -> Sequence[Recalled]:
        """The newest of the account's last 1,000 tasks; of one type, made at `since` (unix seconds) or later."""
        listed: list[Recalled] = []
        async with aclosing(self._pages(kind, since)) as pages:
            async for page in pages:  # which a service that does not know these members has not sifted
                fresh = [one for one in page if (one.created_at or 0.0) >= since]
                listed += [self._recalled(one) for one in fresh if kind in {"", one.type}]
                if len(listed) >= limit or (since and page and not fresh):
                    break
        return listed[:limit]

    def _recalled(self, record: Record) -> Recalled:
        recalled = recalled_task(record)
        return replace(recalled, update=self._without_token(recalled.update))

    async def _pages(self, kind: str = "", since: float = 0.0) -> AsyncGenerator[Sequence[Record]]:
        """The account's last tasks, the newest first, page by page; none of them twice."""
        known: set[str] = set()
        for page in range(requests.LISTED_PAGES):
            body = requests.recent_body(page * requests.LISTED_TASKS, kind=kind, since=since)
            listed = read_records(await self._fetch_tasks(body))
            yield [one for one in listed if one.id not in known]
            known |= {one.id for one in listed}
            if len(listed) < requests.LISTED_TASKS:
                return

    @override
    async def recent(self, job: Job) -> Sequence[TaskId]:
        """Tasks that ask for the same as this job's order and were made when it was sent, the closest first.

        It looks back until before that moment, however much was ordered since, but not through more than
        `requests.LISTED_PAGES` pages. The service's clock may go otherwise than ours: its answers tell how far.
        """
        found: list[Record] = []
        sent_at = job.sent_at
        async with aclosing(self._pages()) as pages:
            async for new in pages:
                found += new
                oldest = min((one.created_at for one in new if one.created_at is not None), default=0.0)
                sent_at = job.sent_at + (self.clock_offset or 0.0)
                if oldest < sent_at - MATCH_BEFORE_S:
                    break
        return matching_tasks(found, job.order, sent_at, job.id if self._reported_at(job) else None)

    @property
    def clock_offset(self) -> float | None:
        """Seconds that the service's clock is ahead of ours, as far as its answers have told."""
        return self._transport.service_clock.offset

    async def check_token(self) -> None:
        """Whether the service is there and takes our token, at no cost. Raises ServiceError when not."""
        try:
            await self._fetch_tasks(requests.lookup_body(requests.UNKNOWN_TASK_ID))
        except ServiceError as error:
            if error.code is not Code.REFUSED:
                raise
            # The code of moderation also means "no permission"; here is nothing to moderate.
            raise ServiceError(Code.UNAUTHORIZED, error.message, trace_id=error.trace_id) from None

    async def _fetch_records(self, task_ids: Sequence[TaskId]) -> Mapping[TaskId, Record]:
        """Of these tasks, in their order; those that the service does not know are missing."""
        wanted = [task_id for task_id in dict.fromkeys(task_ids) if task_id]
        found: dict[TaskId, Record] = {}
        for some in _batches(wanted):
            one = requests.lookup_body(some[0]) if len(some) == 1 else None
            answer = await self._fetch_tasks(one or requests.batch_body(some))
            found |= {TaskId(one.id): one for one in read_records(answer)}
        return {task_id: found[task_id] for task_id in wanted if task_id in found}

    async def _fetch_tasks(self, body: TasksBody) -> Mapping[str, Any]:
        timeout = self._timeouts.for_whole(self._timeouts.read)

        async def ask() -> Mapping[str, Any]:
            return await self._transport.post_json(self._reads, "tasks", body, timeout)

        try:
            return await _READ_RETRIES(is_transient, ask)
        except ServiceError as error:
            if error.code is Code.LOST:  # an older way to say that it knows none of them
                return {}
            raise


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many as one lookup takes."""
    for at in range(0, len(names), requests.LOOKUP_BATCH_IDS):
        yield names[at : at + requests.LOOKUP_BATCH_IDS]


def _text_result(update: TaskUpdate) -> TextResult:
    match update:
        case Finished(_, TextResult() as words):
            return words
        case Failed(fault):
            raise ServiceError(fault.code, fault.message, trace_id=fault.trace_id)
        case _:
            raise unreadable_error()
