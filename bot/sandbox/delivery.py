"""The four ways a task's progress reaches the client: one answer, a stream, an acknowledgement, callbacks."""

from typing import Any

import aiohttp
import orjson
from aiohttp import web

from bot.sandbox.answers import moment_answer
from bot.sandbox.faults import Fault
from bot.sandbox.http import SERVICE_REFUSALS, Refusal, bad_request, drop_connection, json_reply
from bot.sandbox.inputs import is_near
from bot.sandbox.records import Task
from bot.sandbox.state import SandboxState
from bot.sandbox.timeline import Moment, error_of, finish_time, moments_of


def acknowledgement_of(task: Task) -> dict[str, Any]:
    """With or without the extras: documents and clients show both."""
    extras = {"success": True, "trace_id": task.trace_id} if int(task.id[-1], 16) % 2 else {}
    return {"task_id": task.id} | extras


async def answer_once(request: web.Request, sandbox: SandboxState, task: Task, patience: float) -> web.Response:
    """Block until the end. Raises Refusal for a failure, and when patience runs out: the task goes on."""
    end = finish_time(task)
    await sandbox.wait_until(min(end, task.created_at + patience), request)
    if end > sandbox.clock():
        raise Refusal(*SERVICE_REFUSALS["timeout"])
    _raise_failure(task)
    return json_reply(moment_answer(task, moments_of(task)[-1], sandbox.links_of(request)), trace=task.trace_id)


def _raise_failure(task: Task) -> None:
    if error := error_of(task):
        raise Refusal(403, error["code"], error["message"])


async def stream_answer(
    request: web.Request, sandbox: SandboxState, task: Task, fault: Fault | None, patience: float
) -> web.StreamResponse:
    """One line per moment. Nothing is sent before the first: a failure until then is an ordinary error.

    When patience runs out the stream ends without its last line, and the task goes on.
    """
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson", "x-trace-id": task.trace_id})
    kind, after = (fault.kind, fault.after) if fault else ("", 0.0)
    writer = _LineWriter(response, broken=kind == "fragment")
    until = task.created_at + patience
    for moment in moments_of(task):
        await sandbox.wait_until(min(moment.at, until), request)
        if moment.at > until:
            return await _end_early(response)
        if not response.prepared:
            if moment.progress == 100:
                _raise_failure(task)
            await response.prepare(request)
            first = moment.at
        elif kind in {"cut", "stall"} and moment.at >= first + after:
            return await _break_off(request, sandbox, response, kind)
        line = moment_answer(task, moment, sandbox.links_of(request))
        await writer.write_line(orjson.dumps(line), last=moment.progress == 100)
    if kind in {"cut", "stall"} and len(moments_of(task)) == 1:
        return await _break_off(request, sandbox, response, kind)
    await response.write_eof()
    return response


async def _end_early(response: web.StreamResponse) -> web.StreamResponse:
    """Raises Refusal while nothing has been said yet."""
    if not response.prepared:
        raise Refusal(*SERVICE_REFUSALS["timeout"])
    await response.write_eof()
    return response


async def _break_off(
    request: web.Request, sandbox: SandboxState, response: web.StreamResponse, kind: str
) -> web.StreamResponse:
    if kind == "stall":
        await sandbox.wait_until(float("inf"), request)
    drop_connection(request)
    return response


class _LineWriter:
    """Writes lines; a broken one cuts them at odd places, joins them and leaves blank ones between."""

    def __init__(self, response: web.StreamResponse, *, broken: bool) -> None:
        self._response, self._broken = response, broken
        self._held = b""

    async def write_line(self, text: bytes, *, last: bool) -> None:
        if not self._broken:
            await self._response.write(text + b"\n")
            return
        ink = self._held + text + (b"" if last else b"\n\n \r\n")
        cut = len(ink) if last else len(self._held) + len(text) * 2 // 3
        for start in range(0, cut, 97):
            await self._response.write(ink[start : min(start + 97, cut)])
        self._held = ink[cut:]


def check_callback(url: str) -> str:
    """Raises Refusal unless it is an HTTP address on this machine: a sandbox calls nobody else."""
    if not url:
        return ""
    if not is_near(url):
        raise bad_request("callback_url: this is a sandbox, it only calls back to loopback addresses.")
    return url


async def call_back(sandbox: SandboxState, task: Task, *, every: bool, fault: Fault | None) -> None:
    """POST the end (with `every`, each line) to the task's callback URL, once, whatever it answers."""
    kind, after = (fault.kind, fault.after) if fault else ("", 0.0)
    stops = moments_of(task) if every else moments_of(task)[-1:]
    for moment in stops:
        await sandbox.wait_until(moment.at)
        if kind == "no_callback":
            continue
        if kind == "late_callback" and moment.progress == 100:
            await sandbox.wait_seconds(after or sandbox.seconds)
        await _post_callback(sandbox, task, moment)
    if kind == "duplicate_callback":
        await _post_callback(sandbox, task, stops[-1])
    sandbox.book.mark_called(task.id)


async def _post_callback(sandbox: SandboxState, task: Task, moment: Moment) -> None:
    body = orjson.dumps(moment_answer(task, moment, sandbox.links_below(sandbox.origin or task.origin)))
    try:
        async with sandbox.session.post(
            task.request["callback_url"],
            data=body,
            headers={"Content-Type": "application/json"},
            allow_redirects=False,
        ) as answer:
            await answer.read()
    except (aiohttp.ClientError, TimeoutError):
        return  # the service swallows this too: no retry


async def stay_silent(request: web.Request, sandbox: SandboxState) -> web.Response:
    """Keep the connection open and say nothing."""
    await sandbox.wait_until(float("inf"), request)
    return web.Response()
