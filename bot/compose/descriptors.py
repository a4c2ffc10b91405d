"""Room for open files and connections: as many as the system allows, before any is opened."""

import resource
from contextlib import suppress

import structlog

log = structlog.get_logger()

# More than anything here can use; on some systems the hard limit is "any number", which cannot be set.
PLENTY = 65_536
# With fewer, what comes all at once has to wait: ways to the store, to the image service and to people.
ENOUGH = 1024


def raise_descriptor_limit() -> int:
    """Raise the soft limit of file descriptors to the hard one; returns what the limit is then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = PLENTY if hard == resource.RLIM_INFINITY else min(hard, PLENTY)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):  # macOS allows less than it says
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    limit = PLENTY if limit == resource.RLIM_INFINITY else limit
    if limit < ENOUGH:
        log.warning("descriptors.few", limit=limit, hint=f"allow this process {ENOUGH} open files (ulimit -n)")
    return limit
