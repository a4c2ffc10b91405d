"""What the adapter counts, beside what the core does."""

from prometheus_client import Counter, Histogram

REFUSED_CALLS = Counter(
    "chatelier_discord_refusals",
    "Calls that Discord answered with 401, 403 or 429, of which it bears 10,000 in ten minutes",
    ["route", "status", "scope"],
)
# From when we heard: an interaction's id tells when it was born, but by Discord's clock, which need not agree with
# ours to the tenth of a second that matters here.
FIRST_ANSWER_SECONDS = Histogram(
    "chatelier_discord_first_answer_seconds",
    "From hearing of an interaction to its first answer being taken, for which Discord gives 3 s",
    ["answer"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
)
UNANSWERED = Counter("chatelier_discord_unanswered", "Interactions whose first answer Discord did not take")
SPENT_BUCKETS = Counter(
    "chatelier_discord_spent_buckets",
    "Calls after which Discord takes no more of their kind for a moment: many say that our pauses are too short",
    ["route"],
)
