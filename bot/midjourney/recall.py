"""Reads a record of the service as the order that it was."""

from typing import Final

from bot.domain.film import RESOLUTION
from bot.domain.ids import ImageId, TaskId
from bot.domain.order import Act, Animate, Describe, Edit, ExtendVideo, Imagine, Order
from bot.domain.prompt import Prompt
from bot.domain.recalled import Charge, Recalled
from bot.domain.update import Failed
from bot.midjourney.schemas import Echo, Record
from bot.midjourney.updates import read_hints, read_mode, update_from_record

__all__ = ["recalled_task"]

_FIRST_ACTIONS: Final = frozenset({"", "generate"})


def recalled_task(record: Record) -> Recalled:
    """What a record says, without anything personal in it."""
    update = update_from_record(record)
    return Recalled(
        TaskId(record.id),
        _read_order(record.type, record.request or Echo()),
        update,
        created_at=record.created_at or 0.0,
        finished_at=record.finished_at or 0.0,
        trace_id=record.trace,
        kind=record.type,
        started_at=record.started_at or 0.0,
        charge=Charge(0.0) if isinstance(update, Failed) else _read_charge(record),
    )


def _read_charge(record: Record) -> Charge | None:
    """What the record says of it, which few do; the vendor charges for results alone (its page on billing)."""
    cost = record.cost or (record.response.cost if record.response else None)
    return None if cost is None or cost.amount is None else Charge(cost.amount, cost.currency)


def _film_fields(request: Echo) -> tuple[str, bool, str]:
    return request.resolution or RESOLUTION, bool(request.loop), request.end_image_url


def _read_order(kind: str, request: Echo) -> Order:
    """By its type, and by what it holds: the type of an edit is documented nowhere."""
    mode, prompt = read_mode(request.mode), request.prompt
    if kind == "describe":
        return Describe(request.image_url)
    if request.video_id:
        return ExtendVideo(request.video_id, request.video_index, prompt, mode, *_film_fields(request))
    if kind == "videos":
        resolution, loop, end = _film_fields(request)
        return Animate(request.image_url, prompt, mode, resolution, loop=loop, end_image_url=end)
    if request.image_url:
        return Edit(request.image_url, prompt, mode, split=bool(request.split_images))
    if request.action in _FIRST_ACTIONS:
        split, translated = bool(request.split_images), bool(request.translation)
        return Imagine(Prompt(prompt, mode=mode), split=split, translated=translated)
    image_id, hints = ImageId(request.image_id), read_hints(request)
    split = bool(request.split_images)
    return Act(request.action, image_id, mode=mode, hints=hints, repaint=prompt, split=split)
