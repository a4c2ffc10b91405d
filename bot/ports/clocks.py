"""Our clock, and how it stands beside that of a platform."""

from datetime import UTC, datetime
from typing import Protocol

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
