"""What buttons ask for that orders nothing, and what of it nothing else asks for."""

from dataclasses import dataclass

from bot.domain.chat_request import Adjust, ChooseRegion, FormRequest, History, OpenForm, Recall
from bot.domain.errors import UserError
from bot.domain.ids import NO_TASK, JobId, MessageRef, TaskId
from bot.domain.press import Press
from bot.domain.prompt import Mode
from bot.domain.sketch import SketchKind
from bot.domain.subject import PARTS_MOST


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
    """The picture of a message into the gallery of its place; `number` from 1: one part of it."""

    message: MessageRef
    task: TaskId = NO_TASK
    number: int = 0


@dataclass(frozen=True, slots=True)
class Original:
    """What a message shows as a file, as the service made it; `number` from 1: one take of it, or one part."""

    message: MessageRef
    task: TaskId = NO_TASK
    number: int = 0


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


@dataclass(frozen=True, slots=True)
class Details:
    """More about what a message shows, and what is seldom wanted; `mode`: and its follow-ups at that speed."""

    message: MessageRef
    task: TaskId = NO_TASK
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class Album:
    """All takes of a message's clip, side by side."""

    message: MessageRef
    task: TaskId = NO_TASK


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message's sheet, 1 to 4, as a picture of its own."""

    message: MessageRef
    task: TaskId
    number: int


@dataclass(frozen=True, slots=True)
class Take:
    """A take of a message's clip, from 1, in the place of the one that it shows."""

    message: MessageRef
    task: TaskId
    number: int


@dataclass(frozen=True, slots=True)
class Delete:
    """The message that shows a result is to go: whoever presses is asked whether that is meant."""

    message: MessageRef
    task: TaskId = NO_TASK


@dataclass(frozen=True, slots=True)
class Erase:
    """It is meant, for the result with this code; `message`: where that was asked."""

    message: MessageRef
    code: str


GiftRequest = Share | Original | Quote | Details | Album | Piece
JobRequest = Cancel | Reveal
DeleteRequest = Delete | Erase
ButtonRequest = GiftRequest | JobRequest | DeleteRequest | Deliver | Take | ChooseRegion | FormRequest


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


def request_original(message: MessageRef, press: Press) -> Original:
    """All of it, or what is named by a number. Raises UserError."""
    return Original(message, press.task, press.number)


def request_share(message: MessageRef, press: Press) -> Share:
    """All of it, or the part of that number. Raises UserError."""
    return Share(message, press.task, press.number)


def request_region(message: MessageRef, press: Press) -> ChooseRegion:
    """Of the picture, or of the part of it that is named by a number. Raises UserError."""
    return ChooseRegion(message, press.task, press.number)


def request_take(message: MessageRef, press: Press) -> Take:
    """Raises UserError."""
    return Take(message, press.task, named_number(press))


def request_piece(message: MessageRef, press: Press) -> Piece:
    """Raises UserError."""
    return Piece(message, press.task, named_number(press))


def named_number(press: Press) -> int:
    """Of a take or a part. Raises UserError when there is none."""
    if not press.number:
        raise UserError("button-unknown")
    return press.number


def request_speeds(message: MessageRef, press: Press) -> Details:
    """Raises UserError."""
    return Details(message, press.task, press.mode)


def request_form(message: MessageRef, press: Press) -> OpenForm:
    """A form of that kind. Raises UserError."""
    part = press.detail or "0"
    if press.argument not in list(SketchKind) or part not in map(str, range(PARTS_MOST + 1)):
        raise UserError("button-unknown")
    return OpenForm(message, SketchKind(press.argument), press.task, int(part))
