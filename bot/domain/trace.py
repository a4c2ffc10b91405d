"""What a log is told of trouble: where it came from, without anybody's words, and no oftener than is of use."""

from dataclasses import dataclass
from pathlib import PurePath
from traceback import walk_tb

FRAMES_MOST = 12  # frames, the innermost
RETELL_S = 60.0  # seconds until trouble that lasts is told again


def error_trace(error: BaseException) -> str:
    """The kinds of an error and of its causes, each with its way through the code, in one line."""
    told = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        told.append(f"{type(cause).__name__} at {way_of(cause)}")
        cause = cause.__cause__ or cause.__context__
    return "; from ".join(told)


def way_of(error: BaseException) -> str:
    frames = [
        f"{PurePath(frame.f_code.co_filename).name}:{line} {frame.f_code.co_name}"
        for frame, line in walk_tb(error.__traceback__)
    ]
    return " > ".join(frames[-FRAMES_MOST:]) or "no place"


@dataclass(slots=True)
class Retelling:
    """What was told last, and when, so that a log has a line a minute of trouble that lasts, not one for each try.

    Times are in seconds of a clock that only goes forward.
    """

    told: str = ""
    told_at: float = float("-inf")

    def is_due(self, trouble: str, now: float) -> bool:
        """Whether it is told: new trouble at once, the same once a minute."""
        if trouble == self.told and now - self.told_at < RETELL_S:
            return False
        self.told, self.told_at = trouble, now
        return True
