"""What happens while the last card of a job is on its way."""

import asyncio

from redis.asyncio import Redis
from typing_extensions import override

from bot.domain.job import Job, State
from bot.domain.turn import Limits
from bot.ports import LaneRef
from bot.store.jobs import RedisJobs
from bot.store.keys import Keys
from tests.fakes.painter import SMOOTH, TASK, FakePainter, SlowPainter, done
from tests.fakes.platform import NAME, PLACE, FakePlatform
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Bench, Stage
from tests.jobs.test_cancel import buttons


async def test_asked_for_while_its_cancelled_card_is_on_its_way(slow: Bench, painter: SlowPainter) -> None:
    """The picture follows, whenever the person asks."""
    messenger = slow.platform.messenger
    job = await slow.open()
    async with asyncio.TaskGroup() as group:
        group.create_task(slow.runner.run(job.id))
        await painter.painting.wait()
        await slow.desk.cancel(await slow.load(job.id))
        await wait_until(lambda: buttons(slow.cards(job)[-1]) == ["Show"], "it was cancelled")
        messenger.hold = asyncio.Event()
        painter.go_on.set()
        await wait_until(lambda: messenger.flying, "the last card is on its way")
        assert await slow.desk.ask_for_result(await slow.load(job.id))
        await wait_until(lambda: not slow.runner.sessions[job.id].job.detached, "it is heard")
        messenger.hold.set()
    assert (await slow.load(job.id)).state is State.DONE
    assert slow.cards(job)[-1].media


async def test_a_late_signal_is_not_left_lying(slow: Bench, painter: SlowPainter, redis: Redis) -> None:
    """A result that is told twice, the second time during the last card, leaves nothing in the store."""
    messenger = slow.platform.messenger
    job = await slow.open()
    async with asyncio.TaskGroup() as group:
        group.create_task(slow.runner.run(job.id))
        await painter.painting.wait()
        messenger.hold = asyncio.Event()
        painter.go_on.set()
        await wait_until(lambda: messenger.flying, "the last card is on its way")
        slow.runner.context.listener.subscriptions.clear()  # nobody hears of it
        await slow.runner.context.signals.post(job.id, done(TASK))
        messenger.hold.set()
    assert not await redis.exists(Keys().signals(job.id))


class Witness(RedisJobs):
    """Notes whom the lane counts at the moment when a job is saved as done."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.redis, stage.keys)
        self.counted: list[bytes] = []

    @override
    async def save(self, job: Job) -> Job:
        if job.state is State.DONE:
            lane = await self.client.hget(self.keys.lane(LaneRef(f"{NAME}:{PLACE.chat}").key), "data")
            assert isinstance(lane, bytes)
            self.counted.append(lane)
        return await super().save(job)


async def test_a_done_job_is_not_counted_in_its_lane(stage: Stage) -> None:
    """Nobody takes up a done job, and one that is counted for ever holds up the previews of others."""
    stage.jobs = witness = Witness(stage)
    platform = FakePlatform()
    platform.limits = Limits(20, 60.0, 0.0)
    async with stage.set(FakePainter(SMOOTH), platform) as bench:
        job = await bench.run()
    assert [job.id.encode() in lane for lane in witness.counted] == [False]
