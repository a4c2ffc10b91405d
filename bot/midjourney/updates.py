"""Turn answers and task records into updates."""

from dataclasses import replace
from typing import Final

from bot.domain.errors import Code
from bot.domain.ids import ImageId, TaskId
from bot.domain.image import Clip, Image, Outcome, TextResult
from bot.domain.order import Animate, ExtendVideo, Order, adopt
from bot.domain.prompt import Hints, Mode
from bot.domain.update import Accepted, Failed, Fault, Finished, Progressed, TaskUpdate
from bot.midjourney.errors import fault_from
from bot.midjourney.schemas import Answer, Echo, Record

__all__ = ["read_hints", "read_mode", "update_from_answer", "update_from_record"]

_DONE_PERCENT: Final = 100
_NO_VERSION: Final = "1.0"  # the service writes this `version` into its records; it names no model


def update_from_answer(
    got: Answer, order: Order, *, over: bool | None = None, task_id: str = ""
) -> TaskUpdate | None:
    """What one answer says about the task of an order; None if it names no task and no result.

    `over`: True when nothing more will come of the task, False in the middle of a stream, None when the
    answer has to speak for itself. `task_id` stands in where the answer leaves it out.
    """
    film = isinstance(order, Animate | ExtendVideo)
    update = _read_update(got, film=film, over=over, task_id=task_id)
    if isinstance(update, Finished):
        return replace(update, outcome=adopt(update.outcome, order))
    return update


def update_from_record(got: Record) -> TaskUpdate:
    """What a record of the service says about its task, from the record alone."""
    task = TaskId(got.id)
    reply = got.response
    if reply is None:  # not over, whatever `finished_at` says: the vendor's clients wait for the response
        return Accepted(task, got.trace)
    if reply.failed:
        final = _failure_is_final(got, reply)
        return Failed(_read_fault(reply, got.trace), task) if final else Accepted(task, got.trace)
    update = _read_update(reply, film=got.type == "videos", over=_record_over(got), task_id=got.id)
    if isinstance(update, Finished):
        outcome = _with_request(update.outcome, got.request or Echo(), got.id)
        return replace(update, task_id=task, outcome=outcome, trace_id=got.trace)
    if got.finished_at and not isinstance(update, Failed):
        return Failed(Fault(Code.UNREADABLE, "", got.trace), task)
    return update or Accepted(task, got.trace)


# --- is it over? ----------------------------------------------------------------------------------


def _failure_is_final(got: Record, reply: Answer) -> bool:
    """A failure counts once the task has ended. Records without that member must at least name a code."""
    if "finished_at" in got.model_fields_set:
        return got.finished_at is not None
    return reply.error is not None and bool(reply.error.code)


def _record_over(got: Record) -> bool | None:
    if "finished_at" not in got.model_fields_set:
        return None
    return got.finished_at is not None


def _is_result(got: Answer, *, over: bool | None) -> bool:
    """A preview also says `success: true`. It has a percentage below 100, no buttons and no clips."""
    if over or got.actions or got.video_urls or got.descriptions or got.prompts:
        return True
    if got.progress is not None:
        return got.progress >= _DONE_PERCENT
    return over is None


def _read_update(got: Answer, *, film: bool, over: bool | None, task_id: str) -> TaskUpdate | None:
    task = TaskId(got.task_id or task_id)
    if got.failed:
        return Failed(_read_fault(got), task or None)
    outcome = _read_outcome(got, task, film=film) if _is_result(got, over=over) else None
    if outcome:
        return Finished(task, outcome, got.trace_id)
    if not task:
        return None
    return _read_progress(got, task)


def _read_fault(got: Answer, trace_id: str = "") -> Fault:
    return fault_from(got.error, got.trace_id or trace_id)


def _read_progress(got: Answer, task: TaskId) -> Accepted | Progressed:
    preview = got.image_url or got.raw_image_url
    if got.progress is None and not preview:
        return Accepted(task, got.trace_id)
    percent = None if got.progress is None else min(got.progress, _DONE_PERCENT - 1)
    width, height = _shown_size(got)
    return Progressed(task, percent, preview, width, height)


# --- what it is -----------------------------------------------------------------------------------


def _read_outcome(got: Answer, task: TaskId, *, film: bool) -> Outcome | None:
    """The result in an answer. Its kind shows in its members; a video task that has no clips has no result."""
    if got.video_urls:
        width, height = _shown_size(got)
        return Clip(got.video_id, task, got.video_urls, got.image_url, width, height)
    if lines := got.descriptions or got.prompts:
        return TextResult(lines)
    if film:
        return None
    words = got.content or got.seed
    return _read_image(got, task) or (TextResult((words,)) if words else None)


def _read_image(got: Answer, task: TaskId) -> Image | None:
    """Sizes are those of the reduced picture, `url`."""
    url = got.image_url or got.raw_image_url
    width, height = _shown_size(got)
    if not url:
        return None
    return Image(
        image_id=ImageId(got.image_id),
        task_id=task,
        url=url,
        raw_url=got.raw_image_url or url,
        width=width,
        height=height,
        actions=got.actions,
        cells=got.sub_image_urls,
        raw_width=got.raw_image_width,
        raw_height=got.raw_image_height,
    )


def _shown_size(got: Answer) -> tuple[int, int]:
    if got.image_url and got.image_width and got.image_height:
        return got.image_width, got.image_height
    return got.raw_image_width, got.raw_image_height


# --- from a record alone --------------------------------------------------------------------------


def _with_request(outcome: Outcome, request: Echo, task_id: str) -> Outcome:
    if isinstance(outcome, TextResult):
        return outcome
    mine = replace(outcome, prompt=request.prompt, task_id=TaskId(task_id))
    if isinstance(mine, Clip):
        return replace(mine, mode=read_mode(request.mode), resolution=request.resolution)
    return replace(mine, mode=read_mode(request.mode), hints=read_hints(request))


def read_mode(name: str) -> Mode | None:
    """A speed by the name that the service gives it; None for one that we do not know."""
    return Mode(name) if name in tuple(Mode) else None


def read_hints(request: Echo) -> Hints:
    """What a request told the biller."""
    version = request.version
    return Hints(
        version=version if version and version != _NO_VERSION else None,
        hd=bool(request.hd),
        quality=request.quality or None,
        style_reference=bool(request.style_reference),
        moodboard=bool(request.moodboard),
    )
