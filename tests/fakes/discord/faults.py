"""Things that go wrong on purpose, one request of the bot at a time."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

BEFORE: Final = frozenset({"error", "flood", "drop", "slow", "slow_upload", "hold"})
AFTER: Final = frozenset({"drop_after", "slow_after", "error_after"})
KINDS: Final = BEFORE | AFTER


@dataclass(slots=True)
class Fault:
    """One misfortune; it strikes `times` requests (-1: all) whose route and channel fit ("" and "": any).

    The first `nth` - 1 of them are spared. error: `status`, `code` and `text` instead of doing it; hold: it is done
    when `gate` is set; flood: 429 of `scope` with `retry_after`, `via` says whether Discord itself sends it; drop:
    the connection ends without doing it; slow: `seconds` before it is done; slow_upload: `seconds` before the body
    is read; drop_after, slow_after, error_after: it is done, then that. `struck` counts.
    """

    kind: str
    route: str = ""
    channel: str = ""
    times: int = 1
    status: int = 502
    code: int = 0
    text: str = "Bad Gateway"
    retry_after: float = 0.1
    scope: str = "user"
    via: bool = True
    seconds: float = 0.1
    nth: int = 1
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    more: dict[str, Any] = field(default_factory=dict)
    struck: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; known are {', '.join(sorted(KINDS))}")

    def fits(self, route: str, channel: str) -> bool:
        if self.times == 0 or (self.channel and self.channel != channel):
            return False
        return self.route in {"", route}


class Script:
    """The faults still to come; the first that fits strikes and uses up one of its times."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def pick(self, kinds: frozenset[str], route: str, channel: str) -> Fault | None:
        for fault in self.faults:
            if fault.kind in kinds and fault.fits(route, channel):
                fault.nth -= 1
                if fault.nth > 0:
                    continue
                fault.struck += 1
                fault.times -= 1 if fault.times > 0 else 0
                return fault
        return None
