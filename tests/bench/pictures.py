"""`make bench-pictures`: 50 people send 20 MB at once, half of them on Telegram. Linux; about two minutes.

`ARGS="--page 50"`: so many of them in the web chat, where more than thirty have to wait for their turn.

One process of ours does everything, with the stand-ins of Telegram and of the image service beside it on loopback.
It measures the most memory that the process had, and when the service had the last of the orders.
"""

import argparse
import asyncio
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import numpy as np
from PIL import Image

from bot.domain.incoming import INPUT_FILE_LIMIT
from tests.bench.measure import aim, report
from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.play import playing
from tests.fakes.telegram.room import Person
from tests.fakes.telegram.rules import Rules
from tests.scenarios.fleet import TOKEN
from tests.scenarios.programs import Program, programs, sandbox_counts

PEOPLE = 50
ON_PAGE = 25  # of these in the web chat, unless told; the others are on Telegram
PATIENCE = 180.0  # seconds
MOST_MB, MOST_S = 300, 60.0
SIZE = 4000, 3000  # pixels; as telephones make them
SPARE_BYTES = 1024 * 1024


def photograph() -> bytes:
    """As large as may be: a JPEG of the best quality, with as much noise as that allows."""
    across = np.linspace(40, 200, SIZE[0])[None, :, None]
    ground = np.broadcast_to(across, (SIZE[1], SIZE[0], 3))
    noise = np.random.default_rng(1).normal(size=ground.shape)
    low, high, best = 1.0, 40.0, b""
    for _ in range(7):
        middle = (low + high) / 2
        pixels = np.clip(ground + middle * noise, 0, 255).astype(np.uint8)
        out = BytesIO()
        Image.fromarray(pixels).save(out, "JPEG", quality=98, subsampling=0)
        if out.tell() <= INPUT_FILE_LIMIT - SPARE_BYTES:
            low, best = middle, out.getvalue()
        else:
            high = middle
    return best


def memory_mb(program: Program, line: str) -> float:
    """What the system says of a process: `VmRSS`, or the most that it had, `VmHWM`."""
    assert program.process is not None
    status = Path(f"/proc/{program.process.pid}/status").read_text()
    found = re.search(rf"^{line}:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) / 1000 if found else float("nan")


@dataclass(frozen=True, slots=True)
class House:
    bot: Program
    sandbox: Program


@contextmanager
def house(folder: Path, telegram: Telegram) -> Iterator[House]:
    """Everything in one process, and the image service's stand-in."""
    with programs(folder) as started:
        sandbox = Program(["sandbox", "--seconds", "1"], folder / "sandbox")
        sandbox.arguments += ["--port", str(sandbox.port)]
        bot = Program(["run"], folder / "bot")
        bot.settings |= {
            "ACEDATA_TOKEN": TOKEN,
            "ACEDATA_BASE_URL": sandbox.url,
            "PUBLIC_URL": bot.url,
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "LOG_FORMAT": "json",
        }
        started += [sandbox.start(), bot.start()]
        sandbox.ready("/health")
        bot.ready()
        yield House(bot, sandbox)


async def bring(url: str, number: int, data: bytes) -> None:
    """One visitor of the web chat: the picture, and then what to do with it."""
    who = f"Visitor {number}"
    jar = aiohttp.CookieJar(unsafe=True)  # of an address without a name, too, as browsers do
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE), cookie_jar=jar) as browser:
        await browser.get(url)
        async with browser.post(f"{url}/chat/files", params={"name": who}, data=BytesIO(data)) as answer:
            assert answer.status == 201, await answer.text()
            name = (await answer.json())["file"]
        async with browser.ws_connect(f"{url}/chat/ws?name={who}") as page:
            await page.send_json({"type": "say", "key": uuid4().hex, "text": "/describe", "files": [name]})
            while (await page.receive_json())["type"] != "ack":
                pass


async def ordered(sandbox: Program, number: int) -> None:
    """Until the service has so many orders, or for PATIENCE."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        counts = await asyncio.to_thread(sandbox_counts, sandbox)
        if described(counts) >= number:
            return
        await asyncio.sleep(0.2)


def described(counts: dict[str, Any]) -> int:
    """How many pictures the service has looked at."""
    return sum(task["type"] == "describe" for task in counts["tasks"])


async def measure(folder: Path, on_page: int) -> None:
    data = photograph()
    async with playing(Rules(strict=False)) as telegram:
        people = [telegram.person(f"P{number}") for number in range(PEOPLE - on_page)]
        rooms = [(telegram.private(person), person) for person in people]
        with ExitStack() as stack:
            made = await asyncio.to_thread(stack.enter_context, house(folder, telegram))
            await send_all(made, rooms, on_page, data)


async def send_all(made: House, rooms: list[tuple[Chat, Person]], on_page: int, data: bytes) -> None:
    before, began = memory_mb(made.bot, "VmRSS"), time.monotonic()
    for room, person in rooms:
        room.sends_document(person, data, "IMG.jpg", "/describe")
    async with asyncio.TaskGroup() as group:
        for number in range(on_page):
            group.create_task(bring(made.bot.url, number, data))
        await ordered(made.sandbox, PEOPLE)
    seconds, peak = time.monotonic() - began, memory_mb(made.bot, "VmHWM")
    orders = described(await asyncio.to_thread(sandbox_counts, made.sandbox))
    report(
        "pictures",
        people=PEOPLE,
        on_page=on_page,
        picture_MB=len(data) / 1e6,
        orders=orders,
        last_s=seconds,
        memory_before_MB=before,
        memory_peak_MB=peak,
        memory_after_MB=memory_mb(made.bot, "VmRSS"),
    )
    aim("no order is lost: so many are", PEOPLE - orders, 0)
    aim("memory at the peak (MB)", peak, MOST_MB)
    aim("the service has the last order after so long (s)", seconds, MOST_S)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--page", type=int, choices=range(PEOPLE + 1), default=ON_PAGE, metavar="N")
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name), parser.parse_args().page))
