"""Tells of a store that fails: whoever meets it reports it here, and the log has one line a minute."""

import logging
import time

import structlog
from redis.exceptions import RedisError

log = structlog.get_logger()

OUTAGE_LOG_INTERVAL_S = 60.0


class OutageLog:
    """`report` may be called as often as anything fails; times are in seconds of a clock that only goes forward."""

    def __init__(self) -> None:
        self.met = 0  # failures since the last line
        self.since: float | None = None
        self.told_at = float("-inf")

    def report(self, where: str, error: BaseException | str, now: float | None = None) -> None:
        """Something of ours or docket's at `where` could not read or write."""
        now = time.monotonic() if now is None else now
        self.met += 1
        if self.since is None:
            self.since = now
        if now - self.told_at >= OUTAGE_LOG_INTERVAL_S:
            kind = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
            log.warning("store.failed", where=where, error=kind, failures=self.met, seconds=round(now - self.since))
            self.told_at, self.met = now, 0

    def end_outage(self, now: float | None = None) -> None:
        """The store has just taken a write."""
        now = time.monotonic() if now is None else now
        if self.since is not None:
            log.info("store.recovered", after=round(now - self.since, 1), failures=self.met)
        self.since, self.met, self.told_at = None, 0, float("-inf")


def report_store_error(record: logging.LogRecord) -> bool:
    """A filter for handlers: what docket logs of the store, with a traceback each time, is one of those reports."""
    error = record.exc_info[1] if record.exc_info else None
    if not record.name.startswith("docket") or not isinstance(error, RedisError):
        return True
    outage_log.report(record.name, error)
    return False


outage_log = OutageLog()  # one for the process: it is the process's log
