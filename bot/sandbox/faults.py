"""Things that go wrong on purpose: what they are, how they are written, and which one strikes next."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final

from bot.sandbox.odd_answers import ENDLESS_PARTS, ODD_BODIES, ODD_RESULTS
from bot.sandbox.odd_files import ODD_FILES
from bot.sandbox.odd_pictures import ODD_PICTURES

REFUSING_FAULTS: Final = frozenset(
    {"moderation", "used_up", "invalid_token", "too_many_requests", "api_error", "html", "drop"}
)
"""Strike before a task exists: nothing is accepted and nothing would be charged."""

FILE_PREFIX, PREVIEW_PREFIX, RESULT_PREFIX, BODY_PREFIX, STREAM_PREFIX = (
    "file_",
    "preview_",
    "result_",
    "body_",
    "endless_",
)
"""Before the names of the tables: what a finished file or a preview holds, what an answer says or is."""

ODD_FILE_NAMES: Final = frozenset(ODD_PICTURES) | frozenset(ODD_FILES)

LASTING_FAULTS: Final = frozenset(
    {
        *("moderation_late", "never", "unknown_actions", "straight", "lost_previews", "no_cells", "edits_actions"),
        *(before + name for before in (FILE_PREFIX, PREVIEW_PREFIX) for name in ODD_FILE_NAMES),
        *(RESULT_PREFIX + name for name in ODD_RESULTS),
    }
)
"""Belong to the task for as long as it lives, so every later look at it shows them."""

BODY_FAULTS: Final = frozenset(
    {*(BODY_PREFIX + name for name in ODD_BODIES), *(STREAM_PREFIX + name for name in ENDLESS_PARTS)}
)

PASSING_FAULTS: Final = frozenset(
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
        *BODY_FAULTS,
    }
)
"""Spoil one answer; the task itself is accepted and finishes as if nothing had happened."""

FAULT_KINDS: Final = REFUSING_FAULTS | LASTING_FAULTS | PASSING_FAULTS
CHANCE_FAULTS: Final = ("api_error", "moderation_late", "cut", "too_many_requests")
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

    def strikes_at(self, text: str, *, paid: bool) -> bool:
        """Look-ups are only hit by a fault that names them, so that counts stay predictable."""
        return self.times != 0 and (self.match.lower() in text.lower() if self.match else paid)


def parse_fault(text: str) -> Fault:
    """`moderation:times=2:match=storm` as a Fault. Raises ValueError that names what is wrong."""
    kind, *rest = text.strip().split(":")
    if kind not in FAULT_KINDS:
        raise ValueError(f"unknown fault {kind!r}; known are {', '.join(sorted(FAULT_KINDS))}")
    given = dict(_parse_setting(part) for part in rest)
    if unknown := given.keys() - {field.name for field in fields(Fault)}:
        raise ValueError(f"unknown setting {min(unknown)!r} in {text!r}")
    return Fault(
        kind,
        times=int(given.get("times", 1)),
        match=given.get("match", ""),
        after=float(given.get("after", 0)),
    )


def _parse_setting(part: str) -> tuple[str, str]:
    name, equals, value = part.partition("=")
    if not equals:
        raise ValueError(f"{part!r} is not written as name=value")
    return name, value


class FaultScript:
    """The faults still to come, in order; the first that fits strikes."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._left: list[list[int]] = []
        self._faults: tuple[Fault, ...] = ()
        self.replace_faults(faults)

    def replace_faults(self, faults: Iterable[Fault]) -> None:
        """From now on these are to come, with all their times."""
        self._faults = tuple(faults)
        self._left = [[fault.times] for fault in self._faults]

    def pick_fault(self, text: str, *, paid: bool) -> Fault | None:
        """The next fault for a request described by `text`; uses one of its times up."""
        for fault, left in zip(self._faults, self._left, strict=True):
            if left[0] != 0 and fault.strikes_at(text, paid=paid):
                left[0] -= 1 if left[0] > 0 else 0
                return fault
        return None

    def list_faults(self) -> list[dict[str, object]]:
        """As JSON objects, with how often each is still to strike (-1: always)."""
        return [
            {"kind": fault.kind, "left": left[0], "match": fault.match, "after": fault.after}
            for fault, left in zip(self._faults, self._left, strict=True)
        ]
