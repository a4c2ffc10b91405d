"""What a job, a result or an error looks like: values in, a card out."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.described import describe_buttons
from bot.domain.actions import Action, action, layout
from bot.domain.button_orders import seeded_words
from bot.domain.buttons import BUTTON_SPECS, Verb, encode_action, encode_payload, with_task
from bot.domain.card import Button, ButtonKind, Card, Media, MediaKind, Progress, Span, Stage, Style
from bot.domain.errors import Code, UserError
from bot.domain.hosted import HIDDEN, hide_addresses
from bot.domain.image import Clip, Image, TextResult
from bot.domain.job import Job
from bot.domain.making import changed_results, hurries, making_facts
from bot.domain.order import (
    REPAINT,
    Act,
    Animate,
    AskSeed,
    Describe,
    Edit,
    ExtendVideo,
    Imagine,
    Order,
    Shorten,
    Translate,
    WordOrder,
    caption,
    is_split,
)
from bot.domain.parts import has_parts
from bot.domain.prompt import BadPrompt
from bot.domain.sketch import SketchKind, changeable_words
from bot.domain.subject import PARTS_MOST, Result
from bot.domain.update import Fault, Progressed
from bot.i18n import has_text, say
from bot.result_media import clip_media, cover_media, every_part, picture_media

ORDER_TEXTS: dict[type, str] = {
    Imagine: "order-imagine",
    Edit: "order-edit",
    Animate: "order-animate",
    ExtendVideo: "order-extend",
    Describe: "order-describe",
    Shorten: "order-shorten",
    Translate: "order-translate",
    AskSeed: "order-seed",
}
PROGRESS_TEXTS: dict[type, str] = {
    Animate: "card-animating",
    ExtendVideo: "card-animating",
    Describe: "card-thinking",
    Shorten: "card-thinking",
    Translate: "card-thinking",
    AskSeed: "card-thinking",
}
NOTE_TEXTS = ("note-ratio", "note-one-grid", "note-four-takes", "note-loop", "note-oref")  # of the rules of flags
PRESSED_KINDS = frozenset({ButtonKind.PRESS, ButtonKind.FULL, ButtonKind.SOLE})  # whose payloads come back to us
ACTIONS_SHOWN = 40  # of a picture under one message, which takes 100 buttons on Telegram
TAKES_EXTENDABLE = 4  # takes of a clip that can be extended
LINES_PAINTABLE = 5  # of a text; the service writes four or five
SOON_END = "-soon"  # of the name of a text that says that something is coming
LINE_LENGTH = 60  # characters of a prompt in a list


def job_language(job: Job) -> str:
    """Of whoever ordered it, as a tag of ours."""
    return job.origin.person.language


def order_name(order: Order, language: str) -> str:
    """`Imagine`, or the label of the button that was pressed."""
    if isinstance(order, Act):
        return say("order-act", {"label": action_label(action(order.action), language)}, language=language)
    if isinstance(order, Edit) and order.reframe:
        return say("order-reframe", language=language)
    return say(ORDER_TEXTS[type(order)], language=language)


def head_spans(job: Job, *, parents: bool = True) -> tuple[Span, ...]:
    """Who asked for what, and how it is made: the first two lines of every card of a job.

    `parents`: with the names of the results that it was made from, by which they can be had.
    """
    name = order_name(job.order, job_language(job))
    facts = making_facts(job.order, job.outcome) + (changed_results(job.order) if parents else ())
    who = job.origin.person.name
    credit = (Span(who, Style.CREDIT), Span(" · ", Style.MUTED)) if who else ()
    told = " · ".join((name, *facts))
    head = Span(caption(job.order), Style.PROMPT), Span("\n", Style.MUTED), *credit, Span(told, Style.MUTED)
    return *head, *(Span(f" · {note}", Style.MUTED) for note in order_notes(job.order, job_language(job)))


def order_notes(order: Order, language: str) -> list[str]:
    """In what it is otherwise than was asked for."""
    notes = [say("card-not-relaxed", language=language)] if hurries(order) else []
    if isinstance(order, Imagine) and order.left_out:
        notes.append(say("card-left-out", {"flags": " ".join(order.left_out)}, language=language))
    if isinstance(order, Imagine) and order.translated:
        notes.append(say("card-translated", language=language))
    return notes


def note_card(job: Job, key: str, **facts: str | float) -> Card:
    """A job that waits: for its turn, for the service, for a connection."""
    label = say(key, facts, language=job_language(job))
    stage = Stage.THINKING if isinstance(job.order, WordOrder) else Stage.WAITING
    progress = Progress(None, label)
    return Card(head_spans(job), buttons=cancel_button(job), progress=progress, stage=stage, source=job.reply_to)


def cancel_button(job: Job) -> tuple[tuple[Button, ...], ...]:
    """The row below a job that is not done; one that is nobody's nobody can cancel."""
    if not job.origin.person.id:
        return ()
    return ((name_task(own_button(Verb.CANCEL, job_language(job)), job),),)


