"""From a request body to a task: what is asked, whether it may be, and the record it becomes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from random import Random
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from bot.sandbox.faults import LASTING, Fault
from bot.sandbox.http import bad, words
from bot.sandbox.links import own_link
from bot.sandbox.paint.transforms import read_mask
from bot.sandbox.prompts import Words, read_prompt
from bot.sandbox.records import FRAMES, Book, Task
from bot.sandbox.shapes import Shape, accepted, edit_shape, follow_shape, grid_shape, video_shape
from bot.sandbox.state import House
from bot.sandbox.text_services import translate
from bot.sandbox.timeline import state

_UPSCALE: Final = 0.5
_VIDEO: Final = 1.25
_MODES: Final = ("fast", "relax", "turbo")
_LINKS: Final = 5


@dataclass(frozen=True, slots=True)
class Order:
    """A valid request; `pace` is how much longer than a plain picture it takes."""

    kind: str
    action: str
    text: str
    shape: Shape
    said: Words
    parent: Task | None = None
    pace: float = 1.0
    seed: int | None = None


def read_order(kind: str, body: dict[str, Any], house: House) -> Order:
    """Raises Refusal for anything the service would answer with bad_request."""
    said = read_prompt(words(body, "prompt"))
    if said.unknown:
        raise bad(f"Unrecognized argument(s): {', '.join(said.unknown)}")
    if said.invalid:
        raise bad(f"Invalid value: {', '.join(said.invalid)}")
    if body.get("mode", "fast") not in _MODES:
        raise bad(f"mode must be one of {', '.join(_MODES)}.")
    _check_mask(body)
    action = words(body, "action") or "generate"
    if kind == "edits":
        return _edit(body, action, said, house)
    if kind == "videos":
        return _video(body, action, said, house)
    return _imagine(body, said, house) if action == "generate" else _follow(body, action, said, house)


def _check_mask(body: Mapping[str, Any]) -> None:
    if "mask" not in body:
        return
    try:
        read_mask(str(body["mask"]))
    except ValueError as error:
        raise bad(f"Invalid mask: {error}.") from error


def _imagine(body: dict[str, Any], said: Words, house: House) -> Order:
    words(body, "prompt", needed=True)
    if not said.text and not said.links:
        raise bad("prompt is required.")
    if len(said.links) > _LINKS:
        raise bad(f"At most {_LINKS} image URLs are allowed in a prompt.")
    text = translate(said.text) if body.get("translation") is True else said.text
    text = ", ".join(filter(None, [text, *(_linked(link, house.book) for link in said.links)]))
    return Order("imagine", "generate", text, grid_shape(said.ratio or (1, 1), house.options.size), said)


def _linked(link: str, book: Book) -> str:
    """What a picture prompt adds to the words: those of our own picture, else the file's name."""
    own = own_link(link)
    task = book.get(own.task_id) if own else None
    return task.text if task else PurePosixPath(urlsplit(link).path).stem.replace("-", " ").replace("_", " ")


def _follow(body: dict[str, Any], action: str, said: Words, house: House) -> Order:
    image_id = words(body, "image_id", needed=True)
    parent = house.book.by_image(image_id)
    if parent is None or state(parent, house.clock()) != "done":
        raise bad(f"image_id {image_id} was not found.")
    if action not in accepted(parent):
        raise bad(f"action {action} is not available for this image.")
    if action == "variation_region" and "mask" not in body:
        raise bad("mask is required for variation_region.")
    upscale = "upscale" in action
    seed = parent.seed if upscale and not action.startswith("redo_") else None
    shape = follow_shape(action, parent)
    return Order(
        "imagine", action, said.text or parent.text, shape, said, parent, _UPSCALE if upscale else 1.0, seed
    )


def _edit(body: dict[str, Any], action: str, said: Words, house: House) -> Order:
    if action != "generate":
        raise bad(f"action {action} is not available here.")
    words(body, "prompt", needed=True)
    parent, (width, height) = _picture(words(body, "image_url", needed=True), said, house.book)
    return Order("edits", action, said.text, edit_shape(width, height, house.options.size), said, parent)


def _video(body: dict[str, Any], action: str, said: Words, house: House) -> Order:
    if action == "extend":
        return _extension(body, said, house.book)
    if action != "generate":
        raise bad(f"action {action} is not available here.")
    parent, (width, height) = _picture(words(body, "image_url", needed=True), said, house.book)
    text = said.text or (parent.text if parent else "")
    return Order("videos", action, text, video_shape(width, height, house.options.size), said, parent, _VIDEO)


def _extension(body: dict[str, Any], said: Words, book: Book) -> Order:
    parent = book.by_video(words(body, "video_id", needed=True))
    if parent is None:
        raise bad("video_id was not found.")
    words(body, "prompt", needed=True)
    if body.get("video_index", 0) not in range(4):
        raise bad("video_index must be 0, 1, 2 or 3.")
    shape = Shape("video", parent.width, parent.height)
    return Order("videos", "extend", said.text, shape, said, parent, _VIDEO)


def _picture(url: str, said: Words, book: Book) -> tuple[Task | None, tuple[int, int]]:
    """Whose picture it is, if ours, and its size; of others only what `--ar` says is known."""
    if not url.startswith(("http://", "https://")):
        raise bad("image_url must be a public URL.")
    link = own_link(url)
    task = book.get(link.task_id) if link else None
    if task is None or link is None or task.layout == "text":
        return None, said.ratio or (1, 1)
    cut = 1 if link.cell is None else 2
    return task, (task.width // cut, task.height // cut)


def accept(order: Order, body: dict[str, Any], house: House, fault: Fault | None, origin: str) -> Task:
    """Write the task down; from here on it exists and would be charged."""
    task = Task(
        id=str(uuid4()),
        type=order.kind,
        action=order.action,
        text=order.text,
        request=body,
        created_at=house.clock(),
        seconds=house.seconds * order.pace,
        queue=min(0.9, max(0.0, house.options.queue)),
        steps=min(FRAMES - 4, max(0, house.options.steps)),
        seed=_seed(order, house),
        trace_id=str(uuid4()),
        origin=origin,
        layout=order.shape.layout,
        width=order.shape.width,
        height=order.shape.height,
        parent=order.parent.id if order.parent else None,
        fault=fault.kind if fault and fault.kind in LASTING else "",
    )
    house.book.add(task)
    return task


def _seed(order: Order, house: House) -> int:
    if order.seed is not None:
        return order.seed
    if order.said.seed is not None:
        return order.said.seed
    return Random(f"{house.options.seed}:{len(house.book.tasks)}:{order.text}").getrandbits(32)


def patience(body: Mapping[str, Any]) -> float:
    """Seconds a blocking call waits, 480 unless told. Raises Refusal for what is no number of seconds."""
    value = body.get("timeout", 480)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        raise bad("timeout must be a positive number of seconds.")
    return float(value)
