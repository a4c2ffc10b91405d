"""Each failure says who must act, and whether the order may have been taken on."""

import pytest

from bot.domain.errors import Code, Started
from bot.midjourney.errors import connection_error, fault_from, service_error, tidy_text
from bot.midjourney.schemas import Trouble

ENDED, NO, UNKNOWN = Started.ENDED, Started.NO, Started.UNKNOWN


@pytest.mark.parametrize(
    ("status", "told", "code", "started"),
    [
        (400, "bad_request", Code.BAD_REQUEST, ENDED),
        (400, "no_token", Code.UNAUTHORIZED, ENDED),
        (400, "token_mismatched", Code.UNAUTHORIZED, ENDED),
        (401, "token_mismatched", Code.UNAUTHORIZED, ENDED),
        (400, "api_not_implemented", Code.MISCONFIGURED, ENDED),
        (401, "invalid_token", Code.UNAUTHORIZED, ENDED),
        (403, "used_up", Code.OUT_OF_CREDIT, ENDED),
        (402, "insufficient_balance", Code.OUT_OF_CREDIT, ENDED),
        (402, "something_new", Code.OUT_OF_CREDIT, ENDED),
        (400, "disabled", Code.MISCONFIGURED, ENDED),
        (403, "forbidden", Code.REFUSED, ENDED),
        (404, "no_api", Code.MISCONFIGURED, ENDED),
        (413, "content_too_large", Code.TOO_LARGE, ENDED),
        (429, "too_many_requests", Code.TOO_MANY, NO),
        (499, "connection_reset", Code.UNAVAILABLE, UNKNOWN),
        (500, "api_error", Code.UNAVAILABLE, ENDED),
        (502, "upstream_error", Code.UNAVAILABLE, ENDED),
        (504, "timeout", Code.TIMED_OUT, UNKNOWN),
        (504, "gateway_timeout", Code.TIMED_OUT, UNKNOWN),
    ],
)
@pytest.mark.parametrize("extra", [{}, {"success": False}])
def test_the_service_speaks(status: int, told: str, code: Code, started: Started, extra: dict[str, bool]) -> None:
    """Its own code comes first, and its own word that it is over is believed."""
    body = {"error": {"code": told, "message": "Why."}, "trace_id": "trace-1"} | extra
    error = service_error(status, body)
    assert (error.code, error.started, error.message, error.trace_id) == (code, started, "Why.", "trace-1")


@pytest.mark.parametrize(
    ("status", "code", "started"),
    [
        (302, Code.MISCONFIGURED, ENDED),
        (401, Code.UNAUTHORIZED, ENDED),
        (403, Code.MISCONFIGURED, ENDED),
        (404, Code.MISCONFIGURED, ENDED),
        (413, Code.TOO_LARGE, ENDED),
        (429, Code.TOO_MANY, NO),
        (499, Code.UNAVAILABLE, UNKNOWN),
        (500, Code.UNAVAILABLE, UNKNOWN),
        (502, Code.UNAVAILABLE, UNKNOWN),
        (503, Code.UNAVAILABLE, UNKNOWN),
        (504, Code.TIMED_OUT, UNKNOWN),
        (522, Code.UNAVAILABLE, UNKNOWN),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html><h1>Bad Gateway</h1></html>", b"null", None])
def test_a_gateway_speaks(status: int, code: Code, started: Started, body: bytes | None) -> None:
    """Without a word of the service the status counts; behind a 5xx anything may have happened."""
    error = service_error(status, body, trace_id="from-head")
    assert (error.code, error.started, error.message, error.trace_id) == (code, started, "", "from-head")


def test_other_shapes() -> None:
    """`error` may be a text, and the framework's own `detail` counts as one."""
    assert service_error(500, b'{"error": "fetch failed"}').message == "fetch failed"
    error = service_error(403, b'{"detail": "No more.", "code": "used_up"}')
    assert (error.code, error.message) == (Code.OUT_OF_CREDIT, "No more.")
    assert service_error(500, b'{"detail": "broken"}').started is ENDED


def test_moderation_by_its_words() -> None:
    """An unknown code whose text names the moderators is a refusal; others are plain failures of the task."""
    assert fault_from(Trouble(code="new", message="Sorry! Our Al moderators feel")).code is Code.REFUSED
    assert fault_from(Trouble(code="new", message="?")).code is Code.FAILED
    assert fault_from(None).code is Code.FAILED


def test_texts_are_fit_to_be_shown() -> None:
    """One line, cut to length; HTML is not for people."""
    assert tidy_text("a\n\n b\x00c\u202e") == "a b c"
    assert tidy_text("<!DOCTYPE html><p>no") == ""
    assert tidy_text("1 < 2 and <3") == "1 < 2 and <3"
    assert (len(tidy_text("x" * 10_000)), tidy_text("x" * 10_000)[-1]) == (300, "…")


def test_a_connection_that_stalls_is_in_doubt() -> None:
    """Silence after the request was written tells nothing."""
    error = connection_error(TimeoutError())
    assert (error.code, error.started) == (Code.TIMED_OUT, UNKNOWN)
