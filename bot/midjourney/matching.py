"""Find, among the account's last tasks, the one that an order of ours may have become."""

from collections.abc import Iterable
from typing import Final

from bot.domain.ids import TaskId
from bot.domain.order import Order
from bot.midjourney import requests
from bot.midjourney.schemas import Echo, Record

__all__ = ["MATCH_AFTER_S", "MATCH_BEFORE_S", "matching_tasks"]

# Seconds around the sending in which its task must have been made, on the service's clock: how far that is from
# ours is known to a second or so, and an order may lie in a queue before it is written down. Tasks of other jobs
# are claimed, and the closest comes first.
MATCH_BEFORE_S: Final = 30.0
MATCH_AFTER_S: Final = 120.0

_RESULT_KINDS: Final = {"imagine": "picture", "edits": "picture", "videos": "clip", "describe": "words"}


def matching_tasks(records: Iterable[Record], order: Order, sent_at: float) -> list[TaskId]:
    """The tasks that ask for the same as the order and were made about `sent_at`, the closest first.

    Both are moments on the service's clock.
    """
    near = [
        (abs(record.created_at - sent_at), record.id)
        for record in records
        if record.created_at is not None
        and -MATCH_BEFORE_S <= record.created_at - sent_at <= MATCH_AFTER_S
        and _is_same_order(record, order)
    ]
    return [TaskId(task_id) for _, task_id in sorted(near)]


def _is_same_order(record: Record, order: Order) -> bool:
    return _are_alike(record.type, requests.order_path(order)) and _order_key(
        record.request or Echo()
    ) == _order_key(Echo.model_validate(requests.order_body(order).dump()))


def _are_alike(one: str, other: str) -> bool:
    """Types are a hint only: that of an edit is documented nowhere, and new ones may come."""
    kind = _RESULT_KINDS.get(one)
    return kind is None or kind == _RESULT_KINDS.get(other, kind)


def _order_key(request: Echo) -> tuple[str, ...]:
    """What makes two requests the same order; blanks may have been joined, a missing action is `generate`."""
    words = " ".join(request.prompt.split())
    return (request.action or "generate", words, request.image_id, request.image_url, request.video_id)
