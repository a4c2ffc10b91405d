"""A job that falls behind misses news that newer ones overtake, and nothing that was left for it."""

from bot.domain.ids import TaskId
from bot.domain.update import Progressed, Update
from bot.jobs.signal_listener import BACKLOG_MOST, Subscription


def heard(subscription: Subscription) -> list[Update | None]:
    return [subscription.updates.get_nowait() for _ in range(subscription.updates.qsize())]


def test_what_was_left_is_read_however_far_it_is_behind() -> None:
    """Left is what matters, such as a cancel; whether it is told before the others or behind them."""
    news = [Progressed(TaskId("t"), percent) for percent in range(BACKLOG_MOST)]
    early, late = Subscription(), Subscription()
    for update in (None, *news):
        early.put(update)
    for update in (*news, None):
        late.put(update)
    assert None in heard(early)
    assert None in heard(late)


def test_the_newest_is_heard() -> None:
    """A preview that was overtaken is of no use."""
    subscription = Subscription()
    for percent in range(BACKLOG_MOST + 20):
        subscription.put(Progressed(TaskId("t"), percent))
    last = heard(subscription)[-1]
    assert isinstance(last, Progressed)
    assert last.percent == BACKLOG_MOST + 19
