"""Our commands as Discord declares them, in all languages; and whether what it has differs. Pure."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from adapters.discord.locales import locales_of
from adapters.discord.options import ATTACHMENT, BOOLEAN, INTEGER, NUMBER, STRING
from bot.domain.command import CHOICES_MOST, ListedCommand, ListedOption, Option, OptionKind

# ("Application Commands": types, contexts and installs; option structure.)
CHAT_INPUT, ENTRY_POINT = 1, 4
ALL_CONTEXTS = [0, 1, 2]  # servers, conversations with us, conversations of people
ALL_INSTALLS = [0, 1]  # for a server, and for a person wherever they are
TEXT_MOST = 6000  # characters of an option, at most
BASE_LANGUAGE = "en"  # of whoever has none of ours
OPTION_TYPES: Mapping[OptionKind, int] = {
    OptionKind.TEXT: STRING,
    OptionKind.LINK: STRING,
    OptionKind.CHOICE: STRING,
    OptionKind.INTEGER: INTEGER,
    OptionKind.NUMBER: NUMBER,
    OptionKind.SWITCH: BOOLEAN,
    OptionKind.PICTURE: ATTACHMENT,
}
# What Discord adds by itself, and what is the same as nothing.
ADDED_FIELDS = frozenset(
    {"id", "application_id", "guild_id", "version", "default_permission", "dm_permission", "name_localized"}
) | {"description_localized"}
NUMBERED = frozenset({"min_value", "max_value"})  # where nought is not nothing
PERMISSIONS_FIELD = "default_member_permissions"
ANY_ORDER = frozenset({"contexts", "integration_types", "file_types"})

Menus = Mapping[str, Sequence[ListedCommand]]  # by language
Payload = Mapping[str, Any]


def declared_commands(
    commands: Callable[[str], Sequence[ListedCommand]], languages: Sequence[str]
) -> list[dict[str, Any]]:
    """All commands of the menu, in English and in each of these languages that Discord has, too."""
    menus = {language: commands(language) for language in languages if language != BASE_LANGUAGE}
    return [
        declared_command(base, {language: menu[place] for language, menu in menus.items()})
        for place, base in enumerate(commands(BASE_LANGUAGE))
    ]


def hidden_commands(declared: Sequence[Payload]) -> list[dict[str, Any]]:
    """So that nobody sees them but admins of a server, and whom these let: in conversations nothing can be hidden.

    ("Application Commands", Permissions: `default_member_permissions`; it is sent as a number, and told as a text.)
    """
    hidden = {"contexts": [0], "integration_types": [0], PERMISSIONS_FIELD: 0}
    return [{**one, **hidden} for one in declared]


def declared_command(base: ListedCommand, translated: Mapping[str, ListedCommand]) -> dict[str, Any]:
    """Names of commands are the same in every language: manuals and friends say them."""
    return {
        "type": CHAT_INPUT,
        "name": base.command.name,
        "description": base.summary,
        **in_languages("description", {language: one.summary for language, one in translated.items()}),
        "options": [
            declared_option(option, {language: one.options[place] for language, one in translated.items()})
            for place, option in enumerate(base.options)
        ],
        "contexts": ALL_CONTEXTS,
        "integration_types": ALL_INSTALLS,
    }


def declared_option(base: ListedOption, translated: Mapping[str, ListedOption]) -> dict[str, Any]:
    option = base.option
    made: dict[str, Any] = {
        "type": OPTION_TYPES[option.kind],
        "name": option.name,
        **in_languages("name", {language: one.name for language, one in translated.items()}),
        "description": base.summary,
        **in_languages("description", {language: one.summary for language, one in translated.items()}),
    }
    if option.required:
        made["required"] = True
    if completes(base):
        made["autocomplete"] = True
    elif option.kind is OptionKind.CHOICE:
        made["choices"] = declared_choices(base, translated)
    return made | dict(option_bounds(option))


def completes(listed: ListedOption) -> bool:
    """Also what has more choices than can be shown: those are proposed while it is typed."""
    return bool(listed.option.completes) or len(listed.choices) > CHOICES_MOST


def declared_choices(base: ListedOption, translated: Mapping[str, ListedOption]) -> list[dict[str, Any]]:
    return [
        {
            "name": choice.label,
            **in_languages("name", {language: one.choices[place].label for language, one in translated.items()}),
            "value": choice.value,
        }
        for place, choice in enumerate(base.choices)
    ]


def option_bounds(option: Option) -> Iterator[tuple[str, Any]]:
    """What can be said of its values: Discord refuses others before they are sent."""
    match option.kind:
        case OptionKind.INTEGER | OptionKind.NUMBER:
            whole = int if option.kind is OptionKind.INTEGER else float
            if option.least is not None:
                yield "min_value", whole(option.least)
            if option.most is not None:
                yield "max_value", whole(option.most)
        case OptionKind.TEXT if option.longest:
            yield "max_length", min(option.longest, TEXT_MOST)
        case OptionKind.PICTURE:
            yield "file_types", ["image"]
        case _:
            pass


def in_languages(field: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """A field's localizations, for all locales that a language serves."""
    found = {locale: text for language, text in texts.items() if text for locale in locales_of(language)}
    return {f"{field}_localizations": found} if found else {}


# --- against what Discord has -------------------------------------------------------------------------


def commands_differ(ours: Sequence[Payload], theirs: Sequence[Payload]) -> bool:
    """Whether they have to be set; entry points are not ours to change."""
    kept = [one for one in theirs if one.get("type") != ENTRY_POINT]
    return by_name(ours) != by_name(kept) or len(ours) != len(kept)


def with_entry_points(ours: Sequence[Payload], theirs: Sequence[Payload]) -> Sequence[Payload]:
    """What to set: Discord would take away what is not among it, and refuses to do that with these."""
    entries = [one for one in theirs if one.get("type") == ENTRY_POINT]
    return [*ours, *({name: one[name] for name in one.keys() - ADDED_FIELDS if one[name]} for one in entries)]


def by_name(commands: Sequence[Payload]) -> Mapping[tuple[Any, Any], Any]:
    return {(one.get("type", CHAT_INPUT), one.get("name")): normal_form(one) for one in commands}


def normal_form(value: Any, field: str = "") -> Any:
    """Without what Discord adds, and what is missing or empty is not there; `1.0` is `1`."""
    if isinstance(value, Mapping):
        found = {name: normal_form(one, name) for name, one in value.items() if name not in ADDED_FIELDS}
        return {name: one for name, one in found.items() if one or (one == 0 and name in NUMBERED)}
    if field == PERMISSIONS_FIELD and value is not None:
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = [normal_form(one) for one in value]
        return sorted(items) if field in ANY_ORDER else items
    return value


def menu_digest(application: str, commands: Sequence[Payload]) -> str:
    """The same for the same commands of the same application, whoever asks."""
    plain = orjson.dumps([application, *commands], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(plain).hexdigest()
