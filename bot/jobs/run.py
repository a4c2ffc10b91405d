"""One job, first card to last: whoever calls `run` holds the job until it is done or taken away."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

import structlog

from bot.cards import first_card, last_card, note_card, speech, without_media
from bot.domain.card import Card
from bot.domain.errors import (
    Code,
    MessageGone,
    NotAllowed,
    ServiceError,
    Stale,
    TooFast,
    TooLarge,
    Unreachable,
)
from bot.domain.ids import JobId, MessageRef
from bot.domain.image import Outcome
from bot.domain.job import Job, State, advance
from bot.domain.update import Delivered, Failed, Fault
from bot.jobs.canvas import BACKOFF, Canvas
from bot.jobs.render import Renderer
from bot.jobs.turnstile import Turnstile
from bot.jobs.work import Tools, Work
from bot.metrics import JOB_SECONDS, JOBS_ENDED, JOBS_RUNNING
from bot.ports import Lanes, Platform

log = structlog.get_logger()

POSTS = 5  # tries for a new message, 1, 2, 4 … s apart, before the next sweep tries again


class Runner:
    """Runs jobs. `canvases` is the group that the loops of their canvases live in."""

    def __init__(
        self,
        tools: Tools,
        platforms: Mapping[str, Platform],
        *,
        lanes: Lanes,
        renderer: Renderer,
        turnstile: Turnstile,
        canvases: asyncio.TaskGroup,
    ) -> None:
        self.tools = tools
        self.platforms = platforms
        self.lanes = lanes
        self.renderer = renderer
        self.turnstile = turnstile
        self.canvases = canvases

    async def run(self, job_id: JobId) -> None:
        """Safe to call again for the same job, at any time, by anybody; StoreError leaves the job as it is."""
        job = await self.tools.book.load(job_id)
        if job is None:
            await self.tools.book.drop(job_id)
        if job is None or not job.open:
            return
        platform = self.platforms.get(job.origin.place.platform)
        if platform is None:
            log.warning("job.no_platform", job=job.id, platform=job.origin.place.platform)
            return
        try:
            with JOBS_RUNNING.track_inprogress():
                await self.carry(job, platform)
        except Stale as error:
            log.warning("job.taken_over", job=job.id, error=str(error))

    async def carry(self, job: Job, platform: Platform) -> None:
        job = await self.introduce(job, platform)
        if job.message is None:
            return
        async with self.canvas(job, platform) as canvas:
            if not job.settled:
                job = await self.work(job, canvas)
            job = await self.deliver(job, canvas, platform)
        self.count(job)

    async def introduce(self, job: Job, platform: Platform) -> Job:
        """Post the first card. The job id is its nonce, so that a second try is the same message."""
        if job.message is not None:
            return job
        try:
            message = await self.post(platform, job, first_card(job), nonce=job.id)
        except NotAllowed as error:
            log.warning("job.no_message", job=job.id, error=str(error))
            failed = advance(job, Failed(Fault(Code.FAILED)))  # nothing was sent, so nothing was paid
            return await self.tools.book.save(advance(failed, Delivered()))
        return await self.tools.book.save(replace(job, message=message))

    @asynccontextmanager
    async def canvas(self, job: Job, platform: Platform) -> AsyncIterator[Canvas]:
        assert job.message is not None  # noqa: S101 - introduce saw to it
        canvas = Canvas(
            platform,
            job.message,
            lanes=self.lanes,
            renderer=self.renderer,
            clock=self.tools.clock,
            language=speech(job),
        )
        loop = self.canvases.create_task(canvas.run())
        try:
            yield canvas
        finally:
            loop.cancel()

    async def work(self, job: Job, canvas: Canvas) -> Job:
        """A job that is with the service already takes its place at once: it is being painted anyway."""
        person = job.origin.person.id
        there = job.state is not State.WAITING

        def moved(ahead: int) -> None:
            canvas.show(note_card(job, "card-queued", ahead=ahead))

        async with self.turnstile.hold(person, moved, at_once=there):
            return await Work(job, canvas, self.tools).settle()

    async def deliver(self, job: Job, canvas: Canvas, platform: Platform) -> Job:
        """Show the last card; when the message is gone, in a new one."""
        card = last_card(job)
        try:
            await canvas.finish(card)
        except MessageGone:
            job = await self.repost(job, platform)
        except NotAllowed as error:
            # The result stays in the book; there is nobody to show it to.
            log.warning("job.not_shown", job=job.id, error=str(error))
        return await self.tools.book.save(advance(job, Delivered()))

    async def repost(self, job: Job, platform: Platform) -> Job:
        card = last_card(job)
        try:
            card = await self.renderer.render(card, platform.traits, preview=False)
        except (ServiceError, TooLarge):
            card = without_media(card, speech(job))
        try:
            message = await self.post(platform, job, card, nonce=f"{job.id}:again")
        except NotAllowed as error:
            log.warning("job.not_shown", job=job.id, error=str(error))
            return job
        return replace(job, message=message)

    async def post(self, platform: Platform, job: Job, card: Card, *, nonce: str) -> MessageRef:
        """A new message, as often as it takes within reason: the nonce makes that safe."""
        for tries in range(POSTS):
            try:
                return await platform.messenger.post(job.origin, card, nonce=nonce)
            except TooFast as error:
                await self.tools.clock.sleep(error.retry_after)
            except Unreachable as error:
                log.warning("post.delayed", job=job.id, error=str(error))
                await self.tools.clock.sleep(BACKOFF * 2**tries)
        return await platform.messenger.post(job.origin, card, nonce=nonce)

    def count(self, job: Job) -> None:
        end: Outcome | Fault | None = job.outcome or job.fault
        result = end.code if isinstance(end, Fault) else type(end).__name__.lower()
        JOBS_ENDED.labels(job.origin.place.platform, result).inc()
        JOB_SECONDS.observe(max(self.tools.clock.now() - job.created_at, 0.0))
        log.info("job.done", job=job.id, result=result)
