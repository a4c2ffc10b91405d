"""When a result can be expected: by the kind of order, by what the last ones took, by how far it says it is."""

from collections import defaultdict, deque

from bot.domain.order import Act, Order, WordOrder

# A recorded stream ended eight seconds after its first line, and that comes only when painting starts.
PAINTING_LEAST_S = 8.0
SEEN_JOBS = 20  # of a kind that are remembered
SEEN_HASTE = 0.8  # the next one may be faster than all of them, but hardly by more
# Progress is uneven and told in steps: what is left may take four fifths of the time that the percentage promises.
PROGRESS_HASTE = 0.8
PROGRESS_STEP = 2  # percent


def earliest_end(sent_at: float, now: float, percent: int) -> float:
    """The earliest moment to be expected, in the seconds of `now`; `percent` is 1 to 99."""
    return now + (now - sent_at) * (100 / min(percent + PROGRESS_STEP, 100) - 1) * PROGRESS_HASTE


def least_duration(order: Order) -> float:
    """No result of this order comes sooner, in seconds, as far as anybody has seen."""
    if isinstance(order, WordOrder) or (isinstance(order, Act) and order.action.startswith("upscale")):
        return 0.0
    return PAINTING_LEAST_S


class DurationEstimates:
    """Remembers how long the last jobs of each kind took: how fast the service is just now."""

    def __init__(self) -> None:
        self.took: defaultdict[tuple[str, ...], deque[float]] = defaultdict(lambda: deque(maxlen=SEEN_JOBS))

    def note(self, order: Order, seconds: float) -> None:
        """From the order to its result."""
        self.took[order_kind(order)].append(seconds)

    def least(self, order: Order) -> float:
        """No result of this order is to be expected sooner, in seconds."""
        seen = self.took.get(order_kind(order))
        return SEEN_HASTE * min(seen) if seen and len(seen) == SEEN_JOBS else least_duration(order)


def order_kind(order: Order) -> tuple[str, ...]:
    """Orders that take about as long: by what they ask for, and at which speed."""
    mode = getattr(order, "mode", None) or getattr(getattr(order, "prompt", None), "mode", None)
    return (type(order).__name__, order.action.partition("_")[0] if isinstance(order, Act) else "", str(mode))
