"""One job between its first and its last card: send, follow, seek, until the result is known."""

import asyncio
from contextlib import aclosing, suppress
from dataclasses import replace

import structlog

from bot.cards import cancelled_card, last_card, note_card, progress_card
from bot.domain.card import Card
from bot.domain.errors import Code, ServiceError, Stale, Started, StoreError
from bot.domain.ids import MessageRef, TaskId
from bot.domain.job import Follow, GiveUp, Job, Seek, Send, State, Step, advance, resume
from bot.domain.recalled import is_adopted
from bot.domain.trace import error_trace
from bot.domain.update import (
    Accepted,
    Cancelled,
    Delivered,
    Failed,
    Fault,
    Postponed,
    Progressed,
    Sending,
    TaskUpdate,
    Update,
    Wanted,
)
from bot.jobs.canvas import Canvas
from bot.jobs.context import JobContext
from bot.jobs.desk import DOUBTFUL_CODES
from bot.jobs.signal_listener import Subscription
from bot.jobs.turnstile import HOLD_REASONS
from bot.metrics import SERVICE_ERRORS, STORE_UNSURE
from bot.outage import outage_log

log = structlog.get_logger()

# What nobody but the operator can mend: the token, the account, its credit.
OPERATOR_CODES = frozenset({Code.UNAUTHORIZED, Code.MISCONFIGURED, Code.OUT_OF_CREDIT})


