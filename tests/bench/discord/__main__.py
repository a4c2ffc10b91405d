"""`make bench-discord`: the bot as processes on a Discord of our own with its limits. Linux; five minutes.

One JSON object per line. `ARGS` may name parts (`interactions`, `channel`, `dead`, `memory`); `--quick` makes it a
minute, with figures that say little. The bot has one core; Discord, its people, the image service and the store the
other.
"""

import asyncio
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.discord.reply import TOKEN_LIFE_S
from bot import log
from tests.bench.aside import OURS
from tests.bench.crew import spent
from tests.bench.discord.bot import Bot, Stage, running, standing
from tests.bench.discord.edits import grown
from tests.bench.discord.figures import chat_figures, cpu_figures, flood_figures, optimum
from tests.bench.measure import aim, report
from tests.scenarios.programs import Program

FIRST_MS, CPU_MS, LAG_S, RATIO, GROWN_MB = 100.0, 2.0, 0.3, 1.10, 10.0
# Of a token that is over a while after it was used first, as in a job that takes longer than a token lives.
DYING_S = 10.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; plans are lines of a job and the seconds between them."""

    rate: int = 200
    seconds: float = 30.0
    jobs: int = 200
    long: str = "40:5"
    chats: tuple[int, ...] = (1, 12, 80)
    plan: str = "12:2.5"
    dead_plan: str = "5:5"
    spread: float = 5.0
    messages: int = 5000


QUICK = Size(rate=20, seconds=3.0, jobs=5, chats=(1, 4), plan="6:1", dead_plan="6:2", spread=1.0, messages=200)


def use(bot: Bot) -> tuple[float, float]:
    """CPU seconds of the process that listens, and its memory."""
    return spent([bot.listening]), float(bot.listening.memory_info().rss)


def interactions(bot: Bot, stage: Stage, size: Size) -> None:
    stage.play("prepare", jobs=size.jobs, plan=size.long)
    before = use(bot)
    seen = stage.play("flood", rate=size.rate, seconds=size.seconds)
    figures = flood_figures(seen) | cpu_figures(before, use(bot), len(seen["interactions"]))
    report("interactions", per_second=size.rate, jobs=size.jobs, load=os.getloadavg()[0], **figures)
    aim("99 of 100 first answers are there so soon (ms)", figures["first_p99_ms"], FIRST_MS)
    aim("no first answer is missed", figures["missed"], 0)
    aim("CPU of the gateway for an interaction (ms)", figures["cpu_ms_each"], CPU_MS)


def channel(bot: Bot, stage: Stage, size: Size) -> None:
    chats = {f"channel, {number} jobs": number for number in size.chats}
    seen = stage.play("crowd", chats=chats, plan=size.plan, spread=size.spread, life=TOKEN_LIFE_S)
    ends = bot.ends(stage)
    for chat in chats:
        figures = chat_figures(chat, seen, ends)
        report("jobs", chat=chat, load=os.getloadavg()[0], **figures)
        report("calls", chat=chat, **seen["calls"][chat])
        aim(f"{chat}: 0 x 429", figures["refused"], 0)
        aim(f"{chat}: final on screen so soon (s)", figures["final_lag_most_s"], LAG_S)


def dead(bot: Bot, stage: Stage, size: Size) -> None:
    """Discord's clock is so far behind that tokens are over, for the bot, soon after they were given."""
    chats = {f"dead tokens, {number} jobs": number for number in size.chats}
    seen = stage.play("crowd", chats=chats, plan=size.dead_plan, spread=size.spread, life=DYING_S)
    ends = bot.ends(stage)
    for chat in chats:
        figures, least = chat_figures(chat, seen, ends), optimum(chat, seen, ends)
        report("jobs", chat=chat, load=os.getloadavg()[0], optimum_mean_s=least, **figures)
        report("calls", chat=chat, **seen["calls"][chat])
        aim(f"{chat}: 0 x 429", figures["refused"], 0)
        aim(f"{chat}: mean lag by the optimum", figures["final_lag_mean_s"] / least, RATIO)


def memory(stage: Stage, size: Size) -> None:
    figures = asyncio.run(grown(stage, size.messages))
    report("memory", load=os.getloadavg()[0], **figures)
    aim("memory grows by no more (MB)", figures["grown_mb"], GROWN_MB)


Part = Callable[[Bot, Stage, Size], None]


def together(folder: Path, behind: float, size: Size, parts: Sequence[Part]) -> None:
    """Parts on one bot."""
    if parts:
        with standing(behind=behind) as stage, running(folder, stage) as bot:
            for part in parts:
                part(bot, stage, size)
            tell_trouble(bot.gateway)
            tell_trouble(bot.worker)


def tell_trouble(program: Program) -> None:
    """What its log says beside the figures: nothing but that it runs, when all is well."""
    _, *lines = program.output.splitlines()
    if lines:
        report("log", of=program.arguments[0], lines=len(lines), last=lines[-1][:500])


def measure(names: Sequence[str], size: Size) -> None:
    wanted = set(names) or {"interactions", "channel", "dead", "memory"}
    report("machine", cores=os.cpu_count() or 0, load_before=os.getloadavg()[0])
    with tempfile.TemporaryDirectory() as name:
        alive = [
            part for part in (channel, interactions) if part.__name__ in wanted
        ]  # the latter leaves jobs behind
        together(Path(name) / "alive", 0.0, size, alive)
        together(Path(name) / "dead", TOKEN_LIFE_S - DYING_S, size, [dead] if "dead" in wanted else [])
        if "memory" in wanted:
            os.sched_setaffinity(0, {OURS})
            with standing("easy") as stage:
                memory(stage, size)


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    log.set_up("json", "error")
    measure([name for name in sys.argv[1:] if name != "--quick"], QUICK if "--quick" in sys.argv else Size())
