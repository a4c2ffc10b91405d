"""A command as it is declared: how it is written, what it takes, what it means; and its options as typed text."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot.domain.chat_request import ChatRequest
from bot.domain.errors import UserError
from bot.domain.flags import FlagRules, Scope
from bot.domain.order import Order
from bot.domain.subject import Naming, Source


class OptionKind(StrEnum):
    """What can be given. A picture comes along with a command, and is no part of its text."""

    TEXT = "text"
    LINK = "link"  # an address: one word
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    SWITCH = "switch"
    PICTURE = "picture"


class Completes(StrEnum):
    """What is proposed while an option is typed; falsy where nothing is."""

    NOTHING = ""
    PROMPTS = "prompts"  # what this person has had painted; such an option takes `#CODE`, too
    CODES = "codes"  # of what they have
    PICTURES = "pictures"  # the same, as the name of a picture that something is to be done with
    CHOICES = "choices"  # those of the option, which may be others, too
    SETTINGS = "settings"  # the values of a setting


class CommandGroup(StrEnum):
    """What a command is for, as help tells it; in that order."""

    PAINT = "paint"
    CHANGE = "change"  # something is made of a picture or a film
    WORDS = "words"
    OWN = "own"  # what one has here already, and how one wants things done


class Seen(StrEnum):
    """Who sees the answer to a command, where a platform can tell people apart."""

    ALL = "all"
    ONE = "one"  # whoever gave it


# What platforms with typed options take: these are Discord's (documentation of application commands). There all
# texts of a command together may have 8,000 characters, too, so choices have to be short.
TYPED_OPTIONS_MOST = 25
NAME_LONGEST = 32  # characters of the name of an option: of -, _, a-z and 0-9
SUMMARY_LONGEST = 100  # characters of what is said of an option
CHOICES_MOST = 25
CHOICE_LONGEST = 100  # characters of a label, and of a value
CHOICES_ROOM = 200  # characters of all labels and values of an option

# Commands that can be tried with one press, since they need no picture, with the keys of what is tried.
EXAMPLE_CODES = {
    Completes.CODES: "7K2M9QXD",
    Completes.PICTURES: "#7K2M9QXD.2",
}  # of a picture, and of a part of one
EXAMPLE_TEXTS = {"imagine": "example-imagine", "shorten": "example-shorten", "translate": "example-translate"}

OptionValue = str | int | float  # a switch has True or False


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` is what is written when it is chosen. `text`: the key of its label, where each language has one."""

    label: str
    value: str
    text: str = ""


