"""The free and the small endpoints: tasks, seed, describe, shorten, translate."""

import math
from typing import Any, Final
from uuid import uuid4

from aiohttp import web

from bot.sandbox.answers import task_record
from bot.sandbox.checks import check_address
from bot.sandbox.faults import BODY_FAULTS, PASSING_FAULTS, REFUSING_FAULTS, RESULT_PREFIX
from bot.sandbox.http import bad_request, json_reply, read_body, read_text
from bot.sandbox.links import read_own_link
from bot.sandbox.odd_answers import make_odd
from bot.sandbox.orders import gather_inputs
from bot.sandbox.records import Task
from bot.sandbox.state import STATE, SandboxState
from bot.sandbox.submit import strike_fault
from bot.sandbox.text_services import describe_picture, shorten_prompt, translate_text

_USUAL_RATIOS: Final = ((1, 1), (16, 9), (4, 3), (3, 2), (2, 1), (5, 4), (21, 9), (3, 1))
_RATIOS_BOTH_WAYS: Final = tuple({*_USUAL_RATIOS, *((h, w) for w, h in _USUAL_RATIOS)})
_LOOKUP_FAULTS: Final = (REFUSING_FAULTS | PASSING_FAULTS) & {
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
    *BODY_FAULTS,
}


async def look_up_tasks(request: web.Request) -> web.StreamResponse:
    """`retrieve` one, `retrieve_batch` many; without ids the batch lists the newest first. Raises Refusal."""
    sandbox, body = request.app[STATE], await read_body(request)
    action = read_text(body, "action") or "retrieve"
    if spoilt := await _spoilt_answer(request, sandbox, f"tasks {action}"):
        return spoilt
    links, now = sandbox.links_of(request), sandbox.clock()
    if action == "retrieve":
        task = sandbox.book.get(body.get("id")) or sandbox.book.find_trace(body.get("trace_id"))
        return json_reply(task_record(task, now, links) if task else {})
    if action != "retrieve_batch":
        raise bad_request("action must be retrieve or retrieve_batch.")
    tasks = _chosen_tasks(sandbox, body)
    offset, limit = _read_count(body, "offset", 0), _read_count(body, "limit", 12)
    items = [task_record(task, now, links) for task in tasks[offset : offset + limit]]
    return json_reply({"items": items, "count": len(tasks)})


def _chosen_tasks(sandbox: SandboxState, body: dict[str, Any]) -> list[Task]:
    ids, traces = body.get("ids"), body.get("trace_ids")
    if isinstance(ids, list) or isinstance(traces, list):
        found = [*map(sandbox.book.get, ids or ()), *map(sandbox.book.find_trace, traces or ())]
        return list({task.id: task for task in found if task}.values())
    kind = body.get("type")
    since, before = body.get("created_at_min", 0), body.get("created_at_max", float("inf"))
    return [
        task
        for task in sandbox.book.newest_first()
        if kind in {None, task.type} and since <= task.created_at <= before
    ]


def _read_count(body: dict[str, Any], name: str, usual: int) -> int:
    value = body.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise bad_request(f"{name} must be a whole number.")
    return value


async def look_up_seed(request: web.Request) -> web.StreamResponse:
    """The seed of a finished picture, as text. Raises Refusal when there is no such picture."""
    sandbox, body = request.app[STATE], await read_body(request)
    if spoilt := await _spoilt_answer(request, sandbox, "seed"):
        return spoilt
    task = sandbox.book.find_image(read_text(body, "image_id", needed=True))
    if task is None:
        raise bad_request("image_id was not found.")
    return json_reply({"seed": str(task.seed)})


async def answer_describe(request: web.Request) -> web.StreamResponse:
    """Answered at once and kept as a task, as the service does."""
    sandbox, body = request.app[STATE], await read_body(request)
    url = read_text(body, "image_url", needed=True)
    check_address("image_url", url)
    if spoilt := await _spoilt_answer(request, sandbox, f"describe {url}"):
        return spoilt
    inputs = await gather_inputs(sandbox, {url: "image_url"})
    link = read_own_link(url)
    source = sandbox.book.get(link.task_id) if link else None
    seen = inputs.get(url) or source
    ratio = _nearest_ratio(seen.width, seen.height) if seen else (1, 1)
    answer = {"descriptions": describe_picture(url, source.text if source else None, ratio)}
    sandbox.book.add_task(_text_task(sandbox, body, answer, sandbox.origin_of(request)))
    return json_reply(answer)


def _nearest_ratio(width: int, height: int) -> tuple[int, int]:
    """The nearest ratio that people use."""
    return min(_RATIOS_BOTH_WAYS, key=lambda pair: abs(math.log(pair[0] * height / (pair[1] * width))))


def _text_task(sandbox: SandboxState, body: dict[str, Any], answer: dict[str, Any], origin: str) -> Task:
    return Task(
        id=str(uuid4()),
        type="describe",
        action="describe",
        text="",
        request=body,
        created_at=sandbox.clock(),
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


async def answer_shorten(request: web.Request) -> web.StreamResponse:
    """Answered at once. Raises Refusal."""
    sandbox, body = request.app[STATE], await read_body(request)
    prompt = read_text(body, "prompt", needed=True)
    if spoilt := await _spoilt_answer(request, sandbox, f"shorten {prompt}"):
        return spoilt
    now = sandbox.clock()
    return json_reply({"prompts": shorten_prompt(prompt), "started_at": now, "finished_at": now, "elapsed": 0.0})


async def answer_translate(request: web.Request) -> web.StreamResponse:
    """Answered at once. Raises Refusal."""
    sandbox, body = request.app[STATE], await read_body(request)
    content = read_text(body, "content", needed=True)
    if spoilt := await _spoilt_answer(request, sandbox, f"translate {content}"):
        return spoilt
    return json_reply({"content": translate_text(content)})


async def _spoilt_answer(request: web.Request, sandbox: SandboxState, text: str) -> web.StreamResponse | None:
    """Look-ups are spoilt only by a fault whose match names them."""
    fault = sandbox.script.pick_fault(text, paid=False)
    if fault and fault.kind.startswith(RESULT_PREFIX):
        return json_reply(make_odd(fault.kind.removeprefix(RESULT_PREFIX), {}))
    return await strike_fault(request, sandbox, fault) if fault and fault.kind in _LOOKUP_FAULTS else None
