"""The rules for prompt flags: which exist, what values they take, which do not go together.

The rules themselves are data (`flags.toml`); this module gives that data its meaning.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from bot.domain.addresses import is_public
from bot.domain.hosted import is_hosted_here

__all__ = ["SCHEME", "Conflict", "Flag", "FlagRules", "Kind", "Mode", "Scope", "Term", "good_link"]

SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_LINK = re.compile(r"[hH][tT][tT][pP][sS]://(?=[^/?#]*\w)[^\s/?#@\\%]+([/?#]\S*)?")

# An address in numbers, also in one or in other notations, which resolvers take, too.
_NUMBERS = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*")

# Lengths are bounded because int() refuses thousands of digits, in its own words.
_INTEGER = re.compile(r"-?[0-9]{1,12}")
_NUMBER = re.compile(r"-?([0-9]{1,6}(\.[0-9]{1,4})?|\.[0-9]{1,4})")
_RATIO = re.compile(r"([0-9]{1,6})[:：x×/]([0-9]{1,6})", re.IGNORECASE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")

_Data = Mapping[str, Any]  # parsed TOML
_Tables = dict[str, dict[str, Any]]  # section -> name -> table, or False for "take it out"


class Kind(StrEnum):
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    RATIO = "ratio"
    PATTERN = "pattern"
    CODES = "codes"
    TEXT = "text"
    SWITCH = "switch"
    SPEED = "speed"


class Mode(StrEnum):
    """The speeds the service sells; the `mode` of a request."""

    FAST = "fast"
    RELAX = "relax"
    TURBO = "turbo"


def good_link(word: str) -> bool:
    """Whether this is an https link with a host of the internet and without a login, or what was lent here."""
    if is_hosted_here(word):
        return True
    return _LINK.fullmatch(word) is not None and _outside(word)


def _outside(link: str) -> bool:
    """Whether the host is not surely of a network inside: an address of one, or a name that only it knows."""
    host = link.partition("://")[2]
    host = re.split(r"[/?#]", host, maxsplit=1)[0].lower()
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0].rstrip(".")
    if host.startswith("[") or _NUMBERS.fullmatch(name):
        return is_public(name)
    return name != "localhost" and not name.endswith((".localhost", ".local", ".internal"))


class Scope(StrEnum):
    """What a prompt is for; `for` in the rules."""

    PICTURE = "picture"
    FILM = "film"


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag; the fields are explained at the head of `flags.toml`."""

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    min: float = 0
    max: float = 0
    stretch: float = 0
    values: tuple[str, ...] = ()
    pattern: str = ""
    links: bool = True
    optional: bool = False
    glue: str = ""
    suggest: tuple[str, ...] = ()
    rank: int = 0
    example: str = ""
    note: str = ""
    bare: str = ""
    scopes: tuple[str, ...] = (Scope.PICTURE,)

    @property
    def allowed(self) -> str:
        """The allowed values without a word of any language: a range, a list or examples."""
        if self.kind in {Kind.INTEGER, Kind.NUMBER}:
            return "–".join(dict.fromkeys(f"{end:.15g}" for end in (self.min, self.max)))
        return ", ".join(self.values) or self.example

    def check(self, value: str) -> str | None:
        """The value as the service wants it, or None if this flag does not take it (one value, no blanks)."""
        return _CHECKS[self.kind](self, value)


def _integer(flag: Flag, value: str) -> str | None:
    if not _INTEGER.fullmatch(value):
        return None
    number = int(value)
    return str(number) if flag.min <= number <= flag.max else None


def _number(flag: Flag, value: str) -> str | None:
    return value if _NUMBER.fullmatch(value) and flag.min <= float(value) <= flag.max else None


def _choice(flag: Flag, value: str) -> str | None:
    known = {_plain(one): one for one in flag.values}
    return known.get(_plain(value))


def _plain(value: str) -> str:
    """Upper case and the nought of "0.5" make no difference."""
    return re.sub(r"^0+(?=\.)", "", value.lower())


def _ratio(flag: Flag, value: str) -> str | None:
    match = _RATIO.fullmatch(value)
    sides = [int(side) for side in match.groups()] if match else [0]
    if not all(1 <= side <= flag.max for side in sides) or 0 < flag.stretch < max(sides) / min(sides):
        return None
    return ":".join(map(str, sides))


