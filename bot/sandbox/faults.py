"""Things that go wrong on purpose: what they are, how they are written, and which one strikes next."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final

from bot.sandbox.odd_answers import ENDLESS, ODD_BODIES, ODD_RESULTS
from bot.sandbox.odd_files import ODD_FILES
from bot.sandbox.odd_pictures import ODD_PICTURES

REFUSED: Final = frozenset(
    {"moderation", "used_up", "invalid_token", "too_many_requests", "api_error", "html", "drop"}
)
"""Strike before a task exists: nothing is accepted and nothing would be charged."""

FILE, PREVIEW, RESULT, BODY, STREAM = "file_", "preview_", "result_", "body_", "endless_"
"""Before the names of the tables: what a finished file or a preview holds, what an answer says or is."""

FILES: Final = frozenset(ODD_PICTURES) | frozenset(ODD_FILES)

LASTING: Final = frozenset(
    {
        *("moderation_late", "never", "unknown_actions", "straight", "lost_previews"),
        *(before + name for before in (FILE, PREVIEW) for name in FILES),
        *(RESULT + name for name in ODD_RESULTS),
    }
)
"""Belong to the task for as long as it lives, so every later look at it shows them."""

BODIES: Final = frozenset({*(BODY + name for name in ODD_BODIES), *(STREAM + name for name in ENDLESS)})

PASSING: Final = frozenset(
    {
        "timeout",
        "not_json",
        "cut_first",
        "cut",
        "stall",
        "slow_first_byte",
        "duplicate_callback",
        "late_callback",
        "no_callback",
        "plain_json",
        "fragment",
        *BODIES,
    }
)
"""Spoil one answer; the task itself is accepted and finishes as if nothing had happened."""

KINDS: Final = REFUSED | LASTING | PASSING
CHANCES: Final = ("api_error", "moderation_late", "cut", "too_many_requests")
"""What a failure rate picks from."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One scripted misfortune.

    `times` is how often it strikes (-1: always), `match` a part of "path action prompt" it waits for (empty: any
    paid submission), `after` the seconds it holds back before it strikes.
    """

    kind: str
    times: int = 1
    match: str = ""
    after: float = 0.0

    def hits(self, text: str, *, paid: bool) -> bool:
        """Look-ups are only hit by a fault that names them, so that counts stay predictable."""
        return self.times != 0 and (self.match.lower() in text.lower() if self.match else paid)


def parse_fault(text: str) -> Fault:
    """`moderation:times=2:match=storm` as a Fault. Raises ValueError that names what is wrong."""
    kind, *rest = text.strip().split(":")
    if kind not in KINDS:
        raise ValueError(f"unknown fault {kind!r}; known are {', '.join(sorted(KINDS))}")
    given = dict(_pair(part) for part in rest)
    if unknown := given.keys() - {field.name for field in fields(Fault)}:
        raise ValueError(f"unknown setting {min(unknown)!r} in {text!r}")
    return Fault(
        kind,
        times=int(given.get("times", 1)),
        match=given.get("match", ""),
        after=float(given.get("after", 0)),
    )


def _pair(part: str) -> tuple[str, str]:
    name, equals, value = part.partition("=")
    if not equals:
        raise ValueError(f"{part!r} is not written as name=value")
    return name, value


class Script:
    """The faults still to come, in order; the first that fits strikes."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._left: list[list[int]] = []
        self._faults: tuple[Fault, ...] = ()
        self.replace(faults)

    def replace(self, faults: Iterable[Fault]) -> None:
        self._faults = tuple(faults)
        self._left = [[fault.times] for fault in self._faults]

    def pick(self, text: str, *, paid: bool) -> Fault | None:
        """The next fault for a request described by `text`; uses one of its times up."""
        for fault, left in zip(self._faults, self._left, strict=True):
            if left[0] != 0 and fault.hits(text, paid=paid):
                left[0] -= 1 if left[0] > 0 else 0
                return fault
        return None

    def show(self) -> list[dict[str, object]]:
        return [
            {"kind": fault.kind, "left": left[0], "match": fault.match, "after": fault.after}
            for fault, left in zip(self._faults, self._left, strict=True)
        ]
