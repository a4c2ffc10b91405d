"""Sizes of pictures and the buttons each kind of picture offers."""

import math
from dataclasses import dataclass
from typing import Final

from bot.sandbox.records import Task

GRID_ACTIONS: Final = (
    *(f"upscale{cell}" for cell in range(1, 5)),
    "reroll",
    *(f"variation{cell}" for cell in range(1, 5)),
)
SINGLE_ACTIONS: Final = (
    "variation_subtle",
    "variation_strong",
    "zoom_out_2x",
    "zoom_out_1_5x",
    "pan_left",
    "pan_right",
    "pan_up",
    "pan_down",
    "upscale_subtle",
    "upscale_creative",
)
DOUBLE_ACTIONS: Final = ("redo_upscale_subtle", "redo_upscale_creative")
OLD_SINGLE_ACTIONS: Final = ("upscale_2x", "upscale_4x", "square")
"""Taken from a single picture even where it is not offered; the first two are what OLD_VERSIONS list."""
OLD_DOUBLE_ACTIONS: Final = ("redo_upscale_2x", "redo_upscale_4x")
OLD_VERSIONS: Final = frozenset({"5", "5.1", "5.2"})
UNKNOWN_ACTIONS: Final = ("sparkle_remix", "animate_magic")
"""Made-up actions for the unknown_actions fault; pressed, they act as variation_strong."""

RESOLUTIONS: Final = {"480p": 480, "720p": 720}
_CELL_SIZES: Final = {(1, 1): (1024, 1024), (16, 9): (1456, 816), (9, 16): (816, 1456), (4, 3): (1232, 928)}
_CELL_PIXELS: Final = 1.15e6
_STRETCH_MOST: Final = 8  # times the shorter side
_CELL_SIDE_MOST: Final = 2048
"""Side of the largest cell; panning again and again stops growing there."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Full size in pixels; `layout` as in a Task."""

    layout: str
    width: int
    height: int


def cell_size(ratio: tuple[int, int], side: int) -> tuple[int, int]:
    """Pixels of one picture of that ratio; a square one measures `side`. Beyond 3:1 they are drawn as 3:1."""
    divisor = math.gcd(*ratio) or 1
    width, height = _CELL_SIZES.get((ratio[0] // divisor, ratio[1] // divisor), (0, 0))
    if not width:
        stretch = min(3.0, max(1 / 3, ratio[0] / max(1, ratio[1])))
        width = _round_to(math.sqrt(_CELL_PIXELS * stretch), 16)
        height = _round_to(width / stretch, 16)
    return _round_to(width * side / 1024, 2), _round_to(height * side / 1024, 2)


def grid_shape(ratio: tuple[int, int], side: int) -> Shape:
    """Four pictures of that ratio, two by two."""
    width, height = cell_size(ratio, side)
    return Shape("grid", width * 2, height * 2)


def edit_shape(width: int, height: int, side: int) -> Shape:
    """Four takes on a picture of that size, as a grid of 1.5 x 1.5 sides in the picture's own ratio."""
    width, height = _tamed_sides(width, height)
    scale = side * 0.75 / math.sqrt(width * height)
    return Shape("edit", _round_to(width * scale, 8) * 2, _round_to(height * scale, 8) * 2)


def video_shape(width: int, height: int, side: int, resolution: str) -> Shape:
    """480 x 480 pixels when a side is 1024, at 720p half as much again, in the ratio of the first frame."""
    width, height = _tamed_sides(width, height)
    scale = side * 480 / 1024 / math.sqrt(width * height)
    small = _round_to(width * scale, 16), _round_to(height * scale, 16)
    times = RESOLUTIONS[resolution] / RESOLUTIONS["480p"]
    return Shape("video", round(small[0] * times), round(small[1] * times))


def extension_shape(parent: Task, was: str, resolution: str) -> Shape:
    """As large as the clip before it, which `was` of that resolution, unless another is asked for."""
    times = RESOLUTIONS[resolution] / RESOLUTIONS[was]
    return Shape("video", _round_to(parent.width * times, 2), _round_to(parent.height * times, 2))


def _tamed_sides(width: int, height: int) -> tuple[int, int]:
    """The longer one cut: pictures from outside may be a line."""
    return min(width, _STRETCH_MOST * height), min(height, _STRETCH_MOST * width)


def follow_shape(action: str, parent: Task) -> Shape:
    """What pressing `action` on the parent's picture gives."""
    if action in {"reroll", "variation_region"} and parent.layout != "single":
        return Shape(parent.layout, parent.width, parent.height)
    if action.startswith("upscale") and action[-1:] in "1234" and parent.layout in {"grid", "edit"}:
        return Shape("single", parent.width // 2, parent.height // 2)
    if "upscale_" in action:
        return _enlarged_shape(action, parent)
    width, height = _widened_cell(action, parent)
    return Shape("grid", width * 2, height * 2)


def _enlarged_shape(action: str, parent: Task) -> Shape:
    if action.startswith("redo_"):
        return Shape("double", parent.width, parent.height)
    times = min(4 if action.endswith("4x") else 2, 4096 / max(parent.width, parent.height))
    return Shape("double", _round_to(parent.width * times, 2), _round_to(parent.height * times, 2))


def _widened_cell(action: str, parent: Task) -> tuple[int, int]:
    """One cell of the grid that `action` makes of a picture."""
    width, height = parent.width, parent.height
    if parent.layout in {"grid", "edit"}:
        width, height = width // 2, height // 2
    if action in {"pan_left", "pan_right"}:
        width = width * 3 // 2
    elif action in {"pan_up", "pan_down"}:
        height = height * 3 // 2
    elif action == "square":
        width = height = max(width, height)
    scale = min(1.0, _CELL_SIDE_MOST / max(width, height))
    return _round_to(width * scale, 2), _round_to(height * scale, 2)


def _round_to(length: float, step: int) -> int:
    return max(step, round(length / step) * step)


def offered_actions(task: Task) -> list[str]:
    """The buttons under a finished picture, in order."""
    if task.layout == "edit":
        return list(GRID_ACTIONS) if task.fault == "edits_actions" else []
    if task.layout not in {"grid", "single", "double"}:
        return []
    actions = list({"grid": GRID_ACTIONS, "single": SINGLE_ACTIONS, "double": DOUBLE_ACTIONS}[task.layout])
    if task.request.get("version") in OLD_VERSIONS:
        kept = [name for name in actions if not name.startswith(("upscale_", "redo_"))]
        actions = [*kept, *{"single": OLD_SINGLE_ACTIONS[:2], "double": OLD_DOUBLE_ACTIONS}.get(task.layout, ())]
    if task.layout == "single" and task.width != task.height:
        actions.append("square")
    if task.fault == "unknown_actions":
        actions += UNKNOWN_ACTIONS
    return actions


def accepted_actions(task: Task) -> set[str]:
    """What may be pressed: the offered buttons, region repaint, and what older models would have listed."""
    extra = {"single": OLD_SINGLE_ACTIONS, "double": OLD_DOUBLE_ACTIONS}.get(task.layout, ())
    return {*offered_actions(task), *extra, "variation_region"}


def preview_size(task: Task) -> tuple[int, int]:
    """A preview covers 512 x 512 pixels in the ratio of the picture, but is never more than half as wide."""
    scale = min(0.5, math.sqrt(512 * 512 / (task.width * task.height)))
    return _round_to(task.width * scale, 2), _round_to(task.height * scale, 2)
