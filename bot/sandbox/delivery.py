"""The four ways a task's progress reaches the client: one answer, a stream, an acknowledgement, callbacks."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson
from aiohttp import web

from bot.sandbox.connections import hung_up, slam
from bot.sandbox.faults import Fault
from bot.sandbox.http import REFUSALS, Refusal, bad, reply
from bot.sandbox.records import Task
from bot.sandbox.state import House
from bot.sandbox.timeline import Moment, error_of, finish, moments, show


def acknowledge(task: Task) -> dict[str, Any]:
    """With or without the extras: documents and clients show both."""
    extras = {"success": True, "trace_id": task.trace_id} if int(task.id[-1], 16) % 2 else {}
    return {"task_id": task.id} | extras


async def answer_once(request: web.Request, house: House, task: Task, patience: float) -> web.Response:
    """Block until the end, or answer 504 when patience runs out; the task goes on."""
    end = finish(task)
    await house.until(min(end, task.created_at + patience), request)
    if end > house.clock():
        raise Refusal(*REFUSALS["timeout"])
    _raise_failure(task)
    return reply(show(task, moments(task)[-1], house.origin_of(request)), trace=task.trace_id)


def _raise_failure(task: Task) -> None:
    if error := error_of(task):
        raise Refusal(403, error["code"], error["message"])


async def stream(request: web.Request, house: House, task: Task, fault: Fault | None) -> web.StreamResponse:
    """One line per moment. Nothing is sent before the first: a failure until then is an ordinary error."""
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson", "x-trace-id": task.trace_id})
    kind, after = (fault.kind, fault.after) if fault else ("", 0.0)
    pen = _Pen(response, broken=kind == "fragment")
    origin = house.origin_of(request)
    for moment in moments(task):
        await house.until(moment.at, request)
        if not response.prepared:
            if moment.progress == 100:
                _raise_failure(task)
            await response.prepare(request)
            first = moment.at
        elif kind in {"cut", "stall"} and moment.at >= first + after:
            return await _break_off(request, house, response, kind)
        await pen.line(orjson.dumps(show(task, moment, origin)), last=moment.progress == 100)
    if kind in {"cut", "stall"} and len(moments(task)) == 1:
        return await _break_off(request, house, response, kind)
    await response.write_eof()
    return response


async def _break_off(
    request: web.Request, house: House, response: web.StreamResponse, kind: str
) -> web.StreamResponse:
    if kind == "stall":
        await house.until(float("inf"), request)
    slam(request)
    return response


class _Pen:
    """Writes lines; a broken one cuts them at odd places, joins them and leaves blank ones between."""

    def __init__(self, response: web.StreamResponse, *, broken: bool) -> None:
        self._response, self._broken = response, broken
        self._held = b""

    async def line(self, text: bytes, *, last: bool) -> None:
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
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        near = parts.scheme in {"http", "https"} and (host == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:
        near = False
    if not near:
        raise bad("callback_url: this is a sandbox, it only calls back to loopback addresses.")
    return url


async def call_back(house: House, task: Task, *, every: bool, fault: Fault | None) -> None:
    """An errand: POST the end (with `every`, each line) to the task's callback URL, once, whatever it answers."""
    kind, after = (fault.kind, fault.after) if fault else ("", 0.0)
    stops = moments(task) if every else moments(task)[-1:]
    for moment in stops:
        await house.until(moment.at)
        if kind == "no_callback":
            continue
        if kind == "late_callback" and moment.progress == 100:
            await house.pause(after or house.seconds)
        await _post(house, task, moment)
    if kind == "duplicate_callback":
        await _post(house, task, stops[-1])
    house.book.mark_called(task.id)


async def _post(house: House, task: Task, moment: Moment) -> None:
    body = orjson.dumps(show(task, moment, house.origin or task.origin))
    try:
        async with house.session.post(
            task.request["callback_url"],
            data=body,
            headers={"Content-Type": "application/json"},
            allow_redirects=False,
        ) as answer:
            await answer.read()
    except (aiohttp.ClientError, TimeoutError):
        return  # the service swallows this too: no retry


def wants_lines(request: web.Request) -> bool:
    return "application/x-ndjson" in request.headers.get("Accept", "")


async def stay_silent(request: web.Request, house: House) -> web.Response:
    """Keep the connection open and say nothing."""
    await house.until(float("inf"), request)
    return web.Response()


def vanish(request: web.Request) -> web.Response:
    """Drop the connection. The answer is for the framework; nobody receives it."""
    if not hung_up(request):
        slam(request)
    return web.Response()
