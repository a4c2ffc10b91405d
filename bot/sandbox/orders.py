"""From a request body to a task: what is asked, whether it may be, and the record it becomes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from random import Random
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from bot.sandbox.faults import LASTING_FAULTS, Fault
from bot.sandbox.http import bad_request, read_text
from bot.sandbox.inputs import InputPicture, fetch_input, is_near, kept_input
from bot.sandbox.links import read_own_link
from bot.sandbox.prompts import ParsedPrompt
from bot.sandbox.records import IMAGE_IDS_PER_TASK, Task, TaskBook
from bot.sandbox.shapes import (
    Shape,
    accepted_actions,
    edit_shape,
    extension_shape,
    follow_shape,
    grid_shape,
    video_shape,
)
from bot.sandbox.shelf import read_shelf_link
from bot.sandbox.state import SandboxState
from bot.sandbox.text_services import translate_text
from bot.sandbox.timeline import task_state

_UPSCALE_PACE: Final = 0.5
_FILM_PACE: Final = 1.25
_USUAL_RESOLUTION: Final = "480p"
_PROMPT_LINKS_MOST: Final = 5
Inputs = dict[str, InputPicture]


@dataclass(frozen=True, slots=True)
class SandboxOrder:
    """A valid request; `pace` is how much longer than a plain picture it takes."""

    kind: str
    action: str
    text: str
    shape: Shape
    prompt: ParsedPrompt
    parent: Task | None = None
    pace: float = 1.0
    seed: int | None = None
    inputs: dict[str, str] = field(default_factory=dict)


async def gather_inputs(sandbox: SandboxState, addresses: Mapping[str, str]) -> Inputs:
    """By address, the pictures that lie on this machine and are not ours; `addresses` names the member of each.

    All others are imagined from the words. Raises Refusal for what is there and is no picture.
    """
    found: Inputs = {}
    for url, member in addresses.items():
        if _is_own(url, member, sandbox):
            continue
        try:
            picture = await _input_at(url, sandbox)
        except ValueError as error:
            raise bad_request(f"{member}: the picture cannot be used: {error}.") from error
        if picture is not None:
            found[url] = picture
    return found


async def _input_at(url: str, sandbox: SandboxState) -> InputPicture | None:
    """None for what we do not look at. Raises ValueError."""
    name = read_shelf_link(url)
    if name and sandbox.inputs.has(name):
        return await kept_input(name, sandbox.inputs)
    return await fetch_input(sandbox.session, url, sandbox.inputs) if is_near(url) else None


def _is_own(url: str, member: str, sandbox: SandboxState) -> bool:
    """Whether it leads to a finished picture of ours. Raises Refusal for a link that has ended."""
    link = read_own_link(url)
    task = sandbox.book.get(link.task_id) if link else None
    if link is None or task is None or task.layout == "text" or task_state(task, sandbox.clock()) != "done":
        return False
    if sandbox.has_ended(link.until):
        raise bad_request(f"{member}: the picture cannot be used: its link has ended.")
    return True


def read_order(
    kind: str, body: dict[str, Any], prompt: ParsedPrompt, inputs: Inputs, sandbox: SandboxState
) -> SandboxOrder:
    """Of a request that was checked. Raises Refusal for anything else the service would answer with bad_request."""
    action = read_text(body, "action") or "generate"
    if kind == "edits":
        made = _read_edit(body, action, prompt, inputs, sandbox)
    elif kind == "videos":
        made = _read_film(body, action, prompt, inputs, sandbox)
    elif action == "generate":
        made = _read_imagine(body, prompt, inputs, sandbox)
    else:
        made = _read_button(body, action, prompt, sandbox)
    return replace(made, inputs={url: picture.name for url, picture in inputs.items()})


def _read_imagine(
    body: dict[str, Any], prompt: ParsedPrompt, inputs: Inputs, sandbox: SandboxState
) -> SandboxOrder:
    read_text(body, "prompt", needed=True)
    if not prompt.text and not prompt.links:
        raise bad_request("prompt is required.")
    if len(prompt.links) > _PROMPT_LINKS_MOST:
        raise bad_request(f"At most {_PROMPT_LINKS_MOST} image URLs are allowed in a prompt.")
    text = translate_text(prompt.text) if body.get("translation") is True else prompt.text
    unseen = [link for link in prompt.links if link not in inputs]
    text = ", ".join(filter(None, [text, *(_words_of_link(link, sandbox.book) for link in unseen)]))
    side = sandbox.options.size * (2 if body.get("hd") is True or "hd" in prompt.flags else 1)
    return SandboxOrder("imagine", "generate", text, grid_shape(prompt.ratio or (1, 1), side), prompt)


def _words_of_link(link: str, book: TaskBook) -> str:
    """What a picture prompt adds to the words: those of our own picture, else the file's name."""
    own = read_own_link(link)
    task = book.get(own.task_id) if own else None
    return task.text if task else PurePosixPath(urlsplit(link).path).stem.replace("-", " ").replace("_", " ")


