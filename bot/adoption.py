"""Finds results that our records have lost, by the task or the code that people still have of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import structlog

from bot.domain.buttons import Verb, decode_payload
from bot.domain.errors import Forgotten, ServiceError, Stale, UserError
from bot.domain.flags import FlagRules
from bot.domain.ids import MessageRef, TaskId, read_code, recalled_job_id
from bot.domain.incoming import ButtonPress, UserEvent
from bot.domain.job import Job, State
from bot.domain.recalled import Recalled, adopted_job
from bot.jobs.desk import JobDesk
from bot.metrics import RECALLS
from bot.ports import Painter, Preferences, ResultIndex, Throttle

log = structlog.get_logger()

MESSAGE_AGAIN_S = 10  # seconds in which one message is asked about once
KNOWN_LOOKS, KNOWN_PAUSE_S = 10, 0.3  # at what somebody else has asked for
PERSON_AGAIN_S = 30  # seconds in which one person has one code looked for
MISSED_S = 600  # seconds for which a code that was not found is known to be none
# A search reads up to twenty pages of the service's list: so many go on at once, over all processes.
SEARCHES_MOST, SEARCH_S = 5, 60


def is_traceable(event: UserEvent, missing: Forgotten) -> bool:
    """Whether there is anything by which the service could be asked."""
    return bool(task_of(event) or missing.facts.get("name"))


def task_of(event: UserEvent) -> TaskId:
    """Of a button that says so."""
    return decode_payload(event.payload).task if isinstance(event, ButtonPress) else TaskId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """Makes a job of ours of what the service still knows. `api` names the service, as in Job."""

    painter: Painter
    results: ResultIndex
    preferences: Preferences
    throttle: Throttle
    desk: JobDesk
    rules: FlagRules
    api: str

    async def recall(self, event: UserEvent, missing: Forgotten) -> None:
        """Afterwards it is known again. Raises UserError: it cannot be, or there is nothing to show of it yet."""
        task_id = task_of(event)
        if isinstance(event, ButtonPress) and task_id:
            await self.recall_task(event, task_id, missing)
        else:
            await self.recall_code(event, read_code(str(missing.facts.get("name", ""))), missing)

    async def recall_task(self, press: ButtonPress, task_id: TaskId, missing: Forgotten) -> None:
        """What a message shows, by the task on its button. Raises UserError."""
        # A list has a button for each of several results, any other message shows one.
        shown = press.message if decode_payload(press.payload).verb is not Verb.RECALL else None
        asked = press.message.key if shown else f"{press.message.key}:{task_id}"
        if not await self.throttle.once(f"recall:message:{asked}", MESSAGE_AGAIN_S):
            if shown and await self.is_known_soon(shown):
                return
            raise count("press", "busy", UserError("recall-busy"))
        async with counted("press"):
            found = (await self.painter.recall([task_id])).get(task_id)
        if found is None:
            raise count("press", "unknown", UserError("task-unknown") if missing.code == "image-gone" else missing)
        job = await self.adopt(found, press, shown)
        self.judge("press", job, is_retry=decode_payload(press.payload).verb is Verb.RETRY)

    async def is_known_soon(self, message: MessageRef) -> bool:
        """Somebody else pressed there a moment ago, and is being answered by the service."""
        for _ in range(KNOWN_LOOKS):
            if await self.results.job_of(message) is not None:
                return True
            await self.desk.clock.sleep(KNOWN_PAUSE_S)
        return False

    async def recall_code(self, event: UserEvent, code: str, missing: Forgotten) -> None:
        """What people know by a code, wherever it was shown. Raises UserError."""
        missed = f"recall:code:{code}"
        if not code or not await self.throttle.once(missed, MISSED_S):
            raise count("code", "unknown", missing)
        try:
            async with self.search_slot(event.origin.person.id), counted("code"):
                found = await self.painter.recall_code(code)
        except UserError:
            await self.throttle.forget(missed)
            raise
        if found is None:
            raise count("code", "unknown", missing)
        await self.throttle.forget(missed)
        self.judge("code", await self.adopt(found, event, None))

    @asynccontextmanager
    async def search_slot(self, person: str) -> AsyncIterator[None]:
        """One of the few searches that go on at once, and the person's only one in a while. Raises UserError."""
        slots = [f"recall:slot:{number}" for number in range(SEARCHES_MOST)]
        slot = ""
        if await self.throttle.once(f"recall:person:{person}", PERSON_AGAIN_S):
            for free in slots:
                if await self.throttle.once(free, SEARCH_S):
                    slot = free
                    break
        if not slot:
            raise count("code", "busy", UserError("recall-busy"))
        try:
            yield
        finally:
            await self.throttle.forget(slot)

    async def adopt(self, found: Recalled, event: UserEvent, message: MessageRef | None) -> Job:
        """Its job; that is written down, and hangs on the message. One that runs is followed from here on."""
        origin = event.origin
        chat_settings, _ = await self.preferences.chosen(origin.place, origin.person.id)
        job = adopted_job(
            found,
            origin,
            self.rules,
            limit=self.desk.job_timeout,
            message=message,
            seen=event.seen if isinstance(event, ButtonPress) else "",
        )
        job = replace(job, chat_settings=chat_settings, api=self.api)
        known = await self.desk.book.load(recalled_job_id(found.task_id, found.created_at))
        if known is None:
            known = await self.save(self.as_asked(job, event))
        if message is not None and known.message != message:
            await self.results.link_message(message, known)
        return known

    def as_asked(self, job: Job, event: UserEvent) -> Job:
        """Where the message still says that it is painted, what became of that has to be shown there."""
        asked = isinstance(event, ButtonPress) and decode_payload(event.payload).verb is Verb.CANCEL
        if not asked or not job.settled or job.message is None:
            return job
        return replace(job, state=State.FINISHED if job.outcome else State.FAILED)

    async def save(self, job: Job) -> Job:
        """Whoever else adopts it writes the same."""
        try:
            saved = await self.desk.book.save(job)
        except Stale:
            return await self.desk.book.load(job.id) or job
        log.info("job.adopted", job=job.id, task=job.task_id, state=str(job.state))
        if saved.open and saved.message is not None:
            await self.desk.enqueue_job(saved.id)
        return saved

    def judge(self, what: str, job: Job, *, is_retry: bool = False) -> None:
        """Whether there is something to go on with. Raises UserError."""
        if not job.settled:
            raise count(what, "running", UserError("task-running"))
        if job.open:
            raise count(what, "found", UserError("show-soon"))
        if job.fault is not None and not is_retry:
            raise count(what, "failed", UserError(f"fault-{job.fault.code}"))
        RECALLS.labels(what, "found").inc()


def count(what: str, result: str, error: UserError) -> UserError:
    """The error, and its place in the statistics."""
    RECALLS.labels(what, result).inc()
    return error


@asynccontextmanager
async def counted(what: str) -> AsyncIterator[None]:
    """A question to the service. Raises UserError when that does not answer."""
    try:
        yield
    except ServiceError as error:
        log.warning("recall.failed", what=what, error=str(error.code))
        raise count(what, "away", UserError("recall-away")) from None
