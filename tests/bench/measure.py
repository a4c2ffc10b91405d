"""How figures are taken and printed: one JSON object per measure."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path


def report(measure: str, **figures: float | str) -> None:
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
    sys.stdout.write(json.dumps({"measure": measure, **rounded}) + "\n")
    sys.stdout.flush()


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


def spread(name: str, values: Sequence[float]) -> dict[str, float]:
    """Of times in ms."""
    return {
        f"{name}_p50_ms": quantile(values, 0.5),
        f"{name}_p99_ms": quantile(values, 0.99),
        f"{name}_most_ms": max(values, default=float("nan")),
    }


def aim(text: str, value: float, most: float) -> None:
    """What we promise, and whether it is kept."""
    report("aim", text=text, met="yes" if value <= most else "no", value=value, most=most)


def resident() -> int:
    """Bytes of memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


@dataclass
class Lag:
    """How late a loop that wants to wake every 10 ms wakes, in ms."""

    late: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        while True:
            due = time.perf_counter() + 0.01
            await asyncio.sleep(0.01)
            self.late.append((time.perf_counter() - due) * 1000)


@asynccontextmanager
async def lag() -> AsyncIterator[Lag]:
    async with asyncio.TaskGroup() as group:
        watching = Lag()
        task = group.create_task(watching.watch())
        yield watching
        task.cancel()
