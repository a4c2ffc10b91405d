"""The figures of `make bench-discord` say what was seen; all of them are the benchmark's own affair."""

from typing import Any

import pytest

from tests.bench.discord.figures import chat_figures, flood_figures, optimum
from tests.bench.seen import Ends

CHAT = "channel"


def order(number: int, **more: Any) -> dict[str, Any]:
    """Ordered at 100, a first word half a second later, two previews, a picture at 112."""
    made = {"ordered": 100.0, "texts": [100.5], "previews": [103.0, 108.0], "final": 112.0}
    return {"chat": CHAT, "prompt": f"cat {number}", **made, **more}


def seen(*orders: dict[str, Any]) -> dict[str, Any]:
    calls = {CHAT: {"callback": len(orders), "edit_original": 3 * len(orders)}}
    return {"orders": orders, "calls": calls, "refused": {CHAT: 0}, "by_dead_token": {CHAT: 0}}


def test_an_interaction_without_an_answer_is_counted_and_no_time() -> None:
    """It ends no benchmark, and does not make the others look better or worse."""
    told = [("help", 0.010), ("typing", 0.020), ("help", None)]
    figures = flood_figures({"interactions": told, "refused": 0, "calls": 5, "busy": 0.1, "late_p99_ms": 1.0})
    assert (figures["interactions"], figures["missed"]) == (3, 1)
    assert figures["first_most_ms"] == figures["first_p99_ms_typing"] == 20.0
    assert figures["first_p99_ms_help"] == 10.0


def test_lag_counts_from_the_end_of_the_stream_and_silence_between_news() -> None:
    """Over all orders of a channel."""
    ends = Ends({"cat 0": 111.0, "cat 1": 111.5})
    figures = chat_figures(CHAT, seen(order(0), order(1, previews=[])), ends)
    assert (figures["final_lag_mean_s"], figures["final_lag_most_s"]) == (0.75, 1.0)
    assert (figures["silence_s"], figures["previews_mean"], figures["calls_per_job"]) == (11.5, 1.0, 4.0)


def test_the_optimum_knows_the_limits_of_a_channel() -> None:
    """Of six that end at once four go out together, a gap apart, and two when the window has room again."""
    orders = [order(number) for number in range(6)]
    ends = Ends({one["prompt"]: 110.0 for one in orders})
    waits = [0.0, 0.25, 0.5, 0.75, 5.0, 5.25]
    assert optimum(CHAT, seen(*orders), ends) == pytest.approx(sum(waits) / 6 + 0.15)
