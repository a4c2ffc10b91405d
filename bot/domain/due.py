"""When a job's last card can be expected, from how far it says it is."""

# Progress is uneven and told in steps: what is left may take four fifths of the time that the percentage promises.
HASTE = 0.8
ROUGH = 2  # percent


def due(sent_at: float, now: float, percent: int) -> float:
    """The earliest moment to be expected, in the seconds of `now`; `percent` is 1 to 99."""
    return now + (now - sent_at) * (100 / min(percent + ROUGH, 100) - 1) * HASTE
