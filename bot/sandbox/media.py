"""The files behind the links: finished pictures, cells, previews, films."""

import re
from typing import Final

from aiohttp import web

from bot.sandbox.faults import FILE_PREFIX, PREVIEW_PREFIX
from bot.sandbox.links import read_end
from bot.sandbox.odd_files import serve_odd
from bot.sandbox.records import Task
from bot.sandbox.shapes import preview_size
from bot.sandbox.state import STATE
from bot.sandbox.timeline import current_moment, task_state

_FORBIDDEN_PAGE: Final = "<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>"
"""What the host of cells has for servers."""
_SHARE_PATTERN: Final = re.compile(r"thumbnail/!(\d{1,3})p")


async def serve_picture(request: web.Request) -> web.StreamResponse:
    """PNG, or what the fault of its task makes of it. Raises HTTPNotFound before it is done."""
    task = await _wait_for_task(request)
    body = await request.app[STATE].renderer.final_png(task, None, _wanted_size(request, (task.width, task.height)))
    return await _file_or_fault(request, task, FILE_PREFIX, body, "image/png")


async def serve_cell(request: web.Request) -> web.Response:
    """PNG of one of the four. Raises HTTPNotFound for what is no grid."""
    task = await _wait_for_task(request)
    if task.layout not in {"grid", "edit"}:
        raise web.HTTPNotFound
    if task.fault == "no_cells":
        return web.Response(status=403, text=_FORBIDDEN_PAGE, content_type="text/html")
    size = _wanted_size(request, (task.width // 2, task.height // 2))
    body = await request.app[STATE].renderer.final_png(task, int(request.match_info["cell"]), size)
    return _file_answer(request, body, "image/png")


async def serve_preview(request: web.Request) -> web.StreamResponse:
    """WebP, there from its moment on until the task ends. Raises HTTPNotFound before and after."""
    sandbox, task, step = request.app[STATE], _find_task(request), int(request.match_info["step"])
    now = sandbox.clock()
    moment = current_moment(task, now)
    shown = moment is not None and 1 <= step <= min(moment.step, task.steps)
    if task_state(task, now) != "running" or not shown or task.fault == "lost_previews":
        raise web.HTTPNotFound
    body = await sandbox.renderer.preview_webp(task, step, _wanted_size(request, preview_size(task)))
    return await _file_or_fault(request, task, PREVIEW_PREFIX, body, "image/webp")


async def serve_film(request: web.Request) -> web.StreamResponse:
    """MP4 of one of the four takes. Raises HTTPNotFound for what is no clip."""
    task = await _wait_for_task(request)
    if task.layout != "video":
        raise web.HTTPNotFound
    body = await request.app[STATE].renderer.film_mp4(task, int(request.match_info["take"]))
    return await _file_or_fault(request, task, FILE_PREFIX, body, "video/mp4")


def _find_task(request: web.Request) -> Task:
    task = request.app[STATE].book.get(request.match_info["id"])
    if task is None or task.layout == "text":
        raise web.HTTPNotFound
    return task


async def _wait_for_task(request: web.Request) -> Task:
    """Once files are handed out."""
    sandbox, task = request.app[STATE], _find_task(request)
    if task_state(task, sandbox.clock()) != "done" or sandbox.has_ended(read_end(request.query_string)):
        raise web.HTTPNotFound
    await sandbox.files_open.wait()
    return task


def _wanted_size(request: web.Request, full: tuple[int, int]) -> tuple[int, int] | None:
    """A smaller size the query asks for, in any of the forms the service's links use; None for the whole."""
    if found := _SHARE_PATTERN.search(request.query_string):
        share = min(100, max(1, int(found[1]))) / 100
        return max(1, round(full[0] * share)), max(1, round(full[1] * share))
    width, height = (_read_number(request, name) for name in ("width", "height"))
    if not width and not height:
        return None
    width = width or max(1, full[0] * height // full[1])
    height = height or max(1, full[1] * width // full[0])
    return min(width, full[0]), min(height, full[1])


def _read_number(request: web.Request, name: str) -> int:
    value = request.query.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 6 else 0


async def _file_or_fault(
    request: web.Request, task: Task, before: str, body: bytes, kind: str
) -> web.StreamResponse:
    """As it is, or as the task's fault has it."""
    if task.fault.startswith(before):
        return await serve_odd(request, task.fault.removeprefix(before), body, kind)
    return _file_answer(request, body, kind)


def _file_answer(request: web.Request, body: bytes, kind: str) -> web.Response:
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
