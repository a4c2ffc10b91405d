"""An image service for measuring: it streams progress lines that carry the moment they were sent.

Run as a program of its own, so that its work is not counted as ours: `python -m tests.bench.service PORT`.
The moment, in microseconds of the system's monotonic clock, is the name of each line's picture.
It also remembers its tasks and who was asked after when: `GET /log` tells, `POST /log` forgets the questions.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from typing import Any

from aiohttp import web
from PIL import Image

NUMBERS = count(1)
BUTTON = "80:0.5"  # a pressed button brings no prompt


@dataclass
class Log:
    """Of each task when it ends and its prompt, and the questions: when, and after which tasks.

    Seconds of the monotonic clock. An end is foretold until the last line is sent, and exact from then on.
    """

    ends: dict[str, float] = field(default_factory=dict)
    prompts: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[float, list[str]]] = field(default_factory=list)


LOG = web.AppKey("log", Log)


def picture() -> bytes:
    """Small, so that little time goes into it."""
    file = BytesIO()
    Image.new("RGB", (64, 64), "teal").save(file, "PNG")
    return file.getvalue()


PICTURE = picture()


def line(origin: str, task: str, progress: int, *, last: bool) -> bytes:
    body = {
        "success": True,
        "task_id": task,
        "progress": progress,
        "image_id": "1557000000000000001",
        "image_url": f"{origin}/pictures/{task}/{time.monotonic_ns() // 1000}.webp",
        "image_width": 256,
        "image_height": 256,
        "raw_image_url": f"{origin}/pictures/{task}/{progress}-raw.webp",
        "raw_image_width": 512,
        "raw_image_height": 512,
        "actions": ["upscale1", "upscale2", "upscale3", "upscale4", "reroll"] if last else [],
    }
    return json.dumps(body).encode() + b"\n"


async def imagine(request: web.Request) -> web.StreamResponse:
    """`lines:interval` in the prompt says how many progress lines, and how many seconds apart."""
    prompt = (await request.json()).get("prompt", BUTTON)
    lines, interval = prompt.split()[-1].split(":")
    origin = str(request.url.origin())
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await response.prepare(request)
    task = f"task-{next(NUMBERS)}"
    log = request.app[LOG]
    log.ends[task], log.prompts[task] = time.monotonic() + int(lines) * float(interval), prompt
    for n in range(int(lines)):
        await response.write(line(origin, task, n * 100 // int(lines), last=False))
        await asyncio.sleep(float(interval))
    log.ends[task] = time.monotonic()
    await response.write(line(origin, task, 100, last=True))
    await response.write_eof()
    return response


async def tasks(request: web.Request) -> web.Response:
    """What is known of tasks by their ids; of one that is not over, only that it is there."""
    log, now, origin = request.app[LOG], time.monotonic(), str(request.url.origin())
    ids = (await request.json())["ids"]
    log.asked.append((now, ids))
    return web.json_response({"items": [record(log, origin, task, now) for task in ids if task in log.ends]})


def record(log: Log, origin: str, task: str, now: float) -> dict[str, Any]:
    if now < log.ends[task]:
        return {"id": task, "type": "imagine", "created_at": 1.0, "finished_at": None}
    answer = json.loads(line(origin, task, 100, last=True))
    return {"id": task, "type": "imagine", "created_at": 1.0, "finished_at": 2.0, "response": answer}


async def tell(request: web.Request) -> web.Response:
    log = request.app[LOG]
    return web.json_response(
        {"tasks": list(log.ends), "asked": log.asked, "ends": log.ends, "prompts": log.prompts}
    )


async def forget(request: web.Request) -> web.Response:
    request.app[LOG].asked.clear()
    return web.Response()


async def show(_request: web.Request) -> web.Response:
    return web.Response(body=PICTURE, content_type="image/png")


def main() -> None:
    app = web.Application()
    app[LOG] = Log()
    app.router.add_post("/midjourney/imagine", imagine)
    app.router.add_post("/midjourney/tasks", tasks)
    app.router.add_get("/log", tell)
    app.router.add_post("/log", forget)
    app.router.add_get("/pictures/{task}/{name}", show)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, handle_signals=True)


if __name__ == "__main__":
    main()