def own_button(verb: Verb, language: str, argument: str = "", **facts: str | float) -> Button:
    """A button of ours as it is declared; `facts` fill the gaps of its label."""
    spec = BUTTON_SPECS[verb]
    label = say(spec.text, facts, language=language)
    return Button(label, encode_payload(verb, argument), spec.emoji, spec.style, spec.kind)


def caption_line(job: Job) -> str:
    """A job in one line, for a list of them."""
    words = " ".join(caption(job.order).split())
    return f"{job.origin.person.name} · {words if len(words) <= LINE_LENGTH else words[: LINE_LENGTH - 1] + '…'}"


def cancelled_card(job: Job) -> Card:
    """A job that was cancelled when the service had it already: it is paid for, so it is kept."""
    language = job_language(job)
    key = "card-kept" if job.settled else "card-detached"
    return Card(
        (*head_spans(job), Span("\n" + say(key, language=language))),
        buttons=((own_button(Verb.SHOW, language),),),
        stage=Stage.NOTE,
    )


def first_card(job: Job) -> Card:
    """What is shown before anything is known of a job."""
    return note_card(job, "card-sending")


def progress_card(job: Job, update: Progressed) -> Card:
    """A job at work: how far it is, and its newest preview if there is one."""
    label = say(PROGRESS_TEXTS.get(type(job.order), "card-painting"), language=job_language(job))
    picture = (
        (Media(MediaKind.IMAGE, update.preview, caption(job.order), update.width, update.height),)
        if update.preview
        else ()
    )
    progress = Progress(update.percent, label)
    return Card(
        head_spans(job),
        media=cover_media(picture, job),
        buttons=cancel_button(job),
        progress=progress,
        stage=Stage.WORKING,
        source=job.reply_to,
    )


def last_card(job: Job, skip: int = 0) -> Card:
    """How the job ended; it must be settled. Without the first `skip` of its actions."""
    if job.detached and job.outcome is not None:
        return cancelled_card(job)
    return finish_buttons(settled_card(job, skip), job)


def finish_buttons(card: Card, job: Job) -> Card:
    """The same with all that is known of its buttons, and their tasks."""
    described = describe_buttons(card, job)
    rows = tuple(tuple(name_task(one, job) for one in row) for row in described.buttons)
    return replace(described, buttons=rows, source=job.reply_to)


def name_task(button: Button, job: Job) -> Button:
    """With the task of its job, where it would be of use if we knew nothing but that."""
    if button.kind not in PRESSED_KINDS:
        return button
    return replace(button, payload=with_task(button.payload, job.task_id))


