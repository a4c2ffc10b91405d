"""One job, first card to last: whoever calls `run` holds the job until it is done or taken away."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from bot.cards import broken_card, first_card, last_card, split_media
from bot.domain.card import Card
from bot.domain.errors import Code, DeliveryError, MessageGone, NotAllowed, Right, Stale, StoreError, Unreadable
from bot.domain.ids import JobId, MessageRef
from bot.domain.image import Clip, Image, Outcome, TextResult
from bot.domain.job import Job, State, advance, is_elsewhere
from bot.domain.parcel import Parcel
from bot.domain.quota import price
from bot.domain.recalled import is_adopted
from bot.domain.trace import error_trace
from bot.domain.update import Delivered, Failed, Fault
from bot.jobs.canvas import Canvas
from bot.jobs.context import JobContext
from bot.jobs.courier import private_origin
from bot.jobs.job_session import JobSession
from bot.metrics import CREDITS_SPENT, JOB_SECONDS, JOBS_ENDED, JOBS_RUNNING
from bot.panels import album_card
from bot.ports import Platform
from bot.tasks import cancel_tasks

log = structlog.get_logger()

# As the metric and the log have them: operators' queries go by these.
RESULT_LABELS: dict[type[Outcome], str] = {Image: "image", Clip: "clip", TextResult: "words"}
JOB_BUGS_MOST = 3  # runs of a job that may end in a bug
ORPHAN_WAIT_S = 10.0  # for whoever took a job over to write down where its message is
ELSEWHERE_LOG_S = 600.0  # between two lines on a job that is left alone


class JobRunner:
    """Runs jobs. `group` is where what runs beside each job lives."""

    def __init__(self, context: JobContext, platforms: Mapping[str, Platform], group: asyncio.TaskGroup) -> None:
        self.context = context
        self.platforms = platforms
        self.group = group
        self.sessions: dict[JobId, JobSession] = {}
        self.reported_unreadable: set[JobId] = set()  # jobs that we cannot read, each told of once
        self.maybe_shown: set[JobId] = set()  # jobs that run here and of which something may have been shown
        self.orphans: dict[JobId, MessageRef] = {}  # posted, and written down nowhere: somebody else has the job
        self.reported_elsewhere: dict[JobId, float] = {}  # jobs of another image API, and when that was last told

    def can_release(self, job_id: JobId) -> bool:
        """Whether a job that runs here can be let go of without harm: see JobSession.can_release."""
        session = self.sessions.get(job_id)
        return session is None or session.can_release

    async def run(self, job_id: JobId) -> None:
        """Safe to call again for the same job, at any time, by anybody. Raises StoreError: the job stays as it is.

        So is one that another version of the program wrote: the sweep offers it again, to whoever comes then.
        """
        try:
            await self.retry_bugs(job_id)
        except Stale as error:
            log.warning("job.taken_over", job=job_id, error=str(error))
            await self.clean_up_lost(job_id)
        except Unreadable as error:
            if job_id not in self.reported_unreadable:
                log.warning("job.read_failed", job=job_id, error=str(error))
            self.reported_unreadable.add(job_id)
            await self.context.turnstile.withdraw(job_id)
        self.maybe_shown.discard(job_id)  # not when the store was away: whoever tries again has to know

    async def retry_bugs(self, job_id: JobId) -> None:
        """A bug strikes a job three times, whoever runs it: then it ends, with a truthful word."""
        while True:
            try:
                await self.attempt(job_id)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, it ends with a word
                stumbles = await self.context.book.stumble(job_id)
                log.error("job.failed", job=job_id, times=stumbles, trace=error_trace(error))  # noqa: TRY400 - see domain/trace.py
                if stumbles >= JOB_BUGS_MOST:
                    await self.give_up(job_id)
                    return
                await self.context.clock.sleep(self.context.pace.again * stumbles)
            else:
                return

    async def give_up(self, job_id: JobId) -> None:
        """What is said leaves by another way than the one that failed, and is written down before the job ends."""
        job = await self.context.book.load(job_id)
        if job is None or not job.open:
            return
        if not job.settled:
            job = await self.context.book.save(advance(job, Failed(Fault(Code.BROKEN))))
        log.error("job.given_up", job=job_id, person=job.origin.person.id)
        await self.context.outbox.send(Parcel(f"{job.id}-broken", job.message or job.origin, broken_card(job)))
        await self.context.book.save(advance(job, Delivered()))
        platform = self.platforms.get(job.origin.place.platform)
        if platform is not None:
            await self.release_lane(job, platform)

    async def clean_up_lost(self, job_id: JobId) -> None:
        """Who took the job over may have brought it to its end while we still asked its lane for room.

        Or while a preview of ours was on its way, which then lies over the last card: that is shown once more.
        """
        job = await self.context.book.load(job_id)
        platform = self.platforms.get(job.origin.place.platform) if job else None
        if job is None or platform is None:
            return
        if job.settled and job.message is not None and job_id in self.maybe_shown:
            await self.show_again(job, platform)
        if not job.open:
            await self.release_lane(job, platform)
        await self.erase_orphan(job_id, platform)

    async def release_lane(self, job: Job, platform: Platform) -> None:
        age = self.context.clock.now() - job.created_at
        await self.context.board.release(platform, platform.lane(job.origin, age), job.id)

    async def erase_orphan(self, job_id: JobId, platform: Platform) -> None:
        """A message of ours that is not the job's would say for ever that its picture is on its way.

        Which is the job's is known when whoever has it has written that down; where an event has one answer, or a
        nonce one message, it is this very one. When that takes too long it stays.
        """
        orphan = self.orphans.pop(job_id, None)
        end = self.context.clock.now() + ORPHAN_WAIT_S
        while orphan is not None and (job := await self.context.book.load(job_id)) is not None:
            if job.message is not None:
                if job.message != orphan:
                    await self.erase_message(orphan, job, platform)
                return
            if not job.open or self.context.clock.now() > end:
                return
            await self.context.clock.sleep(self.context.pace.again)

    async def erase_message(self, message: MessageRef, job: Job, platform: Platform) -> None:
        lane = platform.lane(job.origin, self.context.clock.now() - job.created_at)
        try:
            await self.context.sender.erase(platform, lane, message)
        except DeliveryError as error:
            log.info("message.erase_failed", error=str(error))

    async def show_again(self, job: Job, platform: Platform) -> None:
        canvas = Canvas(job, platform, self.context)
        canvas.owner = Restorer(job.version)
        running = self.group.create_task(canvas.run())
        try:
            await canvas.finish(last_card(job), job.task_id, again=True)
            log.info("job.reshown", job=job.id)
        except (DeliveryError, Stale) as error:
            log.info("job.reshow_failed", job=job.id, error=str(error))
        finally:
            await cancel_tasks([running])

    async def attempt(self, job_id: JobId) -> None:
        job = await self.context.book.load(job_id)
        if job is None:
            await self.context.book.drop(job_id)
            return
        if is_elsewhere(job, self.context.api):
            self.report_elsewhere(job)
            return
        platform = self.platforms.get(job.origin.place.platform)
        if platform is None:
            await self.wait_for_platform(job)
            return
        again = not job.open  # it was done, and may be wanted after all: that is counted already
        job = await self.take_signals(job)
        while job.open:
            with JOBS_RUNNING.track_inprogress():
                job = await self.work_on(job, platform)
            if not job.settled:
                return  # it waits in line: whoever serves that queues it again
            if not again and not job.open:
                self.count_end(job)
            again = again or not job.open
            # What was left while the last card was on its way: nobody would look at it again.
            job = await self.take_signals(job)

    def report_elsewhere(self, job: Job) -> None:
        """Another image API has it: here nothing can be known of it, so nothing is said to people."""
        now = self.context.clock.now()
        if now - self.reported_elsewhere.get(job.id, -ELSEWHERE_LOG_S) >= ELSEWHERE_LOG_S:
            self.reported_elsewhere[job.id] = now
            log.warning(
                "job.left_elsewhere", job=job.id, hint="it is with another CHATELIER_ACEDATA_BASE_URL, and waits"
            )

    async def wait_for_platform(self, job: Job) -> None:
        """A job of a platform that was switched off waits for it, until nobody expects an answer any more."""
        log.warning("job.platform_missing", job=job.id, platform=job.origin.place.platform)
        if job.open and self.context.clock.now() > max(job.deadline, job.limit) + self.context.pace.unheard:
            ended = job if job.settled else advance(job, Failed(Fault(Code.UNHEARD)))
            await self.context.book.save(advance(ended, Delivered()))
        elif job.state is State.WAITING:
            await self.context.turnstile.withdraw(job.id)

    async def take_signals(self, job: Job) -> Job:
        """What others left for the job while nobody worked on it comes first: it may be cancelled."""
        left = await self.context.signals.read(job.id)
        after = job
        for update in left:
            after = advance(after, update)
        if after is not job:
            job = await self.context.book.save(after)
        if left:
            await self.context.signals.ack(job.id, len(left))
        return job

    async def work_on(self, job: Job, platform: Platform) -> Job:
        """The job afterwards: done, open when another last card is due by now, not settled when it waits."""
        async with self.open_session(job, platform) as session:
            if not job.settled:
                await self.show_first_card(session)
                await session.settle()
            if session.job.settled:
                await self.show_last_card(session)
            elif session.job.message is not None:
                await session.canvas.release()  # without a message it stays among those that the board tells of
        return session.job

    @asynccontextmanager
    async def open_session(self, job: Job, platform: Platform) -> AsyncIterator[JobSession]:
        """The job's session with its canvas and its subscription; both end with it."""
        canvas = Canvas(job, platform, self.context)
        session = self.sessions[job.id] = JobSession(job, canvas, self.context)
        with self.context.listener.subscribe(job.id) as subscription:
            beside = [
                self.group.create_task(canvas.run()),
                self.group.create_task(session.serve_signals(subscription)),
            ]
            try:
                yield session
            finally:
                if self.sessions.get(job.id) is session:
                    del self.sessions[job.id]
                if canvas.maybe_shown:
                    self.maybe_shown.add(job.id)
                if canvas.posting and canvas.message is not None:
                    self.orphans[job.id] = canvas.message
                await cancel_tasks(beside)
                if canvas.landed.done() and not canvas.landed.cancelled():
                    canvas.landed.exception()  # nobody waits for it any more

    async def show_first_card(self, session: JobSession) -> None:
        """Show that the order was heard, before it is sent: where we may not write, nothing is paid for."""
        if session.job.message is not None:
            return
        try:
            await session.canvas.show_first(first_card(session.job))
        except DeliveryError as error:
            log.warning("job.message_refused", job=session.job.id, error=str(error))
            right = error.right if isinstance(error, NotAllowed) else None
            await session.take(Failed(Fault(Code.NOT_ALLOWED, right or Right.MESSAGES)))

    async def show_last_card(self, session: JobSession) -> None:
        """Show the last card; when the message is gone, in a new one, once."""
        card = last_card(session.job)
        try:
            await session.canvas.finish(card, session.job.task_id)
        except DeliveryError as error:
            # The result stays in the book, and is told to its person alone, if that is possible.
            log.warning("job.show_failed", job=session.job.id, error=str(error), kind=type(error).__name__)
            if not isinstance(error, MessageGone):
                await self.tell_alone(session.job, session.canvas.platform, card)
        await self.send_parts(session.job, session.canvas.platform)
        # Before the job is done: nobody takes up a done one to make room in its lane.
        await session.canvas.release()
        await session.close(card)

    async def send_parts(self, job: Job, platform: Platform) -> None:
        """The four pictures of a sheet, where they were asked for and its message has no room for them."""
        image = job.outcome
        if not isinstance(image, Image) or job.detached or platform.capabilities_at(job.origin).files != 1:
            return
        if media := split_media(job, image):
            card = album_card(job, media)
            await self.context.outbox.send(Parcel(f"{job.id}-parts", job.origin, card, job.id, links_message=False))

    async def tell_alone(self, job: Job, platform: Platform, card: Card) -> None:
        origin = private_origin(platform, job.origin)
        if origin is not None:
            await self.context.outbox.send(Parcel(f"{job.id}-private", origin, card, job.id))

    def count_end(self, job: Job) -> None:
        """One that was adopted was never opened here, and may have been delivered and paid before it was lost."""
        if is_adopted(job):
            log.info("job.ended", job=job.id, result="adopted")
            return
        if job.outcome is not None:
            result = RESULT_LABELS[type(job.outcome)]
        else:
            result = job.fault.code if job.fault is not None else "none"
        platform = job.origin.place.platform
        JOBS_ENDED.labels(platform, result).inc()
        JOB_SECONDS.observe(max(self.context.clock.now() - job.created_at, 0.0))
        if job.outcome is not None:
            CREDITS_SPENT.labels(platform).inc(price(job.order) / 1000)
        log.info("job.ended", job=job.id, result=result)


@dataclass(frozen=True, slots=True)
class Restorer:
    """The owner of a canvas that shows once more what somebody else has brought to its end."""

    version: int

    async def save_message(self, message: MessageRef) -> None:
        """Nothing new is posted."""

    async def check_version(self) -> int:
        return self.version

    def note_takeover(self, error: Stale) -> None:
        """Then something newer is there."""
