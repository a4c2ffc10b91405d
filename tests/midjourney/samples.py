"""Answers as the service gives them, and orders that ask for them; all values are made up."""

from typing import Any

from bot.domain.ids import JobId, Place
from bot.domain.incoming import Origin, Person
from bot.domain.job import Job, State
from bot.domain.order import Order

TASK = "7a3d9c10-0000-4000-8000-00000000000a"
GRID = [
    "upscale1",
    "upscale2",
    "upscale3",
    "upscale4",
    "reroll",
    "variation1",
    "variation2",
    "variation3",
    "variation4",
]
SENT = 1_800_000_000.0


def preview(percent: object = 35, **more: object) -> dict[str, Any]:
    return {
        "success": True,
        "task_id": TASK,
        "image_id": f"15570000000000000{percent}",
        "progress": percent,
        "image_url": f"https://pictures.example/{percent}_grid_0.webp",
        "image_width": 256,
        "image_height": 256,
        "actions": [],
    } | more


def final(**more: object) -> dict[str, Any]:
    return {
        "success": True,
        "task_id": TASK,
        "image_id": "1557000000000000100",
        "progress": 100,
        "image_url": "https://pictures.example/done.png?imageMogr2/thumbnail/!50p",
        "image_width": 1024,
        "image_height": 1024,
        "raw_image_url": "https://pictures.example/done.png?ex=1&",
        "raw_image_width": 2048,
        "raw_image_height": 2048,
        "actions": GRID,
    } | more


def clip(**more: object) -> dict[str, Any]:
    return {
        "success": True,
        "task_id": TASK,
        "progress": 100,
        "image_url": "https://pictures.example/cover.png",
        "image_width": 560,
        "image_height": 688,
        "video_id": "1751000000000001",
        "video_urls": [f"https://pictures.example//video/u/0_{take}.mp4" for take in range(4)],
    } | more


def refusal(code: str = "forbidden", message: str = "Sorry! Our Al moderators say no") -> dict[str, Any]:
    return {"success": False, "task_id": TASK, "error": {"code": code, "message": message}, "trace_id": "trace-1"}


def job(order: Order) -> Job:
    origin = Origin(Place("chat", "1"), Person("chat:1", "Ann"))
    return Job(JobId("J"), order, origin, SENT, SENT + 900, State.SENT, sent_at=SENT)
