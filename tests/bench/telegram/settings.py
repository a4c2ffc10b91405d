"""Settings of well-known bots beside ours, in virtual time, in a group that punishes calls into its pauses.

What runs is the decision when to send – ours is the lane's own code – and the Telegram of the tests; nothing is
painted, drawn or carried over a network.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from typing_extensions import override

from adapters.telegram.gateway import GROUP_LIMITS
from bot.domain.lane import Lane
from bot.domain.pacing import Rank
from tests.bench.lanes.gates import Gate
from tests.bench.lanes.ours import Play
from tests.bench.lanes.plans import EPOCH, LATENCY, Outcome, Plan, Shown, figures, plans
from tests.bench.lanes.virtual import play, until
from tests.bench.measure import aim, report
from tests.fakes.telegram.flood import Flood, Pause
from tests.fakes.telegram.refusal import Refusal
from tests.fakes.telegram.rules import Rules

CHAT = -100
LINE_S = 0.5  # between two lines of progress
REMEMBERED_S = 600.0  # for which the group remembers who called into a pause
REALLY = 12  # sends a minute that a group takes which takes less than others
AGAIN_S = 300.0  # in which a group that has refused once is not to refuse again
TRIES = 4  # of a first and a last card
PATIENCE_S = 3600.0  # after the last picture is ready; what is not shown by then is lost
CROWDS = (1, 5, 12, 40)
KINDS = {"forgiving": 0.0, "punishing": REMEMBERED_S}  # what a call into a pause does to it, as Rules have it
MANUAL = Path(__file__).parents[3] / "docs" / "delivery.md"
TABLE_BEGIN = "<!-- made by `make bench-telegram`: begin -->"
TABLE_END = "<!-- made by `make bench-telegram`: end -->"
COLUMNS = {
    "pictures never shown": "finals_lost",
    "ready to shown, mean (s)": "delay_mean",
    "most (s)": "delay_max",
    "longest silence (s)": "silence_max",
    "answers 429": "refused",
    "calls into a pause": "calls_into_pauses",
    "paused in all (s)": "paused_s",
}
Row = dict[str, float | str]


class Group(Gate):
    """The group of the Telegram on loopback, on a clock that is told; `escalation` as in Rules."""

    def __init__(self, capacity: int = 20, *, escalation: float = REMEMBERED_S) -> None:
        self.now = EPOCH
        self.flood = Flood(Rules(capacity=capacity, escalation=escalation), lambda: self.now)

    @override
    def refuse(self, now: float) -> float:
        self.now = now
        try:
            self.flood.admit(CHAT, private=False)
        except Refusal as refusal:
            return float(str(refusal.parameters["retry_after"]))
        return 0.0

    @property
    def pauses(self) -> Sequence[Pause]:
        return self.flood.pauses[CHAT]


@dataclass
class Throttle:
    """Edits a message once in so many seconds, with the newest line; each message by itself."""

    every: float
    last: dict[str, float] = field(default_factory=dict)

    async def admit(self, job: str, rank: Rank) -> bool:
        """Whether to send this now."""
        now = asyncio.get_running_loop().time()
        if rank is Rank.PREVIEW and now < self.last.get(job, 0.0) + self.every:
            return False
        self.last[job] = now
        return True


@dataclass
class Bucket:
    """So many tokens for a chat, filled up again within a minute; whoever finds none waits in line, all alike."""

    tokens: float
    most: float = field(init=False)
    filled: float = EPOCH
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.most = self.tokens

    async def admit(self, _job: str, _rank: Rank) -> bool:
        """Always true, in the end."""
        loop = asyncio.get_running_loop()
        async with self.turn:
            while True:
                rate = self.most / 60.0
                self.tokens = min(self.most, self.tokens + (loop.time() - self.filled) * rate)
                self.filled = loop.time()
                if self.tokens >= 1.0:
                    break
                await asyncio.sleep((1.0 - self.tokens) / rate)
            self.tokens -= 1.0
        return True


Way = Callable[[Sequence[Plan], Group], Outcome]


@dataclass
class SimpleBot:
    """As many bots do it: a preview that is refused is dropped, other cards are tried again after the pause."""

    group: Group
    limiter: Throttle | Bucket
    outcome: Outcome = field(default_factory=Outcome)

    async def run(self, jobs: Sequence[Plan]) -> None:
        """Until everything is shown or given up."""
        with suppress(TimeoutError):
            async with (
                asyncio.timeout_at(max(plan.ready for plan in jobs) + PATIENCE_S),
                asyncio.TaskGroup() as crew,
            ):
                for plan in jobs:
                    crew.create_task(self.work(plan))

    async def work(self, plan: Plan) -> None:
        """One job."""
        previews = [(at, Rank.PREVIEW) for at in plan.progress]
        for at, rank in [(plan.start, Rank.FIRST), *previews, (plan.ready, Rank.FINAL)]:
            await until(at)
            for _ in range(1 if rank is Rank.PREVIEW else TRIES):
                pause = await self.send(plan.job, rank)
                if not pause or rank is Rank.PREVIEW:
                    break
                await asyncio.sleep(pause)

    async def send(self, job: str, rank: Rank) -> float:
        """The pause that is asked for; 0 when it is shown, or not to be."""
        if not await self.limiter.admit(job, rank):
            return 0.0
        await asyncio.sleep(LATENCY)
        now = asyncio.get_running_loop().time()
        if pause := self.group.refuse(now):
            self.outcome.refused.append(now)
        else:
            self.outcome.shown.append(Shown(job, rank, now))
        return pause


def simple_bot(made: Callable[[], Throttle | Bucket]) -> Way:
    """One with such a limiter."""

    def way(jobs: Sequence[Plan], group: Group) -> Outcome:
        bot = SimpleBot(group, made())
        play(lambda: bot.run(jobs))
        return bot.outcome

    return way


def our_lane(jobs: Sequence[Plan], group: Group) -> Outcome:
    return Play(Lane(GROUP_LIMITS), jobs, group).run()


WAYS: Mapping[str, Way] = {
    "this bot": our_lane,
    "an edit every 0.5 s": simple_bot(lambda: Throttle(0.5)),
    "an edit every 0.8 s": simple_bot(lambda: Throttle(0.8)),
    "a bucket of 20 tokens": simple_bot(lambda: Bucket(20.0)),
}


def pause_figures(group: Group, refused: Sequence[float]) -> dict[str, float]:
    """`paused_ratio`: of all pauses to those that would have been had nobody called into them."""
    pauses = group.pauses
    first, total = sum(pause.first for pause in pauses), sum(pause.end - pause.begin for pause in pauses)
    apart = [b - a for a, b in pairwise(refused)]
    return {
        "pauses": len(pauses),
        "paused_s": total,
        "paused_ratio": total / first if first else 1.0,
        "calls_into_pauses": sum(pause.calls for pause in pauses),
        "least_between_429_s": min(apart, default=float("inf")),
    }


def try_way(way: Way, jobs: Sequence[Plan], group: Group) -> dict[str, float]:
    outcome = way(jobs, group)
    return {**figures([(outcome, jobs)]), **pause_figures(group, sorted(outcome.refused))}


def compare_settings() -> list[Row]:
    """A row for each kind of group, crowd and setting, as they are printed."""
    rows: list[Row] = []
    for kind, escalation in KINDS.items():
        for number in CROWDS:
            for name, way in WAYS.items():
                found = try_way(way, plans(number, every=LINE_S), Group(escalation=escalation))
                rows.append({"group": kind, "jobs": number, "way": name, **found})
                report("settings", **rows[-1])
    return rows


def write_table(rows: Sequence[Row]) -> None:
    """Into the manual, in the place of the one that stands there."""
    head = ["group", "jobs", "way", *COLUMNS]
    lines = [head, ["---"] * len(head), *(table_cells(row) for row in rows)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    before, begin, rest = MANUAL.read_text("utf-8").partition(TABLE_BEGIN)
    _, end, after = rest.partition(TABLE_END)
    if not end:
        raise ValueError(f"{MANUAL} has no place for the table")
    MANUAL.write_text(f"{before}{begin}\n{table}\n{end}{after}", "utf-8")


def table_cells(row: Row) -> list[str]:
    if row["finals_lost"]:
        row = {name: value for name, value in row.items() if name != "silence_max"}  # it has no end
    named = [str(row[name]) for name in ("group", "jobs", "way")]
    return [*named, *(shown_number(row.get(name, "–")) for name in COLUMNS.values())]


def shown_number(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def try_stricter_group() -> None:
    """Half an hour of jobs, and crowds, in a group that takes less than we believe: it refuses once, for once."""
    loads = {
        "4 jobs a minute, half an hour": plans(120, spread=1800.0, every=LINE_S),
        "12 jobs at once": plans(12, every=LINE_S),
        "12 jobs every minute, six minutes": [
            one for n in range(6) for one in shifted(plans(12, every=LINE_S, name=f"round{n} "), 60.0 * n)
        ],
        "40 jobs at once": plans(40, every=LINE_S),
    }
    worst, soonest = 1.0, float("inf")
    for name, jobs in loads.items():
        found = try_way(our_lane, jobs, Group(REALLY))
        report("stricter_group", load=name, really_per_minute=REALLY, **found)
        worst, soonest = max(worst, found["paused_ratio"]), min(soonest, found["least_between_429_s"])
    aim("escalating pauses: total time paused / first pauses", worst, 1.2)
    aim(f"a second 429 within {AGAIN_S:g} s at the same load", float(soonest < AGAIN_S), 0)


def shifted(jobs: Sequence[Plan], seconds: float) -> list[Plan]:
    return [
        Plan(
            plan.job,
            plan.start + seconds,
            tuple(at + seconds for at in plan.progress),
            plan.ready + seconds,
            plan.percents,
            plan.placed,
        )
        for plan in jobs
    ]
