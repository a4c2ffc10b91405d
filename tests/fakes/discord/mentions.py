"""Whom a message calls, by what it says and what the bot allows."""

import re
from typing import Any

from tests.fakes.discord.message import Json, Pings
from tests.fakes.discord.refusal import invalid

_PERSON, _ROLE, _EVERYONE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), re.compile(r"@(?:everyone|here)\b")
_MANY = 100


def called(text: str, allowed: Json | None, path: str = "") -> Pings:
    """Looked at anew whenever a message is written: without `allowed`, everybody whom it names.

    Escaping helps nobody here: the platform looks for mentions before it reads the text as markup.
    """
    people, roles = frozenset(_PERSON.findall(text)), frozenset(_ROLE.findall(text))
    everyone = bool(_EVERYONE.search(text))
    if allowed is None:
        return Pings(everyone, people, roles)
    parse = allowed.get("parse")
    for kind in ("users", "roles"):
        _check_list(allowed.get(kind) or [], kind, parse or [], path)
    if parse is None:
        parse = [] if {"users", "roles"} & allowed.keys() else ["users", "roles", "everyone"]
    return Pings(
        everyone and "everyone" in parse,
        people if "users" in parse else people & frozenset(allowed.get("users") or []),
        roles if "roles" in parse else roles & frozenset(allowed.get("roles") or []),
    )


def _check_list(named: list[Any], kind: str, parse: list[str], path: str) -> None:
    where = f"{path}.allowed_mentions.{kind}".removeprefix(".")
    if len(named) > _MANY:
        raise invalid(where, "BASE_TYPE_MAX_LENGTH", f"Must be {_MANY} or fewer in length.")
    if named and kind in parse:
        raise invalid(
            where, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f'parse:["{kind}"] and {kind} are exclusive'
        )
