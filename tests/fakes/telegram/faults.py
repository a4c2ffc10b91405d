"""Things that go wrong on purpose, one call of the bot at a time."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

from tests.fakes.faults import ALL_AFTER, ALL_BEFORE, check_kind

BEFORE: Final = ALL_BEFORE | {"refuse"}
AFTER: Final = ALL_AFTER
KINDS: Final = BEFORE | AFTER


@dataclass(slots=True)
class Fault:
    """One misfortune; it strikes `times` calls (-1: all) whose method and chat fit ("" and 0: any but getUpdates).

    The first `nth` - 1 of them are spared. error, refuse: `status`, `text` and `parameters` instead of doing it,
    as the platform might answer anything to anything; hold: it is done when `gate` is set; flood: 429 with
    `retry_after`, and the chat is frozen as long; drop: the connection ends without doing it; slow: `seconds`
    before it is done; slow_upload: `seconds` before the body is read; drop_after, slow_after, error_after: it is
    done, then that. `struck` counts.
    """

    kind: str
    method: str = ""
    chat: int = 0
    times: int = 1
    status: int = 502
    retry_after: int = 1
    seconds: float = 0.1
    text: str = "Bad Gateway"
    nth: int = 1
    parameters: dict[str, Any] = field(default_factory=dict)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    struck: int = 0

    def __post_init__(self) -> None:
        check_kind(self.kind, KINDS)

    def fits(self, method: str, chat: int | None) -> bool:
        if self.chat and self.chat != chat:
            return False
        return method == self.method if self.method else method != "getUpdates"
