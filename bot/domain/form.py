"""A form: what can be filled in before something is ordered, without a word on how a platform shows it."""

from dataclasses import dataclass
from enum import StrEnum

# Places of a modal on Discord ("Receiving and Responding", Modal); other platforms have room for more.
FIELDS_MOST = 5
SWITCH_ON, SWITCH_OFF = "on", "off"  # the values of a switch
CHOICES_ACROSS = 3  # of several, in a row: those that there are lie in a picture as they stand


class FieldKind(StrEnum):
    """How something is filled in."""

    TEXT = "text"
    CHOICE = "choice"
    SWITCH = "switch"
    PICTURE = "picture"  # an address or a code, or something sent; without a length, nothing but that
    SEVERAL = "several"  # as many of its choices as one likes, in rows of CHOICES_ACROSS; their values, one by one


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One of the values of a field, and what it is called."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """`name` is ours, `label` what people read. `choices`: of all but texts, those of a switch included.

    `longest`: characters of a text. `sent`: a picture that was sent stands there. `note`: how else it is filled in,
    for a platform that takes only a file for a picture.
    """

    name: str
    kind: FieldKind
    label: str
    value: str = ""
    choices: tuple[FieldChoice, ...] = ()
    longest: int = 0
    sent: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """At most FIELDS_MOST fields, one at least a text. `go`: what the button says that orders it.

    `hint`: the command that orders the same, in words.
    """

    id: str
    title: str
    fields: tuple[FormField, ...]
    go: str
    hint: str
