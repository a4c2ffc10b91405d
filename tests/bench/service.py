"""An image service for measuring: it streams progress lines that carry the moment they were sent.

Run as a program of its own, so that its work is not counted as ours: `python -m tests.bench.service PORT`.
The moment, in microseconds of the system's monotonic clock, is the `image_width` of each line.
"""

import asyncio
import json
import sys
import time
from itertools import count

from aiohttp import web

NUMBERS = count(1)


def line(task: str, progress: int, *, last: bool) -> bytes:
    body = {
        "success": True,
        "task_id": task,
        "progress": progress,
        "image_id": "1557000000000000001",
        "image_url": f"https://pictures.example/{task}/{progress}.webp",
        "image_width": time.monotonic_ns() // 1000,
        "image_height": 256,
        "raw_image_url": f"https://pictures.example/{task}/{progress}-raw.webp",
        "raw_image_width": 512,
        "raw_image_height": 512,
        "actions": ["upscale1", "upscale2", "upscale3", "upscale4", "reroll"] if last else [],
    }
    return json.dumps(body).encode() + b"\n"


async def imagine(request: web.Request) -> web.StreamResponse:
    """`lines:interval` in the prompt says how many progress lines, and how many seconds apart."""
    lines, interval = (await request.json())["prompt"].split()[-1].split(":")
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await response.prepare(request)
    task = f"task-{next(NUMBERS)}"
    for n in range(int(lines)):
        await response.write(line(task, min(n, 99), last=False))
        await asyncio.sleep(float(interval))
    await response.write(line(task, 100, last=True))
    await response.write_eof()
    return response


def main() -> None:
    app = web.Application()
    app.router.add_post("/midjourney/imagine", imagine)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, handle_signals=True)


if __name__ == "__main__":
    main()
