"""When what becomes of a task, as a pure function of its record and the time."""

import math
from dataclasses import dataclass
from typing import Final

from bot.sandbox.records import Task

MODERATION_MESSAGE: Final = (
    "Sorry! Our Al moderators thought this prompt was probably against our community standards. "
    "Please check our Community Guidelines, or contact us if you think this is a mistake."
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a stream: preview number `step` (the last is the end) is shown from `at` on."""

    at: float
    step: int
    progress: int


def moments_of(task: Task) -> list[Moment]:
    """Every line the task will ever show; the last has progress 100, unless it never ends or fails."""
    start, end = task.created_at + task.seconds * task.queue, finish_time(task)
    if math.isinf(end):
        end = task.created_at + task.seconds
    steps = 0 if task.fault == "straight" else task.steps
    stops = [Moment(start + (end - start) * n / (steps + 1), n + 1, _percent_at(n, steps)) for n in range(steps)]
    return [*stops, Moment(finish_time(task), steps + 1, 100)]


def _percent_at(n: int, steps: int) -> int:
    return round(8 + 88 * n / max(1, steps))


def finish_time(task: Task) -> float:
    """When it is over; infinite for one that never is. A late refusal comes half way."""
    if task.fault == "never":
        return math.inf
    return task.created_at + task.seconds * (0.5 if task.fault == "moderation_late" else 1)


def is_over(task: Task, now: float) -> bool:
    """Whether it is done or has failed."""
    return now >= finish_time(task)


def current_moment(task: Task, now: float) -> Moment | None:
    """The newest moment that has come, None while it is queued."""
    return next((moment for moment in reversed(moments_of(task)) if moment.at <= now), None)


def error_of(task: Task) -> dict[str, str] | None:
    """Why the task fails, if it is one that does."""
    return {"code": "forbidden", "message": MODERATION_MESSAGE} if task.fault == "moderation_late" else None


def task_state(task: Task, now: float) -> str:
    """pending, running, done or failed."""
    if is_over(task, now):
        return "failed" if error_of(task) else "done"
    return "running" if current_moment(task, now) else "pending"
