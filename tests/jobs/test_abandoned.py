"""Jobs of a platform that was switched off."""

from dataclasses import replace

from bot.domain.job import State
from tests.jobs.conftest import Bench


async def test_they_wait_for_it_but_not_for_ever(bench: Bench) -> None:
    """It may be switched on again soon; much later nobody expects an answer, and their counts are given back."""
    job = await bench.open()
    bench.runner.platforms = {}
    assert (await bench.rerun(job.id)).state is State.WAITING
    await bench.jobs.save(replace(await bench.load(job.id), deadline=0.0))
    assert (await bench.rerun(job.id)).state is State.DONE
    assert await bench.jobs.census() == (0, 0.0)
    assert bench.painter.sent == []
