"""The trials, the figures they print, and whether the aims are met."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import mean

from bot.domain.lane import Lane
from bot.domain.tile import TILES_MOST
from tests.bench.lanes.gates import Sliding
from tests.bench.lanes.on_discord import channel, interactions
from tests.bench.lanes.on_telegram import telegram
from tests.bench.lanes.ours import Agenda, Play, learned
from tests.bench.lanes.places import (
    CHANNEL,
    DISCORD_CHANNEL,
    DISCORD_INTERACTIONS,
    GROUP,
    INTERACTION,
    PLACES,
    TELEGRAM_GROUP,
    Place,
    Way,
    buckets,
    sliding,
)
from tests.bench.lanes.plans import Outcome, Plan, Run, figures, finals, plans, previews
from tests.bench.measure import report

SEEDS = (1, 2, 3)
NUMBERS = (1, 5, 10, 12, 20, 40, 80)
PACES = (10.0, 1.0)
# What the lane believes is GROUP; this is what the platform really allows in a minute.
REALLY = 12
HANDFUL = 5
RATIO = 1.10
# A crowd pays for its board: mean delay of finals to the optimum's, and the longest silence (s), by number of jobs.
CROWDS = {12: (1.10, 20.0), 40: (1.6, 25.0), 80: (1.6, 25.0)}
CROWD_SEEN_S = 10.0
CHAT, OTHER = -100, -101


def naive_telegram(retries: int) -> Way:
    return lambda jobs: telegram({CHAT: jobs}, {CHAT: sliding(GROUP)}, retries)


def naive_channel(jobs: Sequence[Plan]) -> Outcome:
    return channel(jobs, buckets(CHANNEL))


def naive_interactions(jobs: Sequence[Plan]) -> Outcome:
    return interactions(jobs, {plan.job: buckets(INTERACTION) for plan in jobs})


NAIVE: dict[Place, dict[str, Way]] = {
    TELEGRAM_GROUP: {
        "AIORateLimiter, max_retries=0": naive_telegram(0),
        "AIORateLimiter, max_retries=3": naive_telegram(3),
    },
    DISCORD_CHANNEL: {"discord.py": naive_channel},
    DISCORD_INTERACTIONS: {"discord.py": naive_interactions},
}

What = dict[str, float | str]


@dataclass
class Aim:
    """Something we promise, and where it does not hold."""

    text: str
    misses: list[str] = field(default_factory=list)

    def check(self, where: str, miss: str) -> None:
        """`miss` says how far it does not hold; empty when it does."""
        if miss:
            self.misses.append(f"{where}: {miss}")

    def tell(self) -> None:
        report("aim", text=self.text, met="no" if self.misses else "yes", misses="; ".join(self.misses))


@dataclass
class Trials:
    """Prints a line for each; `aims` are complete when all were run."""

    quiet: Aim = field(default_factory=lambda: Aim("no 429 under the stated limits"))
    prompt: Aim = field(default_factory=lambda: Aim(f"mean delay of finals <= {RATIO} x optimum"))
    price: Aim = field(
        default_factory=lambda: Aim("crowd of 12: <= 1.1 x optimum, or 0.6 s later on Discord; 40, 80: <= 1.6 x")
    )
    talkative: Aim = field(
        default_factory=lambda: Aim("crowd of 12: no silence over 20 s, of 40 and 80: over 25 s")
    )
    seen: Aim = field(default_factory=lambda: Aim(f"crowd: ready to seen anywhere, mean <= {CROWD_SEEN_S:g} s"))
    shown: Aim = field(
        default_factory=lambda: Aim(
            "a preview for every job where the optimum has one for each, and a sheet a tile"
        )
    )
    learned_times: Aim = field(
        default_factory=lambda: Aim("both, for a bot that has painted twenty such pictures before")
    )
    kept: Aim = field(default_factory=lambda: Aim("lower real limit: no final lost"))
    learned: Aim = field(default_factory=lambda: Aim(f"lower real limit: at most {HANDFUL} times 429 in a run"))
    alone: Aim = field(default_factory=lambda: Aim("no lane changes another's figures"))

    @property
    def aims(self) -> Sequence[Aim]:
        crowd = self.price, self.talkative, self.seen
        return self.quiet, self.prompt, *crowd, self.shown, self.learned_times, self.kept, self.learned, self.alone

    def together(self, place: Place, every: float, number: int, seeds: Sequence[int] = SEEDS) -> None:
        """`number` jobs begun at about the same time."""
        sets = [plans(number, every=every, seed=seed, placed=place.placed) for seed in seeds]
        what: What = {"place": place.name, "progress_every_s": every, "jobs": number}
        ours, best = tried(place.ours, sets), tried(place.optimum, sets)
        before = tried(lambda jobs: place.ours(jobs, learned), sets)
        tell("burst", what, "lane", ours)
        tell("burst", what, "lane, painted before", before)
        tell("burst", what, "optimum", best)
        for name, way in NAIVE[place].items():
            tell("burst", what, name, tried(way, sets))
        where = f"{place.name} every {every:g} s, {number} jobs"
        refused = sum(len(outcome.refused) for outcome, _ in [*ours, *before])
        self.quiet.check(where, f"{refused} times 429" if refused else "")
        crowded = is_crowd(place, number)
        if not crowded:
            self.prompt.check(*punctual(where, ours, best))
            self.learned_times.check(*punctual(where, before, best))
        elif number in CROWDS:
            self.judge_crowd(where, place, number, (ours, before), best)
        if not crowded or number <= TILES_MOST:
            self.shown.check(*shared_out(where, ours, best))
            self.learned_times.check(*shared_out(where, before, best))

    def judge_crowd(
        self, where: str, place: Place, number: int, ways: Sequence[Sequence[Run]], best: Sequence[Run]
    ) -> None:
        """What its finals may cost more, and what is shown for that."""
        ratio, most = CROWDS[number]
        for runs in ways:
            self.price.check(*punctual(where, runs, best, ratio, place.price))
            told = figures(runs)
            silence, wait = told["silence_max"], told["seen_mean"]
            self.talkative.check(where, f"{silence:.1f} s" if silence > most else "")
            self.seen.check(where, f"{wait:.1f} s" if wait > CROWD_SEEN_S else "")

    def steady(self, per_minute: int, minutes: int) -> None:
        """Jobs that come and go in a group."""
        jobs = plans(per_minute * minutes, spread=60.0 * minutes)
        what: What = {"place": "telegram_group", "jobs_per_minute": per_minute, "minutes": minutes}
        place = TELEGRAM_GROUP
        for name, way in {"lane": place.ours, "optimum": place.optimum, **NAIVE[place]}.items():
            tell("steady", what, name, tried(way, [jobs]))

    def deceived(self, jobs: list[Plan], what: What) -> None:
        """The platform allows less than we believe."""
        play = Play(Lane(GROUP), jobs, Sliding(REALLY, GROUP.window))
        run = (play.run(), jobs)
        tell("lower_limit", {**what, "really_per_minute": REALLY}, "lane", [run])
        lost, refused = len(jobs) - len(finals(*run)), len(run[0].refused)
        self.kept.check(str(what), f"{lost} lost" if lost else "")
        self.learned.check(str(what), f"{refused} times 429" if refused > HANDFUL else "")
        for retries in (0, 3):
            outcome = telegram({CHAT: jobs}, {CHAT: Sliding(REALLY, GROUP.window)}, retries)
            name = f"AIORateLimiter, max_retries={retries}"
            tell("lower_limit", {**what, "really_per_minute": REALLY}, name, [(outcome, jobs)])

    def neighbours(self) -> None:
        """Ten jobs in one group while another group has eighty and a platform that refuses nearly everything."""
        few, many = plans(10), plans(80, name="other")
        alone = figures([(Play(Lane(GROUP), few, Sliding(20, 60.0)).run(), few)])
        agenda = Agenda()
        ours = Play(Lane(GROUP), few, Sliding(20, 60.0), agenda=agenda)
        other = Play(Lane(GROUP), many, Sliding(3, 60.0), agenda=agenda)
        agenda.run()
        beside = figures([(ours.outcome, few)])
        report("neighbours", way="lane, alone", **alone)
        report("neighbours", way="lane, beside a frozen one", **beside)
        report("neighbours", way="lane, the frozen one", **figures([(other.outcome, many)]))
        self.alone.check("ten jobs beside eighty", "" if alone == beside else "other figures")
        for name, groups in {"alone": {CHAT: few}, "beside a refused one": {CHAT: few, OTHER: many}}.items():
            outcome = telegram(groups, {CHAT: Sliding(20, 60.0), OTHER: Sliding(3, 60.0)}, 3)
            mine = Outcome([shown for shown in outcome.shown if shown.job.startswith("job")], outcome.refused)
            report("neighbours", way=f"AIORateLimiter, max_retries=3, {name}", **figures([(mine, few)]))

    def all(self) -> None:
        for place, every, number in combinations():
            self.together(place, every, number)
        self.steady(6, 10)
        for number in NUMBERS[1:]:
            self.deceived(plans(number), {"jobs": number})
        self.deceived(plans(120, spread=1800.0), {"jobs_per_minute": 4, "minutes": 30})
        self.neighbours()


def combinations() -> Iterator[tuple[Place, float, int]]:
    for place in PLACES:
        for every in PACES:
            for number in NUMBERS:
                yield place, every, number


def is_crowd(place: Place, number: int) -> bool:
    return not place.apart and 0 < place.limits.board_over < number


def punctual(
    where: str, ours: Sequence[Run], best: Sequence[Run], ratio: float = RATIO, price: float = 0.0
) -> tuple[str, str]:
    """Where, and how much later finals are than they need be; empty when not."""
    delay, least = (mean(delay for run in runs for delay in finals(*run)) for runs in (ours, best))
    return where, "" if delay <= max(ratio * least, least + price) else f"{delay:.3f} s, optimum {least:.3f} s"


def shared_out(where: str, ours: Sequence[Run], best: Sequence[Run]) -> tuple[str, str]:
    """Where, and how many jobs have no preview though there was one for each; empty when none."""
    without = [previews(*one).count(0) for one, other in zip(ours, best, strict=True) if 0 not in previews(*other)]
    return where, f"{without} jobs without" if any(without) else ""


def tried(way: Way, sets: Sequence[Sequence[Plan]]) -> list[Run]:
    return [(way(jobs), jobs) for jobs in sets]


def tell(measure: str, what: What, way: str, runs: Sequence[Run]) -> None:
    report(measure, **what, way=way, **figures(runs))
