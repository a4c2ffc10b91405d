"""Turn an Order into the request that asks the service for it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.domain.film import EXTEND_WORDS, film_words
from bot.domain.making import knows_no_turbo, mode_sent
from bot.domain.order import (
    Act,
    Animate,
    AskSeed,
    Describe,
    Edit,
    ExtendVideo,
    Imagine,
    Order,
    Shorten,
    Translate,
    WordOrder,
)
from bot.domain.prompt import Hints, Mode, Prompt
from bot.domain.reframe import REFRAME_WORDS
from bot.midjourney.schemas import (
    Body,
    DescribeBody,
    EditsBody,
    ImagineBody,
    SeedBody,
    ShortenBody,
    TasksBody,
    TranslateBody,
    VideosBody,
)

__all__ = [
    "LISTED_PAGES",
    "LISTED_TASKS",
    "LOOKUP_BATCH_IDS",
    "UNKNOWN_TASK_ID",
    "batch_body",
    "lookup_body",
    "order_body",
    "order_path",
    "recent_body",
    "trace_batch_body",
    "trace_body",
]

LOOKUP_BATCH_IDS: Final = 50  # ids in one lookup, as the vendor's own client advises
LISTED_TASKS: Final = 50  # tasks on a page of the list in which we look for an order whose task we were not told
LISTED_PAGES: Final = 20
UNKNOWN_TASK_ID: Final = "00000000-0000-0000-0000-000000000000"  # no task has this id

_ORDER_PATHS: Final[dict[type, str]] = {
    Imagine: "imagine",
    Act: "imagine",
    Edit: "edits",
    Animate: "videos",
    ExtendVideo: "videos",
    Describe: "describe",
    Shorten: "shorten",
    Translate: "translate",
    AskSeed: "seed",
}


def order_path(order: Order) -> str:
    """The last part of the address, `imagine` of `/midjourney/imagine`."""
    return _ORDER_PATHS[type(order)]


def order_body(
    order: Order, *, no_wait: bool = False, callback_url: str = "", timeout: int = 0, mask: str = ""
) -> Body:
    """What to send. Either of the first two asks for an acknowledgement only; the small endpoints know neither.

    Every step of the task is then posted to `callback_url`. `timeout`: how many seconds the service may take, for
    the one endpoint that is documented to know it; 0: as it likes. `mask`: that of the order, in base64.
    """
    made = _plain_body(order)
    if isinstance(made, ImagineBody):
        made = made.model_copy(update={"timeout": timeout or None})
    if mask:
        made = made.model_copy(update={"mask": mask})
    if isinstance(made, ImagineBody | EditsBody | VideosBody):
        return made.model_copy(update={"no_wait": no_wait or None, "callback_url": callback_url or None})
    return made


def _plain_body(order: Order) -> Body:
    match order:
        case Imagine(prompt):
            extra = {"translation": order.translated or None, "split_images": order.split or None}
            return _imagine_body(prompt).model_copy(update=extra)
        case Act():
            return _act_body(order)
        case Edit(image_url, prompt):
            return EditsBody(
                action="generate",
                image_url=image_url,
                prompt=prompt or REFRAME_WORDS,
                mode=_mode_name(order),
                split_images=order.split or None,
            )
        case Animate() | ExtendVideo():
            return _film_body(order)
        case _:
            return _words_body(order)


def _words_body(order: WordOrder) -> DescribeBody | ShortenBody | TranslateBody | SeedBody:
    match order:
        case Describe(image_url):
            return DescribeBody(image_url=image_url)
        case Shorten(prompt):  # flags are no words, and stay as they were typed
            return ShortenBody(prompt=prompt.partition(" --")[0])
        case Translate(prompt):
            return TranslateBody(content=prompt.text)
        case AskSeed(image_id):
            return SeedBody(image_id=image_id)


def _imagine_body(prompt: Prompt) -> ImagineBody:
    made = ImagineBody(action="generate", prompt=prompt.render(), mode=_mode_name(Imagine(prompt)))
    return _with_hints(made, prompt.hints())


def _act_body(order: Act) -> ImagineBody:
    """A button. Speed, version, hd and quality are those of its picture: the price depends on them.

    References are not repeated: those went into the picture, and the vendor's own page does not name them again.
    """
    made = ImagineBody(
        action=order.action,
        image_id=order.image_id,
        prompt=order.repaint or None,
        mode=_mode_name(order),
        split_images=order.split or None,
    )
    return _with_hints(made, replace(order.hints, style_reference=False, moodboard=False))


def _film_body(order: Animate | ExtendVideo) -> VideosBody:
    body = VideosBody(
        action="generate",
        prompt=order.prompt or None,
        mode=_mode_name(order),
        resolution=order.resolution,
        loop=order.loop or None,
        end_image_url=order.end_image_url or None,
    )
    if isinstance(order, Animate):
        return body.model_copy(update={"image_url": order.image_url})
    # Only here words are needed.
    words = order.prompt if film_words(order.prompt) else f"{EXTEND_WORDS} {order.prompt}".strip()
    extra = {"action": "extend", "video_id": order.video_id, "video_index": order.index, "prompt": words}
    return body.model_copy(update=extra)


def _mode_name(order: Order) -> str:
    return (mode_sent(order) or Mode.FAST).value


def _with_hints(made: ImagineBody, hints: Hints) -> ImagineBody:
    """With the members that tell the biller what the flags say; flags and fields both, as the vendor does."""
    frugal = knows_no_turbo(hints)
    extra = {
        "version": hints.version,
        # On 8.1 the documents disagree about what is meant when it is absent.
        "hd": hints.hd if frugal else hints.hd or None,
        "quality": None if frugal else hints.quality,
        "style_reference": hints.style_reference or None,
        "moodboard": hints.moodboard or None,
    }
    return made.model_copy(update=extra)


# --- reads ----------------------------------------------------------------------------------------


def lookup_body(task_id: str) -> TasksBody:
    """One task, by its id."""
    return TasksBody(action="retrieve", id=task_id)


def trace_body(trace_id: str) -> TasksBody:
    """One task, by the trace id of what ordered it."""
    return TasksBody(action="retrieve", trace_id=trace_id)


def batch_body(task_ids: Sequence[str]) -> TasksBody:
    """Tasks by their ids. The limit is sent because the service's own is 12, also when more ids are asked for."""
    return TasksBody(action="retrieve_batch", ids=list(task_ids), limit=len(task_ids))


def trace_batch_body(trace_ids: Sequence[str]) -> TasksBody:
    """Tasks by their trace ids; for the limit see `batch_body`."""
    return TasksBody(action="retrieve_batch", trace_ids=list(trace_ids), limit=len(trace_ids))


def recent_body(offset: int = 0, *, kind: str = "", since: float = 0.0) -> TasksBody:
    """The account's last LISTED_TASKS tasks, but for the `offset` newest; of one type, made at `since` or later."""
    return TasksBody(
        action="retrieve_batch",
        limit=LISTED_TASKS,
        offset=offset or None,
        type=kind or None,
        created_at_min=since or None,
    )
