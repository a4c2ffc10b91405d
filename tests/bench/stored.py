"""What one job leaves in the store, by kind of key: bytes, and for how many days. The sums of docs/operating.md."""

import asyncio
import re
from collections import defaultdict
from pathlib import Path

from redis import Redis

from bot.store.keys import DAY_S, Keys
from tests.bench.crew import OURS, crew, order
from tests.bench.measure import report
from tests.fakes.waiting import wait_until_sync

# As long as people's usually are.
PROMPT = "a lighthouse on a cliff in a storm, oil on canvas, warm light in one window, gulls, deep blues, wide 1:0"
# Not a job's own.
STANDING_KEYS = tuple(f"{{chatelier}}:{name}" for name in ("service_queue", "jobs", "outbox", "backlog", "room"))


def kind_of(key: str) -> str:
    """The key without names and numbers."""
    parts = key.removeprefix("{chatelier}:").split(":")
    if parts[0] == "message":
        return f"message:{parts[-1]}"
    if parts[0] == "quota":
        return "quota:" + next(part for part in parts if part in {"open", "day", "month"})
    return re.sub(r"[0-9]+", "", parts[0])


def left_by(client: "Redis", jobs: int) -> dict[str, tuple[float, float]]:
    """For each kind: bytes a job, and days."""
    size: defaultdict[str, int] = defaultdict(int)
    days: defaultdict[str, float] = defaultdict(float)
    for name in client.scan_iter("{chatelier}:*", count=1000):
        key = name.decode()
        if not key.startswith(STANDING_KEYS):
            size[kind_of(key)] += int(client.memory_usage(name) or 0)
            days[kind_of(key)] = max(days[kind_of(key)], int(client.ttl(name)) / DAY_S)
    return {kind: (size[kind] / jobs, days[kind]) for kind in size}


def stored(folder: Path, jobs: int = 200) -> None:
    """Of people who order one picture each, which is the dearest: nothing is shared between their jobs."""
    with crew(folder / "stored") as ships:
        ships.start("worker", OURS).ready()
        with Redis.from_url(ships.valkey.url) as client:
            asyncio.run(order(ships.valkey.url, jobs, PROMPT))
            wait_until_sync(lambda: int(client.zcard(Keys().open_jobs)) == 0, "all have ended", 300)
            found = left_by(client, jobs)
    for kind, (size, days) in sorted(found.items()):
        report("stored", kind=kind, bytes_per_job=size, days=days, kb_for_a_job_a_day=size * days / 1000)
    total = sum(size * days for size, days in found.values()) / 1000
    report("stored", kind="all", bytes_per_job=sum(size for size, _ in found.values()), kb_for_a_job_a_day=total)
