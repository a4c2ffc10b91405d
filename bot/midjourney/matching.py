"""Find, among the account's last tasks, the one that an order of ours may have become."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from bot.domain.ids import JobId, TaskId
from bot.domain.order import Order, mask_of
from bot.midjourney import requests
from bot.midjourney.schemas import UNREAD_MASK, Echo, Record

__all__ = ["MATCH_AFTER_S", "MATCH_BEFORE_S", "matching_tasks"]

# Seconds around the sending in which its task must have been made, on the service's clock: how far that is from
# ours is known to a second or so, and an order may lie in a queue before it is written down. Tasks of other jobs
# are claimed, and the closest comes first.
MATCH_BEFORE_S: Final = 30.0
MATCH_AFTER_S: Final = 120.0

_RESULT_KINDS: Final = {"imagine": "picture", "edits": "picture", "videos": "clip", "describe": "words"}
# What makes two orders others though they have the same words and begin with the same, and what is meant where it
# is missing. Version, hd, quality and references follow from the words, or from the picture; and what a record says
# of its version need not be that of the model.
_DIFFERENCES: Final[Mapping[str, object]] = {
    "mode": "fast",
    "translation": False,
    "split_images": False,
    "resolution": "",
    "loop": False,
    "end_image_url": "",
    "video_index": 0,
    "mask": "",
}


def matching_tasks(
    records: Iterable[Record], order: Order, sent_at: float, reported_as: JobId | None = None
) -> list[TaskId]:
    """The tasks that ask for the same as the order and were made about `sent_at`, the closest first.

    Both are moments on the service's clock. `reported_as`: the job that stands in the address at which its task
    reports, if it does: nobody else's reports there, so one that says so is the only one.

    Every member that the service tells again must be the same. Which it tells is documented for a few; so what no
    record near by has is as good as not asked, and what one of them has is told by all. What cannot be known: of
    orders that differ in nothing but what is not told (the mask, perhaps), sent within the same moment, which task
    is whose. Each task is then claimed once, by whoever sent closest to when it was made.
    """
    near = [
        (abs(record.created_at - sent_at), record)
        for record in records
        if record.created_at is not None
        and -MATCH_BEFORE_S <= record.created_at - sent_at <= MATCH_AFTER_S
        and _are_alike(record.type, requests.order_path(order))
    ]
    asked = Echo.model_validate(requests.order_body(order).dump()).model_copy(update={"mask": mask_of(order)})
    told = {name for _, record in near for name in _echo(record).model_fields_set}
    found = [
        (away, record)
        for away, record in near
        if _is_same_order(_echo(record), asked, told) and not _is_elsewhere(record, reported_as)
    ]
    own = [(away, record) for away, record in found if reported_as and _echo(record).callback_url]
    return [TaskId(task_id) for _, task_id in sorted((away, record.id) for away, record in own or found)]


def _echo(record: Record) -> Echo:
    return record.request or Echo()


def _is_same_order(request: Echo, asked: Echo, told: Collection[str]) -> bool:
    return _order_key(request) == _order_key(asked) and all(
        _member(request, name) == _member(asked, name)
        for name in _DIFFERENCES
        if name in told and not (name == "mask" and request.mask == UNREAD_MASK and asked.mask)
    )


def _member(request: Echo, name: str) -> object:
    return getattr(request, name) or _DIFFERENCES[name]


def _is_elsewhere(record: Record, reported_as: JobId | None) -> bool:
    """Whether it is that of another job, as far as one sees from where it reports.

    Host, path and token of ours may be others by now, and the token makes the mark behind the job's id.
    """
    there = _echo(record).callback_url
    return bool(reported_as and there) and reported_as not in urlsplit(there).path.split("/")


def _are_alike(one: str, other: str) -> bool:
    """Types are a hint only: that of an edit is documented nowhere, and new ones may come."""
    kind = _RESULT_KINDS.get(one)
    return kind is None or kind == _RESULT_KINDS.get(other, kind)


def _order_key(request: Echo) -> tuple[str, ...]:
    """What each record tells; blanks may have been joined, a missing action is `generate`."""
    words = " ".join(request.prompt.split())
    return (request.action or "generate", words, request.image_id, request.image_url, request.video_id)