def _pattern(flag: Flag, value: str) -> str | None:
    return value if re.fullmatch(flag.pattern, value, re.IGNORECASE | re.ASCII) else None


def _code(flag: Flag, value: str) -> str | None:
    if SCHEME.match(value):
        return value if flag.links and good_link(value) else None
    return _pattern(flag, value) if flag.pattern else None


_CHECKS: Mapping[Kind, Callable[[Flag, str], str | None]] = {
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.RATIO: _ratio,
    Kind.PATTERN: _pattern,
    Kind.CODES: _code,
    Kind.TEXT: lambda _, value: value,
    Kind.SWITCH: lambda _, __: None,
    Kind.SPEED: lambda _, __: None,
}


@dataclass(frozen=True, slots=True)
class Term:
    """One side of a conflict: a flag, with any value, `only` these or any `but` these."""

    flag: str
    only: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def holds(self, given: Mapping[str, str]) -> bool:
        value = given.get(self.flag)
        return value is not None and value not in self.but and (not self.only or value in self.only)


@dataclass(frozen=True, slots=True)
class Conflict:
    a: Term
    b: Term
    note: str = ""


@dataclass(frozen=True, slots=True)
class FlagRules:
    """All rules. `flags` are by the name that is sent, `names` maps every spelling to that name."""

    flags: Mapping[str, Flag]
    names: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()
    allow_unknown: bool = False

    @classmethod
    def parse(cls, base: _Data, override: _Data | None = None, *, allow_unknown: bool = False) -> "FlagRules":
        """Rules out of parsed TOML, the operator's over ours. ValueError names the key that is wrong."""
        merged = _merged(base, override or {})
        gone = {name for name, table in merged["flags"].items() if table is False}
        flags = {name: _flag(name, table) for name, table in merged["flags"].items() if name not in gone}
        conflicts = _conflicts(merged["conflicts"], flags, gone)
        return cls(flags, _names(flags.values()), conflicts, allow_unknown)

    def find(self, name: str) -> Flag | None:
        """The flag of this spelling (lower case). With `allow_unknown` every name has one."""
        if name in self.names:
            return self.flags[self.names[name]]
        return Flag(name, Kind.TEXT, optional=True) if self.allow_unknown else None

    def bare(self, word: str) -> Flag | None:
        """The flag that this word is a value of by itself, behind two dashes."""
        return next((flag for flag in self.flags.values() if flag.bare and re.fullmatch(flag.bare, word)), None)

    def in_scope(self, scope: Scope) -> Iterable[Flag]:
        """Those that a prompt for this may have."""
        return [flag for flag in self.flags.values() if scope in flag.scopes]

    def nearest(self, name: str) -> str:
        """The known spelling most like this one, or "" if none is."""
        return "".join(get_close_matches(name, self.names, n=1))

    def clash(self, given: Mapping[str, str]) -> Conflict | None:
        """The first conflict among these flags (name -> value; a speed is a flag without a value)."""
        return next((one for one in self.conflicts if one.a.holds(given) and one.b.holds(given)), None)


def _merged(*sources: _Data) -> _Tables:
    """The sources laid over one another, the last on top."""
    merged: _Tables = {"flags": {}, "conflicts": {}}
    for section, tables in (pair for source in sources for pair in source.items()):
        if section not in merged:
            raise ValueError(f"{section}: no such section; there are: {', '.join(merged)}")
        for name, new in _table(section, tables).items():
            merged[section][name] = _over(f"{section}.{name}", merged[section].get(name), new)
    return merged


def _over(key: str, old: Any, new: object) -> Any:
    if new is not False:
        return {**(old or {}), **_table(key, new)}
    if old is None:
        raise ValueError(f"{key}: cannot be taken out, it does not exist")
    return False


