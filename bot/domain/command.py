"""A command as it is declared: how it is written, what it takes, what it means; and its options as typed text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.chat_request import ChatRequest
from bot.domain.flags import Flag, FlagRules, Kind
from bot.domain.hosted import InputPicture, earliest_end
from bot.domain.order import Order


class OptionKind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    SWITCH = "switch"


class Completes(StrEnum):
    """What is proposed while an option is typed; falsy where nothing is."""

    NOTHING = ""
    PROMPTS = "prompts"  # what this person has had painted; such an option takes `#CODE`, too
    CODES = "codes"  # of what they have
    CHOICES = "choices"  # those of the option, which may be others, too
    SETTINGS = "settings"  # the values of a setting


class Seen(StrEnum):
    """Who sees the answer to a command, where a platform can tell people apart."""

    ALL = "all"
    ONE = "one"  # whoever gave it


# What is proposed while one types, and what a choice may say: Discord's limits, the strictest of all.
CHOICES_MOST = 25
CHOICE_LONGEST = 100  # characters of a label, and of a value

OptionValue = str | int | float  # a switch has True or False


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` is what is written when it is chosen."""

    label: str
    value: str


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
    it is typed. `choices`: what can be given to one of that kind, and what is proposed for others.
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


@dataclass(frozen=True, slots=True)
class CommandInput:
    """The text after a command, and the pictures that came with it: their addresses are ours, and not looked at.

    `usage`: how it is written, to be shown with what is wrong.
    """

    text: str
    rules: FlagRules
    pictures: Sequence[InputPicture] = ()
    usage: str = ""

    @property
    def addresses(self) -> Sequence[str]:
        """Of the pictures, in order."""
        return [picture.url for picture in self.pictures]

    @property
    def pictures_until(self) -> float:
        """When the first of them is gone, in unix seconds; 0: not soon."""
        return earliest_end(self.pictures)


@dataclass(frozen=True, slots=True)
class Command:
    """`meaning` raises UserError for what cannot be meant.

    `takes_flags`: those of the rules are options of it, too. `pictures`: so many can come with it.
    """

    name: str
    usage: str
    meaning: Callable[[CommandInput], Order | ChatRequest]
    options: tuple[Option, ...] = ()
    takes_flags: bool = False
    pictures: int = 0
    for_admins: bool = False  # in a place with others
    seen: Seen = Seen.ALL
    listed: bool = True


@dataclass(frozen=True, slots=True)
class ListedCommand:
    """A command with its summary in one language, as menus and /help show it."""

    command: Command
    summary: str


def written(command: Command, values: Mapping[str, OptionValue]) -> str:
    """The text after the command that a person would have typed for these values of its options, by name.

    A value of no option is written as a flag of that name, so that it is answered like any flag that nobody knows.
    """
    known = [(option, values[option.name]) for option in command.options if option.name in values]
    names = {option.name for option in command.options}
    unknown = [(Option(name, flag=name), value) for name, value in values.items() if name not in names]
    words = [word for option, value in known if not option.flag for word in _option_words(option, value)]
    return " ".join([*words, *_option_flags([*known, *unknown])])


def _option_words(option: Option, value: OptionValue) -> Iterator[str]:
    if option.kind is OptionKind.SWITCH:
        yield from [option.name] if value else []
    elif text := _value_text(value):
        yield text


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


# --- the flags of prompts as options -----------------------------------------------------------------

MODE_OPTION = "mode"
_OPTION_KINDS = {
    Kind.INTEGER: OptionKind.INTEGER,
    Kind.NUMBER: OptionKind.NUMBER,
    Kind.CHOICE: OptionKind.CHOICE,
    Kind.SWITCH: OptionKind.SWITCH,
}


def flag_options(rules: FlagRules, taken: Sequence[str] = ()) -> tuple[Option, ...]:
    """One for each flag that leaves something to choose, the speeds as one; `taken`: names of other options."""
    speeds = [name for name, flag in rules.flags.items() if flag.kind is Kind.SPEED]
    choices = tuple(Choice(name, f"--{name}") for name in speeds)
    options = [Option(MODE_OPTION, OptionKind.CHOICE, choices=choices)] if choices else []
    used = {*taken, MODE_OPTION}
    for flag in rules.flags.values():
        name = _option_name(flag, used)
        if name and flag.kind is not Kind.SPEED and not _is_settled(flag):
            used.add(name)
            options.append(_flag_option(name, flag))
    return tuple(options)


def _option_name(flag: Flag, used: set[str]) -> str:
    """The longest spelling says most; empty when all of them are taken, so that it can only be typed."""
    return max((name for name in (flag.name, *flag.aliases) if name not in used), key=len, default="")


def _is_settled(flag: Flag) -> bool:
    """Whether there is but one value."""
    return flag.kind in {Kind.INTEGER, Kind.NUMBER} and flag.min == flag.max


def _flag_option(name: str, flag: Flag) -> Option:
    kind = _OPTION_KINDS.get(flag.kind, OptionKind.TEXT)
    counted = kind in {OptionKind.INTEGER, OptionKind.NUMBER}
    return Option(
        name,
        kind,
        flag.name,
        least=flag.min if counted else None,
        most=flag.max if counted else None,
        choices=tuple(Choice(value, value) for value in flag.values) if kind is OptionKind.CHOICE else (),
    )
