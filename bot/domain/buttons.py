"""Buttons: what stands on the back of each, what it leads to and what it shows; each is declared here, once.

The back of a button is a payload, `verb:argument`, short enough for every platform. It comes back from a client, so
it may be anything; and it stands in chats for years, so what could ever be made has to be read. Behind `@` it may
name the task of the service that made what the button belongs to: so it works when our own memory is lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.button_orders import (
    ShownResult,
    order_action,
    order_clip,
    order_description,
    order_extension,
    order_line,
    order_nth_action,
    order_retry,
    order_seed,
)
from bot.domain.button_requests import (
    Album,
    ButtonRequest,
    Cancel,
    Delete,
    DeleteRequest,
    Deliver,
    Details,
    Erase,
    GiftRequest,
    JobRequest,
    Original,
    Piece,
    Quote,
    Reveal,
    Share,
    Take,
    request_adjust,
    request_form,
    request_history,
    request_made,
    request_original,
    request_piece,
    request_recall,
    request_region,
    request_share,
    request_speeds,
    request_take,
)
from bot.domain.card import ButtonKind, ButtonStyle
from bot.domain.chat_request import ChatRequest, DropForm, FillForm, PickValue
from bot.domain.errors import UserError
from bot.domain.ids import NO_TASK, MessageRef, TaskId, read_short_task, short_task
from bot.domain.image import Image, Outcome
from bot.domain.making import mode_sent
from bot.domain.order import Act, Animate, ExtendVideo, Order
from bot.domain.press import Press, Verb

__all__ = [
    "BUTTON_SPECS",
    "DECLARED_BUTTONS",
    "PACED_VERBS",
    "PAYLOAD_LIMIT",
    "Album",
    "ButtonRequest",
    "ButtonSpec",
    "Cancel",
    "Delete",
    "DeleteRequest",
    "Deliver",
    "Details",
    "Erase",
    "GiftRequest",
    "JobRequest",
    "Leads",
    "Original",
    "Piece",
    "Press",
    "Quote",
    "Reveal",
    "Share",
    "ShownResult",
    "Take",
    "Verb",
    "decode_payload",
    "encode_action",
    "encode_payload",
    "leads_to",
    "order_of",
    "press_key",
    "request_of",
    "split_task",
    "with_task",
]

# Telegram takes 1 to 64 bytes of callback data, Discord 1 to 100 characters of custom_id.
PAYLOAD_LIMIT = 64


class Leads(StrEnum):
    """What comes of a press, as far as that is known before anything is looked up."""

    ORDER = "order"  # a job, with a message of its own
    REQUEST = "request"  # a word to whoever pressed, or something for them
    HERE = "here"  # the message that it stands under changes
    FORM = "form"  # something has to be filled in first


# --- the buttons ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ButtonSpec:
    """All that is known of a button before anybody presses it.

    `order`, or `request`, is what it means; where both are missing, what it orders lies elsewhere (see App).
    `text` is the key of its label, empty where each has its own; `emoji`, `style` and `kind` as in Button.
    `separator`: what stands between its argument and the detail, if it has one. `task`: whether it can be of use
    when only the task of what it belongs to is known.
    """

    verb: Verb
    leads: Leads
    order: Callable[[ShownResult, Press], Order] | None = None
    request: Callable[[MessageRef, Press], ChatRequest | ButtonRequest] | None = None
    text: str = ""
    emoji: str = ""
    style: ButtonStyle = ButtonStyle.NORMAL
    kind: ButtonKind = ButtonKind.PRESS
    separator: str = ""
    task: bool = False


def order_at_speed(shown: ShownResult, press: Press) -> Act | Animate | ExtendVideo:
    """What another button of the result orders, at that speed.

    Raises UserError, too, where it would not be made at that speed, or is anyway.
    """
    mode, inner = press.mode, decode_payload(press.detail)
    order = BUTTON_SPECS[inner.verb].order if inner.verb in PACED_VERBS else None
    made = order(shown, inner) if order else None
    if not isinstance(made, Act | Animate | ExtendVideo):
        raise UserError("not-offered")
    paced = replace(made, mode=mode)
    if mode_sent(paced) is not mode or mode_sent(made) is mode:
        raise UserError("not-offered")
    return paced


def of_message(make: Callable[[MessageRef, TaskId], ButtonRequest]) -> Callable[[MessageRef, Press], ButtonRequest]:
    """What only needs to know where it stands, and whose it is."""
    return lambda message, press: make(message, press.task)


DECLARED_BUTTONS = (
    ButtonSpec(Verb.ACT, Leads.ORDER, order_action, task=True),
    ButtonSpec(Verb.NTH, Leads.ORDER, order_nth_action, task=True),
    ButtonSpec(
        Verb.RETRY, Leads.ORDER, order_retry, text="button-retry", emoji="🔁", style=ButtonStyle.PRIMARY, task=True
    ),
    ButtonSpec(Verb.REGION, Leads.REQUEST, request=request_region, text="button-region", emoji="🖌️", task=True),
    ButtonSpec(Verb.ANIMATE, Leads.ORDER, order_clip, text="button-animate", emoji="🎬", task=True),
    ButtonSpec(Verb.EXTEND, Leads.ORDER, order_extension, text="button-extend", emoji="🎞️", task=True),
    ButtonSpec(Verb.LINE, Leads.ORDER, order_line, text="button-line", emoji="🎨"),
    ButtonSpec(Verb.PAINT, Leads.ORDER, text="button-paint", emoji="🎨", style=ButtonStyle.PRIMARY),
    ButtonSpec(Verb.TRY, Leads.ORDER, text="button-try", emoji="🎨"),
    ButtonSpec(Verb.PART, Leads.ORDER, separator="."),
    ButtonSpec(Verb.MORE, Leads.ORDER, text="button-more", emoji="➕"),
    ButtonSpec(Verb.MADE, Leads.REQUEST, request=request_made, text="button-made", emoji="🖼️"),
    ButtonSpec(Verb.CANCEL, Leads.REQUEST, request=of_message(Cancel), text="button-cancel", emoji="✖️", task=True),
    ButtonSpec(Verb.SHOW, Leads.HERE, request=of_message(Reveal), text="button-show", emoji="🖼️"),
    ButtonSpec(Verb.SHARE, Leads.REQUEST, request=request_share, text="button-share", emoji="🖼️", task=True),
    ButtonSpec(
        Verb.ORIGINAL,
        Leads.REQUEST,
        request=request_original,
        text="button-original",
        emoji="📎",
        kind=ButtonKind.FULL,
        task=True,
    ),
    ButtonSpec(
        Verb.QUOTE,
        Leads.REQUEST,
        request=of_message(Quote),
        text="button-prompt",
        emoji="📋",
        kind=ButtonKind.FULL,
        task=True,
    ),
    ButtonSpec(Verb.RECALL, Leads.REQUEST, request=request_recall, separator=".", task=True),
    ButtonSpec(Verb.HISTORY, Leads.HERE, request=request_history, separator="."),
    ButtonSpec(Verb.ADJUST, Leads.HERE, request=request_adjust, separator="="),
    ButtonSpec(
        Verb.DELIVER, Leads.REQUEST, request=of_message(Deliver), text="button-deliver", emoji="📬", task=True
    ),
    ButtonSpec(Verb.FORM, Leads.FORM, request=request_form, separator=".", task=True),
    ButtonSpec(
        Verb.PICK,
        Leads.HERE,
        request=lambda _, press: PickValue(press.argument, *press.detail.partition("=")[::2]),
        separator=".",
    ),
    ButtonSpec(Verb.GO, Leads.ORDER),
    ButtonSpec(
        Verb.DROP, Leads.HERE, request=lambda _, press: DropForm(press.argument), text="button-cancel", emoji="✖️"
    ),
    ButtonSpec(
        *(Verb.FILL, Leads.FORM),
        request=lambda _, press: FillForm(press.argument),
        emoji="🎛️",
        kind=ButtonKind.WINDOW,
    ),
    ButtonSpec(
        Verb.DETAILS, Leads.REQUEST, request=of_message(Details), text="button-details", emoji="ℹ️", task=True
    ),
    ButtonSpec(Verb.DELETE, Leads.REQUEST, request=of_message(Delete), text="button-delete", emoji="🗑️", task=True),
    ButtonSpec(
        Verb.ERASE,
        Leads.HERE,
        request=lambda message, press: Erase(message, press.argument),
        text="button-erase",
        emoji="🗑️",
        style=ButtonStyle.PRIMARY,
    ),
    ButtonSpec(Verb.SEED, Leads.ORDER, order_seed, text="button-seed", emoji="🌱", task=True),
    ButtonSpec(Verb.TAKE, Leads.HERE, request=request_take, kind=ButtonKind.SOLE, task=True),
    ButtonSpec(
        *(Verb.ALBUM, Leads.REQUEST),
        request=of_message(Album),
        text="button-album",
        emoji="🎞️",
        kind=ButtonKind.SOLE,
        task=True,
    ),
    ButtonSpec(Verb.PIECE, Leads.REQUEST, request=request_piece, task=True),
    ButtonSpec(Verb.DESCRIBE, Leads.ORDER, order_description, text="button-describe", emoji="🔎", task=True),
    ButtonSpec(Verb.SPEEDS, Leads.REQUEST, request=request_speeds, task=True),
    ButtonSpec(Verb.PACE, Leads.ORDER, order_at_speed, separator=".", task=True),
)
BUTTON_SPECS = {spec.verb: spec for spec in DECLARED_BUTTONS}
PACED_VERBS = frozenset({Verb.ACT, Verb.NTH, Verb.ANIMATE, Verb.EXTEND})  # what is made faster or slower


# --- payloads -------------------------------------------------------------------------------------------


def encode_payload(verb: Verb, argument: str = "", detail: str | None = None) -> str:
    """Raises ValueError when it is too long, or would be read as one with a task: that is a bug of ours."""
    written = argument if detail is None else f"{argument}{BUTTON_SPECS[verb].separator}{detail}"
    payload = f"{verb}:{written}" if written else str(verb)
    if len(payload.encode()) > PAYLOAD_LIMIT or misreads_task(payload, BUTTON_SPECS[verb]):
        raise ValueError(f"no payload for a button: {payload!r}")
    return payload


def misreads_task(payload: str, spec: ButtonSpec) -> bool:
    """Whether something behind `@` that is no task would be taken for one, or for one that is spoilt."""
    return bool(split_task(payload)[1]) or (spec.task and "@" in payload and spec.verb is not Verb.ACT)


def with_task(payload: str, task_id: TaskId | None) -> str:
    """The payload with the name of its task, where there is one, it is of use and there is room for it."""
    spec, short = BUTTON_SPECS[decode_payload(payload).verb], short_task(task_id or NO_TASK)
    named = f"{payload}@{short}"
    return named if spec.task and short and len(named.encode()) <= PAYLOAD_LIMIT else payload


def split_task(payload: str) -> tuple[str, TaskId]:
    """A payload without its task, and the task; that is empty where none is named."""
    rest, mark, short = payload.rpartition("@")
    task_id = read_short_task(short) if mark else NO_TASK
    return (rest, task_id) if task_id else (payload, task_id)


def encode_action(actions: Sequence[str], name: str) -> str:
    """The payload for an action of a picture; the service may name them as it likes, and as long."""
    try:
        return encode_payload(Verb.ACT, name)
    except ValueError:
        return encode_payload(Verb.NTH, str(actions.index(name)))


def decode_payload(payload: str) -> Press:
    """What a button means. Raises UserError for anything that is no payload of ours."""
    plain, task_id = split_task(payload)
    verb, _, written = plain.partition(":")
    if verb not in BUTTON_SPECS or not is_sound(payload):
        raise UserError("button-unknown")
    spec = BUTTON_SPECS[Verb(verb)]
    if (task_id and not spec.task) or misreads_task(plain, spec):  # only the service names things as it likes
        raise UserError("button-unknown")
    argument, _, detail = written.partition(spec.separator) if spec.separator else (written, "", "")
    return Press(spec.verb, argument, detail, task_id)


def is_sound(payload: str) -> bool:
    """Whether it is a text that fits; half an emoji, which JSON can hold, is none."""
    try:
        return len(payload.encode()) <= PAYLOAD_LIMIT
    except UnicodeEncodeError:
        return False


def leads_to(payload: str) -> Leads:
    """What comes of a press; for what is no button of ours a word that says so."""
    try:
        return BUTTON_SPECS[decode_payload(payload).verb].leads
    except UserError:
        return Leads.REQUEST


def request_of(message: MessageRef, payload: str) -> ChatRequest | ButtonRequest | None:
    """What a button asks for; None for one that orders something. Raises UserError for one that nobody knows."""
    press = decode_payload(payload)
    request = BUTTON_SPECS[press.verb].request
    return None if request is None else request(message, press)


def order_of(shown: ShownResult, payload: str) -> Order:
    """What a button of a result orders. Raises UserError when it, or what it belongs to, is not known."""
    press = decode_payload(payload)
    order = BUTTON_SPECS[press.verb].order
    if order is None:
        raise UserError("not-offered")
    return order(shown, press)


def press_key(owner: str, outcome: Outcome | None, payload: str) -> str:
    """The same for every way in which an action can be written on a button; `owner`: what the button belongs to."""
    press = replace(decode_payload(payload), task=NO_TASK)
    if isinstance(outcome, Image) and press.verb is Verb.SEED:  # it is the picture's, wherever that is shown
        return f"{outcome.image_id}|{Verb.SEED}"
    if name := action_of(outcome, press):
        return f"{owner}|{name}"
    if press.verb is Verb.PACE and (name := action_of(outcome, decode_payload(press.detail))):
        return f"{owner}|{Verb.PACE}:{press.argument}.{Verb.ACT}:{name}"
    return f"{owner}|{split_task(payload)[0]}"


def action_of(outcome: Outcome | None, press: Press) -> str:
    """The action of a picture that a button names in one way or the other; empty for other buttons."""
    match outcome, press:
        case Image(actions=actions), Press(Verb.NTH, number) if number.isdecimal() and int(number) < len(actions):
            return actions[int(number)]
        case Image(), Press(Verb.ACT, name):
            return name
        case _:
            return ""
