"""Whatever the image service answers and sends, on Discord: a picture, a link, or a reason; nothing waits."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from aiohttp import web

from adapters.discord.places import DISCORD
from bot.clock import SystemClock
from bot.domain.errors import BadPicture, Flaw
from bot.domain.image import TextResult
from bot.domain.job import Job, State
from bot.domain.quota import Allowance, Quota
from bot.midjourney.client import open_painter
from bot.midjourney.downloads import open_downloads
from bot.midjourney.timeouts import Timeouts
from bot.pictures import lend_picture
from bot.sandbox.faults import FILE_PREFIX, ODD_FILE_NAMES, PREVIEW_PREFIX, RESULT_PREFIX
from bot.sandbox.odd_answers import ODD_RESULTS
from bot.sandbox.odd_pictures import BROKEN_PICTURES, SOUND_PICTURES, odd_picture
from bot.sandbox.options import SandboxOptions
from bot.sandbox.server import create_app
from tests.adapters.discord_house import House, bot
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.message import GALLERY, walk
from tests.fakes.discord.places import Person
from tests.fakes.discord.play import playing
from tests.fakes.discord.rules import ROOMY, Rules
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

MANY = 10**6
AT_ONCE = 8
BOUND_S = 150.0  # only so that a hang is seen
TIMEOUTS = Timeouts(file=3.0, read=10.0)
UNDER_WAY = ("Sending the order", "Painting", "Thinking", "Looking for")


def flaw_of(name: str) -> Flaw | None:
    try:
        lend_picture(odd_picture(name))
    except BadPicture as error:
        return error.flaw
    return None


def ending(asked: Interaction, job: Job) -> str:
    """How it ended, as its person sees it."""
    message = asked.message
    assert "Cancel" not in str(message.labels)
    assert not any(words in message.text for words in UNDER_WAY), message.text
    if job.fault:  # below a preview, if one had come by then
        assert job.outcome is None
        return f"word: {job.fault.code}"
    if message.now.visible:
        return "picture" if GALLERY in {one["type"] for one in walk(message.now.components)} else "file"
    if isinstance(job.outcome, TextResult):
        return "words"
    return "link" if "http" in message.text else "bare"


async def job_of(house: House, person: Person) -> Job | None:
    for job_id in house.bench.queued:
        job = await house.bench.load(job_id)
        if job.origin.person.id == f"{DISCORD}:{person.id}":
            return job
    return None


async def walked(house: House, faults: Sequence[str]) -> dict[str, str]:
    free, ends = asyncio.Semaphore(AT_ONCE), dict[str, str]()

    async def one(fault: str) -> None:
        async with free, asyncio.timeout(BOUND_S):
            ann = house.discord.person(f"Ann {fault}")
            room = house.discord.room(ann)
            asked = room.types(ann, "imagine", prompt=f"a fox sandbox:{fault}")
            job = None
            while job is None or job.state is not State.DONE:
                await asyncio.sleep(0.05)
                job = await job_of(house, ann)
            ends[fault] = ending(asked, job)

    async with asyncio.TaskGroup() as group:
        for fault in faults:
            group.create_task(one(fault))
    print(json.dumps({"walk": "odd results", "pairs": len(ends), "ended": Counter(ends.values())}))  # noqa: T201
    return ends


@pytest.mark.timeout(600)
async def test_any_file_and_any_answer(stage: Stage) -> None:  # noqa: F811 - the fixture
    """A picture that is sound comes as one, an odd one as a file or as a link, and what is none has a reason."""
    stage.quota = stage.service_queue.quota = Quota(MANY, Allowance(running=MANY))
    runner = web.AppRunner(
        create_app(SandboxOptions(seconds=0.4, size=128, steps=2)), handler_cancellation=False, shutdown_timeout=0.1
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with (
            open_painter(url, "test-token-not-real-0123", clock=SystemClock(), timeouts=TIMEOUTS) as painter,
            open_downloads(TIMEOUTS) as downloads,
            playing(Rules(buckets=ROOMY)) as discord,
            bot(discord, stage, painter=painter) as house,
        ):
            context = house.bench.runner.context
            context.forms.fitter.downloads = downloads
            house.bench.runner.context = replace(context, pace=replace(context.pace, visible=10.0))
            files = [FILE_PREFIX + name for name in sorted(ODD_FILE_NAMES)]
            answers = [RESULT_PREFIX + name for name in ODD_RESULTS if name != "empty"]
            ends = await walked(house, [*files, *answers, PREVIEW_PREFIX + "png_cut", PREVIEW_PREFIX + "html"])
            assert not discord.complaints
    finally:
        await runner.cleanup()
    assert {ends[FILE_PREFIX + name] for name in SOUND_PICTURES} == {"picture"}
    assert {ends[PREVIEW_PREFIX + name] for name in ("png_cut", "html")} == {"picture"}
    assert {end for fault, end in ends.items() if fault in files} <= {"picture", "file", "link"}
    seen = {fault.removeprefix(FILE_PREFIX) for fault in files if ends[fault] == "picture"}
    # What is too large for us is not for whoever looks at it.
    assert seen & BROKEN_PICTURES.keys() <= {name for name in BROKEN_PICTURES if flaw_of(name) is Flaw.PIXELS}
    bare = {fault.removeprefix(RESULT_PREFIX) for fault, end in ends.items() if end == "bare"}
    assert bare <= {"links_of_no_sense", "file_links"}  # of which nobody could make a link
