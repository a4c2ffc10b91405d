"""What is answered at once: what is wrong with a command, and what could be meant by what somebody types."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from typing_extensions import override

from bot.commands import SETTING_OPTION, Commands
from bot.domain.access import AccessList
from bot.domain.buttons import request_of
from bot.domain.chat_request import FillForm, OpenForm
from bot.domain.command import CHOICE_LONGEST, CHOICES_MOST, Choice, Completes, Option, OptionValue, fit_label
from bot.domain.errors import StoreError, UserError
from bot.domain.form import Form
from bot.domain.ids import LOOKALIKES
from bot.domain.incoming import ButtonPress, CommandCall, Origin
from bot.handlers import FormOpener
from bot.handlers.chat_settings import SETTING_VALUES
from bot.panels import setting_value
from bot.ports import Answers, Platform
from bot.recents import PROMPT_KEPT, RecentPrompt, RecentPrompts

FORM_WAIT_S = 1.0  # seconds in which our records have to say what is in a form


@dataclass(frozen=True, slots=True)
class QuickAnswers(Answers):
    """`commands` know what is right, `recents` what this person may mean, `forms` what can be filled in.

    `access`: by whom.
    """

    commands: Commands
    recents: RecentPrompts
    forms: FormOpener
    access: AccessList = field(default_factory=AccessList)

    @override
    def check(self, call: CommandCall) -> UserError | None:
        if call.plain:  # whether such words mean anything depends on what the person has chosen
            return None
        if call.unusable:
            return UserError("file-unusable")
        try:
            self.commands.read_call(call)
        except UserError as error:
            return error
        return None

    @override
    async def complete(
        self,
        origin: Origin,
        command: str,
        option: str,
        text: str,
        given: Mapping[str, OptionValue] = MappingProxyType({}),
    ) -> Sequence[Choice]:
        typed, person = " ".join(text[:PROMPT_KEPT].split()), origin.person
        match self.commands.find_option(command, option):
            case Option(completes=Completes.PROMPTS):
                return first_choices(prompt_choices(await self.recents.of_person(person.id), typed))
            case Option(completes=Completes.CODES | Completes.PICTURES as kind):
                sign = "#" if kind is Completes.PICTURES else ""
                return first_choices(code_choices(await self.recents.of_person(person.id), typed, sign))
            case Option(completes=Completes.SETTINGS):
                name = str(given.get(SETTING_OPTION.name, ""))
                return first_choices(matching(setting_choices(name, person.language), typed))
            case Option(completes=Completes.CHOICES, choices=choices):
                return first_choices(matching(choices, typed))
            case _:
                return []

    @override
    async def open_form(self, press: ButtonPress, platform: Platform) -> Form | None:
        try:
            request = request_of(press.message, press.payload)
            if not isinstance(request, OpenForm | FillForm) or not self.access.admits(press.origin):
                return None
            async with asyncio.timeout(FORM_WAIT_S):
                return await self.forms.open_form(request, press.origin, platform)
        except (UserError, StoreError, TimeoutError):
            return None


def first_choices(choices: Iterable[Choice]) -> Sequence[Choice]:
    """Each value once, and only those that are short enough to be one."""
    kept: dict[str, Choice] = {}
    for choice in choices:
        if 0 < len(choice.value) <= CHOICE_LONGEST:
            kept.setdefault(choice.value, Choice(fit_label(choice.label), choice.value))
    return list(kept.values())[:CHOICES_MOST]


def prompt_choices(recents: Iterable[RecentPrompt], typed: str) -> Iterable[Choice]:
    """Prompts in which all of the words are, or of the code that begins so; a long one goes by its code."""
    for recent in recents:
        if recent.prompt and (begins_code(recent, typed) if typed.startswith("#") else speaks_of(recent, typed)):
            # Without a code yet, a long one cannot be said in so few letters.
            code = f"#{recent.code}" if recent.code else ""
            named = typed.startswith("#") or len(recent.prompt) > CHOICE_LONGEST
            yield Choice(recent.prompt, code if named else recent.prompt)


def code_choices(recents: Iterable[RecentPrompt], typed: str, sign: str = "") -> Iterable[Choice]:
    """The results whose code begins so, or whose words hold these, each with its words beside the code.

    `sign`: what stands before a code where it is not the only thing that could be meant.
    """
    for recent in recents:
        if recent.code and (begins_code(recent, typed) or speaks_of(recent, typed)):
            yield Choice(f"{recent.code} · {recent.words}", f"{sign}{recent.code}")


def begins_code(recent: RecentPrompt, typed: str) -> bool:
    """As people read codes off a picture, with or without the sign before."""
    return recent.code.startswith(typed.lstrip("#").replace("-", "").upper().translate(LOOKALIKES))


def speaks_of(recent: RecentPrompt, typed: str) -> bool:
    words = recent.words.casefold()
    return all(word in words for word in typed.casefold().split())


def setting_choices(name: str, language: str) -> Iterable[Choice]:
    """The values of a setting; of all that can be chosen while nobody knows which."""
    names = [name] if name in SETTING_VALUES else [choice.value for choice in SETTING_OPTION.choices]
    return [Choice(setting_value(one, value, language), value) for one in names for value in SETTING_VALUES[one]]


def matching(choices: Iterable[Choice], typed: str) -> Iterable[Choice]:
    """Those that begin so first, then those that have it somewhere, by value or label."""
    part = typed.casefold()
    texts = [(choice, (choice.value.casefold(), choice.label.casefold())) for choice in choices]
    found = [(choice, both) for choice, both in texts if any(part in text for text in both)]
    return [one for one, _ in sorted(found, key=lambda pair: not any(text.startswith(part) for text in pair[1]))]
