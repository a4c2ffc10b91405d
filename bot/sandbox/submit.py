"""The three paid endpoints: read, refuse or accept, then answer in the way the client asked for."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.checks import addresses_of, check_request
from bot.sandbox.delivery import (
    acknowledgement_of,
    answer_once,
    call_back,
    check_callback,
    stay_silent,
    stream_answer,
)
from bot.sandbox.faults import BODY_FAULTS, BODY_PREFIX, REFUSING_FAULTS, STREAM_PREFIX, Fault
from bot.sandbox.http import (
    SERVICE_REFUSALS,
    Refusal,
    answer_nobody,
    has_hung_up,
    json_reply,
    read_body,
    read_text,
    wants_lines,
)
from bot.sandbox.odd_answers import ENDLESS_PARTS, ODD_BODIES
from bot.sandbox.orders import accept_order, gather_inputs, read_order, read_patience
from bot.sandbox.prompts import read_prompt
from bot.sandbox.records import Task
from bot.sandbox.state import STATE, SandboxState
from bot.sandbox.timeline import finish_time

_BAD_GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_SLOW_FIRST_BYTE_S = 2.0
"""Seconds a slow first byte takes unless the fault says otherwise."""


def submit_handler(kind: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler of imagine, edits or videos."""

    async def submit_order(request: web.Request) -> web.StreamResponse:
        sandbox = request.app[STATE]
        body = await read_body(request)
        prompt = read_prompt(read_text(body, "prompt"))
        check_request(kind, body, prompt)
        inputs = await gather_inputs(sandbox, addresses_of(kind, body, prompt))
        order = read_order(kind, body, prompt, inputs, sandbox)
        wait = read_patience(body)
        check_callback(read_text(body, "callback_url"))
        fault = sandbox.choose_fault(f"{kind} {order.action} {body.get('prompt', '')}", order.prompt.faults)
        if fault is not None and fault.kind in REFUSING_FAULTS:
            return await strike_fault(request, sandbox, fault)
        task = accept_order(order, body, sandbox, fault, sandbox.origin_of(request))
        sandbox.start_background(sandbox.renderer.warm_up(task))
        return await _answer_order(request, sandbox, task, fault, wait)

    return submit_order


async def strike_fault(
    request: web.Request, sandbox: SandboxState, fault: Fault, answer: dict[str, Any] | None = None
) -> web.StreamResponse:
    """A fault that comes instead of an answer. Raises Refusal for those with an error object."""
    await sandbox.wait_seconds(fault.after, request)
    if fault.kind == "html":
        return web.Response(status=502, text=_BAD_GATEWAY_PAGE, content_type="text/html")
    if fault.kind in BODY_FAULTS:
        return await answer_oddly(request, fault.kind, answer or {})
    if fault.kind == "not_json":
        return web.Response(body=b'{"task_id": "', content_type="application/json")
    if fault.kind in SERVICE_REFUSALS:
        raise Refusal(*SERVICE_REFUSALS[fault.kind])
    return answer_nobody(request)


async def answer_oddly(request: web.Request, kind: str, answer: dict[str, Any]) -> web.StreamResponse:
    """What is none of the service's answers, made of what it would be."""
    told = "application/x-ndjson" if wants_lines(request) else "application/json"
    if kind.startswith(BODY_PREFIX):
        return web.Response(body=ODD_BODIES[kind.removeprefix(BODY_PREFIX)](answer), content_type=told)
    response = web.StreamResponse(headers={"Content-Type": told})
    await response.prepare(request)
    while not has_hung_up(request):
        await response.write(ENDLESS_PARTS[kind.removeprefix(STREAM_PREFIX)])
    return response


async def _answer_order(
    request: web.Request, sandbox: SandboxState, task: Task, fault: Fault | None, wait: float
) -> web.StreamResponse:
    lines, body = wants_lines(request), task.request
    called = bool(read_text(body, "callback_url"))
    if called:
        sandbox.start_background(call_back(sandbox, task, every=lines, fault=fault))
    if fault is not None and fault.kind == "slow_first_byte":
        await sandbox.wait_seconds(fault.after or _SLOW_FIRST_BYTE_S, request)
    streamed = lines and not called and body.get("async") is not True
    if (
        fault is not None
        and (spoilt := await _spoilt_answer(request, sandbox, task, fault, streamed=streamed)) is not None
    ):
        return spoilt
    if called or body.get("async") is True:
        return _acknowledge_task(task, lines=lines)
    if streamed and (fault is None or fault.kind != "plain_json"):
        return await stream_answer(request, sandbox, task, fault, wait)
    return await answer_once(request, sandbox, task, wait)


async def _spoilt_answer(
    request: web.Request, sandbox: SandboxState, task: Task, fault: Fault, *, streamed: bool
) -> web.StreamResponse | None:
    """The task is accepted, but this answer will not say so."""
    if fault.kind in {"timeout", "not_json", "cut_first", *BODY_FAULTS} or (fault.kind == "cut" and not streamed):
        return await strike_fault(request, sandbox, fault, acknowledgement_of(task))
    if fault.kind == "stall" and not streamed:
        return await stay_silent(request, sandbox)
    return None


def _acknowledge_task(task: Task, *, lines: bool) -> web.Response:
    answer = json_reply(acknowledgement_of(task), trace=task.trace_id)
    if lines:
        answer.body = bytes(answer.body or b"") + b"\n"  # type: ignore[arg-type]  # reply() always gives bytes
        answer.content_type = "application/x-ndjson"
    return answer


def resume_callbacks(sandbox: SandboxState) -> None:
    """After a restart: callbacks not yet sent are sent when their time comes, or at once if it has passed."""
    for task in sandbox.book.tasks.values():
        if (
            task.request.get("callback_url")
            and task.id not in sandbox.book.called
            and finish_time(task) < float("inf")
        ):
            sandbox.start_background(call_back(sandbox, task, every=False, fault=None))


def without_timing(body: dict[str, Any]) -> dict[str, Any]:
    """What makes two submissions the same, timing aside."""
    return {name: value for name, value in body.items() if name != "timeout"}