def settled_card(job: Job, skip: int) -> Card:
    """A result or a failure."""
    match job.outcome:
        case Image() as image:
            buttons = (*image_buttons(image, job, skip), *part_rows(job), *film_rows(job), *keepsake_row(job))
            media = cover_media((picture_media(image), *split_media(job, image)), job)
            more = say("button-further", language=job_language(job)) + "…"
            return Card(signed_head(job), media, buttons, stage=Stage.DONE, more_label=more)
        case Clip() as clip:
            return clip_card(job, clip)
        case TextResult(lines) if isinstance(job.order, AskSeed):
            return seed_card(job, job.order, lines[0])
        case TextResult(lines):
            found = tuple(Span(f"\n{number}. {line}") for number, line in enumerate(lines, 1))
            buttons = line_buttons(lines, job_language(job), every=isinstance(job.order, Describe))
            return Card(head_spans(job) + found, described_media(job), buttons, stage=Stage.DONE)
        case None:
            return fault_card(job)


def described_media(job: Job) -> tuple[Media, ...]:
    """The small picture that words are about, where they are about one."""
    if not isinstance(job.order, Describe):
        return ()
    words = say("option-image", language=job_language(job))
    return cover_media((Media(MediaKind.IMAGE, job.order.image_url, words, spare=True),), job)


def clip_card(job: Job, clip: Clip, take: int = 0) -> Card:
    """All takes of a clip; `take` from 1: that one alone, for a message that shows one."""
    language, media = job_language(job), clip_media(clip)
    rows = (take_row(clip, language, take or 1), *clip_buttons(clip, language, take), *keepsake_row(job, take))
    shown = media[take - 1 : take] if take else media
    return Card(signed_head(job), cover_media(shown, job), tuple(row for row in rows if row), stage=Stage.DONE)


def seed_card(job: Job, order: AskSeed, seed: str) -> Card:
    """The number that began a picture, to copy, or to begin another one with."""
    language = job_language(job)
    again = replace(own_button(Verb.LINE, language, "0"), label=say("button-seeded", language=language))
    buttons = (copy_button(seed, language), *((again,) if seeded_words(order, seed) else ()))
    return Card((*head_spans(job), Span("\n"), Span(seed, Style.CODE)), buttons=(buttons,), stage=Stage.DONE)


def copy_button(text: str, language: str, key: str = "button-copy") -> Button:
    """Copies a text, where a platform can have that done."""
    return Button(say(key, language=language), "", "📋", kind=ButtonKind.COPY, text=text)


def signed_head(job: Job, *, parents: bool = True) -> tuple[Span, ...]:
    """The head of a result, with the code by which it can be had again."""
    return *head_spans(job, parents=parents), Span(" · ", Style.MUTED), Span(job.code, Style.CODE)


def named_head(job: Job, part: int, *, parents: bool = True) -> tuple[Span, ...]:
    """The same of one picture of a sheet, with the name that commands know it by."""
    return (
        *head_spans(job, parents=parents),
        Span(" · ", Style.MUTED),
        Span(Result(job.code, part).name, Style.CODE),
    )


def split_media(job: Job, image: Image) -> tuple[Media, ...]:
    """The four pictures of a sheet, where they were asked for."""
    return every_part(image) if is_split(job.order) and has_parts(job) else ()


def keepsake_row(job: Job, number: int = 0) -> tuple[tuple[Button, ...], ...]:
    """Below what changes a picture: what one can do with it as it is; `number`: the take that is shown alone."""
    language = job_language(job)
    first = own_button(Verb.ORIGINAL, language, str(number or ""))
    row = (first, *share_buttons(job), quote_button(job), *change_button(job), own_button(Verb.DETAILS, language))
    return (row,)


def share_buttons(job: Job, part: int = 0) -> tuple[Button, ...]:
    """Into the gallery of the place, where it has one, and into any chat; `part`: that picture of a sheet."""
    language, name = job_language(job), Result(job.code, part).name.removeprefix("#")
    if job.chat_settings.gallery is None:
        return (Button(say("button-share", language=language), name, "↗️", kind=ButtonKind.FORWARD),)
    wall = own_button(Verb.SHARE, language, str(part or ""))
    return wall, Button(say("button-forward", language=language), name, "↗️", kind=ButtonKind.FORWARD)


def quote_button(job: Job) -> Button:
    """Copies the prompt, or has it said in full."""
    return replace(own_button(Verb.QUOTE, job_language(job)), text=caption(job.order))


