"""What the scenes showed, as figures and aims."""

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from adapters.telegram.gateway import GROUP_LIMITS, PRIVATE_LIMITS
from tests.bench.measure import quantile, spread
from tests.bench.seen import Ends, silences

LATE = 1.0  # seconds after the stream's end in which one job's picture is on screen
SPINNER = 25.0  # ms in which 99 of 100 spinners stop
PRESS_CPU = 1.5  # ms of a core that a press takes which is only answered
# A line of the stream every half second, its picture fetched and sent: so much older may news be that was let go on
# time. The lane also looks again only once in a while.
NEWS = 1.5  # seconds


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
    boards = [[at for at, text in seen["boards"][chat] if tells_of(text, order)] for order in orders]
    waits = [ends.wait(order, told) for order, told in zip(orders, boards, strict=True)]
    previews = [len(order["previews"]) for order in orders]
    return {
        "jobs": len(orders),
        "refused": seen["refused"][chat],
        "first_sign_most_s": max(next(silences(*one)) for one in zip(orders, boards, strict=True)),
        "first_frame_mean_s": mean(frames),
        "first_frame_most_s": max(frames),
        "silence_s": max(max(silences(*one)) for one in zip(orders, boards, strict=True)),
        "silence_without_board_s": max(max(silences(order, ())) for order in orders),
        "silence_forced_s": forced(chat, len(orders), length),
        "final_lag_mean_s": mean(lags),
        "final_lag_p95_s": quantile(lags, 0.95),
        "final_lag_most_s": max(lags),
        "previews_mean": mean(previews),
        "previews_least": min(previews),
        "seen_mean_s": mean(waits),
        "seen_most_s": max(waits),
        "board_edits": len(seen["boards"][chat]),
    }


def tells_of(text: str, order: Mapping[str, Any]) -> bool:
    """Whether the words of a board are of this order, too: each person has one."""
    return f"{order['person']} " in text


def press_figures(seen: Mapping[str, Any], decided: Sequence[float]) -> dict[str, float]:
    """`left`: from the update leaving the server; `pressed`: from the finger; `decided`: inside the bot alone."""
    left = [one[1] * 1000 for one in seen["presses"]]
    pressed = [one[2] * 1000 for one in seen["presses"]]
    return {
        "presses": len(left) + seen["unanswered"],
        "unanswered": seen["unanswered"],
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
