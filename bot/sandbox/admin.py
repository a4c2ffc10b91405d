"""What only a sandbox has: a look at what was submitted, and the script of things that go wrong."""

from typing import Any

import orjson
from aiohttp import web

from bot.sandbox.faults import parse_fault
from bot.sandbox.house import HOUSE, House
from bot.sandbox.life import state
from bot.sandbox.records import Task
from bot.sandbox.submit import digest
from bot.sandbox.wire import reply


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


async def set_speed(request: web.Request) -> web.Response:
    """`{"seconds": 2}`: how long tasks take from now on."""
    try:
        seconds = float(orjson.loads(await request.read())["seconds"])
    except (ValueError, TypeError, KeyError):
        seconds = -1.0
    if not 0 <= seconds <= 86400:
        return reply({"error": "seconds must be a number from 0 to 86400"}, status=400)
    request.app[HOUSE].seconds = seconds
    return reply({"seconds": seconds})
