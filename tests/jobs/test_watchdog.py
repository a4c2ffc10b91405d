"""A process that no longer reads the queue says so and ends; one whose store is away waits for it."""

import asyncio
from collections.abc import Sequence

from structlog.testing import capture_logs

from bot.domain.pulse import UNREAD_S, UNREADY_S, Pulse
from bot.jobs.watchdog import Watchdog


class Bench:
    """A watchdog with a store that is as we say; `ends` counts."""

    def __init__(self, pulse: Pulse | None) -> None:
        self.trouble = ""
        self.ends = 0
        self.pulse = pulse
        self.dog = Watchdog(pulse, self.check, self.hand_over)

    async def check(self) -> str:
        return self.trouble

    def hand_over(self) -> None:
        self.ends += 1

    async def silent_for(self, seconds: float) -> Sequence[str]:
        """What /readyz says when the store has been well, and the queue unread, for so long."""
        assert self.pulse is not None
        now = asyncio.get_running_loop().time()
        self.pulse.read_at, self.pulse.well_since = now - seconds, now - 10 * seconds
        return await self.dog.health()


async def test_a_queue_that_is_read_is_well() -> None:
    """A read returns ten times a second; a few seconds without one are a busy machine."""
    bench = Bench(Pulse())
    assert await bench.silent_for(UNREADY_S / 2) == []
    assert bench.ends == 0


async def test_a_queue_that_nobody_reads() -> None:
    """It is said first, and after a minute the process hands over, once."""
    bench = Bench(Pulse())
    said = await bench.silent_for(UNREADY_S + 1)
    assert len(said) == 1
    assert "queue" in said[0]
    assert bench.ends == 0
    with capture_logs() as logs:
        await bench.silent_for(UNREAD_S + 1)
        await bench.silent_for(UNREAD_S + 2)
    assert bench.ends == 1
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["queue.read_stopped"]


async def test_a_store_that_fails_is_no_reason_to_end() -> None:
    """Nobody could read; what is wrong is the store, and that is what is said."""
    bench = Bench(Pulse())
    bench.trouble = "the store takes no writes: MISCONF"
    assert await bench.silent_for(10 * UNREAD_S) == [bench.trouble]
    assert bench.ends == 0


async def test_a_process_that_reads_no_queue() -> None:
    """A web or a gateway is as well as its store."""
    bench = Bench(None)
    assert await bench.dog.health() == []
    bench.trouble = "the store does not answer"
    assert await bench.dog.health() == [bench.trouble]
