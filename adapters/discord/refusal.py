"""What Discord's refusals mean to us. Pure."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import (
    DeliveryError,
    FileRefused,
    MessageGone,
    NotAllowed,
    NotNow,
    Refused,
    TooFast,
    TooLarge,
    Unreachable,
)

# Seconds, where Discord asks for a pause and does not say how long.
UNTOLD_PAUSE_S = 5.0
SHARED_SCOPE = "shared"  # what all bots may do with a thing together is used up
SCOPES = frozenset({"user", "global", SHARED_SCOPE})
FIELD_NAME = re.compile(r"[A-Za-z0-9_]{1,40}")
FIELD_DEPTH = 12  # names in the path of a field


class RateLimited(TooFast):
    """Wait; `scope` is one of SCOPES, or empty when nobody told."""

    def __init__(self, retry_after: float, scope: str = "") -> None:
        super().__init__(retry_after)
        self.scope = scope


class TokenDead(NotAllowed):
    """The token of the interaction is good for nothing any more; another way to the message may be."""


class TokenRefused(Unreachable):
    """The bot's token is not accepted: the operator's to mend, and nothing is lost by waiting."""


class Archived(NotAllowed):
    """Nothing changes in a thread that is put away; a new message takes it out again, unless it is locked."""


class Absent(NotAllowed):
    """We are not in that channel, or may not look into it."""


class Malformed(Refused):
    """A message of a form that Discord does not know. `path`: of the field that it names first, or empty."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(reason)
        self.path = path


class AnsweredElsewhere(MessageGone):
    """Another process was first with the first answer."""


class AnsweredTooLate(MessageGone):
    """Discord does not know the interaction any more, and the person was told that we did not answer."""


class Unanswerable(Unreachable):
    """What a message answers may not be read there, so that it can answer nothing: next time it does not."""


# Codes of Discord's ("Opcodes and Status Codes", JSON error codes, 2026-08-06). Of what a bot may do in a channel
# none says which right is missing, so no server is remembered for it: the next interaction there tells.
REFUSALS_BY_CODE: Mapping[int, type[DeliveryError]] = {
    10003: Absent,  # unknown channel
    10004: NotAllowed,  # unknown guild: we are not in it any more
    10008: MessageGone,  # unknown message
    10015: TokenDead,  # unknown webhook
    10062: AnsweredTooLate,  # unknown interaction
    20009: NotAllowed,  # explicit content for somebody who wants none
    30046: TooFast,  # edits of a message older than an hour
    40004: NotNow,  # sending is off for the moment
    40005: TooLarge,  # request entity too large
    40006: NotNow,  # so is this feature
    40060: AnsweredElsewhere,  # interaction has been acknowledged
    40094: NotAllowed,  # as many follow-ups as there may be
    50001: Absent,  # missing access
    50005: MessageGone,  # somebody else's message
    50007: NotAllowed,  # this person takes no messages
    50013: NotAllowed,  # missing permissions
    50024: NotAllowed,  # not in a channel of this kind
    50027: TokenDead,  # invalid webhook token
    50035: Malformed,  # invalid form body
    50045: TooLarge,  # file larger than the place takes
    50046: FileRefused,  # invalid file
    50083: Archived,  # thread is archived
    130000: NotNow,  # overloaded
    160002: Unanswerable,  # an answer, where we may not read what was said
}
REFUSALS_BY_STATUS: Mapping[int, type[DeliveryError]] = {
    401: TokenRefused,
    403: NotAllowed,
    413: TooLarge,
    429: TooFast,
    500: NotNow,
}
# By an interaction's token there is nothing else that could be unknown, or not accepted.
TOKEN_STATUSES = frozenset({401, 404})


@dataclass(frozen=True, slots=True)
class Response:
    """An answer that is none of 2xx: its JSON, or None for what is none. `authorized`: as in Route.

    `pause`: what the header Retry-After says. `scope`: that of X-RateLimit-Scope, or empty.
    """

    status: int
    body: Any = None
    pause: str = ""
    scope: str = ""
    authorized: bool = True

    @property
    def code(self) -> int:
        """Discord's own, or 0."""
        code = self.body.get("code") if isinstance(self.body, dict) else None
        return code if isinstance(code, int) else 0

    @property
    def words(self) -> str:
        """For logs: nothing in it that anybody typed."""
        return f"status {self.status}, code {self.code}"


def to_delivery_error(response: Response) -> DeliveryError:
    """By the code, if we know it, else by the status."""
    means = REFUSALS_BY_CODE.get(response.code) or refusal_by_status(response)
    if means is TooFast:
        return RateLimited(pause_seconds(response), response.scope if response.scope in SCOPES else "")
    if means is Malformed:
        return Malformed(response.words, next(field_paths(response.body), ""))
    return means(response.words)


def refusal_by_status(response: Response) -> type[DeliveryError]:
    if not response.authorized and response.status in TOKEN_STATUSES:
        return TokenDead
    if response.status == 403 and response.body is None:  # noqa: PLR2004 - by who stands before Discord
        return Unreachable
    passing = response.status < 400 or response.status >= 500  # noqa: PLR2004 - neither is a no
    return REFUSALS_BY_STATUS.get(response.status, Unreachable if passing else Refused)


def pause_seconds(response: Response) -> float:
    """How long Discord asks us to wait; its body has fractions, the header whole seconds."""
    told = response.body.get("retry_after") if isinstance(response.body, dict) else None
    for value in (told, response.pause):
        try:
            seconds = float(value)  # type: ignore[arg-type]  # whatever it is
        except (TypeError, ValueError):
            continue
        if math.isfinite(seconds) and seconds >= 0:
            return seconds
    return UNTOLD_PAUSE_S


def field_paths(body: Any) -> Iterator[str]:
    """Of the fields that a malformed message is refused for, such as `components.1.label`, none of it typed."""
    stack = [("", body.get("errors") if isinstance(body, dict) else None)]
    while stack:
        path, found = stack.pop()
        if not isinstance(found, dict):
            continue
        if "_errors" in found:
            yield path
        if path.count(".") < FIELD_DEPTH:
            names = [name for name in found if FIELD_NAME.fullmatch(name) and name != "_errors"]
            stack.extend((f"{path}.{name}".lstrip("."), found[name]) for name in reversed(names))
