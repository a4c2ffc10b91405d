"""The tasks of the image service for operators at the command line: found at no cost, told as lines or as JSON.

Nothing of a record's people is in it: an account's address and the ids of users and tokens are never read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from bot.clock import SystemClock
from bot.compose.advice import service_fault
from bot.domain.actions import action
from bot.domain.characters import clean_words
from bot.domain.errors import Code, ServiceError
from bot.domain.ids import code_of
from bot.domain.image import Clip, Image, Outcome, TextResult
from bot.domain.order import Act
from bot.domain.recalled import Charge, Recalled
from bot.domain.update import Failed, Finished, Progressed
from bot.environment import NotYet, SettingsError, secret_text
from bot.midjourney.client import AceData, open_painter
from bot.settings import Settings
from bot.task_names import find_named

AGE_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
PASSING_CODES = frozenset({Code.UNAVAILABLE, Code.TIMED_OUT, Code.TOO_MANY})


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """What is asked for: tasks by their names (`traces`: by trace ids alone), or the newest where there are none.

    Of those, as many as `limit`, of one `kind`, made since `age` seconds ago (0: whenever).
    """

    names: Sequence[str] = ()
    traces: bool = False
    kind: str = ""
    age: float = 0.0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """What the service knows, and the names that it does not know."""

    tasks: Sequence[Recalled]
    unknown: Sequence[str] = ()


def read_age(text: str) -> float:
    """Seconds out of 90s, 30m, 2h or 3d. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", text.strip().lower())
    if not found:
        raise ValueError("must be a number of seconds, minutes, hours or days, such as 90s, 30m, 2h or 3d")
    return float(found[1]) * AGE_UNITS_S[found[2]]


async def ask_service(settings: Settings, query: TaskQuery) -> TaskAnswer:
    """At no cost. Raises SettingsError when the service cannot be asked."""
    token, url = settings.need_token(), str(settings.acedata_base_url)
    try:
        async with open_painter(
            url, token, clock=SystemClock(), proxy=secret_text(settings.acedata_proxy)
        ) as painter:
            return await answer_query(painter, query)
    except ServiceError as error:
        kind = NotYet if error.code in PASSING_CODES else SettingsError
        raise kind(service_fault(url, error)) from None


async def answer_query(painter: AceData, query: TaskQuery) -> TaskAnswer:
    """Raises ServiceError."""
    if not query.names:
        since = SystemClock().now() - query.age if query.age else 0.0
        return TaskAnswer(await painter.list_tasks(kind=query.kind, since=since, limit=query.limit))
    names = list(dict.fromkeys(query.names))
    found = await (painter.recall_traces(names) if query.traces else find_named(painter, names))
    return TaskAnswer([*found.values()], [name for name in names if name not in found])


# --- for people -----------------------------------------------------------------------------------


def format_lines(answer: TaskAnswer) -> str:
    """Some lines for each task, then one for each name that is not known."""
    unknown = [f"{printable(name)}: the image API does not know it" for name in answer.unknown]
    return "\n".join([*(line for task in answer.tasks for line in task_lines(task)), *unknown])


def task_lines(task: Recalled) -> Sequence[str]:
    """What it is, its words, its names, and why it failed."""
    head = [task.task_id, kind_name(task), state_name(task), *task_times(task), charge_text(task.charge)]
    names = f"    code {code_of(task.task_id)}" + (f"  trace {task.trace_id}" if task.trace_id else "")
    words = [f"    {task.words}"] if task.words else []
    return ["  ".join(head), *words, names, *(f"    {fault}" for fault in fault_texts(task))]


def kind_name(task: Recalled) -> str:
    """The type that the service gives it, and which button it was."""
    return f"{task.kind or '?'} {task.order.action}" if isinstance(task.order, Act) else task.kind or "?"


def state_name(task: Recalled) -> str:
    match task.update:
        case Progressed(percent=int(percent)):
            return f"{task.state} {percent} %"
        case _:
            return str(task.state)


def task_times(task: Recalled) -> Sequence[str]:
    """When it was made, and how long it took."""
    made = [written_time(task.created_at)] if task.created_at else []
    return made if task.duration is None else [*made, f"{task.duration:.0f} s"]


def written_time(seconds: float) -> str:
    """A moment of the service's, as ISO 8601; one that no calendar has as it came."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return str(seconds)


def charge_text(charge: Charge | None) -> str:
    if charge is None:
        return "charge not told"
    return f"charged {charge.amount:g} {charge.currency}".rstrip() if charge.amount else "not charged"


def fault_texts(task: Recalled) -> Sequence[str]:
    """Why it failed, if it did."""
    if not isinstance(task.update, Failed):
        return []
    fault = task.update.fault
    return [f"{fault.code}: {printable(fault.message)}".rstrip(": ")]


def printable(text: str) -> str:
    """On one line, without what a terminal would obey."""
    return " ".join(clean_words(text))


# --- for programs ---------------------------------------------------------------------------------


def format_json(answer: TaskAnswer) -> str:
    """One object: `tasks`, and `unknown` with the names that the service does not know."""
    told = {"tasks": [task_object(task) for task in answer.tasks], "unknown": list(answer.unknown)}
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()


def task_object(task: Recalled) -> Mapping[str, Any]:
    """Times in unix seconds; null for what is not known."""
    update, charge = task.update, task.charge
    return {
        "id": task.task_id,
        "code": code_of(task.task_id),
        "trace_id": task.trace_id or None,
        "type": task.kind or None,
        "action": task.order.action if isinstance(task.order, Act) else None,
        "label": action(task.order.action).label if isinstance(task.order, Act) else None,
        "state": task.state,
        "percent": update.percent if isinstance(update, Progressed) else None,
        "words": task.words,
        "created_at": task.created_at or None,
        "started_at": task.started_at or None,
        "finished_at": task.finished_at or None,
        "charged": {"amount": charge.amount, "currency": charge.currency or None} if charge else None,
        "error": {"code": update.fault.code, "message": update.fault.message}
        if isinstance(update, Failed)
        else None,
        "result": result_object(update.outcome) if isinstance(update, Finished) else None,
    }


def result_object(outcome: Outcome) -> Mapping[str, Any]:
    """What it is known by at the service, and where it is for now."""
    match outcome:
        case Image():
            return {"image_id": outcome.image_id, "urls": [outcome.raw_url], "actions": outcome.actions}
        case Clip():
            return {"video_id": outcome.video_id, "urls": outcome.urls}
        case TextResult(lines):
            return {"lines": lines}
