"""The files behind the links: finished pictures, cells, previews, films."""

import re
from typing import Final

from aiohttp import web

from bot.sandbox.faults import FILE, PREVIEW
from bot.sandbox.odd_files import serve_odd
from bot.sandbox.records import Task
from bot.sandbox.shapes import preview_size
from bot.sandbox.state import HOUSE
from bot.sandbox.timeline import current, state

_SHARE: Final = re.compile(r"thumbnail/!(\d{1,3})p")


async def picture(request: web.Request) -> web.StreamResponse:
    task = await _done(request)
    body = await request.app[HOUSE].studio.final(task, None, _wanted(request, (task.width, task.height)))
    return await _served(request, task, FILE, body, "image/png")


async def cell(request: web.Request) -> web.Response:
    task = await _done(request)
    if task.layout not in {"grid", "edit"}:
        raise web.HTTPNotFound
    size = _wanted(request, (task.width // 2, task.height // 2))
    body = await request.app[HOUSE].studio.final(task, int(request.match_info["cell"]), size)
    return _file(request, body, "image/png")


async def preview(request: web.Request) -> web.StreamResponse:
    """There from its moment on until the task ends, then gone for good."""
    house, task, step = request.app[HOUSE], _task(request), int(request.match_info["step"])
    now = house.clock()
    moment = current(task, now)
    shown = moment is not None and 1 <= step <= min(moment.step, task.steps)
    if state(task, now) != "running" or not shown or task.fault == "lost_previews":
        raise web.HTTPNotFound
    body = await house.studio.preview(task, step, _wanted(request, preview_size(task)))
    return await _served(request, task, PREVIEW, body, "image/webp")


async def film(request: web.Request) -> web.StreamResponse:
    task = await _done(request)
    if task.layout != "video":
        raise web.HTTPNotFound
    body = await request.app[HOUSE].studio.film(task, int(request.match_info["take"]))
    return await _served(request, task, FILE, body, "video/mp4")


def _task(request: web.Request) -> Task:
    task = request.app[HOUSE].book.get(request.match_info["id"])
    if task is None or task.layout == "text":
        raise web.HTTPNotFound
    return task


async def _done(request: web.Request) -> Task:
    """Once files are handed out."""
    house, task = request.app[HOUSE], _task(request)
    if state(task, house.clock()) != "done":
        raise web.HTTPNotFound
    await house.files.wait()
    return task


def _wanted(request: web.Request, full: tuple[int, int]) -> tuple[int, int] | None:
    """A smaller size the query asks for, in any of the forms the service's links use; None for the whole."""
    if found := _SHARE.search(request.query_string):
        share = min(100, max(1, int(found[1]))) / 100
        return max(1, round(full[0] * share)), max(1, round(full[1] * share))
    width, height = (_number(request, name) for name in ("width", "height"))
    if not width and not height:
        return None
    width = width or max(1, full[0] * height // full[1])
    height = height or max(1, full[1] * width // full[0])
    return min(width, full[0]), min(height, full[1])


def _number(request: web.Request, name: str) -> int:
    value = request.query.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 6 else 0


async def _served(request: web.Request, task: Task, before: str, body: bytes, kind: str) -> web.StreamResponse:
    """As it is, or as the task's fault has it."""
    if task.fault.startswith(before):
        return await serve_odd(request, task.fault.removeprefix(before), body, kind)
    return _file(request, body, kind)


def _file(request: web.Request, body: bytes, kind: str) -> web.Response:
    """Whole, or the range asked for."""
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "no-store" if kind == "image/webp" else "max-age=86400"}
    try:
        asked = request.http_range
    except ValueError:
        asked = slice(None)
    if asked.start is None and asked.stop is None:
        return web.Response(body=body, content_type=kind, headers=headers)
    start, stop, _ = asked.indices(len(body))
    if start >= stop:
        raise web.HTTPRequestRangeNotSatisfiable(headers={"Content-Range": f"bytes */{len(body)}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(body)}"
    return web.Response(body=body[start:stop], status=206, content_type=kind, headers=headers)
