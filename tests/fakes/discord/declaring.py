"""What a command may look like."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from tests.fakes.discord.message import Json
from tests.fakes.discord.refusal import Refusal, bad_length, invalid

LOCALES = frozenset(
    (
        *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no"),
        *("pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN"),
        *("ja", "zh-TW", "ko"),
    )
)
SLASH, ENTRY_POINT = 1, 4
_SUBCOMMANDS = frozenset({1, 2})
_NUMBERS = frozenset({4, 10})
_STRING = 3
_MOST = {1: 100, 2: 15, 3: 15, 4: 1}
_WHOLE = 8000


def check(commands: list[Json]) -> None:
    """Raises the Refusal 50035 or 30032."""
    seen: set[tuple[int, str]] = set()
    for place, one in enumerate(commands):
        kind = one.get("type") or SLASH
        if (kind, one["name"]) in seen:
            raise invalid(f"{place}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Command names must be unique")
        seen.add((kind, one["name"]))
        _check_command(one, kind, str(place))
    for kind, most in _MOST.items():
        if sum(one == kind for one, _ in seen) > most:
            raise Refusal(400, 30032, f"Maximum number of application commands reached ({most})")


def _check_command(one: Json, kind: int, path: str) -> None:
    if kind == SLASH:
        _check_words(one, path)
        _check_options(one.get("options") or [], f"{path}.options")
    if (size := whole_size(one)) > _WHOLE:
        words = f"Command exceeds maximum size ({_WHOLE}): {size}"
        raise invalid(path, "APPLICATION_COMMAND_TOO_LARGE", words)


def _check_words(one: Json, path: str) -> None:
    """Names and descriptions, in every language."""
    for where, name in _all(one, "name", path):
        if not 1 <= len(name) <= 32 or not _is_name(name):
            raise invalid(where, "APPLICATION_COMMAND_INVALID_NAME", f"Command name is invalid: {name!r}")
    for where, text in _all(one, "description", path):
        if not 1 <= len(text) <= 100:
            raise bad_length(where, 1, 100)


def _all(one: Json, name: str, path: str) -> Iterator[tuple[str, str]]:
    yield f"{path}.{name}", str(one.get(name) or "")
    for locale, text in (one.get(f"{name}_localizations") or {}).items():
        if locale not in LOCALES:
            where = f"{path}.{name}_localizations.{locale}"
            raise invalid(where, "ENUM_TYPE_COERCE", f"Value {locale!r} is not a valid enum value.")
        yield f"{path}.{name}_localizations.{locale}", str(text)


def _is_name(text: str) -> bool:
    r"""`^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]+$`, and lower case where there is one."""
    good = all(char in "-_'" or unicodedata.category(char)[0] in "LN" or _script(char) for char in text)
    return good and text == text.lower()


def _script(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("DEVANAGARI", "THAI"))


def _check_options(options: list[Json], path: str) -> None:
    if len(options) > 25:
        raise bad_length(path, 0, 25)
    optional = False
    for place, one in enumerate(options):
        where = f"{path}.{place}"
        _check_words(one, where)
        _check_choices(one, where)
        if one["type"] in _SUBCOMMANDS:
            _check_options(one.get("options") or [], f"{where}.options")
            continue
        if one.get("required") and optional:
            words = "Required options must be placed before non-required options"
            raise invalid(where, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        optional = optional or not one.get("required")
    for locale in ("", *LOCALES):
        _check_twice([_called(one, locale) for one in options], path, locale)


def _called(one: Json, locale: str) -> str:
    return str((one.get("name_localizations") or {}).get(locale) or one["name"])


def _check_twice(names: list[str], path: str, locale: str) -> None:
    if len(set(names)) < len(names):
        words = f"Option names must be unique {f'in {locale}' if locale else ''}".strip()
        raise invalid(path, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", words)


def _check_choices(one: Json, path: str) -> None:
    choices = one.get("choices") or []
    if len(choices) > 25:
        raise bad_length(f"{path}.choices", 0, 25)
    if choices and one.get("autocomplete"):
        raise invalid(path, "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "It has choices or completes, not both")
    if one.get("autocomplete") and one["type"] not in {_STRING, *_NUMBERS}:
        raise invalid(path, "APPLICATION_COMMAND_AUTOCOMPLETE_TYPE", "An option of this type cannot complete")
    for place, choice in enumerate(choices):
        _check_choice(choice, f"{path}.choices.{place}")
    for name in ("name", "value"):
        if len({choice[name] for choice in choices}) < len(choices):
            words = f"A {name} is there twice"
            raise invalid(f"{path}.choices", "APPLICATION_COMMAND_OPTIONS_CHOICE_DUPLICATE", words)


def _check_choice(choice: Json, path: str) -> None:
    for where, name in _all(choice, "name", path):
        if not 1 <= len(name) <= 100:
            raise bad_length(where, 1, 100)
    if isinstance(choice["value"], str) and not 1 <= len(choice["value"]) <= 100:
        raise bad_length(f"{path}.value", 1, 100)


def whole_size(one: Json) -> int:
    """Names, descriptions and values of a command and all within it; of translations the longest counts."""
    own = sum(max(len(text) for _, text in _all(one, name, "")) for name in ("name", "description"))
    value: Any = one.get("value")
    inner = [*(one.get("options") or []), *(one.get("choices") or [])]
    return own + (len(value) if isinstance(value, str) else 0) + sum(whole_size(part) for part in inner)
