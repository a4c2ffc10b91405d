"""The life of a task as a pure function of its record and the time."""

import math
from dataclasses import dataclass
from typing import Any, Final

from bot.sandbox.answers import finished_answer, running_answer
from bot.sandbox.faults import RESULT
from bot.sandbox.odd_answers import odd_result
from bot.sandbox.records import Task

MODERATED: Final = (
    "Sorry! Our Al moderators thought this prompt was probably against our community standards. "
    "Please check our Community Guidelines, or contact us if you think this is a mistake."
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a stream: preview number `step` (the last is the end) is shown from `at` on."""

    at: float
    step: int
    progress: int


def moments(task: Task) -> list[Moment]:
    """Every line the task will ever show; the last has progress 100, unless it never ends or fails."""
    start, end = task.created_at + task.seconds * task.queue, finish(task)
    if math.isinf(end):
        end = task.created_at + task.seconds
    steps = 0 if task.fault == "straight" else task.steps
    stops = [Moment(start + (end - start) * n / (steps + 1), n + 1, _percent(n, steps)) for n in range(steps)]
    return [*stops, Moment(finish(task), steps + 1, 100)]


def _percent(n: int, steps: int) -> int:
    return round(8 + 88 * n / max(1, steps))


def finish(task: Task) -> float:
    """When it is over; infinite for one that never is. A late refusal comes half way."""
    if task.fault == "never":
        return math.inf
    return task.created_at + task.seconds * (0.5 if task.fault == "moderation_late" else 1)


def is_over(task: Task, now: float) -> bool:
    return now >= finish(task)


def current(task: Task, now: float) -> Moment | None:
    """The newest moment that has come, None while it is queued."""
    return next((moment for moment in reversed(moments(task)) if moment.at <= now), None)


def error_of(task: Task) -> dict[str, str] | None:
    """Why the task fails, if it is one that does."""
    return {"code": "forbidden", "message": MODERATED} if task.fault == "moderation_late" else None


def state(task: Task, now: float) -> str:
    """pending, running, done or failed."""
    if is_over(task, now):
        return "failed" if error_of(task) else "done"
    return "running" if current(task, now) else "pending"


def show(task: Task, moment: Moment, origin: str) -> Any:
    """The object a stream line, a callback and a record's `response` all carry; an odd result need be none."""
    if moment.progress < 100:
        return running_answer(task, moment.step, moment.progress, origin)
    if error := error_of(task):
        return {"success": False, "task_id": task.id, "trace_id": task.trace_id, "error": error}
    answer = finished_answer(task, origin)
    return odd_result(task.fault.removeprefix(RESULT), answer) if task.fault.startswith(RESULT) else answer


def record(task: Task, now: float, origin: str) -> dict[str, Any]:
    """The look-up answer, without `response` while there is nothing to show: a vendor client trips over null."""
    moment = current(task, now)
    over = is_over(task, now)
    begun = task.created_at + min(0.4, task.seconds * task.queue)
    row: dict[str, Any] = {
        "id": task.id,
        "type": task.type,
        "trace_id": task.trace_id,
        "request": {name: value for name, value in task.request.items() if name != "mask"},
        "created_at": task.created_at,
        "started_at": begun if now >= begun else None,
        "finished_at": finish(task) if over else None,
        "elapsed": finish(task) - begun if over else None,
    }
    if moment is not None:
        row["response"] = show(task, moment, origin)
    return row
