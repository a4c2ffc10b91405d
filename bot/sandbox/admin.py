"""What only a sandbox has: a look at what was submitted, and the script of things that go wrong."""

from typing import Any

import orjson
from aiohttp import web

from bot.sandbox.faults import parse_fault
from bot.sandbox.http import reply
from bot.sandbox.records import Task
from bot.sandbox.state import HOUSE, House
from bot.sandbox.submit import digest
from bot.sandbox.timeline import state

LONGEST = 86_400  # seconds


async def overview(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    now = house.clock()
    paid = [task for task in house.book.tasks.values() if task.layout != "text"]
    return reply(
        {
            "tasks": [_line(task, now) for task in house.book.tasks.values()],
            "submitted": len(paid),
            "duplicates": _duplicates(paid),
            "requests": dict(house.requests),
            "faults": house.script.show(),
            "seconds": house.seconds,
        }
    )


def _line(task: Task, now: float) -> dict[str, Any]:
    return {
        "id": task.id,
        "type": task.type,
        "action": task.action,
        "prompt": task.request.get("prompt", ""),
        "created_at": task.created_at,
        "state": state(task, now),
    }


def _duplicates(tasks: list[Task]) -> int:
    """Accepted tasks that ask for exactly what an earlier one asked for."""
    bodies = {(task.type, orjson.dumps(digest(task.request), option=orjson.OPT_SORT_KEYS)) for task in tasks}
    return len(tasks) - len(bodies)


async def set_faults(request: web.Request) -> web.Response:
    """Replaces the script by a JSON list of faults as written on the command line."""
    try:
        given = orjson.loads(await request.read())
        faults = tuple(parse_fault(text) for text in given)
    except (ValueError, TypeError, AttributeError) as error:
        return reply({"error": str(error)}, status=400)
    return _show(request.app[HOUSE], faults)


async def clear_faults(request: web.Request) -> web.Response:
    return _show(request.app[HOUSE], ())


def _show(house: House, faults: tuple[Any, ...]) -> web.Response:
    house.script.replace(faults)
    return reply({"faults": house.script.show()})


async def change_settings(request: web.Request) -> web.Response:
    """Any of `seconds` (how long tasks take from now on), `skip` (move the clock on by so many seconds) and
    `hold_files` (true: finished pictures and films are not handed out until it is false again).
    """
    house = request.app[HOUSE]
    try:
        given = orjson.loads(await request.read())
        numbers = {name: float(given[name]) for name in ("seconds", "skip") if name in given}
        hold = bool(given.get("hold_files", not house.files.is_set()))
    except (ValueError, TypeError, AttributeError):
        numbers, hold = {"seconds": -1.0}, False
    if any(not 0 <= number <= LONGEST for number in numbers.values()):
        return reply({"error": f"seconds and skip must be numbers from 0 to {LONGEST}"}, status=400)
    house.seconds = numbers.get("seconds", house.seconds)
    house.skip(numbers.get("skip", 0.0))
    house.hold_files(hold=hold)
    return reply({"seconds": house.seconds, "skipped": house.skipped, "hold_files": hold})
