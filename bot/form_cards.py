"""Cards of forms: what can be filled in, as rows of buttons, and for platforms that have controls for it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.cards import own_button
from bot.domain.buttons import BUTTON_SPECS, Verb, encode_payload
from bot.domain.card import Button, ButtonKind, ButtonStyle, Card, Span, Style
from bot.domain.form import CHOICES_ACROSS, SWITCH_OFF, SWITCH_ON, FieldChoice, FieldKind, Form, FormField
from bot.domain.hosted import HIDDEN
from bot.domain.sketch import Sketch, SketchField, SketchKind, typed_hint
from bot.i18n import has_text, say
from bot.panels import setting_value


def make_form(sketch: Sketch, language: str) -> Form:
    """What can be filled in, for a platform that has controls for it."""
    fields = tuple(form_field(one, sketch, language) for one in sketch.fields)
    hint = typed_words(sketch, language)
    if sketch.kind is SketchKind.REGION and not sketch.pages:
        hint += " " + say("region-no-page", language=language)
    title, go = say(f"form-{sketch.kind}", language=language), say(f"order-{sketch.command}", language=language)
    return Form(sketch.id, title, fields, go, hint)


def typed_words(sketch: Sketch, language: str) -> str:
    """How the same is typed; where nothing is chosen yet, how it could be."""
    if not sketch.bare:
        return say("form-typed", {"command": typed_hint(sketch)}, language=language)
    how = "region-how-sent" if sketch.came else "region-how"
    return say(how, {"name": sketch.typed_subject}, language=language)


def form_field(field: SketchField, sketch: Sketch, language: str) -> FormField:
    """A field with what it is called, and what stands there."""
    labels = [choice_label(field, str(one), language) for one in field.values]
    choices = tuple(FieldChoice(str(one), label) for one, label in zip(field.values, labels, strict=True))
    label, note = (say(key, language=language) if key else "" for key in (field.text, field.note))
    value, sent = field.read(sketch.chosen), field.name in sketch.sent
    return FormField(field.name, field.kind, label, value, choices, field.longest, sent, note)


def choice_label(field: SketchField, value: str, language: str) -> str:
    """One of the values of a field, in words."""
    if field.named and has_text(f"{field.named}{value}"):
        return say(f"{field.named}{value}", language=language)
    return setting_value("", value, language) if field.kind is FieldKind.SWITCH else value


def form_card(sketch: Sketch, language: str) -> Card:
    """The same with rows of buttons for what can be chosen; its first text is what answers its message.

    Its last row orders it, leaves it, or opens it in a window.
    """
    form = make_form(sketch, language)
    first, *more = (one for one in form.fields if one.kind is FieldKind.TEXT)
    pictures = [one for one in form.fields if one.kind is FieldKind.PICTURE]
    texts = [first, *(one for one in more if one.value), *pictures]
    words = [span for one in texts for span in (Span(f"\n{one.label}: "), field_span(one))]
    answered = ("form-answer", *(one.answer for one in sketch.fields if one.answer))
    answer = Span("\n\n" + " ".join(say(key, language=language) for key in answered))
    hint = Span(f"\n{form.hint}", Style.MUTED)
    pages = page_buttons(sketch.pages, language)
    rows = tuple(row for one in form.fields if one.choices for row in pick_rows(form, one))
    go = Button(form.go, encode_payload(Verb.GO, form.id), "▶️", ButtonStyle.PRIMARY)
    card_text = (Span(form.title, Style.BOLD), *words, answer, hint)
    last = go, own_button(Verb.DROP, language, form.id), fill_button(sketch, language)
    return Card(card_text, buttons=(*((pages,) if pages else ()), *rows, last), form=form)


def brief_form_card(sketch: Sketch, language: str) -> Card:
    """What leads on to a form, or to its pages, in a word below which nothing can be filled in."""
    pages = page_buttons(sketch.pages, language)
    rows = (*((pages,) if pages else ()), (fill_button(sketch, language),))
    return Card((Span(make_form(sketch, language).hint),), buttons=rows)


def fill_button(sketch: Sketch, language: str) -> Button:
    """To all of a form at once; it is called as what leads to that form."""
    spec, part = BUTTON_SPECS[Verb.FILL], sketch.subject.rpartition(".")[2]
    label = say(f"button-{sketch.kind}-form", {"n": part}, language=language)
    return Button(label, encode_payload(Verb.FILL, sketch.id), spec.emoji, spec.style, spec.kind)


def field_span(field: FormField) -> Span:
    """What stands in a field that is no choice."""
    return Span(HIDDEN) if field.sent else Span(field.value or "–", Style.CODE)


def pick_rows(form: Form, field: FormField) -> Iterator[tuple[Button, ...]]:
    """What can be chosen in a field; a switch is one button, which turns it over, and so is each of several."""
    if field.kind is not FieldKind.SEVERAL:
        yield pick_row(form, field)
        return
    for at in range(0, len(field.choices), CHOICES_ACROSS):
        yield tuple(turn_button(form, field, one) for one in field.choices[at : at + CHOICES_ACROSS])


def turn_button(form: Form, field: FormField, choice: FieldChoice) -> Button:
    """One of several, on or off; by its value alone, since where it stands says which it is."""
    on = choice.value in field.value.split()
    turned = f"{field.name}.{choice.value}={SWITCH_OFF if on else SWITCH_ON}"
    return Button(f"{'◾' if on else '▫️'} {choice.value}", encode_payload(Verb.PICK, form.id, turned))


def pick_row(form: Form, field: FormField) -> tuple[Button, ...]:
    """The same in one row."""
    if field.kind is FieldKind.SWITCH:
        turn = next(one for one in field.choices if one.value != field.value)
        label = next(one.label for one in field.choices if one.value == field.value)
        return (Button(f"{field.label}: {label}", pick_payload(form, field, turn)),)
    return tuple(
        Button(f"✓ {one.label}" if one.value == field.value else one.label, pick_payload(form, field, one))
        for one in field.choices
    )


def pick_payload(form: Form, field: FormField, choice: FieldChoice) -> str:
    """Of the button that chooses it."""
    return encode_payload(Verb.PICK, form.id, f"{field.name}={choice.value}")


def done_form_card(sketch: Sketch, language: str) -> Card:
    """The form when it was ordered: once more, if they like."""
    card = form_card(sketch, language)
    *_, (go, *_others) = card.buttons
    return replace(card, buttons=((replace(go, done=True),),))


def dropped_form_card(language: str) -> Card:
    """Nothing was ordered."""
    return Card((Span(say("form-dropped", language=language)),))


def region_card(name: str, language: str, pages: Sequence[str] = ()) -> Card:
    """How to say which part of the picture of that name is to change; `pages`: where it, or each of its four parts,
    can be painted on; without one it says what that would take.
    """
    leads = page_buttons(pages, language)
    # What came along has no name, and is sent once more.
    how = "region-how-sent" if name == HIDDEN else "region-how"
    words = Span(say(how, {"name": name}, language=language))
    if not leads:
        return Card((words, Span("\n" + say("region-no-page", language=language), Style.MUTED)))
    return Card((words,), buttons=(leads,))


def page_buttons(pages: Sequence[str], language: str) -> tuple[Button, ...]:
    """To each of them, for a picture or the parts of a sheet."""
    label = "button-page" if len(pages) == 1 else "button-page-part"
    return tuple(
        Button(say(label, {"n": n}, language=language), page, "🖌️", ButtonStyle.PRIMARY, ButtonKind.PAGE)
        for n, page in enumerate(pages, 1)
    )
