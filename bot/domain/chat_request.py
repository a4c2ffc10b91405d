"""What people ask for that orders nothing from the image service."""

from dataclasses import dataclass

from bot.domain.ids import NO_TASK, JobId, MessageRef, TaskId
from bot.domain.sketch import SketchKind
from bot.domain.subject import Subject


@dataclass(frozen=True, slots=True)
class Help:
    """What the bot can do."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the bot is, for who comes for the first time."""


@dataclass(frozen=True, slots=True)
class History:
    """A person's pictures, newest first, without the first `skip`."""

    skip: int = 0
    whose: str = ""  # the mark of the person whose list it is; empty: of whoever asks


@dataclass(frozen=True, slots=True)
class Recall:
    """The picture of a code, here, or that of a job; without the first `skip` of its actions."""

    code: str = ""
    job: JobId | None = None
    skip: int = 0


@dataclass(frozen=True, slots=True)
class CancelJobs:
    """Never mind: all open jobs of a person in a place, or the newest, or that of a message."""

    everything: bool = False


@dataclass(frozen=True, slots=True)
class Adjust:
    """Show the settings, or change one: `name` and `value` as typed, both empty to look."""

    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class FindTasks:
    """What the image service knows of tasks, by ids, trace ids or codes; operators ask for it."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChooseRegion:
    """A way to say which part of the picture of a message is to change; `task` and `part` as in OpenForm."""

    message: MessageRef
    task: TaskId = NO_TASK
    part: int = 0


@dataclass(frozen=True, slots=True)
class PaintRegion:
    """The same for a picture that was typed or came along, with what is to be there, if anything was said of that.

    `usage`: how it is typed with the part.
    """

    subject: Subject
    words: str = ""
    usage: str = ""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page of ours that was begun elsewhere, by its id."""

    page_id: str


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Something is to be put together from what a message shows; `task` is what the button names.

    `part`: which take of a clip, or picture of a sheet, counted from 1; 0: it has none.
    """

    message: MessageRef
    kind: SketchKind
    task: TaskId = NO_TASK
    part: int = 0


@dataclass(frozen=True, slots=True)
class PickValue:
    """A field of a form has another value."""

    form: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DropForm:
    """Nothing is ordered by that form."""

    form: str


@dataclass(frozen=True, slots=True)
class FillForm:
    """A form that was begun is to be filled in all at once."""

    form: str


FormRequest = OpenForm | PickValue | DropForm | FillForm
ChatRequest = Help | Welcome | History | Recall | CancelJobs | Adjust | FindTasks | OpenPage | PaintRegion
