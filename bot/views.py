"""The other cards that a result can be shown as: one take of it, one part, or what there is to know of it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from bot.cards import (
    clip_card,
    copy_button,
    finish_buttons,
    form_button,
    head_spans,
    job_language,
    last_card,
    named_head,
    own_button,
    part_buttons,
    quote_button,
    share_buttons,
)
from bot.domain.buttons import (
    PACED_VERBS,
    ShownResult,
    Verb,
    decode_payload,
    encode_payload,
    order_of,
    split_task,
)
from bot.domain.card import Button, ButtonKind, Card, Span, Stage, Style
from bot.domain.errors import UserError
from bot.domain.hosted import HIDDEN
from bot.domain.ids import MessageRef
from bot.domain.image import Clip, Image
from bot.domain.job import Job
from bot.domain.order import Edit
from bot.domain.parts import has_parts, is_part
from bot.domain.prompt import Mode
from bot.domain.sketch import SketchKind
from bot.domain.subject import PARTS_MOST
from bot.i18n import say
from bot.result_media import cover_media, part_media

NOWHERE = MessageRef("", "", "")
PART_FORMS = (SketchKind.REFRAME, "📐"), (SketchKind.EDIT, "✏️")
SPEED_SIGNS = {Mode.RELAX: "🐢", Mode.FAST: "🐇", Mode.TURBO: "⚡"}


def details_view(mode: Mode | None = None) -> str:
    """The name of that view, as a panel; `mode`: with the follow-ups at that speed."""
    return f"view details {mode or ''}".rstrip()


def take_view(number: int) -> str:
    """The same of a take, from 1."""
    return f"view take {number}"


def part_view(number: int) -> str:
    """The same of a part, 1 to 4."""
    return f"view part {number}"


def shown_part(view: str) -> int:
    """The part that a message shows by itself, by the name of its panel; 0: none."""
    return next((number for number in range(1, PARTS_MOST + 1) if view == part_view(number)), 0)


def view_card(job: Job, view: str) -> Card:
    """A result as a message shows it that is this panel; as usual where that names no view that it has."""
    match view.split(), job.outcome:
        case ["view", "take", number], Clip(urls=urls) as clip if number in map(str, range(1, len(urls) + 1)):
            return finish_buttons(clip_card(job, clip, int(number)), job)
        case ["view", "part", number], Image() as image if number.isdecimal() and is_part(job, int(number)):
            return finish_buttons(part_card(job, image, int(number)), job)
        case ["view", "details"], _:
            return finish_buttons(details_card(job), job)
        case ["view", "details", mode], _ if mode in tuple(Mode):
            return finish_buttons(details_card(job, Mode(mode)), job)
        case _:
            return last_card(job)


# --- a part of a sheet ------------------------------------------------------------------------------------


def part_card(job: Job, image: Image, number: int) -> Card:
    """A part as a picture of its own, with the name that commands know it by."""
    language, argument = job_language(job), str(number)
    animated = own_button(Verb.ANIMATE, language, argument), form_button(SketchKind.ANIMATE, "🎛️", language, number)
    region, words = own_button(Verb.REGION, language, argument), own_button(Verb.DESCRIBE, language, argument)
    forms = (form_button(kind, sign, language, number) for kind, sign in PART_FORMS)
    changed = region, *forms, words
    kept = own_button(Verb.ORIGINAL, language, argument), *share_buttons(job, number), quote_button(job)
    rows = (animated, changed, kept)
    media = cover_media((part_media(image, number),), job)
    return Card(named_head(job, number), media, rows, stage=Stage.DONE)


# --- what there is to know --------------------------------------------------------------------------------


def details_card(job: Job, mode: Mode | None = None) -> Card:
    """What the service calls the task of a result or a failure, and what is seldom wanted of it."""
    language = job_language(job)
    names = [one for one in task_names(job) if one[0]]
    told = [
        span
        for name, label, _ in names
        for span in (Span(f"\n{say(label, language=language)} "), Span(name, Style.CODE))
    ]
    copies = tuple(copy_button(name, language, key) for name, _, key in names)
    at_speed = paced_rows(job, mode) if mode else ()
    hint = say("details-at", {"mode": mode}, language=language) if mode else speeds_hint(job, language)
    deletion = (own_button(Verb.DELETE, language),) if job.outcome is not None else ()
    rows = (*at_speed, single_parts(job), (*seed_buttons(job), *speed_buttons(job, mode)), copies, deletion)
    hints = (Span(f"\n{hint}", Style.MUTED),) if hint else ()
    shown = tuple(row for row in rows if row)
    return Card((*head_spans(job), *told, *hints), buttons=shown, personal=True)


def task_names(job: Job) -> Sequence[tuple[str, str, str]]:
    """What the service calls the task and the request, empty where it did not say; what that is, and to copy it."""
    trace_id = job.trace_id or (job.fault.trace_id if job.fault else "")
    return (job.task_id or "", "tasks-id", "button-copy-task"), (trace_id, "tasks-trace", "button-copy-trace")


def single_parts(job: Job) -> tuple[Button, ...]:
    """To the four pictures of a sheet, each by itself, where they do not stand below it anyway."""
    return part_buttons(Verb.PIECE, HIDDEN) if has_parts(job) and not isinstance(job.order, Edit) else ()


def seed_buttons(job: Job) -> tuple[Button, ...]:
    known = isinstance(job.outcome, Image) and job.outcome.image_id
    return (own_button(Verb.SEED, job_language(job)),) if known else ()


def speeds_hint(job: Job, language: str) -> str:
    """What the buttons with speeds are for; empty where there are none."""
    return say("details-speeds", language=language) if speed_buttons(job, None) else ""


def speed_buttons(job: Job, shown: Mode | None) -> tuple[Button, ...]:
    """To the follow-ups at each other speed at which there are any; `shown`: that whose are there."""
    if not isinstance(job.outcome, Image | Clip):
        return ()
    left_out = {job.outcome.mode or Mode.FAST, shown}
    return tuple(
        Button(mode.value, encode_payload(Verb.SPEEDS, mode), SPEED_SIGNS[mode])
        for mode in Mode
        if mode not in left_out and any(paced_rows(job, mode))
    )


def paced_rows(job: Job, mode: Mode) -> tuple[tuple[Button, ...], ...]:
    """The buttons of the result, as far as what they order can be made at that speed."""
    rows = (tuple(paced_buttons(job, row, mode)) for row in last_card(replace(job, detached=False)).buttons)
    return tuple(row for row in rows if row)


def paced_buttons(job: Job, row: tuple[Button, ...], mode: Mode) -> Iterator[Button]:
    shown = ShownResult(NOWHERE, job, job.outcome)
    for button in row:
        inner = split_task(button.payload)[0] if button.kind is ButtonKind.PRESS else ""
        if not inner or decode_payload(inner).verb not in PACED_VERBS:
            continue
        payload = paced_payload(job, inner, mode)
        with suppress(UserError):  # it is not made at that speed
            order_of(shown, payload)
            yield replace(button, payload=payload)


def paced_payload(job: Job, inner: str, mode: Mode) -> str:
    """An action whose name has no room there goes by its place."""
    try:
        return encode_payload(Verb.PACE, mode, inner)
    except ValueError:
        actions = job.outcome.actions if isinstance(job.outcome, Image) else ()
        nth = encode_payload(Verb.NTH, str(actions.index(decode_payload(inner).argument)))
        return encode_payload(Verb.PACE, mode, nth)
