"""How fast the service is just now, learned from the jobs of this process."""

from collections import defaultdict, deque

from bot.domain.order import Act, Order, quickest

SEEN = 20  # jobs of a kind that are remembered
HASTE = 0.8  # the next one may be faster than all of them, but hardly by more


class Tempo:
    """Remembers how long the last jobs of each kind took."""

    def __init__(self) -> None:
        self.took: defaultdict[tuple[str, ...], deque[float]] = defaultdict(lambda: deque(maxlen=SEEN))

    def note(self, order: Order, seconds: float) -> None:
        """From the order to its result."""
        self.took[kind(order)].append(seconds)

    def quickest(self, order: Order) -> float:
        """No result of this order is to be expected sooner, in seconds."""
        seen = self.took.get(kind(order))
        return HASTE * min(seen) if seen and len(seen) == SEEN else quickest(order)


def kind(order: Order) -> tuple[str, ...]:
    """Orders that take about as long: by what they ask for, and at which speed."""
    mode = getattr(order, "mode", None) or getattr(getattr(order, "prompt", None), "mode", None)
    return (type(order).__name__, order.action.partition("_")[0] if isinstance(order, Act) else "", str(mode))
