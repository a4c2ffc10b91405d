"""What the service says of a task, field for field: while it runs, when it is over, and as a record."""

from typing import Any, Final

from bot.sandbox.faults import RESULT_PREFIX
from bot.sandbox.links import Links
from bot.sandbox.odd_answers import make_odd
from bot.sandbox.records import Task
from bot.sandbox.shapes import offered_actions, preview_size
from bot.sandbox.timeline import Moment, current_moment, error_of, finish_time, is_over

# Whose the account is stands in every record, too: it must come out nowhere.
OWNER: Final = {
    "email": "owner@atelier.example",
    "user_id": "5a1d0001-0000-4000-8000-000000000001",
    "actor_user_id": None,
    "credential_id": "5a1d0001-0000-4000-8000-000000000002",
    "authorization_id": None,
}


def finished_answer(task: Task, links: Links) -> dict[str, Any]:
    """The result."""
    if task.layout == "text":
        return dict(task.answer)
    if task.layout == "video":
        return _film_answer(task, links)
    answer = {"success": True, "task_id": task.id, "image_id": task.image_id, "progress": 100}
    answer |= _picture_members(task, links)
    actions = offered_actions(task)
    if actions or task.layout != "edit":
        answer["actions"] = actions
    if task.request.get("split_images") is True and task.layout in {"grid", "edit"}:
        answer["sub_image_urls"] = links.cells(task.id)
    return answer


def _picture_members(task: Task, links: Links) -> dict[str, Any]:
    raw = links.picture(task.id, task.created_at)
    if task.layout == "edit":  # recorded: the reduced picture is the full one
        return _sized_members(raw, raw, (task.width, task.height), (task.width, task.height))
    half = task.width // 2, task.height // 2
    reduced = f"{raw}width={half[0]}&height={half[1]}" if "?" in raw else f"{raw}?imageMogr2/thumbnail/!50p"
    return _sized_members(reduced, raw, half, (task.width, task.height))


def _sized_members(url: str, raw: str, size: tuple[int, int], raw_size: tuple[int, int]) -> dict[str, Any]:
    return {
        "image_url": url,
        "image_width": size[0],
        "image_height": size[1],
        "raw_image_url": raw,
        "raw_image_width": raw_size[0],
        "raw_image_height": raw_size[1],
    }


def _film_answer(task: Task, links: Links) -> dict[str, Any]:
    return {
        "success": True,
        "task_id": task.id,
        "progress": 100,
        "image_url": links.first_frame(task.id),
        "image_width": task.width,
        "image_height": task.height,
        "video_id": task.video_id,
        "video_urls": links.films(task.id),
    }


def running_answer(task: Task, step: int, progress: int, links: Links) -> dict[str, Any]:
    """A preview; its links die with the end of the task, and its image id is good for nothing."""
    answer: dict[str, Any] = {"success": True, "task_id": task.id, "progress": progress}
    if task.layout == "video":
        return answer
    width, height = preview_size(task)
    raw = links.preview(task.id, step)
    url = f"{raw}?width={width // 2}&height={height // 2}"
    answer |= {"image_id": task.frame_id(step), "actions": []}
    return answer | _sized_members(url, raw, (width // 2, height // 2), (width, height))


def moment_answer(task: Task, moment: Moment, links: Links) -> Any:
    """The object a stream line, a callback and a record's `response` all carry; an odd result need be none."""
    if moment.progress < 100:
        return running_answer(task, moment.step, moment.progress, links)
    if error := error_of(task):
        return {"success": False, "task_id": task.id, "trace_id": task.trace_id, "error": error}
    answer = finished_answer(task, links)
    odd = task.fault.startswith(RESULT_PREFIX)
    return make_odd(task.fault.removeprefix(RESULT_PREFIX), answer) if odd else answer


def task_record(task: Task, now: float, links: Links) -> dict[str, Any]:
    """The look-up answer, without `response` while there is nothing to show: a vendor client trips over null."""
    moment = current_moment(task, now)
    over = is_over(task, now)
    begun = task.created_at + min(0.4, task.seconds * task.queue)
    row: dict[str, Any] = {
        "id": task.id,
        "type": task.type,
        "trace_id": task.trace_id,
        "request": {name: value for name, value in task.request.items() if name != "mask"},
        "created_at": task.created_at,
        "started_at": begun if now >= begun else None,
        "finished_at": finish_time(task) if over else None,
        "elapsed": finish_time(task) - begun if over else None,
    } | OWNER
    if moment is not None:
        row["response"] = moment_answer(task, moment, links)
    return row
