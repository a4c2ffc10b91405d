"""Forms as modals: what is sent to show one, and what comes back when it is filled in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.discord.buttons import OPTION_LABEL_LIMIT, SELECT, cut_words
from adapters.discord.options import BadOptions, picture_address
from adapters.discord.payload import listed_texts, objects_at, text_at, value_at
from bot.domain.form import FIELDS_MOST, FieldKind, Form, FormField

# Types of components, and limits of a modal ("Component Reference", "Receiving and Responding").
TEXT_INPUT, LABEL, FILE_UPLOAD = 4, 18, 19
SHORT, PARAGRAPH = 1, 2
TITLE_LIMIT = 45
FIELD_LABEL_LIMIT = 45
DESCRIPTION_LIMIT = 100
INPUT_LIMIT = 4000
LINE_LONGEST = 1000  # characters up to which a text is one line
MODAL_NAME = "form:"  # before the name of its form


class BadSubmit(ValueError):
    """No modal of ours."""


def modal_data(form: Form) -> dict[str, Any]:
    """The data of the callback that shows a form."""
    shown = form.fields[:FIELDS_MOST]
    return {
        "custom_id": f"{MODAL_NAME}{form.id}",
        "title": cut_words(form.title, TITLE_LIMIT),
        "components": [label_component(field, "" if number else form.hint) for number, field in enumerate(shown)],
    }


def label_component(field: FormField, description: str) -> dict[str, Any]:
    """A field with its label."""
    match field.kind:
        case FieldKind.TEXT:
            input_ = text_input(field)
        case FieldKind.PICTURE:
            input_, description = file_upload(field), field.note
        case FieldKind.CHOICE | FieldKind.SWITCH | FieldKind.SEVERAL:
            input_ = choice_select(field)
    told = {"description": cut_words(description, DESCRIPTION_LIMIT)} if description else {}
    return {"type": LABEL, "label": cut_words(field.label, FIELD_LABEL_LIMIT), "component": input_, **told}


def text_input(field: FormField) -> dict[str, Any]:
    """None has to be filled in: what is missing the core says better."""
    longest = min(field.longest or INPUT_LIMIT, INPUT_LIMIT)
    begun = {"value": field.value[:longest]} if field.value else {}
    style = SHORT if longest <= LINE_LONGEST else PARAGRAPH
    return {
        "type": TEXT_INPUT,
        "custom_id": field.name,
        "style": style,
        "required": False,
        "max_length": longest,
        **begun,
    }


def file_upload(field: FormField) -> dict[str, Any]:
    """One file, or none ("Component Reference", File Upload)."""
    return {"type": FILE_UPLOAD, "custom_id": field.name, "min_values": 0, "max_values": 1, "required": False}


def choice_select(field: FormField) -> dict[str, Any]:
    """One of its choices; of several as many as there are, or none."""
    several = field.kind is FieldKind.SEVERAL
    chosen = field.value.split() if several else [field.value]
    options = [
        {"label": cut_words(one.label, OPTION_LABEL_LIMIT), "value": one.value, "default": one.value in chosen}
        for one in field.choices
    ]
    many = {"min_values": 0, "max_values": len(options), "required": False} if several else {}
    return {"type": SELECT, "custom_id": field.name, "options": options, **many}


@dataclass(frozen=True, slots=True)
class Submit:
    """What was filled in into a form, by the names of its fields: `pictures` are addresses of uploaded files.

    `unusable`: some file is none.
    """

    form: str
    values: Mapping[str, str]
    pictures: Mapping[str, str]
    unusable: bool = False


def read_submit(data: Any) -> Submit:
    """Raises BadSubmit."""
    name = text_at(data, "custom_id")
    if not name.startswith(MODAL_NAME):
        raise BadSubmit("a modal of another kind")
    inputs = [value_at(one, "component") for one in objects_at(data, "components")]
    files = [one for one in inputs if value_at(one, "type") == FILE_UPLOAD]
    values = {text_at(one, "custom_id"): given_value(one) for one in inputs if one not in files}
    try:
        sent = {
            text_at(one, "custom_id"): picture_address(data, given_value(one)) for one in files if given_value(one)
        }
    except BadOptions as error:
        raise BadSubmit(str(error)) from None
    pictures = {field: address for field, address in sent.items() if address}
    return Submit(name.removeprefix(MODAL_NAME), values, pictures, len(pictures) < len(sent))


def given_value(component: Any) -> str:
    """What was written, or all that was chosen."""
    match value_at(component, "values"):
        case None:
            return text_at(component, "value")
        case values:
            return " ".join(listed_texts(values))
