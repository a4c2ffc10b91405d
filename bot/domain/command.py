"""A command as people see it in a menu."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    summary: str
    usage: str
    for_admins: bool = False  # in a place with others
