"""What a look at an installation found: one line for the operator, and what it means."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Status(StrEnum):
    OK = "ok"
    WARN = "warn"  # it runs, and will hurt one day
    FAIL = "fail"  # it does not run like this


@dataclass(frozen=True, slots=True)
class Finding:
    """`name`: what was looked at, for programs; `text` names the setting, what is wrong with it, and the cure.

    `passing`: it may mend itself, such as a server that is away: a supervisor may start the bot again.
    """

    status: Status
    name: str
    text: str
    passing: bool = False

    @classmethod
    def ok(cls, name: str, text: str) -> Self:
        """All is well with it."""
        return cls(Status.OK, name, text)

    @classmethod
    def warn(cls, name: str, text: str) -> Self:
        """It runs, and will hurt one day."""
        return cls(Status.WARN, name, text)

    @classmethod
    def fail(cls, name: str, text: str, *, passing: bool = False) -> Self:
        """It does not run like this."""
        return cls(Status.FAIL, name, text, passing)
