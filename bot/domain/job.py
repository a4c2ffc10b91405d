"""The life of a job: one table of states and updates, and what to do with a job that is picked up."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import Code, UserError
from bot.domain.ids import JobId, MessageRef, TaskId, code_of
from bot.domain.image import Outcome
from bot.domain.incoming import Origin
from bot.domain.order import Order, adopt
from bot.domain.update import (
    Accepted,
    Cancelled,
    Delivered,
    Failed,
    Fault,
    Finished,
    Postponed,
    Progressed,
    Sending,
    Update,
    Wanted,
)


class State(StrEnum):
    """How far a job is.

    WAITING   written down, certainly not with the service
    SENT      on its way or there, its task unknown: never send again
    RUNNING   the service works on a task we know
    FINISHED  the result is ours, the person has not seen it
    FAILED    it is over without a result, the person does not know
    DONE      the last card is shown
    """

    WAITING = "waiting"
    SENT = "sent"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Job:
    """Our record of one order. Times are unix seconds; `version` counts the saves.

    `press` is the button that opened it, as `id of what it belongs to|name`, or empty. `detached`: it was cancelled
    when the service had it already, so its result is kept, but shown only when asked for. `chat_settings`: as they
    were when it was ordered. `api` names the image API that it was sent to; empty in older records. `trace_id`:
    what the service calls the request that it took, for its support; empty where it does not say.
    """

    id: JobId
    order: Order
    origin: Origin
    created_at: float
    deadline: float
    state: State = State.WAITING
    version: int = 0
    message: MessageRef | None = None
    reply_to: MessageRef | None = None
    task_id: TaskId | None = None
    sent_at: float = 0.0
    api: str = ""
    outcome: Outcome | None = None
    fault: Fault | None = None
    press: str = ""
    detached: bool = False
    trace_id: str = ""
    chat_settings: ChatSettings = ChatSettings()  # noqa: RUF009 - frozen
    # Who saved this version: two that have the same number may differ, when the store has lost one and got another.
    stamp: str = field(default="", compare=False)

    @property
    def open(self) -> bool:
        return self.state is not State.DONE

    @property
    def limit(self) -> float:
        """Until when the service may take: as long as any job, counted from when it was sent."""
        return self.sent_at + (self.deadline - self.created_at)

    @property
    def code(self) -> str:
        """The short name of its result, for people. It is made of the task, where there is one: then the result can
        be found again at the service when we have lost our record of it.
        """
        return code_of(self.task_id or self.id)

    def fault_error(self, fault: Fault) -> UserError:
        """How a fault of it is told, wherever that is: what happened, what it cost, what to do."""
        return UserError(f"fault-{fault.code}", name=self.code, right=fault.message)

    def hides_at(self, message: MessageRef) -> bool:
        """Whether nobody is shown the result at this message, since it was cancelled there."""
        return self.detached and self.message == message

    @property
    def settled(self) -> bool:
        """Whether the result, good or bad, is known."""
        return self.state in SETTLED


SETTLED = frozenset({State.FINISHED, State.FAILED, State.DONE})

# What is not in this table changes nothing, so late callbacks, double lookups and replays need no `if`.
TABLE: dict[State, dict[type, State]] = {
    State.WAITING: {Sending: State.SENT, Failed: State.FAILED, Cancelled: State.FAILED},
    State.SENT: {
        Postponed: State.WAITING,
        Accepted: State.RUNNING,
        Progressed: State.RUNNING,
        Finished: State.FINISHED,
        Failed: State.FAILED,
        Cancelled: State.SENT,
        Wanted: State.SENT,
    },
    State.RUNNING: {
        Accepted: State.RUNNING,
        Finished: State.FINISHED,
        Failed: State.FAILED,
        Cancelled: State.RUNNING,
        Wanted: State.RUNNING,
    },
    State.FINISHED: {Delivered: State.DONE, Wanted: State.FINISHED},
    State.FAILED: {Delivered: State.DONE},
    State.DONE: {Wanted: State.FINISHED},
}


def advance(job: Job, update: Update) -> Job:
    """The job after an update; the very same object when the update means nothing to it."""
    state = TABLE[job.state].get(type(update))
    if state is None or strange(job, update):
        return job
    if isinstance(update, Postponed) and job.detached:  # cancelled on its way, and now it need not go
        return replace(job, state=State.FAILED, fault=Fault(Code.CANCELLED))
    return replace(learn(job, update), state=state)


def strange(job: Job, update: Update) -> bool:
    """Whether the update speaks of another task than the one the job follows, or asks for what is so already."""
    if isinstance(update, Cancelled | Wanted):
        nothing = job.settled and job.outcome is None
        return nothing or job.detached is isinstance(update, Cancelled)
    if isinstance(update, Accepted) and job.state is State.RUNNING and (job.trace_id or not update.trace_id):
        return True
    told = getattr(update, "task_id", None)
    return told is not None and job.task_id is not None and told != job.task_id


def learn(job: Job, update: Update) -> Job:
    match update:
        case Sending(at, api):
            return replace(job, sent_at=at, api=api)
        case Accepted(task_id) | Progressed(task_id):
            return replace(job, task_id=task_id, trace_id=getattr(update, "trace_id", "") or job.trace_id)
        case Finished(task_id, outcome):
            trace_id = update.trace_id or job.trace_id
            return replace(job, task_id=task_id, outcome=adopt(outcome, job.order), trace_id=trace_id)
        case Failed(fault):
            return replace(job, fault=fault)
        case Cancelled() | Wanted():
            return shelve(job, update)
        case Postponed() | Delivered():
            return job


def shelve(job: Job, update: Cancelled | Wanted) -> Job:
    if job.state is State.WAITING:
        return replace(job, fault=Fault(Code.CANCELLED))
    if isinstance(update, Wanted) and update.message is not None and update.message == job.message:
        job = replace(job, message=replace(update.message, by=update.message.by or job.message.by))
    return replace(job, detached=isinstance(update, Cancelled))


def is_elsewhere(job: Job, api: str) -> bool:
    """Whether the job is with another image API than `api`: only that one knows what became of it."""
    return job.state in {State.SENT, State.RUNNING} and bool(job.api) and job.api != api


@dataclass(frozen=True, slots=True)
class Send:
    """Never sent: send it."""


@dataclass(frozen=True, slots=True)
class Follow:
    """With the service: ask after its task."""

    task_id: TaskId


@dataclass(frozen=True, slots=True)
class Seek:
    """Sent, but its task is unknown: look through the recent tasks for ours. Never send again."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Nothing more can be hoped for."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class Deliver:
    """The result is known: show the last card."""


@dataclass(frozen=True, slots=True)
class Rest:
    """All done."""


Step = Send | Follow | Seek | GiveUp | Deliver | Rest


def resume(job: Job, now: float) -> Step:
    """What to do next with a job, whoever had it before and however they stopped."""
    if job.state is State.DONE:
        return Rest()
    if job.settled:
        return Deliver()
    if job.state is State.WAITING:
        return Send() if now < job.deadline else GiveUp(Fault(Code.EXPIRED))
    # However late it is: what was sent may be finished and paid for, and asking costs nothing.
    return Seek() if job.task_id is None else Follow(job.task_id)
