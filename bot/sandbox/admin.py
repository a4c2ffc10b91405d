"""What only a sandbox has: a look at what was submitted, and the script of things that go wrong."""

from typing import Any

import orjson
from aiohttp import web

from bot.sandbox.checks import complaints_of
from bot.sandbox.faults import parse_fault
from bot.sandbox.http import json_reply
from bot.sandbox.records import Task
from bot.sandbox.state import STATE, SandboxState
from bot.sandbox.submit import without_timing
from bot.sandbox.timeline import task_state

SETTING_MOST_S = 86_400  # seconds


async def show_overview(request: web.Request) -> web.Response:
    """All tasks as JSON, how many were paid for, how many asked for what an earlier one had asked for.

    `complaints`: what was asked for though the documents advise against it.
    """
    sandbox = request.app[STATE]
    now = sandbox.clock()
    paid = [task for task in sandbox.book.tasks.values() if task.layout != "text"]
    return json_reply(
        {
            "tasks": [_task_row(task, now) for task in sandbox.book.tasks.values()],
            "submitted": len(paid),
            "duplicates": _count_duplicates(paid),
            "complaints": [
                {"id": task.id, "type": task.type, "action": task.action, "complaint": complaint}
                for task in paid
                for complaint in complaints_of(task)
            ],
            "requests": dict(sandbox.requests),
            "faults": sandbox.script.list_faults(),
            "seconds": sandbox.seconds,
        }
    )


def _task_row(task: Task, now: float) -> dict[str, Any]:
    return {
        "id": task.id,
        "type": task.type,
        "action": task.action,
        "prompt": task.request.get("prompt", ""),
        "created_at": task.created_at,
        "state": task_state(task, now),
    }


def _count_duplicates(tasks: list[Task]) -> int:
    """Accepted tasks that ask for exactly what an earlier one asked for."""
    bodies = {
        (task.type, orjson.dumps(without_timing(task.request), option=orjson.OPT_SORT_KEYS)) for task in tasks
    }
    return len(tasks) - len(bodies)


async def set_faults(request: web.Request) -> web.Response:
    """Replaces the script by a JSON list of faults as written on the command line."""
    try:
        given = orjson.loads(await request.read())
        faults = tuple(parse_fault(text) for text in given)
    except (ValueError, TypeError, AttributeError) as error:
        return json_reply({"error": str(error)}, status=400)
    return _replace_faults(request.app[STATE], faults)


async def clear_faults(request: web.Request) -> web.Response:
    """Nothing goes wrong any more on purpose, but by the failure rate."""
    return _replace_faults(request.app[STATE], ())


def _replace_faults(sandbox: SandboxState, faults: tuple[Any, ...]) -> web.Response:
    sandbox.script.replace_faults(faults)
    return json_reply({"faults": sandbox.script.list_faults()})


async def change_settings(request: web.Request) -> web.Response:
    """Any of `seconds` (how long tasks take from now on), `skip` (move the clock on by so many seconds) and
    `hold_files` (true: finished pictures and films are not handed out until it is false again).
    """
    sandbox = request.app[STATE]
    try:
        given = orjson.loads(await request.read())
        numbers = {name: float(given[name]) for name in ("seconds", "skip") if name in given}
        hold = bool(given.get("hold_files", not sandbox.files_open.is_set()))
    except (ValueError, TypeError, AttributeError):
        numbers, hold = {"seconds": -1.0}, False
    if any(not 0 <= number <= SETTING_MOST_S for number in numbers.values()):
        return json_reply({"error": f"seconds and skip must be numbers from 0 to {SETTING_MOST_S}"}, status=400)
    sandbox.seconds = numbers.get("seconds", sandbox.seconds)
    sandbox.skip_seconds(numbers.get("skip", 0.0))
    sandbox.hold_files(hold=hold)
    return json_reply({"seconds": sandbox.seconds, "skipped": sandbox.skipped, "hold_files": hold})
