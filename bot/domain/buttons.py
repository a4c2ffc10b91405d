"""Buttons: what stands on the back of each, what it leads to and what it shows; each is declared here, once.

The back of a button is a payload, `verb:argument`, short enough for every platform. It comes back from a client, so
it may be anything; and it stands in chats for years, so what could ever be made has to be read. Behind `@` it may
name the task of the service that made what the button belongs to: so it works when our own memory is lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.card import ButtonKind, ButtonStyle
from bot.domain.chat_request import (
    Adjust,
    ChatRequest,
    ChooseRegion,
    DropForm,
    FormRequest,
    History,
    OpenForm,
    PickValue,
    Recall,
)
from bot.domain.errors import Forgotten, UserError
from bot.domain.film import RESOLUTION
from bot.domain.flags import FlagRules
from bot.domain.hosted import without_addresses
from bot.domain.ids import NO_TASK, JobId, MessageRef, TaskId, read_short_task, short_task
from bot.domain.image import Clip, Image, Outcome, TextResult
from bot.domain.job import Job
from bot.domain.order import Act, Animate, ExtendVideo, Imagine, Order, Translate
from bot.domain.prompt import pick_prompt
from bot.domain.sketch import SketchKind
from bot.domain.subject import PARTS_MOST, Result, Source

# Telegram takes 1 to 64 bytes of callback data, Discord 1 to 100 characters of custom_id.
PAYLOAD_LIMIT = 64
NO_RULES = FlagRules({}, {})


class Verb(StrEnum):
    """What is done; the first word of a payload, so its values never change."""

    ACT = "act"  # an action of the picture, by name
    NTH = "nth"  # an action of the picture, by its place in the list, when the name is too long
    RETRY = "retry"  # the same order once more
    REGION = "region"  # a part of the picture is to change: say which
    ANIMATE = "animate"  # clips that begin with the picture
    EXTEND = "extend"  # go on from the take of that number
    LINE = "line"  # paint the line of that number
    PAINT = "paint"  # words that were not taken for an order
    PART = "part"  # a command that was given about a sheet: with the part of that number
    MORE = "more"  # what a button has ordered before: order it once more
    MADE = "made"  # the same: show it
    CANCEL = "cancel"  # never mind
    SHOW = "show"  # the result after all
    SHARE = "share"  # into the gallery of the place
    ORIGINAL = "original"  # as a file
    QUOTE = "quote"  # the whole prompt
    RECALL = "recall"  # the picture of that code, without the first so many of its actions
    HISTORY = "history"  # my pictures, without the first so many
    ADJUST = "adjust"  # settings: look, or `name=value`
    DELIVER = "deliver"  # the result of a task, here, for an operator
    FORM = "form"  # put something together, of that kind
    PICK = "pick"  # in the form of that name: `field=value`
    GO = "go"  # order what the form of that name says
    DROP = "drop"  # never mind that form


class Leads(StrEnum):
    """What comes of a press, as far as that is known before anything is looked up."""

    ORDER = "order"  # a job, with a message of its own
    REQUEST = "request"  # a word to whoever pressed, or something for them
    HERE = "here"  # the message that it stands under changes
    FORM = "form"  # something has to be filled in first


@dataclass(frozen=True, slots=True)
class Press:
    """What a payload says; what an argument is, and a detail of it, is the verb's own affair.

    `task`: which task of the service it belongs to, where the button says so.
    """

    verb: Verb
    argument: str = ""
    detail: str = ""
    task: TaskId = NO_TASK


# --- what buttons ask for that nothing else does --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cancel:
    """The job of a message; here and below `task` is what the button names, as in Press."""

    message: MessageRef
    task: TaskId = NO_TASK


@dataclass(frozen=True, slots=True)
class Reveal:
    """The result of a message's job, which was cancelled."""

    message: MessageRef
    task: TaskId = NO_TASK


