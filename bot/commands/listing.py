"""A command as menus show it: with all its options, and what is said of them and of their choices in a language."""

from dataclasses import replace
from string import digits

from bot.domain.command import (
    Choice,
    Command,
    ListedCommand,
    ListedOption,
    Option,
    OptionKind,
    fit_label,
    typed_options,
    usage_by_option,
)
from bot.domain.flag_options import flag_options
from bot.domain.flags import FlagRules
from bot.i18n import has_text, say


def with_flags(command: Command, rules: FlagRules) -> Command:
    """With the flags of the rules, if it takes any: before the second picture, since they are wanted more often.

    But not where pictures come first: it is made of them.
    """
    if not command.takes_flags:
        return command
    own = command.options
    more_pictures = (n for n, option in enumerate(own) if option.name == "image2")
    first_picture = own[0].kind is OptionKind.PICTURE
    at = len(own) if first_picture else next(more_pictures, len(own))
    flags = flag_options(rules, command.flag_scope, [option.name for option in own])
    return replace(command, options=(*own[:at], *flags, *own[at:]))


def list_command(command: Command, rules: FlagRules, language: str) -> ListedCommand:
    """`command` has the options that come out of the rules."""
    options = tuple(list_option(option, rules, language) for option in typed_options(command))
    summary = say(f"command-{command.name}", language=language)
    listed = ListedCommand(command, summary, options, command_usage(command, language))
    return replace(listed, option_usage=usage_by_option(listed))


def command_usage(command: Command, language: str) -> str:
    """How it is typed; what holds no word is the same everywhere."""
    key = f"usage-{command.name}"
    return say(key, language=language) if has_text(key) else command.usage


def list_option(option: Option, rules: FlagRules, language: str) -> ListedOption:
    choices = tuple(list_choice(one, language) for one in option.choices)
    summary = fit_label(option_summary(option, rules, language))
    return ListedOption(option, summary, choices, option_name(option, language))


def option_name(option: Option, language: str) -> str:
    """What it is called there; of several of a kind each has its number. Empty where it has no other name."""
    kind = option.name.rstrip(digits)
    key = f"name-{kind}"
    return say(key, {"n": option.name.removeprefix(kind)}, language=language) if has_text(key) else ""


def option_summary(option: Option, rules: FlagRules, language: str) -> str:
    """What is said of it; of a flag that only an operator knows, what its rule says."""
    key = option.text or f"option-{option.name}"
    if option.flag and not has_text(key):
        facts = {"flag": option.flag, "allowed": rules.flags[option.flag].allowed}
        return say("option-flag", facts, language=language).rstrip(" :：")
    return say(key, {"n": option.name.removeprefix("image")}, language=language)


def list_choice(choice: Choice, language: str) -> Choice:
    """With a label in that language, where it has one."""
    return replace(choice, label=fit_label(say(choice.text, language=language))) if choice.text else choice
