"""Says why a folder cannot be used, and what to do about it."""

import errno
from collections.abc import Mapping
from pathlib import Path

FOLDER_ADVICE: Mapping[int, str] = {
    errno.EACCES: "give it to the user who starts this (chown)",
    errno.EPERM: "give it to the user who starts this (chown)",
    errno.EROFS: "its disk can only be read",
    errno.ENOSPC: "its disk is full, so make room",
    errno.EDQUOT: "this user may have no more there, so make room",
    errno.ENOTDIR: "a file stands in its way",
    errno.EEXIST: "a file stands in its way",
}


def folder_fault(folder: Path, error: OSError) -> str:
    """Of the data folder: in one line, with its setting."""
    advice = FOLDER_ADVICE.get(error.errno or 0, error.strerror or type(error).__name__)
    named = f"CHATELIER_DATA_DIR: the data folder {folder}"
    return f"{named} cannot be used: {advice}, or set another (for the demo: --folder)"
