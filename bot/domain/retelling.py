"""Says when trouble that lasts is told again: a log has a line of it a minute, not one for each try. Pure."""

from dataclasses import dataclass

__all__ = ["RETELL_S", "Retelling"]

RETELL_S = 60.0


@dataclass(slots=True)
class Retelling:
    """What was told last, and when; times are in seconds of a clock that only goes forward."""

    told: str = ""
    told_at: float = float("-inf")

    def is_due(self, trouble: str, now: float) -> bool:
        """Whether it is told: new trouble at once, the same once a minute."""
        if trouble == self.told and now - self.told_at < RETELL_S:
            return False
        self.told, self.told_at = trouble, now
        return True
