"""Whatever the service makes of an order, the person ends with the picture or a truthful word; nobody else waits.

Every pair of an order and an oddity of the stand-in goes through the real client, the runner and a loopback
Telegram. How many ended how is printed: pytest -s tests/adapters/test_odd_results.py | grep walk
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import aiohttp
import pytest
from aiohttp import web

from bot.clock import SystemClock
from bot.domain.image import TextResult
from bot.domain.job import Job, State
from bot.midjourney.client import UpdateMode, open_painter
from bot.midjourney.downloads import open_downloads
from bot.midjourney.timeouts import Timeouts
from bot.sandbox.faults import BODY_FAULTS, FILE_PREFIX, ODD_FILE_NAMES, PREVIEW_PREFIX, RESULT_PREFIX
from bot.sandbox.odd_answers import ODD_RESULTS
from bot.sandbox.odd_files import ODD_FILES
from bot.sandbox.odd_pictures import SOUND_PICTURES
from bot.sandbox.options import SandboxOptions
from bot.sandbox.server import create_app
from tests.adapters.house import House, bot, telegram  # noqa: F401 - a fixture
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.driver import Telegram
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture

TOKEN = "test-token-not-real-0123"
AT_ONCE = 8
BOUND = 150.0  # seconds, only so that a hang is seen
ORDERS = {
    "imagine": "/imagine a fox",
    "animate": "/animate https://pictures.example/cat.png it yawns",
    "describe": "/describe https://pictures.example/cat.png",
}
UNFINISHED = ("Sending the order", "Painting", "Animating", "Thinking", "Looking for")
FILM_FILES = [*ODD_FILES, "empty", "html", "png_cut", "png"]
SOME_PREVIEWS = [
    "html",
    "empty",
    "png_bad_chunk",
    "png_short_trns",
    "png_cut",
    "png_64_megapixels",
    "jpeg_scans",
    *ODD_FILES,
]


@dataclass
class Open:
    """The bot, and the stand-in that it orders from."""

    house: House
    url: str
    session: aiohttp.ClientSession
    runner: web.AppRunner

    async def plays(self, *faults: str) -> None:
        async with self.session.post(f"{self.url}/_sandbox/faults", json=list(faults)) as answer:
            assert answer.status == 200, await answer.text()

    def orders(self, name: str, text: str) -> Chat:
        """In a chat of their own."""
        person = self.house.telegram.person(name)
        chat = self.house.telegram.private(person)
        chat.says(person, text)
        return chat

    async def job_in(self, chat: Chat) -> Job | None:
        for job_id in self.house.bench.queued:
            job = await self.house.bench.load(job_id)
            if job.origin.place.chat == str(chat.id):
                return job
        return None


@asynccontextmanager
async def opened(
    telegram: Telegram,  # noqa: F811
    stage: Stage,  # noqa: F811
    updates: UpdateMode = "stream",
    timeouts: Timeouts = Timeouts(file=3.0, read=10.0),  # noqa: B008 - frozen
) -> AsyncIterator[Open]:
    app = create_app(SandboxOptions(seconds=0.4, size=128, steps=2))
    runner = web.AppRunner(app, handler_cancellation=False, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with (
            open_painter(url, TOKEN, clock=SystemClock(), updates=updates, timeouts=timeouts) as painter,
            open_downloads(timeouts) as downloads,
            bot(telegram, stage, painter=painter) as house,
            aiohttp.ClientSession() as session,
        ):
            house.bench.runner.context.forms.fitter.downloads = downloads
            context = house.bench.runner.context
            house.bench.runner.context = replace(context, pace=replace(context.pace, visible=10.0))
            yield Open(house, url, session, runner)
    finally:
        await runner.cleanup()


def ending(chat: Chat, job: Job) -> str:
    """How it ended, as the person sees it."""
    message = chat.last
    assert not message.text.startswith(UNFINISHED)
    assert not any(phrase in message.text for phrase in UNFINISHED), message.text
    assert "Cancel" not in str(message.labels)
    if job.fault is not None:  # below a preview, if one had come by then
        assert job.outcome is None
        return f"word: {job.fault.code}"
    if message.now.kind in {"photo", "video", "document"}:
        assert job.outcome is not None
        return str(message.now.kind)
    return "words" if isinstance(job.outcome, TextResult) else "link" if "http" in str(message.now.rich) else "bare"


async def walked(here: Open, order: str, faults: Sequence[str], *, scripted: bool = False) -> dict[str, str]:
    """How the order ended with each of these; at its side an order that nothing is wrong with."""
    ends: dict[str, str] = {}
    free = asyncio.Semaphore(AT_ONCE)

    async def one(fault: str) -> None:
        async with free:
            if scripted:
                await here.plays(f"{fault}:match=describe")
            words = ORDERS[order] if scripted or not fault else f"{ORDERS[order]} sandbox:{fault}"
            chat = here.orders(f"p-{order}-{fault or 'beside'}", words)

            async def over() -> bool:
                job = await here.job_in(chat)
                return job is not None and job.state is State.DONE

            await until(over, f"{order} with {fault} is over")
            job = await here.job_in(chat)
            assert job is not None
            ends[fault] = ending(chat, job)

    if scripted:
        for fault in faults:
            await one(fault)
    else:
        async with asyncio.TaskGroup() as group:
            for fault in ["", *faults]:
                group.create_task(one(fault))
    return ends


async def until(over: Callable[[], Awaitable[bool]], what: str) -> None:
    """AssertionError when it is not so in time."""
    try:
        await waited(over)
    except TimeoutError:
        raise AssertionError(f"waited in vain until {what}") from None


async def waited(over: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(BOUND):
        while not await over():  # noqa: ASYNC110 - what is waited for is in Redis
            await asyncio.sleep(0.05)


def told(what: str, ends: dict[str, str]) -> None:
    print(json.dumps({"walk": what, "pairs": len(ends), "ended": dict(Counter(ends.values()).most_common())}))  # noqa: T201


@pytest.mark.timeout(600)
async def test_any_file(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """A finished picture that is odd comes as a photo where it can be one, else as a file, else as a link."""
    async with opened(telegram, stage) as here:
        ends = await walked(here, "imagine", [FILE_PREFIX + name for name in sorted(ODD_FILE_NAMES)])
    told("imagine x file", ends)
    assert {ends[FILE_PREFIX + name] for name in SOUND_PICTURES} == {"photo"}
    assert set(ends.values()) <= {"photo", "document", "link"}
    assert len(ends) == len(ODD_FILE_NAMES) + 1


@pytest.mark.timeout(600)
async def test_any_preview(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """A preview that cannot be read is left out, and changes nothing of the end."""
    async with opened(telegram, stage) as here:
        ends = await walked(here, "imagine", [PREVIEW_PREFIX + name for name in SOME_PREVIEWS])
    told("imagine x preview", ends)
    assert set(ends.values()) == {"photo"}


@pytest.mark.timeout(600)
async def test_any_film(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """A clip that is none, or does not come, is linked."""
    async with opened(telegram, stage) as here:
        ends = await walked(here, "animate", [FILE_PREFIX + name for name in FILM_FILES])
    told("animate x file", ends)
    assert set(ends.values()) <= {"video", "document", "link"}


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("order", "updates"), [("imagine", "stream"), ("imagine", "poll"), ("animate", "poll")])
async def test_any_result(telegram: Telegram, stage: Stage, order: str, updates: UpdateMode) -> None:  # noqa: F811
    """A picture where there is one; where there is none, the reason.

    An answer that is empty is none yet: the service may still write it, so it is asked for until the job's limit.
    """
    async with opened(telegram, stage, updates) as here:
        ends = await walked(here, order, [RESULT_PREFIX + name for name in ODD_RESULTS if name != "empty"])
    told(f"{order} x result, {updates}", ends)
    bare = {fault.removeprefix(RESULT_PREFIX) for fault, end in ends.items() if end == "bare"}
    assert bare <= {"links_of_no_sense", "file_links"}  # of which nobody could make a link


@pytest.mark.timeout(600)
@pytest.mark.parametrize("updates", ["stream", "poll"])
async def test_any_body(telegram: Telegram, stage: Stage, updates: UpdateMode) -> None:  # noqa: F811
    """The answer to the order is spoilt; its task is found, and its picture shown."""
    async with opened(telegram, stage, updates) as here:
        ends = await walked(here, "imagine", sorted(BODY_FAULTS))
    told(f"imagine x body, {updates}", ends)
    assert set(ends.values()) == {"photo"}


@pytest.mark.timeout(600)
async def test_any_words(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """Descriptions that are odd are told as far as they are some."""
    async with opened(telegram, stage) as here:
        ends = await walked(
            here,
            "describe",
            [RESULT_PREFIX + "long_words", RESULT_PREFIX + "many_words", *sorted(BODY_FAULTS)],
            scripted=True,
        )
    told("describe x answer", ends)
    assert ends[RESULT_PREFIX + "long_words"] == ends[RESULT_PREFIX + "many_words"] == "words"


async def test_nobody_waits_for_files_that_do_not_come(telegram: Telegram, stage: Stage) -> None:  # noqa: F811
    """Six of them are waited for, and another's picture comes meanwhile."""
    async with opened(telegram, stage, timeouts=Timeouts(file=300.0)) as here:
        held = [
            here.orders(f"held-{n}", f"/imagine a fox {n} sandbox:file_{kind}")
            for n, kind in enumerate(["silent", "trickle"] * 3)
        ]

        async def asked() -> int:
            async with here.session.get(f"{here.url}/_sandbox") as answer:
                return sum(task["state"] == "done" for task in (await answer.json())["tasks"])

        async def all_are_painted() -> bool:
            return await asked() == len(held)

        await until(all_are_painted, "all six are painted")
        free = here.orders("free", "/imagine a cat")
        await wait_until(
            lambda: free.by_bot and free.last.now.kind == "photo" and "U1" in str(free.last.labels), "it is there"
        )
        jobs = [await here.job_in(chat) for chat in held]
        assert [job.state for job in jobs if job] == [State.FINISHED] * len(held)
        await here.runner.cleanup()  # now they fail, and end as links
        for chat in held:
            await wait_until(lambda: "http" in str(chat.last.now.rich), "it is linked")  # noqa: B023 - at once
