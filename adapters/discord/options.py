"""What was given to the options of a command. Pure, and it trusts nothing."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from adapters.discord.payload import objects_at, text_at, value_at
from bot.domain.command import OptionValue

# Types of options ("Application Commands").
STRING, INTEGER, BOOLEAN, NUMBER, ATTACHMENT = 3, 4, 5, 10, 11
VALUE_TYPES: Mapping[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    NUMBER: (int, float),
}
# What an uploaded file is declared as when it can be a picture; what it is, its bytes tell later.
PICTURE_FILE = re.compile(r"image/.*|application/octet-stream|")
FILE_ADDRESS = re.compile(r"https?://\S{1,2000}")


class BadOptions(ValueError):
    """They have a form that no command of ours has."""


@dataclass(frozen=True, slots=True)
class TypedOptions:
    """`values` by name, without pictures. `pictures`: the addresses of those, in the order of their options' names.

    `names`: of all options that were filled in. `unusable`: some file is none. `focused`: the option that is being
    typed, and its text so far.
    """

    values: Mapping[str, OptionValue]
    pictures: tuple[str, ...] = ()
    unusable: bool = False
    focused: tuple[str, str] | None = None
    names: tuple[str, ...] = ()


def read_options(data: Any, *, unfinished: bool = False) -> TypedOptions:
    """Of an interaction's `data`. Raises BadOptions.

    `unfinished`: somebody still types; then nothing is checked and no file comes along ("Application Commands",
    autocomplete), and what cannot be read yet is left out.
    """
    values, files = dict[str, OptionValue](), dict[str, str]()
    focused: tuple[str, str] | None = None
    for option in objects_at(data, "options"):
        value = option.get("value")
        if option.get("focused") is True:
            focused = text_at(option, "name"), value if isinstance(value, str) else ""
            continue
        try:
            if option.get("type") == ATTACHMENT:
                files[option_name(option)] = picture_address(data, value)
            else:
                values[option_name(option)] = option_value(option.get("type"), value)
        except BadOptions:
            if not unfinished:
                raise
    pictures = tuple(files[name] for name in sorted(files) if files[name])
    return TypedOptions(values, pictures, "" in files.values(), focused, (*values, *sorted(files)))


def option_name(option: Mapping[str, Any]) -> str:
    if not (name := text_at(option, "name")):
        raise BadOptions("an option without a name")
    return name


def option_value(kind: Any, value: Any) -> OptionValue:
    types = VALUE_TYPES.get(kind, ()) if isinstance(kind, int) else ()
    wrong_bool = isinstance(value, bool) and kind != BOOLEAN  # which is a number to Python
    if not isinstance(value, types) or wrong_bool or (isinstance(value, float) and not math.isfinite(value)):
        raise BadOptions(f"an option of type {kind!s:.9} that is something else")
    return cast(OptionValue, value)


def picture_address(data: Any, number: Any) -> str:
    """Of an uploaded file; empty when that is no picture. Raises BadOptions when it does not come along."""
    file = value_at(data, "resolved", "attachments", number) if isinstance(number, str) else None
    address = text_at(file, "url")
    if not FILE_ADDRESS.fullmatch(address):
        raise BadOptions("an uploaded file that is not there")
    return address if PICTURE_FILE.fullmatch(text_at(file, "content_type").lower()) else ""
