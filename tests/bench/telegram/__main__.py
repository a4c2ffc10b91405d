"""`make bench-telegram`: the bot on a Telegram of our own with the real one's limits. Linux; about seven minutes.

One JSON object per line. The bot has one core; Telegram, its people, the image service and the store the
other. `ARGS="presses settings"`: only those of its parts, which are `crowd presses drafts settings`.
"""

import asyncio
import os
import resource
import sys
import tempfile
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from bot import log
from tests.bench.aside import OURS, aside, service
from tests.bench.lanes.trials import CROWD_SEEN_S, CROWDS
from tests.bench.measure import aim, lag, quantile, report
from tests.bench.seen import Ends
from tests.bench.telegram.bot import Watched, running, settings
from tests.bench.telegram.figures import LATE, NEWS, PRESS_CPU, SPINNER, chat_figures, press_figures
from tests.bench.telegram.settings import compare_settings, try_stricter_group, write_table
from tests.fakes.ports import free_port

LINES, EVERY = 60, 0.5
PLAN = f"{LINES}:{EVERY}"  # lines and the seconds between them
LONG = "76:0.5"
MANY = (12, 40)
SLACK = 1.1  # of what simulated time promises for a crowd: `make bench-lanes`
JOBS, RATE, SECONDS = 50, 200, 30.0
PARTS = ("crowd", "presses", "drafts", "settings")
FEW, SHORT = 20, 10.0
Figures = dict[str, dict[str, float]]


class Stand:
    """The Telegram's process, and the image service's."""

    def __init__(self, session: aiohttp.ClientSession, scenes: str, painter: str) -> None:
        self.session = session
        self.scenes = scenes
        self.painter = painter

    async def play(self, scene: str, **given: Any) -> Any:
        async with self.session.post(f"{self.scenes}/{scene}", json=given) as answer:
            return await answer.json()

    async def ends(self) -> Ends:
        async with self.session.get(f"{self.painter}/log") as answer:
            return Ends.read(await answer.json())


class Use:
    """Who has used our core since this was made: a machine that others use gives figures that are not ours."""

    def __init__(self) -> None:
        self.before = self.now()

    def now(self) -> tuple[float, float, float]:
        core = psutil.cpu_times(percpu=True)[OURS]
        return time.perf_counter(), time.process_time(), sum(core) - core.idle - core.iowait

    def shares(self) -> dict[str, float]:
        wall, ours, all_of_it = (new - old for new, old in zip(self.now(), self.before, strict=True))
        return {"busy": ours / wall, "others_busy": max(all_of_it - ours, 0.0) / wall, "busy_s": ours}


async def crowd(stand: Stand, many: int) -> Figures:
    seen = await stand.play("crowd", plan=PLAN, many=many)
    ends = await stand.ends()
    figures = {chat: chat_figures(chat, seen, ends, LINES * EVERY) for chat in seen["calls"]}
    for chat, found in figures.items():
        report("jobs", chat=chat, **found)
        report("calls", chat=chat, **seen["calls"][chat])
    return figures


async def presses(stand: Stand, bot: Watched, rate: int, seconds: float, jobs: int) -> dict[str, float]:
    """From the update leaving Telegram to the spinner's end, and what it costs us."""
    bot.watch.decided.clear()
    used = Use()
    async with lag() as late:
        seen = await stand.play("presses", rate=rate, seconds=seconds, jobs=jobs, plan=LONG)
    # The first press opens the job of the button that is pressed again and again.
    figures = press_figures(seen, bot.watch.decided[1:]) | used.shares()
    figures["cpu_ms"] = figures["busy_s"] / figures["presses"] * 1000  # with all else that goes on meanwhile
    report("spinner", per_second=rate, jobs=jobs, late_p99_ms=quantile(late.late, 0.99), **figures)
    if jobs:
        ends = await stand.ends()
        lags = [ends.lag(order) for order in seen["orders"]]
        report("finals_meanwhile", jobs=jobs, p50_s=quantile(lags, 0.5), most_s=max(lags))
    return figures


def judge_crowd(jobs: Figures, many: int) -> None:
    crowd = jobs.pop("crowd")
    aim(f"{many} in a group: 0 x 429", crowd["refused"], 0)
    aim(f"{many} in a group: longest silence of anybody (s)", crowd["silence_s"], CROWDS[many][1] * SLACK)
    aim(f"{many} in a group: ready to seen anywhere, mean (s)", crowd["seen_mean_s"], CROWD_SEEN_S * SLACK)
    aim("0 x 429", sum(found["refused"] for found in jobs.values()), 0)
    aim("one job in a group: final on screen so soon (s)", jobs["group"]["final_lag_most_s"], LATE)
    for chat, found in jobs.items():
        text = f"{chat}: nobody without news for longer than the budget forces (s)"
        aim(text, found["silence_s"], found["silence_forced_s"] + NEWS)


def judge_presses(alone: Mapping[str, float], beside: Mapping[str, float]) -> None:
    aim("presses: 0 x 429", alone["refused"] + beside["refused"], 0)
    aim("every press is answered: so many are not", alone["unanswered"] + beside["unanswered"], 0)
    aim("99 of 100 spinners stop so soon (ms)", beside["left_p99_ms"], SPINNER)
    aim("a press that is only answered takes so much of a core (ms)", alone["cpu_ms"], PRESS_CPU)


async def drafting(painter: str, folder: Path) -> None:
    """The private chat once more, with progress as drafts; on a Telegram of its own."""
    port, scenes = free_port(), free_port()
    with aside("tests.bench.telegram.stand", port, scenes):
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=600)) as session,
            running(settings(painter, folder), f"http://127.0.0.1:{port}", drafts=True),
        ):
            stand = Stand(session, f"http://127.0.0.1:{scenes}", painter)
            seen = await stand.play("crowd", plan=PLAN, many=1)
            found = chat_figures("private", seen, await stand.ends(), LINES * EVERY)
            report("jobs", chat="private, drafts", **found)
            report("calls", chat="private, drafts", **seen["calls"]["private"])


async def measure(folder: Path, parts: Collection[str]) -> None:
    port, scenes = free_port(), free_port()
    with service() as painter, aside("tests.bench.telegram.stand", port, scenes):
        os.sched_setaffinity(0, {OURS})
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=600)) as session,
            running(settings(painter, folder), f"http://127.0.0.1:{port}") as bot,
        ):
            stand = Stand(session, f"http://127.0.0.1:{scenes}", painter)
            if "crowd" in parts:
                for many in MANY:
                    judge_crowd(await crowd(stand, many), many)
            if "presses" in parts:
                await presses(stand, bot, FEW, SHORT, 0)
                alone = await presses(stand, bot, RATE, SHORT, 0)
                judge_presses(alone, await presses(stand, bot, RATE, SECONDS, JOBS))
        if "drafts" in parts:
            await drafting(painter, folder / "drafts")


def main(parts: Collection[str]) -> None:
    report("machine", cores=os.cpu_count() or 0, load_before=os.getloadavg()[0])
    if "settings" in parts:
        write_table(compare_settings())
        try_stricter_group()
    if set(parts) != {"settings"}:
        with tempfile.TemporaryDirectory() as name:
            asyncio.run(measure(Path(name), parts))


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    log.set_up("json", "error")
    main(sys.argv[1:] or PARTS)