def _read_button(body: dict[str, Any], action: str, prompt: ParsedPrompt, sandbox: SandboxState) -> SandboxOrder:
    image_id = read_text(body, "image_id", needed=True)
    parent = sandbox.book.find_image(image_id)
    if parent is None or task_state(parent, sandbox.clock()) != "done":
        raise bad_request(f"image_id {image_id} was not found.")
    if action not in accepted_actions(parent):
        raise bad_request(f"action {action} is not available for this image.")
    if action == "variation_region" and "mask" not in body:
        raise bad_request("mask is required for variation_region.")
    upscale = "upscale" in action
    seed = parent.seed if upscale and not action.startswith("redo_") else None
    shape = follow_shape(action, parent)
    return SandboxOrder(
        "imagine",
        action,
        prompt.text or parent.text,
        shape,
        prompt,
        parent,
        _UPSCALE_PACE if upscale else 1.0,
        seed,
    )


def _read_edit(
    body: dict[str, Any], action: str, prompt: ParsedPrompt, inputs: Inputs, sandbox: SandboxState
) -> SandboxOrder:
    if action != "generate":
        raise bad_request(f"action {action} is not available here.")
    read_text(body, "prompt", needed=True)
    url = read_text(body, "image_url", needed=True)
    parent, (width, height) = _linked_size(url, prompt, inputs, sandbox.book)
    return SandboxOrder(
        "edits", action, prompt.text, edit_shape(width, height, sandbox.options.size), prompt, parent
    )


def _read_film(
    body: dict[str, Any], action: str, prompt: ParsedPrompt, inputs: Inputs, sandbox: SandboxState
) -> SandboxOrder:
    if action == "extend":
        return _read_extension(body, prompt, sandbox.book)
    if action != "generate":
        raise bad_request(f"action {action} is not available here.")
    url = read_text(body, "image_url", needed=True)
    parent, (width, height) = _linked_size(url, prompt, inputs, sandbox.book)
    text = prompt.text or (parent.text if parent else "")
    shape = video_shape(width, height, sandbox.options.size, body.get("resolution", _USUAL_RESOLUTION))
    return SandboxOrder("videos", action, text, shape, prompt, parent, _FILM_PACE)


def _read_extension(body: dict[str, Any], prompt: ParsedPrompt, book: TaskBook) -> SandboxOrder:
    parent = book.find_video(read_text(body, "video_id", needed=True))
    if parent is None:
        raise bad_request("video_id was not found.")
    read_text(body, "prompt", needed=True)
    if not prompt.text:
        raise bad_request("prompt is required.")
    was = _resolution_of(parent, book)
    shape = extension_shape(parent, was, body.get("resolution", was))
    return SandboxOrder("videos", "extend", prompt.text, shape, prompt, parent, _FILM_PACE)


def _resolution_of(task: Task, book: TaskBook) -> str:
    """What it was asked for, or the clip that it extends."""
    while "resolution" not in task.request and task.action == "extend" and (parent := book.get(task.parent)):
        task = parent
    return str(task.request.get("resolution", _USUAL_RESOLUTION))


def _linked_size(
    url: str, prompt: ParsedPrompt, inputs: Inputs, book: TaskBook
) -> tuple[Task | None, tuple[int, int]]:
    """Whose picture it is, if ours, and its size; of those we have not seen only what `--ar` says is known."""
    if url in inputs:
        return None, (inputs[url].width, inputs[url].height)
    link = read_own_link(url)
    task = book.get(link.task_id) if link else None
    if task is None or link is None or task.layout == "text":
        return None, prompt.ratio or (1, 1)
    cut = 1 if link.cell is None else 2
    return task, (task.width // cut, task.height // cut)


def accept_order(
    order: SandboxOrder, body: dict[str, Any], sandbox: SandboxState, fault: Fault | None, origin: str
) -> Task:
    """Write the task down; from here on it exists and would be charged."""
    task = Task(
        id=str(uuid4()),
        type=order.kind,
        action=order.action,
        text=order.text,
        request=body,
        created_at=sandbox.clock(),
        seconds=sandbox.seconds * order.pace,
        queue=min(0.9, max(0.0, sandbox.options.queue)),
        steps=min(IMAGE_IDS_PER_TASK - 4, max(0, sandbox.options.steps)),
        seed=_choose_seed(order, sandbox),
        trace_id=str(uuid4()),
        origin=origin,
        layout=order.shape.layout,
        width=order.shape.width,
        height=order.shape.height,
        parent=order.parent.id if order.parent else None,
        fault=fault.kind if fault and fault.kind in LASTING_FAULTS else "",
        inputs=order.inputs,
    )
    sandbox.book.add_task(task)
    return task


def _choose_seed(order: SandboxOrder, sandbox: SandboxState) -> int:
    if order.seed is not None:
        return order.seed
    if order.prompt.seed is not None:
        return order.prompt.seed
    return Random(f"{sandbox.options.seed}:{len(sandbox.book.tasks)}:{order.text}").getrandbits(32)


def read_patience(body: Mapping[str, Any]) -> float:
    """Seconds a blocking call waits, 480 unless told. Raises Refusal for what is no number of seconds."""
    value = body.get("timeout", 480)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        raise bad_request("timeout must be a positive number of seconds.")
    return float(value)
