"""The three paid endpoints: read, refuse or accept, then answer in the way the client asked for."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.connections import hung_up
from bot.sandbox.delivery import (
    acknowledge,
    answer_once,
    call_back,
    check_callback,
    stay_silent,
    stream,
    vanish,
    wants_lines,
)
from bot.sandbox.faults import BODIES, BODY, REFUSED, STREAM, Fault
from bot.sandbox.http import REFUSALS, Refusal, read_body, reply, words
from bot.sandbox.odd_answers import ENDLESS, ODD_BODIES
from bot.sandbox.orders import accept, patience, read_order
from bot.sandbox.records import Task
from bot.sandbox.state import HOUSE, House
from bot.sandbox.timeline import finish

_HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_SLOW = 2.0
"""Seconds a slow first byte takes unless the fault says otherwise."""


def endpoint(kind: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler of imagine, edits or videos."""

    async def handle(request: web.Request) -> web.StreamResponse:
        house = request.app[HOUSE]
        body = await read_body(request)
        order = read_order(kind, body, house)
        wait = patience(body)
        check_callback(words(body, "callback_url"))
        fault = house.misfortune(f"{kind} {order.action} {body.get('prompt', '')}", order.said.faults)
        if fault is not None and fault.kind in REFUSED:
            return await strike(request, house, fault)
        task = accept(order, body, house, fault, house.origin_of(request))
        house.send(house.studio.warm(task))
        return await _answer(request, house, task, fault, wait)

    return handle


async def strike(
    request: web.Request, house: House, fault: Fault, answer: dict[str, Any] | None = None
) -> web.StreamResponse:
    """A fault that comes instead of an answer. Raises Refusal for those with an error object."""
    await house.pause(fault.after, request)
    if fault.kind == "html":
        return web.Response(status=502, text=_HTML, content_type="text/html")
    if fault.kind in BODIES:
        return await odd_body(request, fault.kind, answer or {})
    if fault.kind == "not_json":
        return web.Response(body=b'{"task_id": "', content_type="application/json")
    if fault.kind in REFUSALS:
        raise Refusal(*REFUSALS[fault.kind])
    return vanish(request)


async def odd_body(request: web.Request, kind: str, answer: dict[str, Any]) -> web.StreamResponse:
    """What is none of the service's answers, made of what it would be."""
    told = "application/x-ndjson" if wants_lines(request) else "application/json"
    if kind.startswith(BODY):
        return web.Response(body=ODD_BODIES[kind.removeprefix(BODY)](answer), content_type=told)
    response = web.StreamResponse(headers={"Content-Type": told})
    await response.prepare(request)
    while not hung_up(request):
        await response.write(ENDLESS[kind.removeprefix(STREAM)])
    return response


async def _answer(
    request: web.Request, house: House, task: Task, fault: Fault | None, wait: float
) -> web.StreamResponse:
    lines, body = wants_lines(request), task.request
    called = bool(words(body, "callback_url"))
    if called:
        house.send(call_back(house, task, every=lines, fault=fault))
    if fault is not None and fault.kind == "slow_first_byte":
        await house.pause(fault.after or _SLOW, request)
    streamed = lines and not called and body.get("async") is not True
    if fault is not None and (spoilt := await _spoilt(request, house, task, fault, streamed=streamed)) is not None:
        return spoilt
    if called or body.get("async") is True:
        return _acknowledged(task, lines=lines)
    if streamed and (fault is None or fault.kind != "plain_json"):
        return await stream(request, house, task, fault)
    return await answer_once(request, house, task, wait)


async def _spoilt(
    request: web.Request, house: House, task: Task, fault: Fault, *, streamed: bool
) -> web.StreamResponse | None:
    """The task is accepted, but this answer will not say so."""
    if fault.kind in {"timeout", "not_json", "cut_first", *BODIES} or (fault.kind == "cut" and not streamed):
        return await strike(request, house, fault, acknowledge(task))
    if fault.kind == "stall" and not streamed:
        return await stay_silent(request, house)
    return None


def _acknowledged(task: Task, *, lines: bool) -> web.Response:
    answer = reply(acknowledge(task), trace=task.trace_id)
    if lines:
        answer.body = bytes(answer.body or b"") + b"\n"  # type: ignore[arg-type]  # reply() always gives bytes
        answer.content_type = "application/x-ndjson"
    return answer


def resume(house: House) -> None:
    """After a restart: callbacks not yet sent are sent when their time comes, or at once if it has passed."""
    for task in house.book.tasks.values():
        if task.request.get("callback_url") and task.id not in house.book.called and finish(task) < float("inf"):
            house.send(call_back(house, task, every=False, fault=None))


def digest(body: dict[str, Any]) -> dict[str, Any]:
    """What makes two submissions the same, timing aside."""
    return {name: value for name, value in body.items() if name != "timeout"}
