"""What one message should show, without a word on how a platform shows it."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.form import Form
from bot.domain.ids import MessageRef, read_code


class Style(StrEnum):
    """How a run of text stands out."""

    PLAIN = "plain"
    BOLD = "bold"
    CODE = "code"
    MUTED = "muted"
    PROMPT = "prompt"  # somebody's words, which may be long: on lines of their own, and they stand out
    CREDIT = "credit"  # who asked for it: small print, and left out where a message stands under their name


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. It is never markup: each adapter escapes it for its platform, once."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""


class MediaKind(StrEnum):
    """What a file of a card is to be shown as."""

    IMAGE = "image"
    VIDEO = "video"
    FILE = "file"  # to be kept as it is, not looked at


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, a clip or a file. `data` is empty until it is rendered for a platform.

    `key` names what it shows, whatever its address; empty for what is not kept. `file_id`: the platform's own name
    for the very same file, when it has it already: then no data is needed. `spoiler`: covered at first.
    `part`: the picture is that one of four, 1 to 4; `sheet`: where all four are, from which it is cut when `url` is
    empty or cannot be had. `poster`: the still before a clip plays; `full`: the same picture at its largest;
    `thumbs`: the same in smaller sizes, the smallest first, for a platform that shows one that fits.
    `spare`: small, and beside words that say it all: left out where there is no room for it, or it cannot be had.
    `size`: bytes of what lies at `url`, where that was looked at; 0: nobody knows.
    """

    kind: MediaKind
    url: str
    alt: str
    width: int = 0
    height: int = 0
    data: bytes = b""
    mime: str = ""
    key: str = ""
    file_id: str = ""
    spoiler: bool = False
    part: int = 0
    sheet: str = ""
    poster: "Media | None" = None
    full: "Media | None" = None
    thumbs: tuple["Media", ...] = ()
    spare: bool = False
    size: int = 0


class ButtonStyle(StrEnum):
    NORMAL = "normal"
    PRIMARY = "primary"


class ButtonGroup(StrEnum):
    """What a button does with a result; those that do the same belong side by side."""

    UPSCALE = "upscale"
    VARY = "vary"
    REROLL = "reroll"
    ZOOM = "zoom"
    PAN = "pan"
    ANIMATE = "animate"
    EXTEND = "extend"
    PIECE = "piece"  # one of four by itself
    OTHER = "other"


BAR_SQUARES = 10  # in a bar of progress


class ButtonKind(StrEnum):
    """What a button does, and what its payload is. A platform leaves out those it cannot do."""

    PRESS = "press"  # comes back to us: what `buttons` made
    FULL = "full"  # the same, for the whole of what a platform shows a part of
    FORWARD = "forward"  # lets a person choose another chat for the picture of a code
    PAGE = "page"  # leads to a page of ours, at the address that is its payload
    OPEN = "open"  # leads to the picture of a code, in a chat with the bot
    SOLE = "sole"  # the same as PRESS, of use only where a message shows one of several files
    WINDOW = "window"  # the same as PRESS, of use only where a form can be filled in in a window
    COPY = "copy-text"  # copies its text, and comes back to nobody; "copy" was another kind once


@dataclass(frozen=True, slots=True)
class Button:
    """`text`: what it copies, where a platform can have that done; elsewhere the press says it.

    `name`: what it does, in one word that is the same in every language; `part`: with which of several, from 1.
    `short`: its label where its group is named beside it. `hint`: what it does, for who is told and does not see
    it. `done`: it has ordered something before.
    """

    label: str
    payload: str
    emoji: str = ""
    style: ButtonStyle = ButtonStyle.NORMAL
    kind: ButtonKind = ButtonKind.PRESS
    text: str = ""
    group: ButtonGroup = ButtonGroup.OTHER
    name: str = ""
    part: int = 0
    short: str = ""
    hint: str = ""
    done: bool = False

    @property
    def marked_label(self) -> str:
        """Its label, where a platform marks what was done in words."""
        return f"✓ {self.label}" if self.done else self.label


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
    """The whole of a message: showing the same card twice changes nothing.

    `version`: of the job's record that it speaks of, where a platform can tell newer from older; 0: of none.
    `more_label`: what a list of those buttons is called that a platform has no room for. `personal`: for whoever
    asked alone, where a platform can show it so. `form`: what its buttons fill in, for a platform that has controls
    of its own for that: then it shows those instead. `album`: its files
    belong side by side, in messages of their own where one shows one file; it has no buttons then. `source`: the
    message that it came from. `passing`: it says that something is coming, and is of no use once that is there.
    """

    text: tuple[Span, ...]
    media: tuple[Media, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    progress: Progress | None = None
    stage: Stage = Stage.NOTE
    version: int = field(default=0, compare=False)
    more_label: str = ""
    personal: bool = False
    form: Form | None = None
    album: bool = False
    source: MessageRef | None = field(default=None, compare=False)
    passing: bool = False

    @property
    def credit(self) -> str:
        """The name of whoever asked for it, where it says so."""
        return next((span.text for span in self.text if span.style is Style.CREDIT), "")

    @property
    def code(self) -> str:
        """The name of the result that it shows, or of its part, without `#`; empty where it shows none."""
        named = (span.text.removeprefix("#") for span in self.text if span.style is Style.CODE)
        return next((name for name in named if read_code(name.partition(".")[0])), "")


def without_spare(card: Card) -> Card:
    """With the words alone, where those say it all."""
    return replace(card, media=tuple(one for one in card.media if not one.spare))


def text_length(card: Card) -> int:
    """Characters of its words, as UTF-16 counts them."""
    return sum(len(span.text.encode("utf-16-le", "surrogatepass")) // 2 for span in card.text)


def progress_line(progress: Progress) -> str:
    """How far a job is, with a bar, in one line."""
    if progress.percent is None:
        return f"{progress.label} …"
    full = round(progress.percent / 100 * BAR_SQUARES)
    return f"{'▰' * full}{'▱' * (BAR_SQUARES - full)} {progress.percent} % · {progress.label}"


def plain(text: str) -> Card:
    """A card of one run of text."""
    return Card((Span(text),))
