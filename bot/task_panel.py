"""Cards for operators: what the image service knows of its tasks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.cards import LINE_LENGTH, order_name, own_button
from bot.domain.buttons import Verb, with_task
from bot.domain.card import Button, Card, Span, Stage, Style
from bot.domain.characters import cut_text
from bot.domain.ids import short_task
from bot.domain.recalled import Charge, Recalled, TaskState
from bot.domain.update import Failed, Progressed
from bot.i18n import say

WORDS_LENGTH = 1000  # characters of the words of a single task


@dataclass(frozen=True, slots=True)
class NamedTask:
    """A task by the name that somebody called it; `words` are better than its own, where ours are known."""

    name: str
    found: Recalled | None
    words: str = ""


def tasks_card(tasks: Sequence[NamedTask], language: str) -> Card:
    """Each with a paragraph."""
    numbers = range(1, len(tasks) + 1) if len(tasks) > 1 else (0,)
    told = [task_spans(one, number, language) for number, one in zip(numbers, tasks, strict=True)]
    buttons = [
        deliver_button(one.found, number, language)
        for number, one in zip(numbers, tasks, strict=True)
        if one.found is not None and one.found.state is TaskState.DONE and short_task(one.found.task_id)
    ]
    text = tuple(span for spans in told for span in spans)
    return Card(text, buttons=tuple((one,) for one in buttons), stage=Stage.NOTE)


def deliver_button(task: Recalled, number: int, language: str) -> Button:
    """Shows its result; `number` as below."""
    button = own_button(Verb.DELIVER, language)
    label = f"{number}. {button.label}" if number else button.label
    return replace(button, label=label, payload=with_task(button.payload, task.task_id))


def task_spans(task: NamedTask, number: int, language: str) -> Sequence[Span]:
    """`number` of a list; 0: there is no other."""
    begin = f"\n\n{number}. " if number > 1 else f"{number}. " if number else ""
    found = task.found
    if found is None:
        return [Span(begin + say("tasks-unknown", {"name": task.name}, language=language))]
    words, most = found.words or task.words, LINE_LENGTH if number else WORDS_LENGTH
    short = cut_text(words, most)
    trace = name_spans("tasks-trace", found.trace_id, language) if found.trace_id else ()
    return [
        Span(begin + (short or found.kind or "–"), Style.BOLD),
        Span(f"\n{order_name(found.order, language)} · {state_text(found, language)}"),
        *(Span(f"\n{line}", Style.MUTED) for line in fact_lines(found, language)),
        *name_spans("tasks-id", found.task_id, language),
        *trace,
    ]


def name_spans(key: str, name: str, language: str) -> Sequence[Span]:
    return Span(f"\n{say(key, language=language)} "), Span(name, Style.CODE)


def state_text(task: Recalled, language: str) -> str:
    percent = task.update.percent or 0 if isinstance(task.update, Progressed) else 0
    return say(f"tasks-{task.state}", {"n": percent}, language=language)


def fact_lines(task: Recalled, language: str) -> Sequence[str]:
    """When it was made and how long it took, what was charged, and why it failed."""
    lines = [line for line in (times_line(task, language), charge_text(task.charge, language)) if line]
    if not isinstance(task.update, Failed):
        return lines
    fault = task.update.fault
    return [*lines, f"{fault.code}: {' '.join(fault.message.split())}".rstrip(": ")]


def times_line(task: Recalled, language: str) -> str:
    try:
        made = datetime.fromtimestamp(task.created_at, UTC).strftime("%Y-%m-%d %H:%M:%S") if task.created_at else ""
    except (ValueError, OverflowError, OSError):  # no calendar has it
        made = ""
    if not made:
        return ""
    if task.duration is None:
        return say("tasks-made", {"at": made}, language=language)
    return say("tasks-took", {"at": made, "n": round(task.duration)}, language=language)


def charge_text(charge: Charge | None, language: str) -> str:
    """Empty where nobody knows."""
    if charge is None:
        return ""
    if not charge.amount:
        return say("tasks-free", language=language)
    return say("tasks-charged", {"amount": f"{charge.amount:g} {charge.currency}".rstrip()}, language=language)
