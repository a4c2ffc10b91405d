"""Our clock, and how it stands beside that of a platform."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from bot.domain.finding import Finding

CLOCKS_APART = 10.0  # seconds; more than answers take, and than a clock that is set by NTP is ever off


class Clock(Protocol):
    def now(self) -> float:
        """Unix seconds."""

    async def sleep(self, seconds: float) -> None: ...


def shown_time(unix: float) -> str:
    """For operators, such as 2026-01-31T12:00:00Z."""
    try:
        return f"{datetime.fromtimestamp(unix, UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return f"{unix:.0f}"


def compare_clocks(check: str, platform: str, ours: float, theirs: float) -> Sequence[Finding]:
    """What a doctor says of the clock of a platform; both in unix seconds, `theirs` is 0 when it is not known."""
    if not theirs:
        return []
    if abs(ours - theirs) <= CLOCKS_APART:
        return [Finding.ok(check, f"{platform}: its clock and that of this machine agree")]
    way = "ahead of" if ours > theirs else "behind"
    told = f"it is {shown_time(ours)} here and {shown_time(theirs)} there"
    advice = "set it by NTP (timedatectl set-ntp true)"
    text = f"{platform}: the clock of this machine is {way} {platform}'s: {told}; {advice}"
    return [Finding.fail(check, text)]