@dataclass(frozen=True, slots=True)
class Share:
    """The picture of a message into the gallery of its place."""

    message: MessageRef
    task: TaskId = NO_TASK


@dataclass(frozen=True, slots=True)
class Original:
    """The picture of a message as a file, as the service made it."""

    message: MessageRef
    task: TaskId = NO_TASK


@dataclass(frozen=True, slots=True)
class Quote:
    """The whole prompt of a message's picture."""

    message: MessageRef
    task: TaskId = NO_TASK


@dataclass(frozen=True, slots=True)
class Deliver:
    """The result of a task of the service, as whoever presses would have it; operators alone can."""

    message: MessageRef
    task: TaskId = NO_TASK


GiftRequest = Share | Original | Quote
JobRequest = Cancel | Reveal
ButtonRequest = GiftRequest | JobRequest | Deliver | ChooseRegion | FormRequest


def request_recall(_message: MessageRef, press: Press) -> Recall:
    """The picture of a code."""
    return Recall(press.argument, skip=int(press.detail) if press.detail.isdecimal() else 0)


def request_made(_message: MessageRef, press: Press) -> Recall:
    """What the button has ordered before."""
    return Recall(job=JobId(press.argument))


def request_history(_message: MessageRef, press: Press) -> History:
    """A further page of somebody's pictures. Raises UserError."""
    if not press.argument.isdecimal():
        raise UserError("button-unknown")
    return History(int(press.argument), press.detail)


def request_adjust(_message: MessageRef, press: Press) -> Adjust:
    """A look at the settings, or a change of one."""
    return Adjust(press.argument, press.detail)


def request_form(message: MessageRef, press: Press) -> OpenForm:
    """A form of that kind. Raises UserError."""
    part = press.detail or "0"
    if press.argument not in list(SketchKind) or part not in map(str, range(PARTS_MOST + 1)):
        raise UserError("button-unknown")
    return OpenForm(message, SketchKind(press.argument), press.task, int(part))


# --- what they order ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownResult:
    """What the message of a button shows; None for what nobody knows (any more). `rules`: those for flags."""

    message: MessageRef
    job: Job | None
    outcome: Outcome | None
    rules: FlagRules = NO_RULES

    @property
    def known_outcome(self) -> Outcome:
        """Raises UserError when there is none, or nobody was shown it there."""
        if self.outcome is None:
            raise Forgotten("image-gone") if self.job is None else UserError("image-gone")
        if self.job is not None and self.job.detached and self.job.message == self.message:
            raise UserError("not-offered")
        return self.outcome

    @property
    def known_image(self) -> Image:
        """Raises UserError for other results, too."""
        if not isinstance(self.known_outcome, Image):
            raise UserError("not-offered")
        return self.known_outcome


def order_action(shown: ShownResult, press: Press) -> Act:
    """An action by its name. Raises UserError."""
    return act_on(shown.known_image, press.argument)


def order_nth_action(shown: ShownResult, press: Press) -> Act:
    """An action by its place in the list. Raises UserError."""
    actions = shown.known_image.actions
    if press.argument not in map(str, range(len(actions))):
        raise UserError("not-offered")
    return act_on(shown.known_image, actions[int(press.argument)])


def act_on(image: Image, name: str) -> Act:
    """`name` as the service calls it. Raises UserError when it does not offer that."""
    if name not in image.actions:
        raise UserError("not-offered")
    return Act(name, image.image_id, image.prompt, image.mode, image.hints)


def order_retry(shown: ShownResult, _press: Press) -> Order:
    """What failed, once more. Raises UserError."""
    if shown.job is None:
        raise Forgotten("image-gone")
    if shown.job.fault is None:
        raise UserError("not-offered")
    return shown.job.order


def order_clip(shown: ShownResult, _press: Press) -> Animate:
    """As fast as the picture was made. A prompt's flags are rules for pictures, and a clip has its own."""
    image = shown.known_image
    if image.grid:
        raise UserError("not-offered")
    words = without_addresses(image.prompt.partition(" --")[0])
    sources = (Source(Result(shown.job.code), image.url),) if shown.job else ()
    return Animate(image.url, words, image.mode, sources=sources)


