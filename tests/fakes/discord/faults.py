"""Things that go wrong on purpose, one request of the bot at a time."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

from tests.fakes.faults import ALL_AFTER, ALL_BEFORE, check_kind

BEFORE: Final = ALL_BEFORE
AFTER: Final = ALL_AFTER | {"other"}
KINDS: Final = BEFORE | AFTER


@dataclass(slots=True)
class Fault:
    """One misfortune; it strikes `times` requests (-1: all) whose route and channel fit ("" and "": any).

    The first `nth` - 1 of them are spared. error: `status`, `code` and `text` instead of doing it; hold: it is done
    when `gate` is set; flood: 429 of `scope` with `retry_after`, `via` says whether Discord itself sends it; drop:
    the connection ends without doing it; slow: `seconds` before it is done; slow_upload: `seconds` before the body
    is read; drop_after, slow_after, error_after: it is done, then that; other: it is done, and `text` with status
    200 is the answer. `struck` counts.
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
        check_kind(self.kind, KINDS)

    def fits(self, route: str, channel: str) -> bool:
        return self.channel in {"", channel} and self.route in {"", route}
