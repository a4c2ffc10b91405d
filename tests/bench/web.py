"""`make bench-web`: pictures ordered in the web chat while the web process is attacked. Linux; about two minutes.

A web, a worker, a Valkey and the stand-in as processes. First nobody disturbs them; then 1,000 connections say
nothing, 1,000 send a head or a body byte by byte, and 200 packed bodies of 1 MB come at once, again and again; who
is ended comes back. It measures how much later the pictures come, and what the web process needs.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import psutil

from tests.bench.measure import report
from tests.bench.web_attack import BOMBS, IDLE, SLOW
from tests.scenarios.fleet import Fleet, fleet, logged

PICTURES = 8
PAINTING = 2.0  # seconds
PATIENCE = 90.0


def done(frame: dict[str, Any]) -> list[str]:
    """The addresses of a finished picture that a frame brings."""
    shown = frame.get("message", frame)
    if not isinstance(shown, dict) or shown.get("state") != "done":
        return []
    return [medium["src"] for medium in shown.get("media", [])]


async def order(url: str) -> list[float]:
    """Seconds from each order to its picture in the browser, its bytes included; one after the other."""
    found: list[float] = []
    timeout = aiohttp.ClientTimeout(PATIENCE)
    async with (
        aiohttp.ClientSession(timeout=timeout) as browser,
        browser.ws_connect(f"{url}/chat/ws?name=Ann") as page,
    ):
        for number in range(PICTURES):
            begin = time.monotonic()
            text = f"/imagine a lighthouse in a storm, number {number} of {uuid4().hex}"
            await page.send_json({"type": "say", "key": uuid4().hex, "text": text})
            async with asyncio.timeout(PATIENCE):
                sources: list[str] = []
                while not sources:
                    sources = done(await page.receive_json())
                async with browser.get(f"{url}{sources[0]}") as answer:
                    assert answer.status == 200
                    await answer.read()
            found.append(time.monotonic() - begin)
    return found


@contextmanager
def attack(url: str) -> Iterator[dict[str, int]]:
    """The attackers as a process of their own; afterwards, what they saw."""
    seen: dict[str, int] = {}
    command = [sys.executable, "-m", "tests.bench.web_attack", url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()  # all are there
        try:
            yield seen
        finally:
            told, _ = process.communicate("\n", timeout=60)
            seen |= json.loads(told or "{}")


@asynccontextmanager
async def watched(pid: int) -> AsyncIterator[Counter[str]]:
    """The most memory (bytes) and descriptors that a process has meanwhile, and its seconds of CPU."""
    process, most = psutil.Process(pid), Counter[str]()
    spent = process.cpu_times()

    async def look() -> None:
        while True:
            most["memory"] = max(most["memory"], process.memory_info().rss)
            most["descriptors"] = max(most["descriptors"], process.num_fds())
            await asyncio.sleep(0.2)

    async with asyncio.TaskGroup() as group:
        looking = group.create_task(look())
        begin = time.monotonic()
        yield most
        now = process.cpu_times()
        most["busy"] = round(100 * (now.user + now.system - spent.user - spent.system) / (time.monotonic() - begin))
        looking.cancel()


async def round_of(ships: Fleet, name: str) -> list[float]:
    assert ships.bot.process is not None
    async with watched(ships.bot.process.pid) as most:
        seconds = await order(ships.bot.url)
    report(
        f"web_{name}",
        pictures=len(seconds),
        median_s=statistics.median(seconds),
        most_s=max(seconds),
        memory_MB=most["memory"] / 1e6,
        descriptors=most["descriptors"],
        busy_percent=most["busy"],
    )
    return seconds


async def measure(ships: Fleet) -> None:
    await order(ships.bot.url)  # what is loaded once is loaded
    quiet = await round_of(ships, "quiet")
    with attack(ships.bot.url) as seen:
        busy = await round_of(ships, "attacked")
    report("web_attackers", slow=SLOW, idle=IDLE, bombs=BOMBS, **seen)
    report(
        "web_later_s",
        median=statistics.median(busy) - statistics.median(quiet),
        most=max(busy) - statistics.median(quiet),
        aim=2.0,
    )
    errors = [line for line in ships.bot.output.splitlines() if "Traceback" in line]
    told = logged(ships.bot, "connections.ended")
    report("web_log", lines=len(ships.bot.output.splitlines()), ended_lines=len(told), tracebacks=len(errors))
    await asyncio.sleep(2)
    await round_of(ships, "afterwards")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, fleet(Path(folder), workers=1, seconds=PAINTING) as ships:
        asyncio.run(measure(ships))
