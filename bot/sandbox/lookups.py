"""The free and the small endpoints: tasks, seed, describe, shorten, translate."""

import math
from typing import Any, Final
from uuid import uuid4

from aiohttp import web

from bot.sandbox.faults import BODIES, PASSING, REFUSED, RESULT
from bot.sandbox.http import bad, read_body, reply, words
from bot.sandbox.links import own_link
from bot.sandbox.odd_answers import odd_result
from bot.sandbox.records import Task
from bot.sandbox.state import HOUSE, House
from bot.sandbox.submit import strike
from bot.sandbox.text_services import describe, shorten, translate
from bot.sandbox.timeline import record

_SIDES: Final = ((1, 1), (16, 9), (4, 3), (3, 2), (2, 1), (5, 4), (21, 9), (3, 1))
_RATIOS: Final = tuple({*_SIDES, *((h, w) for w, h in _SIDES)})
_STRIKES: Final = (REFUSED | PASSING) & {
    "moderation",
    "used_up",
    "invalid_token",
    "too_many_requests",
    "api_error",
    "html",
    "drop",
    "timeout",
    "not_json",
    "cut_first",
    *BODIES,
}


async def look_up(request: web.Request) -> web.StreamResponse:
    """`retrieve` one, `retrieve_batch` many; without ids the batch lists the newest first."""
    house, body = request.app[HOUSE], await read_body(request)
    action = words(body, "action") or "retrieve"
    if spoilt := await _spoilt(request, house, f"tasks {action}"):
        return spoilt
    origin, now = house.origin_of(request), house.clock()
    if action == "retrieve":
        task = house.book.get(body.get("id")) or house.book.by_trace(body.get("trace_id"))
        return reply(record(task, now, origin) if task else {})
    if action != "retrieve_batch":
        raise bad("action must be retrieve or retrieve_batch.")
    tasks = _chosen(house, body)
    offset, limit = _whole(body, "offset", 0), _whole(body, "limit", 12)
    items = [record(task, now, origin) for task in tasks[offset : offset + limit]]
    return reply({"items": items, "count": len(tasks)})


def _chosen(house: House, body: dict[str, Any]) -> list[Task]:
    ids, traces = body.get("ids"), body.get("trace_ids")
    if isinstance(ids, list) or isinstance(traces, list):
        found = [*map(house.book.get, ids or ()), *map(house.book.by_trace, traces or ())]
        return list({task.id: task for task in found if task}.values())
    kind = body.get("type")
    since, before = body.get("created_at_min", 0), body.get("created_at_max", float("inf"))
    return [
        task for task in house.book.newest() if kind in {None, task.type} and since <= task.created_at <= before
    ]


def _whole(body: dict[str, Any], name: str, usual: int) -> int:
    value = body.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise bad(f"{name} must be a whole number.")
    return value


async def seed(request: web.Request) -> web.StreamResponse:
    house, body = request.app[HOUSE], await read_body(request)
    if spoilt := await _spoilt(request, house, "seed"):
        return spoilt
    task = house.book.by_image(words(body, "image_id", needed=True))
    if task is None:
        raise bad("image_id was not found.")
    return reply({"seed": str(task.seed)})


async def describe_picture(request: web.Request) -> web.StreamResponse:
    """Answered at once and kept as a task, as the service does."""
    house, body = request.app[HOUSE], await read_body(request)
    url = words(body, "image_url", needed=True)
    if spoilt := await _spoilt(request, house, f"describe {url}"):
        return spoilt
    link = own_link(url)
    source = house.book.get(link.task_id) if link else None
    ratio = _ratio(source.width, source.height) if source else (1, 1)
    answer = {"descriptions": describe(url, source.text if source else None, ratio)}
    house.book.add(_text_task(house, body, answer, house.origin_of(request)))
    return reply(answer)


def _ratio(width: int, height: int) -> tuple[int, int]:
    """The nearest ratio that people use."""
    return min(_RATIOS, key=lambda pair: abs(math.log(pair[0] * height / (pair[1] * width))))


def _text_task(house: House, body: dict[str, Any], answer: dict[str, Any], origin: str) -> Task:
    return Task(
        id=str(uuid4()),
        type="describe",
        action="describe",
        text="",
        request=body,
        created_at=house.clock(),
        seconds=0,
        queue=0,
        steps=0,
        seed=0,
        trace_id=str(uuid4()),
        origin=origin,
        layout="text",
        width=0,
        height=0,
        answer=answer,
    )


async def shorten_prompt(request: web.Request) -> web.StreamResponse:
    house, body = request.app[HOUSE], await read_body(request)
    prompt = words(body, "prompt", needed=True)
    if spoilt := await _spoilt(request, house, f"shorten {prompt}"):
        return spoilt
    now = house.clock()
    return reply({"prompts": shorten(prompt), "started_at": now, "finished_at": now, "elapsed": 0.0})


async def translate_text(request: web.Request) -> web.StreamResponse:
    house, body = request.app[HOUSE], await read_body(request)
    content = words(body, "content", needed=True)
    if spoilt := await _spoilt(request, house, f"translate {content}"):
        return spoilt
    return reply({"content": translate(content)})


async def _spoilt(request: web.Request, house: House, text: str) -> web.StreamResponse | None:
    """Look-ups are spoilt only by a fault whose match names them."""
    fault = house.script.pick(text, paid=False)
    if fault and fault.kind.startswith(RESULT):
        return reply(odd_result(fault.kind.removeprefix(RESULT), {}))
    return await strike(request, house, fault) if fault and fault.kind in _STRIKES else None
