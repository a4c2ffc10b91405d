"""What the scenes showed, as figures and aims."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean
from typing import Any

from adapters.telegram.gateway import GROUP_LIMITS, PRIVATE_LIMITS
from tests.bench.measure import quantile, report

LATE = 1.0  # seconds after the stream's end in which one job's picture is on screen
SPINNER = 50.0  # ms in which 99 of 100 spinners stop
# A line of the stream every half second, its picture fetched and sent: so much older may news be that was let go on
# time. The lane also looks again only once in a while.
NEWS = 1.5  # seconds


@dataclass(frozen=True, slots=True)
class Ends:
    """When the stream of each prompt ended, in unix seconds."""

    at: Mapping[str, float]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Ends":
        """From the measuring service's log, which counts on the machine's other clock."""
        shift = time.time() - time.monotonic()
        return cls({prompt: told["ends"][task] + shift for task, prompt in told["prompts"].items()})

    def lag(self, order: Mapping[str, Any]) -> float:
        return float(order["final"]) - self.at[order["prompt"]]


def silences(order: Mapping[str, Any], boards: Sequence[float]) -> Iterator[float]:
    """Times in which nothing new was on screen; `boards` are news for all who have no message of their own yet."""
    own = sorted([*order["texts"], *order["previews"], order["final"]])
    shared = [at for at in boards if order["ordered"] < at < own[0]]
    yield from (after - before for before, after in pairwise(sorted([order["ordered"], *shared, *own])))


def forced(chat: str, jobs: int, length: float) -> float:
    """The silence that nobody can spare them, by messages of their own.

    What a window has left over when each job got its last picture is shared out. Where that is less than one for
    each, somebody sees nothing from the order to the last picture, which stands in line with the others.
    """
    limits = PRIVATE_LIMITS if chat == "private" else GROUP_LIMITS
    if limits.capacity < 2 * jobs:
        return length + jobs * limits.gap
    return max(limits.preview_gap, jobs * limits.window / limits.capacity)


def chat_figures(chat: str, seen: Mapping[str, Any], ends: Ends, length: float) -> dict[str, float]:
    orders = [order for order in seen["orders"] if order["chat"] == chat]
    frames = [min([*order["previews"], order["final"]]) - order["ordered"] for order in orders]
    lags = [ends.lag(order) for order in orders]
    boards = seen["boards"][chat]
    previews = [len(order["previews"]) for order in orders]
    return {
        "jobs": len(orders),
        "refused": seen["refused"][chat],
        "first_sign_most_s": max(next(silences(order, boards)) for order in orders),
        "first_frame_mean_s": mean(frames),
        "first_frame_most_s": max(frames),
        "silence_s": max(max(silences(order, boards)) for order in orders),
        "silence_without_board_s": max(max(silences(order, ())) for order in orders),
        "silence_forced_s": forced(chat, len(orders), length),
        "final_lag_mean_s": mean(lags),
        "final_lag_p95_s": quantile(lags, 0.95),
        "final_lag_most_s": max(lags),
        "previews_mean": mean(previews),
        "previews_least": min(previews),
        "board_edits": len(boards),
    }


def press_figures(seen: Mapping[str, Any], decided: Sequence[float]) -> dict[str, float]:
    """`left`: from the update leaving the server; `pressed`: from the finger; `decided`: inside the bot alone."""
    left = [one[1] * 1000 for one in seen["presses"]]
    pressed = [one[2] * 1000 for one in seen["presses"]]
    return {
        "presses": len(left),
        **spread("left", left),
        **spread("pressed", pressed),
        **spread("decided", decided),
        **{
            f"left_p99_{kind}": quantile([one[1] * 1000 for one in seen["presses"] if one[0] == kind], 0.99)
            for kind in sorted({one[0] for one in seen["presses"]})
        },
        "refused": seen["refused"],
        "other_calls": seen["calls"] - len(left),
        "stand_in_busy": seen["busy"],
        "stand_in_late_p99_ms": seen["late_p99_ms"],
    }


def spread(name: str, values: Sequence[float]) -> dict[str, float]:
    return {
        f"{name}_p50_ms": quantile(values, 0.5),
        f"{name}_p99_ms": quantile(values, 0.99),
        f"{name}_most_ms": max(values),
    }


def aim(text: str, value: float, most: float) -> None:
    report("aim", text=text, met="yes" if value <= most else "no", value=value, most=most)
