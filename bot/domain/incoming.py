"""What a person did, in words that no platform owns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.characters import clean_name
from bot.domain.ids import MessageRef, Place
from bot.domain.reframe import Reframe
from bot.domain.subject import Subject

# Of a picture that a person sends, in bytes; Telegram hands out no larger ones (getFile).
INPUT_FILE_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a chat; `id` is unique over all platforms, `language` a BCP 47 tag or empty.

    The name is cleaned: it stands beside other people's words.
    """

    id: str
    name: str
    language: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_name(self.name))


@dataclass(frozen=True, slots=True)
class Origin:
    """Who, where, and how to answer.

    `reply` is the adapter's own handle, opaque to everybody else, and may be secret.
    `private`: nobody else is there.
    """

    place: Place
    person: Person
    reply: str = field(default="", repr=False)
    private: bool = False


@dataclass(frozen=True, slots=True)
class CommandCall:
    """A command and the text after it; `key` names the event, so that a replay is known as one.

    `at`: when it was said, in unix seconds, where the platform tells; 0: just now. `heard`: what time it was there
    when we heard of it; 0: not known. `attachments`: pictures that
    came with it, by names that the platform's messenger can fetch; `quoted`: those of the message it answers.
    `reply_to`: that message, if it is ours. `album` names several messages that were sent as one, of which this
    is one. `still`: those pictures stand for something that moves. `unusable`: there is something that is no
    picture where one could be. `plain`: words without a command, where only we are; `name` is what they would mean.
    `forwarded`: they are somebody else's. `press`: the button that it comes from, as in Job. `by_option`: each
    thing was given under its name, where a platform has people do so; `options`: those names. `named`: plain words
    call us by our name. `guess`: it is near to a command of ours and none, so another bot may be meant.
    """

    key: str
    origin: Origin
    name: str
    text: str = ""
    at: float = 0.0
    attachments: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    reply_to: MessageRef | None = None
    album: str = ""
    still: bool = False
    unusable: bool = False
    plain: bool = False
    forwarded: bool = False
    press: str = ""
    heard: float = 0.0
    by_option: bool = False
    options: tuple[str, ...] = ()
    named: bool = False
    guess: bool = False


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A button under one of our messages; `payload` is what `buttons` made.

    `seen`: the words of that message, where they are sent along. `vouched`: the platform itself says that, and that
    the button stands there; otherwise whoever pressed could have made all of it up. `at` as in a command.
    """

    key: str
    origin: Origin
    message: MessageRef
    payload: str
    seen: str = ""
    vouched: bool = False
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class FormReply:
    """A form that was filled in, all at once: `values` by the names of its fields, as they were given.

    `pictures`: what was sent for fields, by their names; as `attachments` of a command. `unusable`, `at`: as there.
    """

    key: str
    origin: Origin
    form: str
    values: Mapping[str, str]
    pictures: Mapping[str, str] = field(default_factory=dict)
    unusable: bool = False
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class MaskPainted:
    """Somebody has chosen a part of a picture, on a page of ours, and perhaps said what is to be there.

    `mask`: the name of what they chose; `message`: where a button led to the page, if one did. `lent`: the address
    of what was painted on, of the mask's size, where `subject` is a link: behind it another may be by now.
    `reframe`: instead of that, where they have placed the picture on a larger ground.
    """

    key: str
    origin: Origin
    subject: Subject
    mask: str
    message: MessageRef | None = None
    text: str = ""
    lent: str = ""
    reframe: Reframe | None = None


# What somebody asks of us, and waits for.
UserEvent = CommandCall | ButtonPress | MaskPainted


@dataclass(frozen=True, slots=True)
class Search:
    """Somebody looks through their pictures, to send one to wherever they are."""

    key: str
    origin: Origin
    text: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """We were added to a place."""

    key: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Moved:
    """A place has another name from now on."""

    key: str
    origin: Origin
    to: Place


# What is dealt with as it comes; a form is read as the command that it is first.
Happening = UserEvent | Search | Arrival | Moved
Incoming = Happening | FormReply


def waited_for(event: Incoming) -> bool:
    """Whether somebody expects an answer."""
    if isinstance(event, CommandCall):
        return bool(event.name) and (event.origin.private or not event.plain)
    return isinstance(event, ButtonPress | FormReply)
