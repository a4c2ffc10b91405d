"""Answers that mean no, in the platform's codes and words."""

import math
from collections.abc import Mapping
from typing import Any

from typing_extensions import override

Json = dict[str, Any]


class Refusal(Exception):
    """`code` is Discord's own, 0 when it has none; `errors` says which field is wrong."""

    def __init__(
        self,
        status: int,
        code: int,
        text: str,
        *,
        errors: Json | None = None,
        headers: Mapping[str, str] | None = None,
        more: Json | None = None,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.text = text
        self.errors = errors or {}
        self.headers = dict(headers or {})
        self.more = more or {}

    @override
    def __str__(self) -> str:
        return f"{self.status} {self.code} {self.text} {self.errors or ''}".rstrip()

    @property
    def body(self) -> Json:
        found = {"message": self.text, "code": self.code, **self.more}
        return found | ({"errors": self.errors} if self.errors else {})


def invalid(path: str, code: str, text: str) -> Refusal:
    """50035 for one field; `path` as in `data.components.0.label`, "" for the whole."""
    errors: Json = {"_errors": [{"code": code, "message": text}]}
    for name in reversed([part for part in path.split(".") if part]):
        errors = {name: errors}
    return Refusal(400, 50035, "Invalid Form Body", errors=errors)


def too_long(path: str, limit: int) -> Refusal:
    return invalid(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")


def bad_length(path: str, least: int, most: int) -> Refusal:
    return invalid(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def unauthorized() -> Refusal:
    return Refusal(401, 0, "401: Unauthorized")


def unknown_interaction() -> Refusal:
    return Refusal(404, 10062, "Unknown interaction")


def acknowledged() -> Refusal:
    return Refusal(400, 40060, "Interaction has already been acknowledged.")


def unknown_webhook() -> Refusal:
    return Refusal(404, 10015, "Unknown Webhook")


def invalid_token() -> Refusal:
    return Refusal(401, 50027, "Invalid Webhook Token")


def unknown_message() -> Refusal:
    return Refusal(404, 10008, "Unknown Message")


def unknown_channel() -> Refusal:
    return Refusal(404, 10003, "Unknown Channel")


def no_access() -> Refusal:
    return Refusal(403, 50001, "Missing Access")


def no_permission() -> Refusal:
    return Refusal(403, 50013, "Missing Permissions")


def no_dm() -> Refusal:
    return Refusal(403, 50007, "Cannot send messages to this user")


def archived() -> Refusal:
    return Refusal(400, 50083, "Thread is archived")


def too_large() -> Refusal:
    return Refusal(413, 40005, "Request entity too large")


def flood(seconds: float, scope: str, *, via: bool = True, headers: Mapping[str, str] | None = None) -> Refusal:
    """429. `scope`: user, shared or global; without `via` it is the guard before the platform who says no."""
    wait = math.ceil(seconds * 1000) / 1000
    found = {"Retry-After": str(math.ceil(wait)), "X-RateLimit-Scope": scope, **(headers or {})}
    if scope == "global":
        found["X-RateLimit-Global"] = "true"
    if via:
        found["Via"] = "1.1 google"
    more = {"retry_after": wait, "global": scope == "global"}
    return Refusal(429, 0, "You are being rate limited.", headers=found, more=more)
