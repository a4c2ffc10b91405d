"""What became of an order: news from the image service, and our own steps."""

from dataclasses import dataclass, field

from bot.domain.errors import Code
from bot.domain.ids import MessageRef, TaskId
from bot.domain.image import Outcome


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a job ended without a result; `message` is the service's own text or empty."""

    code: Code
    message: str = ""
    trace_id: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """The order is about to leave us, for the image API of this name: from here on it may have been paid for."""

    at: float
    api: str = ""


@dataclass(frozen=True, slots=True)
class Postponed:
    """The order certainly did not reach the service, so it may be sent again."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The service took the order and named its task. `trace_id`: what it calls the request, for its support."""

    task_id: TaskId
    trace_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Progressed:
    """A step towards the result. `percent` is 0 to 99 or None; `preview` a URL that dies with the task."""

    task_id: TaskId
    percent: int | None = None
    preview: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """`trace_id` as in Accepted."""

    task_id: TaskId
    outcome: Outcome
    trace_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Failed:
    """`task_id` when it was the service that said so of a task; we may find out without one."""

    fault: Fault
    task_id: TaskId | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """The chat platform has the last card."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The person changed their mind. What was sent goes on, since the service cannot stop it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The person asks for the result of a job they had cancelled.

    `message`: that under which they ask, with how it may be changed by now.
    """

    message: MessageRef | None = None


TaskUpdate = Accepted | Progressed | Finished | Failed
Update = TaskUpdate | Sending | Postponed | Cancelled | Wanted | Delivered
