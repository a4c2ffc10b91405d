"""What the image service still knows of a task of ours, and the job that is made of it when we know nothing."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.characters import clean_words
from bot.domain.flags import FlagRules
from bot.domain.ids import NO_TASK, MessageRef, TaskId, recalled_job_id
from bot.domain.incoming import ButtonPress, Origin, Person
from bot.domain.job import Job, State
from bot.domain.order import Act, Imagine, Order, adopt, caption
from bot.domain.prompt import PROMPT_LIMIT, BadPrompt, parse_prompt
from bot.domain.update import Failed, Finished, Progressed, TaskUpdate

CLOCKS_APART_S = 86_400.0  # seconds that no two clocks are apart


class TaskState(StrEnum):
    """How far a task is, as far as its record tells."""

    PENDING = "pending"  # the record says nothing of it yet
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Charge:
    """What a task cost; `currency` as the service calls it, empty where it does not say."""

    amount: float
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A task as the service remembers it. Times in unix seconds; 0 for what has not happened, or is not told.

    `order` has the words of its request, as they are: a prompt is not taken apart, and a follow-up has none.
    `kind`: the type that the service gives it. `charge` is None where nobody can know it.
    """

    task_id: TaskId
    order: Order
    update: TaskUpdate
    created_at: float
    finished_at: float = 0.0
    trace_id: str = ""
    kind: str = ""
    started_at: float = 0.0
    charge: Charge | None = None

    @property
    def duration(self) -> float | None:
        """Seconds from its start, or else its making, to its end; None where its record does not tell."""
        took = self.finished_at - (self.started_at or self.created_at)
        return took if self.finished_at and took >= 0 else None

    @property
    def state(self) -> TaskState:
        match self.update:
            case Finished():
                return TaskState.DONE
            case Failed():
                return TaskState.FAILED
            case Progressed():
                return TaskState.RUNNING
            case _:
                return TaskState.PENDING

    @property
    def words(self) -> str:
        """As people see them, on one line; a follow-up has its own at most."""
        own = self.order.repaint if isinstance(self.order, Act) else caption(self.order)
        return " ".join(clean_words(own))


def adopted_job(
    recalled: Recalled,
    origin: Origin,
    rules: FlagRules,
    *,
    now: float,
    limit: float,
    message: MessageRef | None = None,
    seen: str = "",
) -> Job:
    """The job that it would have been: of nobody, in the place that asked, with the words of its message, `seen`.

    A task that is over is done; its message shows it. One that runs has `limit` seconds from `now` on: it is
    followed since then. Times of the service that cannot be are taken for now.
    """
    order = with_words(recalled.order, seen, rules)
    outcome = adopt(recalled.update.outcome, order) if isinstance(recalled.update, Finished) else None
    began = recalled.created_at if 0 < recalled.created_at < now + CLOCKS_APART_S else now
    fault = recalled.update.fault if isinstance(recalled.update, Failed) else None
    return Job(
        id=recalled_job_id(recalled.task_id),
        order=order,
        origin=replace(origin, person=Person("", "", origin.person.language), reply=""),
        created_at=began,
        deadline=began + limit,
        state=State.DONE if outcome or fault else State.RUNNING,
        message=message,
        task_id=recalled.task_id,
        trace_id=recalled.trace_id,
        sent_at=now,
        outcome=outcome,
        fault=fault,
    )


def is_adopted(job: Job) -> bool:
    """Whether it was made of a record of the service: who ordered it, and when, has been counted long ago."""
    return bool(job.task_id) and job.id == recalled_job_id(job.task_id or NO_TASK)


def with_words(order: Order, seen: str, rules: FlagRules) -> Order:
    """The order with its prompt read as it was when it was typed; a follow-up has its words from the message."""
    match order:
        case Imagine(prompt):
            try:
                read = parse_prompt(prompt.text, rules)
            except BadPrompt:  # the rules have changed since, or another program ordered it
                return order
            return replace(order, prompt=replace(read, mode=prompt.mode or read.mode))
        case Act(prompt="", repaint=""):
            return replace(order, prompt=seen.partition("\n")[0].strip()[:PROMPT_LIMIT])
        case _:
            return order


def with_seen_words(order: Order, press: ButtonPress) -> Order:
    """A follow-up of a picture whose words nobody knows, with those that its message showed whoever pressed.

    They stand on what is made next, for people to read. Nothing is sent with them, and flags are none of theirs.
    """
    if not isinstance(order, Act) or order.prompt or order.repaint:
        return order
    words = " ".join(clean_words(press.seen.partition("\n")[0])).partition(" --")[0]
    return replace(order, prompt=words[:PROMPT_LIMIT])
