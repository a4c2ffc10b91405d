"""What one message should show, without a word on how a platform shows it."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. It is never markup: each adapter escapes it for its platform, once."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""


class MediaKind(StrEnum):
    IMAGE = "image"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or a clip. `data` is empty until it is rendered for a platform."""

    kind: MediaKind
    url: str
    alt: str
    width: int = 0
    height: int = 0
    data: bytes = b""
    mime: str = ""


class Look(StrEnum):
    NORMAL = "normal"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    payload: str
    emoji: str = ""
    look: Look = Look.NORMAL


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: `percent` is 0 to 100, or None while nobody knows."""

    percent: int | None
    label: str


class Stage(StrEnum):
    """What a reader should take the message for."""

    NOTE = "note"
    WAITING = "waiting"
    THINKING = "thinking"  # like WAITING, but no picture will come
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Card:
    """The whole of a message: showing the same card twice changes nothing."""

    text: tuple[Span, ...]
    media: tuple[Media, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    progress: Progress | None = None
    stage: Stage = Stage.NOTE


def plain(text: str) -> Card:
    """A card of one run of text."""
    return Card((Span(text),))