def order_extension(shown: ShownResult, press: Press) -> ExtendVideo:
    """From that take of the clip on, as fast and as large. Raises UserError."""
    clip = shown.known_outcome
    if not isinstance(clip, Clip) or press.argument not in map(str, range(len(clip.urls))):
        raise UserError("not-offered")
    words, resolution = without_addresses(clip.prompt), clip.resolution or RESOLUTION
    return ExtendVideo(clip.video_id, int(press.argument), words, clip.mode, resolution)


def order_line(shown: ShownResult, press: Press) -> Imagine:
    """What that line describes. Raises UserError."""
    words = shown.known_outcome
    if not isinstance(words, TextResult) or press.argument not in map(str, range(len(words.lines))):
        raise UserError("not-offered")
    line = words.lines[int(press.argument)]
    if shown.job is not None and isinstance(shown.job.order, Translate):
        line = replace(shown.job.order.prompt, text=line).typed()
    prompt, left_out = pick_prompt(line, shown.rules)
    return Imagine(prompt, left_out=left_out)


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


def of_message(make: Callable[[MessageRef, TaskId], ButtonRequest]) -> Callable[[MessageRef, Press], ButtonRequest]:
    """What only needs to know where it stands, and whose it is."""
    return lambda message, press: make(message, press.task)


DECLARED_BUTTONS = (
    ButtonSpec(Verb.ACT, Leads.ORDER, order_action, task=True),
    ButtonSpec(Verb.NTH, Leads.ORDER, order_nth_action, task=True),
    ButtonSpec(
        Verb.RETRY, Leads.ORDER, order_retry, text="button-retry", emoji="🔁", style=ButtonStyle.PRIMARY, task=True
    ),
    ButtonSpec(
        Verb.REGION, Leads.REQUEST, request=of_message(ChooseRegion), text="button-region", emoji="🖌️", task=True
    ),
    ButtonSpec(Verb.ANIMATE, Leads.ORDER, order_clip, text="button-animate", emoji="🎬", task=True),
    ButtonSpec(Verb.EXTEND, Leads.ORDER, order_extension, text="button-extend", emoji="🎞️", task=True),
    ButtonSpec(Verb.LINE, Leads.ORDER, order_line, text="button-line", emoji="🎨"),
    ButtonSpec(Verb.PAINT, Leads.ORDER, text="button-paint", emoji="🎨", style=ButtonStyle.PRIMARY),
    ButtonSpec(Verb.PART, Leads.ORDER, separator="."),
    ButtonSpec(Verb.MORE, Leads.ORDER, text="button-more", emoji="➕"),
    ButtonSpec(Verb.MADE, Leads.REQUEST, request=request_made, text="button-made", emoji="🖼️"),
    ButtonSpec(Verb.CANCEL, Leads.REQUEST, request=of_message(Cancel), text="button-cancel", emoji="✖️", task=True),
    ButtonSpec(Verb.SHOW, Leads.HERE, request=of_message(Reveal), text="button-show", emoji="🖼️"),
    ButtonSpec(Verb.SHARE, Leads.REQUEST, request=of_message(Share), text="button-share", emoji="🖼️", task=True),
    ButtonSpec(
        Verb.ORIGINAL,
        Leads.REQUEST,
        request=of_message(Original),
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
)
BUTTON_SPECS = {spec.verb: spec for spec in DECLARED_BUTTONS}


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
    match outcome, press:
        case Image(actions=actions), Press(Verb.NTH, number) if number.isdecimal() and int(number) < len(actions):
            return f"{owner}|{actions[int(number)]}"
        case Image(), Press(Verb.ACT, name):
            return f"{owner}|{name}"
        case _:
            return f"{owner}|{split_task(payload)[0]}"
