"""What Discord's refusals mean, by the table of the adapter."""

from typing import Any

import pytest

from adapters.discord.refusal import (
    Absent,
    AnsweredElsewhere,
    AnsweredTooLate,
    Archived,
    Malformed,
    RateLimited,
    Response,
    TokenDead,
    TokenRefused,
    Unanswerable,
    to_delivery_error,
)
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
from bot.domain.ladder import Refusal, refusal_of


def means(status: int, code: int = 0, *, authorized: bool = True, **body: Any) -> DeliveryError:
    return to_delivery_error(Response(status, {"code": code, "message": "x", **body}, authorized=authorized))


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (404, 10008, MessageGone),
        (404, 10003, Absent),
        (404, 10004, NotAllowed),
        (403, 50001, Absent),
        (403, 50013, NotAllowed),
        (403, 50007, NotAllowed),
        (403, 0, NotAllowed),
        (400, 50083, Archived),
        (400, 160002, Unanswerable),
        (413, 0, TooLarge),
        (400, 40005, TooLarge),
        (413, 40005, TooLarge),
        (400, 50045, TooLarge),
        (400, 50046, FileRefused),
        (400, 50035, Malformed),
        (400, 40060, AnsweredElsewhere),
        (404, 10062, AnsweredTooLate),
        (401, 50027, TokenDead),
        (404, 10015, TokenDead),
        (401, 0, TokenRefused),
        (401, 50014, TokenRefused),
        (403, 50005, MessageGone),
        (503, 130000, NotNow),
        (500, 0, NotNow),
        (502, 0, Unreachable),
        (504, 0, Unreachable),
        (302, 0, Unreachable),
        (400, 0, Refused),
        (404, 0, Refused),
        (400, 99999, Refused),
    ],
)
def test_each_code_and_status(status: int, code: int, error: type[DeliveryError]) -> None:
    """The code counts before the status, and what nobody has heard of is a no."""
    assert type(means(status, code)) is error


@pytest.mark.parametrize(
    ("error", "ladder"),
    [
        (TokenDead, Refusal.RIGHT),
        (Absent, Refusal.RIGHT),
        (Archived, Refusal.RIGHT),
        (AnsweredElsewhere, Refusal.GONE),
        (AnsweredTooLate, Refusal.GONE),
        (TokenRefused, Refusal.AWAY),
    ],
)
def test_the_core_knows_what_to_do_with_ours(error: type[DeliveryError], ladder: Refusal) -> None:
    """A word of the adapter's own is one of the core's, should nobody here deal with it."""
    assert refusal_of(error("")) is ladder
    assert refusal_of(Malformed("")) is Refusal.UNKNOWN
    assert refusal_of(RateLimited(1.0)) is Refusal.TOO_FAST


@pytest.mark.parametrize("status", [401, 404])
def test_by_the_token_of_an_interaction_nothing_else_can_be_wrong(status: int) -> None:
    """Also when no code says so; a message that is gone says it."""
    assert type(means(status, authorized=False)) is TokenDead
    assert type(to_delivery_error(Response(status, None, authorized=False))) is TokenDead
    assert type(means(404, 10008, authorized=False)) is MessageGone


def test_who_stands_before_discord_says_nothing_of_our_rights() -> None:
    """A page that is no JSON passes; a result is not given up for it."""
    assert type(to_delivery_error(Response(403, None))) is Unreachable


@pytest.mark.parametrize(
    ("body", "header", "seconds"),
    [
        ({"retry_after": 0.3}, "1", 0.3),
        ({"retry_after": 65}, "", 65.0),
        ({}, "7", 7.0),
        (None, "120", 120.0),
        ({"retry_after": None}, "soon", 5.0),
        ({"retry_after": "nan"}, "", 5.0),
        ({"retry_after": -1}, "", 5.0),
        ([], "inf", 5.0),
    ],
)
def test_a_pause_is_as_long_as_told(body: Any, header: str, seconds: float) -> None:
    """By the body, to the fraction; else by the header; what is no time is a usual one."""
    error = to_delivery_error(Response(429, body, header))
    assert isinstance(error, TooFast)
    assert error.retry_after == seconds


def test_an_old_message_is_changed_later() -> None:
    """30046 is a pause, whatever its status."""
    for status in (400, 429):
        error = means(status, 30046, retry_after=2.5)
        assert isinstance(error, TooFast)
        assert error.retry_after == 2.5


@pytest.mark.parametrize(
    ("told", "scope"), [("shared", "shared"), ("user", "user"), ("global", "global"), ("x", "")]
)
def test_whose_pause_it_is(told: str, scope: str) -> None:
    """A word that nobody documented is none: metrics have no room for it."""
    error = to_delivery_error(Response(429, {"retry_after": 1}, scope=told))
    assert isinstance(error, RateLimited)
    assert error.scope == scope


def test_the_field_that_is_malformed_is_named() -> None:
    """Its path alone: what stood in it was typed by somebody."""
    fault = {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "typed by a person"}]}
    error = means(400, 50035, errors={"components": {"0": {"components": {"2": {"label": fault}}}}})
    assert isinstance(error, Malformed)
    assert error.path == "components.0.components.2.label"
    assert "typed" not in str(error)


@pytest.mark.parametrize(
    "errors",
    [None, [], "x", {}, {"a b\n": {"_errors": []}}, {"x" * 41: {"_errors": []}}],
)
def test_what_names_no_field(errors: Any) -> None:
    """Nothing that a server makes up gets into a log."""
    error = means(400, 50035, errors=errors)
    assert isinstance(error, Malformed)
    assert error.path == ""


def test_a_path_without_end_is_cut() -> None:
    """However deep it is, reading it ends."""
    deep: dict[str, Any] = {"_errors": []}
    for _ in range(3000):
        deep = {"a": deep}
    error = means(400, 50035, errors=deep)
    assert isinstance(error, Malformed)


@pytest.mark.parametrize("body", [None, [], "x", 7, {"code": "10008"}, {"code": None}])
def test_a_body_that_says_nothing(body: Any) -> None:
    """Then the status alone counts."""
    assert type(to_delivery_error(Response(400, body))) is Refused
