"""`make bench-page`: how soon the web chat is there on a slow line and a slow computer, by Chromium's own trace.

A demo of its own, with a room that has a past: first 65 messages with 12 pictures and 3 films, then 2,000. Chromium
sees it by "fast 3G" (562 ms to an answer, 1.4 Mbit/s down) at a quarter of the computer's speed, then by loopback
alone. Two minutes.
"""

import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.bench.measure import aim, report
from tests.browser.conftest import FLAGS, find_browser, running_demo
from tests.fakes.filled_rooms import fill_room
from tests.scenarios.programs import Program

# "Fast 3G" as Chromium's developer tools had it, later called "Slow 4G": what they set, not what a line is sold as.
LATENCY_MS = 562.5
DOWN_BYTES_PER_S = 1.44e6 / 8
UP_BYTES_PER_S = 675e3 / 8
SLOWER = 4  # the processor
SHARP_MOST_S, PAINT_MOST_S, TASK_MOST_MS = 4.0, 1.0, 50.0
LONG_TASK_US = 50_000
TASK_NAMES = frozenset({"RunTask", "ThreadControllerImpl::RunTask"})
SCREENS = {"phone": (390, 844, 3), "desk": (1280, 800, 1)}  # width, height, pixels in one of the page's
CATEGORIES = ["devtools.timeline", "loading", "blink.user_timing", "toplevel"]

# The newest picture is there when what it is drawn from has come, and is no smaller than it is drawn.
SHARP = """() => {
  const image = [...document.querySelectorAll('article img')].at(-1);
  return image?.complete && image.naturalWidth > 0 && image.closest('.frame').classList.contains('loaded');
}"""
DRAWN = "() => !document.getElementById('scroller').hasAttribute('aria-busy')"
# As a finger does it: a step a frame, to the top and down again, for four seconds.
SCROLL = """() => new Promise(done => {
  const wall = document.getElementById('scroller'), begin = performance.now();
  const step = now => {
    wall.scrollTop -= now - begin < 2000 ? 120 : -120;
    if (now - begin < 4000) requestAnimationFrame(step); else done();
  };
  requestAnimationFrame(step);
})"""
READ_BACK = """async () => {
  const earlier = document.getElementById('earlier');
  while (!earlier.hidden) { earlier.click(); await new Promise(done => setTimeout(done, 20)); }
}"""


@dataclass(frozen=True, slots=True)
class Line:
    """What is between the page and the bot."""

    name: str
    slow: bool


LINES = (Line("fast 3G, 4x CPU", slow=True), Line("loopback", slow=False))


@contextmanager
def opened(browser: Browser, screen: str, line: Line) -> Iterator[tuple[Page, CDPSession]]:
    """A page that nobody has seen anything on."""
    width, height, sharpness = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=sharpness)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    if line.slow:
        devtools.send("Network.enable")
        rates = {"downloadThroughput": DOWN_BYTES_PER_S, "uploadThroughput": UP_BYTES_PER_S}
        devtools.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **rates})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page, devtools
    context.close()


@contextmanager
def traced(browser: Browser, page: Page) -> Iterator[list[Mapping[str, Any]]]:
    """The events of Chromium's trace, once the body has ended."""
    found: list[Mapping[str, Any]] = []
    browser.start_tracing(page=page, categories=CATEGORIES)
    yield found
    found += json.loads(browser.stop_tracing())["traceEvents"]


def long_tasks(events: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Of the page's main thread: how many, the longest in ms, and of which the processor had most, in ms.

    On a busy computer a task stands still for longer than it works.
    """
    threads = {(one["pid"], one["tid"]) for one in events if one.get("args", {}).get("name") == "CrRendererMain"}
    tasks = [one for one in events if one["name"] in TASK_NAMES and "dur" in one]
    mine = [one for one in tasks if (one["pid"], one["tid"]) in threads]
    return {
        "long_tasks": sum(one["dur"] > LONG_TASK_US for one in mine),
        "longest_task_ms": max((one["dur"] for one in mine), default=0) / 1000,
        "longest_work_ms": max((one.get("tdur", one["dur"]) for one in mine), default=0) / 1000,
    }


def first_paint(events: Sequence[Mapping[str, Any]]) -> float:
    """Seconds from the beginning of the last navigation to its first contentful paint."""
    painted = max(float(one["ts"]) for one in events if one["name"] == "firstContentfulPaint")
    begun = [float(one["ts"]) for one in events if one["name"] == "navigationStart"]
    return (painted - max(one for one in begun if one < painted)) / 1e6


def look(browser: Browser, demo: Program, room: str, screen: str, line: Line) -> None:
    """One visit, from the first byte on, and what it measured."""
    with opened(browser, screen, line) as (page, _):
        with traced(browser, page) as events:
            begin = time.monotonic()
            page.goto(demo.url, wait_until="commit")
            page.wait_for_function(SHARP, polling=50, timeout=120_000)
            sharp = time.monotonic() - begin
            page.wait_for_function(DRAWN, polling=50, timeout=120_000)
            drawn = time.monotonic() - begin
        fetched = page.evaluate(
            "performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0)"
        )
        painted, tasks = first_paint(events), long_tasks(events)
        report(
            "page",
            room=room,
            screen=screen,
            line=line.name,
            first_paint_s=painted,
            newest_picture_s=sharp,
            room_s=drawn,
            fetched_kb=fetched / 1000,
            **tasks,
        )
        if room == "65 messages" and line.slow:
            aim("the newest picture on fast 3G, in s", sharp, SHARP_MOST_S)
        if room == "2000 messages" and not line.slow:
            aim("the first paint of a long room, in s", painted, PAINT_MOST_S)


def scroll(browser: Browser, demo: Program, line: Line) -> None:
    """Through a room that was read back to its first message."""
    with opened(browser, "desk", line) as (page, devtools):
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        page.goto(demo.url)
        page.wait_for_function(DRAWN, timeout=120_000)
        page.evaluate(READ_BACK)
        count = page.locator("article").count()
        if line.slow:
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        with traced(browser, page) as events:
            page.evaluate(SCROLL)
        report("scroll", messages=count, line=line.name, **(tasks := long_tasks(events)))
        aim(f"the longest task of scrolling ({line.name}), in ms", tasks["longest_task_ms"], TASK_MOST_MS)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        with running_demo(Path(folder) / "short", "1", "1024") as demo:
            fill_room(Path(folder) / "short" / "data", talk=50, pictures=12, films=3)
            for line in LINES:
                for screen in SCREENS:
                    look(browser, demo, "65 messages", screen, line)
        with running_demo(Path(folder) / "long", "1", "1024") as demo:
            fill_room(Path(folder) / "long" / "data", talk=990, pictures=1010, side=512)
            for line in LINES:
                look(browser, demo, "2000 messages", "desk", line)
                scroll(browser, demo, line)
        browser.close()


if __name__ == "__main__":
    main()
