"""What the adapter counts, beside what the core does."""

from prometheus_client import Counter

REFUSED_CALLS = Counter(
    "chatelier_discord_refusals",
    "Calls that Discord answered with 401, 403 or 429, of which it bears 10,000 in ten minutes",
    ["route", "status", "scope"],
)
