"""Whatever the image service answers and sends, in the web chat: it can be seen, or it is said why not."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.webchat.gateway import open_platform
from adapters.webchat.inbound import ROOM, guest_person, room_place
from adapters.webchat.settings import WebchatSettings
from bot.clock import SystemClock
from bot.domain.incoming import CommandCall, Origin
from bot.domain.job import State
from bot.domain.quota import Allowance, Quota
from bot.environment import read_settings
from bot.midjourney.client import open_painter
from bot.midjourney.downloads import open_downloads
from bot.midjourney.timeouts import Timeouts
from bot.sandbox.faults import FILE_PREFIX, ODD_FILE_NAMES, RESULT_PREFIX
from bot.sandbox.odd_answers import ODD_RESULTS
from bot.sandbox.odd_pictures import BROKEN_PICTURES, SOUND_PICTURES
from bot.sandbox.options import SandboxOptions
from bot.sandbox.server import create_app
from bot.store.media import MediaFolder
from tests.adapters.running import Running, running
from tests.fakes.opening import adapter_context
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

MANY = 10**6
AT_ONCE = 8
BOUND_S = 150.0  # only so that a hang is seen
TIMEOUTS = Timeouts(file=3.0, read=10.0)
# A decoder of ours does not take these for their size; a browser may.
LARGE = {name for name in BROKEN_PICTURES if "megapixels" in name or "large" in name or "2_31" in name}
LARGE |= {"png_30000_one_bit", "jpeg_scans"}


def ending(record: dict[str, Any]) -> str:
    assert record["state"] in {"done", "failed"}, record
    assert "Cancel" not in str(record["buttons"])
    if record["media"]:
        return str(record["media"][0]["kind"])
    words = "".join(span["text"] for span in record["text"])
    return "reason" if record["state"] == "failed" else "link" if "http" in words else "words"


async def walked(house: Running, faults: Sequence[str]) -> dict[str, str]:
    free, ends = asyncio.Semaphore(AT_ONCE), dict[str, str]()

    async def one(number: int, fault: str) -> None:
        async with free, asyncio.timeout(BOUND_S):
            ann = guest_person(f"Ann {number}")
            text = f"a fox sandbox:{fault}"
            origin = Origin(room_place(), ann, f"page k{number}")
            await house.door.app.handle(CommandCall(f"k{number}", origin, "imagine", text))
            record = None
            while record is None:
                await asyncio.sleep(0.05)
                for job_id in house.bench.queued:
                    job = await house.bench.load(job_id)
                    if job.origin.person.id == ann.id and job.state is State.DONE and job.message is not None:
                        record = await house.platform.chatlog.find(ROOM, job.message.message)
            ends[fault] = ending(record)

    async with asyncio.TaskGroup() as group:
        for number, fault in enumerate(faults):
            group.create_task(one(number, fault))
    print(json.dumps({"walk": "odd results", "pairs": len(ends), "ended": Counter(ends.values())}))  # noqa: T201
    return ends


@pytest.mark.timeout(600)
async def test_any_file_and_any_answer(stage: Stage, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    """A browser shows what it is given, and an empty frame for what is none: so that is not given to it."""
    stage.quota = stage.service_queue.quota = Quota(MANY, Allowance(running=MANY))
    media = MediaFolder.local(tmp_path, timedelta(days=1))
    platform = open_platform(adapter_context(stage.redis, media), read_settings(WebchatSettings))
    sandbox = create_app(SandboxOptions(seconds=0.4, size=128, steps=2))
    runner = web.AppRunner(sandbox, handler_cancellation=False, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with (
            open_painter(url, "test-token-not-real-0123", clock=SystemClock(), timeouts=TIMEOUTS) as painter,
            open_downloads(TIMEOUTS) as downloads,
            running(platform, stage, media, painter=painter) as house,  # type: ignore[arg-type]  # a real one
        ):
            context = house.bench.runner.context
            context.forms.fitter.downloads = downloads
            house.bench.runner.context = replace(context, pace=replace(context.pace, visible=10.0))
            files = [FILE_PREFIX + name for name in sorted(ODD_FILE_NAMES)]
            ends = await walked(house, [*files, *(RESULT_PREFIX + name for name in ODD_RESULTS if name != "empty")])
    finally:
        await runner.cleanup()
    assert {ends[FILE_PREFIX + name] for name in SOUND_PICTURES} == {"image"}
    seen = {name for name in BROKEN_PICTURES if ends[FILE_PREFIX + name] == "image"}
    assert seen <= LARGE
    assert {ends[fault] for fault in files} <= {"image", "link"}
    bare = {fault for fault, end in ends.items() if end == "words"}
    assert bare <= {
        RESULT_PREFIX + name for name in ("links_of_no_sense", "file_links", "long_words", "many_words")
    }
