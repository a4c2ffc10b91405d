"""What a program's log is set up for, put back as it was."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot import log


@contextmanager
def log_kept() -> Iterator[None]:
    """Where everything goes, from which level on, and what is hidden in it."""
    root, redactors = logging.root, log.current_redactor[:]
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()
        log.current_redactor[:] = redactors
