"""What a button press means: the order it stands for, or the wish."""

from collections.abc import Callable, Sequence

from bot.domain.errors import UserError
from bot.domain.ids import JobId, MessageRef
from bot.domain.image import Clip, Image, Outcome
from bot.domain.order import Act, Animate, ExtendVideo, Order
from bot.domain.press import (
    ACT,
    ADJUST,
    ANIMATE,
    CANCEL,
    EXTEND,
    HISTORY,
    MADE,
    NTH,
    ORIGINAL,
    QUOTE,
    RECALL,
    RETRY,
    SHARE,
    SHOW,
    Press,
    unpack,
)
from bot.domain.wish import Adjust, Cancel, History, Original, Quote, Recall, Reveal, Share, Wish
from bot.ports import Gallery

# Buttons that ask for something to be done with what the message shows.
OF_MESSAGES: dict[str, Callable[[MessageRef], Wish]] = {
    CANCEL: Cancel,
    SHOW: Reveal,
    SHARE: Share,
    ORIGINAL: Original,
    QUOTE: Quote,
}


def wish_of(message: MessageRef, payload: str) -> Wish | None:
    """None for a button that orders something. UserError for one that nobody knows."""
    press = unpack(payload)
    if press.verb in OF_MESSAGES:
        return OF_MESSAGES[press.verb](message)
    match press:
        case Press(verb, named) if verb == RECALL:
            code, _, skip = named.partition(".")
            return Recall(code, skip=int(skip) if skip.isdecimal() else 0)
        case Press(verb, job_id) if verb == MADE:
            return Recall(job=JobId(job_id))
        case Press(verb, where) if verb == HISTORY and where.partition(".")[0].isdecimal():
            skip, _, whose = where.partition(".")
            return History(int(skip), whose)
        case Press(verb, change) if verb == ADJUST:
            name, _, value = change.partition("=")
            return Adjust(name, value)
        case _:
            return None


async def order_of(message: MessageRef, payload: str, gallery: Gallery) -> Order:
    """UserError when the button, or what it belongs to, is not known (any more)."""
    press = unpack(payload)
    if press.verb == RETRY:
        return await again(message, gallery)
    outcome = await shown(message, gallery)
    match outcome, press:
        case Image(), Press(verb, name) if verb in {ACT, NTH}:
            return act(outcome, offered(outcome, verb, name))
        case Image(), Press(verb) if verb == ANIMATE and not outcome.grid:
            return Animate(outcome.url, words(outcome.prompt))
        case Clip(), Press(verb, number) if verb == EXTEND and number in takes_of(outcome):
            return ExtendVideo(outcome.video_id, int(number), outcome.prompt)
        case _:
            raise UserError("not-offered")


async def shown(message: MessageRef, gallery: Gallery) -> Outcome:
    outcome = await gallery.outcome_of(message)
    if outcome is None:
        raise UserError("image-gone")
    job = await gallery.job_of(message)
    if job is not None and job.detached and job.message == message:  # cancelled, so nobody was shown it there
        raise UserError("not-offered")
    return outcome


async def again(message: MessageRef, gallery: Gallery) -> Order:
    job = await gallery.job_of(message)
    if job is None:
        raise UserError("image-gone")
    if job.fault is None:
        raise UserError("not-offered")
    return job.order


def offered(image: Image, verb: str, name: str) -> str:
    """The action as the service named it."""
    if verb == NTH and name in map(str, range(len(image.actions))):
        return image.actions[int(name)]
    if verb == ACT and name in image.actions:
        return name
    raise UserError("not-offered")


def takes_of(clip: Clip) -> Sequence[str]:
    return [str(number) for number in range(len(clip.urls))]


def act(image: Image, name: str) -> Act:
    return Act(name, image.image_id, image.prompt, image.mode, image.hints)


def words(prompt: str) -> str:
    """A prompt without its flags: they are rules for pictures, and a clip has its own."""
    return prompt.partition(" --")[0]
