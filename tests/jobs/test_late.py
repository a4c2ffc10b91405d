"""Jobs that are found long after their time, with a service that may not answer."""

from dataclasses import replace

from bot.domain.errors import Code, ServiceError
from bot.domain.image import Image
from bot.domain.job import Job, advance
from bot.domain.update import Fault, Progressed, Sending
from tests.fakes.painter import TASK, done
from tests.jobs.conftest import Bench


async def test_a_job_that_is_found_long_after_its_limit_is_asked_about_first(bench: Bench) -> None:
    """The computer was off all night; the picture was finished and paid for minutes after it went."""
    job = await sent_long_ago(bench)
    bench.painter.listings = [[TASK]]
    bench.painter.lookups = [{TASK: done()}]
    assert isinstance((await bench.rerun(job.id)).outcome, Image)


async def test_one_that_still_runs_long_after_its_limit_is_given_up(bench: Bench) -> None:
    """Once the service has said so."""
    job = await sent_long_ago(bench)
    bench.painter.listings = [[TASK]]
    bench.painter.lookups = [{TASK: Progressed(TASK, 50)}]
    assert (await bench.rerun(job.id)).fault == Fault(Code.TIMED_OUT)


async def test_a_service_that_cannot_be_asked_does_not_make_a_job_lost(bench: Bench) -> None:
    """Only a listing without it does; until then it is sought."""
    job = await sent_long_ago(bench)
    bench.painter.listings = [ServiceError(Code.UNAVAILABLE)] * 3 + [[TASK]]
    bench.painter.lookups = [{TASK: done()}]
    assert isinstance((await bench.rerun(job.id)).outcome, Image)


async def test_nobody_waits_for_ever_for_a_service_that_cannot_be_asked(bench: Bench) -> None:
    """Its place is given to others, and the card says that it may have been charged: nobody knows."""
    job = await sent_long_ago(bench)
    bench.runner.context = replace(bench.runner.context, pace=replace(bench.runner.context.pace, unheard=0.1))
    bench.painter.listings = [[TASK]]
    bench.painter.lookups = [ServiceError(Code.UNAUTHORIZED)] * 1000
    job = await bench.rerun(job.id)
    assert job.fault == Fault(Code.UNHEARD)
    words = "".join(span.text for span in bench.cards(job)[-1].text)
    assert "may have been charged" in words
    assert "nothing" not in words.lower()


async def sent_long_ago(bench: Bench) -> Job:
    job = await bench.open()
    job = await bench.jobs.save(replace(await bench.load(job.id), created_at=1.0, deadline=2.0))
    return await bench.jobs.save(advance(job, Sending(1.0)))
