"""What the scenes showed, as figures."""

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from adapters.discord.gateway import CHANNEL_LIMITS
from tests.bench.lanes.optimum import best
from tests.bench.lanes.plans import Plan, finals
from tests.bench.measure import quantile, spread
from tests.bench.seen import Ends, silences


def flood_figures(seen: Mapping[str, Any]) -> dict[str, float]:
    """`first`: from the event leaving Discord to the arrival of its first answer there."""
    told = seen["interactions"]
    times = {kind: [took * 1000 for one, took in told if one == kind and took is not None] for kind, _ in told}
    all_of_them = [took for some in times.values() for took in some]
    return {
        "interactions": len(told),
        "missed": len(told) - len(all_of_them),
        **spread("first", all_of_them),
        **{f"first_p99_ms_{kind}": quantile(times[kind], 0.99) for kind in sorted(times)},
        "refused": seen["refused"],
        "calls": seen["calls"],
        "stand_in_busy": seen["busy"],
        "stand_in_late_p99_ms": seen["late_p99_ms"],
    }


def chat_figures(chat: str, seen: Mapping[str, Any], ends: Ends) -> dict[str, float]:
    orders = [order for order in seen["orders"] if order["chat"] == chat]
    lags = [ends.lag(order) for order in orders]
    previews = [len(order["previews"]) for order in orders]
    return {
        "jobs": len(orders),
        "refused": seen["refused"][chat],
        "calls_per_job": sum(seen["calls"][chat].values()) / len(orders),
        "by_dead_token": seen["by_dead_token"][chat],
        "previews_mean": mean(previews),
        "previews_least": min(previews),
        "silence_s": max(max(silences(order)) for order in orders),
        "final_lag_mean_s": mean(lags),
        "final_lag_p95_s": quantile(lags, 0.95),
        "final_lag_most_s": max(lags),
    }


def optimum(chat: str, seen: Mapping[str, Any], ends: Ends) -> float:
    """The mean lag of finals, in seconds, of somebody who knows the future, within the same limits of a channel."""
    plans = [
        Plan(order["prompt"], order["ordered"], (), ends.at[order["prompt"]], placed=True)
        for order in seen["orders"]
        if order["chat"] == chat
    ]
    return mean(finals(best(plans, CHANNEL_LIMITS), plans))


def cpu_figures(before: Sequence[float], after: Sequence[float], interactions: int) -> dict[str, float]:
    """`before`, `after`: seconds of CPU of the process that listens, and its bytes."""
    return {
        "cpu_ms_each": (after[0] - before[0]) * 1000 / interactions,
        "grown_mb": (after[1] - before[1]) / 1e6,
        "resident_mb": after[1] / 1e6,
    }
