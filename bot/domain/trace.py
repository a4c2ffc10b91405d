"""Where an error came from, without what it says: that may be somebody's words."""

from pathlib import PurePath
from traceback import walk_tb

FRAMES_MOST = 12  # frames, the innermost


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
