"""The picture of a task, worked out from its record and the records it grew from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image, ImageFilter

from bot.sandbox.links import OwnLink, read_own_link
from bot.sandbox.paint.scenes import Genome, paint_cell, palette_of
from bot.sandbox.paint.seeded_random import mix_seed
from bot.sandbox.paint.transforms import (
    Colours,
    assemble_grid,
    crop_cell,
    enlarge_picture,
    inner_box,
    main_colours,
    palette_tones,
    read_mask,
    repaint_masked,
    tint_picture,
    vary_picture,
    widen_picture,
)
from bot.sandbox.prompts import read_prompt
from bot.sandbox.records import Task
from bot.sandbox.shapes import preview_size

FULL_SCALE: Final = 1
DRAFT_SCALE: Final = 4
"""Previews are made from a picture a quarter as wide and high."""
_CELL_NUMBERS: Final = range(4)
_DRIFT_STRENGTHS: Final = {"variation_subtle": 0.12, "variation_strong": 0.42}
_WIDENING_ACTIONS: Final = ("zoom_out_2x", "zoom_out_1_5x", "pan_left", "pan_right", "pan_up", "pan_down", "square")


@dataclass(frozen=True, slots=True)
class Sources:
    """`find` knows tasks by id; `fetch` gives a task's picture at a scale, from a cache or by drawing it; `load`
    gives one that was not drawn, by the name of its file.
    """

    find: Callable[[str], Task | None]
    fetch: Callable[[Task, int], Image.Image]
    load: Callable[[str], Image.Image]


def draw_task(task: Task, scale: int, sources: Sources) -> Image.Image:
    """RGB of (width, height) // scale. For a video, its first frame's source at the video's size."""
    size = task.width // scale, task.height // scale
    if task.layout == "video":
        return _draw_first_frame(task, size, sources)
    if task.layout == "edit" and task.action == "generate":
        return _draw_edit(task, size, sources)
    parent = sources.find(task.parent or "")
    if parent is None or task.action == "generate":
        return _draw_grid(task, size, sources)
    return _draw_button(task, parent, scale, sources)


