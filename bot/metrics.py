"""Every counter and gauge, in one list."""

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, generate_latest

SECONDS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800)
QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5)

HANDLED = Counter("chatelier_events", "What people did, and what came of it", ["kind", "result"])
HANDLING = Histogram("chatelier_event_seconds", "From an event to the job it opens", buckets=QUICK)
JOBS_OPENED = Counter("chatelier_jobs_opened", "Jobs written down", ["platform", "order"])
JOBS_ENDED = Counter("chatelier_jobs_ended", "Jobs whose last card was shown", ["platform", "result"])
JOBS_RUNNING = Gauge("chatelier_jobs_running", "Jobs held by this process")
JOB_SECONDS = Histogram("chatelier_job_seconds", "From the order to its last card", buckets=SECONDS)
EDITS = Counter("chatelier_edits", "Changes of messages, and what came of them", ["platform", "rank", "result"])
PREVIEWS_DROPPED = Counter("chatelier_previews_dropped", "Previews a newer one overtook", ["platform"])
STORE_UP = Gauge("chatelier_store_up", "1 when Redis answers")


def page() -> bytes:
    """The text that Prometheus reads."""
    return generate_latest(REGISTRY)
