"""One rate-limit domain, as a platform names it."""

from dataclasses import dataclass

from bot.domain.turn import Limits


@dataclass(frozen=True, slots=True)
class LaneRef:
    """One rate-limit domain: its name, and what it takes. Without limits everything goes at once.

    `bucket` is what it shares with every other lane of the platform, `rate` sends a second.
    """

    key: str
    limits: Limits | None = None
    bucket: str = ""
    rate: float = 0.0