def fit_label(text: str) -> str:
    """On one line, and cut behind a word where one ends in time."""
    line = " ".join(text.split())
    if len(line) <= CHOICE_LONGEST:
        return line
    kept = line[: CHOICE_LONGEST - 1]
    head, _, tail = kept.rpartition(" ")
    return (head if len(tail) < CHOICE_LONGEST // 4 else kept).rstrip(" ,;:-\u200d\ufe0f") + "…"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be said with a command.

    `flag`: the prompt's flag that it stands for, as the service has it; without one it is a part of the text.
    `least` and `most` bound a number, `longest` a text, in characters; 0: any. `completes`: what is proposed while
    it is typed. `choices`: what can be given to one of that kind, and what is proposed for others. `spare`: it can
    be typed into the text as well, so it is left out where there is no room. `text`: the key of what is said of it,
    where that is not `option-` and its name. `instead`: the name of an option that it takes the place of, `beside`:
    those of which it needs one.
    """

    name: str
    kind: OptionKind = OptionKind.TEXT
    flag: str = ""
    required: bool = False
    least: float | None = None
    most: float | None = None
    longest: int = 0
    choices: tuple[Choice, ...] = ()
    completes: Completes = Completes.NOTHING
    spare: bool = False
    text: str = ""
    instead: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommandInput:
    """The text after a command, and the pictures that came with it, or are named in it.

    Their addresses are ours, and not looked at. `usage`: how it is written, to be shown with what is wrong.
    `quoted`: those of `pictures` that are in what it answers.
    """

    text: str
    rules: FlagRules
    pictures: Sequence[Source] = ()
    usage: str = ""
    named: Sequence[Source] = ()
    quoted: Sequence[Source] = ()

    @property
    def addresses(self) -> Sequence[str]:
        """Of the pictures that came along, in order."""
        return [picture.url for picture in self.pictures]

    @property
    def sources(self) -> tuple[Source, ...]:
        """All of them."""
        return *self.pictures, *self.named


@dataclass(frozen=True, slots=True)
class Command:
    """`meaning` raises UserError for what cannot be meant.

    `takes_flags`: those of the rules that are for its `flag_scope` are options of it, too. `pictures`: so many can
    come with it, and `pictures_least` it needs, however they are named. `naming`: where codes of pictures count in
    its text. `takes_second`: what comes along beside a picture that is named is something else than that: the mask
    for it, or the last picture of its film.
    """

    name: str
    usage: str
    meaning: Callable[[CommandInput], Order | ChatRequest]
    options: tuple[Option, ...] = ()
    takes_flags: bool = False
    flag_scope: Scope = Scope.PICTURE
    pictures: int = 0
    pictures_least: int = 0
    naming: Naming = Naming.NOWHERE
    takes_second: bool = False
    for_admins: bool = False  # in a place with others
    seen: Seen = Seen.ALL
    listed: bool = True
    group: CommandGroup = CommandGroup.OWN
    for_operators: bool = False  # for others there is no such command
    for_remix: bool = False  # there is none where a variation takes no other words

    @property
    def takes_answered(self) -> bool:
        """Whether a picture that it answers can be one of its own: not where its first word names what it is about,
        and that is no picture.
        """
        return self.pictures > 0 and (self.pictures_least > 0 or self.naming is not Naming.FIRST)


@dataclass(frozen=True, slots=True)
class ListedOption:
    """An option with what is said of it in one language, and its choices in that.

    `name`: what it is called there; empty where that is its own name.
    """

    option: Option
    summary: str
    choices: tuple[Choice, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class ListedCommand:
    """A command with its summary in one language, as menus and /help show it.

    `options`: for platforms where they are typed one by one, within their limits: see `typed_options`. `usage`: how
    it is typed, in that language, and `option_usage`: how it is given where each thing has its name.
    """

    command: Command
    summary: str
    options: tuple[ListedOption, ...] = ()
    usage: str = ""
    option_usage: str = ""


def near_command(name: str, names: Collection[str], likeness: float = 0.6) -> str:
    """The one of these names that is most like it, from 0 to 1 at least that much; empty when none is."""
    return next(iter(get_close_matches(name, sorted(names), n=1, cutoff=likeness)), "")


def usage_by_option(listed: ListedCommand) -> str:
    """How it is given where each thing has its name: what has to be, with an example of a code, and its pictures.

    A platform shows the rest by itself while a command is typed.
    """
    pictures = [one for one in listed.options if one.option.kind is OptionKind.PICTURE]
    needed = pictures[: listed.command.pictures_least]
    named = [
        f"{one.name or one.option.name}:{EXAMPLE_CODES.get(one.option.completes, '')}"
        for one in listed.options
        if one.option.required or one in needed
    ]
    return " ".join([f"/{listed.command.name}", *named])


def check_options(listed: ListedCommand, names: Collection[str]) -> None:
    """Whether options of these names go together. Raises UserError: their pictures come without the names."""
    called = {one.option.name: one.name or one.option.name for one in listed.options}
    given = [one.option for one in listed.options if one.option.name in names]
    for option in given:
        if option.instead in names:
            raise UserError("options-either", one=called[option.instead], other=called[option.name])
        if option.beside and not set(option.beside) & set(names):
            raise UserError("need-picture", usage=listed.option_usage)


def typed_options(command: Command) -> Sequence[Option]:
    """Its options where each is typed by itself: first what has to be given, and no more than there is room for."""
    room = TYPED_OPTIONS_MOST - sum(not option.spare for option in command.options)
    spare = [option.name for option in command.options if option.spare][: max(room, 0)]
    kept = [option for option in command.options if not option.spare or option.name in spare]
    return sorted(kept, key=lambda option: not option.required)


def written(command: Command, values: Mapping[str, OptionValue]) -> str:
    """The text after the command that a person would have typed for these values of its options, by name.

    A value of no option is written as a flag of that name, so that it is answered like any flag that nobody knows.
    Pictures are not written: they come along.
    """
    written_down = [option for option in command.options if option.kind is not OptionKind.PICTURE]
    known = [(option, values[option.name]) for option in written_down if option.name in values]
    names = {option.name for option in command.options}
    unknown = [(Option(name, flag=name), value) for name, value in values.items() if name not in names]
    words = [word for option, value in known if not option.flag for word in _option_words(option, value)]
    return " ".join([*words, *_option_flags([*known, *unknown])])


def _option_words(option: Option, value: OptionValue) -> Iterator[str]:
    if option.kind is OptionKind.SWITCH:
        yield from [option.name] if value else []
    elif text := _value_text(value):
        # Otherwise what is behind a space would be taken for words, and what is before it for the address.
        yield "%20".join(text.split()) if option.kind is OptionKind.LINK else text


def _option_flags(given: Sequence[tuple[Option, OptionValue]]) -> Iterator[str]:
    for option, value in given:
        if not option.flag or (option.kind is OptionKind.SWITCH and not value):
            continue
        yield (
            f"--{option.flag}"
            if option.kind is OptionKind.SWITCH
            else f"--{option.flag} {_value_text(value)}".rstrip()
        )


def _value_text(value: OptionValue) -> str:
    """A fraction as people write it, with as many decimals as flags take."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value).strip()


def command_flags(command: Command) -> Sequence[str]:
    """The flags that its options stand for, as they are typed."""
    chosen = [choice.value for option in command.options for choice in option.choices if not option.flag]
    return [
        *(value for value in chosen if value.startswith("--")),
        *(f"--{option.flag}" for option in command.options if option.flag),
    ]