def _table(key: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{key}: must be a table")  # noqa: TRY004 - callers are promised a ValueError
    return value


_TYPES: Mapping[str, Any] = {
    **dict.fromkeys(("min", "max", "stretch"), (int, float)),
    **dict.fromkeys(("links", "optional"), bool),
    **dict.fromkeys(("aliases", "values", "suggest", "only", "but", "for"), list),
    "rank": int,
}
_WRITTEN = {"scopes": "for"}  # fields that Python lets nobody call as the rules do
# What a kind cannot do without.
_NEEDS = {
    Kind.INTEGER: "max",
    Kind.NUMBER: "max",
    Kind.CHOICE: "values",
    Kind.RATIO: "max",
    Kind.PATTERN: "pattern",
}


def _typed(key: str, value: object) -> Any:
    """The value if it has the type its key asks for; lists become tuples of text."""
    name = key.rpartition(".")[2]
    wanted = _TYPES.get(name, str)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise ValueError(f"{key}: {value!r} has the wrong type")
    if not isinstance(value, list):
        return value
    return tuple(_typed(f"{key}.item", item) for item in value)


def _record(key: str, table: object, shape: type, extra: Iterable[str] = ()) -> dict[str, Any]:
    """The keyword arguments for a dataclass, each known and typed; `extra` keys are passed as they are."""
    known = {_WRITTEN.get(field.name, field.name): field.name for field in fields(shape)}
    values: dict[str, Any] = {}
    for name, value in _table(key, table).items():
        if name not in known:
            raise ValueError(f"{key}.{name}: no such key; there are: {', '.join(sorted(known))}")
        values[known[name]] = value if name in extra else _typed(f"{key}.{name}", value)
    return values


def _flag(name: str, table: object) -> Flag:
    key = f"flags.{name}"
    values = _record(key, table, Flag) | {"name": name}
    try:
        values["kind"] = Kind(values.get("kind", ""))
        for pattern in ("pattern", "bare"):
            re.compile(values.get(pattern, ""))
    except ValueError as error:
        raise ValueError(f"{key}.kind: {error}; there are: {', '.join(Kind)}") from error
    except re.error as error:
        raise ValueError(f"{key}.{pattern}: {error}") from error
    return _sound(key, Flag(**values))


def _sound(key: str, flag: Flag) -> Flag:
    need = _NEEDS.get(flag.kind)
    if need and not getattr(flag, need):
        raise ValueError(f"{key}.{need}: missing, a flag of kind {flag.kind} needs it")
    if flag.min > flag.max:
        raise ValueError(f"{key}.min: larger than max")
    if wrong := [value for value in flag.suggest if flag.check(value) is None]:
        raise ValueError(f"{key}.suggest: {wrong[0]!r} is not a value of this flag")
    if strange := set(flag.scopes) - set(Scope):
        raise ValueError(f"{key}.for: no {min(strange)!r}; there are: {', '.join(Scope)}")
    if flag.kind is Kind.SPEED and flag.name not in tuple(Mode):
        raise ValueError(f"{key}.kind: the speeds are {', '.join(Mode)}")
    return flag


def _names(flags: Iterable[Flag]) -> dict[str, str]:
    names: dict[str, str] = {}
    for flag in flags:
        for name in (flag.name, *flag.aliases):
            if not _NAME.fullmatch(name):
                raise ValueError(f"flags.{flag.name}: {name!r} is not made of a-z, 0-9 and _")
            if name in names:
                raise ValueError(f"flags.{flag.name}: {name} already belongs to flags.{names[name]}")
            names[name] = flag.name
    return names


def _conflicts(tables: Mapping[str, Any], flags: Mapping[str, Flag], gone: set[str]) -> tuple[Conflict, ...]:
    found = [_conflict(f"conflicts.{name}", table) for name, table in tables.items() if table is not False]
    for key, conflict in found:
        for term in (conflict.a, conflict.b):
            if term.flag not in flags and term.flag not in gone:
                raise ValueError(f"{key}: there is no flag {term.flag!r}")
    return tuple(one for _, one in found if not gone & {one.a.flag, one.b.flag})


def _conflict(key: str, table: object) -> tuple[str, Conflict]:
    values = _record(key, table, Conflict, extra=("a", "b"))
    terms = {side: _record(f"{key}.{side}", values.get(side), Term) for side in ("a", "b")}
    for side, term in terms.items():
        if "flag" not in term:
            raise ValueError(f"{key}.{side}.flag: missing")
    return key, Conflict(Term(**terms["a"]), Term(**terms["b"]), values.get("note", ""))
