"""Result objects with their picture links, field for field as the service sends them."""

from typing import Any

from bot.sandbox.records import Task
from bot.sandbox.shapes import offered, preview_size


def finished_answer(task: Task, origin: str) -> dict[str, Any]:
    if task.layout == "text":
        return dict(task.answer)
    if task.layout == "video":
        return _video(task, origin)
    answer = {"success": True, "task_id": task.id, "image_id": task.image_id, "progress": 100}
    answer |= _picture(task, origin)
    if task.layout != "edit":
        answer["actions"] = offered(task)
    if task.request.get("split_images") is True and task.layout in {"grid", "edit"}:
        answer["sub_image_urls"] = [f"{origin}/cdn/{task.id}/0_{cell}.png" for cell in range(4)]
    return answer


def _picture(task: Task, origin: str) -> dict[str, Any]:
    raw = f"{origin}/cdn/midjourney/{task.id}.png"
    if task.layout == "edit":  # recorded: the reduced picture is the full one
        return _sized(raw, raw, (task.width, task.height), (task.width, task.height))
    half = task.width // 2, task.height // 2
    if int(task.id[0], 16) % 4:
        return _sized(f"{raw}?imageMogr2/thumbnail/!50p", raw, half, (task.width, task.height))
    issued = int(task.created_at)  # some hosts sign their links and leave an ampersand behind
    raw += f"?ex={issued + 86400:x}&is={issued:x}&hm={task.id.replace('-', '')}&"
    return _sized(f"{raw}width={half[0]}&height={half[1]}", raw, half, (task.width, task.height))


def _sized(url: str, raw: str, size: tuple[int, int], raw_size: tuple[int, int]) -> dict[str, Any]:
    return {
        "image_url": url,
        "image_width": size[0],
        "image_height": size[1],
        "raw_image_url": raw,
        "raw_image_width": raw_size[0],
        "raw_image_height": raw_size[1],
    }


def _video(task: Task, origin: str) -> dict[str, Any]:
    return {
        "success": True,
        "task_id": task.id,
        "progress": 100,
        "image_url": f"{origin}/cdn/upload/{task.id}.png",
        "image_width": task.width,
        "image_height": task.height,
        "video_id": task.video_id,
        "video_urls": [f"{origin}//video/{task.id}/0_{take}.mp4" for take in range(4)],
    }


def running_answer(task: Task, step: int, progress: int, origin: str) -> dict[str, Any]:
    """A preview; its links die with the end of the task, and its image id is good for nothing."""
    answer: dict[str, Any] = {"success": True, "task_id": task.id, "progress": progress}
    if task.layout == "video":
        return answer
    width, height = preview_size(task)
    raw = f"{origin}/cdn/midjourney/{task.id}/{step}_grid_0.webp"
    url = f"{raw}?width={width // 2}&height={height // 2}"
    answer |= {"image_id": task.frame_id(step), "actions": []}
    return answer | _sized(url, raw, (width // 2, height // 2), (width, height))
