"""The commands people can type: each is declared here, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.commands import orders, requests
from bot.commands.listing import command_usage, list_command, option_name, with_flags
from bot.domain.chat_request import ChatRequest
from bot.domain.command import (
    EXAMPLE_TEXTS,
    Choice,
    Command,
    CommandGroup,
    CommandInput,
    Completes,
    ListedCommand,
    Option,
    OptionKind,
    Seen,
    check_options,
    near_command,
)
from bot.domain.errors import UserError
from bot.domain.flags import FlagRules, Scope
from bot.domain.incoming import CommandCall
from bot.domain.order import Order
from bot.domain.prompt import MAX_URLS, PROMPT_LIMIT
from bot.domain.reframe import REFRAME_SIZES
from bot.domain.subject import Naming, Sent, Subject, came_along, name_pictures, shown_names
from bot.i18n import DEFAULT, known, say

PROMPT_OPTION = Option("prompt", required=True, longest=PROMPT_LIMIT, completes=Completes.PROMPTS)
IMAGE_OPTION = Option("image", OptionKind.PICTURE)
# The address of a picture, or its code, where none came along.
LINK_OPTION = Option("link", OptionKind.LINK, completes=Completes.PICTURES, instead=IMAGE_OPTION.name)
CLIP_OPTION = Option("clip", OptionKind.LINK, required=True, longest=16, completes=Completes.PICTURES)
MASK_OPTION = Option("mask", OptionKind.PICTURE, beside=(IMAGE_OPTION.name, LINK_OPTION.name))
LAST_OPTION = replace(MASK_OPTION, name="last")
# Fields or places, as they are typed.
REGION_OPTION = Option("region", longest=100)
# A factor, or a ratio; what the form offers is proposed.
SIZE_OPTION = Option(
    "size",
    required=True,
    longest=20,
    choices=tuple(Choice(one, one) for one in REFRAME_SIZES),
    completes=Completes.CHOICES,
)
WORDS_OPTION = Option("words", longest=PROMPT_LIMIT)
CODE_OPTION = Option("code", required=True, longest=16, completes=Completes.CODES)
ALL_OPTION = Option(requests.ALL, OptionKind.SWITCH)
# What can be chosen where each option is typed by itself. Such menus are the same everywhere, and words without a
# command are heard in private at most: what those do is chosen below /settings, or typed.
SETTING_TEXTS = {
    "language": "settings-language",
    "previews": "settings-previews",
    "press": "settings-pressers",
    "spoiler": "settings-spoiler",
    "gallery": "settings-channel",
    "translate": "settings-translate",
    "talk": "settings-talk",
}
SETTING_CHOICES = tuple(Choice(name, name, text) for name, text in SETTING_TEXTS.items())
SETTING_OPTION = Option("setting", OptionKind.CHOICE, choices=SETTING_CHOICES)
VALUE_OPTION = Option("value", longest=100, completes=Completes.SETTINGS)


def images() -> tuple[Option, ...]:
    """So many pictures as a prompt takes; a platform without such options takes them as they come."""
    return tuple(
        replace(IMAGE_OPTION, name=f"image{number}", text="option-images") for number in range(1, MAX_URLS + 1)
    )


# In the order of menus. The summary of each is `command-<name>` in every file of `bot/i18n`.
ALL_COMMANDS = (
    Command(
        "imagine",
        "/imagine <prompt> [--ar 16:9] [--seed 7] …",
        orders.imagine,
        (PROMPT_OPTION, *images()),
        takes_flags=True,
        pictures=MAX_URLS,
        naming=Naming.BEHIND,
        group=CommandGroup.PAINT,
    ),
    Command(
        "blend",
        "/blend https://…/one.png https://…/two.png",
        orders.blend,
        (*images(), Option("prompt", longest=PROMPT_LIMIT, text="option-blend-prompt")),
        takes_flags=True,
        pictures=MAX_URLS,
        pictures_least=2,
        naming=Naming.ANYWHERE,
        group=CommandGroup.PAINT,
    ),
    Command(
        "describe",
        "/describe https://…/picture.png",
        orders.describe,
        (IMAGE_OPTION, LINK_OPTION),
        pictures=1,
        pictures_least=1,
        naming=Naming.FIRST,
        group=CommandGroup.WORDS,
    ),
    Command("shorten", "/shorten <prompt>", orders.shorten, (PROMPT_OPTION,), group=CommandGroup.WORDS),
    Command(
        "translate",
        "/translate <words>",
        orders.translate,
        (replace(WORDS_OPTION, required=True, text="option-translate-words"),),
        group=CommandGroup.WORDS,
    ),
    Command(
        "edit",
        "/edit https://…/picture.png <what to change>",
        orders.edit,
        (IMAGE_OPTION, LINK_OPTION, replace(WORDS_OPTION, required=True, text="option-edit-words")),
        pictures=1,
        pictures_least=1,
        naming=Naming.FIRST,
        group=CommandGroup.CHANGE,
    ),
    Command(
        "region",
        "/region #<code> 1 2 5 <what is to be there>",
        orders.region,
        (IMAGE_OPTION, MASK_OPTION, LINK_OPTION, REGION_OPTION, replace(WORDS_OPTION, text="option-region-words")),
        pictures=2,
        pictures_least=1,
        naming=Naming.FIRST,
        takes_second=True,
        group=CommandGroup.CHANGE,
    ),
    Command(
        "vary",
        "/vary #<code>.2 <other words>",
        orders.vary,
        (
            replace(LINK_OPTION, required=True, instead=""),
            replace(WORDS_OPTION, required=True, text="option-vary-words"),
        ),
        pictures=1,
        pictures_least=1,
        naming=Naming.FIRST,
        group=CommandGroup.CHANGE,
        for_remix=True,
    ),
    Command(
        "reframe",
        "/reframe #<code> 16:9 <what is to be around it>",
        orders.reframe,
        (IMAGE_OPTION, LINK_OPTION, SIZE_OPTION, replace(WORDS_OPTION, text="option-reframe-words")),
        pictures=1,
        pictures_least=1,
        naming=Naming.FIRST,
        group=CommandGroup.CHANGE,
    ),
    Command(
        "animate",
        "/animate https://…/picture.png <what should move>",
        orders.animate,
        (IMAGE_OPTION, LAST_OPTION, LINK_OPTION, replace(WORDS_OPTION, text="option-animate-words")),
        takes_flags=True,
        flag_scope=Scope.FILM,
        pictures=2,
        pictures_least=1,
        naming=Naming.FIRST,
        takes_second=True,
        group=CommandGroup.CHANGE,
    ),
    Command(
        "extend",
        "/extend #<code>.2 <what should move now>",
        orders.extend,
        (CLIP_OPTION, replace(LAST_OPTION, beside=()), replace(WORDS_OPTION, text="option-animate-words")),
        takes_flags=True,
        flag_scope=Scope.FILM,
        pictures=1,
        naming=Naming.FIRST,
        takes_second=True,
        group=CommandGroup.CHANGE,
    ),
    Command("history", "/history", requests.history, seen=Seen.ONE),
    Command("show", "/show <code>", requests.show, (CODE_OPTION,)),
    Command("cancel", "/cancel [all]", requests.cancel, (ALL_OPTION,), seen=Seen.ONE),
    # Somebody who is no admin of a group can do nothing with these there.
    Command(
        "settings", "/settings", requests.settings, (SETTING_OPTION, VALUE_OPTION), for_admins=True, seen=Seen.ONE
    ),
    Command("help", "/help", requests.help_, seen=Seen.ONE),
    Command(
        "task",
        "/task <id> [<id> …]",
        requests.task,
        (Option("tasks", required=True, longest=1000),),
        seen=Seen.ONE,
        for_operators=True,
    ),
    Command("start", "/start [code]", requests.start, (replace(CODE_OPTION, required=False),), listed=False),
)
COMMANDS_BY_NAME = {command.name: command for command in ALL_COMMANDS}


@dataclass(frozen=True, slots=True)
class Commands:
    """All commands, with the rules they read prompts by; `operators`, by their ids, have some more than others.

    `remix`: the image service is sent other words with a variation, so there is a command for that.
    """

    rules: FlagRules
    operators: frozenset[str] = frozenset()
    remix: bool = False
    menus: dict[tuple[str, bool], Sequence[ListedCommand]] = field(default_factory=dict, compare=False, repr=False)

    def read_command(
        self,
        name: str,
        text: str,
        pictures: Sequence[Sent] = (),
        usage: str = "",
        person: str = "",
        *,
        quoted: Sequence[Subject] = (),
    ) -> Order | ChatRequest:
        """`pictures` came with it, `quoted` are those of what it answers. Like those that it names by codes they
        have no addresses yet.

        `usage`: where it is not typed but given otherwise; `person`: whose id gave it. Raises UserError.
        """
        command = self.find_command(name, operator=person in self.operators)
        # Where one can come along beside the one that it is about, that is the one that is answered, and first.
        came = [*quoted, *pictures] if command.takes_second else [*pictures, *quoted]
        if came and not command.pictures:
            raise UserError("pictures-unused", name=name)
        # Where none is needed, as of a clip, the first word names something else.
        alone = not came or not command.pictures_least or (command.takes_second and len(came) == 1)
        named_text, named = name_pictures(text, command.naming, self.rules, alone=alone)
        sources = came_along(came)
        answered = sources[: len(quoted)] if command.takes_second else sources[len(pictures) :]
        given = CommandInput(named_text, self.rules, sources, usage or command.usage, named, answered)
        try:
            return command.meaning(given)
        except UserError as error:  # it quotes what they did not type
            error.facts = {
                key: shown_names(fact, given.sources) if isinstance(fact, str) else fact
                for key, fact in error.facts.items()
            }
            raise

    def read_call(self, call: CommandCall, answered: Subject | None = None) -> Order | ChatRequest:
        """What is wrong is said in the way in which it was given. Raises UserError.

        `answered`: what the message shows, or is about, that it answers, where that is ours.
        """
        listed = self.listed_for(call)
        if listed:
            check_options(listed, call.options)
        usage = listed.option_usage if listed else typed_usage(call.name, call.origin.person.language)
        sent = [Sent(one) for one in call.attachments]
        quoted = [answered] if answered else [Sent(one) for one in call.quoted]
        return self.read_command(call.name, call.text, sent, usage, call.origin.person.id, quoted=quoted)

    def is_operator(self, call: CommandCall) -> bool:
        """Whether whoever gave it has more commands than others."""
        return call.origin.person.id in self.operators

    def listed_for(self, call: CommandCall) -> ListedCommand | None:
        """Its command, as whoever gave it by option sees that; None where it was typed."""
        language = call.origin.person.language
        menu = (*self.menu(language), *self.operator_menu(language)) if call.by_option else ()
        return next((one for one in menu if one.command.name == call.name), None)

    def find_option(self, command: str, name: str) -> Option | None:
        """One that can be typed, by the names of both; None where there is none."""
        listed = (one.command for one in self.menu(DEFAULT) if one.command.name == command)
        return next((option for one in listed for option in one.options if option.name == name), None)

    def menu(self, language: str) -> Sequence[ListedCommand]:
        """What everybody can type, with all its options; English for a language that we do not have."""
        return self.listed(language, for_operators=False)

    def operator_menu(self, language: str) -> Sequence[ListedCommand]:
        """What operators can type beside that."""
        return self.listed(language, for_operators=True)

    def listed(self, language: str, *, for_operators: bool) -> Sequence[ListedCommand]:
        """Made once for each language: it is looked at whenever something is given by option."""
        tag = known(language)
        if (tag, for_operators) not in self.menus:
            offered = self.offered(operator=for_operators)
            chosen = [one for one in offered if one.listed and one.for_operators is for_operators]
            made = [list_command(with_flags(command, self.rules), self.rules, tag) for command in chosen]
            self.menus[tag, for_operators] = made
        return self.menus[tag, for_operators]

    def offered(self, *, operator: bool) -> Sequence[Command]:
        """Those that there are for somebody."""
        return [
            one for one in ALL_COMMANDS if (operator or not one.for_operators) and (self.remix or not one.for_remix)
        ]

    def find_command(self, name: str, *, operator: bool) -> Command:
        """Raises UserError when there is none of that name for them."""
        offered = {one.name: one for one in self.offered(operator=operator)}
        if name in offered:
            return offered[name]
        short, listed = name[:40], [one.name for one in offered.values() if one.listed]
        if near := near_command(short, listed):
            raise UserError("command-unknown-near", name=short, near=near)
        raise UserError("command-unknown", name=short)


def example_of(name: str, language: str) -> str:
    """Words that a command can be tried with, in that language. Raises UserError where there are none."""
    if name not in EXAMPLE_TEXTS:
        raise UserError("button-unknown")
    return say(EXAMPLE_TEXTS[name], language=language)


def typed_usage(name: str, language: str) -> str:
    """How a command is typed, in that language; empty for what is none."""
    command = COMMANDS_BY_NAME.get(name)
    return command_usage(command, language) if command else ""


def setting_usage(name: str, value: str, language: str, *, by_option: bool) -> str:
    """How it is said what a setting is to be, where commands are typed, or given `by_option`."""
    if not by_option:
        return f"/settings {name} {value}"
    named, valued = (option_name(one, language) or one.name for one in (SETTING_OPTION, VALUE_OPTION))
    return f"/settings {named}:{name} {valued}:{value}"


def takes_prompt(name: str) -> bool:
    """Whether the words of this command are a prompt, which can also be named by a picture's code."""
    command = COMMANDS_BY_NAME.get(name)
    return command is not None and any(option.completes is Completes.PROMPTS for option in command.options)


def needs_picture(name: str) -> bool:
    """Whether this command is about a picture, however that is named."""
    command = COMMANDS_BY_NAME.get(name)
    return command is not None and command.pictures_least > 0