def change_button(job: Job) -> tuple[Button, ...]:
    """To paint anew with other words, where a picture was made of words."""
    words = changeable_words(job.order, None) if isinstance(job.outcome, Image) else ""
    return (form_button(SketchKind.CHANGE, "✏️", job_language(job)),) if words else ()


def form_button(kind: SketchKind, emoji: str, language: str, part: int = 0) -> Button:
    """To put something together from a result, or from that take of it."""
    label = say(f"button-{kind}-form", {"n": part}, language=language)
    return Button(label, encode_payload(Verb.FORM, kind, str(part) if part else None), emoji)


def image_buttons(image: Image, job: Job, skip: int) -> tuple[tuple[Button, ...], ...]:
    """A page of its actions, and what leads to the next; none for a picture that the service did not name."""
    actions = offered_actions(image)
    page = actions[skip : skip + ACTIONS_SHOWN]
    rows = tuple(tuple(action_button(image, found, job_language(job)) for found in row) for row in layout(page))
    if len(actions) > skip + ACTIONS_SHOWN:
        further = encode_payload(Verb.RECALL, job.code, str(skip + ACTIONS_SHOWN))
        rows = (*rows, (Button(say("button-further", language=job_language(job)), further, "➡️"),))
    language = job_language(job)
    forms = form_button(SketchKind.REFRAME, "📐", language), form_button(SketchKind.EDIT, "✏️", language)
    if isinstance(job.order, Edit):
        rows = (*rows, (own_button(Verb.REGION, language), *forms))
    if image.grid or not image.actions:
        return rows
    row = own_button(Verb.ANIMATE, language), form_button(SketchKind.ANIMATE, "🎛️", language)
    return (*rows, row if isinstance(job.order, Edit) else (*row, *forms))


def offered_actions(image: Image) -> tuple[str, ...]:
    """What can be done with a picture: what the service lists, and on single ones what it never does."""
    if not image.image_id or not image.actions or image.grid or REPAINT in image.actions:
        return image.actions if image.image_id else ()
    return *image.actions, REPAINT


def action_button(image: Image, found: Action, language: str) -> Button:
    """An action of a picture as a button; its payload fits whatever the service calls it."""
    repaints = found.name == REPAINT  # which part is not said yet
    payload = encode_payload(Verb.REGION) if repaints else encode_action(image.actions, found.name)
    return Button(action_label(found, language), payload, found.emoji)


def action_label(found: Action, language: str) -> str:
    """In that language; numbers, and what only the service knows, are called alike everywhere."""
    return say(found.text, language=language) if has_text(found.text) else found.label


def tick_buttons(card: Card, payloads: Collection[str]) -> Card:
    """With a mark on these buttons."""
    rows = tuple(
        tuple(replace(one, done=True) if one.payload in payloads else one for one in row) for row in card.buttons
    )
    return replace(card, buttons=rows)


def part_rows(job: Job) -> tuple[tuple[Button, ...], ...]:
    """Below an edit, whose four pictures the service gives no buttons: each by itself, and prompts for all."""
    if not (isinstance(job.order, Edit) and has_parts(job)):
        return ()
    return ((*part_buttons(Verb.PIECE, HIDDEN), own_button(Verb.DESCRIBE, job_language(job))),)


def film_rows(job: Job) -> tuple[tuple[Button, ...], ...]:
    """Below a sheet: clips that begin with each of its four pictures."""
    return (part_buttons(Verb.ANIMATE, BUTTON_SPECS[Verb.ANIMATE].emoji),) if has_parts(job) else ()


def part_buttons(verb: Verb, emoji: str) -> tuple[Button, ...]:
    """One for each picture of a sheet."""
    return tuple(Button(str(n), encode_payload(verb, str(n)), emoji) for n in range(1, PARTS_MOST + 1))