class JobSession:
    """A job that is held, and the canvas that shows it. Raises Stale when somebody else has taken it over."""

    def __init__(self, job: Job, canvas: Canvas, context: JobContext) -> None:
        self.job = job
        self.canvas = canvas
        self.context = context
        self.tries = 0
        self.percent = 0  # the furthest that was shown
        self.saving = asyncio.Lock()
        self.scope: asyncio.Timeout | None = None
        self.parked = False  # it waits in line, and this run of it is over
        self.lost: Stale | None = None  # the canvas found that somebody else has the job
        canvas.owner = self

    @property
    def can_release(self) -> bool:
        """Whether another process could go on at once: all but an order whose task has no name yet.

        Not in the middle of a save, of a last card, or of the board of a crowd, whose outcome nobody would know.
        """
        flying = (
            self.canvas.posting
            or self.canvas.seat.brings
            or (self.job.settled and self.canvas.pacer.flying is not None)
        )
        return not self.saving.locked() and not flying and self.job.state is not State.SENT

    # --- until the result is known ----------------------------------------------------------------

    async def settle(self) -> Job:
        """The job with its result, good or bad, or parked; whoever had it before and however far they came."""
        while not self.job.settled and not self.parked:
            if self.lost is not None:
                raise self.lost
            try:
                async with asyncio.timeout(None) as scope:
                    self.scope = scope
                    await self.step(resume(self.job, self.context.clock.now()))
            except TimeoutError:
                if not scope.expired():
                    raise
            finally:
                self.scope = None
        return self.job

    async def step(self, step: Step) -> None:
        match step:
            case Send():
                await self.send_order()
            case Follow(task_id):
                await self.poll_task(task_id)
            case Seek():
                await self.find_task()
            case GiveUp(fault):
                await self.take(Failed(self.name_hold(fault)))
            case _:
                raise AssertionError(f"a settled job is not worked on: {step}")

    async def serve_signals(self, subscription: Subscription) -> None:
        """Take what others have to say of the job, until cancelled; when that settles it, no step is left."""
        while True:
            try:
                await self.take_signals(subscription)
            except Stale as error:  # somebody else has the job: the next save says so where it matters
                log.warning("job.listener_stopped", job=self.job.id, error=str(error))
                return
            except StoreError as error:
                outage_log.report("word of a job", error)
                await self.context.clock.sleep(self.context.pace.seek_every)
                subscription.put(None)
            except Exception as error:  # noqa: BLE001 - a bug must not end the jobs of everybody else
                log.error("job.listener_stopped", job=self.job.id, trace=error_trace(error))  # noqa: TRY400 - see domain/trace.py
                return

    async def take_signals(self, subscription: Subscription) -> None:
        while True:
            update = await subscription.next()
            if update is None:
                await self.take_posted()
            else:
                await self.take(update)
            await self.end_step()

    async def take_posted(self) -> None:
        """What was left is forgotten when it is saved: whoever crashes in between reads it again."""
        left = await self.context.signals.read(self.job.id)
        for update in left:
            await self.take(update)
        if left:
            await self.context.signals.ack(self.job.id, len(left))

    async def end_step(self) -> None:
        """End the step that runs, but never in the middle of a save: its outcome would not be known."""
        async with self.saving:
            if self.job.settled and self.scope is not None:
                self.scope.reschedule(asyncio.get_running_loop().time())
                await asyncio.sleep(0)  # the step is told so before it can come to a save
                await asyncio.sleep(0)

    # --- what is learned ---------------------------------------------------------------------------

    async def take(self, update: Update) -> None:
        """Save what is news, show what is progress."""
        async with self.saving:
            before, after = self.job, advance(self.job, update)
            news = after is not before
            if news:
                await self.save(after)
                log.info("job.advanced", job=self.job.id, state=self.job.state, task=self.job.task_id)
        # Of a task that runs only its trace id can be news in that: a preview stays.
        shown = news and not (isinstance(update, Accepted) and before.state is State.RUNNING)
        if shown or self.is_progress(update):
            self.show(update)

    def is_progress(self, update: Update) -> bool:
        """Whether this is progress of our task: reports may come late, twice, and from more than one side."""
        if not isinstance(update, Progressed) or update.task_id != self.job.task_id:
            return False
        before, self.percent = self.percent, max(update.percent or 0, self.percent)
        return self.job.state is State.RUNNING and (update.percent is None or update.percent >= before)

    async def save(self, job: Job) -> None:
        self.note_saved(await self.context.book.save(job))

    def note_saved(self, job: Job) -> None:
        self.job = job
        if self.job.settled:
            self.context.turnstile.note_room()
        # An adopted one was sent at a time that nobody knows.
        if self.job.state is State.FINISHED and self.job.sent_at and not is_adopted(self.job):
            self.context.durations.note(self.job.order, self.context.clock.now() - self.job.sent_at)

    async def close(self, shown: Card) -> None:
        """The job is done, unless it was asked for while this card was on its way: then another one is due."""
        async with self.saving:
            if last_card(self.job) == shown:
                await self.save(advance(self.job, Delivered()))

    async def check_version(self) -> int:
        """Our version of the job's record. Raises Stale when somebody else has written a newer one.

        One that is gone was taken by nobody: whoever works on the job goes on.
        """
        async with self.saving:
            if await self.context.book.version(self.job.id) > self.job.version:
                raise Stale(f"job {self.job.id} is not at version {self.job.version} any more")
            return self.job.version

    def note_takeover(self, error: Stale) -> None:
        """End the step that runs: the next save would fail as well, but it may be long until then."""
        self.lost = error
        if self.scope is not None and not self.saving.locked():
            self.scope.reschedule(asyncio.get_running_loop().time())

    async def save_message(self, message: MessageRef) -> None:
        """The canvas has posted the job's message."""
        async with self.saving:
            await self.save(replace(self.job, message=message))

    def show(self, update: Update) -> None:
        match update:
            case Cancelled() if self.job.detached:
                self.canvas.show(cancelled_card(self.job))
            case Wanted() if not self.job.settled:
                self.canvas.show(note_card(self.job, "card-started"))
            case Progressed() if not self.job.detached:
                self.canvas.expect_progress(update.percent, self.job.sent_at)
                if self.job.chat_settings.previews:
                    self.canvas.show(progress_card(self.job, update))
            case Accepted() if not self.job.detached:
                self.canvas.show(note_card(self.job, "card-started"))
            case _:
                pass

    # --- the steps ---------------------------------------------------------------------------------

    async def send_order(self) -> None:
        """Written down as sent before it is sent: whoever crashes in between never sends it twice."""
        if await self.is_barred() or not await self.take_turn() or not await self.save_as_sent():
            return
        self.canvas.expect_after(self.context.durations.least(self.job.order))
        with suppress(TimeoutError):  # too long for a stream, however much it talks: lookups have the last word
            async with asyncio.timeout(self.job.limit - self.job.sent_at):
                await self.stream_order()

    async def is_barred(self) -> bool:
        """Where the result could not be shown nothing is paid for."""
        right = await self.context.permits.missing_right(self.job.origin.place, self.job.order)
        if right is not None:
            await self.take(Failed(Fault(Code.NOT_ALLOWED, right)))
        return right is not None

    async def save_as_sent(self) -> bool:
        """Write the order down as sent where no crash reaches it; False: it may not go now, and nothing was paid.

        Until that is known nobody else may think that it went, so both steps are repeated while the store is away.
        """
        if (safe := await self.commit_update(Sending(self.context.clock.now(), self.context.api))) is None:
            return False
        # So late that others may have sought it in vain by now.
        late = self.context.clock.now() - self.job.sent_at > self.context.pace.visible / 2
        if safe and not late:
            return True
        log.warning("order.postponed", job=self.job.id, reason="late" if late else "the store gives no word")
        STORE_UNSURE.inc()
        await self.commit_update(Postponed())
        self.canvas.show(note_card(self.job, "card-unsure"))
        await self.context.clock.sleep(self.context.pace.again)
        return False

    async def commit_update(self, update: Sending | Postponed) -> bool | None:
        """Save what follows from an update, for as long as the job may take; None when it means nothing any more.

        True: no crash of the store takes it back. Raises Stale; StoreError when the store was away too long.
        """
        end = max(self.job.deadline, self.context.clock.now() + self.context.pace.again)
        async with self.saving:  # also between two tries: what else is to be saved needs the same store
            after = advance(self.job, update)
            if after is self.job:
                return None
            while True:
                try:
                    job, safe = await self.context.book.commit(after)
                except Stale:
                    raise
                except StoreError as error:
                    if self.context.clock.now() > end:
                        raise
                    log.warning("order.delayed", job=after.id, error=str(error))
                    await self.context.clock.sleep(self.context.pace.again)
                else:
                    self.note_saved(job)
                    log.info("job.advanced", job=job.id, state=job.state, task=job.task_id)
                    return safe

    async def take_turn(self) -> bool:
        """Whether the job may go now. If not it says so, is parked, and costs nothing until it is queued again."""
        queue = await self.context.turnstile.enter(self.job, self.retry_at())
        if not queue.may_go:
            self.canvas.expect_after(self.context.durations.least(self.job.order))
            key = "card-paused" if queue.reason == "credit" else "card-queued"
            self.canvas.seat.ahead = queue.ahead
            self.canvas.show(note_card(self.job, key, ahead=queue.ahead))
            await self.canvas.wait_until_shown(self.context.pace.telling)
            queue = await self.context.turnstile.enter(self.job, self.retry_at())
        self.parked = not queue.may_go
        return queue.may_go

    def retry_at(self) -> float:
        """When somebody has to look at the job if it waits until then: one without a message still needs that."""
        now = self.context.clock.now()
        if self.job.message is not None:
            return self.job.deadline
        return min(self.job.deadline, now + max(self.context.pace.placing, now - self.job.created_at))

    def name_hold(self, fault: Fault) -> Fault:
        """What waited in vain says for what."""
        held = self.context.turnstile.held if fault.code is Code.EXPIRED else ""
        return next((Fault(code) for code, reason in HOLD_REASONS.items() if reason == held), fault)

    async def stream_order(self) -> None:
        try:
            async with aclosing(self.context.painter.paint(self.job)) as updates:  # type: ignore[type-var]  # the port says iterator, every painter is a generator
                async for update in updates:
                    self.raise_doubtful(update)
                    if self.job.state is State.SENT:
                        await self.note_first_word(update)
                    await self.take(update)
                    if self.job.settled:
                        return
        except ServiceError as error:
            await self.handle_trouble(error)

    def raise_doubtful(self, update: TaskUpdate) -> None:
        """Raises ServiceError for a failure of our task that need not be its end: lookups have the last word."""
        if isinstance(update, Failed) and self.job.state is State.RUNNING and update.fault.code in DOUBTFUL_CODES:
            fault = update.fault
            raise ServiceError(fault.code, fault.message, started=Started.UNKNOWN, trace_id=fault.trace_id)

    async def note_first_word(self, update: TaskUpdate) -> None:
        """The first word of the service. Raises ServiceError when that is, in a stream, that it takes nothing."""
        if isinstance(update, Failed) and update.task_id is None and update.fault.code in HOLD_REASONS:
            raise ServiceError(update.fault.code, update.fault.message, trace_id=update.fault.trace_id)
        await self.context.turnstile.note_taken(self.job)

    async def handle_trouble(self, error: ServiceError) -> None:
        """What an order that failed means, by whether it may have been started."""
        SERVICE_ERRORS.labels(error.code).inc()
        tell = log.error if error.code in OPERATOR_CODES else log.info
        tell("order.failed", job=self.job.id, code=error.code, started=error.started, trace=error.trace_id)
        if error.started is Started.UNKNOWN or self.job.state is State.RUNNING:
            if not self.job.detached:
                self.canvas.show(note_card(self.job, "card-seeking"))
        elif error.code in HOLD_REASONS:
            await self.take(Postponed())
            await self.context.turnstile.note_refusal(self.job, error.code)
        elif error.started is Started.NO and self.tries < self.context.pace.tries:
            await self.postpone()
        else:
            fault = Fault(error.code, error.message, error.trace_id)
            await self.take(await self.find_started(error) or Failed(fault))

    async def find_started(self, error: ServiceError) -> Accepted | Failed | None:
        """A fault of the service's may come when the task runs already: it is looked for, once."""
        if error.code is not Code.UNAVAILABLE or error.started is Started.NO:
            return None
        try:
            return await self.look_for_task(late=False)
        except ServiceError as again:
            log.info("task.search_failed", job=self.job.id, error=str(again))
            return None

    async def postpone(self) -> None:
        await self.take(Postponed())
        self.canvas.show(note_card(self.job, "card-retrying"))
        await self.context.clock.sleep(self.context.pace.again * 2**self.tries)
        self.tries += 1

    async def poll_task(self, task_id: TaskId) -> None:
        """Ask after the task until it ends, an answer says after its limit that it has not, or it is forgotten."""
        missing_since: float | None = None
        try:
            async with asyncio.timeout(self.answer_timeout()):
                while not self.job.settled:
                    update = await self.context.poller.ask(task_id)
                    now = self.context.clock.now()
                    missing_since = None if update else missing_since or now
                    await self.take_status(update, now, missing_since)
        except TimeoutError:
            await self.take(Failed(Fault(Code.UNHEARD)))

    def answer_timeout(self) -> float:
        """Seconds until nobody waits for an answer any more; a job found long after its limit gets some, too."""
        return max(self.job.limit - self.context.clock.now(), 0.0) + self.context.pace.unheard

    async def take_status(self, update: TaskUpdate | None, now: float, missing_since: float | None) -> None:
        if update is not None:
            await self.take(update)
        if self.job.settled:
            return
        if missing_since is not None and now - missing_since >= self.context.pace.visible:
            await self.take(Failed(Fault(Code.LOST)))
        elif now >= self.job.limit:
            await self.take(Failed(Fault(Code.TIMED_OUT)))

    async def find_task(self) -> None:
        """Look through the recent tasks for ours. A task belongs to the first job that claims it."""
        visible = self.job.sent_at + self.context.pace.visible
        end = self.context.clock.now() + self.answer_timeout()
        while not self.job.settled and self.job.task_id is None:
            now = self.context.clock.now()
            try:
                update = await self.look_for_task(late=now >= visible)
            except ServiceError as error:
                log.warning("task.search_failed", job=self.job.id, error=str(error))
                update = Failed(Fault(Code.UNHEARD)) if now >= end else None
            if update is None:
                await self.context.clock.sleep(self.context.pace.seek_every)
            else:
                await self.take(update)

    async def look_for_task(self, *, late: bool) -> Accepted | Failed | None:
        """Our task; when it would be listed by now and is not, the job is lost."""
        for task_id in await self.context.painter.recent(self.job):
            if await self.context.claims.claim(task_id, self.job.id):
                return Accepted(task_id)
        return Failed(Fault(Code.LOST)) if late else None
