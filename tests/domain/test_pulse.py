"""Whether a process does what it is there for."""

import pytest

from bot.domain.pulse import Pulse


@pytest.mark.parametrize(
    ("well", "reads", "now", "silence"),
    [
        ([(0, True)], [1], 10, 9),
        ([(0, True)], [1, 9], 10, 1),
        ([(0, True), (20, False)], [1], 100, 0),  # a store that fails is no fault of the reader
        ([(0, True), (20, False), (80, True)], [1], 100, 20),  # from then on it could have read
        ([(0, True), (5, True)], [], 50, 50),
        ([], [], 50, 0),
    ],
)
def test_silence_counts_while_the_store_is_well(
    well: list[tuple[float, bool]], reads: list[float], now: float, silence: float
) -> None:
    """Since the last read, or since the store came back, whichever was later."""
    pulse = Pulse()
    for at, state in well:
        pulse.store(at, well=state)
    for at in reads:
        pulse.read(at)
    assert pulse.silence(now) == silence
