"""Says why a folder cannot be used, and what to do about it."""

import errno
import os
import re
from collections.abc import Mapping
from pathlib import Path

OURS = "give it, with all that is in it, to the user who starts this (chown -R)"
FOLDER_ADVICE: Mapping[int, str] = {
    errno.EACCES: OURS,
    errno.EPERM: OURS,
    errno.EROFS: "its disk can only be read",
    errno.ENOSPC: "its disk is full, so make room",
    errno.EDQUOT: "this user may have no more there, so make room",
    errno.ENOTDIR: "a file stands in its way",
    errno.EEXIST: "a file stands in its way",
}
# How the object store tells of an error of the system.
TOLD_NUMBER = re.compile(r"\(os error (\d+)\)")


def folder_fault(folder: Path, error: OSError) -> str:
    """Of the data folder: in one line, with its setting."""
    named = f"CHATELIER_DATA_DIR: the data folder {folder}"
    return f"{named} cannot be used: {folder_advice(error)}, or set another (for the demo: --folder)"


def folder_advice(error: OSError) -> str:
    """Without a full stop."""
    number = error.errno
    if number is None and (told := TOLD_NUMBER.search(str(error))):
        number = int(told[1])
    if number is None:
        return type(error).__name__
    return FOLDER_ADVICE.get(number, os.strerror(number))