def take_row(clip: Clip, language: str, shown: int) -> tuple[Button, ...]:
    """Where a message shows one take: to the others, and to all of them; none for a clip of one."""
    numbers = range(1, len(clip.urls) + 1)
    if len(numbers) < 2 or len(numbers) > TAKES_EXTENDABLE:  # noqa: PLR2004 - then there is no other
        return ()
    takes = (
        Button(str(n), encode_payload(Verb.TAKE, str(n)), "▶️" if n == shown else "", kind=ButtonKind.SOLE)
        for n in numbers
    )
    return (*takes, own_button(Verb.ALBUM, language, n=len(numbers)))


def clip_buttons(clip: Clip, language: str, take: int = 0) -> tuple[tuple[Button, ...], ...]:
    """To go on from each take, or from `take` alone; none for a clip that the service did not name."""
    if not clip.video_id:
        return ()
    takes = range(take, take + 1) if take else range(1, min(len(clip.urls), TAKES_EXTENDABLE) + 1)
    return (
        tuple(own_button(Verb.EXTEND, language, str(n - 1), n=n) for n in takes),
        tuple(form_button(SketchKind.EXTEND, "🎛️", language, n) for n in takes),
    )


def line_buttons(lines: Sequence[str], language: str, *, every: bool) -> tuple[tuple[Button, ...], ...]:
    """One to paint each line, and with `every` one to paint them all; one alone needs no number."""
    buttons = [own_button(Verb.LINE, language, str(n), n=n + 1) for n in range(min(len(lines), LINES_PAINTABLE))]
    if len(buttons) == 1:
        buttons = [replace(buttons[0], label=say("order-imagine", language=language))]
    elif every and buttons:
        buttons.append(
            replace(own_button(Verb.LINE, language, "all"), label=say("button-lines", language=language))
        )
    return (tuple(buttons),) if buttons else ()


def fault_card(job: Job) -> Card:
    """What went wrong, what it cost, and a button to try again."""
    language = job_language(job)
    fault = job.fault
    text = (*head_spans(job), *(fault_spans(job, fault) if fault else ()))
    stage = Stage.NOTE if fault and fault.code is Code.CANCELLED else Stage.FAILED
    traced = own_button(Verb.DETAILS, language) if job.task_id or (fault and fault.trace_id) else None
    row = (own_button(Verb.RETRY, language), *((traced,) if traced else ()))
    return Card(text, buttons=(row,), stage=stage)


def fault_spans(job: Job, fault: Fault) -> tuple[Span, ...]:
    told, language = job.fault_error(fault), job_language(job)
    first = Span("\n" + say(told.code, told.facts, language=language))
    if not fault.message or fault.code is Code.NOT_ALLOWED:
        return (first,)
    said = say("fault-said", {"message": hide_addresses(fault.message)}, language=language)
    return first, Span(f"\n{said}", Style.MUTED)


def broken_card(job: Job) -> Card:
    """The truth about a job that a bug has ended, made of as little as possible."""
    told = job.fault_error(Fault(Code.BROKEN))
    key = "card-broken" if job.outcome is not None else told.code
    text = f"{job.origin.person.name}: " + say(key, told.facts, language=job_language(job))
    url = getattr(job.outcome, "url", "") or next(iter(getattr(job.outcome, "urls", ())), "")
    return Card((Span(text), Span(f"\n{url}", url=url)) if url else (Span(text),), stage=Stage.FAILED)


def notice_card(key: str, language: str) -> Card:
    """Not a mistake, only how things are."""
    return Card((Span(say(key, language=language)),), passing=key.endswith(SOON_END))


def translated_note(note: str, language: str) -> str:
    """A note of the rules in that language; an operator's own as it stands there."""
    key = next((one for one in NOTE_TEXTS if say(one) == note), "")
    return say(key, language=language) if key else note


def error_card(error: UserError, language: str) -> Card:
    """A word to one person about what was wrong with what they did."""
    if isinstance(error, BadPrompt):
        note = translated_note(str(error.facts.get("note", "")), language)
        facts = {**error.facts, "nearest": error.facts.get("nearest") or "none", "note": note}
        text = say(f"prompt-{error.code}", facts, language=language)
    else:
        text = say(error.code, error.facts, language=language)
    return Card((Span(text.strip()),), stage=Stage.FAILED)
