"""What the image service still knows of a task of ours, and the job that is made of it when we know nothing."""

from dataclasses import dataclass, replace

from bot.domain.flags import FlagRules
from bot.domain.ids import MessageRef, TaskId, recalled_job_id
from bot.domain.incoming import Origin, Person
from bot.domain.job import Job, State
from bot.domain.order import Act, Imagine, Order, adopt
from bot.domain.prompt import PROMPT_LIMIT, BadPrompt, parse_prompt
from bot.domain.update import Failed, Finished, TaskUpdate


@dataclass(frozen=True, slots=True)
class Recalled:
    """A task as the service remembers it. Times in unix seconds; `finished_at` is 0 for one that runs.

    `order` has the words of its request, as they are: a prompt is not taken apart, and a follow-up has none.
    """

    task_id: TaskId
    order: Order
    update: TaskUpdate
    created_at: float
    finished_at: float = 0.0
    trace_id: str = ""


def adopted_job(
    recalled: Recalled,
    origin: Origin,
    rules: FlagRules,
    *,
    limit: float,
    message: MessageRef | None = None,
    seen: str = "",
) -> Job:
    """The job that it would have been: of nobody, in the place that asked, with the words of the message, `seen`.

    A task that is over is done; its message shows it. `limit`: seconds that a job may take.
    """
    order = with_words(recalled.order, seen, rules)
    outcome = adopt(recalled.update.outcome, order) if isinstance(recalled.update, Finished) else None
    fault = recalled.update.fault if isinstance(recalled.update, Failed) else None
    return Job(
        id=recalled_job_id(recalled.task_id, recalled.created_at),
        order=order,
        origin=replace(origin, person=Person("", "", origin.person.language), reply=""),
        created_at=recalled.created_at,
        deadline=recalled.created_at + limit,
        state=State.DONE if outcome or fault else State.RUNNING,
        message=message,
        task_id=recalled.task_id,
        sent_at=recalled.created_at,
        outcome=outcome,
        fault=fault,
    )


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
