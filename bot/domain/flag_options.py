"""The flags of prompts as options of a command: they come out of the rules, so an operator's file changes them."""

import math
from collections.abc import Iterable, Sequence

from bot.domain.command import (
    CHOICE_LONGEST,
    CHOICES_MOST,
    CHOICES_ROOM,
    NAME_LONGEST,
    Choice,
    Completes,
    Option,
    OptionKind,
)
from bot.domain.flags import Flag, FlagRules, Kind, Scope

MODE_OPTION = "mode"
INTEGER_MOST = 999_999_999_999  # twelve digits are read
NUMBER_MOST = 999_999.0  # six digits are read before the point


def flag_options(rules: FlagRules, scope: Scope, taken: Iterable[str] = ()) -> Sequence[Option]:
    """One for each flag of the scope that leaves something to choose, the speeds as one.

    `taken`: names of other options. By rank, so that those that people use most come first, and then in the order
    of the rules.
    """
    options: list[Option] = []
    used = {*taken, MODE_OPTION}
    for flag in sorted(rules.in_scope(scope), key=lambda flag: flag.rank or math.inf):
        if flag.kind is Kind.SPEED:
            if all(option.name != MODE_OPTION for option in options):
                options.append(mode_option(rules, scope))
        elif (name := option_name(flag, used)) and not is_settled(flag):
            used.add(name)
            options.append(flag_option(name, flag))
    return options


def mode_option(rules: FlagRules, scope: Scope) -> Option:
    """All speeds that there are for that."""
    speeds = [flag.name for flag in rules.in_scope(scope) if flag.kind is Kind.SPEED]
    choices = tuple(Choice(name, f"--{name}", text=f"mode-{name}") for name in speeds)
    return Option(MODE_OPTION, OptionKind.CHOICE, choices=choices, spare=True)


def option_name(flag: Flag, used: set[str]) -> str:
    """The longest spelling says most; empty when all are taken, or too long: then it can only be typed."""
    names = (flag.name, *flag.aliases)
    return max((name for name in names if name not in used and len(name) <= NAME_LONGEST), key=len, default="")


def bounds(flag: Flag) -> tuple[float, float]:
    """The least and the most that is read, whole where whole numbers are."""
    if flag.kind is Kind.INTEGER:
        return math.ceil(max(flag.min, -INTEGER_MOST)), math.floor(min(flag.max, INTEGER_MOST))
    return max(flag.min, -NUMBER_MOST), min(flag.max, NUMBER_MOST)


def is_settled(flag: Flag) -> bool:
    """Whether there is but one value, or none."""
    least, most = bounds(flag)
    return flag.kind in {Kind.INTEGER, Kind.NUMBER} and least >= most


def flag_option(name: str, flag: Flag) -> Option:
    """An option of that name; what bounds the flag bounds it."""
    text = f"flag-{flag.name}"
    match flag.kind:
        case Kind.INTEGER | Kind.NUMBER:
            least, most = bounds(flag)
            kind = OptionKind.INTEGER if flag.kind is Kind.INTEGER else OptionKind.NUMBER
            return Option(name, kind, flag.name, least=least, most=most, spare=True, text=text)
        case Kind.SWITCH:
            return Option(name, OptionKind.SWITCH, flag.name, spare=True, text=text)
        case _:
            return worded_option(name, flag, text)


def worded_option(name: str, flag: Flag, text: str) -> Option:
    """A choice; one among too much is a text with proposals, as is what no list says."""
    values = [value for value in dict.fromkeys(flag.values or flag.suggest) if 0 < len(value) <= CHOICE_LONGEST]
    choices = tuple(Choice(value, value) for value in values)
    if flag.kind is Kind.CHOICE and is_short(choices) and len(choices) == len(set(flag.values)):
        return Option(name, OptionKind.CHOICE, flag.name, choices=choices, spare=True, text=text)
    completes = Completes.CHOICES if choices else Completes.NOTHING
    return Option(name, OptionKind.TEXT, flag.name, choices=choices, completes=completes, spare=True, text=text)


def is_short(choices: Sequence[Choice]) -> bool:
    """Whether they can be listed with the command."""
    return len(choices) <= CHOICES_MOST and sum(len(one.label) + len(one.value) for one in choices) <= CHOICES_ROOM