def _draw_button(task: Task, parent: Task, scale: int, sources: Sources) -> Image.Image:
    """A button's work on the parent."""
    size, action = (task.width // scale, task.height // scale), task.action
    if action == "reroll" or action.startswith("redo_"):
        return _draw_again(task, parent, scale, sources)
    if action == "variation_region":
        return _draw_region(task, parent, scale, sources)
    if action in _WIDENING_ACTIONS:
        return _draw_widened(task, sources.fetch(parent, scale), size)
    if action.startswith("upscale") and action[-1] in "1234" and parent.layout in {"grid", "edit"}:
        return crop_cell(sources.fetch(parent, scale), int(action[-1]) - 1)
    if "upscale_" in action:
        picture = sources.fetch(parent, scale)
        return enlarge_picture(picture, size, creative="creative" in action, seed=mix_seed(task.seed))
    return _draw_grid(task, size, sources)


def _draw_again(task: Task, parent: Task, scale: int, sources: Sources) -> Image.Image:
    """What the parent did, with another seed."""
    action = task.action.removeprefix("redo_") if task.action != "reroll" else parent.action
    return draw_task(replace(parent, id=task.id, seed=task.seed, action=action), scale, sources)


def genome_of(task: Task, cell: int, sources: Sources) -> Genome | None:
    """How that cell (0..3; 0 for a single picture) is made; None for pictures that are work on pixels."""
    parent, action = sources.find(task.parent or ""), task.action
    if task.layout in {"edit", "video"} or action in _WIDENING_ACTIONS or action == "variation_region":
        return None
    if parent is None or action == "generate":
        return Genome(task.text, mix_seed(task.text, task.seed), cell, colours=_shown_colours(task, sources))
    if action == "reroll":
        return genome_of(replace(parent, seed=task.seed), cell, sources)
    if action.startswith("upscale") and action[-1] in "1234" and parent.layout in {"grid", "edit"}:
        return genome_of(parent, int(action[-1]) - 1, sources)
    if "upscale_" in action:
        return genome_of(parent, 0, sources)
    return _varied_genome(task, parent, cell, sources)


def _shown_colours(task: Task, sources: Sources) -> Colours:
    """Those of the pictures in its prompt, as far as it was shown them."""
    links = read_prompt(str(task.request.get("prompt", ""))).pictures
    return main_colours([seen for link in links if (seen := linked_picture(link, task, sources)) is not None])


def _varied_genome(task: Task, parent: Task, cell: int, sources: Sources) -> Genome | None:
    """A variation keeps its origin's making, pulled a little towards another seed; with words it shows those."""
    chosen = int(task.action[-1]) - 1 if task.action[-1] in "1234" else 0
    origin = genome_of(parent, chosen, sources)
    if origin is None:
        return None
    if task.request.get("prompt"):
        origin = replace(origin, text=task.text)
    return origin.drift_by(mix_seed(task.seed, task.action, cell), _drift_strength(task))


def _drift_strength(task: Task) -> float:
    return _DRIFT_STRENGTHS.get(task.action, 0.3 if task.action[-1] in "1234" else 0.42)


def _draw_grid(task: Task, size: tuple[int, int], sources: Sources) -> Image.Image:
    cell_size = size[0] // 2, size[1] // 2
    return assemble_grid([_draw_cell(task, cell, cell_size, sources) for cell in _CELL_NUMBERS], size)


def _draw_cell(task: Task, cell: int, size: tuple[int, int], sources: Sources) -> Image.Image:
    made = genome_of(task, cell, sources)
    if made is not None:
        return paint_cell(made, *size)
    parent = sources.find(task.parent or "") or task
    picture = sources.fetch(parent, FULL_SCALE)
    if parent.layout in {"grid", "edit"}:
        picture = crop_cell(picture, int(task.action[-1]) - 1 if task.action[-1] in "1234" else cell)
    return vary_picture(picture.resize(size), mix_seed(task.seed, cell), _drift_strength(task) * 0.4)


def _draw_widened(task: Task, picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    cell_size = size[0] // 2, size[1] // 2
    action = f"square:{picture.width}:{picture.height}" if task.action == "square" else task.action
    box = inner_box(action, cell_size)
    return assemble_grid(
        [widen_picture(picture, cell_size, box, mix_seed(task.seed, cell)) for cell in _CELL_NUMBERS], size
    )


def _draw_region(task: Task, parent: Task, scale: int, sources: Sources) -> Image.Image:
    """A grid is repainted as a whole; a single picture gives four takes."""
    mask = read_mask(task.request["mask"])
    base = sources.fetch(parent, scale)
    size = task.width // scale, task.height // scale
    cell_size = size[0] // 2, size[1] // 2
    others = [_draw_repainted(task, parent, base, cell, cell_size, sources) for cell in _CELL_NUMBERS]
    if parent.layout in {"grid", "edit"}:
        return repaint_masked(base, assemble_grid(others, base.size), mask)
    return assemble_grid([repaint_masked(base, other, mask) for other in others], size)


def _draw_repainted(
    task: Task, parent: Task, base: Image.Image, cell: int, size: tuple[int, int], sources: Sources
) -> Image.Image:
    """What to show under the mask: the new words if there are any, else another version of what was there."""
    if task.request.get("prompt"):
        return paint_cell(Genome(task.text, mix_seed(task.text, task.seed), cell), *size)
    made = genome_of(parent, cell if parent.layout == "grid" else 0, sources)
    if made is not None:
        return paint_cell(made.drift_by(mix_seed(task.seed, cell), 0.6), *size)
    picture = crop_cell(base, cell) if parent.layout in {"grid", "edit"} else base
    return vary_picture(picture.resize(size), mix_seed(task.seed, cell), 0.5)


def _draw_edit(task: Task, size: tuple[int, int], sources: Sources) -> Image.Image:
    """A picture of ours, or one that was fetched, is worked on; any other is imagined from the words."""
    cell_size = size[0] // 2, size[1] // 2
    genomes = [Genome(task.text, mix_seed(task.text, task.seed), cell) for cell in _CELL_NUMBERS]
    base = linked_picture(task.request.get("image_url"), task, sources)
    if base is None:
        return assemble_grid([paint_cell(made, *cell_size) for made in genomes], size)
    base = base.resize(cell_size)
    if code := task.request.get("mask"):
        mask = read_mask(code)
        return assemble_grid([repaint_masked(base, paint_cell(made, *cell_size), mask) for made in genomes], size)
    return assemble_grid([_draw_recoloured(base, task, made) for made in genomes], size)


def _draw_recoloured(base: Image.Image, task: Task, made: Genome) -> Image.Image:
    varied = vary_picture(base, mix_seed(task.seed, made.cell), 0.08)
    return tint_picture(varied, palette_tones(palette_of(made)), 0.55)


def linked_picture(url: object, task: Task, sources: Sources) -> Image.Image | None:
    """The picture behind a link in that task's request: one of ours or one that was fetched. None for others."""
    if isinstance(url, str) and (name := task.inputs.get(url)):
        return sources.load(name)
    link = read_own_link(url)
    owner = sources.find(link.task_id) if link else None
    if link is None or owner is None or owner.layout == "text":
        return None
    return _linked_part(sources.fetch(owner, FULL_SCALE), link)


def _linked_part(picture: Image.Image, link: OwnLink) -> Image.Image:
    return picture if link.cell is None else crop_cell(picture, link.cell)


def _draw_first_frame(task: Task, size: tuple[int, int], sources: Sources) -> Image.Image:
    parent = sources.find(task.parent or "")
    if task.action == "extend" and parent is not None:
        return sources.fetch(parent, FULL_SCALE).resize(size)
    picture = linked_picture(task.request.get("image_url"), task, sources)
    if picture is None:
        return paint_cell(Genome(task.text, mix_seed(task.text, task.request.get("image_url")), 0), *size)
    return picture.resize(size, Image.Resampling.LANCZOS)


def draw_preview(draft: Image.Image, task: Task, step: int) -> Image.Image:
    """The unfinished picture at that step: the draft, out of focus, ever sharper."""
    size = preview_size(task)
    left = 1 - step / (task.steps + 1)
    radius = 1.2 + 15 * left**1.4
    return draft.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(radius))
