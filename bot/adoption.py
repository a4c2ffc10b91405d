"""Finds results that our records have lost, by the task or the code that people still have of them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import structlog

from bot.domain.buttons import Verb, decode_payload
from bot.domain.errors import Forgotten, ServiceError, Stale, UserError
from bot.domain.flags import FlagRules
from bot.domain.ids import NO_TASK, MessageRef, TaskId, code_of, read_code, recalled_job_id
from bot.domain.incoming import ButtonPress, UserEvent
from bot.domain.job import Job, State
from bot.domain.order import Act
from bot.domain.recalled import Recalled, adopted_job
from bot.jobs.desk import JobDesk
from bot.metrics import RECALLS
from bot.ports import Painter, Preferences, ResultIndex, Throttle

log = structlog.get_logger()

TASK_AGAIN_S = 10  # seconds in which one task is asked about once
PERSON_AGAIN_S = 30  # seconds in which one person has one code looked for
MISSED_S = 600  # seconds for which what was not found is known not to be there
# Questions that go on at once, over all processes, and seconds that each may take: about one task, and searches
# through up to twenty pages of the service's list. What follows running jobs shares the connections that they use.
TASKS_MOST, TASK_S = 4, 30
SEARCHES_MOST, SEARCH_S = 5, 60
KNOWN_LOOKS, KNOWN_PAUSE_S = 10, 0.3  # at what somebody else has asked for


def is_traceable(event: UserEvent, missing: Forgotten) -> bool:
    """Whether there is anything by which the service could be asked."""
    return bool(task_of(event) or missing.facts.get("name"))


def task_of(event: UserEvent) -> TaskId:
    """Of a button that says so."""
    return decode_payload(event.payload).task if isinstance(event, ButtonPress) else NO_TASK


def is_about(press: ButtonPress, task_id: TaskId, code: str) -> bool:
    """Whether what has this code is what the button names, and not a picture that its order begins with."""
    return not code or decode_payload(press.payload).verb is Verb.RECALL or code_of(task_id) == code


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
        task_id, code = task_of(event), read_code(str(missing.facts.get("name", "")))
        if isinstance(event, ButtonPress) and task_id and is_about(event, task_id, code):
            await self.recall_task(event, task_id)
        else:
            await self.recall_codes(event, missing)

    async def recall_task(self, press: ButtonPress, task_id: TaskId) -> None:
        """What a button belongs to, by the task that it names. Raises UserError."""
        missed = f"recall:missed:{task_id}"
        if await self.throttle.taken(missed):
            raise count("press", "unknown", UserError("task-unknown"))
        if not await self.throttle.once(f"recall:task:{task_id}", TASK_AGAIN_S):
            if await self.is_known_soon(task_id):
                return
            raise count("press", "busy", UserError("recall-busy"))
        async with self.slot("task", TASKS_MOST, TASK_S, "press"), asked("press", TASK_S):
            found = (await self.painter.recall([task_id])).get(task_id)
        if found is None:
            await self.throttle.once(missed, MISSED_S)
            raise count("press", "unknown", UserError("task-unknown"))
        job = await self.adopt(found, press)
        self.judge("press", job, is_retry=decode_payload(press.payload).verb is Verb.RETRY)

    async def is_known_soon(self, task_id: TaskId) -> bool:
        """Somebody else pressed a moment ago, and is being answered by the service."""
        for _ in range(KNOWN_LOOKS):
            if await self.results.job_by_task(task_id) is not None:
                return True
            await self.desk.clock.sleep(KNOWN_PAUSE_S)
        return False

    async def recall_codes(self, event: UserEvent, missing: Forgotten) -> None:
        """What people know by codes, wherever it was shown, in one search for all. Raises UserError."""
        codes = await self.lost_codes(missing)
        for code in codes:
            if await self.throttle.taken(f"recall:missed:{code}"):
                raise count("code", "unknown", unknown_code(missing, code))
        if not codes:
            raise count("code", "unknown", missing)
        if not await self.throttle.once(f"recall:person:{event.origin.person.id}", PERSON_AGAIN_S):
            raise count("code", "busy", UserError("recall-busy"))
        async with self.sought(codes), self.slot("code", SEARCHES_MOST, SEARCH_S, "code"), asked("code", SEARCH_S):
            found = await self.painter.recall_codes(codes)
        absent = [code for code in codes if code not in found]
        for code in absent:
            await self.throttle.once(f"recall:missed:{code}", MISSED_S)
        if absent:
            raise count("code", "unknown", unknown_code(missing, absent[0]))
        for job in [await self.adopt(found[code], event) for code in codes]:
            self.judge("code", job)

    async def lost_codes(self, missing: Forgotten) -> Sequence[str]:
        """Those that are codes at all, each once, and of the others those that we do not know."""
        named = read_code(str(missing.facts.get("name", "")))
        others = [code for code in missing.others if await self.results.job_by(code) is None]
        return list(dict.fromkeys(filter(None, (named, *others))))

    @asynccontextmanager
    async def sought(self, codes: Sequence[str]) -> AsyncIterator[None]:
        """Nobody else has these looked for meanwhile. Raises UserError when somebody does."""
        held: list[str] = []
        try:
            for code in codes:
                if not await self.throttle.once(f"recall:code:{code}", SEARCH_S):
                    raise count("code", "busy", UserError("recall-busy"))
                held.append(f"recall:code:{code}")
            yield
        finally:
            for name in held:
                await self.throttle.forget(name)

    @asynccontextmanager
    async def slot(self, name: str, most: int, seconds: int, what: str) -> AsyncIterator[None]:
        """One of the few questions that go on at once, or a moment later. Raises UserError when there is none."""
        held = await self.free_slot(name, most, seconds)
        if not held:
            raise count(what, "busy", UserError("recall-busy"))
        try:
            yield
        finally:
            await self.throttle.forget(held)

    async def free_slot(self, name: str, most: int, seconds: int) -> str:
        """Its name, or nothing when all are still taken after some looks."""
        for _ in range(KNOWN_LOOKS):
            for number in range(most):
                held = f"recall:slot:{name}:{number}"
                if await self.throttle.once(held, seconds):
                    return held
            await self.desk.clock.sleep(KNOWN_PAUSE_S)
        return ""

    async def adopt(self, found: Recalled, event: UserEvent) -> Job:
        """Its job: the one that has it, or one that is made of it. It hangs on the message that was pressed."""
        message = await self.lost_message(event)
        job = await self.results.job_by_task(found.task_id) or await self.desk.book.load(
            recalled_job_id(found.task_id)
        )
        made = await self.make_job(found, event, message)
        if job is None:
            if not made.settled and message is None:  # nowhere to show it; it is asked after again
                return made
            return await self.save(made)
        if message is not None and not job.detached:
            await self.results.link_message(message, job)
        return await self.save(better) if (better := improved(job, made)) is not job else job

    async def lost_message(self, event: UserEvent) -> MessageRef | None:
        """The message that shows it, if the platform says that the button stands there, and it is no panel of ours.

        What a client could have made up decides about no message.
        """
        if not isinstance(event, ButtonPress) or not event.vouched:
            return None
        if decode_payload(event.payload).verb is Verb.RECALL:  # a list, or one of several messages
            return None
        known = await self.results.job_of(event.message) is not None or await self.results.panel_of(event.message)
        return None if known else event.message

    async def make_job(self, found: Recalled, event: UserEvent, message: MessageRef | None) -> Job:
        origin = event.origin
        chat_settings, _ = await self.preferences.chosen(origin.place, origin.person.id)
        job = adopted_job(
            found,
            origin,
            self.rules,
            now=self.desk.clock.now(),
            limit=self.desk.job_timeout,
            message=message,
            seen=event.seen if isinstance(event, ButtonPress) and message is not None else "",
        )
        job = replace(job, chat_settings=chat_settings, api=self.api)
        if message is None or not isinstance(event, ButtonPress) or not job.settled:
            return job
        verb = decode_payload(event.payload).verb
        unseen = verb is Verb.CANCEL or (verb is Verb.RETRY and job.outcome is not None)
        return replace(job, state=State.FINISHED if job.outcome else State.FAILED) if unseen else job

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
            raise count(what, "failed", job.fault_error(job.fault))
        RECALLS.labels(what, "found").inc()


def unknown_code(missing: Forgotten, code: str) -> UserError:
    """That this one of them is known to nobody."""
    return missing if code == read_code(str(missing.facts.get("name", ""))) else UserError(missing.code, name=code)


def improved(job: Job, made: Job) -> Job:
    """What we know of it, with what the service knows better; the very same where that is nothing."""
    if job.state is State.DONE and job.outcome is None and made.outcome is not None:  # it ended after we gave up
        job = replace(job, outcome=made.outcome, fault=None)
    nobodys = not job.origin.person.id
    if nobodys and isinstance(job.order, Act) and not job.order.prompt and isinstance(made.order, Act):
        return replace(job, order=made.order, outcome=made.outcome) if made.order.prompt else job
    return job


def count(what: str, result: str, error: UserError) -> UserError:
    """The error, and its place in the statistics."""
    RECALLS.labels(what, result).inc()
    return error


@asynccontextmanager
async def asked(what: str, seconds: float) -> AsyncIterator[None]:
    """A question to the service, which has less time than its slot. Raises UserError when there is no answer."""
    try:
        async with asyncio.timeout(seconds * 0.8):
            yield
    except (ServiceError, TimeoutError) as error:
        log.warning("recall.failed", what=what, error=type(error).__name__)
        raise count(what, "away", UserError("recall-away")) from None
