"""Every counter and gauge of the core, in one list; an adapter has its own in its `metrics.py`."""

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, generate_latest

from bot.domain.errors import Code

SECOND_BUCKETS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800)
QUICK_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5)
SHEET_BUCKETS = (25_000, 50_000, 100_000, 150_000, 200_000, 250_000, 300_000)  # bytes

EVENTS = Counter("chatelier_events", "What people did, and what came of it", ["kind", "result"])
EVENT_SECONDS = Histogram("chatelier_event_seconds", "From an event to the job it opens", buckets=QUICK_BUCKETS)
RECALLS = Counter("chatelier_recalled", "Lost results asked after at the image service", ["what", "result"])
JOBS_OPENED = Counter("chatelier_jobs_opened", "Jobs written down", ["platform", "order"])
JOBS_ENDED = Counter("chatelier_jobs_ended", "Jobs whose last card was shown", ["platform", "result"])
JOBS_RUNNING = Gauge("chatelier_jobs_running", "Jobs held by this process")
JOB_SECONDS = Histogram("chatelier_job_seconds", "From the order to its last card", buckets=SECOND_BUCKETS)
JOBS_OPEN = Gauge("chatelier_jobs_open", "Jobs that are not done, over all processes")
JOBS_WAITING = Gauge("chatelier_jobs_waiting", "Jobs in line for the image service, over all processes")
OLDEST_OPEN = Gauge("chatelier_oldest_open_seconds", "Age of the oldest job that is not done")
SERVICE_QUEUE_HELD = Gauge(
    "chatelier_service_queue_held", "1 while nobody is let through to the service", ["reason"]
)
SERVICE_ERRORS = Counter("chatelier_service_errors", "Orders that the image service did not take", ["code"])
CREDITS_SPENT = Counter("chatelier_credits_spent", "Estimated price of what was delivered", ["platform"])
CALLBACKS = Counter("chatelier_callbacks", "Reports that the image service called in", ["result"])
LOOKUPS = Counter("chatelier_lookups", "Times that the image service was asked after tasks", ["result"])
LOOP_LAG = Gauge("chatelier_loop_lag_seconds", "How late this process wakes up")
SHOWN_DELAY = Histogram(
    "chatelier_shown_delay_seconds",
    "From a result to the message that shows it",
    ["platform"],
    buckets=SECOND_BUCKETS,
)
LANE_FREEZES = Counter("chatelier_lane_freezes", "Pauses that a chat platform asked for", ["platform"])
TOO_FAST = Counter("chatelier_too_fast", "Refusals for being too fast", ["platform", "route"])
SENDS = Counter("chatelier_sends", "Cards sent, and what came of them", ["platform", "kind", "result"])
SHEET_SECONDS = Histogram(
    "chatelier_sheet_seconds",
    "From the tiles of a crowd to its contact sheet, in a thread",
    ["platform"],
    buckets=QUICK_BUCKETS,
)
SHEET_BYTES = Histogram("chatelier_sheet_bytes", "Size of a contact sheet", ["platform"], buckets=SHEET_BUCKETS)
PREVIEWS_DROPPED = Counter("chatelier_previews_dropped", "Previews a newer one overtook", ["platform"])
STORE_UP = Gauge("chatelier_store_up", "1 when Redis takes writes")
PLATFORM_HEARD = Gauge(
    "chatelier_platform_heard", "1 while this process hears what people do on a platform", ["platform"]
)
QUEUE_UNREAD = Gauge(
    "chatelier_queue_unread_seconds", "For how long this process has not read a queue that it could"
)
STORE_VOUCHED = Histogram(
    "chatelier_store_vouched_seconds",
    "From a write to the word of the store that no crash takes it back",
    buckets=QUICK_BUCKETS,
)
STORE_UNSURE = Counter(
    "chatelier_store_unsure", "Paid orders that were put off, since the store did not vouch in time"
)

# A counter that appears with its first event has not grown since it was looked at last, so nobody is warned.
for _result in ("ok", "failed"):
    LOOKUPS.labels(_result)
for _code in Code:
    SERVICE_ERRORS.labels(_code)
for _reason in ("rate", "credit"):
    SERVICE_QUEUE_HELD.labels(_reason).set(0)


def page() -> bytes:
    """The text that Prometheus reads."""
    return generate_latest(REGISTRY)
