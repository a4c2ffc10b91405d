"""When people saw what of their jobs, beside when the measuring service was done with them."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Ends:
    """When the stream of each prompt ended, in unix seconds."""

    at: Mapping[str, float]

    @classmethod
    def read(cls, told: Mapping[str, Any], behind: float = 0.0) -> "Ends":
        """From the measuring service's log, which counts on the machine's other clock.

        `behind`: so many seconds is the clock of the chat platform behind the machine's.
        """
        shift = time.time() - time.monotonic() - behind
        return cls({prompt: told["ends"][task] + shift for task, prompt in told["prompts"].items()})

    def wait(self, order: Mapping[str, Any], boards: Sequence[float]) -> float:
        """Seconds from its end to when it was seen anywhere; `boards` as for `silences`."""
        end = self.at[order["prompt"]]
        return min(at for at in [*boards, float(order["final"])] if at >= end or at == order["final"]) - end

    def lag(self, order: Mapping[str, Any]) -> float:
        return float(order["final"]) - self.at[order["prompt"]]


def silences(order: Mapping[str, Any], boards: Sequence[float] = ()) -> Iterator[float]:
    """Times in which nothing new was on screen; `boards`: when a message that many share told of it."""
    own = sorted([*order["texts"], *order["previews"], order["final"]])
    shared = [at for at in boards if order["ordered"] < at < order["final"]]
    yield from (after - before for before, after in pairwise(sorted([order["ordered"], *shared, *own])))
